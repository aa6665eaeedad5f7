"""The notes of an event, newest first, beside the box in which the next one is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from desktop.engagement.notes import Note
from desktop.engagement.programme import Programme
from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy, space
from desktop.ui.design.type_scale import Type
from desktop.ui.notes.note_words import note_words
from desktop.ui.notes.two_lines import QUIET, TwoLines
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words

MOST_SHOWN = 200
"""So many of the newest are listed; all are counted."""


class _Rows(QListWidget):
    """The rows; Enter changes one, Delete takes it out."""

    change_wanted = Signal()
    out_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.change_wanted.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.out_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class NoteList(QWidget):
    """Lists notes with what can be done to each.

    Signals:
        change_wanted (object), out_wanted (object): the chosen :class:`Note` is to be changed, or taken out.
    """

    change_wanted = Signal(object)
    out_wanted = Signal(object)

    def __init__(self, name: str, programme: Programme, parent: QWidget, *, empty: str) -> None:
        super().__init__(parent)
        self._programme = programme
        self._notes: list[Note] = []
        self._total = 0
        column = QVBoxLayout(self)
        roomy(column, gap=2)
        column.addWidget(words(name, self, Type.SECTION))
        self._count = words("", self, tone="muted")
        column.addWidget(self._count)
        self._empty = words(empty, self)
        column.addWidget(self._empty)
        self._rows = _Rows(self)
        self._rows.setAccessibleName(name)
        self._rows.setAlternatingRowColors(True)
        self._rows.setWordWrap(False)
        self._rows.setUniformItemSizes(True)
        self._rows.setItemDelegate(TwoLines(self._rows))
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._rows.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._rows.setMinimumHeight(space(46))
        self._rows.change_wanted.connect(self._change)
        self._rows.out_wanted.connect(self._out)
        self._rows.itemDoubleClicked.connect(self._change)
        column.addWidget(self._rows, 1)
        row = Flow(gap=2)
        self._change_button = button(tr("Change…"), self, self._change, name=tr("Change the chosen one"))
        self._out_button = button(tr("Take out…"), self, self._out, name=tr("Take the chosen one out"))
        row.addWidget(self._change_button)
        row.addWidget(self._out_button)
        column.addLayout(row)
        self._show_state()

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is listed, newest first."""
        return tuple(self._notes)

    @property
    def chosen(self) -> Note | None:
        """The chosen note."""
        row = self._rows.currentRow()
        return self._notes[row] if 0 <= row < len(self._notes) else None

    def show_notes(self, notes: Sequence[Note], total: int) -> None:
        """Show ``notes``, newest first, of ``total`` in all."""
        self._notes, self._total = list(notes), total
        self._rows.clear()
        for note in notes:
            self._rows.addItem(self._item(note))
        self._show_state()

    def put_on_top(self, note: Note) -> None:
        """Show one more, as the newest."""
        self._notes.insert(0, note)
        self._rows.insertItem(0, self._item(note))
        self._rows.setCurrentRow(0)
        self._total += 1
        if len(self._notes) > MOST_SHOWN:
            self._notes.pop()
            self._rows.takeItem(self._rows.count() - 1)
        self._show_state()

    def show_changed(self, note: Note) -> None:
        """Show a note as it stands now; one that was voided goes."""
        row = next((at for at, each in enumerate(self._notes) if each.note_id == note.note_id), -1)
        if row < 0:
            return
        if note.voided:
            self._notes.pop(row)
            self._rows.takeItem(row)
            self._total -= 1
        else:
            self._notes[row] = note
            self._rows.takeItem(row)
            self._rows.insertItem(row, self._item(note))
            self._rows.setCurrentRow(row)
        self._show_state()

    def take_focus(self) -> None:
        """Give the keyboard to the rows."""
        self._rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _item(self, note: Note) -> QListWidgetItem:
        said, known = note_words(note, self._programme)
        item = QListWidgetItem(said)
        item.setData(QUIET, known)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{said}. {known}")
        return item

    def _show_state(self) -> None:
        there = bool(self._notes)
        if self._total > len(self._notes):
            counted = tr("The newest {shown} of {count}", shown=len(self._notes), count=self._total)
        else:
            counted = ntr("{count} so far", "{count} so far", self._total)
        self._count.setText(counted)
        self._count.setVisible(there)
        self._empty.setVisible(not there)
        for part in (self._rows, self._change_button, self._out_button):
            part.setVisible(there)
        if there and self._rows.currentRow() < 0:
            self._rows.setCurrentRow(0)

    def _change(self, *_item: object) -> None:
        if self.chosen is not None:
            self.change_wanted.emit(self.chosen)

    def _out(self) -> None:
        if self.chosen is not None:
            self.out_wanted.emit(self.chosen)

    def sizeHint(self) -> QSize:
        """Ask for room to read a line."""
        return QSize(space(70), super().sizeHint().height())
