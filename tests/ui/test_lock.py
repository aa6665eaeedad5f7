"""The locked screen and the empty one: nothing is lost, nothing is seen, nothing leads past them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPlainTextEdit

from desktop.foundation.clock import SetClock
from desktop.staff.people import Actor, Role
from desktop.ui.idle import MINUTES, USUAL_MINUTES, IdleWatch, minutes_of
from desktop.ui.lock import EmptyScreen, LockScreen
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.event_page import EventPage
from desktop.ui.pages.interview_page import InterviewPage
from desktop.ui.pages.keying_page import KeyingPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.who_page import WhoPage
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.ui.services import Desk
from desktop.workflows.interview import open_drafts
from desktop.workflows.manage_staff import add_person, sign_in
from desktop.workflows.workplace import Workplace
from tests.ui.accessible import unnamed
from tests.ui.test_interview import ENTER, ESC, Hands, begin, hands, small

__all__ = ["hands", "small"]

PIN = "8642"


class Steady:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds

    def minutes_later(self, minutes: float) -> None:
        self.seconds += minutes * 60


@pytest.fixture
def steady(window: MainWindow) -> Steady:
    made = Steady()
    window._idle._steady = made
    window._idle.touched()
    return made


@pytest.fixture
def olu(window: MainWindow, small: dict[str, str], place: Workplace, officer: Actor) -> Actor:
    """Put somebody with a PIN at the laptop."""
    person = add_person(place, actor=officer, name="Ola", role=Role.OFFICER, pin=PIN)
    actor = sign_in(place, person_id=person.person_id, pin=PIN)
    window.desk = Desk(place, actor, window.desk.programme)
    return actor


def covered_by(window: MainWindow, kind: type) -> bool:
    return type(window._whole.currentWidget()) is kind


def seen(window: MainWindow) -> str:
    """Return all words that can be read, in fields too."""
    labels = [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
    return "\n".join(labels)


def press(window: MainWindow, key: Any, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as the system hands it to the window: menus' keys are looked for, and idle time is counted."""
    QTest.keyClick(window.windowHandle(), key, modifiers)


def lock(window: MainWindow, hands: Hands) -> None:
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    hands.settle()
    assert covered_by(window, LockScreen)


def in_the_comment(window: MainWindow, hands: Hands, small: dict[str, str]) -> Any:
    """Go to the first question that takes words, and type some."""
    begin(window, hands, small)
    hands.press(ENTER, "2", ENTER)
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    hands.press("half a sen")
    return field


def test_what_is_typed_stays_and_is_saved_and_the_keyboard_comes_back(window, hands, small, olu, place) -> None:
    field = in_the_comment(window, hands, small)
    page = window.page
    cursor = field.textCursor()
    cursor.setPosition(4)
    field.setTextCursor(cursor)
    assert open_drafts(place)[0].answered == 1
    lock(window, hands)
    assert open_drafts(place)[0].answered == 2
    press(window, ENTER, Qt.KeyboardModifier.ControlModifier)  # "Continue" of the page that is out of sight
    hands.settle()
    assert page.shown.views[0].path == "comment"
    assert not field.isVisible()
    assert "Ola" in seen(window)
    hands.press(PIN, ENTER)
    assert not window._lock.covered
    assert window.page is page
    assert QApplication.focusWidget() is field
    assert (field.toPlainText(), field.textCursor().position()) == ("half a sen", 4)
    hands.press("-way")
    assert field.toPlainText() == "half-way a sen"


