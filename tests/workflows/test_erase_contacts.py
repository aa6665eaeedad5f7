"""Somebody wants off the update list: found, erased at the centre and on the laptops, and not taken in again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.engagement.programme import ContactQuestion
from desktop.foundation.errors import Refusal
from desktop.workflows.central_store import open_centre
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.export_contacts import export_contacts
from desktop.workflows.giving_up import give_up
from desktop.workflows.send_batches import BatchState, batches, make_batch, send_batch
from desktop.workflows.update_list import add_contact, contacts_held
from desktop.workflows.withdraw import copies_to_act_on, erase_contact, find_contacts
from tests.workflows.exchange import CORA, take_in
from tests.workplaces import PROGRAMME

PEOPLE = (
    {"name": "Ann Example", "email": "Ann.Example@example.org"},
    {"name": "Bob Example", "telephone": "+44 116 496 0123"},
    {"email": "cy@example.org"},
)


@pytest.fixture
def listed(place, officer, centre, store_url, stick, pack):
    """Bring three entries to the centre; return their batch."""
    asked = tuple(ContactQuestion(kind, kind, kind) for kind in ("name", "email", "telephone"))
    with place.unit() as unit:  # the shipped pack asks for no telephone number
        unit.programmes.put(replace(pack.programme, contact_questions=asked), "with telephone", {})
        unit.commit()
    for person in PEOPLE:
        add_contact(place, actor=officer, programme_id=PROGRAMME, values=person)
    batch = make_batch(place, actor=CORA, contacts_now=True)[0]
    send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    take_in(centre, store_url, stick)
    return batch


def find(centre, store_url, matching):
    return find_contacts(centre, actor=CORA, store_url=store_url, matching=matching)


def at_centre(centre, store_url):
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        return {each.contact_id for each in unit.contacts.list()}


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("ann.example@EXAMPLE.org", 1),
        ("0116 496 0123", 1),
        ("+441164960123", 1),
        ("(0116) 496-0123", 1),
        ("example.org", 2),
        ("nobody@example.org", 0),
        ("0116 496 0999", 0),
    ],
)
def test_an_entry_is_found_however_it_is_typed(centre, store_url, listed, typed, count) -> None:
    assert len(find(centre, store_url, typed)) == count


def test_looking_up_is_logged_without_what_was_typed(centre, store_url, listed, officer) -> None:
    with pytest.raises(Refusal, match="too little"):
        find(centre, store_url, "an")
    with pytest.raises(Refusal, match="coordinator"):
        find_contacts(centre, actor=officer, store_url=store_url, matching="example")
    find(centre, store_url, "cy@example.org")
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        (line,) = unit.changes.list(limit=1)
    assert (line.what, line.about_id, line.why) == ("update list looked through", "", "")


def test_erased_at_the_centre_and_on_the_laptop(
    place, officer, centre, store_url, stick, listed, tmp_path, clock
) -> None:
    from datetime import timedelta

    out = tmp_path / "updates.csv"
    clock.move(timedelta(hours=1))
    export_contacts(centre, actor=CORA, store_url=store_url, out=out, plain=True)
    (found,) = find(centre, store_url, "cy@example.org")
    assert "cy@example.org" in found.words
    (done,) = erase_contact(centre, actor=CORA, store_url=store_url, contact_ids=[found.contact_id])
    assert (done.found, done.state) == (True, None)
    assert [(each.kind, each.place) for each in done.out_of_reach] == [("export", str(out))]
    assert find(centre, store_url, "cy@example.org") == ()
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        lines = unit.changes.list(about_id=done.instruction_id)
        assert unit.changes.list(about_id=found.contact_id) == ()
    assert [each.what for each in lines] == ["contact erased", "erasure of a contact ordered"]
    # once more changes nothing
    assert erase_contact(centre, actor=CORA, store_url=store_url, contact_ids=[found.contact_id])[0].found
    take_in(centre, store_url, stick)
    collect_receipts(place, actor=officer, source=f"folder:{stick}")
    with place.reading() as unit:
        assert found.contact_id not in {each.contact_id for each in unit.contacts.list()}
        assert len(unit.contacts.list()) == 2
    assert [each.kind for each in copies_to_act_on(place)] == ["batch file"]


def test_it_is_not_taken_in_again(place, officer, centre, store_url, stick, listed, tmp_path) -> None:
    """The laptop gave its batch up, not knowing that it had arrived, and sends the same entries once more."""
    (found,) = find(centre, store_url, "cy@example.org")
    erase_contact(centre, actor=CORA, store_url=store_url, contact_ids=[found.contact_id])
    before = at_centre(centre, store_url)
    with place.unit() as unit:
        give_up(unit, [listed.batch_id], actor=officer, reason="made up", at=place.clock.now())
        unit.commit()
    assert contacts_held(place) == {PROGRAMME: 3}
    again = make_batch(place, actor=CORA, contacts_now=True)[0]
    send_batch(place, actor=officer, batch_id=again.batch_id, target=f"folder:{stick}")
    take_in(centre, store_url, stick)
    assert at_centre(centre, store_url) == before


def test_an_unwritten_batch_with_an_erased_entry_is_given_up(
    place, officer, centre, store_url, stick, listed
) -> None:
    add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": "late@example.org"})
    with place.reading() as unit:
        (late,) = unit.contacts.take_unsent()
    add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": "later@example.org"})
    make_batch(place, actor=CORA, contacts_now=True)
    erase_contact(centre, actor=CORA, store_url=store_url, contact_ids=[late.contact_id])  # it waits at the centre
    take_in(centre, store_url, stick)
    collect_receipts(place, actor=officer, source=f"folder:{stick}")
    assert [each.state for each in batches(place)] == [BatchState.GIVEN_UP, BatchState.SYNCED]
    assert contacts_held(place) == {PROGRAMME: 1}


def test_what_lies_in_quarantine_is_emptied_too(place, officer, centre, store_url, stick, listed, clock) -> None:
    from desktop.workflows.lost_device import revoke_device

    revoke_device(
        centre, actor=CORA, store_url=store_url, device_id=place.device_id, since=clock.now(), reason="lost"
    )
    add_contact(place, actor=officer, programme_id=PROGRAMME, values={"email": "late@example.org"})
    with place.reading() as unit:
        (late,) = unit.contacts.take_unsent()
    batch = make_batch(place, actor=CORA, contacts_now=True)[0]
    send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
    assert sorted(each.quarantined for each in take_in(centre, store_url, stick)) == [0, 1]

    def apart():
        with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
            return [each.body for each in unit.received.quarantined()]

    assert all(apart())
    erase_contact(centre, actor=CORA, store_url=store_url, contact_ids=[late.contact_id])
    assert apart() == [b""]
