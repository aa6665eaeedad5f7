"""What people said without a form: quick comments, and conversations noted by a listener."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class NoteKind(StrEnum):
    """How it was taken down."""

    COMMENT = "comment"
    """A few words, as they were said or stand on a sticky note."""
    CONVERSATION = "conversation"
    """What a person said in a conversation and, apart from it, what the listener made of it."""


class NoteSource(StrEnum):
    """Where the words come from."""

    SPOKEN = "spoken"
    STICKY_NOTE = "sticky note"
    COMMENT_CARD = "comment card"
    WALL = "wall"


class Sentiment(StrEnum):
    """How the speaker put it. Never guessed from the words."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Note:
    """One revision of a comment or a conversation note; the highest is in force.

    Attributes:
        note_id: uuid4 text; the same for all its revisions.
        revision: 1 and up.
        words: what was said, in the speaker's words. Neither name nor contact details belong here.
        reflection: the listener's own thoughts; only for a conversation. Never reported as what was said.
        area: code of one of the programme's areas, or empty.
        sentiment: ``None`` where the speaker did not say.
        language: BCP 47 code of the words as they stand here, or empty.
        respondent_type: code of one of the programme's respondent types, or empty.
        neighbourhood: free words, such as the first half of a postcode; never a full one.
        codes: of the programme's statements and actions that it speaks of.
        voided: taken out of the counts, with ``reason``.
        reason: why this revision was made; empty for the first.
        made_by, person_id: who wrote this revision.
        made_up: from practice.
    """

    note_id: str
    revision: int
    kind: NoteKind
    programme_id: str
    event_id: str
    words: str
    reflection: str
    area: str
    sentiment: Sentiment | None
    source: NoteSource
    language: str
    respondent_type: str
    neighbourhood: str
    codes: tuple[str, ...]
    voided: bool
    reason: str
    device_id: str
    made_by: str
    person_id: str
    made_at: datetime
    made_up: bool


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note that is being written, kept so that nothing said is lost when the power goes.

    Attributes:
        draft_id: uuid4 text.
        person_id: who is writing it.
        day: civil date of the last change; nothing finer is kept.
        body: the fields as the screen that writes it keeps them, as JSON text.
    """

    draft_id: str
    kind: NoteKind
    event_id: str
    person_id: str
    day: date
    body: str
