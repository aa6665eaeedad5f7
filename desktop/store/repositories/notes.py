"""Comments and conversation notes, in all their revisions, and those that are being written."""

from __future__ import annotations

import builtins
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, delete, func, select

from desktop.engagement.named import NAMED_SOMEBODY
from desktop.engagement.notes import Note, NoteDraft, NoteKind, NoteSource, Sentiment
from desktop.foundation.words import folded, folded_words
from desktop.store.repositories.base import Repository, instant, moment
from desktop.store.repositories.revised import RevisedRepository
from desktop.store.tables import NOTE, NOTE_DRAFT


class NoteRepository(RevisedRepository):
    """Notes. A list gives those in force: the highest revision of each."""

    table = NOTE

    def put(self, note: Note) -> None:
        """Keep a note's first or next revision.

        Raises:
            StoreDefect: it is not the next one.
        """
        if note.reason == NAMED_SOMEBODY:
            # before, since a row that makes room for another may leave its bytes where it was
            self._empty_named([note.note_id], below=note.revision)
        self._put(_row(note))

    def put_many(self, notes: Iterable[Note], *, batch_id: str = "") -> None:
        """Keep revisions that came in a batch, in whatever order; one that is there already stays as it is."""
        kept = tuple(notes)
        for each in kept:
            if each.reason == NAMED_SOMEBODY:
                self._empty_named([each.note_id], below=each.revision)
        self._put_many(_row(each, batch_id) for each in kept)
        self._empty_named(each.note_id for each in kept)

    def overwrite(self, note: Note, *, batch_id: str) -> None:
        """Put a revision in the place of another with its number: two came under one, and this one holds."""
        self._overwrite(_row(note, batch_id))
        self._empty_named([note.note_id])

    def get(self, note_id: str) -> Note | None:
        """Return a note as it stands."""
        row = self._first(select(NOTE).where(NOTE.c.note_id == note_id).order_by(NOTE.c.revision.desc()).limit(1))
        return None if row is None else _note(row)

    def list(
        self,
        *,
        event_ids: Iterable[str] | None = None,
        programme_id: str | None = None,
        kind: NoteKind | None = None,
        search: str = "",
        voided: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Note, ...]:
        """Return notes as they stand, the one first written last on top; a change does not move it.

        Args:
            search: each word, or the beginning of it, must be in the note.
            voided: whether those that were voided are among them.
        """
        other = NOTE.alias("first")
        written = select(func.min(other.c.made_utc)).where(other.c.note_id == NOTE.c.note_id)
        statement = self._filtered(select(NOTE), event_ids, programme_id, kind, search, voided)
        statement = statement.order_by(written.scalar_subquery().desc(), NOTE.c.note_id.desc())
        if limit is not None or offset:
            statement = statement.limit(limit if limit is not None else 2**31 - 1).offset(offset)
        return tuple(_note(row) for row in self._all(statement))

    def count(
        self,
        *,
        event_ids: Iterable[str] | None = None,
        programme_id: str | None = None,
        kind: NoteKind | None = None,
        search: str = "",
        voided: bool = False,
    ) -> int:
        """Return how many notes :meth:`list` would give without a limit."""
        statement = self._filtered(
            select(func.count().label("many")).select_from(NOTE), event_ids, programme_id, kind, search, voided
        )
        row = self._first(statement)
        return 0 if row is None else int(row.many)

    def history(self, note_id: str) -> tuple[Note, ...]:
        """Return every revision of a note, oldest first."""
        statement = select(NOTE).where(NOTE.c.note_id == note_id).order_by(NOTE.c.revision)
        return tuple(_note(row) for row in self._all(statement))

    def unsent(self) -> tuple[Note, ...]:
        """Return the revisions that are in no batch."""
        return tuple(_note(row) for row in self._unsent())

    def set_batch(self, revisions: Iterable[tuple[str, int]], batch_id: str) -> None:
        """Keep on each (note id, revision) which batch it is in; empty: in none again."""
        self._set_batch(revisions, batch_id)

    def free_batch(self, batch_id: str) -> None:
        """Let whatever is in that batch be in none again: it was given up."""
        self._free_batch(batch_id)

    def erase(self, note_ids: Iterable[str]) -> int:
        """Delete notes in all their revisions; return how many revisions there were."""
        self._shorten_log_after_commit()
        gone = 0
        for note_id in note_ids:
            gone += self._connection.execute(delete(NOTE).where(NOTE.c.note_id == note_id)).rowcount
        return gone

    def erase_programme(self, programme_id: str) -> int:
        """Delete every note of a programme; return how many revisions there were."""
        self._shorten_log_after_commit()
        return self._connection.execute(delete(NOTE).where(NOTE.c.programme_id == programme_id)).rowcount

    def _filtered(
        self,
        statement: Select[Any],
        event_ids: Iterable[str] | None,
        programme_id: str | None,
        kind: NoteKind | None,
        search: str,
        voided: bool,
    ) -> Select[Any]:
        statement = statement.where(self._newest())
        if event_ids is not None:
            statement = statement.where(NOTE.c.event_id.in_(builtins.list(event_ids)))
        if programme_id is not None:
            statement = statement.where(NOTE.c.programme_id == programme_id)
        if kind is not None:
            statement = statement.where(NOTE.c.kind == kind.value)
        if not voided:
            statement = statement.where(NOTE.c.voided.is_(False))
        for word in folded_words(search):
            statement = statement.where((" " + NOTE.c.found_by).contains(f" {word}", autoescape=True))
        return statement


