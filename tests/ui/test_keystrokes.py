"""How many keys an interview takes, and that the same one is begun again by one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.responses.states import ItemState
from desktop.staff.people import Actor
from desktop.ui.interview.course import Stage
from desktop.ui.interview.quick import SETTING, FigureGoesOn
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.done_page import DonePage
from desktop.ui.pages.interview_page import InterviewPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.update_list_page import UpdateListPage
from desktop.ui.services import Desk, Services
from desktop.workflows.open_programme import open_programme
from desktop.workflows.run_event import add_event
from desktop.workflows.workplace import Workplace
from tests.ui.test_interview import Hands, hands
from tests.ui.thirty_questions import write_choices_form

__all__ = ["hands"]

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
QUESTIONS, MOST_KEYS = 30, 60


@pytest.fixture
def thirty(tmp_path: Path, window: MainWindow, place: Workplace, officer: Actor) -> dict[str, str]:
    """Open a form of thirty questions with one choice each, and put the officer at the laptop."""
    programme = open_programme(place, actor=officer, path=write_choices_form(tmp_path, QUESTIONS))
    event = add_event(
        place,
        actor=officer,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Library",
    )
    window.desk = Desk(place, officer, programme)
    return {"form_id": "choices-form", "event_id": event.event_id}


class Counting:
    """Presses keys one by one and counts them."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.keys = 0

    def press(self, *keys: Any) -> None:
        """Press keys; each string must be one key."""
        for key in keys:
            assert not isinstance(key, str) or len(key) == 1
            self.keys += 1
            self.hands.press(key)


def test_thirty_choices_take_at_most_sixty_keys(window, hands, thirty, place) -> None:
    window.show_page(Where.INTERVIEW, **thirty)
    hands.settle()
    hands.press(ENTER)
    assert hands.shown().views[0].path == "part0/q0"
    counting = Counting(hands)
    answered = 0
    while hands.shown().stage is Stage.QUESTIONS:
        counting.press("12"[answered % 2])  # the third choice would skip a question
        answered += 1
        assert answered <= QUESTIONS
    assert answered == QUESTIONS
    assert hands.shown().stage is Stage.CHECK
    counting.press(ENTER)
    assert hands.shown().stage is Stage.FINISH
    counting.press(ENTER)
    hands.qtbot.waitUntil(lambda: isinstance(window.page, UpdateListPage), timeout=30_000)
    with place.reading() as unit:
        (summary,) = unit.responses.summaries()
        stored = unit.responses.get(summary.response_id)
    assert summary.state is ItemState.FINALISED
    assert len(stored.revision.answers) == QUESTIONS
    assert counting.keys <= MOST_KEYS

    counting.keys = 0
    hands.settle()
    counting.press(ESC)  # no, thank you
    hands.qtbot.waitUntil(lambda: isinstance(window.page, DonePage), timeout=30_000)
    hands.settle()
    counting.press("n")
    hands.qtbot.waitUntil(lambda: isinstance(window.page, InterviewPage), timeout=30_000)
    hands.settle()
    assert hands.shown().stage is Stage.CONSENT
    assert window.page._course.interview.header.event_id == thirty["event_id"]
    assert counting.keys == 2


def test_a_figure_waits_for_enter_where_that_was_chosen(window, hands, thirty) -> None:
    object.__setattr__(window._services, "read_setting", lambda name: {SETTING: "no"}.get(name, ""))
    window.show_page(Where.INTERVIEW, **thirty)
    hands.settle()
    hands.press(ENTER, "1")
    assert hands.shown().views[0].path == "part0/q0"
    hands.press(ENTER)
    assert hands.shown().views[0].path == "part0/q1"


def test_the_menu_keeps_the_choice(services: Services, holder) -> None:
    kept: dict[str, str] = {}
    object.__setattr__(services, "read_setting", lambda name: kept.get(name, ""))
    object.__setattr__(services, "keep_setting", kept.__setitem__)
    line = FigureGoesOn(services, holder)
    assert line.isChecked()
    line.trigger()
    assert kept == {SETTING: "no"}
    assert not FigureGoesOn(services, holder).isChecked()


def test_the_foot_of_the_interview_says_that_a_figure_goes_on_while_it_does(window, hands, thirty) -> None:
    kept: dict[str, str] = {}
    object.__setattr__(window._services, "read_setting", lambda name: kept.get(name, ""))
    object.__setattr__(window._services, "keep_setting", kept.__setitem__)
    (line,) = window.findChildren(FigureGoesOn)
    window.show_page(Where.INTERVIEW, **thirty)
    hands.settle()
    told = window.page._form.bottom.quick
    assert not told.isVisible()  # nothing is asked yet
    hands.press(ENTER)
    assert told.isVisible()
    assert "A figure picks and goes on" in told.text()
    line.trigger()
    assert not told.isVisible()
    hands.press("1", ENTER)
    assert not told.isVisible()
    line.trigger()
    assert told.isVisible()


def test_a_click_does_not_go_on_by_itself(window, hands, thirty) -> None:
    window.show_page(Where.INTERVIEW, **thirty)
    hands.settle()
    hands.press(ENTER)
    row = window.page._questions.widgets[0].controls()[0]
    hands.qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    hands.settle()
    assert hands.shown().views[0].path == "part0/q0"
    assert window.page._questions.values() == {"part0/q0": "c1"}
    assert QApplication.focusWidget() is not None
