"""Deciding what two keyers read differently: kept each by itself, one new revision where it must be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.foundation.errors import Refusal, WorldError
from desktop.responses.keyings import FieldKeyed
from desktop.responses.states import ItemState
from desktop.sheets.copies import CopyState
from desktop.staff.people import Role
from desktop.workflows.adjudicate import ADJUDICATED, Adjudication, waiting
from desktop.workflows.balance import balance
from desktop.workflows.edit_response import ResponseEdit, void
from tests.workflows.keyed_twice import (
    AGREE,
    BEHIND,
    CORA,
    FIRST,
    GATE,
    HEARD,
    PLACE,
    TYPE,
    WORDS,
    key_first,
    key_second,
    plan_all,
)
from tests.workflows.paper_days import printed
from tests.workplaces import PROGRAMME, signed_in

BO = replace(CORA, name="Bo", role=Role.OFFICER)
"""Somebody who keyed nothing."""


@pytest.fixture
def vera(place):
    return signed_in(place, "Vera", Role.VOLUNTEER)


@pytest.fixture
def serial(place, event_id) -> str:
    plan_all(place)
    return printed(place, event_id, 1)[0]


@pytest.fixture
def twice(place, officer, vera, serial):
    """Return a function that has the sheet keyed twice, and gives the first revision."""

    def made(first, second):
        revision = key_first(place, officer, serial, first)
        key_second(place, vera, serial, second)
        return revision

    return made


def stored(place, revision):
    with place.reading() as unit:
        return unit.responses.get(revision.response_id)


def state(place, serial) -> CopyState:
    with place.reading() as unit:
        return unit.copies.copy(serial).state


def decide(place, serial, who=BO, exception: str = "", **adopted):
    found = Adjudication.begin(place, actor=who, serial=serial)
    for each in found.fields:
        found.decide(each.path, adopted.get(each.number) or each.second, reason="clear on the sheet")
    return found.finish(exception=exception)


def test_the_second_keyers_reading_becomes_one_new_revision(place, twice, serial) -> None:
    first = twice({**FIRST, HEARD: "news"}, {**FIRST, AGREE: "disagree", HEARD: "news letter"})
    (sheet,) = waiting(place, actor=BO, programme_id=PROGRAMME)
    assert (sheet.serial, sheet.differences, sheet.mine) == (serial, 2, False)
    found = Adjudication.begin(place, actor=BO, serial=serial)
    assert [(each.number, each.first.value, each.second.value) for each in found.fields] == [
        ("4", "agree", "disagree"),
        ("22", "news", "news letter"),
    ]
    assert dict(found.fields[0].choices)["disagree"] == "Disagree"
    found.decide(AGREE, FieldKeyed("disagree"))
    with pytest.raises(Refusal, match="not decided"):
        found.finish()
    found.decide(HEARD, FieldKeyed("letter news"))  # the same marks in another order
    done = found.finish()
    assert done.revised
    after = stored(place, first)
    assert len(after.revisions) == 2
    assert after.revision.answers == {**first.answers, AGREE: "disagree", HEARD: "news letter"}
    assert (after.revision.reason, after.revision.deprecated_id) == (ADJUDICATED, first.instance_id)
    assert after.revision.envelope.recorder.name == "Bo"
    assert state(place, serial) is CopyState.VERIFIED
    assert waiting(place, actor=BO, programme_id=PROGRAMME) == ()
    with place.reading() as unit:
        kept = unit.decisions.of_serial(serial)
        whats = [each.what for each in unit.changes.list()]
    assert sorted(kept, key=lambda each: each.path) == sorted(done.decisions, key=lambda each: each.path)
    assert {each.exception for each in kept} == {""}
    assert whats[:2] == ["response changed", "differences decided"]
    assert balance(place).ledger.balances


def test_where_the_first_keyer_was_right_the_response_stays_as_it_is(place, twice, serial) -> None:
    first = twice(FIRST, {**FIRST, AGREE: "disagree"})
    found = Adjudication.begin(place, actor=BO, serial=serial)
    found.decide(AGREE, FieldKeyed("disagree"))
    found.decide(AGREE, FieldKeyed("agree"))  # decided again, the later holds
    assert not found.finish().revised
    assert stored(place, first).revisions == (first.instance_id,)
    assert state(place, serial) is CopyState.VERIFIED
    with pytest.raises(Refusal, match="decided already"):
        Adjudication.begin(place, actor=BO, serial=serial)


def test_neither_may_be_right_and_then_it_is_said_why(place, twice, serial) -> None:
    first = twice({**FIRST, HEARD: "news"}, {**FIRST, AGREE: "disagree", HEARD: "illegible"})
    found = Adjudication.begin(place, actor=BO, serial=serial)
    with pytest.raises(Refusal, match="no reason"):
        found.decide(AGREE, FieldKeyed("", "more than one marked"))
    with pytest.raises(Refusal, match="telephone"):
        found.decide(AGREE, FieldKeyed("neither"), reason="ask 0116 496 0000 for it")
    with pytest.raises(WorldError):
        found.decide(AGREE, FieldKeyed("perhaps"), reason="no choice of the form")
    with pytest.raises(Refusal, match="can't say"):
        found.decide(AGREE, FieldKeyed("", "left out: needs a file"), reason="what?")
    found.decide(AGREE, FieldKeyed("", "more than one marked"), reason="two ticks")
    found.decide(HEARD, FieldKeyed("", "illegible"))
    found.finish()
    after = stored(place, first).revision
    assert (AGREE in after.answers, HEARD in after.answers) == (False, False)
    assert dict(after.envelope.missing) == {AGREE: "more than one marked", HEARD: "illegible"}
    with place.reading() as unit:
        reasons = {each.path: each.reason for each in unit.decisions.of_serial(serial)}
    assert reasons == {AGREE: "two ticks", HEARD: ""}


def test_when_a_gate_is_decided_what_hangs_on_it_stays_as_it_is_written(place, twice, serial) -> None:
    """The first keyer read no and keyed what stands behind it; the sheet says yes."""
    first = twice({**FIRST, GATE: "no", BEHIND: "At home"}, {**FIRST, GATE: "yes", BEHIND: "At home"})
    assert dict(first.envelope.off_route) == {BEHIND: "At home"}
    decide(place, serial)
    after = stored(place, first).revision
    assert (after.answers[GATE], after.answers[BEHIND]) == ("yes", "At home")
    assert dict(after.envelope.off_route) == {}


def test_and_the_other_way_round(place, twice, serial) -> None:
    first = twice({**FIRST, GATE: "yes", BEHIND: "At home"}, {**FIRST, GATE: "no", BEHIND: "At home"})
    decide(place, serial)
    after = stored(place, first).revision
    assert (after.answers[GATE], BEHIND in after.answers) == ("no", False)
    assert dict(after.envelope.off_route) == {BEHIND: "At home"}


def test_a_third_person_decides_or_the_coordinator_says_why_not(place, officer, vera, twice, serial) -> None:
    twice(FIRST, {**FIRST, AGREE: "disagree"})
    with pytest.raises(Refusal, match="role"):
        waiting(place, actor=vera, programme_id=PROGRAMME)
    assert waiting(place, actor=officer, programme_id=PROGRAMME)[0].mine
    with pytest.raises(Refusal, match="another person"):
        Adjudication.begin(place, actor=officer, serial=serial)
    # the coordinator who keyed it herself, known by her name
    both = replace(CORA, name="vera ")
    found = Adjudication.begin(place, actor=both, serial=serial)
    assert not found.third
    found.decide(AGREE, FieldKeyed("disagree"))
    with pytest.raises(Refusal, match="exception"):
        found.finish(exception=" ")
    found.finish(exception="nobody else is here this week")
    with place.reading() as unit:
        (kept,) = unit.decisions.of_serial(serial)
    assert kept.exception == "nobody else is here this week"


def test_what_was_changed_since_it_was_looked_at_is_not_overwritten(place, officer, twice, serial) -> None:
    first = twice(FIRST, {**FIRST, AGREE: "disagree"})
    found = Adjudication.begin(place, actor=BO, serial=serial)
    found.decide(AGREE, FieldKeyed("disagree"))
    change = ResponseEdit.begin(place, actor=officer, response_id=first.response_id, reason="postcode")
    with pytest.raises(Refusal, match="began to change"):
        Adjudication.begin(place, actor=BO, serial=serial)
    change.answer(PLACE, "Wigston")
    change.finalise()
    with pytest.raises(Refusal, match="nothing of what you decided"):
        found.finish()
    assert len(stored(place, first).revisions) == 2
    with place.reading() as unit:
        assert unit.decisions.of_serial(serial) == ()
    # looked at again it is decided upon what stands now
    decide(place, serial)
    after = stored(place, first).revision
    assert (after.answers[PLACE], after.answers[AGREE]) == ("Wigston", "disagree")


def test_what_was_changed_to_what_is_adopted_needs_no_revision(place, officer, twice, serial) -> None:
    first = twice(FIRST, {**FIRST, AGREE: "disagree"})
    change = ResponseEdit.begin(place, actor=officer, response_id=first.response_id, reason="seen on the sheet")
    change.answer(AGREE, "disagree")
    change.finalise()
    found = Adjudication.begin(place, actor=BO, serial=serial)
    assert (found.fields[0].first.value, found.fields[0].stands.value) == ("agree", "disagree")
    found.decide(AGREE, FieldKeyed("disagree"))
    assert not found.finish().revised


@pytest.mark.parametrize("how", ["void", "withdraw"])
def test_what_was_taken_out_is_not_decided(place, officer, twice, serial, how) -> None:
    first = twice(FIRST, {**FIRST, AGREE: "disagree"})
    found = Adjudication.begin(place, actor=BO, serial=serial)
    found.decide(AGREE, FieldKeyed("disagree"))
    if how == "void":
        void(place, actor=officer, response_id=first.response_id, reason="twice there")
    else:
        from desktop.responses.states import Move

        with place.unit() as unit:
            unit.responses.take_out(
                [first.response_id], Move.WITHDRAW, actor=officer, reason="asked", at=place.clock.now()
            )
            unit.commit()
    with pytest.raises(Refusal):
        found.finish()
    assert waiting(place, actor=BO, programme_id=PROGRAMME) == ()
    with pytest.raises(Refusal):
        Adjudication.begin(place, actor=BO, serial=serial)
    assert stored(place, first).state in (ItemState.VOIDED, ItemState.WITHDRAWN)


def test_two_adjudicators_do_not_decide_one_sheet_twice(place, twice, serial) -> None:
    twice(FIRST, {**FIRST, AGREE: "disagree", WORDS: "More trams"})
    one = Adjudication.begin(place, actor=BO, serial=serial)
    other = Adjudication.begin(place, actor=CORA, serial=serial)
    for found in (one, other):
        for each in found.fields:
            found.decide(each.path, each.second)
    one.finish()
    with pytest.raises(Refusal, match="decided, since"):
        other.finish()
    with place.reading() as unit:
        assert len(unit.decisions.of_serial(serial)) == 2


def test_differences_stand_in_the_order_of_the_sheet(place, twice, serial) -> None:
    """Whichever keyer alone has a field."""
    twice({WORDS: "b", AGREE: "agree"}, {AGREE: "agree", TYPE: "resident", HEARD: "news"})
    found = Adjudication.begin(place, actor=BO, serial=serial)
    assert [each.path for each in found.fields] == [TYPE, WORDS, HEARD]
