"""Nothing of this process's memory goes to the disk when it ends badly: no core, no crash dump.

Answers, contacts and keys stand in memory in clear while they are used. A core file, or a crash report that the
operating system sends away, would carry them out of the encrypted store.

What this does not cover: swap and hibernation, which only an encrypted disk does, and somebody with the rights of
an administrator on the running computer.
"""

from __future__ import annotations

import contextlib
import sys

_PR_SET_DUMPABLE = 4
_SEM_FAILCRITICALERRORS = 0x0001
_SEM_NOGPFAULTERRORBOX = 0x0002
_WER_FAULT_REPORTING_FLAG_NOHEAP = 1
_WER_FAULT_REPORTING_NO_UI = 32


def keep_memory_private() -> None:
    """Let no dump of this process or its children be written, as far as the system lets itself be told."""
    with contextlib.suppress(Exception):
        if sys.platform == "win32":
            _no_crash_dumps_on_windows()
        else:
            _no_core()
    if sys.platform == "linux":
        with contextlib.suppress(Exception):
            _not_dumpable()


def _no_core() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # children inherit it


def _not_dumpable() -> None:
    """Also where cores are piped to a program, for which Linux overlooks the limit (core(5)); no ptrace either."""
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _no_crash_dumps_on_windows() -> None:
    """No dialogue that offers a dump; a report, if a policy wants one, comes without the heap (WerSetFlags)."""
    import ctypes

    windll = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    windll.kernel32.SetErrorMode(_SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX)
    windll.wer.WerSetFlags(_WER_FAULT_REPORTING_FLAG_NOHEAP | _WER_FAULT_REPORTING_NO_UI)
