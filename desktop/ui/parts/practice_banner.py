"""The banner that stands on every screen of practice."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.words import words


class PracticeBanner(QFrame):
    """Says that everything here is made up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "practice")
        self.setAccessibleName(tr("Practice"))
        layout = QHBoxLayout(self)
        roomy(layout, margins=(4, 0.8, 4, 0.8))
        layout.addWidget(words(tr("Practice: made-up data, nothing is sent"), self, Type.STRONG))
