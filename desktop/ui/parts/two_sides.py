"""Two columns beside each other; one under the other when the window is narrow or the text large."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.ui.design.spacing import line_length, roomy


class TwoSides(QWidget):
    """Shares its width between two widgets.

    Attributes:
        first, second: the two, empty.
        beside: whether they stand beside each other now.
    """

    def __init__(self, parent: QWidget, *, first: int, second: int, characters: int, gap: float = 5) -> None:
        """Make both.

        Args:
            first, second: their shares of the width.
            characters: so many of the body's text must fit into a line for them to stand beside each other.
        """
        super().__init__(parent)
        self._characters = characters
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)  # Qt mirrors it
        roomy(self._layout, gap=gap)
        self.first, self.second = QWidget(self), QWidget(self)
        self._layout.addWidget(self.first, first)
        self._layout.addWidget(self.second, second)
        self.beside = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand as there is room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit anew when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and hasattr(self, "second"):
            self._fit()

    def _fit(self) -> None:
        self.beside = self.width() >= line_length(self._characters)
        way = QBoxLayout.Direction.LeftToRight if self.beside else QBoxLayout.Direction.TopToBottom
        if self._layout.direction() != way:
            self._layout.setDirection(way)