class NoteDraftRepository(Repository):
    """Notes that are being written on this laptop."""

    def put(self, draft: NoteDraft) -> None:
        """Keep how a note stands; what it was before is overwritten, in the log too."""
        row = {
            "draft_id": draft.draft_id,
            "kind": draft.kind.value,
            "event_id": draft.event_id,
            "person_id": draft.person_id,
            "day": draft.day.isoformat(),
            "body": draft.body,
        }
        self._upsert(NOTE_DRAFT, row)
        self._shorten_log_after_commit()

    def get(self, draft_id: str) -> NoteDraft | None:
        """Return one."""
        row = self._first(select(NOTE_DRAFT).where(NOTE_DRAFT.c.draft_id == draft_id))
        return None if row is None else _draft(row)

    def list(self, *, person_id: str | None = None, event_id: str | None = None) -> tuple[NoteDraft, ...]:
        """Return those of a person, of an event, or all, by day."""
        statement = select(NOTE_DRAFT).order_by(NOTE_DRAFT.c.day, NOTE_DRAFT.c.draft_id)
        for column, wanted in ((NOTE_DRAFT.c.person_id, person_id), (NOTE_DRAFT.c.event_id, event_id)):
            if wanted is not None:
                statement = statement.where(column == wanted)
        return tuple(_draft(row) for row in self._all(statement))

    def remove(self, draft_id: str) -> None:
        """Delete one: the note was saved or given up. Nothing happens where it is not there."""
        self._connection.execute(delete(NOTE_DRAFT).where(NOTE_DRAFT.c.draft_id == draft_id))
        self._shorten_log_after_commit()


def _row(note: Note, batch_id: str = "") -> dict[str, Any]:
    return {
        "note_id": note.note_id,
        "revision": note.revision,
        "kind": note.kind.value,
        "programme_id": note.programme_id,
        "event_id": note.event_id,
        "words": note.words,
        "reflection": note.reflection,
        "area": note.area,
        "sentiment": "" if note.sentiment is None else note.sentiment.value,
        "source": note.source.value,
        "language": note.language,
        "respondent_type": note.respondent_type,
        "neighbourhood": note.neighbourhood,
        "codes": json.dumps(note.codes),
        "voided": note.voided,
        "reason": note.reason,
        "device_id": note.device_id,
        "made_by": note.made_by,
        "person_id": note.person_id,
        **instant("made", note.made_at),
        "made_up": note.made_up,
        "found_by": folded((note.words, note.reflection, note.neighbourhood)),
        "batch_id": batch_id,
    }


def _note(row: Row[Any]) -> Note:
    return Note(
        note_id=row.note_id,
        revision=row.revision,
        kind=NoteKind(row.kind),
        programme_id=row.programme_id,
        event_id=row.event_id,
        words=row.words,
        reflection=row.reflection,
        area=row.area,
        sentiment=Sentiment(row.sentiment) if row.sentiment else None,
        source=NoteSource(row.source),
        language=row.language,
        respondent_type=row.respondent_type,
        neighbourhood=row.neighbourhood,
        codes=tuple(json.loads(row.codes)),
        voided=row.voided,
        reason=row.reason,
        device_id=row.device_id,
        made_by=row.made_by,
        person_id=row.person_id,
        made_at=moment(row.made_utc, row.made_offset),
        made_up=row.made_up,
    )


def _draft(row: Row[Any]) -> NoteDraft:
    return NoteDraft(
        row.draft_id, NoteKind(row.kind), row.event_id, row.person_id, date.fromisoformat(row.day), row.body
    )
