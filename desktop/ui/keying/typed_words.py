"""Words saved at each pause in typing them: some minutes of work must not hang on one press of Enter."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop.ui.background import Background
from desktop.ui.keying.key_field import KeyField
from desktop.ui.keying.panels import MarginPanel
from desktop.ui.parts.key_hold import KeyHold

PAUSE_MS = 1_000
"""Words are saved when no key came for this long; a key itself saves nothing."""


class TypedWords(QObject):
    """Saves what stands in the field and in the margin panel. Nothing waits for it: no key is held meanwhile.

    Attributes:
        pause: runs while somebody types; who leaves the sheet stops it.
        saved: whether words of the field that is shown were saved before they were ended.
    """

    def __init__(
        self, parent: QObject, *, field: KeyField, margin: MarginPanel, background: Background, hold: KeyHold
    ) -> None:
        super().__init__(parent)
        self._field, self._margin, self._background, self._hold = field, margin, background, hold
        self._course: Any = None
        self._path = ""
        self.saved = False
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(PAUSE_MS)
        self.pause.timeout.connect(self.keep)
        field.typing.connect(self._typing)
        margin.typing.connect(self.pause.start)

    def show_field(self, course: Any, path: str) -> None:
        """The field takes the words of the question ``path`` from now on; ``None`` and empty: none is shown."""
        self._course, self._path, self.saved = course, path, False
        self.pause.stop()

    def _typing(self) -> None:
        if self._path and self._field.takes_words:
            self.pause.start()

    def keep(self) -> None:
        """Save the words as they are now; a missing code, or what stood before, takes back what was saved."""
        if self._course is None or self._hold.holding:
            return
        notes = self._margin.unsaved()
        if notes is not None:
            self._background.run(partial(self._course.note_margin, *notes))
            self._margin.held(notes)
        if not (self._path and self._field.takes_words):
            return
        value = self._field.unsaved()
        if value or (value is None and self.saved):
            self.saved = bool(value)
            self._background.run(partial(self._course.keep, self._path, value, going_on=True))
