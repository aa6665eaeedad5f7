"""A process that opens the application, says when its first window was painted and what memory it takes.

Run by test_start: ``python -m tests.benchmarks.opened FOLDER [--practice]``. With ``--bare`` an empty window of
the toolkit alone is opened: the baseline.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow, QWidget

MEBIBYTE = 1024 * 1024


class FirstPaint(QObject):
    """Notes the first paint of a window, and ends the application once ``until`` holds."""

    def __init__(self, app: QApplication, until: Callable[[], bool]) -> None:
        super().__init__(app)
        self._until = until
        self.seconds = 0.0
        self.memory = 0
        self._timer = QTimer(self)
        self._timer.setInterval(50)
        self._timer.timeout.connect(self._look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.seconds and event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            self.seconds = time.time() - psutil.Process().create_time()
            self._timer.start()
        return False

    def _look(self) -> None:
        if self._until():
            self._timer.stop()
            self.memory = psutil.Process().memory_info().rss
            QApplication.exit(0)  # not quit: that asks each window, and an interview would ask back


def main(words: list[str]) -> None:
    """Open what was asked for and print one line of JSON."""
    app = QApplication([])
    if "--bare" in words:
        first = FirstPaint(app, lambda: True)
        app.installEventFilter(first)
        window = QMainWindow()
        window.resize(1000, 700)
        window.show()
        app.exec()
    else:
        from desktop.foundation.clock import SystemClock
        from desktop.jobs.executors import Executors
        from desktop.ui.application import run_application

        practice = "--practice" in words
        first = FirstPaint(app, _at_work() if practice else lambda: True)
        app.installEventFilter(first)
        run_application(
            folder=Path(words[0]),
            practice=practice,
            clock=SystemClock(),
            executors=Executors(),
            find_keyring=lambda: None,
        )
    print(json.dumps({"painted_seconds": first.seconds, "memory_mib": first.memory / MEBIBYTE}))  # noqa: T201


def _at_work() -> Callable[[], bool]:
    """Return what goes on to an interview step by step, and says when its first page is shown."""
    presses = ["Olu Practice, engagement officer", "Made-up drop-in at the library", "Interview"]

    def step() -> bool:
        shown = [each for each in QApplication.allWidgets() if each.isVisible()]
        if not presses:
            return any(type(each).__name__ == "ConsentStage" for each in shown)
        for each in shown:
            if isinstance(each, QAbstractButton) and each.text() == presses[0] and each.isEnabled():
                presses.pop(0)
                each.click()
                break
        return False

    return step


if __name__ == "__main__":
    main(sys.argv[1:])
