"""The copies that have scanned pages: how many each has, what it lacks, and taking a page out again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.paper.scan_rows import in_runs
from desktop.ui.parts.buttons import button
from desktop.ui.parts.choice_box import ChoiceBox
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import words

_MOST = 200
"""Rows that are shown; the field above finds the others."""


class ScannedCopies(QWidget):
    """Signals:
    remove_wanted (str, str): id of a page, and why it goes.
    key_wanted (str): the serial of a sheet that is to be keyed.
    """

    remove_wanted = Signal(str, str)
    key_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._copies: dict[str, Any] = {}
        layout = QVBoxLayout(self)
        roomy(layout, gap=2)
        layout.addWidget(words(tr("Sheets with scans"), self, Type.SECTION))
        self._count = words("", self, tone="muted")
        layout.addWidget(self._count)
        self._find = text_field(tr("Find a serial"), self, characters=24)
        edit = self._find.input
        assert isinstance(edit, QLineEdit)
        self._edit = edit
        edit.textChanged.connect(self._show)
        layout.addWidget(self._find)
        self._table = Table(
            tr("Sheets with scans"), (tr("Serial"), tr("Pages"), tr("Lacks"), tr("Form")), self, most_rows=8
        )
        self._table.currentCellChanged.connect(self._other)
        layout.addWidget(self._table)
        columns = Columns(self, characters=30, most=2)
        self._pages = ChoiceBox()
        self._page_field = Field(tr("Page of this sheet"), self._pages, columns)
        columns.put(self._page_field)
        layout.addWidget(columns)
        row = Flow(gap=3)
        self._key = button(tr("Key this sheet"), self, self._to_key)
        self._remove = button(tr("Remove the page…"), self, self._ask_remove, kind="danger")
        row.addWidget(self._key)
        row.addWidget(self._remove)
        layout.addLayout(row)
        self._parts = (self._find, self._table, columns, self._key, self._remove)

    def show_copies(self, copies: Sequence[Any]) -> None:
        """Show other copies; those that lack something come first."""
        before = self._table.chosen
        ordered = sorted(copies, key=lambda each: (not (each.missing or each.gone), each.serial))
        self._copies = {each.serial: each for each in ordered}
        pages = sum(len(each.scans) for each in copies)
        lacking = sum(bool(each.missing or each.gone) for each in copies)
        said = ntr("{count} sheet", "{count} sheets", len(copies))
        said = tr("{sheets}, {pages}.", sheets=said, pages=ntr("{count} page", "{count} pages", pages))
        if lacking:
            said += " " + ntr("{count} lacks a page.", "{count} lack a page.", lacking)
        self._count.setText(said if copies else tr("No page is attached yet."))
        for part in self._parts:
            part.setVisible(bool(copies))
        self._show()
        if before in self._table.keys:
            self._table.selectRow(self._table.keys.index(before))

    def _show(self) -> None:
        wanted = "".join(each for each in self._edit.text().upper() if each.isalnum())
        found = [each for each in self._copies.values() if wanted in each.serial][:_MOST]
        self._table.show_rows([(each.serial, _cells(each)) for each in found])
        self._other()

    def _other(self, *_cell: int) -> None:
        copy = self._copies.get(self._table.chosen)
        self._pages.clear()
        if copy is not None:
            for scan in copy.scans:
                self._pages.add(tr("Page {page}", page=scan.page), scan.scan_id)
        for each in (self._key, self._remove, self._pages):
            each.setEnabled(copy is not None)

    def _to_key(self) -> None:
        if self._table.chosen:
            self.key_wanted.emit(self._copies[self._table.chosen].shown)

    def _ask_remove(self) -> None:
        scan_id = str(self._pages.currentData() or "")
        if not scan_id:
            return
        reasons = (
            ("wrong copy", tr("attached to the wrong copy")),
            ("badly scanned", tr("badly scanned: it is scanned again")),
            ("not needed", tr("no longer needed")),
        )
        found = ReasonDialog.ask(
            self,
            tr("Remove this page?"),
            tr("Its picture is deleted. The sheet and what was keyed from it stay."),
            reasons,
            own=tr("Another reason, without names"),
            agree=tr("Remove"),
        )
        if found is not None:
            self.remove_wanted.emit(scan_id, found[1])

    def take_focus(self) -> None:
        """Take the keyboard."""
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)


def _cells(copy: Any) -> tuple[str, ...]:
    lacks = []
    if copy.missing:
        lacks.append(tr("page {pages}", pages=in_runs(copy.missing)))
    if copy.gone:
        lacks.append(tr("the file of page {pages}", pages=in_runs(copy.gone)))
    return (
        copy.shown,
        tr("{have} of {all}", have=len({each.page for each in copy.scans}), all=copy.pages),
        "; ".join(lacks) or tr("nothing"),
        copy.form_title,
    )
