"""What people asked for: a call back, large print by post, an interpreter; with an owner and a day.

A request holds contact details, so it is never part of a response, names none, and keeps the day only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FollowUpKind(StrEnum):
    """What was asked for."""

    CALL_BACK = "call back"
    PAPER_COPY = "paper copy by post"
    LARGE_PRINT = "large print by post"
    EASY_READ = "easy read by post"
    OTHER_LANGUAGE = "another language"
    INTERPRETER = "interpreter"
    ACCESS = "access to the venue"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One request as it stands.

    Attributes:
        request_id: uuid4 text.
        event_id: where it was asked; empty where it came another way.
        asked_on: civil date; nothing finer is kept.
        what: what is asked for, in a few words.
        reach: how to reach the person: name, telephone, address. Sealed in the store.
        owner: name of who sees to it.
        due: the day it is to be done by.
        done_on: the day it was done; ``None`` while it is open.
        outcome: how it ended, in a few words.
    """

    request_id: str
    programme_id: str
    event_id: str
    asked_on: date
    kind: FollowUpKind
    what: str
    reach: str
    owner: str
    due: date
    done_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class SealedFollowUp:
    """A request as the store keeps it: as :class:`FollowUp`, with ``reach`` sealed.

    Attributes:
        sealed: ciphertext of ``reach``, padded.
    """

    request_id: str
    programme_id: str
    event_id: str
    asked_on: date
    kind: FollowUpKind
    what: str
    sealed: bytes
    owner: str
    due: date
    done_on: date | None
    outcome: str
