"""The benchmarks page: nothing without source and date, a wrong file said by its line, one more, one fewer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.ui.main_window import MainWindow
from desktop.ui.pages.benchmarks_page import BenchmarksPage
from desktop.ui.pages.page import Where
from desktop.workflows.benchmarks import benchmarks
from tests.ui.accessible import unnamed
from tests.ui.test_interview import Hands, hands

__all__ = ["hands"]

ENTER, TAB, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Space
AGES = "code,label,percent,answers\nyoung,Young,40,16_24\nold,Old,60,75_over\n"


@pytest.fixture
def page(at_work: MainWindow, hands: Hands) -> BenchmarksPage:
    at_work.show_page(Where.BENCHMARKS)
    hands.settle()
    assert isinstance(at_work.page, BenchmarksPage)
    return at_work.page


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "ages.csv"
    path.write_text(AGES, encoding="utf-8")
    return path


def fill(page: BenchmarksPage, hands: Hands) -> None:
    """Type everything, from the source on, by keyboard."""
    assert QApplication.focusWidget() is page._source.input
    hands.press("Made-up office", TAB, "Table 1", TAB, "1", TAB, "6", TAB, "2021", TAB, "made up", TAB, SPACE)


def test_nothing_is_loaded_at_first_and_it_says_so(page: BenchmarksPage) -> None:
    assert page._empty.isVisible()
    assert not page._table.isVisible()
    assert QApplication.focusWidget() is page._choose


def test_loaded_by_keys_after_the_file_was_chosen(page, hands: Hands, place, table) -> None:
    page.take_file(table)
    fill(page, hands)
    assert page.would_lose()
    hands.press(TAB, ENTER)
    (loaded,) = benchmarks(place)
    assert (loaded.source, loaded.published.isoformat(), loaded.made_up) == ("Made-up office", "2021-06-01", True)
    assert "2 groups" in page._said.title.text()
    assert "shown apart" in page._said.text.text()  # answers of the form that no group has
    assert page._table.isVisible()
    assert page._table.item(0, 2).text() == "Made up: Made-up office"
    assert page.would_lose() == ""


def test_what_is_missing_is_listed_and_leads_to_its_field(page, hands: Hands, place) -> None:
    page._load.setFocus()
    hands.press(SPACE)
    assert [link.property("key") for link in page._summary._links] == ["file", "source", "table", "day", "licence"]
    page._summary._links[3].click()
    assert page._day.isAncestorOf(QApplication.focusWidget())
    assert benchmarks(place) == ()


def test_a_wrong_file_is_said_by_its_line_and_what_was_typed_stays(page, hands: Hands, place, table) -> None:
    table.write_text(AGES.replace("60", "=60"), encoding="utf-8")
    page.take_file(table)
    fill(page, hands)
    hands.press(TAB, ENTER)
    assert "ages.csv, line 3" in page._summary._links[0].accessibleName()
    assert page._source.input.text() == "Made-up office"
    assert benchmarks(place) == ()


def test_one_is_removed_after_a_question(page, hands: Hands, place, table, monkeypatch) -> None:
    page.take_file(table)
    fill(page, hands)
    hands.press(TAB, ENTER)
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *_given: answers.pop(0))
    page._remove.click()
    hands.settle()
    assert len(benchmarks(place)) == 1
    page._remove.click()
    hands.settle()
    assert benchmarks(place) == ()
    assert page._empty.isVisible()


def test_everything_has_a_name(page, at_work, hands: Hands, table) -> None:
    page.take_file(table)
    fill(page, hands)
    hands.press(TAB, ENTER)
    assert unnamed(at_work) == []
