"""A process that dies badly leaves nothing of its memory behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "an answer that stands in memory"
_ABORTS = f"""
import os, sys
said = {SECRET!r}
if sys.argv[1] != "unguarded":
    from desktop.foundation.process_guard import keep_memory_private
    keep_memory_private(window=sys.argv[1] == "window")
os.abort()
"""
_STARTED = """
import ctypes, resource, sys
from desktop import startup
from desktop.ui import application
application.run_application = lambda **_given: 0
startup.main(sys.argv[1:])
open_to_others = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else 0
most = resource.getrlimit(resource.RLIMIT_CORE)[1]
sys.stderr.write(f"{most} {open_to_others}")
"""


def _abort(how: str, folder: Path) -> int:
    """Let a child abort in ``folder`` where cores may be as large as they like; return its status for ``wait``."""
    import resource

    def allow() -> None:
        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (most, most))

    child = subprocess.Popen(
        [sys.executable, "-c", _ABORTS, how],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=allow,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status = os.waitpid(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return status


@pytest.mark.skipif(sys.platform == "win32", reason="cores are a matter of POSIX")
@pytest.mark.parametrize("how", ["window", "command"])
def test_no_core_when_it_aborts(tmp_path, how) -> None:
    status = _abort(how, tmp_path)
    assert os.WIFSIGNALED(status)
    assert not os.WCOREDUMP(status)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="cores are a matter of POSIX")
def test_there_would_be_a_core(tmp_path) -> None:
    """Else the test above would prove nothing. A machine that forbids cores altogether proves it another way."""
    import resource

    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("this machine lets nobody write a core")
    assert os.WCOREDUMP(_abort("unguarded", tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is one of POSIX")
@pytest.mark.parametrize(("words", "open_to_others"), [([], "1"), (["--help"], "0")])
def test_it_is_on_from_the_start(words, open_to_others) -> None:
    """The window stays open to the desktop's portal: without it no file dialog is shown."""
    child = subprocess.run(
        [sys.executable, "-c", _STARTED, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    most, found = child.stderr.split()
    assert most in ("0", "1")
    assert found == (open_to_others if sys.platform == "linux" else "0")
