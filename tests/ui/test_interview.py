"""A respondent through a small form, by keyboard alone; and what survives when the window goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.engagement.attendance import CountKind, RefusalReason
from desktop.foundation.errors import WorldError
from desktop.responses.states import ItemState
from desktop.staff.people import Actor
from desktop.ui.interview.course import Stage
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.done_page import DonePage
from desktop.ui.pages.interview_page import InterviewPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.today_page import TodayPage
from desktop.ui.pages.update_list_page import UpdateListPage
from desktop.ui.pages.who_page import WhoPage
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.ui.services import Desk
from desktop.workflows.count_people import tallies
from desktop.workflows.interview import open_drafts
from desktop.workflows.open_programme import open_programme
from desktop.workflows.run_event import add_event
from desktop.workflows.workplace import Workplace
from tests.ui.small_form import write_small_form

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


class Hands:
    """Presses keys on whatever has the focus, and waits until the screen has answered."""

    def __init__(self, qtbot: Any, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    def press(self, *keys: Any) -> None:
        for key in keys:
            target = QApplication.focusWidget() or self.window.page
            if isinstance(key, str):
                self.qtbot.keyClicks(target, key)
            else:
                self.qtbot.keyClick(target, key)
            self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window._background.busy, timeout=20_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.window._background.busy, timeout=20_000)
        if isinstance(self.window.page, InterviewPage):
            self.window.page._late_enter.stop()  # these hands look at a question before they leave it out

    def shown(self) -> Any:
        return self.window.page.shown


@pytest.fixture
def small(tmp_path: Path, window: MainWindow, place: Workplace, officer: Actor) -> dict[str, str]:
    """Open the small form, make an event, and put the officer at the laptop."""
    programme = open_programme(place, actor=officer, path=write_small_form(tmp_path))
    event = add_event(
        place,
        actor=officer,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Library",
    )
    window.desk = Desk(place, officer, programme)
    return {"form_id": "small-form", "event_id": event.event_id}


@pytest.fixture
def hands(qtbot, window: MainWindow) -> Hands:
    window.activateWindow()
    return Hands(qtbot, window)


def begin(window: MainWindow, hands: Hands, small: dict[str, str]) -> None:
    window.show_page(Where.INTERVIEW, **small)
    hands.settle()
    assert hands.shown().stage is Stage.CONSENT


def test_a_whole_interview_by_keyboard_alone(window, hands, small, place) -> None:
    begin(window, hands, small)
    hands.press(ENTER)
    assert hands.shown().views[0].path == "resident"
    hands.press(ENTER)  # required: the summary takes the focus and says so
    assert hands.shown().faults[0][0] == "resident"
    assert window.page._questions.summary.hasFocus()
    hands.press("1")  # the figure picks and goes on
    assert hands.shown().views[0].path == "years"
    hands.press("300", ENTER)
    assert hands.shown().faults == (("years", "Under 120, please."),)
    years = window.page._questions.widgets[0].controls()[0]
    years.setFocus()
    years.selectAll()
    hands.press("30", ENTER, "1", "3", ENTER)
    assert hands.shown().views[0].path == "comment"
    hands.press("More buses")
    hands.qtbot.keyClick(QApplication.focusWidget(), ENTER, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert hands.shown().stage is Stage.CHECK
    assert [row.answer for row in hands.shown().rows] == ["Yes", "30", "Buses\nThe pool", "More buses"]
    hands.press(ENTER)
    assert hands.shown().stage is Stage.EQUALITY_START
    hands.press(ENTER, "2", ENTER)
    assert hands.shown().stage is Stage.FINISH
    hands.press(ENTER)
    hands.qtbot.waitUntil(lambda: isinstance(window.page, UpdateListPage), timeout=30_000)
    with place.reading() as unit:
        (summary,) = unit.responses.summaries()
        stored = unit.responses.get(summary.response_id)
    assert summary.state is ItemState.FINALISED
    assert stored.revision.answers == {
        "resident": "y", "years": "30", "uses": "bus pool", "comment": "More buses", "equality/carer": "n",
    }  # fmt: skip
    hands.settle()
    window.page._no.click()
    hands.qtbot.waitUntil(lambda: isinstance(window.page, DonePage), timeout=30_000)
    hands.settle()
    hands.press(ENTER)  # on the code, which is not passed over by a key too many
    assert isinstance(window.page, DonePage)
    hands.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab, ENTER)
    hands.qtbot.waitUntil(lambda: isinstance(window.page, InterviewPage), timeout=30_000)
    hands.settle()
    assert hands.shown().stage is Stage.CONSENT


def test_a_long_notice_is_read_to_its_end_by_keys(window, hands, small) -> None:
    begin(window, hands, small)
    window.resize(700, 300)
    bar = window.page._form._scroll.verticalScrollBar()
    hands.qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=30_000)
    hands.qtbot.waitUntil(window.page._on.hasFocus, timeout=30_000)
    hands.press(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    hands.press(Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    hands.press(Qt.Key.Key_Home)
    assert bar.value() == 0
    assert hands.shown().stage is Stage.CONSENT


def test_enter_by_habit_after_a_figure_leaves_no_question_out(window, hands, small) -> None:
    begin(window, hands, small)
    hands.press(ENTER)
    page = window.page
    page._late_enter.setInterval(60_000)  # however slow the machine that runs this
    hands.qtbot.keyClicks(QApplication.focusWidget(), "2")
    hands.qtbot.waitUntil(lambda: hands.shown().views[0].path == "uses", timeout=30_000)
    hands.qtbot.waitUntil(lambda: not window._background.busy, timeout=30_000)
    assert page._late_enter.isActive()
    hands.press(ENTER)
    assert hands.shown().views[0].path == "uses"
    hands.press(ENTER)  # the second is meant: this question may be left out
    assert hands.shown().views[0].path == "comment"


def test_skips_are_followed_and_the_block_is_skipped_whole(window, hands, small, place) -> None:
    begin(window, hands, small)
    hands.press(ENTER, "2")
    assert hands.shown().views[0].path == "uses"
    hands.press(ENTER)
    hands.qtbot.keyClick(QApplication.focusWidget(), ENTER, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    hands.press(ENTER)
    window.page._stage_view.skip.click()
    hands.settle()
    assert hands.shown().stage is Stage.FINISH


def test_a_change_from_the_check_comes_back_to_it(window, hands, small) -> None:
    begin(window, hands, small)
    hands.press(ENTER, "2", ENTER)
    hands.qtbot.keyClick(QApplication.focusWidget(), ENTER, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    window.page._change("resident")
    hands.settle()
    assert hands.shown().returning
    hands.press("1")
    assert hands.shown().stage is Stage.CHECK
    assert [row.path for row in hands.shown().rows] == ["resident", "years", "uses", "comment"]
    hands.press(ESC)
    assert hands.shown().views[0].path == "comment"


def test_keys_that_are_pressed_too_early_reach_the_next_question(window, hands, small) -> None:
    begin(window, hands, small)
    focus = QApplication.focusWidget()
    hands.qtbot.keyClick(focus, ENTER)
    for key in ("1", "4", "2", ENTER):
        target = QApplication.focusWidget() or window.page
        if isinstance(key, str):
            hands.qtbot.keyClicks(target, key)
        else:
            hands.qtbot.keyClick(target, key)
    hands.qtbot.waitUntil(lambda: [view.path for view in hands.shown().views] == ["uses"], timeout=30_000)
    hands.settle()
    assert window.page._course.interview.entry.answers() == {"resident": "y", "years": "42"}


def test_a_window_closed_in_the_middle_keeps_the_draft_and_says_so(
    window, hands, small, place, monkeypatch
) -> None:
    begin(window, hands, small)
    hands.press(ENTER, "1", "12")
    said: list[str] = []

    def close(_parent: object, _title: str, text: str, *_rest: object) -> QMessageBox.StandardButton:
        said.append(text)
        return QMessageBox.StandardButton.Close

    monkeypatch.setattr(QMessageBox, "information", close)
    assert window.close()
    hands.settle()
    assert "saved on this laptop" in said[0]
    (draft,) = open_drafts(place)
    assert draft.answered == 2
    window.show()
    window.show_page(Where.TODAY)
    hands.settle()
    assert isinstance(window.page, TodayPage)
    window.show_page(Where.INTERVIEW, draft_id=draft.draft_id)
    hands.settle()
    assert hands.shown().views[0].path == "years"
    assert hands.shown().views[0].value == "12"


def test_what_cannot_be_kept_is_not_dropped_in_silence(window, hands, small) -> None:
    begin(window, hands, small)
    hands.press(ENTER, "1", "twelve", ESC)
    assert hands.shown().views[0].path == "years"
    assert "It is not saved" in hands.shown().faults[0][1]
    assert window.page._questions.widgets[0].value() == "twelve"
    window.page._back.click()
    hands.settle()
    assert hands.shown().views[0].path == "resident"  # asked for twice: it is left out


def test_a_person_who_does_not_agree_leaves_a_count_and_nothing_else(
    window, hands, small, place, monkeypatch
) -> None:
    begin(window, hands, small)
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_words, **_named: (RefusalReason.NO_TIME.value, "No time"))
    window.page._no.click()
    hands.qtbot.waitUntil(lambda: isinstance(window.page, TodayPage), timeout=30_000)
    hands.settle()
    assert open_drafts(place) == ()
    counted = tallies(place, small["event_id"])
    assert counted.refusals == {RefusalReason.NO_TIME: 1}
    assert set(counted.by_kind) == {CountKind.REFUSAL}
    with place.reading() as unit:
        assert [summary.state for summary in unit.responses.summaries()] == [ItemState.ABANDONED]


def test_leaving_before_the_first_answer_leaves_no_draft_and_after_it_does(window, hands, small, place) -> None:
    begin(window, hands, small)
    hands.press(ESC)
    hands.qtbot.waitUntil(lambda: isinstance(window.page, TodayPage), timeout=30_000)
    hands.settle()
    assert open_drafts(place) == ()
    begin(window, hands, small)
    hands.press(ENTER, "1")
    window.show_page(Where.TODAY)
    hands.settle()
    assert len(open_drafts(place)) == 1


def test_words_are_kept_at_a_pause(window, hands, small) -> None:
    begin(window, hands, small)
    hands.press(ENTER, "2", ENTER, "A comment of some minutes")
    assert window.page._pause.isActive()
    window.page._pause.timeout.emit()
    hands.settle()
    assert window.page._course.interview.entry.answers()["comment"] == "A comment of some minutes"


def test_a_page_that_goes_hands_nothing_in_any_more(window, hands, small) -> None:
    """Its pause came after the end of the workers, in a window that was closed and not yet taken away."""
    begin(window, hands, small)
    hands.press(ENTER, "2", ENTER, "A comment of some minutes")
    page = window.page
    assert page._pause.isActive()
    page.before_leaving()
    hands.settle()
    assert not page._pause.isActive()
    page._questions.edited.emit()
    page._questions.settled.emit()
    assert not page._pause.isActive()
    assert not window._background.busy


@pytest.mark.parametrize("under_way", [True, False], ids=["a step runs", "nothing was pressed"])
def test_leaving_asks_when_the_disk_refuses_what_is_on_the_screen(
    window, hands, small, place, monkeypatch, under_way: bool
) -> None:
    begin(window, hands, small)
    hands.press(ENTER, "2", ENTER, "A comment of some minutes")
    page, asked = window.page, []

    def full(*_given: object) -> None:
        raise WorldError(place="The disk", fault="It is full.", remedy="Make room.")

    def question(_parent: object, _title: str, text: str, *_rest: object) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", question)
    with monkeypatch.context() as disk:
        disk.setattr(page._course, "give", full)
        disk.setattr(page._course, "save_only", full)
        if under_way:
            page._continue()
        window._to_start()
    assert len(asked) == 1
    assert "not saved" in asked[0]
    assert window.page is page
    assert page._questions.values() == {"comment": "A comment of some minutes"}
    page._continue()  # the disk has room again
    hands.settle()
    assert page._course.interview.entry.answers()["comment"] == "A comment of some minutes"


def test_back_to_the_start_saves_what_is_on_the_screen_first(window, hands, small, place, monkeypatch) -> None:
    begin(window, hands, small)
    hands.press(ENTER, "1", "12")
    kept: list[int] = []
    monkeypatch.setattr(type(place), "close", lambda place: kept.append(open_drafts(place)[0].answered))
    window._to_start()
    hands.qtbot.waitUntil(lambda: bool(kept), timeout=30_000)
    assert kept == [2]
    assert not window._errors.isVisible()


def test_changing_over_asks_once(window, hands, small, monkeypatch) -> None:
    window.show_page(Where.EVENT)
    hands.settle()
    window.page._name.input.setText("Drop-in")
    asked: list[str] = []

    def answer(*words: object, **_named: object) -> QMessageBox.StandardButton:
        asked.append(str(words[2]))
        return QMessageBox.StandardButton.Discard

    monkeypatch.setattr(QMessageBox, "question", answer)
    window._change_over()
    hands.qtbot.waitUntil(lambda: isinstance(window.page, WhoPage), timeout=30_000)
    hands.settle()
    assert len(asked) == 1


def test_not_agreeing_after_answers_asks_before_they_go(window, hands, small, place, monkeypatch) -> None:
    begin(window, hands, small)
    hands.press(ENTER, "1", ESC, ESC)
    assert hands.shown().stage is Stage.CONSENT
    asked: list[str] = []

    def cancel(_parent: object, _title: str, text: str, *_rest: object, **_named: object) -> None:
        asked.append(text)

    monkeypatch.setattr(ReasonDialog, "ask", cancel)
    window.page._no.click()
    hands.settle()
    assert "answers that were given are deleted" in asked[0]
    assert isinstance(window.page, InterviewPage)
    assert open_drafts(place)[0].answered == 1
