"""Asks before something goes that was not kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.foundation.translation import tr

_LOOKS_EACH_MS = 10
_LONGEST_MS = 3_000
"""So long a person who leaves waits for what is being saved; a disk that hangs longer is told of."""


def wait_while(saving: Callable[[], bool]) -> None:
    """Let what is being saved end before it is asked what would be lost; no key is taken in meanwhile."""
    if not saving():
        return
    loop = QEventLoop()
    look, longest = QTimer(loop), QTimer(loop)

    def see() -> None:
        if not saving():
            loop.quit()

    look.timeout.connect(see)
    longest.timeout.connect(loop.quit)
    look.start(_LOOKS_EACH_MS)
    longest.start(_LONGEST_MS)
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    look.stop()
    longest.stop()


def may_lose(lost: str, parent: QWidget) -> bool:
    """Ask about what would be lost by leaving a page; nothing is asked where that is empty."""
    if not lost:
        return True
    answer = QMessageBox.question(
        parent,
        tr("Leave this page?"),
        lost,
        QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.Cancel,
    )
    return answer == QMessageBox.StandardButton.Discard


def may_close(kept: str, parent: QWidget) -> bool:
    """Say what is kept while the program is closed, and ask whether it shall be."""
    if not kept:
        return True
    answer = QMessageBox.information(
        parent,
        tr("Close the program?"),
        kept,
        QMessageBox.StandardButton.Close | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.Close,
    )
    return answer == QMessageBox.StandardButton.Close
