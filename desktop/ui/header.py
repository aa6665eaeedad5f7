"""The window's header: back to today, where one is, who is at the laptop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words


class Header(QFrame):
    """One row over the page.

    Attributes:
        home, change: its buttons. title, who: its words.
    """

    def __init__(self, parent: QWidget, *, go_home: Callable[[], None], change_over: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setProperty("kind", "header")
        row = QHBoxLayout(self)
        roomy(row, gap=3, margins=(4, 1.5, 4, 1.5))
        self.home = button(tr("Today"), self, go_home, name=tr("Back to today"))
        self.title = words("", self, Type.SECTION)
        self.who = words("", self, tone="muted")
        self.who.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.change = button(tr("Change over"), self, change_over, name=tr("Somebody else at the laptop"))
        row.addWidget(self.home)
        row.addWidget(self.title, 3, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.who, 2, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.change)
