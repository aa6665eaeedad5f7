"""From process start to the first painted window, and the memory of the open app, against the toolkit alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _open(*words: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.opened", *words],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.benchmark(group="start to first painted window")
@pytest.mark.parametrize("what", ["bare", "start page", "practice"])
def test_first_window(benchmark, tmp_path, what) -> None:
    words = {
        "bare": ("--bare",),
        "start page": (str(tmp_path),),
        "practice": (str(tmp_path), "--practice"),
    }[what]
    rounds = 7 if benchmark.enabled else 1
    found: list[dict[str, float]] = []
    benchmark.pedantic(lambda: found.append(_open(*words)), rounds=rounds, warmup_rounds=min(1, rounds - 1))
    painted = sorted(each["painted_seconds"] for each in found)
    # the process's whole life is what is timed; what counts is noted by the process itself
    benchmark.extra_info["painted_seconds_median"] = round(painted[len(painted) // 2], 3)
    benchmark.extra_info["memory_mib_highest"] = round(max(each["memory_mib"] for each in found), 1)
    assert painted[0] > 0
