"""Whether another program has a store's file open, told by SQLite's own lock and without the key."""

from __future__ import annotations

import os
from pathlib import Path

_FIRST, _COUNT = 0x40000002, 510
"""SQLite's shared lock, held by whoever has a file open (sqlite.org/fileformat.html, "The Lock-Byte Page")."""


def is_open_elsewhere(path: Path) -> bool:
    """Tell whether another process has the SQLite file at ``path`` open.

    Must not be asked while this process has it open: closing the handle that asks would let go of its locks.
    Where the file system knows no locks nobody can tell, and it is taken for no.

    Raises:
        OSError: the file can't be opened.
    """
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(handle, _FIRST, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, _COUNT)  # type: ignore[attr-defined,unused-ignore]
            os.lseek(handle, _FIRST, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, _COUNT)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, _COUNT, _FIRST)
    except (PermissionError, BlockingIOError):
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False
