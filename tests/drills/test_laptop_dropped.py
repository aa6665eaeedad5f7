"""Drill 1: the laptop is dropped. Another one goes on from the backup, opened with the recovery sheet."""

from __future__ import annotations

import shutil
from datetime import timedelta

from desktop.responses.states import ItemState
from desktop.workflows.back_up import back_up, backups_in
from desktop.workflows.balance import balance
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.manage_staff import people
from desktop.workflows.receive_batches import central_balance, trust_device
from desktop.workflows.record_response import responses
from desktop.workflows.restore import restore
from desktop.workflows.send_batches import device_key
from tests.workflows.exchange import CORA, everything, respond, send, take_in


def test_the_work_goes_on_and_the_centre_counts_nothing_twice(
    place, officer, event_id, pack, safe, office, stick, centre, store_url, clock, tmp_path, closing
) -> None:
    sent = respond(place, officer, event_id, pack, 3, seed=1)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    kept = respond(place, officer, event_id, pack, 2, seed=2)
    back_up(place, actor=officer)
    clock.move(timedelta(minutes=30))
    lost = respond(place, officer, event_id, pack, 1, seed=3)  # after the backup, never sent
    known = {person.name for person in people(place)}
    place.close()
    shutil.rmtree(place.folder)  # the disk is gone

    clock.move(timedelta(hours=3))
    [newest] = backups_in(office)
    assert newest.whole
    [sheet] = safe
    other = closing(
        restore(
            newest.path, tmp_path / "other", clock=clock, words=" ".join(sheet.words), passphrase="four new words"
        )
    )
    assert {person.name for person in people(other)} == known
    assert {each.response_id for each in responses(other)} == {each.response_id for each in (*sent, *kept)}
    trust_device(centre, actor=CORA, key=device_key(other))
    send(other, officer, stick)
    take_in(centre, store_url, stick)
    collect_receipts(other, actor=officer, source=f"folder:{stick}")

    at_centre, _, set_apart = everything(centre, store_url)
    assert set(at_centre) == {each.response_id for each in (*sent, *kept)}
    assert not {each.response_id for each in lost} & set(at_centre)
    assert set_apart == 0
    assert {each.state for each in responses(other)} == {ItemState.SYNCED}
    assert balance(other).ledger.balances
    assert central_balance(centre, store_url=store_url).ledger.balances