def test_the_locked_screen_shows_nothing_of_the_page_and_no_key_leads_past_it(window, hands, olu) -> None:
    window.show_page(Where.EVENT)
    hands.settle()
    window.page._name.input.setText("Secret drop-in")
    lock(window, hands)
    assert not window.menuBar().isVisible()
    assert unnamed(window) == []
    assert not any(action.isEnabled() for action, _needed in window._menus.go_actions)
    page, focused = window.page, set()
    for key, modifiers in (
        (Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    ):
        press(window, key, modifiers)
        hands.settle()
        assert window.page is page
        assert covered_by(window, LockScreen)
    for _tab in range(12):
        press(window, Qt.Key.Key_Tab)
        focused.add(QApplication.focusWidget())
    assert all(window._lock._screen.isAncestorOf(widget) for widget in focused)
    assert len(focused) == 3  # the PIN, the button, and somebody else


def test_nobody_signs_in_with_another_pin(window, hands, olu) -> None:
    window.show_page(Where.TODAY)
    hands.settle()
    lock(window, hands)
    hands.press(ENTER)
    assert "Type your PIN" in window._lock._screen.said
    hands.press("1111", ENTER)
    assert covered_by(window, LockScreen)
    assert "PIN is not right" in window._lock._screen.said
    assert window._lock._screen._line.text() == ""
    hands.press(PIN, ENTER)
    assert not window._lock.covered


def test_wrong_pins_slow_down_and_the_seconds_are_counted(window, hands, olu, clock: SetClock) -> None:
    window.show_page(Where.TODAY)
    hands.settle()
    lock(window, hands)
    screen = window._lock._screen
    screen._countdown.setInterval(3_600_000)  # the test counts
    for _guess in range(4):
        hands.press("1111", ENTER)
    seconds = screen._left
    assert seconds > 0
    assert f"It can be tried again in {seconds} second" in screen.said
    window._lock.open()
    lock(window, hands)
    assert screen._left == seconds  # covering it anew gains nothing
    assert screen._line.isReadOnly()
    screen.show_person("Somebody else")
    assert screen._left == 0  # the wait is not theirs
    screen.show_person("Ola")
    screen.wait(seconds)
    clock.instant += timedelta(seconds=seconds)
    for _second in range(seconds):
        screen._count_down()
    hands.press(PIN, ENTER)
    assert not window._lock.covered


def test_while_it_waits_nothing_typed_counts_and_no_button_is_pressed(window, hands, olu) -> None:
    window.show_page(Where.TODAY)
    hands.settle()
    lock(window, hands)
    screen = window._lock._screen
    screen.wait(3)
    assert "in 3 seconds" in screen.said
    hands.press(PIN, ENTER)
    assert covered_by(window, LockScreen)
    assert screen._line.text() == ""
    for _second in range(2):
        screen._count_down()
    assert "in 1 second." in screen.said
    screen._count_down()
    assert screen.said == ""
    hands.press(PIN, ENTER)
    assert not window._lock.covered


def test_one_key_empties_the_screen_and_another_asks_for_the_pin(window, hands, olu) -> None:
    window.show_page(Where.TODAY)
    hands.settle()
    press(window, Qt.Key.Key_F9)
    assert covered_by(window, EmptyScreen)  # at once: nothing is waited for
    hands.settle()
    assert seen(window) == "Sounding Board\nPress any key, or click, to go on."
    assert not window.menuBar().isVisible()
    press(window, Qt.Key.Key_Shift)
    assert covered_by(window, EmptyScreen)
    press(window, PIN[0])
    hands.settle()
    assert covered_by(window, LockScreen)
    hands.press(PIN[1:], ENTER)
    assert not window._lock.covered


def test_with_no_pin_the_empty_screen_gives_way_at_once(at_work, hands, qtbot) -> None:
    at_work.show_page(Where.TODAY)
    hands.settle()
    focused = QApplication.focusWidget()
    press(at_work, Qt.Key.Key_F9)
    hands.settle()
    qtbot.mouseClick(at_work._lock._empty, Qt.MouseButton.LeftButton)
    hands.settle()
    assert not at_work._lock.covered
    assert QApplication.focusWidget() is focused
    lock(at_work, hands)
    assert "has no PIN" in seen(at_work) or "have no PIN" in seen(at_work)
    hands.press(ENTER)
    assert not at_work._lock.covered


def test_before_anybody_is_there_the_screen_can_be_emptied_and_not_locked(window, hands) -> None:
    window.show_page(Where.START)
    hands.settle()
    window._lock_screen()
    assert not window._lock.covered
    press(window, Qt.Key.Key_F9)
    assert covered_by(window, EmptyScreen)
    press(window, Qt.Key.Key_Space)
    assert not window._lock.covered


def test_emptied_while_the_pin_is_looked_at_it_stays_empty(window, hands, olu) -> None:
    window.show_page(Where.TODAY)
    hands.settle()
    lock(window, hands)
    QTest.keyClicks(QApplication.focusWidget(), PIN)
    QTest.keyClick(QApplication.focusWidget(), ENTER)
    press(window, Qt.Key.Key_F9)
    hands.settle()
    assert covered_by(window, EmptyScreen)
    press(window, Qt.Key.Key_Space)
    hands.settle()
    assert not window._lock.covered


def test_left_alone_it_locks_by_itself(window, hands, olu, steady) -> None:
    window.show_page(Where.TODAY)
    hands.settle()
    steady.minutes_later(USUAL_MINUTES - 0.1)
    window._idle.look()
    assert not window._lock.covered
    press(window, Qt.Key.Key_Tab)
    steady.minutes_later(USUAL_MINUTES - 0.1)
    window._idle.look()
    assert not window._lock.covered
    steady.minutes_later(0.2)
    window._idle.look()
    hands.settle()
    assert covered_by(window, LockScreen)


def test_the_first_key_after_an_hour_of_sleep_only_wakes_the_lock(window, hands, small, olu, steady) -> None:
    field = in_the_comment(window, hands, small)
    steady.minutes_later(60)  # the lid was closed: no timer ran
    press(window, Qt.Key.Key_X)
    hands.settle()
    assert covered_by(window, LockScreen)
    assert field.toPlainText() == "half a sen"


def test_words_of_an_input_method_count_as_a_touch(window, hands, olu, steady) -> None:
    window.show_page(Where.EVENT)
    hands.settle()
    window.page._name.input.setFocus()
    steady.minutes_later(USUAL_MINUTES - 1)
    hands_type(window.page._name.input, "নাম")
    steady.minutes_later(2)
    window._idle.look()
    assert not window._lock.covered


def hands_type(widget: Any, text: str) -> None:
    from PySide6.QtGui import QInputMethodEvent

    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def test_nobody_at_work_is_never_locked_out(window, hands, steady) -> None:
    window.show_page(Where.START)
    hands.settle()
    steady.minutes_later(600)
    window._idle.look()
    assert not window._lock.covered


def test_the_minutes_are_chosen_and_kept(window, hands, olu) -> None:
    kept: dict[str, str] = {}
    object.__setattr__(window._services, "keep_setting", kept.__setitem__)
    window._menus.minutes_chosen.emit(30)
    assert window._idle.minutes == 30
    assert kept == {"idle minutes": "30"}
    assert [minutes_of(text) for text in ("30", "", "7", "-5", "many")] == [30] + [USUAL_MINUTES] * 4
    assert USUAL_MINUTES in MINUTES


def test_somebody_else_finds_the_laptop_after_the_work_is_saved(window, hands, small, olu, place) -> None:
    in_the_comment(window, hands, small)
    lock(window, hands)
    window._lock._screen._other.setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.qtbot.waitUntil(lambda: isinstance(window.page, WhoPage) and not window._lock.covered, timeout=30_000)
    hands.settle()
    assert not window.desk.actor.signed_in
    assert "Who is at the laptop?" in seen(window)
    assert open_drafts(place)[0].answered == 2


def test_an_open_question_is_cancelled_and_the_page_stays(window, hands, small, olu, steady) -> None:
    in_the_comment(window, hands, small)
    given = []

    def look_at_the_clock() -> None:
        (dialog,) = window.page.findChildren(ReasonDialog)
        assert dialog.isVisible()
        steady.minutes_later(USUAL_MINUTES + 1)
        window._idle.look()
        given.append(dialog.isVisible())

    window._idle._timer.singleShot(0, look_at_the_clock)
    window.page._abandon()
    hands.settle()
    assert given == [False]
    assert covered_by(window, LockScreen)
    hands.press(PIN, ENTER)
    assert isinstance(window.page, InterviewPage)
    assert window.page._finished is False


def test_a_walker_by_cannot_close_away_what_is_not_saved(window, hands, olu, monkeypatch) -> None:
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: pytest.fail("asked whoever walks by"))
    window.show_page(Where.EVENT)
    hands.settle()
    window.page._name.input.setText("Drop-in at the mill")
    lock(window, hands)
    assert not window.close()
    assert window.isVisible()
    assert "not created" in window._lock._screen.said or "not created" in seen(window)
    hands.press(PIN, ENTER)
    assert isinstance(window.page, EventPage)
    window.page._name.input.clear()


