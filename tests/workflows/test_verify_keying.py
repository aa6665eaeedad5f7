"""Second keying: blind, by another person, of what the plan asks for; and what comes of comparing the two."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from desktop.foundation.errors import Refusal
from desktop.responses.drafts import DraftKind
from desktop.responses.keyings import FieldKeyed, Which
from desktop.responses.response import MissingKind
from desktop.responses.verification_plan import QuestionScope, SheetRule, Tolerance
from desktop.sheets.copies import CopyState
from desktop.staff.people import Role
from desktop.workflows.adjudicate import Adjudication
from desktop.workflows.ask_coordinator import answer, park
from desktop.workflows.balance import balance
from desktop.workflows.edit_response import ResponseEdit, void
from desktop.workflows.interview import open_drafts
from desktop.workflows.second_keying_due import due
from desktop.workflows.set_up import open_workplace
from desktop.workflows.set_verification import plan_of_form, set_plan
from desktop.workflows.verify_keying import BegunByAnother, NotChosen, NotToBeKeyed, SecondKeying, look_up_second
from tests.workflows.keyed_twice import AGREE, BEHIND, CORA, FIRST, GATE, PLACE, TYPE, WORDS, key_first, key_second
from tests.workflows.keyed_twice import plan_all as all_sheets
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, PASSPHRASE, PROGRAMME, signed_in


@pytest.fixture
def vera(place):
    return signed_in(place, "Vera", Role.VOLUNTEER)


@pytest.fixture
def serial(place, event_id) -> str:
    all_sheets(place)
    return printed(place, event_id, 1)[0]


def state(place, serial: str) -> CopyState:
    with place.reading() as unit:
        return unit.copies.copy(serial).state


def seconds(place) -> int:
    with place.reading() as unit:
        return len(unit.keyings.list(which=Which.SECOND))


def test_two_that_are_the_same_verify_the_sheet_at_once(place, officer, vera, serial) -> None:
    first = key_first(place, officer, serial, {**FIRST, GATE: "blank"})
    assert state(place, serial) is CopyState.KEYED
    # capitals and spaces are within the tolerance, and what nobody keyed is blank
    keyed = key_second(place, vera, serial, {**FIRST, WORDS: "more  buses"})
    assert (keyed.response_id, keyed.instance_id, keyed.keyer.name) == (first.response_id, "", "Vera")
    assert state(place, serial) is CopyState.VERIFIED
    with place.reading() as unit:
        assert unit.responses.get(first.response_id).revisions == (first.instance_id,)
        assert unit.drafts.list_open(kind=DraftKind.SECOND_KEYING) == ()
        assert unit.changes.list()[0].what == "sheet keyed a second time"
    assert balance(place).ledger.balances


def test_a_difference_waits_for_a_decision_and_changes_nothing(place, officer, vera, serial) -> None:
    first = key_first(place, officer, serial, FIRST)
    key_second(place, vera, serial, {**FIRST, AGREE: "disagree"})
    assert state(place, serial) is CopyState.KEYED
    with place.reading() as unit:
        assert unit.responses.get(first.response_id).revisions == (first.instance_id,)
    with pytest.raises(NotToBeKeyed, match="twice already"):
        look_up_second(place, serial, actor=CORA)


def test_nothing_that_the_first_keyer_keyed_is_in_the_second_keying(place, officer, vera, serial) -> None:
    key_first(place, officer, serial, {**FIRST, GATE: "illegible", WORDS: "heliotrope"})
    keying = SecondKeying.begin_second(place, actor=vera, sheet=look_up_second(place, serial, actor=vera))
    assert (keying.entry.answers(), keying.entry.off_route()) == ({}, {})
    assert not any(keying.missing_kind(path) for path in keying.numbers)
    assert [node for node in keying.entry.nodes() if node.value and node.path in keying.numbers] == []
    with place.reading() as unit:
        journal = unit.drafts.steps(keying.draft_id)
        header = unit.drafts.get(keying.draft_id)
    beside = {name: each for name, each in keying.__dict__.items() if name not in ("definition", "entry", "_form")}
    said = f"{journal}{header}{beside}".replace(f"{keying.programme}", "")
    for word in ("heliotrope", "Oadby", "resident", officer.name):
        assert word not in said


def test_the_first_keyer_does_not_key_it_again(place, officer, vera, serial) -> None:
    key_first(place, officer, serial, FIRST)
    with pytest.raises(NotToBeKeyed, match="another person"):
        look_up_second(place, serial, actor=officer)
    sheet = look_up_second(place, serial, actor=vera)
    with pytest.raises(NotToBeKeyed, match="another person"):
        SecondKeying.begin_second(place, actor=officer, sheet=sheet)
    # nor does somebody of the same name under another id, nor nobody
    for who in (signed_in_as(officer, name=f" {officer.name.upper()} "), signed_in_as(officer, name="")):
        with pytest.raises(NotToBeKeyed):
            look_up_second(place, serial, actor=who)


def signed_in_as(actor, *, name: str):
    from dataclasses import replace

    return replace(actor, name=name, person_id="" if not name else "another")


def test_it_goes_on_where_it_was_left_by_the_same_person_alone(place, officer, vera, serial) -> None:
    key_first(place, officer, serial, FIRST)
    sheet = look_up_second(place, serial, actor=vera)
    keying = SecondKeying.begin_second(place, actor=vera, sheet=sheet)
    keying.answer(TYPE, "resident")
    keying.mark_missing(AGREE, MissingKind.ILLEGIBLE)
    # as after kill -9: another process opens the store, with nothing closed before
    reopened = open_workplace(place.folder, clock=place.clock, passphrase=PASSPHRASE)
    try:
        again = SecondKeying.begin_second(reopened, actor=vera, sheet=look_up_second(reopened, serial, actor=vera))
        assert again.draft_id == keying.draft_id
        assert (again.entry.node(TYPE).value, again.missing_kind(AGREE)) == ("resident", "illegible")
        assert again.sheet == look_up_second(reopened, serial, actor=vera)
    finally:
        reopened.close()
    with pytest.raises(BegunByAnother, match="Vera"):
        look_up_second(place, serial, actor=CORA)
    anew = look_up_second(place, serial, actor=CORA, anew=True)
    begun = SecondKeying.begin_second(place, actor=CORA, sheet=anew, anew=True)
    assert begun.entry.answers() == {}
    with pytest.raises(Refusal):
        keying.answer(TYPE, "partner")


def test_it_is_in_no_list_of_what_waits_to_be_gone_on_with(place, officer, vera, serial) -> None:
    key_first(place, officer, serial, FIRST)
    keying = SecondKeying.begin_second(place, actor=vera, sheet=look_up_second(place, serial, actor=vera))
    assert open_drafts(place) == ()
    assert len(open_drafts(place, kind=DraftKind.SECOND_KEYING)) == 1
    assert balance(place).ledger.balances
    keying.abandon(reason="wrong sheet")
    assert look_up_second(place, serial, actor=vera).draft_id == ""


def test_only_what_the_plan_asks_for(place, officer, vera, event_id) -> None:
    one, other = printed(place, event_id, 2)
    with pytest.raises(NotToBeKeyed, match="first time"):
        look_up_second(place, one, actor=vera)
    key_first(place, officer, one, FIRST)
    with pytest.raises(NotChosen, match="does not ask"):
        look_up_second(place, one, actor=vera)
    with pytest.raises(Refusal, match="role"):
        look_up_second(place, one, actor=vera, asked=True)
    asked = look_up_second(place, one, actor=CORA, asked=True)
    assert asked.asked
    set_plan(
        place,
        actor=CORA,
        form_id=FORM,
        rule=SheetRule.NONE,
        scopes={AGREE: QuestionScope.ALWAYS},
    )
    key_first(place, officer, other, {**FIRST, AGREE: "agree"})
    sheet = look_up_second(place, other, actor=vera)
    assert sheet.scope == (AGREE,)
    keying = SecondKeying.begin_second(place, actor=vera, sheet=sheet)
    assert (keying.asks(AGREE), keying.asks(TYPE)) == (True, False)
    keying.answer(AGREE, "agree")
    keying.answer(TYPE, "partner")  # that it was keyed all the same counts for nothing
    kept = keying.keep()
    assert (kept.answers, kept.scope) == ({AGREE: "agree"}, (AGREE,))
    assert state(place, other) is CopyState.VERIFIED


def test_free_text_that_is_left_out_is_not_asked_for(place, officer, vera, event_id) -> None:
    all_sheets(place, scopes={WORDS: QuestionScope.NEVER, GATE: QuestionScope.NEVER})
    (serial,) = printed(place, event_id, 1)
    key_first(place, officer, serial, FIRST)
    sheet = look_up_second(place, serial, actor=vera)
    assert WORDS not in sheet.scope
    assert AGREE in sheet.scope
    keying = SecondKeying.begin_second(place, actor=vera, sheet=sheet)
    # what is asked by the answer to a question that is left out can't be told: it is come by
    assert keying.hangs_on_left_out(BEHIND)
    assert not keying.hangs_on_left_out(PLACE)
    key_second(place, vera, serial, {path: value for path, value in FIRST.items() if path != WORDS})
    assert state(place, serial) is CopyState.VERIFIED


def test_a_sheet_with_an_open_query_waits(place, officer, vera, serial) -> None:
    key_first(place, officer, serial, FIRST)
    keying = SecondKeying.begin_second(place, actor=vera, sheet=look_up_second(place, serial, actor=vera))
    query = park(place, actor=vera, keying=keying, path=AGREE, words="two ticks?")
    with pytest.raises(Refusal, match="not answered"):
        keying.keep()
    assert seconds(place) == 0
    answer(place, actor=CORA, query_id=query.query_id, answer="more than one")
    keying.keep()
    assert seconds(place) == 1


def test_what_was_taken_out_meanwhile_is_not_kept(place, officer, vera, serial) -> None:
    first = key_first(place, officer, serial, FIRST)
    keying = SecondKeying.begin_second(place, actor=vera, sheet=look_up_second(place, serial, actor=vera))
    keying.answer(TYPE, "resident")
    void(place, actor=officer, response_id=first.response_id, reason="twice")
    with pytest.raises(NotToBeKeyed, match="taken out"):
        keying.keep()
    assert seconds(place) == 0


def test_what_was_begun_of_a_sheet_goes_when_its_response_is_voided(place, officer, vera, serial) -> None:
    first = key_first(place, officer, serial, FIRST)
    begun = SecondKeying.begin_second(place, actor=vera, sheet=look_up_second(place, serial, actor=vera))
    begun.answer(WORDS, "More trains")
    void(place, actor=officer, response_id=first.response_id, reason="keyed for the wrong event")
    with place.reading() as unit:
        assert unit.drafts.list_open(kind=DraftKind.SECOND_KEYING) == ()
        assert unit.drafts.steps(begun.draft_id) == ()
        said = [each.what for each in unit.changes.list(about_id=begun.draft_id)]
    assert said == ["second keying given up"]


def test_a_change_meanwhile_does_not_end_it(place, officer, vera, serial) -> None:
    """What the first keyer keyed is compared, not what somebody changed it to with a reason."""
    first = key_first(place, officer, serial, FIRST)
    keying = SecondKeying.begin_second(place, actor=vera, sheet=look_up_second(place, serial, actor=vera))
    change = ResponseEdit.begin(place, actor=officer, response_id=first.response_id, reason="seen on the sheet")
    change.answer(AGREE, "disagree")
    change.finalise()
    for path, value in FIRST.items():
        keying.answer(path, value)
    keying.keep()
    assert state(place, serial) is CopyState.VERIFIED


def test_a_plan_is_set_in_versions_by_the_coordinator(place, officer, vera) -> None:
    assert plan_of_form(place, form_id=FORM).plan is None
    for who in (officer, vera):
        with pytest.raises(Refusal, match="role"):
            set_plan(place, actor=who, form_id=FORM, rule=SheetRule.ALL)
    one = set_plan(place, actor=CORA, form_id=FORM, rule=SheetRule.SAMPLE, share=0.1)
    assert set_plan(place, actor=CORA, form_id=FORM, rule=SheetRule.SAMPLE, share=0.1) == one
    two = set_plan(
        place, actor=CORA, form_id=FORM, rule=SheetRule.RISK, aoql=0.02, run=20, tolerance=Tolerance(case=False)
    )
    assert (one.version, two.version, plan_of_form(place, form_id=FORM).plan) == (1, 2, two)
    with place.reading() as unit:
        assert unit.plans.get(FORM, 1) == one
        said = [(each.what, each.why) for each in unit.changes.list()][:2]
    assert said == [
        ("verification plan set", "risk aoql 2.00% run 20; always 0, never 0"),
        ("verification plan set", "sample 10.00%; always 0, never 0"),
    ]
    questions = plan_of_form(place, form_id=FORM).questions
    assert {each.path for each in questions if each.words} > {WORDS}
    everything = {each.path: QuestionScope.NEVER for each in questions}
    for wrong in (
        {"rule": SheetRule.SAMPLE, "share": 0.0},
        {"rule": SheetRule.SAMPLE, "share": 1.5},
        {"rule": SheetRule.RISK, "aoql": 0.0},
        {"rule": SheetRule.RISK, "run": 0},
        {"rule": SheetRule.ALL, "scopes": {"nothing": QuestionScope.NEVER}},
        {"rule": SheetRule.ALL, "scopes": everything},
    ):
        with pytest.raises(Refusal):
            set_plan(place, actor=CORA, form_id=FORM, **wrong)


@pytest.mark.parametrize("erred", [False, True], ids=["no error", "an error"])
def test_by_risk_a_sheet_hangs_on_those_before_it(place, officer, vera, event_id, monkeypatch, erred) -> None:
    """Two sheets without an error, and a share is enough; an error, and every sheet is keyed again."""
    drawn = SimpleNamespace(random=lambda: 0.999)  # by lot, no sheet is ever chosen
    monkeypatch.setattr("desktop.workflows.keyed_sheets._LOTS", drawn)
    set_plan(place, actor=CORA, form_id=FORM, rule=SheetRule.RISK, aoql=0.2, run=2)
    one, two, three = printed(place, event_id, 3)
    for serial in (one, two, three):
        place.clock.move(timedelta(minutes=1))
        key_first(place, officer, serial, FIRST)
    with pytest.raises(NotChosen, match="hangs on sheets before it"):
        look_up_second(place, three, actor=vera)
    found = due(place, actor=vera, programme_id=PROGRAMME)
    assert ([each.serial for each in found.sheets], found.undecided) == ([one, two], 1)
    assert all(each.mine for each in due(place, actor=officer, programme_id=PROGRAMME).sheets)
    key_second(place, vera, one, FIRST)
    key_second(place, vera, two, {**FIRST, AGREE: "disagree"} if erred else FIRST)
    if not erred:
        with pytest.raises(NotChosen, match="does not ask"):
            look_up_second(place, three, actor=vera)
        return
    assert due(place, actor=vera, programme_id=PROGRAMME).decisions == 1
    decision = Adjudication.begin(place, actor=CORA, serial=two)
    decision.decide(AGREE, FieldKeyed("disagree"))
    decision.finish()
    assert look_up_second(place, three, actor=vera).scope == ()
