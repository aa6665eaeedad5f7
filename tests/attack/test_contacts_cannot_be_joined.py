"""Nothing in the files tells which answers somebody on the update list gave, or who asked for a call back.

And the attack would find it.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from desktop.foundation.clock import SetClock
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.packs.pack import Pack
from desktop.staff.people import Actor, Role
from desktop.store.repositories.contacts import ContactRepository
from desktop.store.tables import CONTACT
from desktop.workflows.central_keys import init_central
from desktop.workflows.central_store import open_centre
from desktop.workflows.open_programme import put_pack
from desktop.workflows.receive_batches import trust_device
from desktop.workflows.send_batches import batches, device_key, make_batch, send_batch, trust_coordinator
from desktop.workflows.set_up import create, open_workplace
from desktop.workflows.workplace import Workplace
from tests.attack.attacker import Finding, attack
from tests.attack.days import (
    Add,
    Days,
    as_the_application_does,
    ask,
    ask_and_do,
    begin_one_more,
    live,
    seed_ids,
    seize,
)
from tests.attack.raw_file import Seized
from tests.keys.fakes import FakeKeyring
from tests.workflows.exchange import CORA, take_in
from tests.workplaces import PROGRAMME, keep_sheet, pack, signed_in

__all__ = ["pack"]
SOMETHING = 4.0
"""So many standard deviations better than guessing is no luck, though forty channels are tried. The ids are drawn
with fixed seeds, so that the outcome does not hang on the day."""
LEAK = 2.3
"""Enough, one in a hundred, for a channel that was named beforehand."""


def by_random_id(place: Workplace, actor: Actor, number: int) -> str:
    """Add to a table by random id: one row more, at once, where it falls. The first version did this."""
    row = _plain_row(place, number)
    with place.unit() as unit:
        unit._connection.execute(insert(CONTACT), row)
        unit.commit()
    return str(row["contact_id"])


def by_row_number(place: Workplace, actor: Actor, number: int) -> str:
    """Add as anybody would."""
    return _plainly("contact_plain", place, number)


def asked_by_row_number(place: Workplace, actor: Actor, number: int) -> str:
    """Note a request as anybody would."""
    return _plainly("follow_up_plain", place, number)


def asked_with_a_timed_line(place: Workplace, actor: Actor, number: int) -> str:
    """Note a request as the application does, and log it as everything else is logged."""
    request_id = ask(place, actor, number)
    with place.unit() as unit:
        unit.changes.add(actor=actor, what="follow-up done", about_id=request_id, at=place.clock.now())
        unit.commit()
    return request_id


def _plainly(table: str, place: Workplace, number: int) -> str:
    row = _plain_row(place, number)
    with place.unit() as unit:
        columns = "(id TEXT, day TEXT, sealed BLOB)"
        unit._connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS {table} {columns}")
        values = (row["contact_id"], row["day"], row["sealed"])
        unit._connection.exec_driver_sql(f"INSERT INTO {table} VALUES (?, ?, ?)", values)
        unit.commit()
    return str(row["contact_id"])


def _plain_row(place: Workplace, number: int) -> dict[str, object]:
    return {
        "contact_id": new_id(),
        "programme_id": PROGRAMME,
        "day": place.clock.now().date().isoformat(),
        "sealed": random.Random(number).randbytes(740),
        "batch_id": "",
    }


def some(chance: random.Random, people: int) -> set[int]:
    return {person for person in range(people) if chance.random() < 0.5}


def most(chance: random.Random, people: int) -> set[int]:
    return {person for person in range(people) if chance.random() < 0.8}


def one(chance: random.Random, people: int) -> set[int]:
    return {chance.randrange(people)}


@dataclass(frozen=True)
class Case:
    """One laptop's days: who joins, whether it is closed each evening, whether batches are formed and sent."""

    seed: int
    days: int
    joining: Callable[[random.Random, int], set[int]]
    close: bool = False
    release: bool = False


# few enough days that the log is not begun anew by itself where the window stays open
CASES = (Case(1, 1, some), Case(2, 3, some, close=True), Case(3, 1, some), Case(4, 5, one, close=True))
PLAIN = (*CASES, Case(6, 2, some))
RELEASED = (Case(5, 2, most, release=True),)
Found = list[tuple[Seized, Days]]
Told = dict[str, Finding]


