"""Backups of the central store: a copy that opens, is kept by the rule, and brings back nothing withdrawn."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.foundation.errors import DamagedFile, Refusal, WorldError
from desktop.jobs.executors import Cancelled, Task
from desktop.keys.withdrawal_codes import new_code
from desktop.responses.states import ItemState
from desktop.staff.people import Role
from desktop.workflows.back_up_central import back_up_central, restore_central
from desktop.workflows.lost_device import revoke_device, revoked_devices
from desktop.workflows.receive_batches import Outcome, central_balance
from desktop.workflows.record_response import add_response
from desktop.workflows.withdraw import withdraw, withdraw_at_centre
from tests.respondents import made_up_answers
from tests.workflows.exchange import CORA, everything, respond, send, take_in
from tests.workplaces import FORM, signed_in


@pytest.fixture
def usb(tmp_path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def test_there_and_back(place, officer, event_id, pack, stick, centre, store_url, usb, clock, tmp_path) -> None:
    codes: list[str] = []
    add_response(
        place,
        actor=officer,
        form_id=FORM,
        event_id=event_id,
        channel="interview",
        answers=made_up_answers(pack.forms[0].definition, random.Random(1), clock),
        hand_over_code=codes.append,
    )
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    first = back_up_central(centre, actor=CORA, store_url=store_url, folder=usb)
    withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=codes[0])
    respond(place, officer, event_id, pack, 1)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    clock.move(timedelta(minutes=10))
    second = back_up_central(centre, actor=CORA, store_url=store_url, folder=usb)
    assert not Path(first.place).exists()  # of the same hour
    Path(store_url).unlink()

    again = str(tmp_path / "again.db")
    restore_central(centre, actor=CORA, copy=Path(second.place), store_url=again)
    assert sorted(each.state for each in everything(centre, again)[0].values()) == [
        ItemState.SYNCED,
        ItemState.WITHDRAWN,
    ]
    assert [each.outcome for each in take_in(centre, again, stick)] == [Outcome.ALREADY_RECEIVED] * 2
    assert central_balance(centre, store_url=again).ledger.balances
    with pytest.raises(Refusal, match="already"):
        restore_central(centre, actor=CORA, copy=Path(second.place), store_url=again)


def test_an_older_copy_brings_nothing_back(
    place, officer, event_id, pack, stick, centre, store_url, usb, clock, tmp_path
) -> None:
    codes: list[str] = []
    add_response(
        place,
        actor=officer,
        form_id=FORM,
        event_id=event_id,
        channel="interview",
        answers=made_up_answers(pack.forms[0].definition, random.Random(1), clock),
        hand_over_code=codes.append,
    )
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    first = back_up_central(centre, actor=CORA, store_url=store_url, folder=usb)
    withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=codes[0])
    clock.move(timedelta(hours=1))
    second = back_up_central(centre, actor=CORA, store_url=store_url, folder=usb)
    Path(second.place).unlink()
    again = str(tmp_path / "again.db")
    restore_central(centre, actor=CORA, copy=Path(first.place), store_url=again)
    assert {each.state for each in everything(centre, again)[0].values()} == {ItemState.WITHDRAWN}
    assert central_balance(centre, store_url=again).ledger.balances


@pytest.mark.parametrize("where", ["laptop", "centre"])
def test_what_was_taken_back_within_the_hour_stays_taken_back(
    place, officer, event_id, pack, stick, centre, store_url, usb, clock, tmp_path, where
) -> None:
    """The store is lost before another copy of it was made."""
    codes: list[str] = []
    add_response(
        place,
        actor=officer,
        form_id=FORM,
        event_id=event_id,
        channel="interview",
        answers=made_up_answers(pack.forms[0].definition, random.Random(1), clock),
        hand_over_code=codes.append,
    )
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    copy = back_up_central(centre, actor=CORA, store_url=store_url, folder=usb)
    if where == "laptop":
        withdraw(place, actor=officer, code=codes[0])
        send(place, officer, stick)
        take_in(centre, store_url, stick)
    else:
        withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=codes[0])
    again = str(tmp_path / "again.db")
    restore_central(centre, actor=CORA, copy=Path(copy.place), store_url=again)
    assert {each.state for each in everything(centre, again)[0].values()} == {ItemState.WITHDRAWN}
    # a stick that is not there stops nobody from taking something back
    usb.rename(usb.with_name("pulled out"))
    withdraw_at_centre(centre, actor=CORA, store_url=store_url, code=new_code())
    assert not usb.exists()


def test_an_older_copy_believes_no_lost_laptop(
    place, officer, event_id, pack, stick, centre, store_url, usb, clock, tmp_path
) -> None:
    copy = back_up_central(centre, actor=CORA, store_url=store_url, folder=usb)
    revoke_device(
        centre,
        actor=CORA,
        store_url=store_url,
        device_id=place.device_id,
        since=clock.now(),
        reason="left in a train",
    )
    again = str(tmp_path / "again.db")
    restore_central(centre, actor=CORA, copy=Path(copy.place), store_url=again)
    (kept,) = revoked_devices(centre, actor=CORA, store_url=again)
    assert (kept.device_id, kept.since, kept.reason) == (place.device_id, clock.now(), "left in a train")
    clock.move(timedelta(hours=1))
    respond(place, officer, event_id, pack, 1)
    send(place, officer, stick)
    (received,) = take_in(centre, again, stick)
    assert (received.accepted, received.quarantined) == (0, 1)


def test_stopped(centre, store_url, usb) -> None:
    task = Task(lambda _progress: task.cancel())
    with pytest.raises(Cancelled):
        back_up_central(centre, actor=CORA, store_url=store_url, folder=usb, task=task)
    assert [path for path in usb.rglob("*") if path.is_file()] == []


def test_refused(place, officer, centre, store_url, usb, tmp_path) -> None:
    with pytest.raises(Refusal, match="server"):
        back_up_central(centre, actor=CORA, store_url="postgresql://localhost/x", folder=usb)
    with pytest.raises(WorldError, match="not there"):
        back_up_central(centre, actor=CORA, store_url=store_url, folder=usb / "missing")
    volunteer = signed_in(centre, "Vol", Role.VOLUNTEER)
    with pytest.raises(Refusal):
        back_up_central(centre, actor=volunteer, store_url=store_url, folder=usb)
    copy = Path(back_up_central(centre, actor=CORA, store_url=store_url, folder=usb).place)
    raw = bytearray(copy.read_bytes())
    raw[-100] ^= 1
    copy.write_bytes(raw)
    with pytest.raises(DamagedFile):
        restore_central(centre, actor=CORA, copy=copy, store_url=str(tmp_path / "again.db"))
    with pytest.raises(Refusal):  # the laptop holds none of the coordinator's keys
        restore_central(place, actor=CORA, copy=copy, store_url=str(tmp_path / "again.db"))
    assert list(tmp_path.glob("again*")) == []
