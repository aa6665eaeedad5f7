"""Drill 10: two people want the laptop, and one forgot the PIN. Nothing is lost; an officer sets a new PIN."""

from __future__ import annotations

import pytest

from desktop.foundation.slow_down import TooSoon
from desktop.responses.drafts import DraftKind
from desktop.staff.people import Role
from desktop.workflows.interview import Interview, open_drafts
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.manage_staff import WrongPin, add_person, change_pin, sign_in
from desktop.workflows.print_paper import paper_copies, print_copies
from tests.workplaces import FORM

TYPE = "about_you/respondent_type"


def test_each_goes_on_under_their_own_name(place, officer, event_id, tmp_path) -> None:
    person = add_person(place, actor=officer, name="Vera Smith", role=Role.VOLUNTEER, pin="2580")
    vera = sign_in(place, person_id=person.person_id, pin="2580")
    print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=tmp_path / "copies.pdf")
    [copy] = paper_copies(place)
    keying = Keying.begin(place, actor=vera, sheet=look_up_serial(place, copy.serial))
    keying.answer(TYPE, "resident")

    # Olu takes the laptop over; what Vera keyed is on the disk
    interview = Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    interview.answer(TYPE, "organisation")

    for guess in ("1111", "1234", "0000"):
        with pytest.raises(WrongPin):
            sign_in(place, person_id=person.person_id, pin=guess)
    with pytest.raises(TooSoon):
        sign_in(place, person_id=person.person_id, pin="2580")
    change_pin(place, actor=officer, person_id=person.person_id, pin="97531")
    vera = sign_in(place, person_id=person.person_id, pin="97531")  # at once
    with place.reading() as unit:
        newest = unit.changes.list(about_id=person.person_id)[0]
    assert (newest.actor_name, newest.signed_in) == ("Olu", True)
    assert "PIN" in newest.what

    again = Keying.begin(place, actor=vera, sheet=look_up_serial(place, copy.serial))
    assert again.draft_id == keying.draft_id
    assert again.entry.node(TYPE).value == "resident"
    by_kind = {draft.kind: draft.started_by for draft in open_drafts(place)}
    assert by_kind == {DraftKind.KEYING: "Vera Smith", DraftKind.INTERVIEW: "Olu"}
