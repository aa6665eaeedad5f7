"""Scans are attached, put right and removed by the keyboard; what is left over is shown with its picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from desktop.keys.withdrawal_codes import new_code
from desktop.ui.keying.sheet_part import SheetPart
from desktop.ui.pages.keying_page import KeyingPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.scans_page import ScansPage
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.workflows import scan_sources
from tests.ui.accessible import unnamed
from tests.ui.test_interview import hands
from tests.workflows.scan_piles import laid_out, pdf_pile, printed_run, read_here, sheet
from tests.workflows.test_attach_scans import labelled

__all__ = ["hands"]


@pytest.fixture(autouse=True)
def here(monkeypatch):
    with read_here() as reading:
        monkeypatch.setattr(scan_sources, "page_reader", reading)
        yield


@pytest.fixture
def copies(place) -> tuple[str, ...]:
    return printed_run(place, laid_out(), 2)


@pytest.fixture
def pile(copies, tmp_path: Path) -> Path:
    """Give a pile with one page that can't be read, and one that is on its side."""
    form = laid_out()
    one, _ = copies
    unreadable = sheet(form, one, 2)
    unreadable.paste(120, (700, 1400, 1240, 1700))
    return pdf_pile(tmp_path / "pile.pdf", [sheet(form, one, 1).rotate(90, expand=True), unreadable])


def shown(serial: str) -> str:
    return "-".join(serial[at : at + 4] for at in range(0, 16, 4))


def opened(window, hands) -> ScansPage:
    window.show_page(Where.SCANS)
    hands.settle()
    assert isinstance(window.page, ScansPage)
    return window.page


def attached(place) -> set[tuple[str, int]]:
    with place.reading() as unit:
        return {(scan.serial, scan.page) for scan in unit.scans.list()}


def test_a_pile_is_chosen_attached_and_what_is_left_put_right_by_keys(
    at_work, hands, place, pile, copies, monkeypatch
) -> None:
    page = opened(at_work, hands)
    assert QApplication.focusWidget() is page._files
    assert "No page is attached yet." in said(page)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(pile)], ""))
    hands.press(Qt.Key.Key_Space)
    hands.qtbot.waitUntil(lambda: bool(page._left), timeout=30_000)
    hands.settle()
    assert attached(place) == {(copies[0], 1)}
    assert "✓ 1 page was attached" in said(page)
    assert QApplication.focusWidget() is page._rows
    assert "pile.pdf, page 2" in said(page)
    hands.qtbot.waitUntil(lambda: not page._picture.picture.pixmap().isNull(), timeout=30_000)
    assert unnamed(at_work) == []
    large = page._picture.large()
    assert unnamed(large) == []
    large.close()
    hands.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page._card.serial.input
    hands.press(shown(copies[0]), Qt.Key.Key_Return, "1", Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: bool(page._card.serial.fault), timeout=30_000)
    assert "attached already" in page._card.serial.fault
    page._card.page.input.selectAll()
    hands.press(Qt.Key.Key_Return, "2", Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: (copies[0], 2) in attached(place), timeout=30_000)
    hands.settle()
    assert "✓ Page 2 of" in said(page)
    # what is left is that the copy lacks its other pages, which no picture shows
    assert "It lacks pages 3–18." in said(page)
    hands.press(Qt.Key.Key_Delete)
    assert not page._left
    assert page.would_lose() == ""
    assert QApplication.focusWidget() is page._files


def test_a_slip_with_a_withdrawal_code_is_offered_no_sheet(at_work, hands, place, copies, tmp_path) -> None:
    code = new_code()
    slip = labelled(Image.new("L", (1240, 1754), 255), code)
    at = pdf_pile(tmp_path / "slip.pdf", [slip])
    page = opened(at_work, hands)
    page.attach_files([at])
    hands.qtbot.waitUntil(lambda: bool(page._left), timeout=30_000)
    hands.settle()
    assert "a slip with a withdrawal code" in said(page)
    assert code not in said(page)
    assert not page._card._hand.isVisible()
    assert page._picture.picture.pixmap().isNull()
    assert attached(place) == set()


def test_leaving_warns_of_pages_that_are_not_attached(at_work, hands, pile) -> None:
    page = opened(at_work, hands)
    page.attach_files([pile])
    hands.qtbot.waitUntil(lambda: bool(page._left), timeout=30_000)
    hands.settle()
    assert "1 page in the list is not attached" in page.would_lose()
    page._rows.setFocus()
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page._rows


def test_files_are_dropped_on_the_page(at_work, hands, place, pile, copies) -> None:
    page = opened(at_work, hands)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(pile.parent))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    assert event.isAccepted()
    hands.qtbot.waitUntil(lambda: attached(place) == {(copies[0], 1)}, timeout=30_000)
    hands.settle()


def test_an_empty_folder_says_so_beside_the_buttons(at_work, hands, tmp_path, monkeypatch) -> None:
    page = opened(at_work, hands)
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(empty))
    page._folder.setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.qtbot.waitUntil(lambda: "No scanned file" in said(page), timeout=30_000)
    hands.settle()
    assert page._files.isEnabled()
    assert QApplication.focusWidget() is page._files


def test_a_page_is_removed_with_a_reason_and_a_sheet_is_keyed_from_here(
    at_work, hands, place, pile, copies, monkeypatch
) -> None:
    page = opened(at_work, hands)
    page.attach_files([pile])
    hands.qtbot.waitUntil(lambda: bool(page._left), timeout=30_000)
    hands.settle()
    asked: list[str] = []

    def ask(_parent, title, text, reasons, **_more):
        asked.append(title)
        return reasons[0]

    monkeypatch.setattr(ReasonDialog, "ask", ask)
    page._copies._remove.setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.qtbot.waitUntil(lambda: attached(place) == set(), timeout=30_000)
    hands.settle()
    assert asked == ["Remove this page?"]
    assert "No page is attached yet." in said(page)
    page._left.clear()
    page.attach_files([pile])
    hands.qtbot.waitUntil(lambda: attached(place) == {(copies[0], 1)}, timeout=30_000)
    hands.settle()
    page._left.clear()
    page._copies._key.setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.qtbot.waitUntil(lambda: isinstance(at_work.page, KeyingPage), timeout=30_000)
    hands.settle()
    assert at_work.page.findChildren(SheetPart)


def said(page) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible()) + "\n".join(
        f"{page._rows.item(row).text()}" for row in range(page._rows.count())
    )
