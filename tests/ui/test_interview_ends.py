"""How an interview is stopped, given up or shown in another language, at any moment; and answers of all types."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.questionnaires.definition import QuestionType
from desktop.responses.states import ItemState
from desktop.staff.people import Actor
from desktop.ui.interview.answer_words import answer_words
from desktop.ui.interview.course import HowFar, Stage
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.page import Where
from desktop.ui.pages.today_page import TodayPage
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.ui.services import Desk
from desktop.workflows.interview import open_drafts
from desktop.workflows.open_programme import open_programme
from desktop.workflows.run_event import add_event
from desktop.workflows.workplace import Workplace
from tests.ui.at_event import when_asked
from tests.ui.test_interview import Hands, begin, hands, small

__all__ = ["hands", "small"]

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape

TWO_LANGUAGES = """
| survey |
| | type | name | label::English (en) | label::Cymraeg (cy) |
| | select_one yn | here | Do you live here? | Ydych chi'n byw yma? |
| | integer | years | For how many years? | Ers sawl blwyddyn? |
| choices |
| | list_name | name | label::English (en) | label::Cymraeg (cy) |
| | yn | y | Yes | Ydw |
| | yn | n | No | Nac ydw |
| settings |
| | form_title | form_id | version |
| | Two languages | two-languages | 1 |
"""


def keep_for_later(window: MainWindow, hands: Hands) -> None:
    hands.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    hands.settle()


def test_one_key_keeps_it_for_later(window, hands, small, place) -> None:
    begin(window, hands, small)
    hands.press(ENTER, "1", "12")
    keep_for_later(window, hands)
    hands.qtbot.waitUntil(lambda: isinstance(window.page, TodayPage), timeout=30_000)
    hands.settle()
    (draft,) = open_drafts(place)
    assert draft.answered == 2
    window.show_page(Where.INTERVIEW, draft_id=draft.draft_id)
    hands.settle()
    assert hands.shown().views[0].path == "years"
    assert [row.state for row in hands.shown().sections] == [HowFar.BEGUN]


def test_the_ways_out_show_their_keys_and_one_key_asks_why_it_is_given_up(window, hands, small, place) -> None:
    begin(window, hands, small)
    ctrl_g = (Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    hands.qtbot.keyClick(QApplication.focusWidget(), *ctrl_g)  # nothing to give up: it was not begun
    hands.settle()
    assert hands.shown().stage is Stage.CONSENT
    hands.press(ENTER)
    bottom = window.page._form.bottom
    assert bottom.stop.text().endswith("(Ctrl+S)")
    assert bottom.give_up.text().endswith("(Ctrl+G)")
    answer_why = when_asked(window, Qt.Key.Key_1, ENTER)
    hands.qtbot.keyClick(QApplication.focusWidget(), *ctrl_g)
    hands.settle()
    assert answer_why() == ["Give up this interview"]
    hands.qtbot.waitUntil(lambda: isinstance(window.page, TodayPage), timeout=30_000)
    assert open_drafts(place) == ()


def test_what_cannot_be_kept_is_said_before_it_stops(window, hands, small, place) -> None:
    begin(window, hands, small)
    hands.press(ENTER, "1", "twelve")
    keep_for_later(window, hands)
    assert "It is not saved" in hands.shown().faults[0][1]
    keep_for_later(window, hands)
    hands.qtbot.waitUntil(lambda: isinstance(window.page, TodayPage), timeout=30_000)
    hands.settle()
    assert open_drafts(place)[0].answered == 1


def test_giving_up_keeps_the_reason_and_no_answer(window, hands, small, place, monkeypatch) -> None:
    begin(window, hands, small)
    hands.press(ENTER, "1", "12", ENTER)
    draft_id = window.page._course.interview.draft_id
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_words, **_named: ("", "The bus came"))
    window.page._give_up.click()
    hands.qtbot.waitUntil(lambda: isinstance(window.page, TodayPage), timeout=30_000)
    hands.settle()
    assert open_drafts(place) == ()
    with place.reading() as unit:
        assert [each.state for each in unit.responses.summaries()] == [ItemState.ABANDONED]
        assert list(unit.drafts.steps(draft_id)) == []


def test_a_reason_is_picked_by_a_figure_or_written(qtbot, holder) -> None:
    reasons = [("a", "The first"), ("b", "The second")]
    dialog = ReasonDialog("Why?", "Say why.", reasons, holder, own="In your own words", agree="Agree")
    qtbot.addWidget(dialog)
    assert dialog.chosen == ("a", "The first")
    qtbot.keyClicks(dialog, "2")
    assert dialog.chosen == ("b", "The second")
    dialog._own.input.setText(" Another one ")
    assert dialog.chosen == ("", "Another one")


@pytest.fixture
def two_languages(tmp_path: Path, window: MainWindow, place: Workplace, officer: Actor) -> dict[str, str]:
    path = tmp_path / "two.md"
    path.write_text(TWO_LANGUAGES, encoding="utf-8")
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
    return {"form_id": "two-languages", "event_id": event.event_id}


def other_language(window: MainWindow, hands: Hands) -> None:
    hands.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is window.page._language
    up = window.page._language.currentIndex() > 0
    hands.press(Qt.Key.Key_Up if up else Qt.Key.Key_Down)


def test_the_language_changes_at_any_moment(window, hands, two_languages) -> None:
    begin(window, hands, two_languages)
    assert window.page._form.top._language_words.isVisible()
    assert "Alt+L" in window.page._form.top._language_words.text()
    other_language(window, hands)
    assert hands.shown().stage is Stage.CONSENT
    window.page._on.setFocus()
    hands.press(ENTER)
    assert hands.shown().views[0].label == "Ydych chi'n byw yma?"
    hands.press("1", "1", "2")
    other_language(window, hands)
    assert (hands.shown().views[0].label, hands.shown().views[0].value) == ("For how many years?", "12")
    hands.press(ENTER)
    assert hands.shown().stage is Stage.CHECK
    assert hands.shown().rows[0].answer == "Yes"
    other_language(window, hands)
    assert hands.shown().stage is Stage.CHECK
    assert hands.shown().rows[0].answer == "Ydw"
    window.page._on.setFocus()
    hands.press(ENTER)
    assert hands.shown().stage is Stage.FINISH


def test_another_language_loses_nothing_that_was_typed(window, hands, two_languages) -> None:
    begin(window, hands, two_languages)
    hands.press(ENTER, "1", "twelve")
    other_language(window, hands)
    assert "It is not saved" in hands.shown().faults[0][1]
    assert window.page._questions.widgets[0].value() == "twelve"
    assert window.page._language.currentText() == "English (en)"


@pytest.mark.parametrize(
    ("kind", "value", "appearances", "said"),
    [
        (QuestionType.RANK, "b a", (), "1. Bus\n2. Park"),
        (QuestionType.DATE, "2022-01-05", (), "5 January 2022"),
        (QuestionType.DATE, "2022-01-01", ("month-year",), "January 2022"),
        (QuestionType.DATE, "2022-01-01", ("year",), "2022"),
        (QuestionType.DATETIME, "2022-01-05T10:30:00.000+01:00", (), "5 January 2022, 10:30"),
        (QuestionType.TIME, "10:30:00.000Z", (), "10:30"),
        (QuestionType.INTEGER, "1234567", ("thousands-sep",), "1,234,567"),
        (QuestionType.GEOPOINT, "52.63 -1.13 0 4.5", (), "52.63 north, 1.13 west, within 4.5 metres"),
        (
            QuestionType.GEOTRACE,
            "1 2; 3 4; -5 6",
            (),
            "A line of 3 points, from 1 north, 2 east to 5 south, 6 east",
        ),
        (QuestionType.GEOSHAPE, "1 2; 3 4; 5 6; 1 2", (), "An area with 3 corners"),
        (QuestionType.IMAGE, "a1.jpg", (), "A picture: a1.jpg"),
        (QuestionType.GEOPOINT, "nowhere", (), "nowhere"),
        (QuestionType.TEXT, "", (), "Not answered"),
    ],
)
def test_an_answer_of_every_type_is_said_in_words(kind, value, appearances, said) -> None:
    assert answer_words(kind, value, [("a", "Park"), ("b", "Bus")], appearances) == said


def test_a_picture_that_is_being_kept_is_waited_for(window, hands, small, place) -> None:
    begin(window, hands, small)
    hands.press(ENTER)
    assert hands.shown().views[0].path == "resident"
    window.page._questions.widgets[
        0
    ].keeping = True  # as a question for a picture says until the picture has a name
    window.page._continue()
    window.page._stop()
    hands.settle()
    assert hands.shown().views[0].path == "resident"
    assert hands.shown().faults == ()
    window.page._questions.widgets[0].keeping = False
    hands.press("1")
    assert hands.shown().views[0].path == "years"
