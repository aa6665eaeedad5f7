"""A line on the first page of the day when something about the custody of the data waits for a person."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words


class ToDoLine(QFrame):
    """Hidden while nothing is to be done.

    Signals:
        wanted: the person goes to where it is done.
    """

    wanted = Signal()

    def __init__(self, door: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "warning")
        row = QHBoxLayout(self)
        roomy(row, gap=4, margins=(4, 1.5, 4, 1.5))
        inside = QVBoxLayout()
        roomy(inside, gap=1)
        self.title = words("", self, Type.STRONG)
        self.text = words("", self)
        inside.addStretch(1)
        inside.addWidget(self.title)
        inside.addWidget(self.text)
        inside.addStretch(1)
        row.addLayout(inside, 1)
        row.addWidget(button(door, self, self.wanted), 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def say(self, title: str, text: str = "") -> None:
        """Show the line with these words; without a title, hide it."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.setVisible(bool(title))
