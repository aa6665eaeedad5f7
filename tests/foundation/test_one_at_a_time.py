"""The lock between processes: one has it, it goes with its process, and its file does not stay."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from desktop.foundation.one_at_a_time import alone

HOLDER = """
import sys
from pathlib import Path
from desktop.foundation.one_at_a_time import alone
with alone(Path(sys.argv[1])) as had:
    print(had, flush=True)
    sys.stdin.read()
"""


def test_one_has_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with alone(path) as first:
        with alone(path) as second:
            assert (first, second) == (True, False)
        with alone(path) as third:
            assert not third
    assert not path.exists()
    with alone(path) as again:
        assert again


def test_it_goes_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "True"
        with alone(path) as had:
            assert not had
        holder.kill()
        holder.wait()
    with alone(path) as had:
        assert had
    assert not path.exists()
