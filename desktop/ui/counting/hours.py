"""The hours of an event and what was counted in each, as figures beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from desktop.engagement.attendance import CountKind
from desktop.foundation.translation import tr
from desktop.ui.parts.table import Table

_SHOWN = (CountKind.ATTENDANCE, CountKind.FOOTFALL, CountKind.CONVERSATION, CountKind.REFUSAL)


class Hours(Table):
    """One row an hour, the newest first; hidden while there is none. The four counts are never added up."""

    def __init__(self, parent: QWidget, *, most_rows: int = 10) -> None:
        super().__init__(
            tr("By hour"),
            (tr("Hour"), tr("Came"), tr("Passed by"), tr("Talked"), tr("Said no")),
            parent,
            most_rows=most_rows,
        )

    def show_hours(self, by_hour: Sequence[tuple[datetime, CountKind, int]]) -> None:
        """Show (start of the hour, kind, people)."""
        hours = sorted({at for at, _kind, _total in by_hour}, reverse=True)
        counted = {(at, kind): total for at, kind, total in by_hour}
        self.setVisible(bool(hours))
        several_days = len({at.date() for at in hours}) > 1
        self.show_rows(
            [
                (
                    at.isoformat(),
                    (
                        f"{at.day}.{at.month}. {at:%H:%M}" if several_days else f"{at:%H:%M}",
                        *(str(counted.get((at, kind), 0)) for kind in _SHOWN),
                    ),
                )
                for at in hours
            ]
        )
        self.clearSelection()
