"""The guide in the window: over the page one is on, with the links between its pages, and nothing from outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser

from desktop.ui.main_window import MainWindow
from desktop.ui.pages import help_page
from desktop.ui.pages.event_page import EventPage
from desktop.ui.pages.find import page_class
from desktop.ui.pages.help_page import HelpPage, read_guide, slug, title_of
from desktop.ui.pages.page import Where
from desktop.ui.pages.start_page import StartPage
from tests.ui.accessible import unnamed
from tests.ui.test_interview import Hands, hands

__all__ = ["hands"]

GUIDE = {
    "index": "# Guide\n\nFirst [backups](backups.md), then [the PIN](pin-and-lock.md#what-it-guards).\n",
    "pin-and-lock": "# PIN and lock\n\nWords.\n\n" + "Line.\n\n" * 60 + "## What it guards\n\nThe screen.\n",
    "backups": "# Backups\n\n<b>plain</b> ![out](https://example.org/p.png) [out](https://example.org/)\n",
    "audit": "No heading.\n",
}


@pytest.fixture
def guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "guide"
    folder.mkdir()
    for name, text in GUIDE.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(help_page, "resource_path", lambda _name: folder)
    return folder


def shown(window: MainWindow) -> str:
    return window.page.findChild(QTextBrowser).toPlainText()


def test_help_stands_over_the_page_which_stays_as_it_is(at_work, hands: Hands, guide) -> None:
    at_work.show_page(Where.EVENT)
    hands.settle()
    page = at_work.page
    page._venue.input.setFocus()
    hands.press("The mill")
    QTest.keyClick(at_work.windowHandle(), Qt.Key.Key_F1)
    hands.settle()
    assert isinstance(at_work.page, HelpPage)
    assert unnamed(at_work) == []
    assert "not created" in (at_work._under or at_work.page).would_lose()
    hands.press(Qt.Key.Key_Escape)
    assert at_work.page is page
    assert page._venue.input.text() == "The mill"
    assert QApplication.focusWidget() is page._venue.input


def test_going_elsewhere_from_the_help_asks_about_the_page_beneath(at_work, hands, guide, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(MainWindow, "_may_leave", lambda self: bool(asked.append(self._under or self.page)))
    at_work.show_page(Where.EVENT)
    hands.settle()
    page = at_work.page
    at_work._show_help()
    hands.settle()
    at_work._go(Where.TODAY, {})
    assert asked == [page]
    monkeypatch.undo()
    page._venue.input.clear()
    at_work.show_page(Where.TODAY)
    hands.settle()
    assert not isinstance(at_work.page, EventPage)
    assert at_work._under is None
    assert len(at_work._pages.children()) - 1 == at_work._pages.count() or at_work._pages.count() == 1


def test_before_anything_is_open_the_guide_can_be_read(window, hands, guide) -> None:
    window.show_page(Where.START)
    hands.settle()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F1)
    hands.settle()
    assert "Guide" in shown(window)
    window.page._back.click()
    hands.settle()
    assert isinstance(window.page, StartPage)


def test_links_lead_from_page_to_page_and_never_out(at_work, hands, guide) -> None:
    at_work.show_page(Where.HELP)
    hands.settle()
    page = at_work.page
    titles = [page._list.item(row).text() for row in range(page._list.count())]
    assert titles == ["Guide", "Backups", "PIN and lock", "Audit"]  # as the index names them, then the rest
    cursor = page._view.document().find("backups")
    assert cursor.charFormat().isAnchor()
    assert cursor.charFormat().fontUnderline()
    page._view.anchorClicked.emit(QUrl("backups.md"))
    assert "<b>plain</b>" in shown(at_work)
    assert page._list.currentItem().text() == "Backups"
    for outside in ("https://example.org/", "file:///etc/passwd", "../../README.md", "nowhere.md", "//host/x.md"):
        page._view.anchorClicked.emit(QUrl(outside))
        assert page._list.currentItem().text() == "Backups"
    assert page._view.loadResource(2, QUrl("file:///etc/hostname")) is None
    page._view.anchorClicked.emit(QUrl("pin-and-lock.md#what-it-guards"))
    assert page._list.currentItem().text() == "PIN and lock"
    assert page._view.verticalScrollBar().value() > 0
    page._list_back()
    assert page._list.currentItem().text() == "Backups"


def test_f1_opens_the_page_that_belongs_to_where_one_is(at_work, hands, guide) -> None:
    at_work.show_page(Where.EVENT)
    hands.settle()
    at_work.page.guide = "backups"
    at_work._show_help()
    hands.settle()
    assert at_work.page._list.currentItem().text() == "Backups"


def test_every_link_of_the_shipped_guide_leads_somewhere() -> None:
    pages = read_guide()
    for name, text in pages.items():
        for target, section in help_page.LINK.findall(text):
            assert target in pages, f"{name} names {target}"
            headings = [slug(line.lstrip("# ")) for line in pages[target].splitlines() if line.startswith("#")]
            assert not section or section in headings, f"{name} names {target}#{section}"
        assert title_of(name, text)


def test_every_page_that_names_a_page_of_the_guide_names_one_that_is_there() -> None:
    named = {page_class(where).guide for where in Where} - {""}
    assert len(named) > 5
    assert named <= set(read_guide())


def test_in_a_narrow_window_the_pages_stand_in_one_line(at_work, hands, guide, theme) -> None:
    theme.set_scale(200)
    at_work.show_page(Where.HELP)
    hands.settle()
    page = at_work.page
    assert not page._list.isVisible()
    assert QApplication.focusWidget() is page._combo
    page._combo.activated.emit(page._combo.findText("Backups"))
    assert "<b>plain</b>" in shown(at_work)
    assert page._view.height() > at_work.height() / 3
