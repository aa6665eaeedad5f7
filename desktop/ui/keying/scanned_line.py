"""Sheets that wait to be keyed from their scans, one after another, with no paper in hand."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.sheets.serials import read_serial
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words


class ScannedLine(QWidget):
    """Hidden where no scanned sheet waits.

    Signals:
        next_wanted (str): the next one is to be keyed: its serial in groups.
    """

    next_wanted = Signal(str)

    def __init__(self, parent: QWidget, *, work: Any, desk: Any, background: Background) -> None:
        super().__init__(parent)
        self._work, self._desk, self._background = work, desk, background
        self._waiting: tuple[str, ...] = ()
        self._taken = ""
        layout = QVBoxLayout(self)
        roomy(layout, gap=1.5)
        self._words = words("", self, Type.STRONG)
        self._next = button("", self, self._take)
        layout.addWidget(self._words)
        layout.addWidget(self._next, 0, Qt.AlignmentFlag.AlignLeading)
        self.hide()

    def look(self) -> None:
        """Find out which sheets wait."""
        if self._desk is not None and self._desk.programme is not None:
            self._background.run(partial(_waiting, self._work, self._desk), then=self.show_waiting)

    def show_waiting(self, serials: tuple[str, ...]) -> None:
        """Offer the first of ``serials``; nothing where there is none."""
        self._waiting = serials
        self.setVisible(bool(serials))
        if serials:
            count = len(serials)
            self._words.setText(
                ntr("{count} scanned sheet waits to be keyed", "{count} scanned sheets wait to be keyed", count)
            )
            self._next.setText(tr("Key {serial} from its scan", serial=read_serial(serials[0]).shown))
            self._next.setAccessibleName(self._next.text())

    def after(self, serial: str) -> str:
        """Return which sheet would come after this one; empty where none waits."""
        return next((each for each in self._waiting if each != serial), "")

    def done(self, serial: str) -> bool:
        """Count a sheet that was keyed, or laid by; tell whether it was one of these, and another one waits.

        The button has the keyboard then: one Enter goes on to the next.
        """
        goes_on = self._taken == serial
        self.show_waiting(tuple(each for each in self._waiting if each != serial))
        self._taken = ""
        self.look()
        if goes_on and self._waiting:
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _take(self) -> None:
        if self._waiting:
            self._taken = self._waiting[0]
            self.next_wanted.emit(read_serial(self._taken).shown)


def _waiting(work: Any, desk: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = work.scanned_pile.scanned_to_key(
        desk.place, actor=desk.actor, programme_id=desk.programme.programme_id
    )
    return found
