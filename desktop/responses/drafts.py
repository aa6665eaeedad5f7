"""Drafts as plain data: the header of answers in progress. The answers themselves are journal steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.responses.response import Recorder


class DraftKind(StrEnum):
    """Which screen a draft belongs to."""

    INTERVIEW = "interview"
    KEYING = "keying"
    FILLED = "filled in"
    """A form that came by e-mail, filled in on a screen: taken over as written, and looked at before it counts."""
    SECOND_KEYING = "second keying"
    """A sheet that is keyed a second time, blind: to be compared with the first keying, never a response."""
    EDIT = "edit"
    """A frozen response that is being changed; it stands as it is until the change is finished."""


class DraftEnd(StrEnum):
    """How a draft ended; its header is kept, its journal is not."""

    OPEN = "open"
    FINALISED = "finalised"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class DraftHeader:
    """Answers in progress, without the answers.

    Attributes:
        draft_id: uuid4 text.
        response_id: the id that the response gets when it is finalised, ``uuid:...``: its first instance id.
        channel: a value of :class:`desktop.engagement.programme.Channel`.
        language: name of the form's language in which it was begun.
        serial: of the paper copy being keyed, canonical, else empty.
        print_log_here: for paper, whether this device's print log knows the serial; ``None`` off paper.
        received_on: ISO date a sheet or letter came in, else empty.
        place: path of the question where the person is, so that resuming lands there.
        end, reason: how it ended, and for an abandoned draft why.
    """

    draft_id: str
    response_id: str
    kind: DraftKind
    form_id: str
    form_version: str
    form_sha256: str
    programme_id: str
    event_id: str
    channel: str
    language: str
    recorder: Recorder
    started_at: datetime
    serial: str = ""
    print_log_here: bool | None = None
    received_on: str = ""
    place: str = ""
    end: DraftEnd = DraftEnd.OPEN
    reason: str = ""
