"""A sheet keyed from its scan: the page beside the field, the keyboard never away from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.ui.pages.page import Where
from desktop.workflows.ask_coordinator import park
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.lay_out_form import lay_out
from desktop.workflows.print_paper import paper_copies, print_copies
from desktop.workflows.scanned_pile import scanned_to_key
from desktop.workflows.sheet_pictures import crops, open_pictures
from tests.scanned_sheets import Scanned, attach_scanned, scanned
from tests.ui.test_interview import ENTER, ESC, Hands, hands, small
from tests.workflows.paper_days import printed
from tests.workplaces import FORM

__all__ = ["hands", "small"]
Attach = Callable[..., Scanned]


@pytest.fixture
def serials(tmp_path: Path, small, place, officer) -> list[str]:
    out = tmp_path / "copies.pdf"
    run = print_copies(
        place, actor=officer, form_id=small["form_id"], event_id=small["event_id"], copies=2, out=out
    ).run
    return [copy.serial for copy in paper_copies(place, run_id=run.run_id)]


@pytest.fixture
def attach(place, small) -> Attach:
    def attached(serial: str, **more: Any) -> Scanned:
        laid_out, _form, programme = lay_out(place, form_id=small["form_id"])
        made = scanned(laid_out, serial, **more)
        attach_scanned(place, made, programme_id=programme.programme_id)
        return made

    return attached


def begin(window, hands: Hands, serial: str) -> None:
    if window.page is None:
        window.show_page(Where.KEYING)
        hands.settle()
    hands.press(serial, ENTER)


def test_the_question_that_is_keyed_is_framed(window, hands, serials, attach) -> None:
    made = attach(serials[0], degrees=1.0)
    begin(window, hands, serials[0])
    view = window.page._view
    assert view.isVisible()
    for keys, path in (("", "resident"), ("1", "years"), ("30", "uses"), ("13", "comment")):
        hands.press(*filter(None, (keys, ENTER if keys in ("30", "13") else "")))
        assert window.page._here() == view.path == path
        assert view.page == made.marks[path][0].page
        assert not view.canvas.frame_on_screen().isEmpty()
        assert window.page._field.isAncestorOf(window.focusWidget())


def test_the_page_goes_with_its_sheet(window, hands, serials, attach) -> None:
    attach(serials[0])
    begin(window, hands, serials[0])
    hands.press("1", "30", ENTER, "13", ENTER, "More buses", ENTER, "-", "?")
    assert window.page.at_end
    assert not window.page._view.isVisible()
    hands.press(ESC)
    assert window.page._view.isVisible()  # back in the sheet
    hands.press("?", "10012022", ENTER)
    begin(window, hands, serials[1])
    assert window.page._here() == "resident"
    assert not window.page._view.isVisible()  # this one was not scanned: all room for the keyer
    assert "No scan of this sheet is here" in window.page._top.text()
    assert window.page._view._pictures.serial == serials[1]


def test_where_nothing_is_scanned_nothing_is_said_of_it(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    assert window.page._here() == "resident"
    assert not window.page._view.isVisible()
    assert "scan" not in window.page._top.text()


def test_keys_of_the_page_leave_the_keying_alone(window, hands, serials, attach) -> None:
    attach(serials[0])
    begin(window, hands, serials[0])
    view, alt = window.page._view, Qt.KeyboardModifier.AltModifier
    usual = view.canvas.scale()
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_0):
        hands.qtbot.keyClick(QApplication.focusWidget(), key, alt)
        hands.settle()
        assert window.page._here() == "resident"
    assert view.canvas.scale() != usual
    hands.press("1")
    assert window.page._here() == "years"


def test_what_was_written_at_a_question_is_shown_by_itself(place, officer, serials, attach) -> None:
    made = attach(serials[0], degrees=181.0)
    (crop,) = crops(place, actor=officer, serial=serials[0], path="uses")
    assert crop.page == made.marks["uses"][0].page
    assert crop.png.startswith(b"\x89PNG")
    assert crops(place, actor=officer, serial=serials[1], path="uses") == ()
    place.store.scan_files.remove(scan.scan_id for scan in made.scans)
    assert crops(place, actor=officer, serial=serials[0], path="uses") == ()


def test_the_file_of_a_page_that_is_altered_is_damaged(place, officer, serials, attach) -> None:
    made = attach(serials[0])
    path = place.store.scan_files.path / next(scan.scan_id for scan in made.scans if scan.page == 3)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    pictures = open_pictures(place, actor=officer, serial=serials[0])
    assert pictures.picture(1) is not None
    with pytest.raises(Exception, match="cut or altered"):
        pictures.picture(3)


def test_a_query_shows_what_was_written_at_its_field(at_work, hands, place, officer, event_id) -> None:
    (serial,) = printed(place, event_id, 1)
    laid_out, _form, programme = lay_out(place, form_id=FORM)
    made = scanned(laid_out, serial, only=(3,))
    attach_scanned(place, made, programme_id=programme.programme_id)
    keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial))
    for path in (next(iter(made.marks)), ""):
        park(place, actor=officer, keying=keying, path=path)
        place.clock.move(timedelta(minutes=1))
    at_work.show_page(Where.QUERIES)
    hands.settle()
    crop = at_work.page._crop
    (picture,) = crop.pictures
    assert picture.isVisible()
    hands.press("Made up: a 7", ENTER)
    assert crop.path == ""  # the whole sheet: there is only the way to its pages
    assert crop.pictures == ()
    assert crop._whole.isVisible()


def test_scanned_sheets_are_keyed_one_after_another_with_no_paper(
    at_work, hands, place, officer, event_id
) -> None:
    serials = printed(place, event_id, 3)
    laid_out, _form, programme = lay_out(place, form_id=FORM)
    for serial in serials:
        made = scanned(laid_out, serial, only=(1, 3), dpi=75)
        attach_scanned(place, made, programme_id=programme.programme_id)
        with place.unit() as unit:  # as another sheet of that form has made it known
            unit.copies.put_layout(laid_out.layout)
            unit.commit()
    first, second, _third = scanned_to_key(place, actor=officer, programme_id=programme.programme_id)
    at_work.show_page(Where.KEYING)
    hands.settle()
    page = at_work.page
    assert page._scanned.isVisible()
    page._scanned._next.click()
    hands.settle()
    assert page._sheet.serial == first
    assert page._view.page == 3
    assert page._view._next.serial == second  # ready before it is asked for
    assert page._view._next.has(3)
    page._course.finish("2022-01-12")
    page._finished("")
    hands.settle()
    hands.press(ENTER)
    assert page._sheet.serial == second
    assert page._view.page == 3
    assert first not in scanned_to_key(place, actor=officer, programme_id=programme.programme_id)


def test_tab_reaches_the_scanned_sheet_before_those_that_were_begun(
    at_work, hands, place, officer, event_id
) -> None:
    begun, waits = printed(place, event_id, 2)
    laid_out, _form, programme = lay_out(place, form_id=FORM)
    attach_scanned(place, scanned(laid_out, waits, only=(1, 3), dpi=75), programme_id=programme.programme_id)
    with place.unit() as unit:  # as another sheet of that form has made it known
        unit.copies.put_layout(laid_out.layout)
        unit.commit()
    Keying.begin(place, actor=officer, sheet=look_up_serial(place, begun))
    at_work.show_page(Where.KEYING)
    hands.settle()
    page = at_work.page
    link = next(each for each in page._begun.findChildren(QPushButton) if each.isVisible())
    assert page._scanned._next.y() + page._scanned.y() < page._begun.y()
    reached = []
    while link not in reached:
        hands.press(Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
        assert len(reached) < 40
    assert page._scanned._next in reached


@pytest.mark.parametrize("scale", [100, 200, 300])
def test_page_and_field_are_both_in_sight(window, hands, serials, attach, theme, scale: int) -> None:
    attach(serials[0])
    window.resize(1366, 728)
    theme.set_scale(scale)
    begin(window, hands, serials[0])
    hands.press("1", "30", ENTER)
    view, field = window.page._view, QApplication.focusWidget()
    hands.qtbot.waitUntil(lambda: in_sight(field, window.page._scroll.viewport()))
    assert window.page._with_page.beside == (scale < 300)
    assert view.isVisible()
    seen = view.canvas.rect().intersected(view.canvas.frame_on_screen().toRect())
    assert seen.width() > 400
    assert seen.height() > 100
    assert QRect(view.mapTo(window, QPoint()), view.size()).bottom() <= window.height()


def test_mirrored_the_page_stands_on_the_other_side(window, hands, serials, attach, mirrored) -> None:
    attach(serials[0])
    begin(window, hands, serials[0])
    assert window.page._view.x() < window.page._scroll.x()


def in_sight(widget: QWidget, viewport: QWidget) -> bool:
    return viewport.rect().contains(QRect(widget.mapTo(viewport, QPoint()), widget.size()).adjusted(0, 0, -1, -1))