def test_keying_goes_on_where_it_was(window, hands, olu) -> None:
    window.show_page(Where.KEYING)
    hands.settle()
    assert isinstance(window.page, KeyingPage)
    hands.press("12345")
    lock(window, hands)
    hands.press(PIN, ENTER)
    assert QApplication.focusWidget() is window.page._serial.input
    assert window.page._serial.input.text() == "12345"


def test_keys_held_while_saving_wait_behind_the_lock(window, hands, small, olu) -> None:
    begin(window, hands, small)
    hands.press(ENTER)
    page = window.page
    QTest.keyClick(QApplication.focusWidget() or page, "2")  # picks and goes on: saving
    QTest.keyClick(QApplication.focusWidget() or page, "1")  # held for the next screen
    assert page._hold.holding
    assert page._hold._kept
    press(window, Qt.Key.Key_F9)
    hands.settle()
    assert covered_by(window, EmptyScreen)
    assert len(page._hold._kept) == 1
    press(window, PIN[0])
    hands.settle()
    assert window._lock._screen._line.text() == PIN[0]
    hands.press(PIN[1:], ENTER)
    assert page._hold._kept == []
    assert page._questions.values() == {"uses": "bus"}


def test_a_clock_that_is_set_does_not_lock(window, hands, olu, steady, clock: SetClock) -> None:
    window.show_page(Where.TODAY)
    hands.settle()
    clock.instant += timedelta(hours=5)
    window._idle.look()
    assert not window._lock.covered


