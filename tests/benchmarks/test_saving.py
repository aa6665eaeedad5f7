"""Saving one answer, against a bare SQLCipher commit of one row on the same disk in the same run."""

from __future__ import annotations

import itertools
import statistics

import pytest

from desktop.store.engine import sqlcipher_connection
from desktop.workflows.interview import Interview
from tests.conftest import STORE_KEY
from tests.workplaces import FORM

ROUNDS = 500


def _p99(benchmark) -> None:
    if benchmark.stats is not None:
        data = sorted(benchmark.stats.stats.data)
        benchmark.extra_info["p50_ms"] = round(statistics.median(data) * 1000, 3)
        benchmark.extra_info["p99_ms"] = round(data[int(len(data) * 0.99) - 1] * 1000, 3)


@pytest.mark.benchmark(group="one answer")
def test_bare_commit(benchmark, tmp_path) -> None:
    connection = sqlcipher_connection(tmp_path / "bare.db", STORE_KEY)
    connection.execute("CREATE TABLE step (number INTEGER PRIMARY KEY, kind TEXT, path TEXT, value TEXT)")

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO step (kind, path, value) VALUES ('answer', 'a/b', 'agree')")
        connection.execute("COMMIT")

    benchmark.pedantic(commit, rounds=ROUNDS, warmup_rounds=20)
    _p99(benchmark)
    connection.close()


@pytest.mark.benchmark(group="one answer")
def test_save_one_answer(benchmark, place, officer, event_id) -> None:
    asked = Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    values = itertools.cycle(["agree", "disagree"])

    def save() -> None:
        asked.answer("best_start/best_start_outcome/best_start_agree", next(values))

    benchmark.pedantic(save, rounds=ROUNDS, warmup_rounds=20)
    _p99(benchmark)
