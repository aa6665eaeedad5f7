"""Whether the person is still there: after a while a warning, and after that the screen is the next person's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

SECONDS_TO_ANSWER = 30
"""So long the warning stands. WCAG 2.2, 2.2.1 asks for at least 20 seconds to go on by a simple action."""
_LOOK_MS = 1_000


class Presence(QObject):
    """Counts the seconds since the last touch, by a clock that goes on while the laptop sleeps.

    Attributes:
        seconds: so long without a touch, then the warning.
        warned: whether the warning stands.
    Signals:
        quiet (int): nobody touched it for so long; seconds that are left, each second anew.
        back: somebody touched it while the warning stood.
        gone: nobody answered.
    """

    quiet = Signal(int)
    back = Signal()
    gone = Signal()

    def __init__(self, steady: Callable[[], float], *, seconds: int, parent: QObject) -> None:
        super().__init__(parent)
        self.seconds = seconds
        self.warned = False
        self._steady = steady
        self._last = steady()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Count from now on."""
        self._last = self._steady()
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()
        self.warned = False

    def touched(self) -> None:
        """Somebody did something. What comes after the time is up comes too late: it is another person's."""
        if self._steady() - self._last >= self.seconds + SECONDS_TO_ANSWER:
            self.look()
            return
        was, self.warned = self.warned, False
        self._last = self._steady()
        if was:
            self.back.emit()

    def begin_anew(self) -> None:
        """Count from now on, for whoever comes next."""
        self.warned = False
        self._last = self._steady()

    def look(self) -> None:
        """Warn, or give up, where it is time."""
        past = self._steady() - self._last
        if past >= self.seconds + SECONDS_TO_ANSWER:
            self.begin_anew()
            self.gone.emit()
        elif past >= self.seconds:
            self.warned = True
            self.quiet.emit(max(1, round(self.seconds + SECONDS_TO_ANSWER - past)))
