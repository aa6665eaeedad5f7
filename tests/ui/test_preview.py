"""A form gone through in a preview: everything as in an interview, and nothing anywhere on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from desktop.ui.interview.course import Stage
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.packs_page import PacksPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.preview_page import PreviewPage
from desktop.workflows.interview import open_drafts
from tests.ui.small_form import write_small_form
from tests.ui.test_interview import Hands

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def hands(qtbot, window: MainWindow) -> Hands:
    window.activateWindow()
    return Hands(qtbot, window)


def begin(window: MainWindow, hands: Hands, path: Path) -> None:
    window.show_page(Where.PREVIEW, path=str(path))
    hands.settle()
    assert hands.shown().stage is Stage.CONSENT


def through(hands: Hands) -> None:
    hands.press(ENTER, "1", "30", ENTER, "1", ENTER, "More buses")
    hands.window.page._continue()
    hands.settle()
    assert [row.answer for row in hands.shown().rows] == ["Yes", "30", "Buses", "More buses"]
    hands.press(ENTER, ENTER, "2", ENTER)
    assert hands.shown().stage is Stage.FINISH


def test_a_form_is_gone_through_with_no_store_at_all(window, hands, tmp_path: Path, services) -> None:
    begin(window, hands, write_small_form(tmp_path))
    assert "Preview: nothing is saved" in [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
    through(hands)
    assert "Saved" not in "".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())
    hands.press(ENTER)
    hands.qtbot.waitUntil(lambda: not window.isVisible(), timeout=30_000)
    assert not services.folder.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["small-form.md"]


def test_the_rules_of_the_form_hold(window, hands, tmp_path: Path) -> None:
    begin(window, hands, write_small_form(tmp_path))
    hands.press(ENTER, ENTER)
    assert hands.shown().faults[0][0] == "resident"
    hands.press("1", "300", ENTER)
    assert hands.shown().faults == (("years", "Under 120, please."),)


def test_it_leads_back_to_the_programmes_and_leaves_no_draft(
    at_work, hands, place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_small_form(tmp_path)
    at_work.show_page(Where.PACKS)
    hands.settle()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(path), ""))
    at_work.page._choose_form()
    hands.qtbot.waitUntil(lambda: isinstance(at_work.page, PreviewPage), timeout=30_000)
    hands.settle()
    hands.press(ENTER, "1")
    assert open_drafts(place) == ()
    at_work.page._give_up.click()
    hands.qtbot.waitUntil(lambda: isinstance(at_work.page, PacksPage), timeout=30_000)
    hands.settle()
    assert open_drafts(place) == ()


def test_a_form_with_errors_says_what_is_wrong(window, hands, tmp_path: Path) -> None:
    path = tmp_path / "form.xml"
    path.write_bytes(b"<html/>")
    window.show_page(Where.PREVIEW, path=str(path))
    hands.settle()
    assert "no XForm" in "".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())
