"""The paper ledger: every sheet of every form at every event, and whether it balances; saved for the file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.sheets.copies import CopyState
from desktop.sheets.paper_ledger import KEYED
from desktop.sheets.state_words import run_words, state_words
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.pages.page import Page
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words


class PaperLedgerPage(Page):
    """Argument: ``store_url`` of a central store, for the ledger of all laptops together."""

    heading = tr("Paper ledger")
    characters = 120
    guide = "paper-custody"

    def build(self) -> None:
        self._report: Any = None
        column = self.content.column
        central = bool(self.arguments.get("store_url"))
        self.say(tr("Paper ledger of all laptops") if central else tr("Paper ledger"), Type.TITLE)
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self._verdict = Notice("success", "", "", column)
        self.add(self._verdict)
        self._table = Table(
            tr("Sheets by event and form"),
            (
                tr("Event"), tr("Balances"), tr("Sheets"), tr("Still out"), tr("To be keyed"), tr("Keyed"),
                tr("Late"), tr("Unaccounted for"), tr("Blank, refused, spoiled"), tr("Form"),
            ),
            column,
            most_rows=8,
        )  # fmt: skip
        self._table.itemSelectionChanged.connect(self._show_line)
        self.add(self._table)
        self._detail = QFrame(column)
        self._detail.setProperty("kind", "card")
        self._inside = QVBoxLayout(self._detail)
        roomy(self._inside, gap=2, margins=(4, 3, 4, 3))
        self._lines: QWidget | None = None
        self.add(self._detail)
        row = Flow(gap=3)
        self._pdf = button(tr("Save as PDF…"), column, self._choose_pdf, kind="primary")
        self._csv = button(tr("Save as CSV…"), column, self._choose_csv)
        row.addWidget(self._pdf)
        row.addWidget(self._csv)
        self.content.layout_.addLayout(row)
        self._requests_heading = words(tr("Asked for, and posted"), column, Type.SECTION)
        self.add(self._requests_heading)
        self._requests = Table(
            tr("Asked for, and posted"), (tr("Day"), tr("Asked for"), tr("Posted")), column, most_rows=8
        )
        self.add(self._requests)
        self._requests_words = words("", column, tone="muted")
        self.add(self._requests_words)
        self._look_heading = words(tr("To be looked at"), column, Type.SECTION)
        self.add(self._look_heading)
        self._look = Table(tr("To be looked at"), (tr("Serial"), tr("What is said of it")), column, most_rows=6)
        self.add(self._look)
        self._elsewhere = words("", column, tone="muted")
        self.add(self._elsewhere)
        self.content.layout_.addStretch(1)

    def begin(self) -> None:
        """Count the sheets."""
        self.load(partial(self._fetch, self.work, self.desk, self.arguments.get("store_url", "")), self._found,
                  saying=tr("Counting…"))  # fmt: skip

    @staticmethod
    def _fetch(work: Any, desk: Any, store_url: str) -> Any:
        about = {"actor": desk.actor, "programme_id": desk.programme.programme_id}
        if store_url:
            return work.paper_ledger.central_paper_ledger(desk.place, store_url=store_url, **about)
        return work.paper_ledger.paper_ledger(desk.place, **about)

    def _found(self, report: Any) -> None:
        self._report = report
        if not report.lines:
            self._verdict.say(
                tr("No paper yet"), tr("What is printed, comes back or is numbered is counted here."), kind="note"
            )
        elif report.ledger.balances:
            self._verdict.say(
                tr("✓ The paper ledger balances"),
                tr("Every sheet is in one state, and none is lost."),
                kind="success",
            )
        else:
            self._verdict.say(
                tr("✗ The paper ledger does not balance"),
                tr(
                    "The events below that do not balance say by how much. Save it and send it to the coordinator."
                ),
                kind="error",
            )
        self._table.show_rows([(str(at), _cells(each)) for at, each in enumerate(report.lines)])
        for part in (self._table, self._detail):
            part.setVisible(bool(report.lines))
        for made in (self._pdf, self._csv):
            made.setEnabled(bool(report.lines))
        self._show_requests(report)
        self._look.show_rows([(each.serial, (each.shown, each.words)) for each in report.disagreements])
        for part in (self._look_heading, self._look):
            part.setVisible(bool(report.disagreements))
        self._elsewhere.setText(
            "\n".join(
                ntr(
                    "{count} sheet was printed on {laptop}.",
                    "{count} sheets were printed on {laptop}.",
                    each.sheets,
                    laptop=each.label or tr("a laptop that is not known here"),
                )
                for each in report.elsewhere
            )
        )
        (self._table if report.lines else self).setFocus()

    def _show_requests(self, report: Any) -> None:
        days: dict[Any, list[list[str]]] = {}
        for (kind, day), many in report.requests.items():
            days.setdefault(day, [[], []])[0].append(f"{many} × {self.work.paper_files.request_words(kind)}")
        for edition, day, many in self.work.paper_files.posted_rows(report):
            days.setdefault(day, [[], []])[1].append(f"{many} × {edition}")
        self._requests.show_rows(
            [
                (day.isoformat(), (spoken_date(day), ", ".join(asked) or "–", ", ".join(posted) or "–"))
                for day, (asked, posted) in sorted(days.items(), reverse=True)
            ]
        )
        asked_for = sum(report.requests.values())
        posted_of = sum(report.ledger.posted.values())
        self._requests_words.setText(
            tr(
                "{asked} asked for, {posted} posted. No request is joined to a sheet: a serial leads to answers.",
                asked=asked_for,
                posted=posted_of,
            )
        )
        for part in (self._requests_heading, self._requests, self._requests_words):
            part.setVisible(bool(days))

    # one line ----------------------------------------------------------------------------------------------

    def _show_line(self) -> None:
        chosen = self._table.chosen
        if self._report is None or not chosen:
            return
        each = self._report.lines[int(chosen)]
        if self._lines is not None:
            self._lines.hide()
            self._lines.deleteLater()
        self._lines = QWidget(self._detail)
        grid = QGridLayout(self._lines)
        roomy(grid, gap=1.5)
        grid.setColumnStretch(1, 1)
        at = 0
        for heading, rows in _details(each):
            grid.addWidget(words(heading, self._lines, Type.STRONG), at, 0, 1, 2)
            at += 1
            for figure, said in rows:
                number = words(figure, self._lines, Type.STRONG)
                number.setWordWrap(False)
                grid.addWidget(number, at, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignTrailing)
                grid.addWidget(words(said, self._lines), at, 1)
                at += 1
        for equation in each.line.equations:
            sign = "=" if equation.holds else "≠"
            mark = words(
                f"{'✓' if equation.holds else '✗'} {equation.left} {sign} {equation.right}",
                self._lines,
                Type.STRONG,
                tone="success" if equation.holds else "error",
            )
            mark.setWordWrap(False)
            grid.addWidget(mark, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words(equation.words, self._lines), at, 1)
            at += 1
        self._inside.addWidget(self._lines)

    # files -------------------------------------------------------------------------------------------------

    def _choose_pdf(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the ledger as PDF"), tr("paper ledger.pdf"), tr("PDF (*.pdf)")
        )
        if chosen:
            self.save_pdf_to(Path(chosen))

    def _choose_csv(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the ledger as CSV"), tr("paper ledger.csv"), tr("CSV (*.csv)")
        )
        if chosen:
            self.save_csv_to(Path(chosen))

    def save_pdf_to(self, out: Path) -> None:
        """Write what is shown as PDF."""
        self._save(
            partial(
                self.work.paper_files.write_ledger_pdf,
                self.desk.place,
                self._report,
                actor=self.desk.actor,
                out=out,
            )
        )

    def save_csv_to(self, out: Path) -> None:
        """Write what is shown as CSV."""
        self._save(partial(self.work.paper_files.write_ledger_csv, self._report, actor=self.desk.actor, out=out))

    def _save(self, job: Any) -> None:
        self.background.run(job, then=self._saved, words=tr("Writing the ledger…"))

    def _saved(self, _nothing: object) -> None:
        self.succeeded.emit()
        self._said.say(tr("✓ The paper ledger was written"))
        self._said.show()
        self.content.to_top()


def _cells(each: Any) -> tuple[str, ...]:
    line = each.line
    states: Mapping[CopyState, int] = line.states
    return (
        f"{each.event_name}, {spoken_date(each.event_day)}" if each.event_day else tr("Event not known"),
        tr("✓ yes") if line.balances else tr("✗ no"),
        str(line.sheets),
        str(line.out),
        str(states[CopyState.RETURNED]),
        str(sum(states[state] for state in KEYED)),
        str(line.late),
        str(states[CopyState.UNACCOUNTED]),
        str(sum(states[state] for state in (CopyState.BLANK, CopyState.REFUSED, CopyState.SPOILED))),
        each.form_title,
    )


def _details(each: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    line = each.line
    come = [(str(line.printed), tr("printed with numbers"))]
    come += [(str(many), run_words(kind)) for kind, many in line.drawn.items() if many]
    come += [
        (str(many), said)
        for many, said in (
            (line.foreign, tr("printed on another laptop")),
            (line.came, tr("printed for another event, and counted here")),
            (-line.went, tr("printed for this event, and counted elsewhere")),
            (-line.unused, tr("numbers that no sheet bears yet")),
        )
        if many
    ]
    now = [(str(many), state_words(state)) for state, many in line.states.items() if many]
    back = [
        (str(many), said)
        for many, said in (
            (line.back_at_event, tr("at an event")),
            (line.back_by_post, tr("by post")),
            (line.back_not_said, tr("not said how")),
            (line.late, tr("of these late: after the closing date")),
            (line.keyed_unseen, tr("keyed, and the response is not here yet")),
        )
        if many
    ]
    found = [(tr("Where the sheets come from"), come), (tr("Where they are now"), now)]
    if line.masters:
        come.append((str(line.masters), tr("unnumbered masters; their copies count when they come back")))
    if back:
        found.append((tr("How they came back"), back))
    return found
