"""The power goes in the middle of a backup or a restore, at each point where the disk differs: nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.workflows.back_up import back_up
from tests.workflows.exchange import respond

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="a process is forked before each kill")


def killed_at_each_point(job: str, folder: Path) -> list[dict]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.workflows.killed_at", job, str(folder)],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert [run["killed"] is None for run in runs] == [False] * (len(runs) - 1) + [True]
    assert len(runs) > 8
    return runs


@pytest.fixture
def before(place, officer, event_id, pack, tmp_path) -> Path:
    """Give the folder from which each run starts: two responses in the store, and no backup yet."""
    respond(place, officer, event_id, pack, 2)
    (tmp_path / "runs" / "before" / "usb").mkdir(parents=True)
    return tmp_path / "runs" / "before"


def test_a_backup_is_there_whole_or_not_at_all(place, before) -> None:
    place.close()
    place.folder.rename(before / "data")
    runs = killed_at_each_point("back up", before.parent)
    for run in runs:
        assert run["store"]
        assert run["good"] == run["whole"]
        assert run["left"] == []
    assert {run["good"] for run in runs} == {0, 1}
    assert runs[-1]["good"] == 1


def test_the_old_store_or_the_restored_one_opens(place, officer, event_id, pack, before) -> None:
    back_up(place, actor=officer, folder=before / "usb")
    respond(place, officer, event_id, pack, 1)
    old = place.device_id
    place.close()
    place.folder.rename(before / "data")
    runs = killed_at_each_point("restore", before.parent)
    for run in runs:
        # three in the old store, two in the backup; once the new one stands, the old one lies aside
        if run["device"] == old:
            assert (run["responses"], run["kept"]) == (3, [])
        else:
            assert (run["responses"], run["kept"]) == (2, ["keys.json", "store.db"])
        assert run["ok"]
        assert run["left"] == []
    assert {run["device"] == old for run in runs} == {True, False}
