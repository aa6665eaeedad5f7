"""Eight hours at a stall: five hundred respondents one after another in one window, and what memory that takes.

Asked for with ``pytest -m soak tests/benchmarks/test_whole_day.py -n 0 -s``.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.responses.states import ItemState
from desktop.ui.interview.course import Stage
from desktop.ui.pages.done_page import DonePage
from desktop.ui.pages.interview_page import InterviewPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.today_page import TodayPage
from desktop.ui.pages.update_list_page import UpdateListPage
from desktop.ui.services import Desk
from desktop.workflows.open_programme import open_programme
from desktop.workflows.run_event import add_event
from tests.benchmarks.test_interview_paint import made_window, settle
from tests.ui.thirty_questions import write_choices_form

__all__ = ["made_window"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
pytestmark = [pytest.mark.soak, pytest.mark.qt_log_ignore("propagateSizeHints")]

RESPONDENTS = int(os.environ.get("SOUNDING_BOARD_RESPONDENTS", "500"))
WARM_UP = 20
"""So many respondents fill what is kept once: fonts, glyphs, the form, the pool of widgets' memory."""
MOST_GROWTH = 50 * 1024 * 1024
HOURS = 8
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


def _memory() -> int:
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return int(psutil.Process().memory_info().rss)


def _until(window, kind: type) -> None:
    end = time.monotonic() + 60
    while not isinstance(window.page, kind) and time.monotonic() < end:
        QCoreApplication.processEvents()
    settle(window)
    assert isinstance(window.page, kind)


def _press(window, key) -> None:
    target = QApplication.focusWidget() or window.page
    if isinstance(key, str):
        QTest.keyClicks(target, key)
    else:
        QTest.keyClick(target, key)
    settle(window)


def _one(window, number: int) -> None:
    """Go through one respondent; every tenth is left and gone on with, after every fourth comes today."""
    _until(window, InterviewPage)
    _press(window, ENTER)
    while window.page.shown.stage is Stage.QUESTIONS:
        _press(window, "12"[number % 2])
        if number % 10 == 0 and window.page.shown.position == 5:
            draft_id = window.page._course.interview.draft_id
            window.show_page(Where.TODAY)
            _until(window, TodayPage)
            window.show_page(Where.INTERVIEW, draft_id=draft_id)
            _until(window, InterviewPage)
            _press(window, "1")
    _press(window, ENTER)
    _press(window, ENTER)
    _until(window, UpdateListPage)
    _press(window, ESC)
    _until(window, DonePage)
    if number % 4 == 0:
        window.show_page(Where.TODAY)
        _until(window, TodayPage)


def test_a_day_of_five_hundred_respondents(made_window, place, officer, clock, tmp_path: Path) -> None:
    window = made_window
    programme = open_programme(place, actor=officer, path=write_choices_form(tmp_path, 12, sections=3))
    event = add_event(
        place,
        actor=officer,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Library",
    )
    window.desk = Desk(place, officer, programme, event)
    readings: list[tuple[int, int]] = []
    begun = time.monotonic()
    for number in range(1, WARM_UP + RESPONDENTS + 1):
        if isinstance(window.page, DonePage):
            _press(window, "n")
        else:
            window.show_page(Where.INTERVIEW, form_id="choices-form", event_id=event.event_id)
        settle(window)
        _one(window, number)
        clock.move(timedelta(hours=HOURS) / (WARM_UP + RESPONDENTS))
        if number == WARM_UP or number % 50 == 0:
            readings.append((number, _memory()))
    base = next(memory for number, memory in readings if number == WARM_UP)
    growth = _memory() - base
    with place.reading() as unit:
        states = [summary.state for summary in unit.responses.summaries()]
    report = {
        "respondents": RESPONDENTS,
        "seconds": round(time.monotonic() - begun),
        "growth_mib": round(growth / 1024 / 1024, 1),
        "memory_mib": [(number, round(memory / 1024 / 1024, 1)) for number, memory in readings],
    }
    sys.stdout.write(json.dumps(report) + "\n")
    assert states.count(ItemState.FINALISED) == len(states) == WARM_UP + RESPONDENTS
    assert growth < MOST_GROWTH
