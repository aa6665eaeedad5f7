"""The sheet's questions in order, with what was keyed: the keyer's second look, not a place to type."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.ui.keying.sheet_course import SheetRow
from desktop.ui.parts.table import Table

_MISSING = {"blank": "– blank", "illegible": "? illegible", "more than one marked": "! more than one marked"}


class SheetList(Table):
    """A table of all questions; the one that is being keyed is marked."""

    def __init__(self, parent: QWidget) -> None:
        self._rows: tuple[SheetRow, ...] = ()
        super().__init__(
            tr("Questions of this sheet"), (tr("No."), tr("Keyed"), tr("Question")), parent, most_rows=9
        )

    def show_sheet(self, rows: tuple[SheetRow, ...], at: int) -> None:
        """Show ``rows``, with the one at ``at`` marked."""
        if [row.path for row in rows] == self.keys:
            # the same sheet: what did not change is the same object, and setting it anew would take a field's time
            for place, (row, before) in enumerate(zip(rows, self._rows, strict=True)):
                if row is not before and row != before:
                    self._show_row(place, row)
        else:
            self.show_rows([(row.path, (row.number, _words(row), row.label)) for row in rows])
        self._rows = rows
        if at >= 0:
            self.selectRow(at)
            self.scrollTo(self.model().index(at, 0), self.ScrollHint.PositionAtCenter)
        else:
            self.clearSelection()

    def _show_row(self, place: int, row: SheetRow) -> None:
        for column, text in enumerate((row.number, _words(row), row.label)):
            item = self.item(place, column)
            if item.text() != text:
                item.setText(text)
                item.setToolTip(text)

    def _fit(self) -> None:
        super()._fit()
        letter = self.fontMetrics().averageCharWidth()
        self.setColumnWidth(1, min(max(self.columnWidth(1), letter * 24), letter * 40))


def _words(row: SheetRow) -> str:
    stands = _stands(row)
    if row.query:
        asked = tr("the coordinator is asked") if row.query == "open" else tr("the coordinator answered")
        return tr("{answer} ({asked})", answer=stands, asked=asked) if stands else asked
    return stands


def _stands(row: SheetRow) -> str:
    if row.missing:
        return tr(_MISSING.get(row.missing, row.missing))
    if row.answer:
        answer = row.answer if len(row.answer) <= 60 else row.answer[:57] + "…"
        if row.warning:
            return tr("⚠ {answer}", answer=answer)
        return answer if row.on_route else tr("{answer} (off the route)", answer=answer)
    return "" if row.on_route else tr("skipped")
