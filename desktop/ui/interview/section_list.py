"""The list of the form's sections: how far each is, and a way to go to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type, give_type
from desktop.ui.interview.how_far import how_far_words
from desktop.ui.interview.section_button import SectionButton
from desktop.ui.interview.shown import SectionRow
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.words import words


class SectionList(QFrame):
    """Shows the sections.

    Signals:
        wanted (str): the path that the person wants to go to.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        layout = QVBoxLayout(self)
        roomy(layout, gap=1, margins=(2, 3, 2, 2))
        title = words(tr("Sections"), self, Type.STRONG)
        layout.addWidget(title)
        self._scroll = Scroll(self, characters=0, margins=0)
        layout.addWidget(self._scroll, 1)
        roomy(self._scroll.layout_, gap=0.5)
        self._scroll.layout_.addStretch(1)
        self._rows: list[SectionButton] = []

    def show_sections(self, sections: tuple[SectionRow, ...]) -> None:
        """Show ``sections``; rows are reused so that the focus stays where it is."""
        while len(self._rows) > len(sections):
            row = self._rows.pop()
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(sections):
            row = SectionButton(self._scroll.column)
            give_type(row, Type.SMALL)
            row.clicked.connect(self._go)
            self._rows.append(row)
            self._scroll.layout_.insertWidget(len(self._rows) - 1, row, 0, Qt.AlignmentFlag.AlignTop)
        for row, section in zip(self._rows, sections, strict=True):
            label = section.label or tr("Other questions")
            state = how_far_words(section.state, section.asked, section.answered)
            row.show_section(label, state, here=section.here, path=section.path)

    def _go(self) -> None:
        self.wanted.emit(self.sender().property("path"))