def test_the_watch_says_it_once(qtbot, holder) -> None:
    steady = Steady()
    watch = IdleWatch(steady, minutes=2, parent=holder)
    watch.armed = True
    said: list[bool] = []
    watch.idle.connect(lambda: said.append(True))
    steady.minutes_later(3)
    assert watch.look()
    assert not watch.look()
    assert said == [True]
    assert ESC  # the key that leads back everywhere else does nothing here


def test_where_names_are_chosen_wrong_pins_slow_down_too(window, hands, olu, clock: SetClock) -> None:
    window._change_over()
    hands.qtbot.waitUntil(lambda: isinstance(window.page, WhoPage), timeout=30_000)
    hands.settle()
    page = window.page
    page._countdown.setInterval(3_600_000)
    page._ask_pin(next(person for person in page._people.values() if person.name == "Ola"))
    for _guess in range(4):
        hands.press("1111", ENTER)
    seconds = page._left
    assert seconds > 0
    assert f"in {seconds} second" in page._pin.fault
    hands.press(PIN, ENTER)
    assert page._pin.input.text() == ""
    page.begin()  # back to the names, which have no field that could count
    hands.settle()
    assert not page._countdown.isActive()
    page._ask_pin(page._people[olu.person_id])
    hands.press(PIN, ENTER)
    assert page._left > 0  # going back gained nothing
    clock.instant += timedelta(seconds=seconds)
    while page._left:
        page._count_down()
    assert page._pin.fault == ""
    hands.press(PIN, ENTER)
    hands.qtbot.waitUntil(lambda: window.desk.actor.signed_in, timeout=30_000)
    hands.settle()
