"""The end of an event: what it cost, how people heard of it, what went well; and events that were one event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_AMOUNT = re.compile(r"£?\s*(\d{1,9}|\d{1,3}(?:,\d{3})+)(?:\.(\d{2}))?")


def pence_of(text: str) -> int | None:
    """Return an amount of pounds as people write it (45, 45.50, £1,200.00) in pence; ``None`` where it is none."""
    found = _AMOUNT.fullmatch(text.strip()) if text.isascii() or "£" in text else None
    return None if found is None else int(found[1].replace(",", "")) * 100 + int(found[2] or 0)


@dataclass(frozen=True, slots=True)
class Cost:
    """One item of what the event cost, in pence."""

    label: str
    pence: int


@dataclass(frozen=True, slots=True)
class Debrief:
    """One revision of an event's debrief; the highest is in force.

    Attributes:
        revision: 1 and up.
        closed: whether the event is closed: nothing more is counted or noted for it, and paper is keyed as before.
        costs: what it cost; empty where nobody has said.
        publicity: how people were told of it.
        weather: as it was.
        reach: who came and who did not, in words.
        went_well, to_change: in words.
        reason: why a closed event was opened again; else empty.
    """

    programme_id: str
    event_id: str
    revision: int
    closed: bool
    costs: tuple[Cost, ...]
    publicity: str
    weather: str
    reach: str
    went_well: str
    to_change: str
    reason: str
    device_id: str
    made_by: str
    person_id: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class EventMerge:
    """That an event made on the spot was really another one. Both ids stay on what was recorded.

    Attributes:
        event_id: the event that is counted under another.
        into_id: the other; empty when the merge was taken back.
        revision: 1 and up.
        reason: why.
    """

    programme_id: str
    event_id: str
    into_id: str
    revision: int
    reason: str
    device_id: str
    made_by: str
    person_id: str
    made_at: datetime
