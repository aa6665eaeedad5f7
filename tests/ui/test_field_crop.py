"""What was written at one question, beside what two keyers read there."""

from __future__ import annotations

import threading
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.keying.field_crop import FieldCrop, PageDialog
from tests.scanned_sheets import Scanned, scanned
from tests.ui.test_page_view import SERIAL, Sheets, laid_out, marked, on_page, settled

__all__ = ["laid_out"]


@pytest.fixture
def crop_of(qtbot, theme, background, holder) -> Any:
    def make(sheets: Sheets) -> FieldCrop:
        desk = SimpleNamespace(place=None, actor=None)
        made = FieldCrop(holder, work=SimpleNamespace(sheet_pictures=sheets), desk=desk, background=background)
        column = QVBoxLayout(holder)
        column.addWidget(made)
        column.addStretch(1)
        holder.resize(900, 700)
        holder.show()
        return made

    return make


def is_seen(picture: QWidget, colour: tuple[int, int, int]) -> bool:
    return marked(picture, colour).height() > 5


def test_each_question_shows_its_own_mark(qtbot, background, crop_of, laid_out) -> None:
    made = scanned(laid_out, SERIAL, degrees=1.0, only=(3, 4))
    sheets = Sheets(laid_out, {SERIAL: made})
    crop = crop_of(sheets)
    paths = [*on_page(made, 3), *on_page(made, 4)]
    for path in paths:
        with qtbot.waitSignal(crop.shown) as told:
            crop.show_field(SERIAL, path, "7")
        assert told.args == [True]
        settled(qtbot, background)
        (picture,) = crop.pictures
        colour = made.marks[path][1]
        qtbot.waitUntil(partial(is_seen, picture, colour))
        assert "question 7" in picture.accessibleName()
    assert sheets.opened == [SERIAL]  # once for all its fields
    crop.clear()
    assert crop.pictures == ()


def test_where_no_scan_shows_the_field_it_is_said(qtbot, background, crop_of, laid_out) -> None:
    made = scanned(laid_out, SERIAL, only=(3, 4), without_lie=(3,))
    broken = Scanned(made.scans, dict.fromkeys(made.files, b"noise"))
    crop = crop_of(Sheets(laid_out, {SERIAL: made, "broken": broken}))
    for serial, page, said in (
        ("another", 3, "No scan of this sheet"),
        (SERIAL, 3, "can't be cut out"),
        ("broken", 4, "can't be shown"),
    ):
        with qtbot.waitSignal(crop.shown) as told:
            crop.show_field(serial, on_page(made, page)[0])
        assert told.args == [False]
        assert said in crop.state.text()
    settled(qtbot, background)


def test_what_is_wrong_with_the_field_before_is_not_said_beside_the_next(
    qtbot, background, crop_of, laid_out
) -> None:
    made = scanned(laid_out, SERIAL, only=(3,))
    broken = Scanned(made.scans, dict.fromkeys(made.files, b"noise"))
    crop = crop_of(Sheets(laid_out, {SERIAL: made, "broken": broken}))
    told: list[tuple[bool, str]] = []
    crop.shown.connect(lambda there: told.append((there, crop.state.text())))
    path = on_page(made, 3)[0]
    go_on = threading.Event()
    background.run(lambda: go_on.wait(60))
    try:
        crop.show_field("broken", path)
        crop.show_field(SERIAL, path)
    finally:
        go_on.set()
    settled(qtbot, background)
    assert told == [(True, "")]


def test_the_whole_page_opens_and_escape_closes_it(qtbot, background, crop_of, laid_out) -> None:
    made = scanned(laid_out, SERIAL, only=(3,))
    crop = crop_of(Sheets(laid_out, {SERIAL: made}))
    crop.show_field(SERIAL, on_page(made, 3)[1], "2")
    settled(qtbot, background)
    seen = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PageDialog)
        if background.busy:
            QTimer.singleShot(20, look)
            return
        seen.append(dialog.view.canvas.accessibleName())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, look)
    button = next(each for each in crop.findChildren(QWidget) if each.accessibleName() == "Show the whole page…")
    button.click()
    assert seen == ["Scan of page 3, question 2 framed"]


@pytest.mark.parametrize("known", [False, None], ids=["made anew", "nowhere"])
def test_a_sheet_of_another_laptop_is_cut_once_its_layout_is_found(
    qtbot, background, crop_of, laid_out, known
) -> None:
    made = scanned(laid_out, SERIAL, only=(3,))
    crop = crop_of(Sheets(laid_out, {SERIAL: made}, known=known))
    with qtbot.waitSignal(crop.shown) as told:
        crop.show_field(SERIAL, on_page(made, 3)[0])
    assert told.args == [known is False]
    assert crop.state.isVisible() == (known is None)
    settled(qtbot, background)
