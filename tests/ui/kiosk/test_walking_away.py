"""Somebody walks away, looks away, or gives the laptop back: nothing of theirs is seen by the next."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from desktop.foundation.errors import WorldError
from desktop.responses.states import ItemState
from desktop.ui.kiosk.screens import CodeScreen, Welcome
from desktop.ui.pages.kiosk_page import KioskPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.today_page import TodayPage
from desktop.ui.pages.who_page import WhoPage
from desktop.ui.services import Desk
from desktop.workflows.interview import open_drafts
from desktop.workflows.kiosk import handed_over
from tests.kiosk_form import WITH_ASSENT
from tests.ui.kiosk.conftest import ENTER, PIN
from tests.ui.kiosk.strangers import (
    ROOT,
    SECRET,
    everything_held,
    gone_quiet,
    in_the_comment,
)

# walking away -----------------------------------------------------------------------------------------------


def test_a_warning_then_the_next_persons_screen(stranger, window, steady, place) -> None:
    in_the_comment(stranger)
    gone_quiet(stranger, steady, 91)
    said = stranger.reads()
    assert "Are you still there?" in said
    assert "your answers are deleted" in said
    assert SECRET not in said
    stranger.key("x")  # any key is a yes, and no letter of the comment
    assert SECRET in stranger.reads()
    assert f"{SECRET}x" not in stranger.reads()
    gone_quiet(stranger, steady, 91)
    gone_quiet(stranger, steady, 31)
    assert isinstance(stranger.page.piece, Welcome)
    assert open_drafts(place) == ()
    with place.reading() as unit:
        (summary,) = unit.responses.summaries()
    assert summary.state is ItemState.ABANDONED


def test_a_key_after_the_lid_was_closed_for_an_hour_is_the_next_persons(stranger, steady) -> None:
    in_the_comment(stranger)
    steady.seconds += 3_600
    stranger.key("x")
    assert isinstance(stranger.page.piece, Welcome)


@pytest.mark.parametrize("rules", [replace(WITH_ASSENT, keeps_unfinished=True)], ids=["kept"])
def test_unfinished_answers_are_kept_where_the_notice_says_so(stranger, rules, steady, place) -> None:
    in_the_comment(stranger)
    gone_quiet(stranger, steady, 91)
    assert "Your answers so far are kept." in stranger.reads()
    gone_quiet(stranger, steady, 31)
    (draft,) = open_drafts(place)
    assert (draft.channel, draft.answered) == ("kiosk", 2)


def test_a_code_that_stands_there_goes_too(stranger, window, steady) -> None:
    stranger.page._ended("WXYZ-1234")
    stranger.settle()
    assert isinstance(stranger.page.piece, CodeScreen)
    gone_quiet(stranger, steady, 91)
    assert "the screen is cleared for the next person" in stranger.reads()
    assert "deleted" not in stranger.reads()  # they are locked and counted
    gone_quiet(stranger, steady, 31)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert isinstance(stranger.page.piece, Welcome)
    assert "WXYZ-1234" not in everything_held(window)


def test_large_text_and_contrast_go_with_the_person(stranger, window, steady) -> None:
    theme = window._theme
    before = theme.scale
    stranger.press("A+")
    stranger.press("Contrast")
    assert theme.scale > before
    assert theme.contrast
    gone_quiet(stranger, steady, 91)
    assert (theme.scale, theme.contrast) == (before, False)


# looking away from the program ------------------------------------------------------------------------------


def test_losing_the_focus_blanks_and_a_press_brings_it_back(stranger, window, steady) -> None:
    in_the_comment(stranger)
    stranger.page._guard._state_changed(Qt.ApplicationState.ApplicationInactive)
    stranger.settle()
    assert SECRET not in stranger.reads()
    assert "Do you" not in stranger.reads()
    stranger.key("a")
    assert SECRET in stranger.reads()
    stranger.page._guard._state_changed(Qt.ApplicationState.ApplicationInactive)
    gone_quiet(stranger, steady, 200)
    stranger.key("a")
    assert isinstance(stranger.page.piece, Welcome)


def test_what_the_program_has_to_say_is_not_for_the_stranger(stranger, window, place) -> None:
    stranger.to_the_first_question()
    window._damaged(place, "parts are broken")
    stranger.settle()
    assert "parts are broken" not in stranger.reads()
    assert "Close the store and see the ways out" not in stranger.buttons()
    focused = QApplication.focusWidget()
    assert focused is None or stranger.page.isAncestorOf(focused)


_TWO_SCREENS = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
from desktop.ui.kiosk.covers import Covers
app = QApplication(sys.argv)
window = QMainWindow()
window.show()
covers = Covers(window, window)
covers.put_up()
app.processEvents()
others = [each for each in app.screens() if each is not window.screen()]
print(len(app.screens()), [cover.geometry() == screen.geometry() and cover.isVisible()
      for cover, screen in zip(covers.up, others, strict=True)])
covers.take_down()
print(len(covers.up))
"""


