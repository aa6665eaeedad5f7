"""A backup of 100,000 responses, and what saving an answer costs meanwhile, against copying the file once.

In the ordinary run the same is done with 200 responses. With ``--benchmark-enable`` the store has 100,000 of the
shipped programme, the answers of fifty made-up respondents again and again.
"""

from __future__ import annotations

import random
import shutil
import threading
import time
from pathlib import Path

import pytest

from desktop.staff.people import Actor
from desktop.workflows.back_up import back_up, verify
from desktop.workflows.interview import Interview
from desktop.workflows.record_response import add_response
from tests.benchmarks.test_batches import again
from tests.respondents import made_up_answers
from tests.workplaces import FORM

NOBODY = Actor(person_id="", name="", role=None, signed_in=False)
RESPONSES = 100_000
FEW = 200
RESPONDENTS = 50
AT_ONCE = 5_000
EVERY_SECONDS = 0.1
"""Faster than anybody answers: a tap every tenth of a second."""


@pytest.fixture
def full_place(request, place, officer, event_id, pack):
    """Give the workplace with 100,000 responses, or a few where nothing is timed."""
    many = RESPONSES if request.config.getoption("benchmark_enable", default=False) else FEW
    chance = random.Random(3)
    first = [
        add_response(
            place,
            actor=officer,
            form_id=FORM,
            event_id=event_id,
            channel="interview",
            answers=made_up_answers(pack.forms[0].definition, chance, place.clock),
        )
        for _ in range(RESPONDENTS)
    ]
    with place.unit() as unit:
        left = [each for each in first for _ in range(many // RESPONDENTS - 1)]
        for begun in range(0, len(left), AT_ONCE):
            unit.responses.add_revisions([again(each) for each in left[begun : begun + AT_ONCE]])
        unit.commit()
    return place, many


class Answering:
    """Somebody who answers an interview all the while, and how long each answer took to be on the disk."""

    def __init__(self, asked: Interview) -> None:
        self.seconds: list[float] = []
        self._asked = asked
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._answer)

    def __enter__(self) -> Answering:
        self._thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._stop.set()
        self._thread.join()

    def _answer(self) -> None:
        number = 0
        while not self._stop.wait(EVERY_SECONDS if number else 0):
            begun = time.perf_counter()
            value = ("agree", "disagree")[number % 2]
            self._asked.answer("best_start/best_start_outcome/best_start_agree", value)
            self.seconds.append(time.perf_counter() - begun)
            number += 1


@pytest.mark.benchmark(group="100,000 responses")
def test_backup_while_somebody_answers(benchmark, full_place, officer, event_id, tmp_path) -> None:
    place, many = full_place
    (tmp_path / "usb").mkdir()
    asked = Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    with Answering(asked) as quiet:
        time.sleep(2 if benchmark.enabled else 0)  # only where it is timed: how long an answer takes otherwise
    made = []
    with Answering(asked) as during:
        benchmark.pedantic(
            lambda: made.append(back_up(place, actor=NOBODY, folder=tmp_path / "usb")),
            rounds=3 if benchmark.enabled else 1,
        )
    assert verify(place, Path(made[-1].place)).responses == many + 1
    begun = time.perf_counter()
    shutil.copyfile(place.folder / "store.db", tmp_path / "copied.db")
    benchmark.extra_info["baseline_file_copied_once_seconds"] = round(time.perf_counter() - begun, 2)
    benchmark.extra_info["megabytes"] = round(made[-1].size / 1e6)
    for name, answered in (("quiet", quiet), ("during", during)):
        benchmark.extra_info[f"answers_{name}"] = len(answered.seconds)
        benchmark.extra_info[f"longest_answer_ms_{name}"] = round(max(answered.seconds) * 1000, 1)
    if benchmark.enabled:
        assert benchmark.stats.stats.min < 10  # the best of three: what else the machine does is not ours
        assert max(during.seconds) < 0.05
