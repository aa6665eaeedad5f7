"""Whom to call about a safeguarding concern: it stands above everything else, in large figures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.engagement.hand_over import TO_BE_SAID, Safeguarding
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.words import words


class NumbersFirst(Columns):
    """Three cards: in an emergency, the duty team, who leads. What the programme has not said is said to be so."""

    def __init__(self, numbers: Safeguarding, parent: QWidget) -> None:
        super().__init__(parent, characters=26, most=3)
        self._card(tr("In an emergency, first of all"), numbers.emergency)
        self._card(tr("The duty team"), numbers.duty_team)
        self._card(tr("Who leads on safeguarding"), numbers.lead)

    def _card(self, caption: str, told: str) -> None:
        there = bool(told.strip()) and told.strip() != TO_BE_SAID
        card = QFrame(self)
        card.setProperty("kind", "error" if there else "warning")
        column = QVBoxLayout(card)
        roomy(column, gap=0.5, margins=(4, 2, 4, 2))
        column.addWidget(words(caption, card, Type.STRONG))
        said = told if there else tr("To be filled in by the programme")
        label = words(said, card, Type.TITLE if there else Type.STRONG)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
        if not there:
            column.addWidget(words(tr("Ask whoever runs the event now, before it is needed."), card))
        column.addStretch(1)
        card.setAccessibleName(f"{caption}: {said}")
        self.put(card)
