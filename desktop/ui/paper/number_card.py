"""A number that is to be written on a sheet, as large as it can be read across a table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.words import words


class NumberCard(QFrame):
    """What to do, the number, and what it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        layout = QVBoxLayout(self)
        roomy(layout, gap=1, margins=(5, 4, 5, 4))
        self._what = words("", self, Type.STRONG)
        self._number = words("", self, Type.CODE)
        self._detail = words("", self, tone="muted")
        for part in (self._what, self._number, self._detail):
            layout.addWidget(part)
        # copied figure by figure, from left to right in every language
        self._number.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hide()

    @property
    def number(self) -> str:
        """The number that is shown, or empty."""
        return "" if self.isHidden() else self._number.text()

    def say(self, what: str, number: str, detail: str = "") -> None:
        """Show a number."""
        self._what.setText(what)
        self._number.setText(number)
        self._number.setAccessibleName(tr("Number {number}", number=" ".join(number)))
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.show()
