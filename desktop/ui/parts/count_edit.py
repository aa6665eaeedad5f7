"""A whole number typed into a line; a spin box loses its figures under a style sheet when the text is large."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit


class CountEdit(QLineEdit):
    """Holds a number from ``least`` to ``most``; Up and Down change it by one."""

    def __init__(self, least: int, most: int, value: int) -> None:
        super().__init__(str(value))
        self._least, self._most = least, most
        self.setValidator(QIntValidator(least, most, self))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def value(self) -> int:
        """Return the number; the least where nothing usable was typed."""
        text = self.text().strip()
        return min(max(int(text), self._least), self._most) if text.isdecimal() else self._least

    def setValue(self, value: int) -> None:
        """Show ``value``."""
        self.setText(str(min(max(value, self._least), self._most)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count up and down by the arrow keys."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.setValue(self.value() + step)
            return
        super().keyPressEvent(event)
