"""The conversations of an event that are saved: listed, changed with a reason, taken out with one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.engagement.notes import Note, NoteKind
from desktop.foundation.translation import tr
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.notes.note_list import MOST_SHOWN, NoteList
from desktop.ui.notes.note_words import first_line
from desktop.ui.notes.reasons import ask_why_changed, ask_why_out


def fields_of(note: Note) -> dict[str, str]:
    """Return what the page's fields show of a saved conversation."""
    return {
        "words": note.words,
        "reflection": note.reflection,
        "respondent_type": note.respondent_type,
        "neighbourhood": note.neighbourhood,
        "language": note.language,
        "codes": " ".join(note.codes),
    }


class SavedConversations(QWidget):
    """The list, with what can be done to each.

    Signals:
        change_wanted (object): the fields are to show this :class:`Note`.
        changed (object): what was saved, a ``SavedNote``. refused (object): why a change was not.
        gone (object): this :class:`Note` was taken out. told (str): what happened, in words.
    """

    change_wanted = Signal(object)
    changed = Signal(object)
    refused = Signal(object)
    gone = Signal(object)
    told = Signal(str)

    def __init__(self, *, work: Any, desk: Any, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._work, self._desk, self._background = work, desk, background
        column = QVBoxLayout(self)
        roomy(column, gap=0)
        self.list = NoteList(
            tr("Conversations of this event"),
            desk.programme,
            self,
            empty=tr("No conversation was noted yet."),
        )
        self.list.change_wanted.connect(self.change_wanted)
        self.list.out_wanted.connect(self._take_out)
        column.addWidget(self.list)

    def fetch(self) -> None:
        """Fetch the list."""
        self._background.run(partial(self._list_job, self._work, self._desk), then=self._found)

    @staticmethod
    def _list_job(work: Any, desk: Any) -> tuple[tuple[Note, ...], int]:
        event_id, kind = desk.event.event_id, NoteKind.CONVERSATION
        found = work.note_comment.notes(desk.place, event_id=event_id, kind=kind, limit=MOST_SHOWN)
        return found, work.note_comment.count_notes(desk.place, event_id=event_id, kind=kind)

    def _found(self, found: tuple[tuple[Note, ...], int]) -> None:
        self.list.show_notes(*found)

    def save_change(self, note: Note, fields: Mapping[str, str]) -> bool:
        """Ask why, and save; tell whether it is on its way."""
        reason = ask_why_changed(self)
        if reason:
            job = partial(self._change_job, self._work, self._desk, note.note_id, reason, dict(fields))
            self._background.run(job, then=self._changed, failed=self._not_changed)
        return bool(reason)

    @staticmethod
    def _change_job(work: Any, desk: Any, note_id: str, reason: str, fields: dict[str, str]) -> Any:
        codes = fields.pop("codes").split()
        return work.note_comment.change_note(
            desk.place, actor=desk.actor, note_id=note_id, reason=reason, codes=codes, **fields
        )

    def _changed(self, saved: Any) -> None:
        self.list.show_changed(saved.note)
        self.changed.emit(saved)

    def _not_changed(self, error: Exception) -> None:
        self.refused.emit(error)

    def _take_out(self, note: Note) -> None:
        reason = ask_why_out(self)
        if reason:
            job = partial(self._void_job, self._work, self._desk, note.note_id, reason)
            self._background.run(job, then=self._taken_out)
        else:
            self.list.take_focus()

    @staticmethod
    def _void_job(work: Any, desk: Any, note_id: str, reason: str) -> Note:
        voided: Note = work.note_comment.void_note(desk.place, actor=desk.actor, note_id=note_id, reason=reason)
        return voided

    def _taken_out(self, note: Note) -> None:
        self.list.show_changed(note)
        self.gone.emit(note)
        self.told.emit(tr("Taken out: {words}", words=first_line(note.words, 60)))
        if self.list.notes:
            self.list.take_focus()
