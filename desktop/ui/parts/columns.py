"""Widgets of equal width, as many beside each other as there is room for; fewer when the text is large."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.design.spacing import line_length, roomy


class Columns(QWidget):
    """Fills its rows in the direction of reading.

    Attributes:
        across: how many stand beside each other now.
    """

    def __init__(self, parent: QWidget, *, characters: int, most: int, gap: float = 2.5) -> None:
        """Make it empty.

        Args:
            characters: what each needs, in characters of the body's text.
            most: as many beside each other as that.
        """
        super().__init__(parent)
        self._characters, self._most = characters, most
        self._held: list[QWidget] = []
        self._grid = QGridLayout(self)
        roomy(self._grid, gap=gap)
        self.across = most

    def put(self, widget: QWidget) -> None:
        """Put ``widget`` after those that are there."""
        self._held.append(widget)
        self._place(len(self._held) - 1)
        self._share()

    def put_only(self, widgets: Sequence[QWidget]) -> None:
        """Hold ``widgets`` and no others, in this order; one that goes is hidden and stays the parent's."""
        for widget in self._held:
            self._grid.removeWidget(widget)
            widget.setVisible(widget in widgets)
        self._held = list(widgets)
        for place, widget in enumerate(self._held):
            self._place(place)
            widget.show()
        self._share()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let as many stand beside each other as fit."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit anew when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and hasattr(self, "_held"):
            self._fit()

    def _fit(self) -> None:
        room = max(1, self.width() // max(1, line_length(self._characters)))
        room = min(self._most, room)
        # a last row that is half empty looks as if something were missing
        full = (each for each in range(room, 1, -1) if len(self._held) % each == 0)
        across = next(full, room) if len(self._held) > room else room
        if across == self.across:
            return
        self.across = across
        for widget in self._held:
            self._grid.removeWidget(widget)
        for place in range(len(self._held)):
            self._place(place)
        self._share()

    def _place(self, place: int) -> None:
        self._grid.addWidget(self._held[place], place // self.across, place % self.across)

    def _share(self) -> None:
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < self.across else 0)
