"""A recovery sheet on the screen: to print, to save or to copy by hand, and then three of its words are asked for.

The words are out of sight while they are asked for: who can answer has them on paper. They go into no clipboard,
no log and no file that the person did not choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.background import Background
from desktop.ui.design.spacing import line_length, roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.printing import page_images, print_pages
from desktop.ui.parts.words import Notice, words

_MOST_ACROSS = 4
_CELL = 17
"""Characters that a word of the sheet and its number take."""


class WordGrid(QFrame):
    """The words with their numbers, so many across as there is room."""

    def __init__(self, sheet_words: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        # the words are English on every sheet, and are counted from left to right as on the paper
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        told = ", ".join(f"{number} {word}" for number, word in enumerate(sheet_words, 1))
        self.setAccessibleName(tr("The words: {told}", told=told))
        self._grid = QGridLayout(self)
        roomy(self._grid, gap=2, margins=(5, 4, 5, 4))
        self._across = 0
        self._cells: list[QWidget] = []
        for number, word in enumerate(sheet_words, 1):
            cell = QWidget(self)
            row = QHBoxLayout(cell)
            roomy(row, gap=2)
            counted = words(f"{number}.", cell, tone="muted")
            counted.setWordWrap(False)
            counted.setMinimumWidth(line_length(4))
            counted.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            shown = words(word, cell, Type.SECTION)
            shown.setWordWrap(False)
            shown.setAccessibleName(tr("Word {number}: {word}", number=number, word=word))
            row.addWidget(counted)
            row.addWidget(shown, 1)
            self._cells.append(cell)
        self._place(_MOST_ACROSS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put fewer across where words would be cut off."""
        super().resizeEvent(event)
        self._place(max(1, min(_MOST_ACROSS, self.width() // line_length(_CELL + 4))))

    def _place(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for place, cell in enumerate(self._cells):
            self._grid.addWidget(cell, place // across, place % across)


class SheetConfirmer(QWidget):
    """Shows a sheet, helps to put it on paper, and asks for three words of it.

    Signals:
        confirmed (object): the words that were typed, by their numbers.
        abandoned: the person gives it up, and said so twice.
    """

    confirmed = Signal(object)
    abandoned = Signal()

    def __init__(
        self, sheet: Any, questions: Sequence[int], parent: QWidget, *, work: Any, background: Background
    ) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._work = work
        self._background = background
        layout = QVBoxLayout(self)
        roomy(layout, gap=4)
        self._make_sheet_part(layout)
        self._make_question_part(layout, questions)
        self._asking.hide()

    @property
    def _for_laptop(self) -> bool:
        return str(self._sheet.kind) == "store"

    def _make_sheet_part(self, outer: QVBoxLayout) -> None:
        self._showing = QWidget(self)
        outer.addWidget(self._showing)
        layout = QVBoxLayout(self._showing)
        roomy(layout, gap=3)
        what = (
            tr("These {count} words open the store of this laptop when nothing else does: when its keyring was"
               " wiped, or the passphrase is forgotten.", count=len(self._sheet.words))
            if self._for_laptop
            else tr("From these {count} words the coordinator's keys can be made again, when the laptop that holds"
                    " them is lost.", count=len(self._sheet.words))
        )  # fmt: skip
        layout.addWidget(words(what, self._showing))
        layout.addWidget(
            words(
                tr(
                    "Print the sheet, or copy the words by hand, and keep it in a locked place, away from the"
                    " laptop. Whoever holds it and the laptop's files can read everything."
                ),
                self._showing,
            )
        )
        self._grid = WordGrid(self._sheet.words, self._showing)
        layout.addWidget(self._grid)
        layout.addWidget(
            words(
                tr("Made on {day} for {about}", day=spoken_date(self._sheet.made_on), about=self._sheet.about),
                self._showing,
                Type.SMALL,
                tone="muted",
            )
        )
        self._said = Notice("success", "", "", self._showing)
        self._said.hide()
        layout.addWidget(self._said)
        row = Flow(gap=3)
        self._print = button(tr("Print the sheet…"), self._showing, self._draw)
        row.addWidget(self._print)
        row.addWidget(button(tr("Save it as PDF…"), self._showing, self._choose_file))
        layout.addLayout(row)
        on = Flow(gap=3)
        self._on = button(tr("I have it on paper: go on"), self._showing, self._ask, kind="primary")
        on.addWidget(self._on)
        on.addWidget(button(tr("Not now"), self._showing, self._give_up, kind="link"))
        layout.addLayout(on)

    def _make_question_part(self, outer: QVBoxLayout, questions: Sequence[int]) -> None:
        self._asking = QWidget(self)
        outer.addWidget(self._asking)
        layout = QVBoxLayout(self._asking)
        roomy(layout, gap=3)
        layout.addWidget(words(tr("Three words from your sheet"), self._asking, Type.SECTION))
        layout.addWidget(
            words(tr("Look them up on the paper. This shows that it can be read when it is needed."), self._asking)
        )
        self._fields: dict[int, Field] = {}
        for number in questions:
            field = text_field(tr("Word {number}", number=number), self._asking, characters=20)
            field.input.returnPressed.connect(self._entered)
            field.input.setInputMethodHints(
                Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            )
            self._fields[number] = field
            layout.addWidget(field)
        row = Flow(gap=3)
        self._confirm = button(tr("These are the words"), self._asking, self._give, kind="primary")
        row.addWidget(self._confirm)
        row.addWidget(button(tr("Show the sheet again"), self._asking, self._show_again))
        row.addWidget(button(tr("Not now"), self._asking, self._give_up, kind="link"))
        layout.addLayout(row)

    # asking -----------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._showing.hide()
        self._asking.show()
        next(iter(self._fields.values())).input.setFocus()

    def _show_again(self) -> None:
        self._asking.hide()
        self._showing.show()
        self._on.setFocus()

    def _entered(self) -> None:
        """Go from word to word by Enter; after the last one all are given."""
        fields = list(self._fields.values())
        at = next((place for place, field in enumerate(fields) if field.input is self.sender()), 0)
        if at + 1 < len(fields):
            fields[at + 1].input.setFocus()
        else:
            self._give()

    def _give(self) -> None:
        typed = {number: _text(field) for number, field in self._fields.items()}
        for number, field in self._fields.items():
            missing = tr("Type word {number} of the sheet.", number=number)
            field.show_fault("" if typed[number].strip() else missing)
        empty = next((field for field in self._fields.values() if field.fault), None)
        if empty is not None:
            empty.input.setFocus()
            return
        self._confirm.setEnabled(False)
        self.confirmed.emit(typed)

    def show_fault(self, error: WorldError) -> None:
        """Say which words are not those of the sheet; they can be typed again."""
        self._confirm.setEnabled(True)
        numbers = getattr(error, "numbers", ()) or tuple(self._fields)
        message = f"{error.fault} {error.remedy}"
        wrong = [number for number in numbers if number in self._fields]
        for field in self._fields.values():
            field.show_fault("")
        for place, number in enumerate(wrong):
            again = tr("Word {number} is not what the sheet says either.", number=number)
            self._fields[number].show_fault(message if place == 0 else again)
        if wrong:
            first = self._fields[wrong[0]].input
            first.setFocus()
            first.selectAll()

    def _give_up(self) -> None:
        answer = QMessageBox.question(
            self,
            tr("Give it up?"),
            tr(
                "Nothing is made or changed without it. The words of this sheet will open nothing: destroy"
                " what was printed."
            ),
            QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        if answer == QMessageBox.StandardButton.Discard:
            self.abandoned.emit()

    def forget(self) -> None:
        """Take what was typed out of the fields."""
        for field in self._fields.values():
            field.input.clear()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on to what comes first: the words, which are then in view."""
        super().focusInEvent(event)
        (self._grid if not self._showing.isHidden() else next(iter(self._fields.values())).input).setFocus()

    # onto paper -------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        work, sheet = self._work, self._sheet

        def job(_task: Any) -> Any:
            return page_images(work.recovery_sheet.sheet_pdf(sheet))

        self._print.setEnabled(False)
        self._background.run(
            job, then=self._drawn, failed=self._not_drawn, words=tr("Drawing the sheet…"), long=True
        )

    def _drawn(self, pages: Any) -> None:
        self._print.setEnabled(True)
        if print_pages(pages, tr("Recovery sheet"), self):
            self._said.say(
                tr("✓ The sheet went to the printer"), tr("See that every word can be read."), kind="success"
            )
            self._said.show()
        self._on.setFocus()

    def _not_drawn(self, error: Exception) -> None:
        self._print.setEnabled(True)
        self._background.refused.emit(error)

    def _choose_file(self) -> None:
        name = "recovery-sheet.pdf" if self._for_laptop else "recovery-sheet-coordinator.pdf"
        # a file that stands there may be the sheet of another store: it is refused, not written over
        chosen, _kind = QFileDialog.getSaveFileName(
            self,
            tr("Save the recovery sheet as PDF"),
            name,
            tr("PDF (*.pdf)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the sheet where the person chose."""
        self._background.run(
            partial(self._save_job, self._work, self._sheet, path.with_suffix(".pdf")),
            then=self._saved,
            failed=self._not_saved,
            words=tr("Drawing the sheet…"),
        )

    @staticmethod
    def _save_job(work: Any, sheet: Any, path: Path) -> Path:
        work.recovery_sheet.keep_in(path)(sheet)
        return path

    def _saved(self, path: Path) -> None:
        self._said.say(
            tr("✓ The sheet was saved as {name}", name=path.name),
            tr("Print it and delete the file: whoever has it and the laptop's files can read everything."),
            kind="success",
        )
        self._said.show()
        self._on.setFocus()

    def _not_saved(self, error: Exception) -> None:
        if not isinstance(error, WorldError):
            self._background.refused.emit(error)
            return
        self._said.say(error.place, f"{error.fault} {error.remedy}", kind="error")
        self._said.show()


def _text(field: Field) -> str:
    return field.input.text() if isinstance(field.input, QLineEdit) else ""
