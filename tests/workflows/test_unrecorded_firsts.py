"""Sheets keyed before first keyings were recorded, and forms that nobody keyed by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.foundation.errors import Refusal
from desktop.responses.keyings import Which
from desktop.sheets.copies import CopyState
from desktop.sheets.second_piles import keyer_mark
from desktop.staff.people import Role
from desktop.workflows.edit_response import void
from desktop.workflows.fillable import take_in_fillable, write_fillable
from desktop.workflows.filled_in import FilledIn
from desktop.workflows.record_response import add_response
from desktop.workflows.second_keying_due import due
from desktop.workflows.second_piles import end_pile, piles, send_pile
from desktop.workflows.verify_keying import NotChosen, NotToBeKeyed, SecondKeying, look_up_second
from tests.paper.filling import by_chance, filled
from tests.workflows.keyed_twice import CORA, FIRST, key_first, key_second, plan_all
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, PROGRAMME, signed_in


@pytest.fixture
def vera(place):
    return signed_in(place, "Vera", Role.VOLUNTEER)


@pytest.fixture
def old(place, officer, event_id):
    """Give the first keying of a sheet as it was kept, and leave the sheet as an older version did: without it."""
    plan_all(place)
    (serial,) = printed(place, event_id, 1)
    key_first(place, officer, serial, FIRST)
    with place.unit() as unit:
        (first,) = unit.keyings.of_serial(serial)
        unit.keyings.remove(first.keying_id)
        unit.commit()
    place.clock.move(timedelta(days=1))
    return first


def test_it_is_due_only_where_the_coordinator_asks_for_it(place, officer, vera, old) -> None:
    assert due(place, actor=vera, programme_id=PROGRAMME).sheets == ()
    with pytest.raises(NotChosen, match="does not ask"):
        look_up_second(place, old.serial, actor=vera)
    with pytest.raises(Refusal, match="role"):
        look_up_second(place, old.serial, actor=vera, asked=True)
    with pytest.raises(NotToBeKeyed, match="another person"):
        look_up_second(place, old.serial, actor=officer)
    assert look_up_second(place, old.serial, actor=CORA, asked=True).response_id == old.response_id
    with place.reading() as unit:  # looking up keeps nothing
        assert unit.keyings.of_serial(old.serial) == ()
    key_second(place, CORA, old.serial, FIRST, asked=True)
    with place.reading() as unit:
        first, second = unit.keyings.of_serial(old.serial)
        assert unit.copies.copy(old.serial).state is CopyState.VERIFIED
        said = [each for each in unit.changes.list() if each.what == "first keying recorded from its response"]
    assert [each.about_id for each in said] == [first.keying_id]
    assert second.which is Which.SECOND
    # as it was, but for what nobody counted, and for the plan and the lot that there were not
    assert first == replace(old, keying_id=first.keying_id, efforts={}, plan_version=0, lot=0.0)


def test_it_is_recorded_once(place, old) -> None:
    for _ in range(2):
        keying = SecondKeying.begin_second(
            place, actor=CORA, sheet=look_up_second(place, old.serial, actor=CORA, asked=True)
        )
        keying.abandon(reason="wrong sheet")
    with place.reading() as unit:
        assert len(unit.keyings.of_serial(old.serial)) == 1


def test_it_goes_to_another_laptop_where_the_coordinator_asks_for_it(place, officer, old, tmp_path) -> None:
    path = tmp_path / "old.sbpile"

    def send(**more):
        return send_pile(
            place, actor=CORA, programme_id=PROGRAMME, name="Old", path=path, serials=[old.serial], **more
        )

    with pytest.raises(Refusal, match="does not ask"):
        send()
    with place.reading() as unit:
        assert unit.keyings.of_serial(old.serial) == ()
    (sheet,) = send(asked=True).pile.sheets
    with place.reading() as unit:
        (first,) = unit.keyings.of_serial(old.serial)
        said = [each.about_id for each in unit.changes.list() if each.what.startswith("first keying recorded")]
    assert said == [first.keying_id]
    assert (sheet.form_sha256, sheet.event_id, sheet.scope) == (old.form_sha256, old.event_id, ())
    (pile,) = (each.pile for each in piles(place))
    assert keyer_mark(pile.pile_id, officer.name) in sheet.keyer_mark.split()
    void(place, actor=officer, response_id=old.response_id, reason="twice")
    end_pile(place, actor=CORA, pile_id=pile.pile_id)
    with pytest.raises(Refusal, match="not keyed a first time"):
        send(asked=True)


def test_one_that_was_taken_out_is_not_keyed(place, officer, old) -> None:
    void(place, actor=officer, response_id=old.response_id, reason="twice")
    with pytest.raises(NotToBeKeyed, match="not keyed a first time"):
        look_up_second(place, old.serial, actor=CORA, asked=True)


def test_one_that_a_command_recorded_goes_by_the_plan(place, officer, vera, event_id) -> None:
    """Whoever typed a sheet's answers into a command keyed it; only what each question took is not known."""
    plan_all(place)
    (serial,) = printed(place, event_id, 1)
    add_response(
        place,
        actor=officer,
        form_id=FORM,
        event_id=event_id,
        channel="paper",
        answers=FIRST,
        serial=serial,
        as_written=True,
    )
    assert [each.serial for each in due(place, actor=vera, programme_id=PROGRAMME).sheets] == [serial]
    key_second(place, vera, serial, FIRST)
    with place.reading() as unit:
        assert unit.copies.copy(serial).state is CopyState.VERIFIED


def test_a_form_that_was_filled_in_on_a_screen_is_never_due(place, officer, vera, event_id, tmp_path) -> None:
    plan_all(place)
    empty = tmp_path / "form.pdf"
    write_fillable(place, actor=officer, form_id=FORM, event_id=event_id, out=empty)
    with place.reading() as unit:
        definition = place.shelf.definition(unit.forms.get(FORM))
    typed, _meant = by_chance(empty.read_bytes(), definition, random.Random(3))
    back = tmp_path / "back.pdf"
    back.write_bytes(filled(empty.read_bytes(), typed))
    taken = take_in_fillable(place, actor=officer, path=back, event_id=event_id)
    revision = FilledIn.resume(place, actor=officer, draft_id=taken.draft_id).finalise(received_on="2022-01-12")
    assert revision.envelope.serial == ""
    found = due(place, actor=vera, programme_id=PROGRAMME)
    assert (found.sheets, found.undecided) == ((), 0)
    with place.reading() as unit:
        assert unit.keyings.list() == ()
