"""The page of a practice sheet beside the field that is keyed, as a scan of a real one is."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.ui.background import Background
from desktop.ui.keying.page_view import PageView


class PracticeView(PageView):
    """Shows the pages of one practice sheet at a time.

    Attributes:
        training: the pile that the sheets belong to; ``None`` between piles.
    """

    def __init__(self, parent: QWidget, *, work: Any, desk: Any, background: Background) -> None:
        self.training: Any = None
        super().__init__(parent, work=work, desk=desk, background=background)
        self.setAccessibleName(tr("Page of the practice sheet"))

    def _open_job(self, serial: str) -> Any:
        return self.training.pictures(int(serial.rpartition("-")[2]))
