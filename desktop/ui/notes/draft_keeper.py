"""Keeps what is being written in the encrypted store, a few seconds after it was written at most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.engagement.notes import NoteKind
from desktop.foundation.ids import new_id
from desktop.ui.background import Background
from desktop.ui.services import Desk

KEPT_AFTER_MS = 2_000
"""So long after the first change that is not on the disk it is put there, however fast somebody goes on typing."""


class DraftKeeper(QObject):
    """Saves the fields of a note as a draft.

    Attributes:
        draft_id: of the draft that is written; a new one after :meth:`ended`.
        safe: whether everything that was written so far is on the disk.
        failing: whether the disk refused the last time.
    Signals:
        kept (object): these fields are on the disk.
        not_kept (object): the error that the disk answered with.
    """

    kept = Signal(object)
    not_kept = Signal(object)

    def __init__(
        self,
        *,
        work: Any,
        desk: Desk,
        background: Background,
        fields: Callable[[], Mapping[str, str]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work, self._desk, self._background, self._fields = work, desk, background, fields
        self.draft_id = new_id()
        self.safe = True
        self.failing = False
        self._on_its_way: dict[str, str] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_AFTER_MS)
        self._timer.timeout.connect(self.keep_now)

    def changed(self) -> None:
        """Something was written: it will be kept soon. Going on to write does not put that off."""
        self.safe = False
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Keep what stands in the fields, if it is not kept yet."""
        self._timer.stop()
        fields = dict(self._fields())
        if self.safe or fields == self._on_its_way:
            return
        self._on_its_way = fields
        job = partial(self._keep_job, self._work, self._desk, self.draft_id, fields)
        self._background.run(job, then=self._kept, failed=self._failed)

    @staticmethod
    def _keep_job(work: Any, desk: Desk, draft_id: str, fields: dict[str, str]) -> dict[str, str]:
        work.note_drafts.keep_draft(
            desk.place,
            actor=desk.actor,
            draft_id=draft_id,
            kind=NoteKind.CONVERSATION,
            event_id=desk.event.event_id,
            fields=fields,
        )
        return fields

    @property
    def saving(self) -> bool:
        """Whether something is on its way to the disk."""
        return self._on_its_way is not None

    def _kept(self, fields: dict[str, str]) -> None:
        if fields == self._on_its_way:  # else there is a later one
            self._on_its_way = None
            self.safe = self.safe or not self._timer.isActive()
        self.failing = False
        self.kept.emit(fields)

    def _failed(self, error: Exception) -> None:
        self._on_its_way = None
        self.safe, self.failing = False, True
        self._timer.start()  # the disk may have room again
        self.not_kept.emit(error)

    def go_on_with(self, draft_id: str) -> None:
        """Write on in another draft, which is on the disk as it stands."""
        self._timer.stop()
        self.draft_id, self.safe, self.failing, self._on_its_way = draft_id, True, False, None

    def ended(self) -> None:
        """The note was saved, and its draft went with it: what comes next is another one."""
        self.go_on_with(new_id())
