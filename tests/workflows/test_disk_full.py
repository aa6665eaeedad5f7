"""The disk is full before and in the middle of every job: said in words, nothing lost, and work goes on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOUNT = 'mount -t tmpfs -o size=12m none "$0" && exec "$@"'
JOBS = (
    "set up", "begin", "answer", "finalise", "contact", "batch", "send", "receive", "receipts", "export", "backup",
    "open",
)  # fmt: skip


def _on_a_small_disk(folder: Path, command: list[str]) -> list[str]:
    """Return ``command`` with a file system of 12 MB on ``folder`` that nobody else sees and that goes with it."""
    unshare = shutil.which("unshare")
    for how in ([unshare, "-m"], [unshare, "-rm"]) if unshare else ():
        if subprocess.run([*how, "sh", "-c", MOUNT, str(folder), "true"], capture_output=True).returncode == 0:
            return [*how, "sh", "-c", MOUNT, str(folder), *command]
    pytest.skip("this machine lets nobody mount a small file system; the limit on files is tested all the same")


@pytest.mark.skipif(sys.platform == "win32", reason="neither limit nor mount there")
@pytest.mark.parametrize("how", ["limit", "disk"])
def test_every_job_on_a_full_disk(tmp_path, how) -> None:
    command = [sys.executable, "-m", "tests.workflows.full_disk", str(tmp_path), how]
    if how == "disk":
        command = _on_a_small_disk(tmp_path, command)
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert child.returncode == 0, child.stdout + child.stderr
    assert child.stderr == ""
    said = [json.loads(line) for line in child.stdout.splitlines()]
    *tries, end = said
    refused = {job: [each for each in tries if each[0] == job and each[2] == "refused"] for job in JOBS}
    for job, refusals in refused.items():
        assert refusals, f"{job} was never refused"
        assert any(size == 0 for _, size, *_ in refusals), f"{job} was done on a full disk"
        for _, _, _, place, fault, remedy, unchanged in refusals:
            assert place
            assert "full" in fault or "no room" in fault, (job, fault)
            assert "room" in remedy, (job, remedy)
            assert unchanged, job
    assert {each[0] for each in tries if each[2] == "done"} == set(JOBS)
    assert end == ["at the end", ["synced"], 1, True, True, 1, []]
