"""A lock between processes, for what two of them must not do to one folder at the same time.

The operating system lets go of it when the process ends, however it ends, so nothing is ever left locked.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}


@contextlib.contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold the lock named by the file ``path``, and give whether it was had; does not wait.

    The file is made, and removed at the end. Where the file system knows no locks (some shares) it counts as had.

    Raises:
        OSError: the file can't be made.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    held = False
    try:
        held = _taken(handle) and _still_named(handle, path)
        yield held
    finally:
        if held and os.name != "nt":
            path.unlink(missing_ok=True)
        os.close(handle)
        if held and os.name == "nt":  # a file that is open can't be removed there
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _taken(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        return fault.errno not in _TAKEN
    return True


def _still_named(handle: int, path: Path) -> bool:
    """Tell whether the file that was locked is the one of that name: its holder may have removed it meanwhile."""
    if os.name == "nt":
        return True
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
