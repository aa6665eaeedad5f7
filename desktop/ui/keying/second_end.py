"""A sheet is through for the second time: what the form objects to on it, and one key that keeps it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.keying.sheet_course import SheetShown
from desktop.ui.keying.sheet_words import nothing_keyed_words
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice, words


class SecondEnd(QWidget):
    """Offers to keep the second keying. It says nothing of how it compares: that is another person's to see.

    Signals:
        kept: keep it, and take the next sheet.
        back: Esc: back to the sheet. undo: Ctrl+Z.
        laid_by: a query about it waits, and the next sheet is wanted.
    """

    kept = Signal()
    back = Signal()
    undo = Signal()
    laid_by = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        roomy(layout, gap=3)
        self._top = words("", self, tone="muted")
        layout.addWidget(self._top)
        layout.addWidget(words(tr("The sheet is through"), self, Type.TITLE))
        self.waits = Notice("note", "", "", self)
        layout.addWidget(self.waits)
        self.blank = Notice("note", "", "", self)
        layout.addWidget(self.blank)
        self.warnings = Notice("warning", "", "", self)
        layout.addWidget(self.warnings)
        self._how = words(tr("Enter keeps it and takes the next serial. Esc goes back to the sheet."), self)
        layout.addWidget(self._how)
        row = Flow(gap=3)
        self.keep = button(tr("Keep the second keying"), self, self.kept, kind="primary")
        self.next = button(tr("Key the next sheet"), self, self.laid_by, kind="primary")
        self._return = button(tr("Back to the sheet"), self, self.back)
        for each in (self.keep, self.next, self._return):
            row.addWidget(each)
        layout.addLayout(row)

    def show_end(self, serial: str, shown: SheetShown) -> None:
        """Show what came of the sheet with ``serial``, in groups of four."""
        warned = [row for row in shown.rows if row.warning]
        self.warnings.say(
            ntr(
                "{count} value is against the form's rules",
                "{count} values are against the form's rules",
                len(warned),
            ),
            "\n".join(f"{row.number}. {row.warning}" for row in warned),
        )
        self.blank.say(*nothing_keyed_words(shown.nothing_keyed))
        self.blank.setVisible(bool(shown.nothing_keyed))
        self.warnings.setVisible(bool(warned))
        self.waits.say(
            ntr("{count} query about it waits", "{count} queries about it wait", shown.waits),
            tr("It is kept as it is, and offered again with the answer. Lay it by, and key the next one."),
        )
        self.waits.setVisible(bool(shown.waits))
        keyed = sum(1 for row in shown.rows if row.answer)
        self._top.setText(
            ntr(
                "Sheet {serial}, second keying: {count} question with an answer",
                "Sheet {serial}, second keying: {count} questions with an answer",
                keyed,
                serial=serial,
            )
        )
        self.keep.setVisible(not shown.waits)
        self._how.setVisible(not shown.waits)
        self.next.setVisible(bool(shown.waits))
        (self.next if shown.waits else self.keep).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the sheet; Ctrl+Z takes its last step back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo.emit()
        else:
            super().keyPressEvent(event)
