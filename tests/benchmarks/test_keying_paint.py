"""Keying: from a key to the next field painted, and from a sheet to the next; each against a baseline."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.main_window import MainWindow
from desktop.ui.pages.page import Where
from desktop.ui.services import Desk
from desktop.workflows.open_programme import open_programme
from desktop.workflows.print_paper import paper_copies, print_copies
from desktop.workflows.run_event import add_event
from tests.benchmarks.test_interview_paint import ENTER, made_window, settle
from tests.ui.thirty_questions import write_choices_form

__all__ = ["made_window"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

QUESTIONS, ROUNDS, SHEETS = 60, 200, 8


def _figures(benchmark: Any, name: str, at_work: list[float]) -> None:
    """Note the figures: by the clock, and as time at work, which other programs on the machine leave alone."""
    if benchmark.stats is not None:
        for kind, seconds in (("", sorted(benchmark.stats.stats.data)), ("_at_work", sorted(at_work))):
            for part in (50, 95):
                at = max(0, int(len(seconds) * part / 100) - 1)
                benchmark.extra_info[f"{name}{kind}_p{part}_ms"] = round(seconds[at] * 1000, 2)


@pytest.fixture
def serials(made_window: MainWindow, tmp_path: Path, place, officer) -> list[str]:
    """Print sheets of sixty questions, put the officer at the keying screen, and give the sheets' serials."""
    path = write_choices_form(tmp_path, QUESTIONS, sections=6, each=5)
    programme = open_programme(place, actor=officer, path=path)
    event = add_event(
        place,
        actor=officer,
        programme_id=programme.programme_id,
        name="Drop-in",
        day=date(2022, 1, 12),
        venue="Library",
    )
    print_copies(
        place,
        actor=officer,
        form_id="choices-form",
        event_id=event.event_id,
        copies=SHEETS,
        out=tmp_path / "copies.pdf",
    )
    made_window.desk = Desk(place, officer, programme)
    made_window.show_page(Where.KEYING)
    settle(made_window)
    return [copy.serial for copy in paper_copies(place)]


def _press(page: Any, keys: str) -> None:
    QTest.keyClicks(QApplication.focusWidget() or page, keys)


def _begin(window: MainWindow, serial: str) -> None:
    page = window.page
    page._serial.input.setText(serial)
    QTest.keyClick(page._serial.input, ENTER)
    _until(lambda: page._shown is not None and not page._hold.holding)


def _until(done: Any) -> None:
    end = time.monotonic() + 10
    while not done() and time.monotonic() < end:
        QCoreApplication.processEvents()
    # what was laid out is painted with the next turn of the loop
    QCoreApplication.processEvents()
    assert done()


@pytest.mark.benchmark(group="keying: a key to the next field painted")
def test_painting_the_sheet_again(benchmark, made_window: MainWindow, serials: list[str]) -> None:
    """The baseline: the same screen with nothing saved, worked out or made anew."""
    _begin(made_window, serials[0])
    at_work: list[float] = []

    def repaint() -> None:
        begun = time.process_time()
        made_window.page.repaint()
        at_work.append(time.process_time() - begun)

    benchmark.pedantic(repaint, rounds=ROUNDS, warmup_rounds=10)
    _figures(benchmark, "repaint", at_work)


@pytest.mark.benchmark(group="keying: a key to the next field painted")
def test_a_code_to_the_next_field_painted(benchmark, made_window: MainWindow, serials: list[str]) -> None:
    page = made_window.page
    _begin(made_window, serials[0])
    at_work: list[float] = []

    def press() -> None:
        if page.at_end:
            _until(lambda: not page._hold.holding)
            page._sheet_part.step(page._course.go, page._shown.rows[0].path)
            _until(lambda: not page._hold.holding and not page.at_end)

    def key() -> None:
        # another code than stands there, so that each key is saved; the third would skip a question
        stands = page._course.keying.entry.node(page._here()).value
        before, begun = page._here(), time.process_time()
        _press(page, "1" if stands == "c2" else "2")
        _until(lambda: page._here() != before)
        at_work.append(time.process_time() - begun)

    benchmark.pedantic(key, setup=press, rounds=ROUNDS, warmup_rounds=5)
    _figures(benchmark, "next_field", at_work)


@pytest.mark.benchmark(group="keying: the next sheet")
def test_the_end_of_a_sheet_to_the_next_one_painted(
    benchmark, made_window: MainWindow, serials: list[str]
) -> None:
    """From Enter at the end of a sheet to the serial field, and from the next serial to its first question."""
    page = made_window.page
    waiting = iter(serials)
    at_work: list[float] = []
    _begin(made_window, next(waiting))

    def through() -> None:
        page._sheet_part.step(page._course.go, page._shown.rows[-1].path)
        _until(lambda: not page._hold.holding)
        _press(page, "2")
        _until(lambda: page.at_end and not page._hold.holding)

    def next_sheet() -> None:
        begun = time.process_time()
        QTest.keyClick(page._received.input, Qt.Key.Key_Return)
        _until(lambda: page._shown is None and not page._hold.holding)
        _begin(made_window, next(waiting))
        at_work.append(time.process_time() - begun)

    benchmark.pedantic(next_sheet, setup=through, rounds=SHEETS - 3, warmup_rounds=1)
    _figures(benchmark, "next_sheet", at_work)


@pytest.mark.benchmark(group="keying: the next sheet")
def test_finishing_a_sheet_on_the_disk_alone(benchmark, place, officer, made_window, serials: list[str]) -> None:
    """The baseline: the same two workflows with no screen at all."""
    from desktop.workflows.key_paper import Keying, look_up_serial

    waiting = iter(serials)
    keyings = [Keying.begin(place, actor=officer, sheet=look_up_serial(place, next(waiting)))]

    def next_sheet() -> None:
        keyings.pop().finalise(received_on="2022-01-10")
        keyings.append(Keying.begin(place, actor=officer, sheet=look_up_serial(place, next(waiting))))

    benchmark.pedantic(next_sheet, rounds=SHEETS - 3, warmup_rounds=1)
