"""Two events that were one: made on the spot on two laptops, and counted as one later. Both ids stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EventMerge:
    """One decision about one event; the highest revision of an event is in force.

    Attributes:
        event_id: the event that is counted under another; it keeps its own id, and so does all that was recorded.
        revision: 1 and up.
        into_id: the event that it is counted under; empty when it was taken apart again.
        reason: why, in words.
        device_id: of the laptop on which it was decided.
        made_by, person_id: who decided.
    """

    event_id: str
    revision: int
    programme_id: str
    into_id: str
    reason: str
    device_id: str
    made_by: str
    person_id: str
    made_at: datetime
