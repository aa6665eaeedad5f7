"""What an image question asks of the program around it: to keep a picture, and to give one back."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject


class PictureKeeper(QObject):
    """Keeps the pictures of one response. What it calls back are bound methods of the widget that asks."""

    @abstractmethod
    def keep(
        self, source: Path | bytes, *, then: Callable[[str], None], failed: Callable[[Exception], None]
    ) -> None:
        """Take a picture from a file, or one that was drawn or photographed here.

        Args:
            then: called with the name that becomes the answer.
            failed: called with what the person must be told.
        """

    @abstractmethod
    def fetch(self, name: str, *, then: Callable[[bytes], None], failed: Callable[[Exception], None]) -> None:
        """Give the picture with that name back, as a file's bytes; none at all where it is gone."""

    @abstractmethod
    def drop(self, name: str) -> None:
        """Let a picture go that another one took the place of."""
