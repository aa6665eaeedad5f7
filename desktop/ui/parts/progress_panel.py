"""What is under way and takes longer than a second, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from desktop.foundation.translation import tr
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words


class ProgressPanel(QFrame):
    """Shows the newest slow job of a :class:`Background`; hidden while there is none.

    Signals:
        cancel_wanted (int): the number of the job to stop.
    """

    cancel_wanted = Signal(int)

    def __init__(self, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "note")
        self._shown: dict[int, tuple[str, bool]] = {}
        layout = QHBoxLayout(self)
        roomy(layout, gap=3, margins=(4, 2, 4, 2))
        self._words = words("", self)
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(tr("Progress"))
        self._cancel = button(tr("Cancel"), self, self._ask_to_stop)
        layout.addWidget(self._words, 2)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self._cancel)
        self.hide()
        background.slow.connect(self._begin)
        background.progressed.connect(self._go_on)
        background.ended.connect(self._end)
        self.cancel_wanted.connect(background.cancel)

    def _begin(self, number: int, text: str, steerable: bool) -> None:
        self._shown[number] = (text or tr("Working…"), steerable)
        self._show_newest()

    def _go_on(self, number: int, done: int, total: int, text: str) -> None:
        if not self._shown or number != max(self._shown):
            return
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)
        if text:
            self._words.setText(text)

    def _end(self, number: int) -> None:
        self._shown.pop(number, None)
        self._show_newest()

    def _show_newest(self) -> None:
        self.setVisible(bool(self._shown))
        if not self._shown:
            return
        text, steerable = self._shown[max(self._shown)]
        self._words.setText(text)
        self._bar.setRange(0, 0)
        self._cancel.setVisible(steerable)
        self._cancel.setEnabled(True)

    def _ask_to_stop(self) -> None:
        self._cancel.setEnabled(False)
        self._words.setText(tr("Stopping…"))
        self.cancel_wanted.emit(max(self._shown))
