"""Queries by keyboard alone: answered one after another, taken back by their keyer, and what is typed is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.foundation.errors import WorldError
from desktop.responses.queries import QueryState
from desktop.staff.people import Actor, Role
from desktop.ui.keying.begun_list import BegunList
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.keying_overview_page import KeyingOverviewPage
from desktop.ui.pages.keying_page import KeyingPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.queries_page import QueriesPage
from desktop.ui.pages.today_figures import TodayFigures
from desktop.ui.pages.today_page import TodayPage
from desktop.ui.parts.draft_card import DraftCard
from desktop.ui.parts.to_do_line import ToDoLine
from desktop.workflows.ask_coordinator import answer, open_queries, park, queries
from desktop.workflows.key_paper import Keying, look_up_serial
from tests.ui.accessible import unnamed
from tests.ui.at_event import at_event
from tests.ui.test_interview import Hands, hands
from tests.workflows.paper_days import printed
from tests.workplaces import signed_in

__all__ = ["hands"]

ENTER, ESC, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down
FIELD = "about_you/respondent_type"
WORDS = "Made up: is this a 1 or a 7?"


@pytest.fixture
def vera(place) -> Actor:
    return signed_in(place, "Vera", Role.VOLUNTEER)


def parked(place, actor: Actor, event_id: str, path: str = FIELD, words: str = WORDS) -> Any:
    place.clock.move(timedelta(minutes=1))  # so that one was asked before the other
    (serial,) = printed(place, event_id, 1)
    keying = Keying.begin(place, actor=actor, sheet=look_up_serial(place, serial))
    return park(place, actor=actor, keying=keying, path=path, words=words)


def opened(window: MainWindow, hands: Hands) -> QueriesPage:
    window.show_page(Where.QUERIES)
    hands.settle()
    assert isinstance(window.page, QueriesPage)
    return window.page


def test_they_are_answered_one_after_another(at_work, hands: Hands, place, officer, vera, event_id) -> None:
    first = parked(place, vera, event_id)
    parked(place, vera, event_id, "", "")
    page = opened(at_work, hands)
    assert page._count.text() == "2 queries wait for an answer"
    assert page._card.query_id == first.query_id
    assert page._card._words.text() == WORDS
    assert page._card._choices.text().startswith("1   ")
    hands.press("Made up: a 7", ENTER)
    assert [each.query_id for each in open_queries(place)] == [page._card.query_id]
    assert page._card._question.text() == "The whole sheet"
    assert page._said.title.text() == "✓ Answered"
    hands.press("Made up: throw it away", ENTER)
    assert open_queries(place) == ()
    assert page._count.text() == "All are answered"
    assert {each.query.answer for each in queries(place, actor=officer)} == {
        "Made up: a 7",
        "Made up: throw it away",
    }
    assert page.would_lose() == ""


def test_an_answer_is_put_right(at_work, hands: Hands, place, officer, vera, event_id) -> None:
    parked(place, vera, event_id)
    page = opened(at_work, hands)
    hands.press("Made up: one", ENTER)
    assert page._rows.hasFocus()
    hands.press(ENTER)
    assert page._card._send.text() == "Replace the answer"
    assert "Olu says: Made up: one" in page._card._told.text()
    hands.press(" or two", ENTER)
    assert queries(place, actor=officer)[0].query.answer == "Made up: one or two"


def test_nothing_is_sent_without_a_word_and_a_usual_answer_is_one_press(
    at_work, hands: Hands, place, vera, event_id
) -> None:
    parked(place, vera, event_id)
    page = opened(at_work, hands)
    hands.press(ENTER)
    assert page._card.answer.fault
    assert len(open_queries(place)) == 1
    hands.press(TAB, Qt.Key.Key_Space)
    assert page._card._box.toPlainText() == "Key ? (illegible)"
    assert page._card._box.hasFocus()
    hands.press(ENTER)
    assert open_queries(place) == ()


def test_what_is_typed_at_one_is_there_again(at_work, hands: Hands, place, vera, event_id) -> None:
    parked(place, vera, event_id)
    parked(place, vera, event_id, "", "")
    page = opened(at_work, hands)
    hands.press("half an answ", ESC)
    assert page._rows.hasFocus()
    hands.press(DOWN)
    assert page._card._box.toPlainText() == ""
    assert "not sent" in page.would_lose()
    hands.press(ESC)
    assert at_work.page is page
    hands.press(Qt.Key.Key_Up)
    assert page._card._box.toPlainText() == "half an answ"


def test_a_keyer_sees_their_own_and_takes_it_back(at_work, hands: Hands, place, officer, vera, event_id) -> None:
    mine = parked(place, vera, event_id)
    parked(place, officer, event_id, words="Made up: somebody else's")
    at_work.desk = replace(at_work.desk, actor=vera)
    page = opened(at_work, hands)
    assert page._rows.count() == 1
    assert not page._card.answer.isVisible()
    page._card._settle.setFocus()
    hands.press(Qt.Key.Key_Space)
    with place.reading() as unit:
        assert unit.queries.get(mine.query_id).state is QueryState.ANSWERED
    assert not page._card._settle.isVisible()
    page._rows.setFocus()
    hands.press(ENTER, ENTER)
    hands.qtbot.waitUntil(lambda: isinstance(at_work.page, KeyingPage), timeout=30_000)
    hands.settle()
    assert at_work.page._sheet.serial == mine.serial


def test_nothing_to_answer_is_said_and_leads_on(at_work, hands: Hands, qtbot) -> None:
    page = opened(at_work, hands)
    assert page._empty.isVisible()
    assert not page._sides.isVisible()
    hands.press(ENTER)
    qtbot.waitUntil(lambda: isinstance(at_work.page, KeyingOverviewPage), timeout=30_000)
    hands.settle()
    hands.press(ESC)
    qtbot.waitUntil(lambda: isinstance(at_work.page, TodayPage), timeout=30_000)
    hands.settle()


def test_what_the_disk_refuses_stays_in_the_field(at_work, hands: Hands, place, vera, event_id) -> None:
    class Full:
        ask_coordinator = property(lambda self: self)

        def answer(self, *_args: Any, **_named: Any) -> None:
            raise WorldError(place="The disk", fault="It is full.", remedy="Make room.")

    parked(place, vera, event_id)
    page = opened(at_work, hands)
    page.work = Full()
    hands.press("Made up: a 7", ENTER)
    assert page._card._box.toPlainText() == "Made up: a 7"
    assert "It is full. Make room." in page._card.answer.fault
    assert page._card._box.hasFocus()
    assert not page.saving()


@pytest.mark.parametrize("scale", [100, 200, 300])
def test_every_widget_has_a_name_and_the_page_its_room(
    at_work, hands: Hands, theme, place, vera, event_id, scale
) -> None:
    parked(place, vera, event_id)
    theme.set_scale(scale)
    page = opened(at_work, hands)
    assert unnamed(at_work) == []
    assert page.content.horizontalScrollBar().maximum() == 0
    face = QAccessible.queryAccessibleInterface(QApplication.focusWidget())
    assert face.text(QAccessible.Text.Name) == "Your answer"


def test_the_answer_stands_with_the_sheet_that_is_not_keyed_to_the_end(
    at_work, hands: Hands, place, officer, vera, event_id
) -> None:
    waits, told = parked(place, vera, event_id), parked(place, vera, event_id, "", "")
    answer(place, actor=officer, query_id=told.query_id, answer="Made up: throw it away")
    at_work.desk = replace(at_work.desk, actor=vera)
    at_work.show_page(Where.KEYING)
    hands.settle()
    (begun,) = at_work.page.findChildren(BegunList)
    links = [each for each in begun.findChildren(QPushButton) if each.isVisible()]
    assert [each.property("serial") for each in links] == [told.serial, waits.serial]
    assert links[0].accessibleName().endswith("✓ The whole sheet: Olu says: Made up: throw it away")
    assert links[1].accessibleName().endswith("Question 1: asked, and not answered yet")


def test_today_says_that_one_waits_and_does_not_nag_about_its_sheet(
    at_work, hands: Hands, place, vera, event_id
) -> None:
    parked(place, vera, event_id)
    at_work.show_page(Where.TODAY)
    hands.settle()
    (line,) = [each for each in at_work.page.findChildren(ToDoLine) if "from keying" in each.title.text()]
    assert line.title.text() == "1 query from keying waits for an answer"
    line.findChild(QPushButton).click()
    hands.qtbot.waitUntil(lambda: isinstance(at_work.page, QueriesPage), timeout=30_000)
    hands.settle()
    at_event(at_work, event_id)
    at_work.show_page(Where.TODAY)
    hands.settle()
    assert not at_work.page.findChildren(DraftCard)
    figures = at_work.page.findChild(TodayFigures).figures
    assert [each.detail.text() for each in figures if each.caption.text() == "not finished"] == [
        "1 query waits: Ctrl+Shift+Q"
    ]
    action = next(each for each, _ in at_work._menus.go_actions if each.data() == Where.QUERIES.value)
    assert action.shortcut().toString() == "Ctrl+Shift+Q"
