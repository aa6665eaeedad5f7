"""Sheets that were not keyed to their end: a volunteer sees no other page that could take them there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words

_MOST = 5
"""So many are offered."""


class BegunList(QWidget):
    """One link a sheet.

    Signals:
        chosen (str): the serial of the sheet to go on with.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        roomy(self._rows, gap=2)
        self.hide()

    def offer(self, drafts: Sequence[Any]) -> None:
        """Offer ``drafts`` in place of those before."""
        while self._rows.count():
            old = self._rows.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.setVisible(bool(drafts))
        if drafts:
            self._rows.addWidget(words(tr("Not keyed to the end"), self, Type.SECTION))
        for draft in drafts[:_MOST]:
            shown = "-".join(draft.serial[at : at + 4] for at in range(0, len(draft.serial), 4))
            text = tr(
                "Go on with {serial}: {answered} answered, begun by {name}",
                serial=shown,
                answered=draft.answered,
                name=draft.started_by or tr("nobody named"),
            )
            made = button(text, self, self._go_on, kind="link")
            made.setProperty("serial", draft.serial)
            self._rows.addWidget(made, 0, Qt.AlignmentFlag.AlignLeading)

    def _go_on(self) -> None:
        self.chosen.emit(self.sender().property("serial"))
