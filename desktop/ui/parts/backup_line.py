"""A line on the first page of the day when there is something to do about the backups; else nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.ui.interview.answer_words import spoken_time
from desktop.ui.parts.to_do_line import ToDoLine

OLD = timedelta(hours=25)
"""Older than this, a day of work has no backup."""


@dataclass(frozen=True, slots=True)
class BackupState:
    """What the line is made of.

    Attributes:
        folder: where backups go; empty when nobody has chosen.
        there: whether the folder can be reached now.
        last: when the last backup was taken; ``None`` for never.
        now: by the workplace's clock.
    """

    folder: str
    there: bool
    last: datetime | None
    now: datetime


def look_at_backups(work: Any, place: Any, _task: Any = None) -> BackupState:
    """Look; on the worker for long work, since a network folder that is gone lets one wait."""
    folder = work.back_up.plan(place).folder
    last = work.back_up.last_backup(place)
    return BackupState(
        folder="" if folder is None else str(folder),
        there=folder is not None and Path(folder).is_dir(),
        last=None if last is None else last.taken_at,
        now=place.clock.now(),
    )


def backup_words(state: BackupState) -> tuple[str, str]:
    """Return title and text of the line; both empty when all is well."""
    when = (
        tr("The last backup is of {time}.", time=spoken_time(state.last))
        if state.last is not None
        else tr("No backup was made yet.")
    )
    if not state.folder:
        return tr("No backups are made"), tr("When this laptop is lost or breaks, all of its work goes with it.")
    if not state.there:
        return (
            tr("The folder for the backups is not there"),
            tr("{when} Connect the stick or the network folder {folder}.", when=when, folder=state.folder),
        )
    if state.last is None or state.now - state.last > OLD:
        return tr("The backup is old") if state.last is not None else tr("No backup was made yet"), (
            when if state.last is not None else ""
        )
    return "", ""


class BackupLine(ToDoLine):
    """Leads to the page of the backups; hidden while all is well."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Backups…"), parent)

    def show_state(self, state: BackupState) -> None:
        """Show the line, or hide it where nothing is to be done."""
        self.say(*backup_words(state))
