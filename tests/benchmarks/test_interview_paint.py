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


def _figures(benchmark: Any, name: str) -> None:
    if benchmark.stats is not None:
        data = sorted(benchmark.stats.stats.data)
        benchmark.extra_info[f"{name}_p50_ms"] = round(data[len(data) // 2] * 1000, 2)
        benchmark.extra_info[f"{name}_p95_ms"] = round(data[int(len(data) * 0.95) - 1] * 1000, 2)


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, place, officer) -> Iterator[MainWindow]:
    """Give the window in the first question of a form of 300."""
    font, palette, sheet = qapp.font(), qapp.palette(), qapp.styleSheet()
    with Executors() as executors:
        theme = Theme(qapp, scheme=LIGHT)
        background = Background(executors)
        services = Services(
            folder=tmp_path / "none",
            practice_folder=tmp_path / "practice",
            clock=place.clock,
            executors=executors,
            find_keyring=lambda: None,
        )
        made = MainWindow(services=services, theme=theme, background=background)
        made.resize(1366, 728)
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
        made.desk = Desk(place, officer, programme)
        made.show()
        made.show_page(Where.INTERVIEW, form_id="choices-form", event_id=event.event_id)
        settle(made)
        QTest.keyClick(QApplication.focusWidget() or made.page, ENTER)
        settle(made)
        yield made
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


def settle(window: MainWindow) -> None:
    """Let everything happen that is under way."""
    end = time.monotonic() + 30
    while (window._background.busy or not window.page.isVisible()) and time.monotonic() < end:
        QCoreApplication.processEvents()
    QCoreApplication.processEvents()


@pytest.mark.benchmark(group="a key to the next question painted")
def test_painting_one_screen_again(benchmark, window: MainWindow) -> None:
    """The baseline: the same screen with nothing saved, worked out or made anew."""

    def repaint() -> None:
        window.page.repaint()

    benchmark.pedantic(repaint, rounds=ROUNDS, warmup_rounds=10)
    _figures(benchmark, "repaint")


@pytest.mark.benchmark(group="a key to the next question painted")
def test_a_figure_to_the_next_question_painted(benchmark, window: MainWindow) -> None:
    page = window.page

    def press() -> None:
        before = page._shown_key
        QTest.keyClick(QApplication.focusWidget() or page, "2")
        end = time.monotonic() + 5
        while page._shown_key == before and time.monotonic() < end:
            QCoreApplication.processEvents()
        # what was laid out is painted with the next turn of the loop
        QCoreApplication.processEvents()
        assert page._shown_key != before

    benchmark.pedantic(press, rounds=ROUNDS, warmup_rounds=5)
    _figures(benchmark, "next_question")
    assert page.shown.position > ROUNDS // 4 or benchmark.stats is None
