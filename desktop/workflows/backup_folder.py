"""Backups as they lie in a folder: what a backup is made of, and which ones are there.

``<chosen>/sounding-board-backups/<store id>/<instant>-<random>/`` holds ``store.db`` (a copy of the encrypted
store), ``keys.json`` (its key slots; none opens without a keyring, a passphrase or the recovery sheet) and
``backup.json``::

    {"format": "sounding-board-backup", "version": 2, "backup_id": "<uuid4>", "store_id": "<uuid4>",
     "device_id": "<uuid4>", "epoch": 1, "taken": "2026-03-02T14:30:00.000000Z", "offset": 0, "schema": "0002",
     "size": 69632, "sha256": "<of store.db>", "keys_sha256": "<of keys.json>", "responses": 12, "drafts": 1,
     "scans": 40, "scans_missing": 0, "scans_sha256": "<of scans.json>"}

Version 1 had no scanned pages (:mod:`desktop.workflows.backup_scans`), and is read as before.

A folder whose name ends with ``.partial`` is being written, or was broken off; it is never taken for a backup.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.foundation.clock import from_utc_text, offset_minutes, to_utc_text
from desktop.foundation.durable_files import file_fault, write_durably
from desktop.foundation.errors import DamagedFile, WorldError
from desktop.foundation.translation import ntr, tr
from desktop.keys.slots import read_slots
from desktop.workflows.backup_scans import absent, absent_words, listed

BACKUPS_FOLDER = "sounding-board-backups"
PARTIAL = ".partial"
BACKUP_FILE = "backup.json"
COPY_FILE = "store.db"
SLOTS_FILE = "keys.json"
_FORMAT = "sounding-board-backup"
_VERSION = 2
_READ = (1, 2)
_MAX_FILE = 64 * 1024


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """What ``backup.json`` says of the backup it lies in.

    Attributes:
        store_id: names the store in its key slots; stays the same over a restore.
        device_id, epoch: who the laptop was when it was taken.
        schema: the migration that the store stood at.
        size, sha256: of the copy of the store.
        keys_sha256: of the copy of the key slots.
        responses, drafts: how many were in it.
        scans: how many scanned pages it carries beside it.
        scans_missing: how many it could not carry, because their files were gone.
        scans_sha256: of the list of them; empty where it carries none.
    """

    backup_id: str
    store_id: str
    device_id: str
    epoch: int
    taken_at: datetime
    schema: str
    size: int
    sha256: str
    keys_sha256: str
    responses: int
    drafts: int
    scans: int = 0
    scans_missing: int = 0
    scans_sha256: str = ""


@dataclass(frozen=True, slots=True)
class BackupFound:
    """A backup in a folder, looked at from outside.

    Attributes:
        path: its folder.
        taken_at: when.
        device_id, store_id: of which laptop and which store; empty where it can't be read.
        whole: whether its files are all there and as large as they were; opening alone shows the rest.
        words: what is wrong with one that is not whole; else how much is in it.
        record: ``None`` where it can't be read.
    """

    path: Path
    taken_at: datetime
    device_id: str
    whole: bool
    words: str
    store_id: str = ""
    record: BackupRecord | None = None


def write_record(folder: Path, record: BackupRecord) -> None:
    """Write ``backup.json``.

    Raises:
        WorldError: it can't be written.
    """
    written = {
        "format": _FORMAT,
        "version": _VERSION,
        "backup_id": record.backup_id,
        "store_id": record.store_id,
        "device_id": record.device_id,
        "epoch": record.epoch,
        "taken": to_utc_text(record.taken_at),
        "offset": offset_minutes(record.taken_at),
        "schema": record.schema,
        "size": record.size,
        "sha256": record.sha256,
        "keys_sha256": record.keys_sha256,
        "responses": record.responses,
        "drafts": record.drafts,
        "scans": record.scans,
        "scans_missing": record.scans_missing,
        "scans_sha256": record.scans_sha256,
    }
    write_durably(folder / BACKUP_FILE, (json.dumps(written, indent=1) + "\n").encode())


def read_record(backup: Path) -> BackupRecord:
    """Return what a backup says of itself.

    Raises:
        DamagedFile: it is no backup, or of a version that this program does not know.
        WorldError: it can't be read.
    """
    path = backup / BACKUP_FILE
    try:
        with path.open("rb") as stream:
            raw = stream.read(_MAX_FILE + 1)
    except OSError as fault:
        raise file_fault(path, fault) from fault
    try:
        read = json.loads(raw) if len(raw) <= _MAX_FILE else None
        if not isinstance(read, dict) or read["format"] != _FORMAT or read["version"] not in _READ:
            raise _damaged(path)
        return BackupRecord(
            backup_id=_text(read, "backup_id"),
            store_id=_text(read, "store_id"),
            device_id=_text(read, "device_id"),
            epoch=_number(read, "epoch"),
            taken_at=from_utc_text(_text(read, "taken"), _number(read, "offset", least=-1440)),
            schema=_text(read, "schema"),
            size=_number(read, "size"),
            sha256=_text(read, "sha256"),
            keys_sha256=_text(read, "keys_sha256"),
            responses=_number(read, "responses"),
            drafts=_number(read, "drafts"),
            scans=_number(read, "scans") if read["version"] > 1 else 0,
            scans_missing=_number(read, "scans_missing") if read["version"] > 1 else 0,
            scans_sha256=_text(read, "scans_sha256") if read["version"] > 1 else "",
        )
    except (ValueError, KeyError, RecursionError, OverflowError) as fault:
        raise _damaged(path) from fault


def _text(read: dict[str, Any], name: str) -> str:
    if not isinstance(read[name], str):
        raise ValueError(name)
    return str(read[name])


def _number(read: dict[str, Any], name: str, *, least: int = 0) -> int:
    if type(read[name]) is not int or read[name] < least:
        raise ValueError(name)
    return int(read[name])


def _damaged(path: Path) -> DamagedFile:
    return DamagedFile(
        place=str(path),
        fault=tr("The backup's own record is cut, altered, or of a version that this program does not know."),
        remedy=tr("Choose another backup, or use the newest version of this program."),
    )


def backups_in(folder: Path, *, store_id: str = "") -> tuple[BackupFound, ...]:
    """Return the backups in a folder, newest first, without opening any; those broken off are left out.

    Args:
        folder: the one that was chosen for backups, one below it, or a backup itself.
        store_id: of that store only; empty for every one.
    """
    try:
        found = [_look(each) for each in _backup_folders(folder)]
    except OSError:
        return ()
    wanted = [each for each in found if not store_id or each.store_id == store_id]
    return tuple(sorted(wanted, key=lambda each: (each.taken_at, each.path.name), reverse=True))


def _backup_folders(folder: Path) -> Iterator[Path]:
    if (folder / BACKUP_FILE).is_file():
        yield folder
        return
    for depth in (f"{BACKUPS_FOLDER}/*/*/{BACKUP_FILE}", f"*/*/{BACKUP_FILE}", f"*/{BACKUP_FILE}"):
        for path in folder.glob(depth):
            if not path.parent.name.endswith(PARTIAL):
                yield path.parent


def _look(backup: Path) -> BackupFound:
    try:
        record = read_record(backup)
    except WorldError as fault:
        return BackupFound(backup, _name_instant(backup), "", whole=False, words=fault.fault)
    trouble = _trouble(backup, record)
    words = _holds(backup, record) if trouble is None else trouble.fault
    return BackupFound(
        path=backup,
        taken_at=record.taken_at,
        device_id=record.device_id,
        whole=trouble is None,
        words=words,
        store_id=record.store_id,
        record=record,
    )


def _holds(backup: Path, record: BackupRecord) -> str:
    """Return how much is in a whole backup, and how many scanned pages are not with it."""
    words = ntr("{count} response", "{count} responses", record.responses)
    if not record.scans and not record.scans_missing:
        return words
    words = tr(
        "{words}, {scans}",
        words=words,
        scans=ntr("{count} scanned page", "{count} scanned pages", record.scans + record.scans_missing),
    )
    lacking = len(absent(backup, listed(backup)))
    return tr("{words}; {lacking}", words=words, lacking=absent_words(lacking)) if lacking else words


def _name_instant(backup: Path) -> datetime:
    try:
        # a folder's own name says when, should its record be unreadable
        return datetime.strptime(backup.name.partition("-")[0], "%Y%m%dT%H%M%S%z")
    except ValueError:
        return from_utc_text("1970-01-01T00:00:00.000000Z")


def _trouble(backup: Path, record: BackupRecord) -> WorldError | None:
    """Return what is wrong with the files of a backup, as far as can be seen without reading all of the copy."""
    try:
        size = (backup / COPY_FILE).stat().st_size
        keys = (backup / SLOTS_FILE).read_bytes()
    except OSError as fault:
        return file_fault(backup, fault)
    try:
        scans = listed(backup).sha256
    except WorldError as fault:
        return fault
    whole = size == record.size and scans == record.scans_sha256
    if not whole or hashlib.sha256(keys).hexdigest() != record.keys_sha256:
        return DamagedFile(
            place=str(backup),
            fault=tr("A file of this backup is not as it was written."),
            remedy=tr("Choose another backup."),
        )
    return None


def check_files(backup: Path) -> BackupRecord:
    """Return what a backup says of itself, once its files are seen to be there and its key slots whole.

    Raises:
        DamagedFile: it is not whole.
        WorldError: it can't be read.
    """
    record = read_record(backup)
    trouble = _trouble(backup, record)
    if trouble is not None:
        raise trouble
    if read_slots(backup / SLOTS_FILE).store != record.store_id:
        raise _damaged(backup / SLOTS_FILE)
    return record
