"""Sheets of practice that came back: there is no paper of them, so their serials are offered to be keyed."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.sheets.serials import read_serial
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words

_MOST = 3
"""So many are offered."""


class PracticeSerials(QWidget):
    """One link a sheet; hidden in real work, and where none is left.

    Signals:
        chosen (str): the serial of the sheet to key, in groups.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, *, work: Any, desk: Any, background: Background) -> None:
        super().__init__(parent)
        self._work, self._desk, self._background = work, desk, background
        layout = QVBoxLayout(self)
        roomy(layout, gap=1.5)
        layout.addWidget(
            words(
                tr("There is no paper in practice. Press one of these, and make up what would stand on it."),
                self,
                tone="muted",
            )
        )
        self.links = tuple(button("", self, self._take, kind="link") for _each in range(_MOST))
        for each in self.links:
            layout.addWidget(each, 0, Qt.AlignmentFlag.AlignLeading)
        self.hide()

    def look(self) -> None:
        """Find out which sheets can be keyed."""
        if self._desk is not None and self._desk.place.practice and self._desk.programme is not None:
            self._background.run(partial(_to_key, self._work, self._desk), then=self.offer)

    def offer(self, serials: tuple[str, ...]) -> None:
        """Offer the first of ``serials``."""
        self.setVisible(bool(serials))
        for at, link in enumerate(self.links):
            link.setVisible(at < len(serials))
            if at < len(serials):
                shown = read_serial(serials[at]).shown
                link.setText(tr("Practice: key {serial}", serial=shown))
                link.setAccessibleName(link.text())
                link.setProperty("serial", shown)

    def _take(self) -> None:
        self.chosen.emit(self.sender().property("serial"))


def _to_key(work: Any, desk: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = work.keying_overview.practice_to_key(
        desk.place, actor=desk.actor, programme_id=desk.programme.programme_id
    )
    return found
