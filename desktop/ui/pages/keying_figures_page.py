"""Figures of keying: how fast, how many errors second keying showed, what waits; as bars and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.bars import Bar, Bars
from desktop.ui.parts.buttons import button
from desktop.ui.parts.choice_box import ChoiceBox
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.fields import Field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words

_WIDEST = 34
"""Characters of a question in the table; the whole is its tool tip."""


class KeyingFiguresPage(Page):
    """Argument: ``store_url`` of a central store, for the figures of all laptops together."""

    heading = tr("Figures of keying")
    characters = 156
    guide = "keying-figures"

    def build(self) -> None:
        self._counted: Any = None
        self._store_url: str = self.arguments.get("store_url", "")
        column = self.content.column
        self._title = self.say(tr("Figures of keying"), Type.TITLE)
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self._purpose = self.say("")
        self._empty = Notice(
            "note",
            tr("Nothing was keyed yet"),
            tr("Figures of keying come to the centre with the batches.")
            if self._store_url
            else tr("Key the sheets that came back: what it took is counted meanwhile."),
            column,
        )
        self.add(self._empty)
        self._to_key = button(tr("Key paper"), column, self._key)
        self.add(self._to_key, leading=True)
        self._make_choices(column)
        self._parts: list[QWidget] = []
        self._keyer_heading = self._section(tr("By keyer, in the order of names"))
        charts = Columns(column, characters=56, most=2)
        self._rates, self._paces = _Chart(tr("Errors in 1,000 fields"), charts), _Chart(tr("Keys an hour"), charts)
        charts.put(self._rates)
        charts.put(self._paces)
        self._parts.append(charts)
        self.add(charts)
        self._keyers = self._table(tr("Figures by keyer"), tr("Keyer"), rows=6)
        self._form_heading = self._section(tr("By form"))
        self._forms_table = self._table(tr("Figures by form"), tr("Form"), rows=4)
        self._question_heading = self._section(tr("By question"))
        self._question_rates = _Chart(tr("Errors in 1,000 fields"), column)
        self._parts.append(self._question_rates)
        self.add(self._question_rates)
        self._questions = self._table(tr("Figures by question"), tr("Question"), rows=12, questions=True)
        self._sheets_heading = self._section(tr("What sheets wait for"))
        self._sheets = Bars(column)
        self._parts.append(self._sheets)
        self.add(self._sheets)
        self._decided = self.say("")
        self._parts.append(self._decided)
        self._section(tr("What the figures say"))
        self._meaning = self.say("", tone="muted")
        self._parts.append(self._meaning)
        self.content.layout_.addStretch(1)

    def _make_choices(self, column: QWidget) -> None:
        self._keyer, self._form = ChoiceBox(), ChoiceBox()
        self._keyer_field = Field(tr("Keyer"), self._keyer, column, characters=24)
        self._form_field = Field(tr("Form"), self._form, column, characters=44)
        row = Flow(gap=3)
        for field in (self._keyer_field, self._form_field):
            row.addWidget(field)
        self.content.layout_.addLayout(row)
        files = Flow(gap=3)
        self._pdf = button(tr("Save as PDF…"), column, self._choose_pdf)
        self._csv = button(tr("Save as CSV…"), column, self._choose_csv)
        for made in (self._pdf, self._csv):
            files.addWidget(made)
        self.content.layout_.addLayout(files)
        self._keyer.currentIndexChanged.connect(self._show)
        self._form.currentIndexChanged.connect(self._show)

    def _section(self, text: str) -> QWidget:
        made = self.say(text, Type.SECTION)
        self._parts.append(made)
        return made

    def _table(self, name: str, heading: str, *, rows: int, questions: bool = False) -> Table:
        columns = (
            tr("Keys an hour"), tr("Errors in fields"), tr("In 1,000"), tr("95 % interval"), tr("Agreement"),
        )  # fmt: skip
        columns = (heading, *columns, tr("Not decided"))
        if questions:
            columns = (tr("No."), *columns[:-1], tr("Beyond chance"), columns[-1])
        made = Table(name, columns, self.content.column, most_rows=rows, widest=_WIDEST)
        self._parts.append(made)
        self.add(made)
        return made

    # what was counted --------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Count."""
        job = partial(self._fetch, self.work, self.desk, self._store_url)
        self.load(job, self._found, saying=tr("Counting…"))

    @staticmethod
    def _fetch(work: Any, desk: Any, store_url: str) -> Any:
        assert work.keying_figure_words  # so that what shows the figures is there when they are shown
        return work.keying_figures.count(
            desk.place, actor=desk.actor, programme_id=desk.programme.programme_id, store_url=store_url
        )

    def _found(self, counted: Any) -> None:
        self._counted = counted
        said = self.work.keying_figure_words
        self._title.setText(
            tr("Your figures of keying")
            if counted.own
            else tr("Figures of keying of all laptops")
            if self._store_url
            else tr("Figures of keying")
        )
        self._purpose.setText(said.purpose_words(counted))
        there = bool(counted.names)
        for part in (*self._parts, self._form_field, self._pdf, self._csv):
            part.setVisible(there)
        self._keyer_field.setVisible(there and not counted.own)
        self._keyer_heading.setText(
            tr("All that you keyed") if counted.own else tr("By keyer, in the order of names")
        )
        self._empty.setVisible(not there)
        self._to_key.setVisible(not there and not self._store_url)
        if not there:
            (self if self._store_url else self._to_key).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._fill_choices(counted)
        self._decided.setText(
            " ".join(part for part in (said.decisions_words(counted), said.single_words(counted)) if part)
        )
        self._meaning.setText("\n\n".join(said.meaning_words()))
        most = max((many for _words, many in counted.waits), default=0) or 1
        self._sheets.show_bars(
            [
                Bar(label, many / most, f"{many:,}", sentence=tr("{count} sheets: {what}", count=many, what=label))
                for label, many in counted.waits
            ]
        )
        self._show()
        (self._form if counted.own else self._keyer).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_choices(self, counted: Any) -> None:
        for box, all_words, choices in (
            (self._keyer, tr("Everybody"), counted.names),
            (self._form, tr("Every form"), counted.forms),
        ):
            box.blockSignals(True)
            box.clear()
            box.add(all_words, "")
            for key, label in choices.items():
                box.add(label, key)
            box.blockSignals(False)
        if len(counted.forms) == 1:
            self._form.setCurrentIndex(1)

    # shown --------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        if self._counted is None:
            return
        figures, said = self.work.keying_figures, self.work.keying_figure_words
        keyer, form_id = self._keyer.currentData() or "", self._form.currentData() or ""
        keyers = [each for each in figures.by_keyer(self._counted, form_id=form_id) if keyer in ("", each.key)]
        self._rates.show_lines(keyers, said.rate_bar_words, said.rate_sentence, "per_1000")
        self._paces.show_lines(keyers, said.pace_words, said.pace_sentence, "an_hour")
        self._keyers.show_rows(_rows(keyers, said))
        self._forms_table.show_rows(_rows(figures.by_form(self._counted, keyer=keyer), said))
        several = len(self._counted.forms) > 1
        for part in (self._form_heading, self._forms_table):
            part.setVisible(several)
        asked = figures.by_question(self._counted, form_id=form_id, keyer=keyer) if form_id else ()
        heading = (
            tr("By question")
            if self._counted.own or not keyer
            else tr("By question: {keyer}", keyer=self._keyer.currentText())
        )
        self._question_heading.setText(heading if form_id else tr("By question: choose a form above"))
        told = [each for each in asked if each.per_1000 is not None]
        self._question_rates.show_lines(told, said.rate_bar_words, said.rate_sentence, "per_1000", numbered=True)
        self._question_rates.setVisible(bool(told))
        self._questions.show_rows(_rows(asked, said, questions=True))
        self._questions.setVisible(bool(form_id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes to the sheets that wait; from the figures of all laptops back to the centre."""
        if event.key() == Qt.Key.Key_Escape:
            self.go(Where.COORDINATOR if self._store_url else Where.KEYING_OVERVIEW)
        else:
            super().keyPressEvent(event)

    def _key(self) -> None:
        self.go(Where.KEYING)

    # files --------------------------------------------------------------------------------------------------

    def _choose_pdf(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the figures as PDF"), tr("figures of keying.pdf"), tr("PDF (*.pdf)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def _choose_csv(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the figures as CSV"), tr("figures of keying.csv"), tr("CSV (*.csv)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, out: Path) -> None:
        """Write everything that was counted, as PDF or CSV by the ending."""
        job = partial(self._write, self.work, self._counted, out)
        self.background.run(job, then=self._saved, words=tr("Writing the figures…"))

    @staticmethod
    def _write(work: Any, counted: Any, out: Path) -> None:
        work.keying_figure_files.write_figures(counted, out=out)

    def _saved(self, _nothing: object) -> None:
        self.succeeded.emit()
        self._said.say(tr("✓ The figures of keying were written"))
        self._said.show()
        self.content.to_top()


class _Chart(Bars):
    """Bars under a heading of their own."""

    def __init__(self, heading: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._column.addWidget(words(heading, self, Type.STRONG))

    def show_lines(
        self, lines: Sequence[Any], figures: Any, sentence: Any, value: str, *, numbered: bool = False
    ) -> None:
        """Show a bar for each line; one without a figure has its reason in words and no length."""
        most = max((getattr(each, value) or 0.0 for each in lines), default=0.0) or 1.0
        self.show_bars(
            [
                Bar(
                    f"{each.number}. {each.label}" if numbered else each.label,
                    (getattr(each, value) or 0.0) / most,
                    figures(each),
                    sentence=sentence(each),
                )
                for each in lines
            ]
        )


def _rows(lines: Sequence[Any], said: Any, *, questions: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for each in lines:
        cells = [
            each.label, said.pace_words(each), said.errors_words(each), said.rate_words(each),
            said.interval_words(each), said.agreement_words(each),
        ]  # fmt: skip
        if questions:
            cells = [each.number, *cells, said.kappa_words(each)]
        found.append((each.key, (*cells, said.waiting_words(each))))
    return found
