"""When nobody has touched the laptop for a while.

Input is counted where it reaches the window, before any widget sees it, and not by a filter on the application,
which would be called for every event of every object. The clock goes on while the laptop sleeps: opening the lid
after an hour is an hour, and the first key then wakes the lock and goes nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

MINUTES = (2, 5, 10, 30)
USUAL_MINUTES = 5
_LOOK_MS = 5_000
_INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress, QEvent.Type.TabletMove,
})  # fmt: skip


def minutes_of(setting: str) -> int:
    """Return the minutes that were kept as a setting; the usual ones where it holds none of those offered."""
    return int(setting) if setting.isdecimal() and int(setting) in MINUTES else USUAL_MINUTES


class IdleWatch(QObject):
    """Says when the laptop has been left alone for so many minutes.

    Attributes:
        minutes: how long is too long.
        armed: whether anybody is at work; nothing is said while nobody is.
    Signals:
        idle: it has been too long; said once, until :meth:`touched`.
    """

    idle = Signal()

    def __init__(self, steady: Callable[[], float], *, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self.minutes = minutes
        self.armed = False
        self._steady = steady
        self._last = steady()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._watch)
        # words of an input method (Bengali, Arabic) reach no window as keys; the cursor moves with them
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self.touched)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def touched(self) -> bool:
        """Count from now on anew; tell whether it had been too long already."""
        late = self.look()
        self._last = self._steady()
        return late

    def look(self) -> bool:
        """Say so when it has been too long, and tell it."""
        if not self.armed or self._steady() - self._last < self.minutes * 60:
            return False
        self.armed = False
        self.idle.emit()
        return True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count input; what comes too late is not passed on."""
        return event.type() in _INPUT and self.touched()
