"""A labelled field of several lines; Tab leaves it, so that the keyboard never gets caught."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.ui.design.spacing import space
from desktop.ui.parts.fields import Field


class LongText(QPlainTextEdit):
    """Several lines of plain text, so many high."""

    def __init__(self, lines: int = 3) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Keep as many lines in sight when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and hasattr(self, "_lines"):
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + space(5))


def long_field(label: str, parent: QWidget, *, hint: str = "", lines: int = 3) -> Field:
    """Return a :class:`Field` with several lines of text."""
    return Field(label, LongText(lines), parent, hint=hint)
