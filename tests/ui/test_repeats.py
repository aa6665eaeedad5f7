"""Repeats as cards, by keyboard alone: begun from none, added to, opened, removed, one inside the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from desktop.staff.people import Actor
from desktop.ui.interview.course import HowFar, Stage
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.page import Where
from desktop.ui.services import Desk
from desktop.workflows.interview import open_drafts
from desktop.workflows.open_programme import open_programme
from desktop.workflows.run_event import add_event
from desktop.workflows.workplace import Workplace
from tests.ui.accessible import unnamed
from tests.ui.test_interview import Hands, hands

__all__ = ["hands"]

ENTER, ESC, TAB, DELETE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Delete

HOUSEHOLD = """
| survey |
| | type | name | label | repeat_count |
| | begin_repeat | child | Child | |
| | integer | age | How old is the child? | |
| | begin_repeat | club | Club | |
| | text | kind | What kind of club? | |
| | end_repeat | | | |
| | end_repeat | | | |
| | integer | cars | How many cars? | |
| | begin_repeat | car | Car | ${cars} |
| | integer | year | Of which year? | |
| | end_repeat | | | |
| | text | last | Anything else? | |
| settings |
| | form_title | form_id | version |
| | Household | household | 1 |
"""


@pytest.fixture
def household(
    tmp_path: Path, window: MainWindow, hands: Hands, place: Workplace, officer: Actor
) -> dict[str, str]:
    """Begin an interview over a form with repeats, at its first screen."""
    path = tmp_path / "household.md"
    path.write_text(HOUSEHOLD, encoding="utf-8")
    programme = open_programme(place, actor=officer, path=path)
    event = add_event(
        place,
        actor=officer,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Library",
    )
    window.desk = Desk(place, officer, programme)
    window.show_page(Where.INTERVIEW, form_id="household", event_id=event.event_id)
    hands.settle()
    hands.press(ENTER)
    return {"form_id": "household", "event_id": event.event_id}


def where(hands: Hands) -> str:
    """Return the path of the question that is asked, or of the repeat whose instances are listed."""
    shown = hands.shown()
    return f"list {shown.listed.path}" if shown.listed else shown.views[0].path


def read(window: MainWindow) -> str:
    return "\n".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())


def test_instances_are_opened_filled_and_come_back_to_their_list(window, hands, household) -> None:
    assert where(hands) == "list child"
    assert window.page._on.text() == "Open Child 1"
    hands.press(ENTER)
    assert where(hands) == "child[1]/age"
    hands.press("7", ENTER)
    assert where(hands) == "list child[1]/club"
    hands.press(ENTER, "Chess", ENTER)
    assert where(hands) == "list child[1]/club"  # the inner list, until one goes on from it
    assert "Chess" in read(window)
    hands.press(ENTER)
    assert where(hands) == "list child"
    (card,) = hands.shown().listed.cards
    assert (card.label, card.words, card.state, card.answered) == ("Child 1", "7", HowFar.DONE, 2)
    assert "✓ Done, 2 of 2 answered" in read(window)
    hands.press("+")
    assert where(hands) == "child[2]/age"
    hands.press("9", ENTER)
    assert where(hands) == "list child[2]/club"
    hands.press("+", ESC, ESC, ESC)  # a club of which nothing is known yet
    assert where(hands) == "list child"
    assert [card.state for card in hands.shown().listed.cards] == [HowFar.DONE, HowFar.BEGUN]
    hands.press("2")
    assert hands.shown().views[0].value == "9"
    hands.press(ESC, ENTER)
    assert where(hands) == "cars"
    hands.press(ESC)
    assert where(hands) == "list child"
    assert unnamed(window) == []


def test_one_begins_from_none_and_what_has_answers_asks_before_it_goes(
    window, hands, household, monkeypatch
) -> None:
    def on_remove() -> None:
        for _step in range(12):
            if "Remove" in QApplication.focusWidget().accessibleName():
                return
            hands.press(TAB)
        pytest.fail("no key leads to the card")

    on_remove()
    hands.press(DELETE)  # nothing in it: nothing to ask
    assert hands.shown().listed.cards == ()
    assert "There is none yet" in read(window)
    assert window.page._on.text() == "Continue"
    hands.press("+", "4", ESC)
    (card,) = hands.shown().listed.cards
    assert card.answered == 1
    asked: list[str] = []

    def answer(button: QMessageBox.StandardButton):
        def question(*words: object) -> QMessageBox.StandardButton:
            asked.append(f"{words[1]} {words[2]}")
            return button

        return question

    monkeypatch.setattr(QMessageBox, "question", answer(QMessageBox.StandardButton.Cancel))
    on_remove()
    hands.press(DELETE)
    assert len(hands.shown().listed.cards) == 1
    monkeypatch.setattr(QMessageBox, "question", answer(QMessageBox.StandardButton.Yes))
    hands.press(DELETE)
    assert hands.shown().listed.cards == ()
    assert asked == ["Remove “Child 1”? The 1 answer in it is deleted."] * 2
    hands.press(ENTER)
    assert where(hands) == "cars"


def test_what_the_form_counts_is_asked_in_a_row_and_the_check_shows_it_all(window, hands, household) -> None:
    hands.press(ENTER, "7", ENTER, ENTER, "Chess", ENTER, ENTER, ENTER)
    assert where(hands) == "cars"
    hands.press("2", ENTER)
    assert where(hands) == "car[1]/year"
    assert "Car 1 of 2" in read(window)
    assert not window.page._form._instance_row.isVisible()  # the form says how many there are
    hands.press("2001", ENTER, "2002", ENTER, ENTER)
    assert hands.shown().stage is Stage.CHECK
    assert [(row.instance, row.answer) for row in hands.shown().rows] == [
        ("", "1 entry"),
        ("Child 1", "7"),
        ("Child 1", "1 entry"),
        ("Child 1, Club 1", "Chess"),
        ("", "2"),
        ("Car 1", "2001"),
        ("Car 2", "2002"),
        ("", "Not answered"),
    ]
    # from the check to the list, one more child through all of its questions, and back
    window.page._change("child")
    hands.settle()
    hands.press("+", "3", ENTER)
    assert where(hands) == "list child[2]/club"
    hands.press(ENTER)  # in no club
    assert where(hands) == "list child"
    assert window.page._on.text() == "Back to the check"
    hands.press(ENTER)
    assert hands.shown().stage is Stage.CHECK
    assert hands.shown().rows[0].answer == "2 entries"


def test_a_draft_is_gone_on_with_in_the_list_where_it_was_left(window, hands, household, place) -> None:
    hands.press(ENTER, "7", ENTER, ESC, ESC)
    assert where(hands) == "list child"
    hands.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    hands.qtbot.waitUntil(lambda: not hasattr(window.page, "shown"), timeout=30_000)
    hands.settle()
    (draft,) = open_drafts(place)
    window.show_page(Where.INTERVIEW, draft_id=draft.draft_id)
    hands.settle()
    assert where(hands) == "list child"
    assert hands.shown().listed.cards[0].words == "7"
