"""The banner over a form that is only tried."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.words import words


class PreviewBanner(QFrame):
    """Says that nothing is saved."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "practice")
        self.setAccessibleName(tr("Preview"))
        layout = QHBoxLayout(self)
        roomy(layout, margins=(4, 0.8, 4, 0.8))
        layout.addWidget(words(tr("Preview: nothing is saved"), self, Type.STRONG))
