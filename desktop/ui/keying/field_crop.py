"""What was written at one question, cut out of the scan of its page: beside a difference, or a query."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.jobs.executors import Task
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy, space
from desktop.ui.keying.page_view import PageView, find_layouts
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words
from desktop.ui.questions.picture_view import PictureView

_ROOM = 0.9
"""Part of the window that the whole page takes."""


class FieldCrop(QWidget):
    """Shows the field's own part of its page, one picture for each page that the question stands on.

    Args:
        tallest: of one picture, in units of spacing.

    Attributes:
        serial, path: of the field that is shown; empty where none is.
        pictures: what is shown of it.
    Signals:
        shown (bool): it is known whether there is a picture of the field; ``pictures`` has it.
    """

    shown = Signal(bool)

    def __init__(
        self, parent: QWidget, *, work: Any, desk: Any, background: Background, tallest: float = 64
    ) -> None:
        super().__init__(parent)
        self._work, self._desk, self._background = work, desk, background
        self.serial = self.path = ""
        self.pictures: tuple[PictureView, ...] = ()
        self._number = ""
        self._tallest = tallest
        self._sheet: Any = None
        self._sought: set[str] = set()
        self._rows = QVBoxLayout(self)
        roomy(self._rows, gap=1)
        self.state = words("", self, tone="muted")
        self._rows.addWidget(self.state)
        self._whole = button(tr("Show the whole page…"), self, self.show_page, kind="link")
        self._rows.addWidget(self._whole, 0, Qt.AlignmentFlag.AlignLeading)
        self.clear()

    def show_field(self, serial: str, path: str, number: str = "") -> None:
        """Show what was written at a question; ``number`` is the question's, for words about it.

        With ``path`` empty the whole sheet is meant: there is the way to its pages, and no picture.
        """
        if (serial, path) == (self.serial, self.path):
            return
        self.clear()
        self.serial, self.path, self._number = serial, path, number
        sheet = self._sheet if self._sheet is not None and self._sheet.serial == serial else None
        job = partial(_cut, self._work, self._desk, serial, path, sheet)
        self._background.run(job, then=self._came, failed=self._broken)

    def clear(self) -> None:
        """Show nothing."""
        self.serial = self.path = self._number = ""
        for each in self.pictures:
            self._rows.removeWidget(each)
            each.hide()
            each.deleteLater()
        self.pictures = ()
        self.state.hide()
        self._whole.hide()

    def show_page(self) -> None:
        """Show the whole page in a window of its own, the question framed."""
        if not self.serial:
            return
        dialog = PageDialog(self, work=self._work, desk=self._desk, background=self._background)
        dialog.view.show_sheet(self.serial)
        dialog.view.show_question(self.path, self._number)
        dialog.exec()
        dialog.deleteLater()

    def _came(self, found: tuple[str, str, Any, Any]) -> None:
        serial, path, sheet, crops = found
        if (serial, path) != (self.serial, self.path):
            return  # of the field before, and so is what is wrong with its scan
        if isinstance(crops, WorldError):
            self._not_shown(crops)
            return
        self._sheet = sheet
        self._whole.setVisible(bool(sheet.attached))
        if path and not crops and sheet.unknown and serial not in self._sought:
            self._sought.add(serial)
            self._say(tr("Looking where the question stands on the scan…"))
            job = partial(_layouts_of, self._work, self._desk.place, sheet)
            self._background.run(job, then=self._found, failed=self._broken, long=True)
            return
        self.state.hide()
        made = []
        for at, crop in enumerate(crops):
            name = tr("Scan of question {number}, page {page}", number=self._number, page=crop.page)
            made.append(PictureView(crop.png, self, name=name, tallest=self._tallest))
            self._rows.insertWidget(at, made[-1])
        self.pictures = tuple(made)
        if path and not made:
            self._say(
                tr("The question can't be cut out of the scan.")
                if sheet.attached
                else tr("No scan of this sheet is here.")
            )
        self.shown.emit(bool(made))

    def _found(self, found: tuple[str, Any]) -> None:
        """Cut again, now that it is known where the questions of the sheet stand; or say that nobody knows."""
        serial, layouts = found
        if serial == self.serial and isinstance(layouts, WorldError):
            self._not_shown(layouts)
        elif serial == self.serial:
            work, desk = self._work, self._desk
            job = partial(_known_and_cut, work, desk, serial, self.path, layouts)
            self._background.run(job, then=self._came, failed=self._broken)

    def _broken(self, error: Exception) -> None:
        self._background.refused.emit(error)

    def _not_shown(self, error: WorldError) -> None:
        self._say(f"{error.fault} {error.remedy}")
        self.shown.emit(False)

    def _say(self, said: str) -> None:
        self.state.setText(said)
        self.state.show()


class PageDialog(QDialog):
    """The whole page in a window; Esc closes it.

    Attributes:
        view: shows the pages.
    """

    def __init__(self, parent: QWidget, *, work: Any, desk: Any, background: Background) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Scan of the sheet"))
        layout = QVBoxLayout(self)
        roomy(layout, gap=2, margins=3)
        self.view = PageView(self, work=work, desk=desk, background=background)
        layout.addWidget(self.view, 1)
        close = button(tr("Close (Esc)"), self, self.reject, kind="primary", name=tr("Close, Esc"))
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTrailing)
        close.setFocus()
        self.resize((parent.window().size() * _ROOM).expandedTo(self.minimumSizeHint()))
        self.setMinimumSize(space(60), space(50))


def _cut(work: Any, desk: Any, serial: str, path: str, sheet: Any) -> tuple[str, str, Any, Any]:
    """Return the crops, or why there are none, with the sheet's pictures, which serve for its next field too."""
    try:
        if sheet is None:
            sheet = work.sheet_pictures.open_pictures(desk.place, actor=desk.actor, serial=serial)
        return serial, path, sheet, sheet.crop(path)
    except WorldError as error:
        return serial, path, sheet, error


def _layouts_of(work: Any, place: Any, sheet: Any, task: Task) -> tuple[str, Any]:
    """Return a sheet's serial with its layouts, or with why they can't be found."""
    try:
        return find_layouts(work, place, sheet, task)
    except WorldError as error:
        return sheet.serial, error


def _known_and_cut(work: Any, desk: Any, serial: str, path: str, layouts: Any) -> tuple[str, str, Any, Any]:
    try:
        work.sheet_pictures.make_known(desk.place, layouts)
    except WorldError as error:
        return serial, path, None, error
    return _cut(work, desk, serial, path, None)
