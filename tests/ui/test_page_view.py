"""The scanned page beside the field: the right question framed on the right page, and the keyboard left alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.paper.booklet import LaidOut, draw_form
from desktop.ui.keying.page_view import PageView
from desktop.workflows.sheet_pictures import SheetPictures
from tests.packs.shipped import form_of, shipped
from tests.paper.forms import every_type, programme
from tests.scanned_sheets import Scanned, scanned

SERIAL = "0123456789ABCDEFG"
PACK = "building-health-partnerships"


class Sheets:
    """Stands for the workflow: gives the pages of made-up sheets."""

    def __init__(self, laid_out: LaidOut, made: dict[str, Scanned], *, known: bool | None = True) -> None:
        self._layout = laid_out.layout
        self._made = made
        self._known = known
        self.opened: list[str] = []

    def open_pictures(self, _place: Any, *, actor: Any, serial: str) -> SheetPictures:
        self.opened.append(serial)
        made = self._made.get(serial, Scanned((), {}))
        layouts = {self._layout.layout_id: self._layout} if self._known else {}
        return SheetPictures(serial, made.scans, layouts, made.read)

    def find_layouts(self, _place: Any, _pictures: Any, *, cancelled: Any) -> Any:
        return () if self._known is None else (self._layout,)

    def make_known(self, _place: Any, layouts: Any) -> None:
        self._known = True if layouts else self._known


@pytest.fixture(scope="module")
def laid_out() -> LaidOut:
    return draw_form(every_type(), programme())


@pytest.fixture
def beside(qtbot, theme, background) -> Iterator[Any]:
    """Give what makes a window with a field and the page of a sheet beside it."""
    windows = []

    def make(sheets: Sheets, size: tuple[int, int] = (1100, 640)) -> PageView:
        window = QWidget()
        qtbot.addWidget(window)
        windows.append(window)
        row = QHBoxLayout(window)
        window.field = QLineEdit(window)
        desk = SimpleNamespace(place=None, actor=None)
        view = PageView(window, work=SimpleNamespace(sheet_pictures=sheets), desk=desk, background=background)
        row.addWidget(window.field)
        row.addWidget(view, 5)
        window.resize(*size)
        window.show()
        window.activateWindow()
        window.field.setFocus()
        return view

    yield make
    qtbot.waitUntil(lambda: not background.busy, timeout=20_000)


def settled(qtbot, background) -> None:
    qtbot.waitUntil(lambda: not background.busy, timeout=20_000)


def marked(canvas: QWidget, colour: tuple[int, int, int]) -> QRectF:
    """Return the hull of what is of about that colour on the screen; darker too, as it is outside of the frame."""
    shot = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    raw = bytes(shot.constBits())
    image = Image.frombuffer("RGB", (shot.width(), shot.height()), raw, "raw", "RGB", shot.bytesPerLine(), 1)
    off = ImageChops.difference(image, Image.new("RGB", image.size, colour)).point(lambda each: each < 62 and 255)
    red, green, blue = off.split()
    box = ImageChops.darker(ImageChops.darker(red, green), blue).getbbox()
    return QRectF() if box is None else QRectF(box[0], box[1], box[2] - box[0], box[3] - box[1])


def frame_faults(qtbot, background, view: PageView, made: Scanned) -> list[str]:
    """Return each question whose mark is not seen inside its frame."""
    found = []
    for path, (box, colour) in made.marks.items():
        view.show_question(path, "1")
        settled(qtbot, background)
        mark, frame = marked(view.canvas, colour), view.canvas.frame_on_screen()
        least = 0.5 * (box.height - 1.2) * view.canvas.scale()
        if view.page != box.page or not frame.contains(mark) or mark.height() < least:
            found.append(f"{path} on page {box.page}: its mark {mark}, the frame {frame} on page {view.page}")
    return found


def test_every_question_of_a_pack_is_framed_on_pages_that_lie_askew(qtbot, background, beside) -> None:
    definition = form_of(PACK)
    laid_out = draw_form(definition, shipped(PACK).programme)
    made = scanned(laid_out, SERIAL, dpi=75, degrees=181.5)
    view = beside(Sheets(laid_out, {SERIAL: made}))
    view.show_sheet(SERIAL)
    assert len(made.marks) > 30
    assert frame_faults(qtbot, background, view, made) == []


@pytest.mark.parametrize("size", [(1300, 300), (560, 700)], ids=["wide and low", "narrow and high"])
def test_every_type_of_question_is_framed_in_any_room(qtbot, background, beside, laid_out, size) -> None:
    made = scanned(laid_out, SERIAL, dpi=75, degrees=1.5)
    view = beside(Sheets(laid_out, {SERIAL: made}), size)
    view.show_sheet(SERIAL)
    assert frame_faults(qtbot, background, view, made) == []


def on_page(made: Scanned, page: int) -> list[str]:
    return [path for path, (box, _colour) in made.marks.items() if box.page == page]


def test_the_page_changes_with_the_question_and_the_next_one_is_ready(qtbot, background, beside, laid_out) -> None:
    made = scanned(laid_out, SERIAL)
    view = beside(Sheets(laid_out, {SERIAL: made}))
    view.show_sheet(SERIAL)
    view.show_question(on_page(made, 3)[0], "1")
    settled(qtbot, background)
    assert view.bar.title.text() == f"Page 3 of {laid_out.layout.pages}"
    assert "question 1 framed" in view.canvas.accessibleName()
    with qtbot.waitSignal(view.shown) as told:  # in the same call: nothing has to be decoded
        view.show_question(on_page(made, 4)[0], "4")
    assert told.args == [4]
    assert not view.state.isVisibleTo(view)


def test_the_next_sheet_is_there_at_once(qtbot, background, beside, laid_out) -> None:
    sheets = Sheets(laid_out, {name: scanned(laid_out, name, only=(3,)) for name in ("first", "second")})
    view = beside(sheets)
    view.show_sheet("first")
    settled(qtbot, background)
    view.prepare("second")
    settled(qtbot, background)
    with qtbot.waitSignals([view.opened, view.shown]):
        view.show_sheet("second")
    assert (view.serial, view.page) == ("second", 3)
    assert sheets.opened == ["first", "second"]


def test_a_sheet_without_scans_a_page_that_is_missing_and_one_attached_by_hand(
    qtbot, background, beside, laid_out
) -> None:
    made = scanned(laid_out, SERIAL, leave_out=(4,), without_lie=(5,))
    view = beside(Sheets(laid_out, {SERIAL: made}))
    view.show_sheet("another")
    settled(qtbot, background)
    assert not view.there
    assert "No scan of this sheet" in view.state.text()
    assert not view.canvas.isVisible()
    view.show_sheet(SERIAL)
    view.show_question(on_page(made, 4)[0], "4")
    settled(qtbot, background)
    assert "Page 4 is not among the scans" in view.state.text()
    assert not view.canvas.isVisible()
    view.show_question(on_page(made, 5)[0], "9")
    settled(qtbot, background)
    assert view.canvas.isVisible()
    assert view.canvas.frame_on_screen().isEmpty()
    assert "Look for question 9" in view.state.text()
    upright = view.canvas.scale()
    QTest.keyClick(view.window().field, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert view.canvas.scale() > upright  # on its side a page fills more of a wide room
    view.show_question(on_page(made, 3)[0], "1")
    settled(qtbot, background)
    assert not view.canvas.frame_on_screen().isEmpty()


def test_keys_move_the_page_and_leave_the_field_its_own(qtbot, background, beside, laid_out) -> None:
    made = scanned(laid_out, SERIAL)
    view = beside(Sheets(laid_out, {SERIAL: made}))
    view.show_sheet(SERIAL)
    view.show_question(on_page(made, 3)[0], "1")
    settled(qtbot, background)
    field, alt = view.window().field, Qt.KeyboardModifier.AltModifier
    QTest.keyClicks(field, "12")
    usual = view.canvas.scale()
    QTest.keyClick(field, Qt.Key.Key_Plus, alt)
    assert view.canvas.scale() == pytest.approx(usual * 1.25)
    QTest.keyClick(field, Qt.Key.Key_Minus, alt)
    QTest.keyClick(field, Qt.Key.Key_0, alt)
    assert view.canvas.whole
    assert view.canvas.scale() < usual
    QTest.keyClick(field, Qt.Key.Key_0, alt)
    assert view.canvas.scale() == usual
    before = view.canvas.frame_on_screen()
    QTest.keyClick(field, Qt.Key.Key_Down, alt)
    assert view.canvas.frame_on_screen().top() < before.top()
    QTest.keyClick(field, Qt.Key.Key_PageDown, alt)
    settled(qtbot, background)
    assert view.page == 4
    assert "Question 1 stands on page 3" in view.state.text()
    QTest.keyClick(field, Qt.Key.Key_Left)
    QTest.keyClicks(field, "0")
    assert field.text() == "102"
    for each in filter(QWidget.isVisible, view.bar.buttons.values()):
        QTest.mouseClick(each, Qt.MouseButton.LeftButton)
        settled(qtbot, background)
        assert field.hasFocus()
    assert all(each.accessibleName() for each in view.bar.buttons.values())


def test_where_the_buttons_have_no_room_a_menu_has_them(qtbot, background, beside, laid_out) -> None:
    made = scanned(laid_out, SERIAL, only=(3, 4))
    view = beside(Sheets(laid_out, {SERIAL: made}), (420, 500))
    view.show_sheet(SERIAL)
    view.show_question(on_page(made, 3)[0], "1")
    settled(qtbot, background)
    assert view.bar.more.isVisible()
    assert not any(each.isVisible() for each in view.bar.buttons.values())
    entry = next(each for each in view.bar.more.menu().actions() if "Next page" in each.text())
    entry.trigger()
    settled(qtbot, background)
    assert view.page == 4


def test_a_finer_picture_comes_with_the_size(qtbot, background, beside, laid_out) -> None:
    made = scanned(laid_out, SERIAL, dpi=300, only=(3,))
    view = beside(Sheets(laid_out, {SERIAL: made}))
    view.show_sheet(SERIAL)
    view.show_question(on_page(made, 3)[0], "1")
    settled(qtbot, background)
    coarse = view.canvas._image.width()
    for _ in range(5):
        view.larger()
    settled(qtbot, background)
    assert view.canvas._image.width() > 1.5 * coarse


def test_questions_are_framed_once_their_layout_is_made_anew(qtbot, background, beside, laid_out) -> None:
    made = scanned(laid_out, SERIAL, only=(3,))
    view = beside(Sheets(laid_out, {SERIAL: made}, known=False))
    view.show_sheet(SERIAL)
    view.show_question(on_page(made, 3)[0], "1")
    settled(qtbot, background)
    assert not view.canvas.frame_on_screen().isEmpty()


def test_where_no_layout_is_found_the_keyer_looks_for_the_question(qtbot, background, beside, laid_out) -> None:
    made = scanned(laid_out, SERIAL, only=(3,))
    view = beside(Sheets(laid_out, {SERIAL: made}, known=None))
    view.show_sheet(SERIAL)
    view.show_question(on_page(made, 3)[0], "1")
    settled(qtbot, background)
    assert view.canvas.isVisible()
    assert "Look for question 1" in view.state.text()


def test_a_page_whose_file_is_damaged_says_so_in_its_place(qtbot, background, beside, laid_out) -> None:
    made = scanned(laid_out, SERIAL, only=(3,))
    broken = Scanned(made.scans, dict.fromkeys(made.files, b"noise"))
    view = beside(Sheets(laid_out, {SERIAL: broken}))
    view.show_sheet(SERIAL)
    settled(qtbot, background)
    assert "it can't be shown" in view.state.text().lower()


def test_a_page_comes_though_the_worker_for_long_work_is_busy(qtbot, background, beside, laid_out) -> None:
    made = scanned(laid_out, SERIAL, only=(3, 4))
    view = beside(Sheets(laid_out, {SERIAL: made}))
    ended = threading.Event()
    background.run(lambda _task: ended.wait(60), long=True)  # a backup, or a batch on a slow line
    try:
        view.show_sheet(SERIAL)
        for page in (3, 4):
            view.show_question(on_page(made, page)[0], "1")
            qtbot.waitUntil(partial(is_framed, view, page), timeout=10_000)
    finally:
        ended.set()


def test_what_is_wrong_with_the_sheet_before_is_not_said_beside_the_next(
    qtbot, background, beside, laid_out
) -> None:
    made = scanned(laid_out, SERIAL, only=(3,))
    broken = Scanned(made.scans, dict.fromkeys(made.files, b"noise"))
    view = beside(Sheets(laid_out, {"A": broken, "B": made}))
    view.show_sheet("A")
    settled(qtbot, background)
    assert "can't be shown" in view.state.text()
    view.prepare("B")
    settled(qtbot, background)
    go_on = threading.Event()
    background.run(lambda: go_on.wait(60))
    try:
        view._fetch(3)
        view.show_sheet("B")
        assert view._on_screen == 3
    finally:
        go_on.set()
    settled(qtbot, background)
    assert view._on_screen == 3
    assert "can't be shown" not in view.state.text()


def test_a_page_of_the_sheet_before_never_comes_under_the_next_one(qtbot, background, beside, laid_out) -> None:
    """It was asked for, took its time, and the next sheet was taken up, whose page of that number is not ready."""
    made = {name: scanned(laid_out, name, only=(3,), degrees=turned) for name, turned in (("A", 0), ("B", 2))}
    view = beside(Sheets(laid_out, made))
    given, go_on, ended = [], threading.Event(), threading.Event()
    shown = view.canvas.show_page
    view.canvas.show_page = lambda picture, place: (given.append(picture), shown(picture, place))  # type: ignore[method-assign]
    background.run(lambda _task: ended.wait(60), long=True)  # a backup: no page is made ready before it is wanted
    try:
        view.show_sheet("A")
        qtbot.waitUntil(lambda: bool(given), timeout=10_000)
        view.prepare("B")
        qtbot.waitUntil(lambda: view._next is not None, timeout=10_000)
        background.run(lambda: go_on.wait(60))
        view._fetch(3)  # as when it is made larger
        view.show_sheet("B")
        given.clear()
        go_on.set()
        qtbot.waitUntil(lambda: bool(given), timeout=10_000)
        qtbot.waitUntil(lambda: not view._waiting[0], timeout=10_000)
        assert all(abs(picture.lie.b) > 0.05 for picture in given)  # turned, as the page of B is
    finally:
        go_on.set()
        ended.set()


def is_framed(view: PageView, page: int) -> bool:
    return view._on_screen == page and not view.canvas.frame_on_screen().isEmpty()
