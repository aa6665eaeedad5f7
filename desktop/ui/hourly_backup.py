"""Backups without anybody thinking of them: each hour while a store is open, and when the window closes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.jobs.executors import Cancelled
from desktop.staff.people import Actor
from desktop.ui.background import Background
from desktop.ui.services import Desk

LOOK_EVERY_MS = 5 * 60 * 1000
"""So often it is asked whether a backup is due: once an hour one is. A stick put in meanwhile is found."""
_BY_ITSELF = Actor(person_id="", name="", role=None, signed_in=False)
"""The program does it, whoever is at the laptop: what a volunteer keys is backed up too."""


class HourlyBackup(QObject):
    """Makes the backups that are due.

    A folder that is not there is no error here: the first page of the day says so, and nobody is interrupted.
    """

    def __init__(
        self, background: Background, workflows: Any, desk: Callable[[], Desk | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._work = workflows
        self._desk = desk
        self._under_way = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Make a backup in the background if one is due."""
        desk = self._desk()
        if desk is None or desk.practice or self._under_way:
            return
        self._under_way = self._background.run(
            partial(_if_due, self._work, desk.place),
            then=self._done,
            failed=self._failed,
            words=tr("Making a backup…"),
            long=True,
        )

    def at_closing(self) -> None:
        """Make one more if one is due, after what the page still saves and before the workers end."""
        self._timer.stop()
        desk = self._desk()
        if desk is not None and not desk.practice:
            # on the worker that writes: long work is broken off when the program ends
            self._background.run(partial(_if_due, self._work, desk.place, None), failed=self._failed)

    def stop(self) -> None:
        """Break off what is under way: the store is closed."""
        if self._under_way:
            self._background.cancel(self._under_way)

    def _done(self, _made: object) -> None:
        self._under_way = 0

    def _failed(self, error: Exception) -> None:
        self._under_way = 0
        if not isinstance(error, WorldError | Cancelled) and self._desk() is not None:
            self._background.refused.emit(error)


def _if_due(work: Any, place: Any, task: Any) -> Any:
    return work.back_up.back_up(place, actor=_BY_ITSELF, task=task) if work.back_up.due(place) else None
