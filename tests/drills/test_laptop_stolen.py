"""Drill 8: the laptop is stolen. Its last ledger says what was on it; what it forms later counts for nothing."""

from __future__ import annotations

from datetime import timedelta

from desktop.responses.states import ItemState
from desktop.workflows.interview import Interview
from desktop.workflows.lost_device import lost_report, revoke_device
from desktop.workflows.receive_batches import central_balance
from desktop.workflows.send_batches import make_batch, send_batch
from tests.workflows.exchange import CORA, everything, respond, send, take_in
from tests.workplaces import FORM


def test_what_was_on_it_is_listed_and_what_it_sends_later_stands_apart(
    place, officer, event_id, pack, stick, centre, store_url, clock, tmp_path
) -> None:
    came_in = respond(place, officer, event_id, pack, 2, seed=1)
    send(place, officer, stick)
    on_another_stick = respond(place, officer, event_id, pack, 1, seed=2)
    [earlier] = make_batch(place, actor=officer)
    drawer = tmp_path / "drawer"
    drawer.mkdir()
    send_batch(place, actor=officer, batch_id=earlier.batch_id, target=f"folder:{drawer}")
    Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    clock.move(timedelta(hours=1))
    respond(place, officer, event_id, pack, 1, seed=3)
    last = send(place, officer, stick)
    take_in(centre, store_url, stick)

    clock.move(timedelta(hours=2))
    report = lost_report(centre, actor=CORA, store_url=store_url, device_id=place.device_id)
    assert report.last_heard == last.formed_at
    assert report.drafts == 1
    missing = {each.response_id: each for each in report.unsynced}
    assert {each.response_id for each in on_another_stick} <= set(missing)
    assert not {each.response_id for each in came_in} & set(missing)
    assert {each.event_id for each in report.unsynced} == {event_id}
    stolen_at = clock.now() - timedelta(hours=1)
    revoke_device(
        centre,
        actor=CORA,
        store_url=store_url,
        device_id=place.device_id,
        since=stolen_at,
        reason="stolen from the car",
    )

    # the thief knows the passphrase: it goes on recording, and sends
    thief = tmp_path / "thief"
    thief.mkdir()
    forged = respond(place, officer, event_id, pack, 2, seed=4)
    send(place, officer, thief)
    take_in(centre, store_url, thief)
    take_in(centre, store_url, drawer)  # formed before: it stands, though it comes later
    at_centre, _, set_apart = everything(centre, store_url)
    counted = {key for key, each in at_centre.items() if each.state is not ItemState.QUARANTINED}
    assert {each.response_id for each in (*came_in, *on_another_stick)} <= counted
    assert not {each.response_id for each in forged} & counted
    assert set_apart >= 2
    assert central_balance(centre, store_url=store_url).ledger.balances
