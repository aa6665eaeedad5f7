"""Quick comments: one box and Enter, with the list beside it, for a wall of fifty sticky notes in a row."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.engagement.notes import Note, NoteKind
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.notes.entry_box import EntryBox
from desktop.ui.notes.note_list import MOST_SHOWN, NoteList
from desktop.ui.notes.note_settings import NoteSettings, settings_of
from desktop.ui.notes.note_words import first_line, warning_words
from desktop.ui.notes.nowhere import EventNeeded
from desktop.ui.notes.reasons import ask_why_changed, ask_why_out
from desktop.ui.notes.unsaved import OnItsWay, Unsaved
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.two_sides import TwoSides
from desktop.ui.parts.words import Notice, words


class CommentPage(EventNeeded):
    """Writes comments down at the event that is worked at. No arguments.

    Enter saves and leaves the box empty for the next; Shift+Enter starts a new line; undo in the empty box takes
    the last comment out again and puts its words back. What is picked below the box stays for the next one.
    """

    heading = tr("Quick comment")
    characters = 156

    def build_at_event(self) -> None:
        """Make the box with what can be said of the words, and the list beside it."""
        self._changing: Note | None = None
        self._own: list[str] = []  # ids of what was saved here, the newest last: what undo takes back
        self._before: dict[str, Any] = {}
        self._on_their_way = 0
        sides = TwoSides(self.content.column, first=3, second=2, characters=112)
        self.add(sides, stretch=1)
        column = QVBoxLayout(sides.first)
        roomy(column, gap=3)
        column.addWidget(words(self.desk.event.name, sides.first, Type.TITLE))
        self._unsaved = Unsaved(sides.first)
        self._unsaved.again_wanted.connect(self._save_again)
        self._unsaved.back_wanted.connect(self._put_back)
        column.addWidget(self._unsaved)
        self._at = words("", sides.first, Type.STRONG)
        self._at.hide()
        column.addWidget(self._at)
        self._box = EntryBox(sides.first, rows=4, enter_submits=True)
        self._box.submitted.connect(self._save)
        self._box.undo_wanted.connect(self._take_last_back)
        column.addWidget(
            Field(
                tr("What was said"),
                self._box,
                sides.first,
                hint=tr("In their words, without names. Enter saves, Shift + Enter starts a new line."),
            )
        )
        self._said = words("", sides.first, Type.STRONG)
        column.addWidget(self._said)
        self._warning = Notice("warning", "", "", sides.first)
        self._warning.hide()
        column.addWidget(self._warning)
        self._settings = NoteSettings(self.desk.programme, sides.first, area=self.desk.event.area)
        self._settings.left.connect(self._to_box)
        column.addWidget(self._settings)
        column.addLayout(self._buttons(sides.first))
        column.addWidget(
            words(
                tr(
                    "What is picked here stays for the next one. Ctrl + Z in the empty field takes the last"
                    " comment back."
                ),
                sides.first,
                tone="muted",
            )
        )
        column.addStretch(1)
        self._build_beside(sides.second)

    def _buttons(self, parent: QWidget) -> Flow:
        row = Flow(gap=2)
        self._save_button = button(tr("Save"), parent, self._save, kind="primary", name=tr("Save, Enter"))
        self._cancel = button(tr("Leave it as it was"), parent, self._stop_changing)
        self._cancel.hide()
        self._undo = button(tr("Take the last back"), parent, self._take_last_back)
        for each in (self._save_button, self._cancel, self._undo):
            row.addWidget(each)
        return row

    def _build_beside(self, holder: QWidget) -> None:
        column = QVBoxLayout(holder)
        roomy(column, gap=0)
        self._list = NoteList(
            tr("Comments of this event"), self.desk.programme, holder, empty=tr("No comment was written down yet.")
        )
        self._list.change_wanted.connect(self._begin_changing)
        self._list.out_wanted.connect(self._take_out)
        column.addWidget(self._list)

    def begin_at_event(self) -> None:
        """Be ready for the first comment at once; the list comes when it was fetched."""
        self._show_buttons()
        self._to_box()
        self.background.run(partial(self._list_job, self.work, self.desk), then=self._found)

    @staticmethod
    def _list_job(work: Any, desk: Any) -> tuple[tuple[Note, ...], int]:
        event_id = desk.event.event_id
        found = work.note_comment.notes(desk.place, event_id=event_id, kind=NoteKind.COMMENT, limit=MOST_SHOWN)
        return found, work.note_comment.count_notes(desk.place, event_id=event_id, kind=NoteKind.COMMENT)

    def _found(self, found: tuple[tuple[Note, ...], int]) -> None:
        self._list.show_notes(*found)

    def _to_box(self) -> None:
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    # saving -----------------------------------------------------------------------------------------------

    def _save(self) -> None:
        text = self._box.toPlainText().strip()
        if not text:
            self._tell(tr("Nothing is written yet."))
            self._to_box()
            return
        fields = {"words": text, **self._settings.values()}
        if self._changing is not None:
            self._save_change(self._changing, fields)
            return
        self._box.show_words("")
        self._warning.hide()
        self._settings.after_saving()
        self._to_box()
        self._hand_in(fields)

    def _hand_in(self, fields: dict[str, Any]) -> None:
        # the box is free at once: whoever types fifty notes does not wait for the disk. What it refuses is held.
        way = OnItsWay(fields, self)
        way.kept.connect(self._handed_in)
        way.refused.connect(self._not_taken)
        self._on_their_way += 1
        self.background.run(partial(self._add_job, self.work, self.desk, fields), then=way.end, failed=way.fail)

    @staticmethod
    def _add_job(work: Any, desk: Any, fields: dict[str, Any]) -> Any:
        return work.note_comment.add_comment(desk.place, actor=desk.actor, event_id=desk.event.event_id, **fields)

    def _not_taken(self, fields: dict[str, Any], error: Exception) -> None:
        """Hold the words that the error is about, so that they are not lost."""
        self._on_their_way -= 1
        self._unsaved.hold(fields, error)
        if not isinstance(error, WorldError):
            self.background.refused.emit(error)

    def _handed_in(self, saved: Any) -> None:
        self._on_their_way -= 1
        self.succeeded.emit()
        self._own.append(saved.note.note_id)
        self._list.put_on_top(saved.note)
        self._tell(tr("✓ Saved: {words}", words=first_line(saved.note.words, 60)))
        self._warn(warning_words(saved.looks_like))
        self._show_buttons()

    def _save_again(self) -> None:
        for fields in self._unsaved.take_all():
            self._hand_in(fields)
        self._to_box()

    def _put_back(self) -> None:
        """Put words that were refused back, before what stands in the box."""
        if self._changing is not None:
            if self._typed():
                self._save_first()
                return
            self._stop_changing()
        fields = self._unsaved.take_first()
        if fields is not None:
            standing = self._box.toPlainText().strip()
            self._box.show_words("\n".join(part for part in (fields["words"], standing) if part))
            self._settings.show_values(fields)
        self._to_box()

    def _tell(self, said: str) -> None:
        self._said.setText(said)
        QAccessible.updateAccessibility(QAccessibleEvent(self._said, QAccessible.Event.Alert))

    def _warn(self, text: str) -> None:
        self._warning.say("", text)
        self._warning.setVisible(bool(text))

    # changing and taking out ------------------------------------------------------------------------------

    def _begin_changing(self, note: Note) -> None:
        if self._typed():
            self._save_first()
            return
        if self._changing is None:
            self._before = self._settings.values()
        self._changing = note
        self._at.setText(tr("Changing the comment of {time}", time=note.made_at.strftime("%H:%M")))
        self._box.show_words(note.words)
        self._settings.show_values(settings_of(note))
        self._warning.hide()
        self._tell("")
        self._show_buttons()
        self._to_box()

    def _typed(self) -> bool:
        """Tell whether words stand in the box that are not saved."""
        standing = self._box.toPlainText().strip()
        return bool(standing) and (self._changing is None or standing != self._changing.words)

    def _save_first(self) -> None:
        self._tell(tr("Save what stands in the field first."))
        self._to_box()

    def _stop_changing(self) -> None:
        self._changing = None
        self._box.show_words("")
        self._settings.show_values(self._before)
        self._show_buttons()
        self._to_box()

    def _show_buttons(self) -> None:
        changing = self._changing is not None
        self._at.setVisible(changing)
        self._cancel.setVisible(changing)
        self._undo.setVisible(bool(self._own) and not changing)
        label = tr("Save the change") if changing else tr("Save")
        self._save_button.setText(label)
        self._save_button.setAccessibleName(tr("{label}, Enter", label=label))

    def _save_change(self, note: Note, fields: dict[str, Any]) -> None:
        if {"words": note.words, **settings_of(note)} == fields:
            self._stop_changing()
            return
        reason = ask_why_changed(self)
        if not reason:
            self._to_box()
            return
        self._save_button.setEnabled(False)
        job = partial(self._change_job, self.work, self.desk, note.note_id, reason, fields)
        self.background.run(job, then=self._changed, failed=self._not_changed)

    @staticmethod
    def _change_job(work: Any, desk: Any, note_id: str, reason: str, fields: dict[str, Any]) -> Any:
        return work.note_comment.change_note(
            desk.place, actor=desk.actor, note_id=note_id, reason=reason, **fields
        )

    def _changed(self, saved: Any) -> None:
        self.succeeded.emit()
        self._save_button.setEnabled(True)
        self._list.show_changed(saved.note)
        self._stop_changing()
        self._tell(tr("✓ Changed: {words}", words=first_line(saved.note.words, 60)))
        self._warn(warning_words(saved.looks_like))

    def _not_changed(self, error: Exception) -> None:
        self._save_button.setEnabled(True)
        self._to_box()
        self.background.refused.emit(error)

    def _take_out(self, note: Note) -> None:
        reason = ask_why_out(self)
        if reason:
            job = partial(self._void_job, self.work, self.desk, note.note_id, reason)
            self.background.run(job, then=self._taken_out)
        else:
            self._list.take_focus()

    @staticmethod
    def _void_job(work: Any, desk: Any, note_id: str, reason: str) -> Note:
        voided: Note = work.note_comment.void_note(
            desk.place, actor=desk.actor, note_id=note_id, reason=reason or work.note_comment.UNDONE_AT_ONCE
        )
        return voided

    def _taken_out(self, note: Note) -> None:
        self._gone(note)
        self._tell(tr("Taken out: {words}", words=first_line(note.words, 60)))
        if self._list.notes:
            self._list.take_focus()
        else:
            self._to_box()

    def _gone(self, note: Note) -> None:
        self.succeeded.emit()
        self._own = [each for each in self._own if each != note.note_id]
        self._list.show_changed(note)
        if self._changing is not None and self._changing.note_id == note.note_id:
            self._stop_changing()
        self._warning.hide()
        self._show_buttons()

    def _take_last_back(self) -> None:
        """Take out what was saved last on this page, and put its words back for another try."""
        if not self._own or self._changing is not None or self._box.toPlainText().strip():
            self._tell(tr("There is nothing to take back.") if not self._own else "")
            self._to_box()
            return
        note_id = self._own.pop()
        self._show_buttons()
        self.background.run(partial(self._void_job, self.work, self.desk, note_id, ""), then=self._taken_back)

    def _taken_back(self, note: Note) -> None:
        self._gone(note)
        if self._box.toPlainText().strip():  # somebody went on to write meanwhile
            self._tell(tr("Taken out: {words}", words=first_line(note.words, 60)))
        else:
            self._tell(tr("Taken back. Its words stand in the field again."))
            self._box.show_words(note.words)
            self._settings.show_values(settings_of(note))
        self._to_box()

    # going ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves a change, then the list, then the page."""
        if event.key() != Qt.Key.Key_Escape or self.desk.event is None:
            super().keyPressEvent(event)
        elif self._changing is not None:
            self._stop_changing()
        elif not self._box.hasFocus():
            self._to_box()
        else:
            self.to_today()

    def saving(self) -> bool:
        """Tell whether comments are on their way to the disk."""
        return self.desk.event is not None and self._on_their_way > 0

    def would_lose(self) -> str:
        """Say which words are not saved."""
        if self.desk.event is None:
            return ""
        lost = []
        if self._typed():
            lost.append(tr("What stands in the field was not saved."))
        if self._unsaved.held:
            lost.append(
                ntr(
                    "{count} comment could not be saved and would be lost.",
                    "{count} comments could not be saved and would be lost.",
                    len(self._unsaved.held),
                )
            )
        if self._on_their_way:
            lost.append(
                ntr(
                    "{count} comment is still being saved; if the disk refuses it, it is lost.",
                    "{count} comments are still being saved; if the disk refuses them, they are lost.",
                    self._on_their_way,
                )
            )
        return "\n".join(lost)
