"""The stack that is being scanned: what each copy is, and whether the act that was chosen can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.sheets.copies import CopyState
from desktop.sheets.custody import SheetMoveKind, may_move
from desktop.sheets.state_words import state_words
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.parts.table import Table

MOST_SHOWN = 200
_BACK = frozenset({CopyState.RETURNED, CopyState.BLANK, CopyState.REFUSED, CopyState.KEYED, CopyState.VERIFIED})
"""States of a sheet that came back: a second one with its serial is a photocopy."""


class StackList(Table):
    """The latest copies of the stack, newest first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            tr("Sheets in the stack"),
            (tr("Serial"), tr("Now"), tr("What will be logged"), tr("Event"), tr("Form")),
            parent,
            most_rows=8,
        )

    def show_stack(
        self,
        stack: Mapping[str, Any],
        *,
        kind: SheetMoveKind,
        twice: Mapping[str, None],
        forms: Mapping[str, str],
        events: Mapping[str, Any],
    ) -> int:
        """Show ``stack``, serial to ``CopySeen`` of the workflow ``custody``; return how many will be moved."""
        rows = []
        will = 0
        for serial, seen in reversed(stack.items()):
            fit = fits(seen, kind)
            will += fit
            if len(rows) >= MOST_SHOWN:
                continue
            event = events.get(seen.copy.event_id)
            then = tr("yes") if fit else tr("no: stays as it is")
            if serial in twice:
                then = tr("{then}; given twice: a photocopy?", then=then)
            elif not fit and may_be_photocopy(seen, kind):
                then = tr("no: a photocopy?")
            now = state_words(seen.copy.state)
            if seen.late:
                now = tr("{state}, late", state=now)
            rows.append(
                (
                    serial,
                    (
                        seen.shown,
                        now if seen.run is not None else tr("{state}; printed elsewhere", state=now),
                        then,
                        f"{event.name}, {spoken_date(event.day)}" if event is not None else tr("not known"),
                        forms.get(seen.copy.form_id, seen.copy.form_id),
                    ),
                )
            )
        self.show_rows(rows)
        return will


def fits(seen: Any, kind: SheetMoveKind) -> bool:
    """Tell whether the act can be done with a copy; whether there is anything to take back, only the act tells."""
    if kind is SheetMoveKind.PUT_BACK:
        return seen.copy.state not in (CopyState.PRINTED, CopyState.VERIFIED)
    return may_move(seen.copy.state, kind, run=None if seen.run is None else seen.run.kind)


def may_be_photocopy(seen: Any, kind: SheetMoveKind) -> bool:
    """Tell whether a sheet that comes back has the serial of one that came back before."""
    comes_back = kind in (SheetMoveKind.RETURN, SheetMoveKind.BLANK, SheetMoveKind.REFUSE)
    return comes_back and seen.copy.state in _BACK
