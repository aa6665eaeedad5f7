"""What a device says with each batch of what it holds: counts and ids, so that a lost laptop is no riddle.

It travels inside the batch, encrypted to the coordinator and signed. No answer and no contact detail is in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desktop.foundation.clock import civil_date, from_utc_text, offset_minutes, to_utc_text
from desktop.responses.drafts import DraftKind
from desktop.responses.keyings import Which
from desktop.responses.states import ItemState
from desktop.sheets.copies import CopyState
from desktop.sheets.custody import ON_SHEETS
from desktop.store.unit import UnitOfWork
from desktop.workflows.workplace import Workplace

OPEN = (
    ItemState.DRAFT,
    ItemState.FINALISED,
    ItemState.BATCHED,
    ItemState.SENT,
    ItemState.DELIVERED_UNSIGNED,
)
"""States of a response that the centre may not have."""

_OUT = frozenset({CopyState.PRINTED, CopyState.ISSUED, CopyState.UNACCOUNTED, CopyState.RETURNED})
"""States of a copy that may bear answers which are in no response."""


@dataclass(frozen=True, slots=True)
class OpenResponse:
    """A response that was on the device and not known to be at the centre.

    Attributes:
        day: on which it was begun.
    """

    response_id: str
    state: ItemState
    event_id: str
    channel: str
    day: date


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A batch number that stays empty, and why."""

    device_id: str
    epoch: int
    number: int
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class DeviceLedgerBody:
    """What a device said with one batch.

    Attributes:
        counts: state to number of responses.
        open: the responses that the centre may not have.
        contacts: programme id to entries of the update list held since a day before that one.
        copies_out: paper copies printed and not keyed.
        drafts: interviews and sheets begun and not finished.
        second_keyings: sheets keyed a second time, or begun, for another laptop, which has their first keying.
        ended: batches that were given up.
        audit_number, audit_hash: the last line of its audit trail.
    """

    counts: Mapping[str, int]
    open: tuple[OpenResponse, ...]
    contacts: Mapping[str, int]
    copies_out: int
    drafts: int
    ended: tuple[GivenUp, ...]
    audit_number: int
    audit_hash: str
    second_keyings: int = 0


def ledger_body(place: Workplace, unit: UnitOfWork) -> str:
    """Return the ledger of this device as JSON, as its store stands in this very unit.

    Entries of the update list are counted up to yesterday: a count that grew from one batch of a day to the next
    would tell between which responses somebody gave their address.
    """
    now = place.clock.now()
    zones = {each.programme_id: each.time_zone for each in unit.programmes.list()}
    contacts: dict[str, int] = {}
    for each in unit.contacts.take_unsent():
        if each.day < civil_date(now, zones.get(each.programme_id, "UTC")):
            contacts[each.programme_id] = contacts.get(each.programme_id, 0) + 1
    ended = unit.batches.ended()
    ended_at = unit.batches.ended_at()
    counts = unit.responses.counts_by_state()
    head = unit.changes.head()
    return json.dumps(
        {
            "counts": {state.value: many for state, many in counts.items()},
            "open": sorted(
                (
                    {
                        "response_id": each.response_id,
                        "state": each.state.value,
                        "event_id": each.event_id,
                        "channel": each.channel,
                        "day": civil_date(each.started_at, zones.get(each.programme_id, "UTC")).isoformat(),
                    }
                    for each in unit.responses.summaries(states=OPEN)
                ),
                key=lambda each: each["response_id"],  # not in the order in which people came
            ),
            "contacts": contacts,
            "copies_out": _copies_out(unit),
            "drafts": counts[ItemState.DRAFT],
            "second_keyings": _second_keyings(unit),
            "ended": [
                {
                    "device_id": each.device_id,
                    "epoch": each.epoch,
                    "number": each.number,
                    "at": to_utc_text(ended_at[each.batch_id]),
                    "offset": offset_minutes(ended_at[each.batch_id]),
                    "reason": ended[each.batch_id],
                }
                for each in unit.batches.list()
                if each.batch_id in ended
            ],
            "audit": {"number": head.number, "hash": head.hash},
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )


def _second_keyings(unit: UnitOfWork) -> int:
    kept = sum(1 for each in unit.keyings.list(which=Which.SECOND) if not each.response_id)
    begun = [each.response_id for each in unit.drafts.list_open(kind=DraftKind.SECOND_KEYING)]
    return kept + len(begun) - len(unit.responses.states(begun))


def _copies_out(unit: UnitOfWork) -> int:
    """Count the copies of this laptop that are out; of labels and the like only those that a sheet bears."""
    drawn = {run.run_id for run in unit.copies.runs() if run.kind not in ON_SHEETS}
    found = (each for each in unit.copies.list(states=_OUT) if each.run_id)
    return sum(1 for each in found if each.run_id not in drawn or each.state is not CopyState.PRINTED)


def read_ledger_body(text: str) -> DeviceLedgerBody:
    """Return what a device said.

    Raises:
        ValueError: it is no ledger.
    """
    try:
        return _body(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise ValueError("not a device's ledger")


def _body(raw: Any) -> DeviceLedgerBody:
    return DeviceLedgerBody(
        counts={str(state): int(many) for state, many in raw["counts"].items()},
        open=tuple(
            OpenResponse(
                response_id=str(each["response_id"]),
                state=ItemState(each["state"]),
                event_id=str(each["event_id"]),
                channel=str(each["channel"]),
                day=date.fromisoformat(each["day"]),
            )
            for each in raw["open"]
        ),
        contacts={str(programme): int(many) for programme, many in raw["contacts"].items()},
        copies_out=int(raw["copies_out"]),
        drafts=int(raw["drafts"]),
        ended=tuple(
            GivenUp(
                device_id=str(each["device_id"]),
                epoch=int(each["epoch"]),
                number=int(each["number"]),
                at=from_utc_text(each["at"], int(each["offset"])),
                reason=str(each["reason"]),
            )
            for each in raw["ended"]
        ),
        audit_number=int(raw["audit"]["number"]),
        audit_hash=str(raw["audit"]["hash"]),
        second_keyings=int(raw.get("second_keyings", 0)),
    )
