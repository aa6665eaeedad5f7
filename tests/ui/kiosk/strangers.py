"""What tests of strangers at a laptop share: words that nobody else may see, and all that the program holds."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from tests.ui.accessible import walk
from tests.ui.kiosk.conftest import ENTER

ROOT = Path(__file__).resolve().parents[3]
SECRET = "my neighbour shouts"
CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
NONE = Qt.KeyboardModifier.NoModifier


def in_the_comment(stranger, words: str = SECRET) -> QPlainTextEdit:
    stranger.to_the_first_question()
    stranger.key("1", ENTER)
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    stranger.key(words)
    assert field.toPlainText() == words
    return field


def everything_held(window) -> str:
    """Return every word that any widget of the program holds, seen or not, and what screen readers are told."""
    found = [QGuiApplication.clipboard().text(), window.windowTitle()]
    for widget in QApplication.allWidgets():
        for name in (
            "text",
            "toPlainText",
            "placeholderText",
            "accessibleName",
            "accessibleDescription",
            "toolTip",
        ):
            read = getattr(widget, name, None)
            if callable(read) and isinstance(widget, QWidget):
                found.append(str(read()))
    for face in walk(QAccessible.queryAccessibleInterface(window)):
        found += [face.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value)]
    return "\n".join(found)


def gone_quiet(stranger, steady, seconds: float) -> None:
    steady.seconds += seconds
    stranger.page._presence.look()
    stranger.settle()
