"""The course of keying one sheet a second time, without Qt: what the plan leaves out is not come by.

Lives on the database worker, like :class:`~desktop.ui.keying.sheet_course.SheetCourse`.
"""

from __future__ import annotations

from typing import Any

from desktop.ui.keying import blocks
from desktop.ui.keying.asking import Asking
from desktop.ui.keying.sheet_course import SheetCourse


class SecondCourse(SheetCourse):
    """Drives one :class:`~desktop.workflows.verify_keying.SecondKeying`. Nothing of the first keying is in it."""

    def __init__(self, keying: Any, asking: Asking | None = None) -> None:
        super().__init__(keying, asking)
        self._hanging: dict[str, bool] = {}

    def finish(self, received_on: str = "") -> str:
        """Keep the second keying, and return the serial. Blocks without a word are taken away."""
        for instance in tuple(blocks.left_empty(self.keying.definition, self._order(), self._has_something)):
            self.keying.remove_repeat(instance)
        return str(self.keying.keep().serial)

    def _order(self) -> list[str]:
        return [path for path in super()._order() if self.keying.asks(path)]

    def _with_nothing(self) -> list[str]:
        # whether the sheet asks a question that hangs on one left out, nobody can know here
        return [path for path in super()._with_nothing() if not self._hanging.get(path)]

    def _on_route(self, path: str) -> bool:
        if path not in self._hanging:
            self._hanging[path] = self.keying.hangs_on_left_out(path)
        if self._hanging[path]:
            return not self._entry.node(path).readonly
        return super()._on_route(path)
