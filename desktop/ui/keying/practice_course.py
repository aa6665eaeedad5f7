"""The course of one practice sheet: as of a real one, but that its end hands it in to be told right from wrong."""

from __future__ import annotations

from typing import Any

from desktop.ui.keying import blocks
from desktop.ui.keying.sheet_course import SheetCourse


class PracticeCourse(SheetCourse):
    """Drives one :class:`~desktop.workflows.practice_keying.PracticeKeying`.

    Args:
        training: the :class:`~desktop.workflows.train_keyers.Training` that the sheet belongs to.
    """

    def __init__(self, keying: Any, training: Any) -> None:
        super().__init__(keying)
        self._training = training

    def finish(self, received_on: str = "") -> str:
        """Hand the sheet in. Blocks without a word are taken away, as of a real one."""
        for instance in tuple(blocks.left_empty(self.keying.definition, self._order(), self._has_something)):
            self.keying.remove_repeat(instance)
        self._training.hand_in(self.keying)
        return ""
