"""Offered where a serial was keyed before: the second sheet is a photocopy, and gets a number of its own."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.paper.number_card import NumberCard
from desktop.ui.parts.buttons import button
from desktop.ui.services import Desk


class PhotocopyOffer(QWidget):
    """A button, then the number.

    Signals:
        numbered (str): the sheet is a photocopy, and this is its number, to be keyed under.
    """

    numbered = Signal(str)

    def __init__(self, parent: QWidget, *, work: Any, desk: Desk | None, background: Background) -> None:
        super().__init__(parent)
        self._work, self._desk, self._background = work, desk, background
        self._serial = self._event_id = ""
        layout = QVBoxLayout(self)
        roomy(layout, gap=2)
        self._accept = button(tr("It is a photocopy: give it a number of its own"), self, self._accepted)
        self._card = NumberCard(self)
        layout.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self._card)
        self.withdraw()

    @property
    def number(self) -> str:
        """The number that was given, or empty."""
        return self._card.number

    def offer(self, serial: str, event_id: str) -> None:
        """Offer it for a second sheet with ``serial``; ``event_id`` is where sheets are collected, or empty."""
        self._serial, self._event_id = serial, event_id
        self._card.hide()
        self._accept.show()
        self._accept.setEnabled(True)
        self.show()

    def withdraw(self) -> None:
        """Offer nothing any more."""
        self.hide()
        self._accept.setEnabled(False)

    def _accepted(self) -> None:
        self._accept.setEnabled(False)
        self._background.run(
            partial(
                self._work.number_sheets.accept_photocopy,
                self._desk.place,
                actor=self._desk.actor,
                original=self._serial,
                event_id=self._event_id,
            ),
            then=self._given,
            failed=self._refused,
        )

    def _given(self, numbered: Any) -> None:
        self._accept.hide()
        self._card.say(
            tr("Write this number on the sheet, and strike out the printed one"),
            numbered.shown,
            tr("It stands in the field above: Enter keys the sheet under it."),
        )
        self.numbered.emit(numbered.shown)

    def _refused(self, error: Exception) -> None:
        self._accept.setEnabled(True)
        self._background.refused.emit(error)
