"""The copies that no instruction reaches, for a person to act on: exports, sticks, backups, paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.parts.buttons import button
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import words

_KINDS = {
    "export": "Export",
    "batch file": "Batch file",
    "batch": "Batch file",
    "backup": "Backup",
    "paper": "Paper sheet",
    "scan": "Scanned file",
    "openrosa": "OpenRosa server",
    "server": "Server",
}


class CopiesOut(QWidget):
    """A table of copies, what to do about the chosen one, and a button that ticks it off.

    Signals:
        dealt_with (str): the id of a copy that a person has seen to.
    """

    dealt_with = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words: dict[str, str] = {}
        layout = QVBoxLayout(self)
        roomy(layout, gap=3)
        self._title = words("", self, Type.SECTION)
        layout.addWidget(self._title)
        layout.addWidget(
            words(
                tr(
                    "The program can't reach these: somebody has to delete them, or let them go on their day."
                    " Tick each one off when that is done."
                ),
                self,
            )
        )
        self.table = Table(
            tr("Copies out of reach"), (tr("What"), tr("Goes by itself"), tr("Where")), self, most_rows=6
        )
        # paths of one stick differ at their end
        self.table.setTextElideMode(Qt.TextElideMode.ElideLeft)
        self.table.currentCellChanged.connect(self._show_chosen)
        layout.addWidget(self.table)
        self._chosen = words("", self)
        layout.addWidget(self._chosen)
        layout.addWidget(button(tr("This copy is dealt with"), self, self._tick))
        self.show_copies(())

    def show_copies(self, copies: tuple[Any, ...]) -> None:
        """Show the ``copies`` that are still open; nothing at all where there are none."""
        self._words = {each.copy_id: f"{each.place}\n{each.words}" for each in copies}
        self._title.setText(ntr("{count} copy is out of reach", "{count} copies are out of reach", len(copies)))
        self.table.show_rows(
            [
                (each.copy_id, (tr(_KINDS.get(each.kind, each.kind)), _expires(each.expires), each.place))
                for each in copies
            ]
        )
        self.setVisible(bool(copies))
        self._show_chosen()

    def _show_chosen(self) -> None:
        self._chosen.setText(self._words.get(self.table.chosen, ""))

    def _tick(self) -> None:
        if self.table.chosen:
            self.dealt_with.emit(self.table.chosen)


def _expires(text: str) -> str:
    return spoken_date(date.fromisoformat(text[:10])) if text else tr("no, not by itself")
