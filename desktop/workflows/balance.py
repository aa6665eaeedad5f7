"""The ledger of a store: every item in one state, and the equations that say that none is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.engagement.programme import Window
from desktop.responses.finding import COUNTING
from desktop.responses.ledger import Ledger, make_ledger
from desktop.store.unit import UnitOfWork
from desktop.workflows.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How many responses of a programme that count came when, worked out now against its dates in force."""

    programme_id: str
    title: str
    by_window: Mapping[Window, int]


@dataclass(frozen=True, slots=True)
class Balance:
    """The ledger, and lateness beside it."""

    ledger: Ledger
    timeliness: tuple[Timeliness, ...]


def balance(place: Workplace) -> Balance:
    """Return the ledger of this device."""
    with place.reading() as unit:
        return balance_of(unit)


def balance_of(unit: UnitOfWork) -> Balance:
    """Return the ledger of whatever store ``unit`` works on: a device's or the central one."""
    ledger = make_ledger(unit.responses.counts_by_state(), unit.ledger_facts())
    programmes = {programme.programme_id: programme for programme in unit.programmes.list()}
    counted: dict[str, dict[Window, int]] = {key: dict.fromkeys(Window, 0) for key in programmes}
    for each in unit.responses.summaries():
        programme = programmes.get(each.programme_id)
        if each.state not in COUNTING or programme is None or each.finalised_at is None:
            continue
        window = programme.window_of_day(programme.counted_on(each.received_on, each.finalised_at))
        counted[each.programme_id][window] += 1
    return Balance(
        ledger,
        tuple(
            Timeliness(programme_id, programmes[programme_id].title, windows)
            for programme_id, windows in sorted(counted.items())
        ),
    )
