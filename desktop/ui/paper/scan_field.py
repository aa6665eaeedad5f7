"""Where a bar-code scanner types: each Enter gives one line. A key that is held down gives no second one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.parts.fields import Field


class _ScanEdit(QLineEdit):
    """A line in which Enter counts once for each press."""

    def event(self, event: QEvent) -> bool:
        """Leave Control and Z to the page: there it takes back what was scanned, not what was typed."""
        if event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Undo):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let go by what a held key repeats: for each Enter a number may be drawn."""
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)


def scan_field(label: str, parent: QWidget, *, hint: str) -> Field:
    """Return a field for what a scanner types, or a hand."""
    return Field(label, _ScanEdit(), parent, hint=hint, characters=40)
