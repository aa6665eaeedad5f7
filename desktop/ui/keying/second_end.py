"""A sheet is through for the second time: what the form objects to on it, and one key that keeps it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import ntr, tr
from desktop.ui.keying.sheet_course import SheetShown
from desktop.ui.keying.sheet_end import SheetEnd
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words


class SecondEnd(SheetEnd):
    """Offers to keep the second keying. It says nothing of how it compares: that is another person's to see.

    Signals:
        kept: keep it, and take the next sheet.
    """

    kept = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._how = words(tr("Enter keeps it and takes the next serial. Esc goes back to the sheet."), self)
        self.rows.addWidget(self._how)
        row = Flow(gap=3)
        self.keep = button(tr("Keep the second keying"), self, self.kept, kind="primary")
        self.next = button(tr("Key the next sheet"), self, self.laid_by, kind="primary")
        self._return = button(tr("Back to the sheet"), self, self.back)
        for each in (self.keep, self.next, self._return):
            row.addWidget(each)
        self.rows.addLayout(row)

    def show_end(self, serial: str, shown: SheetShown) -> None:
        """Show what came of the sheet with ``serial``, in groups of four."""
        keyed = self.tell(shown)
        self.waits.say(
            ntr("{count} query about it waits", "{count} queries about it wait", shown.waits),
            tr("It is kept as it is, and offered again with the answer. Lay it by, and key the next one."),
        )
        self.top.setText(
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
