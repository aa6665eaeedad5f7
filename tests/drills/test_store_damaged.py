"""Drill 7: the store file is damaged. A backup takes its place, it lies aside, and nothing counts twice."""

from __future__ import annotations

from datetime import timedelta

from desktop.foundation.errors import WorldError
from desktop.responses.states import ItemState
from desktop.workflows.back_up import back_up
from desktop.workflows.balance import balance
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.integrity import check, ways_out
from desktop.workflows.receive_batches import central_balance, trust_device
from desktop.workflows.record_response import responses
from desktop.workflows.restore import restore
from desktop.workflows.send_batches import device_key
from desktop.workflows.set_up import open_workplace
from tests.workflows.exchange import CORA, everything, respond, send, take_in
from tests.workplaces import PASSPHRASE


def test_it_is_seen_and_a_backup_takes_its_place(
    place, officer, event_id, pack, office, stick, centre, store_url, clock, closing
) -> None:
    respond(place, officer, event_id, pack, 3)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    made = back_up(place, actor=officer)
    place.close()
    file = place.folder / "store.db"
    content = bytearray(file.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 + 100] ^= 0xFF  # a bit of every page but the first
    file.write_bytes(content)

    assert _seen(place, clock)
    [way] = ways_out(place.folder)  # found without opening anything
    assert str(way.path) == made.place
    clock.move(timedelta(days=1))
    again = closing(restore(way.path, place.folder, clock=clock, passphrase=PASSPHRASE, actor=officer))
    assert check(again).ok
    [aside] = place.folder.glob("damaged-*")
    assert (aside / "store.db").read_bytes() == bytes(content)

    trust_device(centre, actor=CORA, key=device_key(again))
    send(again, officer, stick)
    take_in(centre, store_url, stick)
    collect_receipts(again, actor=officer, source=f"folder:{stick}")
    assert {each.state for each in responses(again)} == {ItemState.SYNCED}
    at_centre, _, set_apart = everything(centre, store_url)
    assert (len(at_centre), set_apart) == (3, 0)
    assert balance(again).ledger.balances
    assert central_balance(centre, store_url=store_url).ledger.balances


def _seen(place, clock) -> bool:
    """Tell whether opening it, or the check right after, says that it is damaged, with the backup to restore."""
    try:
        opened = open_workplace(place.folder, clock=clock, passphrase=PASSPHRASE)
    except WorldError as fault:
        return "backup" in fault.remedy
    try:
        found = check(opened)
        return not found.ok and "backup" in found.words
    finally:
        opened.close()


def test_a_whole_store_is_not_called_damaged(place, clock) -> None:
    place.close()
    assert not _seen(place, clock)
