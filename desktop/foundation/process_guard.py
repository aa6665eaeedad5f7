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


def keep_memory_private(*, window: bool) -> None:
    """Let no dump of this process or its children be written, as far as the system lets itself be told.

    Args:
        window: whether file dialogs will be shown. On Linux they come from the desktop's portal, which must look
            at the process first and shows none for one that is closed to its own user
            (https://github.com/flatpak/xdg-desktop-portal/issues/785).
    """
    with contextlib.suppress(Exception):
        if sys.platform == "win32":
            _no_crash_dumps_on_windows()
        else:
            _no_core()
    if sys.platform == "linux" and not window:
        with contextlib.suppress(Exception):
            _closed_to_others()


def _no_core() -> None:
    """Set the limit to one byte rather than none: too small for a file, and the one limit that pipes heed.

    Most desktops pipe cores to a program, for which Linux overlooks any other limit (core(5), and the comment on
    ``RLIMIT_CORE`` in fs/coredump.c). Children inherit it.
    """
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    limit = 0 if most == 0 else 1  # a limit may only be lowered
    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))


def _closed_to_others() -> None:
    """No other program of the same user may read the memory while the process runs."""
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _no_crash_dumps_on_windows() -> None:
    """No dialogue that offers a dump; a report, if a policy wants one, comes without the heap (WerSetFlags)."""
    import ctypes

    windll = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    windll.kernel32.SetErrorMode(_SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX)
    windll.wer.WerSetFlags(_WER_FAULT_REPORTING_FLAG_NOHEAP | _WER_FAULT_REPORTING_NO_UI)
