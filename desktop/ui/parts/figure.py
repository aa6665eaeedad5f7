"""A figure of the day: the number, what it counts, and in small words what it is made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.words import restyle, words


class Figure(QFrame):
    """Read at a glance: the number first. Its ``tone`` is a colour of words, for what wants somebody's eye."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        roomy(column, gap=0.25, margins=(3, 1.25, 3, 1.25))
        self.number = words("", self, Type.TITLE)
        self.caption = words("", self, Type.STRONG)
        self.detail = words("", self, Type.SMALL, tone="muted")
        column.addWidget(self.number)
        column.addWidget(self.caption)
        column.addWidget(self.detail)
        column.addStretch(1)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def say(self, number: str, caption: str, detail: str = "", *, tone: str = "") -> None:
        """Show a figure."""
        self.number.setText(number)
        self.caption.setText(caption)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        restyle(self.number, "tone", tone)
        # one by one they would be read as a number without a name
        self.setAccessibleName(". ".join(part for part in (f"{caption}: {number}", detail) if part))
