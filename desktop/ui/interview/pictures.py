"""Keeps the pictures of the interview that is going on: with its response, so that they go when it goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from desktop.ui.background import Background
from desktop.ui.questions.picture_keeper import PictureKeeper


class InterviewPictures(PictureKeeper):
    """Keeps pictures under the id of one response."""

    def __init__(self, background: Background, work: Any, desk: Any, response_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._work, self._desk, self._response_id = work, desk, response_id

    def keep(
        self, source: Path | bytes, *, then: Callable[[str], None], failed: Callable[[Exception], None]
    ) -> None:
        """Keep a picture; ``then`` gets the name that is the answer."""
        job = partial(self._keep_job, self._work, self._desk, self._response_id, source)
        self._background.run(job, then=then, failed=failed)

    @staticmethod
    def _keep_job(work: Any, desk: Any, response_id: str, source: Path | bytes) -> str:
        given = {"path": source} if isinstance(source, Path) else {"content": source}
        kept = work.pictures.take_picture(desk.place, actor=desk.actor, owner_id=response_id, **given)
        return str(kept.name)

    def fetch(self, name: str, *, then: Callable[[bytes], None], failed: Callable[[Exception], None]) -> None:
        """Give a picture back."""
        job = partial(self._fetch_job, self._work, self._desk, self._response_id, name)
        self._background.run(job, then=then, failed=failed)

    @staticmethod
    def _fetch_job(work: Any, desk: Any, response_id: str, name: str) -> bytes:
        content: bytes = work.pictures.picture_bytes(desk.place, owner_id=response_id, name=name)
        return content

    def drop(self, name: str) -> None:
        """Let a picture go that another one took the place of."""
        self._background.run(partial(self._drop_job, self._work, self._desk, self._response_id, name))

    @staticmethod
    def _drop_job(work: Any, desk: Any, response_id: str, name: str) -> None:
        work.pictures.drop_picture(desk.place, actor=desk.actor, owner_id=response_id, name=name)