def test_every_other_screen_is_covered(tmp_path) -> None:
    size = {"width": 800, "height": 600, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [{"name": "one", "x": 0, "y": 0, **size}, {"name": "two", "x": 800, "y": 0, **size}]
    (tmp_path / "screens.json").write_text(json.dumps({"screens": screens}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _TWO_SCREENS],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[:2] == ["2 [True]", "0"]


# giving it back ---------------------------------------------------------------------------------------------


def test_the_pin_gives_it_back_and_the_draft_is_for_the_staff(stranger, window, place, qtbot) -> None:
    in_the_comment(stranger)
    stranger.press("A+")
    stranger.press("Staff")
    assert SECRET not in stranger.reads()
    stranger.key("1111", ENTER)
    assert "not right" in stranger.page._leave.fault
    for figure in PIN:
        stranger.press(figure)  # by touch
    stranger.press("Take the laptop back")
    qtbot.waitUntil(lambda: isinstance(window.page, TodayPage), timeout=20_000)
    assert handed_over(place) is None
    assert window.desk.actor.name == "Asha"
    assert window.menuBar().isVisible()
    assert not window.isFullScreen()
    assert window._theme.scale == 100
    (draft,) = open_drafts(place)
    assert draft.channel == "kiosk"


def test_answers_that_could_not_be_deleted_are_told_to_the_staff_and_to_nobody_else(
    stranger, window, place, qtbot, monkeypatch
) -> None:
    in_the_comment(stranger)

    def full(*_args: object, **_named: object) -> None:
        raise WorldError(place="The disk", fault="It is full.", remedy="Make room.")

    monkeypatch.setattr(stranger.page.piece._course.interview, "abandon", full)
    stranger.press("Stop and delete my answers")
    stranger.press("Yes, delete them")
    assert isinstance(stranger.page.piece, Welcome)
    assert "It is full." not in stranger.reads()
    focused = QApplication.focusWidget()
    assert focused is None or stranger.page.isAncestorOf(focused)
    stranger.press("Staff")
    stranger.key(PIN, ENTER)
    qtbot.waitUntil(lambda: isinstance(window.page, TodayPage), timeout=20_000)
    stranger.settle()
    assert window._errors.isVisible()
    assert "It is full." in window._errors.said
    assert len(open_drafts(place)) == 1


def test_a_colleague_gives_name_and_pin(stranger, window, place, officer, qtbot) -> None:
    from desktop.staff.people import Role
    from desktop.workflows.manage_staff import add_person

    add_person(place, actor=officer, name="Ben", role=Role.OFFICER, pin="2468")
    stranger.press("Staff")
    stranger.press("I am another member of staff")
    stranger.key("Ben", Qt.Key.Key_Tab, "2468", ENTER)
    qtbot.waitUntil(lambda: isinstance(window.page, TodayPage), timeout=20_000)
    assert window.desk.actor.name == "Ben"


def test_guessing_grows_slow_and_an_open_pin_screen_closes_itself(stranger, steady) -> None:
    stranger.press("Staff")
    for _guess in range(3):
        stranger.key("1111", ENTER)
    stranger.key("1111", ENTER)
    assert not stranger.page._leave.on.isEnabled()
    gone_quiet(stranger, steady, 91)
    assert isinstance(stranger.page.piece, Welcome)
    assert stranger.page.body.currentWidget() is stranger.page._front


def test_after_a_crash_only_the_pin_is_asked_and_nothing_is_seen(stranger, window, place, qtbot) -> None:
    in_the_comment(stranger)
    stranger.page.keep_now()
    stranger.settle()
    held = stranger.page
    held.before_leaving = lambda: None  # killed: nothing of it is carried out
    held._finished = True
    held._guard.release()
    held._presence.stop()
    nobody = window.desk.actor.__class__(person_id="", name="", role=None, signed_in=False)
    window.desk = Desk(place, nobody, None)
    window.show_page(Where.WHO)
    qtbot.waitUntil(lambda: isinstance(window.page, KioskPage) and window.page is not held, timeout=20_000)
    stranger.settle()
    said = stranger.reads()
    assert "The laptop was handed over" in said
    assert SECRET not in said
    assert "Asha" not in said
    assert "Go back" not in stranger.buttons()
    stranger.key(Qt.Key.Key_Escape)
    assert not window.close()
    stranger.key("1111", ENTER)
    assert isinstance(window.page, KioskPage)
    stranger.key(PIN, ENTER)
    qtbot.waitUntil(lambda: not isinstance(window.page, KioskPage), timeout=20_000)
    assert not isinstance(window.page, WhoPage)
    (draft,) = open_drafts(place)
    assert draft.channel == "kiosk"
