"""Requests by keyboard alone: one key there, a few words, Enter; and what is done with them afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.engagement.follow_ups import FollowUpKind
from desktop.foundation.errors import WorldError
from desktop.ui.main_window import MainWindow
from desktop.ui.notes.two_line_rows import TwoLineRows
from desktop.ui.notes.two_lines import QUIET
from desktop.ui.pages.follow_ups_page import FollowUpsPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.today_page import TodayPage
from desktop.workflows.follow_up import ask, follow_ups
from tests.ui.accessible import unnamed
from tests.ui.at_event import at_event, when_asked
from tests.ui.test_interview import Hands, hands
from tests.workplaces import PROGRAMME

__all__ = ["hands"]

ENTER, ESC, TAB, DELETE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Delete
REACH = "Made-up Name, 01632 960001"


@pytest.fixture
def page(at_work: MainWindow, hands: Hands, event_id: str) -> FollowUpsPage:
    at_event(at_work, event_id)
    return opened(at_work, hands)


def opened(window: MainWindow, hands: Hands) -> FollowUpsPage:
    window.show_page(Where.FOLLOW_UPS)
    hands.settle()
    return window.page


def kept(place: Any, officer: Any) -> list[Any]:
    return list(follow_ups(place, actor=officer, programme_id=PROGRAMME))


def asked(place: Any, officer: Any, **changed: Any) -> Any:
    given = {
        "programme_id": PROGRAMME, "kind": FollowUpKind.CALL_BACK, "what": "About the walking group",
        "reach": REACH, "owner": "Olu", "due": date(2022, 1, 14), **changed,
    }  # fmt: skip
    return ask(place, actor=officer, **given)


def to_rows(page: FollowUpsPage, hands: Hands) -> None:
    """Go to the list by Tab alone."""
    for _ in range(20):
        if isinstance(QApplication.focusWidget(), TwoLineRows):
            return
        hands.press(TAB)
    raise AssertionError("Tab does not lead to the list")


def back(window: MainWindow, hands: Hands, control: Any) -> None:
    """Give the window its keyboard back after a dialog: the screen that is not there does not."""
    window.activateWindow()
    control.setFocus()
    hands.qtbot.waitUntil(control.hasFocus, timeout=30_000)


def when_confirmed(parent: Any, key: Any) -> None:
    timer = QTimer(parent)
    timer.setInterval(10)

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            timer.stop()
            box.button(key).click()

    timer.timeout.connect(look)
    timer.start()


def test_a_request_is_noted_by_keys_alone(at_work, hands: Hands, place, officer, event_id, qtbot) -> None:
    at_event(at_work, event_id)
    at_work.show_page(Where.TODAY)
    hands.settle()
    hands.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: isinstance(at_work.page, FollowUpsPage), timeout=30_000)
    hands.settle()
    hands.press("Large", ENTER, "The summary in large print", TAB, REACH, ENTER)
    (noted,) = kept(place, officer)
    assert (noted.kind, noted.what, noted.reach) == (FollowUpKind.LARGE_PRINT, "The summary in large print", REACH)
    assert (noted.owner, noted.due, noted.event_id) == ("Olu", date(2022, 1, 19), event_id)
    page = at_work.page
    assert page._what.input.text() == ""
    assert page._reach.toPlainText() == ""
    assert page.would_lose() == ""
    assert [each.request_id for each in page._list.requests] == [noted.request_id]
    # the next one can follow at once
    hands.press("Inter", ENTER, "Sign language on Friday", ENTER)
    assert {each.what for each in kept(place, officer)} == {noted.what, "Sign language on Friday"}


def test_what_is_missing_is_said_at_its_field(page: FollowUpsPage, hands: Hands, place, officer) -> None:
    page._owner.input.clear()
    page._due.set_value("2022-01-11")
    page._what.input.setFocus()
    hands.press(ENTER)
    assert page._what.fault
    assert page._owner.fault
    assert page._summary.hasFocus()
    assert kept(place, officer) == []
    hands.press(TAB, ENTER)
    assert page._what.input.hasFocus()


def test_the_day_s_example_is_one_that_could_be_given(page: FollowUpsPage) -> None:
    assert page._due.hint.text() == "From today on; for example, 19 1 2022"


def test_nothing_open_is_said(page: FollowUpsPage) -> None:
    assert page._list.empty.isVisible()
    assert not page._list.count.isVisible()


def test_overdue_is_said_in_words_and_no_way_to_reach_anybody_stands_open(
    page: FollowUpsPage, hands: Hands, at_work, place, officer, clock
) -> None:
    asked(place, officer)
    asked(place, officer, due=date(2022, 1, 16), what="Later")
    clock.move(timedelta(days=4))
    page = opened(at_work, hands)
    rows = page._list._rows
    quiet = [rows.item(at).data(QUIET) for at in range(rows.count())]
    assert quiet == ["Overdue by 2 days, since 14 January 2022. Olu sees to it", "Due today. Olu sees to it"]
    assert page._list.count.text() == "2 open, 1 overdue"
    said = [rows.item(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(rows.count())]
    assert not [each for each in said if "01632" in each]
    assert "01632" not in page._list.reach.text()
    page._list._reach_button.click()
    assert page._list.reach.text() == REACH
    page.keep_now()  # the screen is blanked
    assert page._list.reach.text() == ""
    page._list._reach_button.click()
    rows.setFocus()
    hands.press(Qt.Key.Key_Down)
    assert page._list.reach.text() == ""


def test_done_and_taken_up_again(page: FollowUpsPage, hands: Hands, at_work, place, officer) -> None:
    one = asked(place, officer)
    page = opened(at_work, hands)
    to_rows(page, hands)
    titles = when_asked(page, "1", ENTER)
    hands.press(ENTER)
    assert titles() == ["How did it end?"]
    (done,) = kept(place, officer)
    assert (done.done_on, done.outcome) == (date(2022, 1, 12), "Called back")
    assert page._list.requests == ()
    assert page._list.empty.isVisible()
    back(at_work, hands, page._list.all)
    hands.press(Qt.Key.Key_Space)
    assert page._list.chosen.request_id == one.request_id
    back(at_work, hands, page._list._rows)
    hands.press(ENTER)
    assert kept(place, officer)[0].done_on is None


def test_handed_on_with_another_day(page: FollowUpsPage, hands: Hands, at_work, place, officer) -> None:
    asked(place, officer)
    page = opened(at_work, hands)
    # what the dialog does not take keeps it open
    titles = when_asked(page, DELETE, ENTER, "Cora", TAB, "1", TAB, "2", TAB, "2022", ENTER)
    page._list._hand_on.setFocus()
    hands.press(ENTER)
    assert titles() == ["Who takes it over?"]
    (handed,) = kept(place, officer)
    assert (handed.owner, handed.due, handed.reach) == ("Cora", date(2022, 2, 1), REACH)


def test_deleted_only_after_a_question(page: FollowUpsPage, hands: Hands, at_work, place, officer) -> None:
    asked(place, officer)
    page = opened(at_work, hands)
    to_rows(page, hands)
    when_confirmed(page, QMessageBox.StandardButton.Cancel)
    hands.press(DELETE)
    assert len(kept(place, officer)) == 1
    back(at_work, hands, page._list._rows)
    when_confirmed(page, QMessageBox.StandardButton.Discard)
    hands.press(DELETE)
    assert kept(place, officer) == []


def test_what_is_typed_is_not_thrown_away(page: FollowUpsPage, hands: Hands, at_work, qtbot) -> None:
    page._what.input.setFocus()
    hands.press("x", ESC)
    assert at_work.page is page
    assert "not saved" in page.would_lose()
    page._what.input.clear()
    hands.press(ESC)
    qtbot.waitUntil(lambda: isinstance(at_work.page, TodayPage), timeout=30_000)
    hands.settle()


def test_what_the_disk_refuses_stays_in_the_form(page: FollowUpsPage, hands: Hands) -> None:
    class Full:
        follow_up = property(lambda self: self)

        def ask(self, *_args: Any, **_named: Any) -> None:
            raise WorldError(place="The disk", fault="It is full.", remedy="Make room.")

    page.work = Full()
    page._what.input.setFocus()
    hands.press("Large print", ENTER)
    assert page._what.input.text() == "Large print"
    assert "It is full. Make room." in page._summary.accessibleName()


@pytest.mark.parametrize("scale", [100, 200, 300])
def test_every_widget_has_a_name_and_the_page_its_room(page, hands, at_work, theme, place, officer, scale) -> None:
    asked(place, officer)
    theme.set_scale(scale)
    again = opened(at_work, hands)
    assert unnamed(at_work) == []
    assert again.content.horizontalScrollBar().maximum() == 0


def test_what_is_typed_while_one_is_being_saved_is_of_the_next(page, hands: Hands, place, officer, qtbot) -> None:
    page._what.input.setFocus()
    hands.press("Large print")
    page._save()
    target = QApplication.focusWidget()
    qtbot.keyClick(target, ENTER)  # past the kind, as always
    qtbot.keyClicks(target, "next")
    assert page.saving()
    hands.settle()
    assert [each.what for each in kept(place, officer)] == ["Large print"]
    assert page._what.input.text() == "next"
    assert not page.saving()
