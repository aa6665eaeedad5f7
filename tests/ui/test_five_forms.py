"""The five shipped programmes, each gone through by keyboard alone: from consent to the next one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.foundation.assets import packs_path
from desktop.questionnaires.definition import QuestionType
from desktop.responses.states import ItemState
from desktop.staff.people import Actor
from desktop.ui.interview.course import Stage
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.done_page import DonePage
from desktop.ui.pages.interview_page import InterviewPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.update_list_page import UpdateListPage
from desktop.ui.services import Desk
from desktop.workflows.open_programme import open_programme
from desktop.workflows.run_event import add_event
from desktop.workflows.workplace import Workplace
from tests.ui.test_interview import Hands, hands

__all__ = ["hands"]

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
PACKS = (
    "building-health-partnerships",
    "healthy-liverpool",
    "leeds-health-and-care-plan",
    "leicestershire-jhws",
    "our-healthier-south-east-london",
)
MOST_SCREENS = 200


def keys_for(view: Any) -> list[Any]:
    """Return the keys that answer a question, the first choice of each; none where an answer can be left out."""
    match view.type:
        case QuestionType.SELECT_ONE | QuestionType.SELECT_MULTIPLE:
            return ["1"] if len(view.choices) < 16 else []
        case QuestionType.INTEGER | QuestionType.DECIMAL:
            return ["5"]
        case QuestionType.TEXT if not view.required and "postcode" in f"{view.label} {view.hint}".lower():
            return []
        case QuestionType.TEXT:
            return ["LE3 5" if "postcode" in f"{view.label} {view.hint}".lower() else "Made-up words"]
        case _:
            return []


def answer_screen(hands: Hands, page: InterviewPage) -> None:
    """Answer what is on the screen by keys where the keyboard is, and go on."""
    before = page._shown_key
    done: set[str] = set()
    while page._shown_key == before:
        waiting = [
            each
            for each in page._questions.widgets
            if each.path not in done and each.view.asked and each.controls() and not each.view.read_only
        ]
        if not waiting:
            break
        widget = waiting[0]
        done.add(widget.path)
        for _tab in range(100):  # on to the question, as the Tab key leads
            focused = QApplication.focusWidget()
            if widget is focused or widget.isAncestorOf(focused):
                break
            hands.press(Qt.Key.Key_Tab)
        else:
            pytest.fail(f"no key leads to {widget.path}")
        hands.press(*keys_for(widget.view))
    if page._shown_key == before:
        hands.qtbot.keyClick(QApplication.focusWidget(), ENTER, Qt.KeyboardModifier.ControlModifier)
        hands.settle()
    assert not page.shown.faults, page.shown.faults
    assert page._shown_key != before


@pytest.mark.parametrize("name", PACKS)
def test_from_consent_to_the_next_one(
    window: MainWindow, hands: Hands, place: Workplace, officer, name: str
) -> None:
    actor: Actor = officer
    programme = open_programme(place, actor=actor, path=Path(packs_path()) / name)
    window.desk = Desk(place, actor, programme)
    event = add_event(
        place,
        actor=actor,
        programme_id=programme.programme_id,
        name="Made-up drop-in",
        day=date(2022, 1, 12),
        venue="Made-up library",
    )
    window.show_page(Where.INTERVIEW, form_id=programme.forms[0].form_id, event_id=event.event_id)
    hands.settle()
    hands.press(ENTER)
    page = window.page
    seen: set[Stage] = set()
    for _screen in range(MOST_SCREENS):
        stage = page.shown.stage
        seen.add(stage)
        if stage is Stage.FINISH:
            break
        if stage in (Stage.QUESTIONS, Stage.EQUALITY):
            answer_screen(hands, page)
        else:
            hands.press(ENTER)
            assert not page.shown.faults, page.shown.faults
    assert seen >= {Stage.QUESTIONS, Stage.CHECK, Stage.FINISH}
    hands.press(ENTER)
    hands.qtbot.waitUntil(lambda: isinstance(window.page, UpdateListPage), timeout=30_000)
    hands.settle()
    hands.press(ESC)
    hands.qtbot.waitUntil(lambda: isinstance(window.page, DonePage), timeout=30_000)
    hands.settle()
    with place.reading() as unit:
        (summary,) = unit.responses.summaries()
        stored = unit.responses.get(summary.response_id)
    assert summary.state is ItemState.FINALISED
    assert len(stored.revision.answers) >= 5
    hands.press("n")
    hands.qtbot.waitUntil(lambda: isinstance(window.page, InterviewPage), timeout=30_000)
    hands.settle()
    assert hands.shown().stage is Stage.CONSENT
