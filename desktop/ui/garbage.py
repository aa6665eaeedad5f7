"""Garbage collection on the main thread only.

A cycle that holds Qt objects and is collected on a worker thread destroys them there, which ends the process.
So automatic collection is off, and a timer in the UI thread collects, as Anki does (``aqt/main.py``).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 20_000


class Collector(QObject):
    """Collects by a timer of the thread that it lives in.

    While it runs the automatic collector is off; :meth:`stop` puts back what was before.
    """

    def __init__(self, parent: QObject | None = None, *, every_ms: int = _EVERY_MS) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect now: the young objects each time, everything at every ninth."""
        self._rounds += 1
        gc.collect(2 if self._rounds % 9 == 0 else 1)

    def stop(self) -> None:
        """End the timer and give collection back to the interpreter."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
