"""Labels with numbers, and masters for the photocopier: written as PDF by who may print."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.staff.people import Action
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.count_edit import CountEdit
from desktop.ui.parts.fields import Field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words
from desktop.ui.services import Desk

MOST_LABELS = 2_400
_SHEETS = (("5x13", 65), ("3x8", 24))
"""The usual one first: its labels fit the frame on a master, and cover neither page number nor code."""


class NumberFiles(QWidget):
    """How many labels on which sheet, and two buttons. Hidden from who may not print.

    Signals:
        written (str, str): a file was written: what to say of it.
    """

    written = Signal(str, str)

    def __init__(self, parent: QWidget, *, work: Any, desk: Desk | None, background: Background) -> None:
        super().__init__(parent)
        self._work, self._desk, self._background = work, desk, background
        self._forms: QComboBox | None = None
        self._events: QComboBox | None = None
        layout = QVBoxLayout(self)
        roomy(layout, gap=3)
        layout.addWidget(words(tr("Labels, and masters for the photocopier"), self, Type.SECTION))
        self._labels = CountEdit(1, MOST_LABELS, 24)
        self._sheet = QComboBox()
        for name, many in _SHEETS:
            self._sheet.addItem(tr("A4 with {count} labels ({name})", count=many, name=name), name)
        self._sheet.currentIndexChanged.connect(self._sheet_chosen)
        self._skip = CountEdit(0, _SHEETS[0][1] - 1, 0)
        box = Columns(self, characters=34, most=3)
        for field in (
            Field(tr("Labels"), self._labels, box, hint=tr("Each has its own number."), characters=8),
            Field(tr("Sheet of labels"), self._sheet, box, hint=tr("Print it at 100 %.")),
            Field(tr("Labels gone from the first sheet"), self._skip, box, characters=8),
        ):
            box.put(field)
        layout.addWidget(box)
        buttons = Flow(gap=3)
        self._save_labels = button(tr("Save labels as PDF…"), self, self._choose_labels_file)
        self._save_master = button(tr("Save an unnumbered master as PDF…"), self, self._choose_master_file)
        buttons.addWidget(self._save_labels)
        buttons.addWidget(self._save_master)
        layout.addLayout(buttons)
        self._enable(False)
        self.setVisible(desk is not None and desk.may(Action.PRINT_PAPER))

    def offer(self, forms: QComboBox, events: QComboBox, *, ready: bool) -> None:
        """Take form and event from these; ``ready`` where there is one of each."""
        self._forms, self._events = forms, events
        self._enable(ready)

    def _enable(self, on: bool) -> None:
        self._save_labels.setEnabled(on)
        self._save_master.setEnabled(on)

    def _about(self) -> dict[str, Any]:
        assert self._forms is not None
        assert self._events is not None
        return {
            "actor": self._desk.actor,
            "form_id": self._forms.currentData(),
            "event_id": self._events.currentData(),
        }

    def _sheet_chosen(self) -> None:
        self._skip.setMaximum(dict(_SHEETS)[self._sheet.currentData()] - 1)

    def _choose_labels_file(self) -> None:
        chosen = self._file(tr("Save the labels as PDF"), tr("labels.pdf"))
        if chosen is not None:
            self.save_labels_to(chosen)

    def _choose_master_file(self) -> None:
        chosen = self._file(tr("Save the master as PDF"), tr("master.pdf"))
        if chosen is not None:
            self.save_master_to(chosen)

    def _file(self, title: str, name: str) -> Path | None:
        chosen, _kind = QFileDialog.getSaveFileName(self, title, name, tr("PDF (*.pdf)"))
        return Path(chosen) if chosen else None

    def save_labels_to(self, out: Path) -> None:
        """Draw the numbers of the labels and write them to ``out``."""
        self._enable(False)
        self._background.run(
            partial(
                self._work.paper_files.print_labels,
                self._desk.place,
                **self._about(),
                labels=self._labels.value(),
                out=out,
                sheet=self._sheet.currentData(),
                skip=self._skip.value(),
            ),
            then=self._labels_written,
            failed=self._not_written,
            words=tr("Writing the labels…"),
        )

    def _labels_written(self, labels: Any) -> None:
        self._enable(True)
        self.written.emit(
            ntr(
                "✓ {count} label was written and logged",
                "✓ {count} labels were written and logged",
                len(labels.serials),
            ),
            tr("Print them at 100 %. A number counts once its label is on a sheet."),
        )

    def save_master_to(self, out: Path) -> None:
        """Write an unnumbered master of the form to ``out``."""
        self._enable(False)
        self._background.run(
            partial(self._work.paper_files.print_master, self._desk.place, **self._about(), out=out),
            then=self._master_written,
            failed=self._not_written,
            words=tr("Writing the master…"),
        )

    def _master_written(self, _run: Any) -> None:
        self._enable(True)
        self.written.emit(
            tr("✓ The master was written and logged"),
            tr("Print it once and copy it. Each copy gets its number here, when it comes back."),
        )

    def _not_written(self, error: Exception) -> None:
        self._enable(True)
        self._background.refused.emit(error)
