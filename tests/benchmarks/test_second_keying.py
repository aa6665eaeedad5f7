"""Keying a sheet a second time, where one person keyed thousands by risk: its serial, and from sheet to sheet.

By risk a sheet's turn hangs on every sheet of its keyer before it. The baseline is a sheet of the same store that
goes by the rule ALL, so that its turn hangs on none.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.staff.people import Role
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.page import Where
from desktop.ui.services import Desk
from desktop.workflows.second_keying_due import due
from desktop.workflows.verify_keying import NotChosen, SecondKeying, look_up_second
from tests.benchmarks.test_interview_paint import ENTER, made_window, settle
from tests.benchmarks.thousands_keyed import Thousands, key_thousands
from tests.workplaces import signed_in

__all__ = ["made_window"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ROUNDS, SHEETS = 30, 12


@pytest.fixture
def many(request: pytest.FixtureRequest) -> int:
    """Give how many sheets there are: fewer where nothing is measured, so that the run only goes its way."""
    return 3_000 if request.config.getoption("benchmark_enable") else 90


@pytest.fixture
def vera(place):
    return signed_in(place, "Vera", Role.VOLUNTEER)


@pytest.fixture(params=["none keyed again", "half keyed again", "all keyed again"])
def store(request: pytest.FixtureRequest, place, officer, tmp_path: Path, many: int) -> Thousands:
    again = {"none keyed again": 0, "half keyed again": many // 2, "all keyed again": many}[request.param]
    waiting = {0, many // 2, many - 1}
    return key_thousands(place, officer, tmp_path, sheets=many, again=again, waiting=waiting)


def _figures(benchmark: Any, at_work: list[float]) -> None:
    """Note the figures: by the clock, and as time at work, which other programs on the machine leave alone."""
    if benchmark.stats is not None:
        for kind, seconds in (("", sorted(benchmark.stats.stats.data)), ("at_work_", sorted(at_work))):
            for part in (50, 95):
                at = max(0, int(len(seconds) * part / 100) - 1)
                benchmark.extra_info[f"{kind}p{part}_ms"] = round(seconds[at] * 1000, 2)


@pytest.mark.benchmark(group="second keying: looking a serial up")
@pytest.mark.parametrize("which", ["baseline: hangs on no other", "first", "middle", "last"])
def test_looking_a_serial_up(benchmark, place, vera, store: Thousands, which: str) -> None:
    at = {"first": 0, "middle": len(store.serials) // 2, "last": -1}
    serial = store.serials[at[which]] if which in at else store.free
    at_work: list[float] = []

    def look() -> None:
        begun = time.process_time()
        found = look_up_second(place, serial, actor=vera)
        at_work.append(time.process_time() - begun)
        assert found.serial == serial

    benchmark.pedantic(look, rounds=ROUNDS, warmup_rounds=2)
    _figures(benchmark, at_work)


@pytest.mark.benchmark(group="second keying: looking a serial up")
def test_looking_up_one_that_is_not_due(benchmark, place, vera, store: Thousands) -> None:
    """What is slowest: why it is not due hangs on every sheet before it."""
    serial = store.serials[-2]
    at_work: list[float] = []

    def look() -> None:
        begun = time.process_time()
        with pytest.raises(NotChosen):
            look_up_second(place, serial, actor=vera)
        at_work.append(time.process_time() - begun)

    benchmark.pedantic(look, rounds=ROUNDS, warmup_rounds=2)
    _figures(benchmark, at_work)


@pytest.mark.benchmark(group="second keying: what waits")
def test_what_waits(benchmark, place, vera, store: Thousands) -> None:
    """Worked out anew at the screen where the keyer rests, beside the worker that saves."""
    at_work: list[float] = []

    def look() -> None:
        begun = time.process_time()
        found = due(place, actor=vera, programme_id=store.programme.programme_id)
        at_work.append(time.process_time() - begun)
        assert {store.serials[0], store.serials[-1], store.free} <= {each.serial for each in found.sheets}

    benchmark.pedantic(look, rounds=5, warmup_rounds=1)
    _figures(benchmark, at_work)


@pytest.fixture
def at_the_screen(
    made_window: MainWindow, place, officer, vera, tmp_path: Path, many: int
) -> tuple[MainWindow, list[str]]:
    """Put Vera at the screen, half of it behind her, and give the window and the serials that wait for her."""
    half = many // 2
    made = key_thousands(
        place,
        officer,
        tmp_path,
        sheets=many,
        again=half,
        waiting=set(range(half, half + SHEETS)),
    )
    made_window.desk = Desk(place, vera, made.programme)
    made_window.show_page(Where.VERIFY)
    settle(made_window)
    return made_window, list(made.serials[half : half + SHEETS])


def _begin(window: MainWindow, serial: str) -> None:
    page = window.page
    page._start.serial.input.setText(serial)
    QTest.keyClick(page._start.serial.input, ENTER)
    _until(lambda: page._sheet_part.shown is not None and not page._hold.holding)


def _until(done: Callable[[], object]) -> None:
    """Wait asleep: a loop that never sleeps would take the worker's processor."""
    tick = QTimer()
    tick.start(1)
    end = time.monotonic() + 20
    while not done() and time.monotonic() < end:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    tick.stop()
    QCoreApplication.processEvents()  # what was laid out is painted with the next turn of the loop
    assert done()


@pytest.mark.benchmark(group="second keying: the next sheet")
def test_the_end_of_a_sheet_to_the_next_one_painted(benchmark, at_the_screen) -> None:
    """From Enter at the end of a sheet to the serial field, and from the next serial to its first question.

    What waits is worked out anew where the keyer rests; here the next serial comes at once.
    """
    window, serials = at_the_screen
    page, waiting = window.page, iter(serials)
    at_work: list[float] = []
    _begin(window, next(waiting))

    def through() -> None:
        part = page._sheet_part
        for row in part.shown.rows[:-1]:
            part.course.keying.answer(row.path, "c1")
        part.step(part.course.go, part.shown.rows[-1].path)
        _until(lambda: not page._hold.holding)
        QTest.keyClicks(QApplication.focusWidget() or page, "1")
        _until(lambda: page.at_end and not page._hold.holding)
        settle(window)

    def next_sheet() -> None:
        begun = time.process_time()
        QTest.keyClick(page._end.keep, ENTER)
        _until(lambda: page._sheet_part.shown is None and not page._hold.holding)
        _begin(window, next(waiting))
        at_work.append(time.process_time() - begun)

    benchmark.pedantic(next_sheet, setup=through, rounds=SHEETS - 3, warmup_rounds=1)
    _figures(benchmark, at_work)


@pytest.mark.benchmark(group="second keying: the next sheet")
def test_finishing_a_sheet_on_the_disk_alone(benchmark, place, at_the_screen) -> None:
    """The baseline: the same workflows with no screen at all, and nothing beside them."""
    window, serials = at_the_screen
    waiting, vera = iter(serials), window.desk.actor
    keyings: list[SecondKeying] = []
    at_work: list[float] = []

    def begin() -> None:
        sheet = look_up_second(place, next(waiting), actor=vera)
        keyings.append(SecondKeying.begin_second(place, actor=vera, sheet=sheet))

    def through() -> None:
        for path in keyings[-1].numbers:
            keyings[-1].answer(path, "c1")

    def next_sheet() -> None:
        begun = time.process_time()
        keyings.pop().keep()
        begin()
        at_work.append(time.process_time() - begun)

    begin()
    benchmark.pedantic(next_sheet, setup=through, rounds=SHEETS - 3, warmup_rounds=1)
    _figures(benchmark, at_work)