def _seized(folder: Path, pack: Pack, add: Add, case: Case) -> tuple[Found, Found]:
    """Return what is found on the laptop, and at the centre where it was sent there."""
    clock, keyring = SetClock(datetime(2022, 1, 12, 9, tzinfo=UTC)), FakeKeyring()
    place = create(folder / "data", clock=clock, keyring=keyring, keep_sheet=keep_sheet)
    nobody = Actor(person_id="", name="", role=None, signed_in=False)
    with place.unit() as unit:
        put_pack(place, unit, actor=nobody, pack=pack)
        unit.commit()
        event_id = unit.events.list()[0].event_id
    officer = signed_in(place, "Olu", Role.OFFICER)
    url, stick = str(folder / "central.db"), folder / "stick"
    stick.mkdir()
    if case.release:
        public = init_central(place, actor=CORA, store_url=url, keep_sheet=keep_sheet)
        trust_coordinator(place, actor=officer, key=public.to_text())
        trust_device(place, actor=CORA, key=device_key(place))

    def reopened(open_place: Workplace) -> Workplace:
        open_place.close()
        return open_workplace(folder / "data", clock=clock, keyring=keyring)

    told, place = live(
        place, officer, event_id, clock,
        seed=case.seed, days=case.days, people=14, joining=case.joining, add=add,
        reopen=reopened if case.close else None, release=case.release,
    )  # fmt: skip
    centres = []
    if case.release:
        with contextlib.suppress(Refusal):
            make_batch(place, actor=CORA, contacts_now=True)
        for each in batches(place):
            send_batch(place, actor=officer, batch_id=each.batch.batch_id, target=f"folder:{stick}")
        take_in(place, url, stick)
        with open_centre(place, url) as centre:
            assert centre.store.key is not None
            centres.append((Seized.read(folder / "central.db", centre.store.key), told))
    begin_one_more(place, officer, event_id)
    laptop = seize(place, folder / "seized")
    place.close()
    return [(laptop, told)], centres


def _attacked(folder: Path, pack: Pack, add: Add, cases: Sequence[Case]) -> tuple[Told, Told]:
    """Return what laptops tell, and centres: apart, since what was counted twice would look like twice as much."""
    laptops: Found = []
    centres: Found = []
    for case in cases:
        (folder / str(case.seed)).mkdir()
        with pytest.MonkeyPatch.context() as patch:
            seed_ids(patch, 1000 + case.seed)
            laptop, centre = _seized(folder / str(case.seed), pack, add, case)
        laptops += laptop
        centres += centre
    return _told(laptops), _told(centres)


def _told(found: Found) -> Told:
    return {each.channel: each for each in attack(found)}


def _never_emptied(_connection: object) -> None:
    """Let the write-ahead log run on, as it does by itself."""


@pytest.mark.parametrize(
    ("add", "telling"),
    [
        pytest.param(
            by_random_id,
            ["order in the write-ahead log", "pages taken among those of responses"],
            marks=pytest.mark.soak,
        ),
        (
            by_row_number,
            [
                "contact_plain: row number, upwards",
                "order in the write-ahead log",
                "pages taken among those of responses",
                "order within a page, downwards",
            ],
        ),
        pytest.param(
            asked_by_row_number,
            [
                "follow_up_plain: row number, upwards",
                "order in the write-ahead log",
                "pages taken among those of responses",
                "order within a page, downwards",
            ],
            marks=pytest.mark.soak,
        ),
        (asked_with_a_timed_line, ["audit", "times beside an entry", "change: row number, upwards"]),
    ],
)
def test_the_attack_wins_against_a_plain_table(tmp_path, pack, monkeypatch, add, telling) -> None:
    """Else it would prove nothing that it loses against ours. Two whose channels others have, at length."""
    for room in ("unit", "opening"):
        monkeypatch.setattr(f"desktop.store.{room}.shorten_log", _never_emptied)
    monkeypatch.setattr(ContactRepository, "make_room", lambda _self: False)
    found, _ = _attacked(tmp_path, pack, add, PLAIN)
    for channel in telling:
        assert found[channel].sigmas > LEAK, found[channel]
    assert next(iter(found.values())).sigmas > SOMETHING


def test_nothing_is_told(tmp_path, pack) -> None:
    laptops, centres = _attacked(tmp_path, pack, as_the_application_does, (*CASES, *RELEASED))
    for found in (laptops, centres):
        assert len(found) >= 15
        assert not [each for each in found.values() if each.sigmas > SOMETHING]


@pytest.mark.parametrize("add", [ask, ask_and_do])
def test_nothing_is_told_of_who_asked_for_something(tmp_path, pack, add) -> None:
    found, _ = _attacked(tmp_path, pack, add, CASES)
    assert len(found) >= 15
    assert not [each for each in found.values() if each.sigmas > SOMETHING]
