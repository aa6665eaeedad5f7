"""Counting people at an event: marks that are only ever added, and taken back by a further mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CountKind(StrEnum):
    """What is counted. Separate counts, never added up: one person may be in all of them."""

    ATTENDANCE = "attendance"
    """People who came, by role where the programme counts roles."""
    FOOTFALL = "footfall"
    """People who passed the stall or came through the door."""
    CONVERSATION = "conversation"
    """Conversations held, noted or not."""
    REFUSAL = "refusal"
    """People who were asked and did not want to take part, with the reason they gave."""


class RefusalReason(StrEnum):
    """Why somebody did not want to take part, as they said it; no words of theirs are kept."""

    NO_TIME = "no time"
    NOT_INTERESTED = "not interested"
    TOOK_PART_BEFORE = "took part before"
    LANGUAGE = "language"
    TOO_YOUNG = "too young"
    PRIVACY = "privacy"
    OTHER = "other"
    NOT_SAID = "not said"


@dataclass(frozen=True, slots=True)
class CountMark:
    """One press of the counting key.

    Attributes:
        mark_id: uuid4 text.
        role: code of one of the programme's respondent types; empty where roles are not counted.
        detail: for a refusal a value of :class:`RefusalReason`, else empty.
        amount: how many people: 1 and up, or for a mark that takes one back, minus what that one had.
        undoes: id of the mark that this one takes back, else empty. A mark is taken back once at most.
        device_id: of the laptop: two at one event count apart and are summed at the centre.
        made_by, person_id: who pressed the key.
    """

    mark_id: str
    programme_id: str
    event_id: str
    kind: CountKind
    role: str
    detail: str
    amount: int
    undoes: str
    device_id: str
    made_by: str
    person_id: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CountTotal:
    """What marks of one kind come to.

    Attributes:
        hour: begin of the hour in UTC, as :func:`desktop.foundation.clock.to_utc_text` writes it.
    """

    kind: CountKind
    role: str
    detail: str
    hour: str
    device_id: str
    total: int
