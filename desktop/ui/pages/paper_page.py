"""Paper: choose how a form looks, preview exactly that, print or write it, and the log of what was printed."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.jobs.executors import Cancelled
from desktop.sheets.copies import RunKind
from desktop.ui.design.spacing import line_length, roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.pages.page import Page
from desktop.ui.paper.look_fields import LookFields
from desktop.ui.paper.page_pictures import PagePictures
from desktop.ui.paper.print_log import PrintLog
from desktop.ui.paper.print_run import after_a_master, after_copies, came_out_words, print_run
from desktop.ui.parts.buttons import button
from desktop.ui.parts.choice_box import ChoiceBox
from desktop.ui.parts.count_edit import CountEdit
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.job_printing import set_up
from desktop.ui.parts.printing import page_images
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.words import Notice, words

MOST_COPIES = 10_000
_SCALE = 1.6
"""Of the pages on the screen; 1 is 72 dots an inch."""
_RANGE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")


class PaperPage(Page):
    """Argument: ``event_id`` to choose an event at once."""

    heading = tr("Paper")

    def build(self) -> None:
        self._choices: Any = None
        self.body = QWidget(self)
        outer = QHBoxLayout(self.body)
        roomy(outer, gap=0)
        self._split = QSplitter(Qt.Orientation.Horizontal, self.body)
        self._split.setChildrenCollapsible(False)
        outer.addWidget(self._split)
        self._make_controls()
        self._make_preview()
        self._split.setSizes([1000, 1000])

    def _make_controls(self) -> None:
        left = Scroll(self._split, characters=70, margins=5)
        column = left.column
        self._left = left
        left.setMinimumWidth(line_length(40))
        layout = left.layout_
        layout.addWidget(words(tr("Print paper copies"), column, Type.TITLE))
        self._said = Notice("success", "", "", column)
        self._said.hide()
        layout.addWidget(self._said)
        self._forms, self._events, self._kind = ChoiceBox(), ChoiceBox(), ChoiceBox()
        layout.addWidget(Field(tr("Form"), self._forms, column))
        layout.addWidget(Field(tr("Event"), self._events, column, hint=tr("The copies are counted to it.")))
        self._kind.add(tr("Copies, each with a number of its own"), RunKind.NUMBERED)
        self._kind.add(tr("An unnumbered master for the photocopier"), RunKind.MASTER)
        self._kind_field = Field(
            tr("What to print"), self._kind, column,
            hint=tr("A sheet copied from a master gets its number when it comes back."),
        )  # fmt: skip
        layout.addWidget(self._kind_field)
        self._copies = CountEdit(1, MOST_COPIES, 25)
        self._copies_field = Field(tr("Copies"), self._copies, column, characters=8)
        layout.addWidget(self._copies_field)
        self._look = LookFields(column)
        layout.addWidget(self._look)
        self._range = text_field(
            tr("Pages"), column, characters=10,
            hint=tr("Empty: all of them. Else one, or a range such as 3-6; whole sheets are printed."),
        )  # fmt: skip
        layout.addWidget(self._range)
        row = Flow(gap=3)
        self._print = button(tr("Print…"), column, self._choose_printer, kind="primary")
        self._save = button(tr("Save as PDF…"), column, self._choose_file)
        self._show = button(tr("Preview"), column, self._preview)
        self._fill = button(tr("PDF to fill in…"), column, self._choose_fillable)
        for each in (self._print, self._save, self._show, self._fill):
            row.addWidget(each)
        layout.addLayout(row)
        self._log = PrintLog(column)
        self._table = self._log.table
        layout.addWidget(self._log)
        layout.addStretch(1)

    def _make_preview(self) -> None:
        right = QWidget(self._split)
        right.setMinimumWidth(line_length(30))
        layout = QVBoxLayout(right)
        roomy(layout, gap=0)
        self._pages = PagePictures(right)
        self._pages.say(tr("Preview shows the pages as they will be printed, marked as a specimen."))
        layout.addWidget(self._pages)

    @property
    def _pictures(self) -> list[Any]:
        return self._pages.pictures

    def begin(self) -> None:
        """Fetch forms, events and the log."""
        self.load(partial(self._fetch, self.work, self.desk), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> dict[str, Any]:
        programme_id = desk.programme.programme_id
        return {
            "choices": work.lay_out_form.paper_choices(desk.place, programme_id=programme_id),
            "events": work.run_event.events(desk.place, programme_id=programme_id),
            "runs": work.print_paper.print_runs(desk.place),
            "today": work.run_event.today(desk.place, programme_id),
        }

    def _found(self, found: dict[str, Any]) -> None:
        if self._choices is None:
            self._choices = found["choices"]
            self._look.show_choices(self._choices)
            for form in self._choices.forms:
                self._forms.add(form.title, form.form_id)
            for event in found["events"]:
                self._events.add(f"{event.name}, {spoken_date(event.day)}", event.event_id)
            self._events.choose(
                self.arguments.get("event_id")
                or next((event.event_id for event in found["events"] if event.day == found["today"]), "")
            )
            self._form_chosen()
            self._forms.currentIndexChanged.connect(self._form_chosen)
            self._kind.currentIndexChanged.connect(self._kind_chosen)
            self._look.changed.connect(self._look_again)
            self._range.input.textChanged.connect(self._look_again)
            self._copies.textChanged.connect(self._look_again)
        names = {event.event_id: event.name for event in found["events"]}
        self._log.show_runs(found["runs"], names)
        self._let_press()
        if not self._events.count():
            self._say(tr("There is no event yet"), tr("Make an event first: copies are counted to one."), "note")
        self._copies.setFocus()

    def _form_chosen(self) -> None:
        wanted = self._forms.currentData()
        self._look.show_form(next((each for each in self._choices.forms if each.form_id == wanted), None))

    def _kind_chosen(self) -> None:
        self._copies_field.setVisible(self._kind.currentData() == RunKind.NUMBERED)
        self._look_again()

    def _look_again(self) -> None:
        """Say that the preview shows something else than what is chosen now."""
        self._let_press()
        if self._pictures:
            self._pages.clear()
            self._pages.say(tr("Something else was chosen. Press Preview to see it."))

    def _let_press(self) -> None:
        there = bool(self._forms.count() and self._events.count())
        self._show.setEnabled(there)
        for each in (self._print, self._save, self._fill):
            each.setEnabled(there and not self._look.proof_only)

    def _say(self, title: str, text: str, kind: str = "success") -> None:
        self._said.say(title, text, kind=kind)
        self._said.show()
        self._left.to_top()

    # what is chosen ---------------------------------------------------------------------------------------

    def _chosen(self) -> dict[str, Any] | None:
        """Return form, event, look and pages as the workflows take them; ``None`` where the pages are none."""
        pages = self._chosen_pages()
        if pages is False:
            return None
        return {
            "form_id": self._forms.currentData(),
            "event_id": self._events.currentData(),
            "look": self._look.look(),
            "pages": pages,
        }

    def _chosen_pages(self) -> Any:
        """Return (first, last), ``None`` for all, ``False`` for what can't be read, which is said."""
        text = self._range.input.text().strip()
        found = _RANGE.fullmatch(text)
        pages = (int(found[1]), int(found[2] or found[1])) if found else None
        wrong = bool(text) and (pages is None or not 1 <= pages[0] <= pages[1])
        self._range.show_fault(tr("Type one page, or a range such as 3-6.") if wrong else "")
        if wrong:
            self._range.input.setFocus()
            return False
        return pages

    # preview ----------------------------------------------------------------------------------------------

    def _preview(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        work, place, pages = self.work, self.desk.place, chosen.pop("pages")
        copies = self._copies.value() if self._kind.currentData() == RunKind.NUMBERED else 1
        self._show.setEnabled(False)
        self._pages.clear()
        self._pages.say(tr("Drawing the pages…"))

        def job(_task: Any) -> tuple[Any, ...]:
            shown = work.lay_out_form.preview(place, **chosen)
            first, last = pages or (1, len(shown.sides.numbers))
            places = shown.sides.within(first, last)
            return page_images(shown.pdf, _SCALE, places), places, shown.sides, copies, shown.advice

        self.background.run(
            job, then=self._previewed, failed=self._not_previewed, words=tr("Drawing the pages…"), long=True
        )

    def _previewed(self, shown: tuple[Any, ...]) -> None:
        self._let_press()
        self._show.setFocus()  # a button that can't be pressed for a while gives the focus away
        if not shown[1]:
            self._pages.say("")
            self._range.show_fault(
                ntr("A copy has {count} page.", "A copy has {count} pages.", len(shown[2].numbers))
            )
            return
        self._pages.show_pages(*shown)

    def _not_previewed(self, error: Exception) -> None:
        self._let_press()
        self._show.setFocus()
        self._pages.say(tr("The pages could not be drawn."))
        self.background.refused.emit(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the width; put the preview below where the window is narrow for the text size."""
        super().resizeEvent(event)
        narrow = self.width() < line_length(120)
        self._split.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        self._pages.fit()

    # to a printer -----------------------------------------------------------------------------------------

    def _choose_printer(self) -> None:
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

        if self._chosen_pages() is False:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        set_up(printer, self._look.look())
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(tr("Print the copies"))
        # pages and copies are chosen on the page, which numbers each copy
        for option in (
            QAbstractPrintDialog.PrintDialogOption.PrintPageRange,
            QAbstractPrintDialog.PrintDialogOption.PrintSelection,
            QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage,
            QAbstractPrintDialog.PrintDialogOption.PrintCollateCopies,
            QAbstractPrintDialog.PrintDialogOption.PrintToFile,
        ):
            dialog.setOption(option, False)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: Any) -> None:
        """Print what is chosen on a printer, and log it."""
        chosen = self._chosen()
        if chosen is None:
            return
        set_up(printer, chosen["look"])
        numbered = self._kind.currentData() == RunKind.NUMBERED
        if numbered:
            chosen["copies"] = self._copies.value()
        self._busy()
        self.background.run(
            partial(print_run, self.work, self.desk, printer, numbered, chosen),
            then=self._came_out,
            failed=self._not_printed,
            words=tr("Printing the copies…"),
            long=True,
        )

    def _came_out(self, done: tuple[Any, int]) -> None:
        title, text, kind = came_out_words(*done, self._look.look())
        self._succeeded(title, text, kind)

    # to a file --------------------------------------------------------------------------------------------

    def _file(self, title: str, end: str) -> Path | None:
        name = f"{self._forms.currentData()}{end}.pdf"
        chosen, _kind = QFileDialog.getSaveFileName(self, title, name, tr("PDF (*.pdf)"))
        return Path(chosen) if chosen else None

    def _choose_file(self) -> None:
        if self._chosen_pages() is False:
            return
        master = self._kind.currentData() == RunKind.MASTER
        title = tr("Save the master as PDF") if master else tr("Save the copies as PDF")
        out = self._file(title, "-master" if master else "")
        if out is not None:
            self.save_to(out)

    def save_to(self, out: Path) -> None:
        """Write what is chosen to ``out`` and log it."""
        chosen = self._chosen()
        if chosen is None:
            return
        work, desk = self.work, self.desk
        chosen |= {"actor": desk.actor, "out": out}
        self._busy()
        if self._kind.currentData() == RunKind.MASTER:
            self.background.run(
                lambda _task: (work.paper_files.print_master(desk.place, **chosen), out)[1],
                then=self._master_written, failed=self._not_printed, words=tr("Writing the master…"), long=True,
            )  # fmt: skip
            return
        copies = self._copies.value()

        def job(task: Any) -> Any:
            return work.print_paper.print_copies(
                desk.place, copies=copies, progress=task.progress, cancelled=lambda: task.cancelled, **chosen
            )

        self.background.run(
            job, then=self._printed, failed=self._not_printed, words=tr("Writing the copies…"), long=True
        )

    def _printed(self, printed: Any) -> None:
        names = ", ".join(path.name for path in printed.files)
        self._succeeded(
            ntr(
                "✓ {count} copy was written and logged",
                "✓ {count} copies were written and logged",
                printed.run.copies,
            ),
            tr("Print {names} at 100 %. {next}", names=names, next=after_copies(self._look.look())),
        )

    def _master_written(self, out: Path) -> None:
        self._succeeded(
            tr("✓ The master was written and logged"),
            tr("Print {names} at 100 %. {next}", names=out.name, next=after_a_master()),
        )

    def _choose_fillable(self) -> None:
        out = self._file(tr("Save a PDF to fill in on a screen"), "-fill-in")
        if out is not None:
            self.save_fillable(out)

    def save_fillable(self, out: Path) -> None:
        """Write a PDF that is filled in on a screen and sent back, and log it."""
        work, desk, look = self.work, self.desk, self._look.look()
        form_id, event_id = self._forms.currentData(), self._events.currentData()

        def job(_task: Any) -> Path:
            work.fillable.write_fillable(
                desk.place, actor=desk.actor, form_id=form_id, event_id=event_id, out=out,
                language=look.language, edition=look.edition,
            )  # fmt: skip
            return out

        self._busy()
        self.background.run(
            job, then=self._fillable_written, failed=self._not_printed, words=tr("Writing the PDF…"), long=True
        )

    def _fillable_written(self, out: Path) -> None:
        self._succeeded(
            tr("✓ The PDF to fill in was written and logged"),
            tr(
                "Send {name} to whoever asked for it. “Forms that came by e-mail” takes in what comes back.",
                name=out.name,
            ),
        )

    def _busy(self) -> None:
        for each in (self._print, self._save, self._fill):
            each.setEnabled(False)

    def _succeeded(self, title: str, text: str, kind: str = "success") -> None:
        self.succeeded.emit()
        self._say(title, text, kind)
        self.begin()

    def _not_printed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._succeeded(
                tr("Printing was stopped"),
                tr("Nothing was written. Numbers that were taken are logged as spoiled."),
                kind="warning",
            )
            return
        self.background.refused.emit(error)
        self.begin()
