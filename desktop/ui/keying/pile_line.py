"""How far a pile is keyed, and which sheet of it comes next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.sheets.serials import read_serial
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words


class PileLine(QWidget):
    """Hidden until the code of a pile was scanned.

    Attributes:
        now: the :class:`~desktop.workflows.pile_keying.PileToKey` that is being keyed; ``None`` without one.
    Signals:
        next_wanted (str): the next sheet of the pile is in hand: its serial.
    """

    next_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.now: Any = None
        layout = QVBoxLayout(self)
        roomy(layout, gap=1.5)
        self._words = words("", self, Type.STRONG)
        self._next = button("", self, self._take_next)
        layout.addWidget(self._words)
        layout.addWidget(self._next, 0, Qt.AlignmentFlag.AlignLeading)
        self.hide()

    def show_pile(self, pile: Any) -> None:
        """Show how far ``pile`` is keyed; ``None``: there is none."""
        self.now = pile
        self.setVisible(pile is not None)
        if pile is None:
            return
        total, waiting = len(pile.serials), len(pile.waiting)
        if not waiting:
            self._words.setText(tr("This pile is through: {total} of {total} sheets.", total=total))
            self._next.hide()
            return
        self._words.setText(
            tr(
                "This pile: {keyed} of {total} sheets are keyed. The next one in its order:",
                keyed=total - waiting,
                total=total,
            )
        )
        self._next.setText(tr("{serial} is in my hand: key it", serial=read_serial(pile.waiting[0]).shown))
        self._next.setAccessibleName(self._next.text())
        self._next.show()

    def keyed(self, serial: str) -> None:
        """Count a sheet that was just keyed, or laid by to wait."""
        if self.now is not None:
            self.show_pile(self.now.without(serial))

    def strange(self, serial: str) -> bool:
        """Tell whether a pile is being keyed and this sheet is none of it."""
        return self.now is not None and serial not in self.now.serials

    def after(self, serial: str) -> str:
        """Return which sheet of the pile comes after this one; empty where none does."""
        waiting = self.now.waiting if self.now is not None else ()
        return next((each for each in waiting if each != serial), "")

    def _take_next(self) -> None:
        self.next_wanted.emit(read_serial(self.now.waiting[0]).shown)
