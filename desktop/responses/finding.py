"""What a list of responses shows, in which order; and which answers are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desktop.responses.states import FROZEN, STOPPED, ItemState

COUNTING: frozenset[ItemState] = FROZEN - STOPPED
"""States of a response whose answers are counted."""


class ResponseOrder(StrEnum):
    """By what a list is sorted; equal ones by when they were started."""

    STARTED = "started"
    FINALISED = "finalised"
    CHANNEL = "channel"
    STATE = "state"
    RECORDED_BY = "recorded by"
    SERIAL = "serial"


@dataclass(frozen=True, slots=True)
class DayBound:
    """The begin of a civil day in the programme's zone.

    A response is counted on the day its paper came in, or else on the day it was finalised: so both are needed.

    Attributes:
        begins: the day's first instant.
    """

    day: date
    begins: datetime


@dataclass(frozen=True, slots=True)
class ResponseFilter:
    """Which responses a list shows; ``None`` or empty for no wish.

    Attributes:
        event_ids: at any of these events.
        counted_from: counted on that day or later; drafts are counted on no day.
        counted_before: counted on an earlier day.
        search: each word, or the beginning of it, must be among the answers, the serial and the recorder's name.
    """

    programme_id: str | None = None
    event_ids: tuple[str, ...] | None = None
    form_id: str | None = None
    channel: str | None = None
    states: frozenset[ItemState] | None = None
    counted_from: DayBound | None = None
    counted_before: DayBound | None = None
    search: str = ""


EVERYTHING = ResponseFilter()
