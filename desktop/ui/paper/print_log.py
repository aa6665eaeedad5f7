"""What was printed: a table of the print runs, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.sheets.copies import PrintRun, RunKind
from desktop.sheets.state_words import edition_words, run_words
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_time
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import words


class PrintLog(QWidget):
    """The runs, or that there are none.

    Attributes:
        table: one row a run.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        roomy(layout, gap=3)
        layout.addWidget(words(tr("Print log"), self, Type.SECTION))
        self.table = Table(
            tr("Print log"),
            (tr("Run"), tr("Copies"), tr("Edition"), tr("Event"), tr("Printed"), tr("By")),
            self,
            most_rows=8,
        )
        self._empty = words(tr("Nothing was printed yet."), self, tone="muted")
        layout.addWidget(self.table)
        layout.addWidget(self._empty)

    def show_runs(self, runs: Sequence[PrintRun], events: Mapping[str, str]) -> None:
        """Show ``runs``; ``events`` gives the names of events by their ids."""
        self.table.show_rows([(run.run_id, _cells(run, events)) for run in runs])
        self.table.setVisible(bool(runs))
        self._empty.setVisible(not runs)


def _cells(run: PrintRun, events: Mapping[str, str]) -> tuple[str, ...]:
    return (
        str(run.run_number) if run.run_number else "–",
        str(run.copies) if run.kind is RunKind.NUMBERED else run_words(run.kind),
        edition_words(run.edition),
        events.get(run.event_id, ""),
        spoken_time(run.printed_at),
        run.printed_by,
    )
