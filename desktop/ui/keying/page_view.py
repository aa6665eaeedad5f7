"""The scanned page beside the field that is keyed: what is keyed now is framed, and moves with the keyer.

The keyboard stays in the field. The page is decoded before it is needed: the next page of the sheet while this one
is keyed, and the first of the next sheet where that is known.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.jobs.executors import Task
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.keying.page_bar import PageBar
from desktop.ui.keying.page_canvas import PageCanvas
from desktop.ui.keying.page_words import page_state
from desktop.ui.parts.buttons import shortcut
from desktop.ui.parts.words import words

_AHEAD = (1, 2, -1)
"""Pages around the one that is shown, in the order in which they are made ready."""
_USUAL = 4.0
"""Pixels a millimetre before any question was framed: about what a page has beside a field on a small laptop."""


class PageView(QWidget):
    """Shows the pages of one sheet at a time.

    Attributes:
        serial: of the sheet; empty between sheets.
        path: of the question that is framed.
        bar, canvas, state: the line above the page, the page, and what a keyer should know of it.
        page: the page that is shown or should be; 0 before there is one.
        there: whether any page of the sheet was attached.
    Signals:
        opened (bool): it is known whether the sheet has pages here.
        shown (int): a page is on the screen.
    """

    opened = Signal(bool)
    shown = Signal(int)

    def __init__(self, parent: QWidget, *, work: Any, desk: Any, background: Background) -> None:
        super().__init__(parent)
        self._work, self._desk, self._background = work, desk, background
        self.serial = self.path = ""
        self.page = 0
        self._number = ""
        self._pictures: Any = None
        self._next: Any = None
        self._on_screen = 0
        self._waiting: tuple[str, int] = ("", 0)
        self._ahead = 0
        self._unplaced = False
        self._usual = _USUAL
        layout = QVBoxLayout(self)
        roomy(layout, gap=1.5, margins=(2, 2, 2, 2))
        self.bar = PageBar(
            self,
            {
                "before": self.page_before,
                "after": self.page_after,
                "smaller": self.smaller,
                "larger": self.larger,
                "whole": self.toggle_whole,
                "turn": self.turn,
            },
        )
        layout.addWidget(self.bar)
        self.state = words("", self)
        layout.addWidget(self.state)
        self.canvas = PageCanvas(self)
        self.canvas.fineness_changed.connect(self._finer)
        layout.addWidget(self.canvas, 1)
        self._make_keys()
        self.setAccessibleName(tr("Scan of the sheet"))
        self._say()

    def _make_keys(self) -> None:
        for keys, action in (
            ("Alt++", self.larger),
            ("Alt+=", self.larger),
            ("Alt+-", self.smaller),
            ("Alt+0", self.toggle_whole),
            ("Alt+R", self.turn),
            ("Alt+PgUp", self.page_before),
            ("Alt+PgDown", self.page_after),
            ("Alt+Left", self._left),
            ("Alt+Right", self._right),
            ("Alt+Up", self._up),
            ("Alt+Down", self._down),
        ):
            shortcut(keys, self, action)

    # what whoever holds it does -----------------------------------------------------------------------------

    @property
    def there(self) -> bool:
        """Whether any page of the sheet was attached."""
        return self._pictures is not None and bool(self._pictures.attached)

    @property
    def missing(self) -> str:
        """What is to be said where sheets are scanned here, and this one is not; else nothing."""
        if self._pictures is None or self._pictures.attached or not self._pictures.others:
            return ""
        return page_state(self._pictures, 0, "", "")

    def prepare(self, serial: str) -> None:
        """Make the first page of the next sheet ready, so that it is there at once when it is taken up."""
        if serial and serial != self.serial and (self._next is None or self._next.serial != serial):
            self._background.run(partial(self._open_job, serial), then=self._prepared)

    def show_sheet(self, serial: str) -> None:
        """Show the pages of a sheet from now on."""
        self.close_sheet()
        self.serial = serial
        if self._next is not None and self._next.serial == serial:
            self._opened(self._next)
            return
        self._background.run(partial(self._open_job, serial), then=self._opened, failed=self._not_opened)

    def close_sheet(self) -> None:
        """Show no sheet. Its pages are forgotten."""
        self.serial, self.path, self._number = "", "", ""
        self.page = self._on_screen = 0
        self._pictures, self._waiting, self._unplaced = None, ("", 0), False
        self.canvas.clear()
        self._say()

    def follow(self, shown: Any) -> None:
        """Frame the question of a ``SheetShown``; slot for ``SheetPart.changed``."""
        if shown.view is not None:
            self.show_question(shown.view.path, shown.view.number)

    def show_question(self, path: str, number: str = "") -> None:
        """Frame a question, and change the page where it stands on another one."""
        if path == self.path and self._on_screen:
            return  # a keyer who looked elsewhere on the page goes on looking while the field is keyed anew
        self.path, self._number = path, number
        if self._pictures is not None:
            self._show_path()

    # keys ---------------------------------------------------------------------------------------------------

    def larger(self) -> None:
        """Show the page larger."""
        self.canvas.zoom(1)
        self._say()

    def smaller(self) -> None:
        """Show the page smaller."""
        self.canvas.zoom(-1)
        self._say()

    def toggle_whole(self) -> None:
        """Show the whole page, or the question again."""
        self.canvas.show_whole(not self.canvas.whole)
        self._say()

    def turn(self) -> None:
        """Turn a page that was attached by hand."""
        if self._can_turn():
            self.canvas.turn()

    def page_before(self) -> None:
        """Leaf back."""
        self._leaf(-1)

    def page_after(self) -> None:
        """Leaf on."""
        self._leaf(1)

    def _leaf(self, by: int) -> None:
        if self.there and 1 <= self.page + by <= self._pictures.pages:
            self._want(self.page + by)

    def _left(self) -> None:
        self.canvas.move_by(-1, 0)

    def _right(self) -> None:
        self.canvas.move_by(1, 0)

    def _up(self) -> None:
        self.canvas.move_by(0, -1)

    def _down(self) -> None:
        self.canvas.move_by(0, 1)

    # opening ------------------------------------------------------------------------------------------------

    def _open_job(self, serial: str) -> Any:
        desk = self._desk
        return self._work.sheet_pictures.open_pictures(desk.place, actor=desk.actor, serial=serial)

    def _prepared(self, pictures: Any) -> None:
        self._next = pictures
        if pictures.attached:
            self._ahead += 1
            job = partial(_make_ready, pictures, pictures.first_pages(2), self._fine())
            self._background.run(job, then=self._ready, failed=self._not_ready, long=True)

    def _opened(self, pictures: Any) -> None:
        if pictures.serial != self.serial:
            return
        self._pictures, self._next = pictures, None
        if self.path:
            self._show_path()
        elif pictures.attached:
            self._want(next(iter(pictures.first_pages(1)), pictures.attached[0]))
        self._say()
        self.opened.emit(self.there)
        if pictures.unknown and not self._unplaced:
            self._unplaced = True
            place, work = self._desk.place, self._work
            said = tr("Finding the questions on the pages")
            job = partial(find_layouts, work, place, pictures)
            self._background.run(job, then=self._found, long=True, words=said)

    def _not_opened(self, error: Exception) -> None:
        if not isinstance(error, WorldError):
            self._background.refused.emit(error)
        self.opened.emit(False)

    def _found(self, found: tuple[str, Any]) -> None:
        """Open the sheet again, now that it is known where its questions stand."""
        serial, layouts = found
        if serial == self.serial and layouts:
            work, place, again = self._work, self._desk.place, partial(self._open_job, serial)

            def job() -> Any:
                work.sheet_pictures.make_known(place, layouts)
                return again()

            self._background.run(job, then=self._opened)
        elif serial == self.serial:
            self._say()

    # pages --------------------------------------------------------------------------------------------------

    def _places(self) -> Any:
        return self._pictures.find(self.path) if self._pictures is not None and self.path else None

    def _show_path(self) -> None:
        found = self._places()
        page = found.places[0].page if found.places else found.near
        page = page or self.page or next(iter((*self._pictures.first_pages(1), *self._pictures.attached)), 0)
        if page:
            self._want(page)
        self._say()

    def _want(self, page: int) -> None:
        """Show a page: at once where it is ready, else as soon as it is."""
        self.page = page
        pictures, fine = self._pictures, self._fine()
        if page not in pictures.attached:
            self._on_screen = 0
            self.canvas.clear()
            self._say()
            return
        if page == self._on_screen:
            self.canvas.frame_place(self._place_here())
            self._say()
            self._look_ahead()
            return
        if pictures.has(page, fine=fine):
            self._got(pictures.picture(page, fine=fine))
            return
        self._fetch(page)

    def _fine(self) -> float:
        """Return how fine a picture is wanted: as a question is seen, also where the whole page is seen now."""
        if self._place_here() is not None and not self.canvas.whole:
            self._usual = self.canvas.fine
        return max(self.canvas.fine, self._usual)

    def _fetch(self, page: int) -> None:
        """Have a page decoded now: on the quick worker, since the other may be sending or backing up."""
        if self._waiting == (self.serial, page):
            return  # it is on its way
        self._waiting = (self.serial, page)
        self._background.run(
            partial(_decoded, self._pictures, page, self._fine()),
            then=self._came,
            failed=self._broken,
        )

    def _came(self, decoded: tuple[Any, int, Any]) -> None:
        pictures, page, picture = decoded
        # what was asked for the sheet before may come late, and must not be taken for a page of this one
        if pictures is self._pictures and picture is not None and self._waiting == (self.serial, page):
            self._waiting = ("", 0)
            if page != self.page:
                return
            if isinstance(picture, WorldError):
                self._not_shown(picture)
            else:
                self._got(picture)

    def _got(self, picture: Any) -> None:
        self._on_screen = picture.page
        self.canvas.show_page(picture, self._place_here())
        self._say()
        self.shown.emit(picture.page)
        self._look_ahead()

    def _broken(self, error: Exception) -> None:
        self._waiting = ("", 0)
        self._background.refused.emit(error)

    def _not_shown(self, error: WorldError) -> None:
        self._on_screen = 0
        self.canvas.clear()
        self._say(f"{error.place}: {error.fault} {error.remedy}")

    def _place_here(self) -> Any:
        """Return where the question stands on the page that is shown, if it does and that is known."""
        found = self._places()
        if found is None or not self._pictures.lies(self.page):
            return None
        return next((place for place in found.places if place.page == self.page), None)

    def _finer(self) -> None:
        """Take a finer picture where the size asks for one and the scan has it."""
        if self._pictures is None or not self._on_screen:
            return
        page, fine = self._on_screen, self._fine()
        if not self._pictures.has(page, fine=fine):
            self._fetch(page)

    def _look_ahead(self) -> None:
        pictures, fine = self._pictures, self._fine()
        near = [self.page + by for by in _AHEAD]
        pages = [page for page in near if page in pictures.attached and not pictures.has(page, fine=fine)]
        if pages and not self._ahead:
            self._ahead += 1
            job = partial(_make_ready, pictures, pages, fine)
            self._background.run(job, then=self._ready, failed=self._not_ready, long=True)

    def _ready(self, _pictures: Any) -> None:
        self._ahead -= 1
        if self._on_screen:
            self._look_ahead()

    def _not_ready(self, _error: Exception) -> None:
        """A page that can't be made ready is told of when it is wanted."""
        self._ahead -= 1

    # words --------------------------------------------------------------------------------------------------

    def _can_turn(self) -> bool:
        return bool(self._on_screen) and not self._pictures.lies(self._on_screen)

    def _say(self, fault: str = "") -> None:
        there = self.there
        self.canvas.setVisible(there and (bool(self._on_screen) or self.page in self._pictures.attached))
        pages = self._pictures.pages if there else 0
        self.bar.show_page(self.page, pages, whole=self.canvas.whole, turns=there and self._can_turn())
        self._fit_bar()
        state = fault or page_state(self._pictures, self.page, self.path, self._number)
        self.state.setText(state)
        self.state.setVisible(bool(state))
        framed = there and self._place_here() is not None
        self.canvas.setAccessibleName(
            tr("Scan of page {page}, question {number} framed", page=self.page, number=self._number)
            if framed
            else tr("Scan of page {page}", page=self.page)
        )

    def _fit_bar(self) -> None:
        self.bar.fit(self.width(), self.height(), there=self.there)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bar()


def _decoded(pictures: Any, page: int, fine: float) -> tuple[Any, int, Any]:
    """Return a page, or why it can't be shown, with the sheet that it is of: that may have been left meanwhile."""
    try:
        return pictures, page, pictures.picture(page, fine=fine)
    except WorldError as error:
        return pictures, page, error


def _make_ready(pictures: Any, pages: Any, fine: float, task: Task) -> Any:
    """Decode pages before they are needed; on the worker for long work, one after another until it is stopped."""
    for page in pages:
        if task.cancelled:
            break
        pictures.picture(page, fine=fine)
    return pictures


def find_layouts(work: Any, place: Any, pictures: Any, task: Task) -> tuple[str, Any]:
    """Return a sheet's serial with its layouts that were not kept here, made anew; may take seconds."""
    found = work.sheet_pictures.find_layouts(place, pictures, cancelled=lambda: task.cancelled)
    return pictures.serial, found
