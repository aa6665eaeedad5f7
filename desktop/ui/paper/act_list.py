"""What people did with paper on this laptop, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.sheets.custody import SheetMoveKind
from desktop.sheets.state_words import edition_words, move_words
from desktop.ui.interview.answer_words import spoken_date, spoken_time
from desktop.ui.parts.table import Table


class ActList(Table):
    """One row an act."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            tr("What was done with paper"),
            (tr("What"), tr("Copies"), tr("Day"), tr("Event"), tr("Logged"), tr("By"), tr("Why")),
            parent,
            most_rows=6,
        )
        self._kinds: dict[str, SheetMoveKind] = {}

    @property
    def can_be_undone(self) -> bool:
        """Whether the chosen act is one that can be taken back."""
        return bool(self.chosen) and self._kinds[self.chosen] is not SheetMoveKind.PUT_BACK

    def show_acts(self, acts: Iterable[Any], events: Mapping[str, Any]) -> None:
        """Show :class:`~desktop.sheets.custody.SheetMove`."""
        acts = tuple(acts)
        self._kinds = {act.move_id: act.kind for act in acts}
        rows = []
        for act in acts:
            event = events.get(act.event_id)
            what = move_words(act.kind, act.how)
            if act.edition:
                what = tr("{what}: {edition}", what=what, edition=edition_words(act.edition))
            if act.photocopy_of:
                what = tr("{what}, a photocopy", what=what)
            rows.append(
                (
                    act.move_id,
                    (
                        what,
                        str(len(act.serials)),
                        spoken_date(act.day),
                        event.name if event is not None else "",
                        spoken_time(act.made_at),
                        act.made_by,
                        act.reason,
                    ),
                )
            )
        self.show_rows(rows)
