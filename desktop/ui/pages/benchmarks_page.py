"""Benchmarks: what those who were heard are compared with, loaded from a file with its source and its date."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QMessageBox, QPushButton, QWidget

from desktop.analysis.benchmarks import Dimension
from desktop.analysis.representation_words import dimension_words
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words
from desktop.ui.questions.choice_button import CheckRow
from desktop.ui.questions.dates import DateFields
from desktop.ui.questions.view import QuestionView


class BenchmarksPage(Page):
    """The benchmarks that are loaded, and a form for one more. No arguments."""

    heading = tr("Benchmarks")
    characters = 124
    guide = "event-end"

    def build(self) -> None:
        column = self.content.column
        self._path: Path | None = None
        self._loaded_ones: dict[str, Any] = {}
        self.say(tr("Benchmarks"), Type.TITLE)
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self.say(
            tr(
                "A published table says who there is to hear: by age, sex, ethnic group or disability. None is"
                " shipped: load one whose source you have read."
            )
        )
        self._empty = self.say(
            tr("No benchmark loaded: who was heard is shown without a comparison."), tone="muted"
        )
        self._table = Table(
            tr("Benchmarks that are loaded"),
            (tr("By"), tr("For"), tr("Source"), tr("Table"), tr("Published"), tr("Licence")),
            column,
            most_rows=6,
        )
        self.add(self._table)
        self._remove = button(tr("Remove the chosen one…"), column, self._ask_remove, kind="danger")
        self.add(self._remove, leading=True)
        self.say(tr("Load a benchmark"), Type.SECTION)
        self._summary = ErrorSummary(column)
        self._summary.wanted.connect(self._focus)
        self.add(self._summary)
        self._make_form(column)
        self.content.layout_.addStretch(1)

    def _make_form(self, column: QWidget) -> None:
        self.add(self._file_row(column))
        self._dimension = QComboBox()
        for dimension in Dimension:
            self._dimension.addItem(dimension_words(dimension), dimension.value)
        self.add(Field(tr("By"), self._dimension, column, characters=24))
        self._for = QComboBox()
        self._for.addItem(tr("Every programme that has none of its own"), "")
        self._for.addItem(
            tr("Only {programme}", programme=self.desk.programme.title), self.desk.programme.programme_id
        )
        self.add(Field(tr("For"), self._for, column, characters=60))
        self._source = text_field(tr("Source"), column, hint=tr("Who published the table"), characters=60)
        self._name = text_field(
            tr("Table"), column, hint=tr("Its name or number, as the source gives it"), characters=60
        )
        self.add(self._source)
        self.add(self._name)
        self._day = DateFields(
            QuestionView(
                "published", "", QuestionType.DATE, tr("Date of publishing"), hint=tr("For example, 27 3 2025"),
                required=True,
            ),
            column,
            alone=False,
        )  # fmt: skip
        self.add(self._day)
        self._licence = text_field(
            tr("Licence"), column, hint=tr("Under which the source publishes it"), characters=60
        )
        self.add(self._licence)
        self._made_up = CheckRow(tr("It is made up, for trying out; this is always said"), "", column)
        self.add(self._made_up)
        row = Flow(gap=3)
        self._load = button(tr("Load it"), column, self._import, kind="primary")
        row.addWidget(self._load)
        row.addWidget(button(tr("Back to today"), column, self._back))
        self.content.layout_.addLayout(row)
        for field in (self._source, self._name, self._licence):
            field.input.returnPressed.connect(self._import)

    def _file_row(self, column: QWidget) -> Field:
        holder = QWidget()
        row = QHBoxLayout(holder)
        roomy(row, gap=3)
        self._choose: QPushButton = button(tr("Choose a file…"), holder, self._choose_file)
        self._chosen_words = words(tr("No file chosen"), holder, tone="muted")
        row.addWidget(self._choose)
        row.addWidget(self._chosen_words, 1, Qt.AlignmentFlag.AlignVCenter)
        field = Field(
            tr("File"),
            holder,
            column,
            hint=tr("CSV with the columns code, label, people or percent, and answers (those of the form)"),
        )
        field.setFocusProxy(self._choose)
        self._file = field
        return field

    # what is loaded ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Fetch what is loaded."""
        self.load(partial(self._fetch, self.work, self.desk), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> tuple[Any, ...]:
        return work.benchmarks.benchmarks(desk.place)

    def _found(self, found: tuple[Any, ...]) -> None:
        self._show_list(found)
        self._choose.setFocus()

    def _show_list(self, found: tuple[Any, ...]) -> None:
        self._loaded_ones = {f"{each.dimension.value}/{each.programme_id}": each for each in found}
        self._table.show_rows(
            [
                (
                    key,
                    (
                        dimension_words(each.dimension),
                        each.programme_id or tr("every programme"),
                        tr("Made up: {source}", source=each.source) if each.made_up else each.source,
                        each.table,
                        spoken_date(each.published),
                        each.licence,
                    ),
                )
                for key, each in self._loaded_ones.items()
            ]
        )
        for part in (self._table, self._remove):
            part.setVisible(bool(found))
        self._empty.setVisible(not found)

    def _ask_remove(self) -> None:
        chosen = self._loaded_ones.get(self._table.chosen)
        if chosen is None:
            return
        answer = QMessageBox.question(
            self,
            tr("Remove this benchmark?"),
            tr(
                "{dimension}, {source}. Load the file again to have it back.",
                dimension=dimension_words(chosen.dimension),
                source=chosen.source,
            ),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        if answer == QMessageBox.StandardButton.Yes:
            self.background.run(
                partial(self._remove_job, self.work, self.desk, chosen.dimension.value, chosen.programme_id),
                then=self._removed,
            )

    @staticmethod
    def _remove_job(work: Any, desk: Any, dimension: str, programme_id: str) -> tuple[Any, ...]:
        work.benchmarks.remove_benchmark(
            desk.place, actor=desk.actor, dimension=dimension, programme_id=programme_id
        )
        return work.benchmarks.benchmarks(desk.place)

    def _removed(self, found: tuple[Any, ...]) -> None:
        self.succeeded.emit()
        self._show_list(found)
        self._said.say(tr("✓ The benchmark was removed"), "", kind="success")
        self._said.show()
        self._choose.setFocus()

    # one more ---------------------------------------------------------------------------------------------

    def would_lose(self) -> str:
        """Say that what was typed would be gone."""
        typed = any(field.input.text().strip() for field in (self._source, self._name, self._licence))
        return tr("The benchmark was not loaded. What you typed would be lost.") if typed else ""

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, tr("Choose a benchmark"), "", tr("CSV (*.csv *.txt)"))
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """Take the file that was chosen."""
        self._path = path
        self._chosen_words.setText(path.name)
        self._choose.setAccessibleDescription(path.name)
        self._file.show_fault("")
        self._source.input.setFocus()

    def _focus(self, key: str) -> None:
        if key == "day":
            self._day.take_focus()
        elif key == "file":
            self._choose.setFocus()
        else:
            {"source": self._source, "table": self._name, "licence": self._licence}[key].input.setFocus()

    def _import(self) -> None:
        source, table, licence = (
            field.input.text().strip() for field in (self._source, self._name, self._licence)
        )
        faults = []
        if self._path is None:
            faults.append(Fault("file", tr("Choose the file.")))
        if not source:
            faults.append(Fault("source", tr("Say who published the table.")))
        if not table:
            faults.append(Fault("table", tr("Give the table's name or number.")))
        try:
            day = date.fromisoformat(self._day.value())
        except ValueError:
            day = None
            faults.append(Fault("day", tr("Give the day it was published, for example 27 3 2025.")))
        if not licence:
            faults.append(Fault("licence", tr("Say under which licence it may be used.")))
        by_key = {fault.key: fault.message for fault in faults}
        for key, field in (
            ("file", self._file), ("source", self._source), ("table", self._name), ("day", self._day),
            ("licence", self._licence),
        ):  # fmt: skip
            field.show_fault(by_key.get(key, ""))
        self._summary.show_faults(faults)
        if faults or not self._load.isEnabled():
            return
        self._load.setEnabled(False)
        self.background.run(
            partial(
                self._import_job,
                self.work,
                self.desk,
                path=self._path,
                dimension=self._dimension.currentData(),
                source=source,
                table=table,
                published=day,
                licence=licence,
                made_up=self._made_up.isChecked(),
                programme_id=self._for.currentData(),
            ),
            then=self._imported,
            failed=self._refused,
        )

    @staticmethod
    def _import_job(work: Any, desk: Any, **values: Any) -> tuple[Any, tuple[Any, ...]]:
        loaded = work.benchmarks.import_benchmark(desk.place, actor=desk.actor, **values)
        return loaded, work.benchmarks.benchmarks(desk.place)

    def _imported(self, result: tuple[Any, tuple[Any, ...]]) -> None:
        loaded, found = result
        self.succeeded.emit()
        self._load.setEnabled(True)
        for field in (self._source, self._name, self._licence):
            field.input.clear()
        self._path = None
        self._chosen_words.setText(tr("No file chosen"))
        self._choose.setAccessibleDescription("")
        self._show_list(found)
        self._said.say(
            tr("✓ The benchmark was loaded: {count} groups", count=len(loaded.benchmark.rows)),
            "\n".join(loaded.warnings),
            kind="warning" if loaded.warnings else "success",
        )
        self._said.show()
        self.content.to_top()

    def _refused(self, error: Exception) -> None:
        self._load.setEnabled(True)
        if isinstance(error, WorldError):
            self._summary.show_faults([Fault("file", f"{error.place}: {error.fault} {error.remedy}")])
        else:
            self.background.refused.emit(error)

    def _back(self) -> None:
        self.go(Where.TODAY)
