"""From a key to the next question on the screen, in a form of 300; against painting one screen again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.jobs.executors import Executors
from desktop.ui.background import Background
from desktop.ui.design.colours import LIGHT
from desktop.ui.design.theme import Theme
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.page import Where
from desktop.ui.services import Desk, Services
from desktop.workflows.open_programme import open_programme
from desktop.workflows.run_event import add_event
from tests.ui.thirty_questions import write_choices_form

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

QUESTIONS = 300
ROUNDS = 200
ENTER = Qt.Key.Key_Return


def _figures(benchmark: Any, name: str, at_work: list[float]) -> None:
    """Note the figures: by the clock, and as time at work, which other programs on the machine leave alone."""
    if benchmark.stats is not None:
        for kind, seconds in (("", sorted(benchmark.stats.stats.data)), ("_at_work", sorted(at_work[-ROUNDS:]))):
            for part in (50, 95):
                at = max(0, int(len(seconds) * part / 100) - 1)
                benchmark.extra_info[f"{name}{kind}_p{part}_ms"] = round(seconds[at] * 1000, 2)


@pytest.fixture
def made_window(qapp: QApplication, tmp_path: Path, place) -> Iterator[MainWindow]:
    """Give the window, shown, with no page yet."""
    font, palette, sheet = qapp.font(), qapp.palette(), qapp.styleSheet()
    with Executors() as executors:
        theme = Theme(qapp, scheme=LIGHT)
        services = Services(
            folder=tmp_path / "none",
            practice_folder=tmp_path / "practice",
            clock=place.clock,
            executors=executors,
            find_keyring=lambda: None,
        )
        made = MainWindow(services=services, theme=theme, background=Background(executors))
        made.resize(1366, 728)
        made.show()
        yield made
        if made.page is not None:
            made.page.before_leaving()
            settle(made)
        made.page = None
        made.desk = None
        made.close()
        made.deleteLater()
        theme.setParent(None)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet(sheet)
    qapp.setFont(font)
    qapp.setPalette(palette)


@pytest.fixture
def window(made_window: MainWindow, tmp_path: Path, place, officer) -> MainWindow:
    """Give the window at the first question of a form of 300."""
    path = write_choices_form(tmp_path, QUESTIONS, sections=20, each=5)
    programme = open_programme(place, actor=officer, path=path)
    event = add_event(
        place,
        actor=officer,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Library",
    )
    made_window.desk = Desk(place, officer, programme)
    made_window.show_page(Where.INTERVIEW, form_id="choices-form", event_id=event.event_id)
    settle(made_window)
    QTest.keyClick(QApplication.focusWidget() or made_window.page, ENTER)
    settle(made_window)
    return made_window


def settle(window: MainWindow) -> None:
    """Let everything happen that is under way."""
    end = time.monotonic() + 30
    while (window._background.busy or not window.page.isVisible()) and time.monotonic() < end:
        QCoreApplication.processEvents()
    QCoreApplication.processEvents()


@pytest.mark.benchmark(group="a key to the next question painted")
def test_painting_one_screen_again(benchmark, window: MainWindow) -> None:
    """The baseline: the same screen with nothing saved, worked out or made anew."""

    at_work: list[float] = []

    def repaint() -> None:
        begun = time.process_time()
        window.page.repaint()
        at_work.append(time.process_time() - begun)

    benchmark.pedantic(repaint, rounds=ROUNDS, warmup_rounds=10)
    _figures(benchmark, "repaint", at_work)


@pytest.mark.benchmark(group="a key to the next question painted")
def test_a_figure_to_the_next_question_painted(benchmark, window: MainWindow) -> None:
    page = window.page
    at_work: list[float] = []

    def press() -> None:
        before, begun = page._shown_key, time.process_time()
        QTest.keyClick(QApplication.focusWidget() or page, "2")
        end = time.monotonic() + 5
        while page._shown_key == before and time.monotonic() < end:
            QCoreApplication.processEvents()
        # what was laid out is painted with the next turn of the loop
        QCoreApplication.processEvents()
        at_work.append(time.process_time() - begun)
        assert page._shown_key != before

    benchmark.pedantic(press, rounds=ROUNDS, warmup_rounds=5)
    _figures(benchmark, "next_question", at_work)
    assert page.shown.position > ROUNDS // 4 or benchmark.stats is None
