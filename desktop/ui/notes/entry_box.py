"""The box in which words are written down as fast as they are said."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.ui.design.spacing import space

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EntryBox(QPlainTextEdit):
    """Several lines of plain text; Tab goes on to the next field.

    Signals:
        submitted: the words are complete. Ctrl+Enter says so always; Enter too where ``enter_submits``, and then
            Shift+Enter starts a new line.
        undo_wanted: undo was pressed where nothing is written that could be undone.
    """

    submitted = Signal()
    undo_wanted = Signal()

    def __init__(self, parent: QWidget, *, rows: int, enter_submits: bool) -> None:
        super().__init__(parent)
        self._rows = rows
        self._enter_submits = enter_submits
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)  # a file that is let fall here would put its path into somebody's words
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for as many lines when the text size changes."""
        super().changeEvent(event)
        # Qt may tell of a font before the box is made
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and hasattr(self, "_rows"):
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._rows + space(5))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell when the words are complete."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        plain = held == Qt.KeyboardModifier.NoModifier
        if event.key() in _ENTER and (control or (plain and self._enter_submits)):
            if not event.isAutoRepeat():
                self.submitted.emit()
            return
        if (
            event.matches(QKeySequence.StandardKey.Undo)
            and not self.toPlainText()
            and not self.document().isUndoAvailable()
        ):
            self.undo_wanted.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # the page knows what it means
            return
        super().keyPressEvent(event)

    def show_words(self, text: str) -> None:
        """Show other words, with the cursor behind them; those of before can't be brought back by undo."""
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.setTextCursor(cursor)
