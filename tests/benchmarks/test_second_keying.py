"""Keying a sheet a second time, where one person keyed thousands by risk: its serial, and from sheet to sheet.

By risk a sheet's turn hangs on every sheet of its keyer before it. The baseline is a sheet of the same store that
goes by the rule ALL, so that its turn hangs on none.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from desktop.staff.people import Role
from desktop.workflows.second_keying_due import due
from desktop.workflows.verify_keying import NotChosen, look_up_second
from tests.benchmarks.thousands_keyed import Thousands, key_thousands
from tests.workplaces import signed_in

ROUNDS = 30


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
    """Worked out anew at the screen after each sheet, beside the worker that saves."""
    at_work: list[float] = []

    def look() -> None:
        begun = time.process_time()
        found = due(place, actor=vera, programme_id=store.programme.programme_id)
        at_work.append(time.process_time() - begun)
        assert {store.serials[0], store.serials[-1], store.free} <= {each.serial for each in found.sheets}

    benchmark.pedantic(look, rounds=5, warmup_rounds=1)
    _figures(benchmark, at_work)
