"""Paper: preview a form, print numbered copies to a PDF, and the log of what was printed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import line_length, roomy, space
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date, spoken_time
from desktop.ui.pages.page import Page
from desktop.ui.parts.buttons import button
from desktop.ui.parts.count_edit import CountEdit
from desktop.ui.parts.fields import Field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.printing import page_images
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words

MOST_COPIES = 10_000


class PaperPage(Page):
    """Argument: ``event_id`` to choose an event at once."""

    heading = tr("Paper")

    def build(self) -> None:
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
        self._forms, self._events = QComboBox(), QComboBox()
        for combo in (self._forms, self._events):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(18)
        layout.addWidget(Field(tr("Form"), self._forms, column))
        layout.addWidget(Field(tr("Event"), self._events, column, hint=tr("The copies are counted to it.")))
        self._copies = CountEdit(1, MOST_COPIES, 25)
        layout.addWidget(
            Field(tr("Copies"), self._copies, column, hint=tr("Each copy has its own serial."), characters=8)
        )
        row = Flow(gap=3)
        self._save = button(tr("Save as PDF…"), column, self._choose_file, kind="primary")
        self._show = button(tr("Preview"), column, self._preview)
        row.addWidget(self._save)
        row.addWidget(self._show)
        layout.addLayout(row)
        layout.addWidget(words(tr("Print log"), column, Type.SECTION))
        self._table = Table(
            tr("Print log"),
            (tr("Run"), tr("Copies"), tr("Event"), tr("Printed"), tr("By")),
            column,
            most_rows=8,
        )
        layout.addWidget(self._table)
        self._empty = words(tr("Nothing was printed yet."), column, tone="muted")
        layout.addWidget(self._empty)
        layout.addStretch(1)

    def _make_preview(self) -> None:
        right = QWidget(self._split)
        right.setMinimumWidth(line_length(30))
        layout = QVBoxLayout(right)
        roomy(layout, gap=0)
        self._pages = Scroll(right, characters=0, margins=3)
        self._pages.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages.setAccessibleName(tr("Preview of the pages"))
        self._pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._preview_words = words(
            tr("Preview shows the pages as they will be printed, marked as a specimen."),
            self._pages.column,
            tone="muted",
        )
        self._pages.layout_.addWidget(self._preview_words)
        self._pages.layout_.addStretch(1)
        self._pictures: list[QLabel] = []
        self._images: list[QImage] = []
        layout.addWidget(self._pages)

    def begin(self) -> None:
        """Fetch forms, events and the log."""
        self.load(partial(self._fetch, self.work, self.desk), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> dict[str, Any]:
        programme_id = desk.programme.programme_id
        return {
            "forms": work.open_programme.forms(desk.place, programme_id=programme_id),
            "events": work.run_event.events(desk.place, programme_id=programme_id),
            "runs": work.print_paper.print_runs(desk.place),
            "today": work.run_event.today(desk.place, programme_id),
        }

    def _found(self, found: dict[str, Any]) -> None:
        if not self._forms.count():
            for form in found["forms"]:
                self._forms.addItem(form.title, form.form_id)
            for event in found["events"]:
                self._events.addItem(f"{event.name}, {spoken_date(event.day)}", event.event_id)
            wanted = self.arguments.get("event_id") or next(
                (event.event_id for event in found["events"] if event.day == found["today"]), ""
            )
            place = self._events.findData(wanted)
            self._events.setCurrentIndex(max(place, 0))
        names = {event.event_id: event.name for event in found["events"]}
        self._table.show_rows(
            [
                (
                    run.run_id,
                    (
                        str(run.run_number),
                        str(run.copies),
                        names.get(run.event_id, ""),
                        spoken_time(run.printed_at),
                        run.printed_by,
                    ),
                )
                for run in found["runs"]
            ]
        )
        self._table.setVisible(bool(found["runs"]))
        self._empty.setVisible(not found["runs"])
        ready = bool(self._forms.count() and self._events.count())
        self._save.setEnabled(ready)
        self._show.setEnabled(ready)
        if not self._events.count():
            self._said.say(tr("There is no event yet"), tr("Make an event first: copies are counted to one."))
            self._said.show()
        self._copies.setFocus()

    # preview ----------------------------------------------------------------------------------------------

    def _preview(self) -> None:
        work, desk = self.work, self.desk
        form_id, event_id = self._forms.currentData(), self._events.currentData()
        self._show.setEnabled(False)
        self._preview_words.setText(tr("Drawing the pages…"))
        self._preview_words.show()

        def job(_task: Any) -> list[tuple[int, int, bytes]]:
            pdf = work.lay_out_form.preview(desk.place, form_id=form_id, event_id=event_id).pdf
            return page_images(pdf, 1.6)

        self.background.run(
            job, then=self._previewed, failed=self._not_previewed, words=tr("Drawing the pages…"), long=True
        )

    def _previewed(self, pages: list[tuple[int, int, bytes]]) -> None:
        self._show.setEnabled(True)
        self._preview_words.hide()
        for picture in self._pictures:
            picture.hide()
            picture.deleteLater()
        self._pictures, self._images = [], []
        for number, (width, height, raw) in enumerate(pages, start=1):
            image = QImage(raw, width, height, width * 3, QImage.Format.Format_RGB888).copy()
            label = QLabel(self._pages.column)
            label.setFrameShape(QLabel.Shape.Box)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setAccessibleName(tr("Page {number} of {pages}", number=number, pages=len(pages)))
            self._pages.layout_.insertWidget(number, label, 0, Qt.AlignmentFlag.AlignHCenter)
            self._pictures.append(label)
            self._images.append(image)
        self._fit()
        self._pages.to_top()

    def _not_previewed(self, error: Exception) -> None:
        self._show.setEnabled(True)
        self._preview_words.setText(tr("The pages could not be drawn."))
        self.background.refused.emit(error)

    def _fit(self) -> None:
        width = max(240, min(self._pages.viewport().width() - space(9), line_length(90)))
        for label, image in zip(self._pictures, self._images, strict=True):
            label.setPixmap(
                QPixmap.fromImage(image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the width; put the preview below where the window is narrow for the text size."""
        super().resizeEvent(event)
        narrow = self.width() < line_length(120)
        self._split.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        self._fit()

    # printing ---------------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the copies as PDF"), f"{self._forms.currentData()}.pdf", tr("PDF (*.pdf)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, out: Path) -> None:
        """Write the copies to ``out`` and log them."""
        work, desk = self.work, self.desk
        form_id, event_id, copies = self._forms.currentData(), self._events.currentData(), self._copies.value()

        def job(task: Any) -> Any:
            return work.print_paper.print_copies(
                desk.place,
                actor=desk.actor,
                form_id=form_id,
                event_id=event_id,
                copies=copies,
                out=out,
                progress=task.progress,
                cancelled=lambda: task.cancelled,
            )

        self._save.setEnabled(False)
        self.background.run(
            job, then=self._printed, failed=self._not_printed, words=tr("Writing the copies…"), long=True
        )

    def _printed(self, printed: Any) -> None:
        self.succeeded.emit()
        self._save.setEnabled(True)
        names = ", ".join(path.name for path in printed.files)
        self._said.say(
            ntr(
                "✓ {count} copy was written and logged",
                "✓ {count} copies were written and logged",
                printed.run.copies,
            ),
            tr(
                "Print {names} at 100 %, on both sides of the paper."
                " The slip for the update list is then on a sheet of its own.",
                names=names,
            ),
        )
        self._said.show()
        self._left.to_top()
        self.begin()

    def _not_printed(self, error: Exception) -> None:
        self._save.setEnabled(True)
        self.background.refused.emit(error)
        self.begin()
