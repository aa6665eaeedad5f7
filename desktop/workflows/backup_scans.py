"""Scanned pages in backups: each file once for all backups of a store, since it never changes.

They lie in the folder ``scans`` beside the backups, under their random names and encrypted as in the data folder;
their keys are in the copy of the store. Each backup lists its own in ``scans.json``::

    {"format": "sounding-board-backup-scans", "version": 1, "scans": {"<uuid4>": [<bytes>, "<sha256>"]},
     "missing": ["<uuid4>"]}

A page whose file was gone or damaged when the backup was made is missing. A backup that was moved away from the
folder beside it has lost its pages, and says so.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.foundation.durable_files import file_fault, sync_folder, write_durably
from desktop.foundation.errors import DamagedFile
from desktop.foundation.translation import ntr, tr
from desktop.jobs.executors import Task
from desktop.store.backup import CopiedScan
from desktop.store.scan_files import SCANS_FOLDER, ScanFolder

SCANS_FILE = "scans.json"
POOL = "scans"
"""Beside the backups of a store."""
_FORMAT = "sounding-board-backup-scans"
_VERSION = 1
_MAX_FILE = 64_000_000
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Carried:
    """The scanned pages of a backup.

    Attributes:
        scans: name to size in bytes and SHA-256 of the encrypted file.
        missing: names of pages whose file could not be carried.
        sha256: of ``scans.json``; empty where there is none.
    """

    scans: Mapping[str, tuple[int, str]]
    missing: tuple[str, ...] = ()
    sha256: str = ""


NOTHING = Carried({})


def carry(scans: Iterable[CopiedScan], source: ScanFolder | None, backup: Path, task: Task) -> Carried:
    """Put the files of the pages that a copied store has beside the backups, and list them in the backup.

    Raises:
        OSError: the folder is full or gone.
        Cancelled: ``task`` was stopped.
    """
    wanted = tuple(scans)
    if not wanted:
        return NOTHING
    pool = backup.parent / POOL
    pool.mkdir(mode=0o700, exist_ok=True)
    for left in pool.glob(f"*{_PART}"):
        left.unlink()
    words = tr("Copying the scanned pages")
    kept: dict[str, tuple[int, str]] = {}
    missing = []
    for number, scan in enumerate(wanted):
        task.check()
        task.progress(number, len(wanted), words)
        if _size(pool / scan.name) == scan.size or _copied(source, scan, pool):
            kept[scan.name] = (scan.size, scan.sha256)
        else:
            missing.append(scan.name)
    sync_folder(pool)
    written = {"format": _FORMAT, "version": _VERSION, "scans": kept, "missing": missing}
    raw = json.dumps(written, sort_keys=True).encode()
    write_durably(backup / SCANS_FILE, raw)
    return Carried(kept, tuple(missing), hashlib.sha256(raw).hexdigest())


def _copied(source: ScanFolder | None, scan: CopiedScan, pool: Path) -> bool:
    try:
        content = b"" if source is None else source.read(scan.name)
    except DamagedFile:
        return False  # erased since the store was copied, or lost: the store's own check says which
    if hashlib.sha256(content).hexdigest() != scan.sha256:
        return False
    part = pool / f"{secrets.token_hex(8)}{_PART}"
    with part.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(pool / scan.name)
    return True


def listed(backup: Path) -> Carried:
    """Return the scanned pages that a backup lists; nothing for one from before there were any.

    Raises:
        DamagedFile: the list is cut, altered or of a version that this program does not know.
        WorldError: it can't be read.
    """
    path = backup / SCANS_FILE
    try:
        with path.open("rb") as stream:
            raw = stream.read(_MAX_FILE)
    except FileNotFoundError:
        return NOTHING
    except OSError as fault:
        raise file_fault(path, fault) from fault
    try:
        read = json.loads(raw)
        if read["format"] != _FORMAT or read["version"] != _VERSION:
            raise ValueError
        scans = {str(name): (int(size), str(digest)) for name, (size, digest) in read["scans"].items()}
        missing = tuple(str(name) for name in read["missing"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise DamagedFile(
            place=str(path),
            fault=tr("The list of scanned pages is cut, altered, or of a newer version of the program."),
            remedy=tr("Choose another backup, or use the newest version of this program."),
        ) from fault
    return Carried(scans, missing, hashlib.sha256(raw).hexdigest())


def absent(backup: Path, carried: Carried) -> tuple[str, ...]:
    """Return the names of pages that are not with a backup, as far as can be seen without reading them."""
    pool = backup.parent / POOL
    gone = [name for name, (size, _) in carried.scans.items() if _size(pool / name) != size]
    return (*carried.missing, *gone)


def absent_words(count: int) -> str:
    """Return that pages are not with a backup, in words; empty for none."""
    if not count:
        return ""
    return ntr("{count} scanned page is not with it", "{count} scanned pages are not with it", count)


def altered_pages(backup: Path, carried: Carried) -> int:
    """Read every page of a backup and return how many are not as they were written, or not there."""
    pool = backup.parent / POOL
    return sum(_digest(pool / name) != digest for name, (_, digest) in carried.scans.items())


def fetch(backup: Path, staging: Path, carried: Carried, task: Task) -> int:
    """Copy the pages of a backup into a data folder that is made ready; return how many it lacks.

    Raises:
        OSError: the folder is full.
        Cancelled: ``task`` was stopped.
    """
    pool, to = backup.parent / POOL, staging / SCANS_FOLDER
    to.mkdir(mode=0o700)  # also where there are none: those of the store before must not stay
    words, lacking = tr("Copying the scanned pages"), len(carried.missing)
    for number, (name, (size, digest)) in enumerate(carried.scans.items()):
        task.check()
        task.progress(number, len(carried.scans), words)
        try:
            with (pool / name).open("rb") as stream:
                content = stream.read(size + 1)
        except OSError:
            content = b""
        if hashlib.sha256(content).hexdigest() != digest:
            lacking += 1
            continue
        with (to / name).open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    sync_folder(to)
    return lacking


def forget_unneeded(folder: Path, backups: Iterable[Path]) -> None:
    """Remove the pages that none of the backups in a folder lists any more; none where a list can't be read."""
    pool = folder / POOL
    if not pool.is_dir():
        return
    needed: set[str] = set()
    for backup in backups:
        try:
            needed.update(listed(backup).scans)
        except Exception:
            # whatever is wrong with a list: what it names must not be lost for that
            return
    for path in pool.iterdir():
        if path.name not in needed and path.is_file():
            with contextlib.suppress(OSError):
                path.unlink()


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
