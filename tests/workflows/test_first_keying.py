"""What a first keying keeps beside the answers: the keying itself, what it took, notes in the margin, and undo."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.foundation.errors import Refusal
from desktop.responses.keyings import FieldEffort, KeyedSheet, Which
from desktop.responses.response import MissingKind
from desktop.responses.verification_plan import SheetRule, VerificationPlan
from desktop.workflows.ask_coordinator import answer, park
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.look_up_responses import response
from desktop.workflows.print_paper import paper_copies, print_copies
from tests.workplaces import FORM

TYPE = "about_you/respondent_type"
PLACE = "about_you/neighbourhood"
AGREE = "best_start/best_start_outcome/best_start_agree"


@pytest.fixture
def serial(place, officer, event_id, tmp_path) -> str:
    print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=tmp_path / "a.pdf")
    return paper_copies(place)[0].serial


def begin(place, officer, serial: str) -> Keying:
    return Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial))


def kept(place, serial: str) -> tuple[KeyedSheet, ...]:
    with place.reading() as unit:
        return unit.keyings.of_serial(serial)


def state(keying: Keying, path: str) -> tuple[str, str, str]:
    return keying.entry.node(path).value, keying.missing_kind(path), keying._notes.reasons.get(path, "")


def test_a_finished_sheet_is_kept_as_its_first_keying(place, officer, serial, clock) -> None:
    with place.unit() as unit:
        (form,) = [each for each in unit.forms.list() if each.form_id == FORM]
        unit.plans.put(
            VerificationPlan(FORM, form.programme_id, 1, SheetRule.SAMPLE, "Cora", clock.now(), share=0.5)
        )
        unit.commit()
    keying = begin(place, officer, serial)
    keying.note_effort(TYPE, FieldEffort(1, 0.5))
    keying.answer(TYPE, "resident")
    keying.note_effort(PLACE, FieldEffort(7, 2.25))
    keying.flush()
    assert kept(place, serial) == ()

    again = begin(place, officer, serial)  # in another sitting
    again.note_effort(PLACE, FieldEffort(8, 1.25))
    again.answer(PLACE, "LE3 5AB")
    clock.move(timedelta(minutes=5))
    revision = again.finalise(received_on="2022-01-10")
    (keyed,) = kept(place, serial)
    assert (keyed.which, keyed.response_id, keyed.instance_id) == (
        Which.FIRST,
        revision.response_id,
        revision.instance_id,
    )
    assert keyed.keyer == revision.envelope.recorder
    assert keyed.efforts == {TYPE: FieldEffort(1, 0.5), PLACE: FieldEffort(15, 3.5)}
    assert keyed.finished_at - keyed.started_at == timedelta(minutes=5)
    assert keyed.plan_version == 1
    assert 0 <= keyed.lot < 1
    assert (keyed.answers, keyed.missing) == ({}, {})  # the response has them


def test_without_a_plan_a_first_keying_says_so(place, officer, serial) -> None:
    begin(place, officer, serial).finalise()
    (keyed,) = kept(place, serial)
    assert keyed.plan_version == 0


def test_any_step_is_undone_and_what_stood_before_stands_again(place, officer, serial) -> None:
    keying = begin(place, officer, serial)
    keying.answer(TYPE, "resident")
    keying.answer(PLACE, "LE3 5AB")
    keying.force(PLACE, "written very clearly")
    keying.mark_missing(PLACE, MissingKind.ILLEGIBLE)
    keying.answer(PLACE, "LE1 1AA")
    assert state(keying, PLACE) == ("LE1 1AA", "", "")
    assert keying.undo() == PLACE
    assert state(keying, PLACE) == ("", "illegible", "")
    assert keying.undo() == PLACE
    assert state(keying, PLACE) == ("LE3 5AB", "", "written very clearly")

    again = begin(place, officer, serial)  # the journal knows what can be undone, and what was
    assert state(again, PLACE) == ("LE3 5AB", "", "written very clearly")
    assert again.undo() == PLACE
    assert state(again, PLACE) == ("", "", "")
    assert again.undo() == TYPE
    assert state(again, TYPE) == ("", "", "")
    assert again.undo() == ""

    once_more = begin(place, officer, serial)
    assert once_more.undo() == ""
    assert once_more.entry.answers() == {}


def test_undo_in_another_sitting_is_the_same_as_at_once(place, officer, serial) -> None:
    keying = begin(place, officer, serial)
    steps = (
        lambda each: each.answer(TYPE, "resident"),
        lambda each: each.mark_missing(TYPE, MissingKind.MULTIPLE),
        lambda each: each.undo(),
        lambda each: each.answer(PLACE, "LE3 5AB"),
        lambda each: each.force(PLACE, "clear"),
        lambda each: each.answer(TYPE, "community"),
        lambda each: each.answer(AGREE, ""),
        lambda each: each.undo(),
    )
    for step in steps:
        step(keying)
        fresh = Keying.resume(place, actor=officer, draft_id=keying.draft_id)
        assert fresh._notes.acts == keying._notes.acts
        assert [state(fresh, path) for path in (TYPE, PLACE)] == [state(keying, path) for path in (TYPE, PLACE)]


def test_notes_in_the_margin_and_loose_pages_go_with_the_response(place, officer, serial) -> None:
    keying = begin(place, officer, serial)
    keying.set_margin_notes(" see the other side \n", loose_pages=2)
    again = begin(place, officer, serial)
    assert (again.margin_notes, again.loose_pages) == ("see the other side", 2)
    envelope = again.finalise().envelope
    assert (envelope.margin_notes, envelope.loose_pages) == ("see the other side", 2)
    assert type(envelope).from_json(envelope.to_json()) == envelope
    found = response(place, actor=officer, response_id=again.header.response_id)
    assert (found.margin_notes, found.loose_pages) == ("see the other side", 2)


def test_an_envelope_without_them_has_the_bytes_that_it_always_had(place, officer, serial) -> None:
    told = begin(place, officer, serial).finalise().envelope.to_json()
    assert "margin" not in told
    assert "loose" not in told


@pytest.mark.parametrize(("words", "pages"), [("x" * 4_001, 0), ("", -1), ("", 100)], ids=("long", "less", "many"))
def test_margin_notes_have_bounds(place, officer, serial, words, pages) -> None:
    keying = begin(place, officer, serial)
    with pytest.raises(Refusal):
        keying.set_margin_notes(words, loose_pages=pages)
    assert (keying.margin_notes, keying.loose_pages) == ("", 0)


def test_a_sheet_with_an_open_query_is_not_finished(place, officer, serial) -> None:
    keying = begin(place, officer, serial)
    query = park(place, actor=officer, keying=keying, path=TYPE, words="a cross between two boxes")
    with pytest.raises(Refusal, match="not answered yet"):
        keying.finalise()
    answer(place, actor=officer, query_id=query.query_id, answer="key it as illegible")
    keying.mark_missing(TYPE, MissingKind.ILLEGIBLE)
    keying.finalise()
    with place.reading() as unit:
        (done,) = unit.queries.of_serial(serial)
    assert done.state.value == "done"
