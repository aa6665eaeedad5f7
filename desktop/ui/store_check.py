"""Reading a store through once it is open: a damaged one is told of before more is put into it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.foundation.translation import tr
from desktop.ui.background import Background


class StoreCheck(QObject):
    """Checks a store while people go on.

    Signals:
        damaged (object, str): the workplace, and what is wrong and what helps, in words.
    """

    damaged = Signal(object, str)

    def __init__(self, background: Background, workflows: Any, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._work = workflows

    def look(self, place: Any) -> None:
        """Read every page of it; practice is made anew each day and is not looked at."""
        if place.practice:
            return
        work = self._work

        def job(_task: Any) -> Any:
            return place, work.integrity.check(place)

        self._background.run(job, then=self._looked, words=tr("Checking the store…"), long=True)

    def _looked(self, found: tuple[Any, Any]) -> None:
        place, result = found
        if not result.ok:
            self.damaged.emit(place, result.words)
