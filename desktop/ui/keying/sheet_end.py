"""What the end of a sheet says of it, whether it was keyed the first time or the second."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.keying.sheet_course import SheetShown
from desktop.ui.keying.sheet_words import nothing_keyed_words
from desktop.ui.parts.words import Notice, words


class SheetEnd(QWidget):
    """Says that the sheet is through; whoever makes one adds what ends it to ``rows``.

    Attributes:
        top: the line above; waits: of queries; blank: where nothing was keyed; warnings: what the form objects to.
    Signals:
        back: Esc: back to the sheet. undo: Ctrl+Z.
        laid_by: the sheet can't be finished yet, since a query about it waits, and the next one is wanted.
    """

    back = Signal()
    undo = Signal()
    laid_by = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = QVBoxLayout(self)
        roomy(self.rows, gap=3)
        self.top = words("", self, tone="muted")
        self.rows.addWidget(self.top)
        self.rows.addWidget(words(tr("The sheet is through"), self, Type.TITLE))
        self.waits = Notice("note", "", "", self)
        self.blank = Notice("note", "", "", self)
        self.warnings = Notice("warning", "", "", self)
        for each in (self.waits, self.blank, self.warnings):
            self.rows.addWidget(each)

    def tell(self, shown: SheetShown) -> int:
        """Say where nothing was keyed and what the form objects to; return how many questions have an answer."""
        warned = [row for row in shown.rows if row.warning]
        self.warnings.say(
            ntr(
                "{count} value is against the form's rules",
                "{count} values are against the form's rules",
                len(warned),
            ),
            "\n".join(f"{row.number}. {row.warning}" for row in warned),
        )
        self.warnings.setVisible(bool(warned))
        self.blank.say(*nothing_keyed_words(shown.nothing_keyed))
        self.blank.setVisible(bool(shown.nothing_keyed))
        self.waits.setVisible(bool(shown.waits))
        return sum(1 for row in shown.rows if row.answer)
