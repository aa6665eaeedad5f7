"""Putting a restored store in the place of the one before, so that a kill at any moment loses neither.

``restoring`` is where a store is made ready; what is left of one that was broken off is worth nothing. Renamed to
``restored`` it is whole and ready, and from then on it will be the store: whoever next looks at the data folder
goes on with what was begun. What stood there before is moved to ``damaged-<instant>``, and never deleted.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from desktop.foundation.durable_files import file_fault, sync_folder
from desktop.foundation.errors import Defect
from desktop.foundation.one_at_a_time import alone
from desktop.store.scan_files import SCANS_FOLDER
from desktop.workflows.opened_store import KEYS_FILE, LOCK_FILE, NEXT_KEYS_FILE, STORE_FILE

LOG_FILES = (f"{STORE_FILE}-wal", f"{STORE_FILE}-shm", f"{STORE_FILE}-journal")
"""What SQLite keeps beside a store. Left beside another store it would be taken for its own, and damage it."""
RESTORING = "restoring"
RESTORED = "restored"
ASIDE_FILE = "aside"
"""In the folder that is ready: the name of the one that takes what stood there before."""
_ASIDE = "damaged-"


def begin_staging(folder: Path) -> Path:
    """Return an empty folder to make a restored store ready in.

    Raises:
        OSError: it can't be made.
    """
    staging = folder / RESTORING
    if staging.exists():
        shutil.rmtree(staging)
    staging.mkdir(mode=0o700)
    return staging


def install(folder: Path, *, at: datetime) -> Path | None:
    """Put what was made ready in the place of the store; the caller holds the lock of the data folder.

    Returns:
        where what stood there before is now; ``None`` where nothing stood there.

    Raises:
        OSError: something can't be renamed; the next :func:`finish_restore` goes on.
    """
    staging = folder / RESTORING
    if any((staging / name).exists() for name in LOG_FILES):
        raise Defect("a store that is not closed can't be put in place")
    aside = free_name(folder, at)
    (staging / ASIDE_FILE).write_text(aside.name, encoding="utf-8")
    for path in staging.iterdir():
        _flush(path)
    sync_folder(staging)
    staging.rename(folder / RESTORED)
    sync_folder(folder)
    _put_in_place(folder)
    return aside if aside.exists() else None


def free_name(folder: Path, at: datetime) -> Path:
    """Return where to move what stands in the data folder; nothing is there yet."""
    path, number = folder / f"{_ASIDE}{at.astimezone(UTC):%Y%m%dT%H%M%SZ}", 1
    while path.exists():
        number += 1
        path = folder / f"{_ASIDE}{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{number}"
    return path


def finish_restore(folder: Path, *, held: bool = False) -> None:
    """Go on with a restore that was broken off after it was ready; does nothing where there is none.

    Args:
        held: whether the caller holds the lock of the data folder.

    Raises:
        WorldError: the data folder can't be written.
    """
    if not (folder / RESTORED).is_dir():
        return
    try:
        if held:
            _put_in_place(folder)
            return
        with alone(folder / LOCK_FILE) as had:
            if had and (folder / RESTORED).is_dir():  # else another process is at it, or was
                _put_in_place(folder)
    except OSError as fault:
        raise file_fault(folder, fault) from fault


def _put_in_place(folder: Path) -> None:
    ready = folder / RESTORED
    note = ready / ASIDE_FILE
    if note.exists():  # else nothing but the empty folder is left of a restore that was killed at its very end
        aside = folder / Path(note.read_text(encoding="utf-8")).name
        # the store first: its old key file opens it too, unless keys were changed since, and is moved next
        of_store: tuple[str, ...] = ()
        for name, with_it in ((STORE_FILE, LOG_FILES), (KEYS_FILE, (NEXT_KEYS_FILE,)), (SCANS_FOLDER, of_store)):
            if not (ready / name).exists():
                continue  # done before the program was killed
            for old in (name, *with_it):
                if (folder / old).exists():
                    aside.mkdir(mode=0o700, exist_ok=True)
                    (folder / old).rename(aside / old)
            (ready / name).rename(folder / name)
            sync_folder(folder)
        note.unlink()
    ready.rmdir()
    sync_folder(folder)


def _flush(path: Path) -> None:
    if path.is_dir():  # of scanned pages, which were flushed one by one
        sync_folder(path)
        return
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
