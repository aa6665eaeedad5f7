"""A list that opens, for a few codes; quiet under the wheel, and Enter hands the keyboard on."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy


class PickList(QComboBox):
    """Codes by their words.

    Signals:
        left: Enter was pressed while the list was closed.
    """

    left = Signal()

    def __init__(self, choices: Iterable[tuple[str, str]]) -> None:
        """Make it of (code, words)."""
        super().__init__()
        for code, label in choices:
            self.addItem(label, code)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def code(self) -> str:
        """The code that is picked."""
        return str(self.currentData() or "")

    def pick(self, code: str) -> None:
        """Pick a code; the first one where it is not in the list."""
        self.setCurrentIndex(max(0, self.findData(code)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: turned over a closed list it would change the code unseen."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the keyboard on at Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
            return
        super().keyPressEvent(event)
