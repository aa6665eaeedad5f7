"""Backups: where they go, how many are kept, making one while work goes on, and removing old ones.

A backup is a copy of the encrypted store with its key slots, opened and read through before it counts. It is
written under another name and renamed when it is whole, so that no power cut and no stick that is pulled out
leaves something that looks like one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.foundation.durable_files import file_fault, sync_folder, write_durably
from desktop.foundation.errors import DamagedFile, Refusal, WorldError
from desktop.foundation.ids import new_id
from desktop.foundation.one_at_a_time import alone
from desktop.foundation.translation import tr
from desktop.jobs.executors import Task
from desktop.keys.slots import read_slots
from desktop.responses.custody import BackupMade
from desktop.staff.people import Action, Actor
from desktop.store.backup import copy_store, remove_copy, scans_in_copy_of, sha256_of, verify_copy_of
from desktop.store.unit import UnitOfWork
from desktop.workflows.backup_folder import (
    BACKUPS_FOLDER,
    COPY_FILE,
    PARTIAL,
    SLOTS_FILE,
    BackupFound,
    BackupRecord,
    backups_in,
    check_files,
    write_record,
)
from desktop.workflows.backup_scans import POOL, absent_words, altered_pages, carry, forget_unneeded, listed
from desktop.workflows.instructions import write_list
from desktop.workflows.keep_rule import KeepRule, expires, to_keep_now
from desktop.workflows.opened_store import KEYS_FILE, NEXT_KEYS_FILE
from desktop.workflows.workplace import Workplace, require

__all__ = [
    "BackupFound",
    "BackupPlan",
    "KeepRule",
    "back_up",
    "backups_in",
    "due",
    "expires",
    "expiry",
    "last_backup",
    "note_folder",
    "plan",
    "planned_folder",
    "set_plan",
    "verify",
]
PLAN_FILE = "backups.json"
"""Beside ``keys.json``: where backups are, for when the store can't be opened any more."""
EVERY = timedelta(hours=1)
_PLAN = "backup plan"
_PLAN_FORMAT = "sounding-board-backup-plan"
_LOCK = ".making-a-backup"
_MAX_FILE = 64 * 1024


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """What was chosen.

    Attributes:
        folder: where backups go; ``None`` while nobody has chosen.
        rule: how many are kept.
    """

    folder: Path | None
    rule: KeepRule


def plan(place: Workplace) -> BackupPlan:
    """Return where backups of this store go, and how many are kept."""
    with place.reading() as unit:
        return plan_of(unit)


def plan_of(unit: UnitOfWork) -> BackupPlan:
    """Return the plan that the store of ``unit`` keeps."""
    kept = unit.meta.get(_PLAN)
    if kept is None:
        return BackupPlan(None, KeepRule())
    read = json.loads(kept)
    rule = KeepRule(hourly=read["hourly"], daily=read["daily"], weekly=read["weekly"])
    return BackupPlan(Path(read["folder"]), rule)


def set_plan(place: Workplace, *, actor: Actor, folder: Path, rule: KeepRule | None = None) -> BackupPlan:
    """Choose where backups go, and how many are kept.

    Raises:
        Refusal: practice, the role does not allow it, or the folder is the data folder itself.
        WorldError: the folder is not there.
    """
    require(actor, Action.BACK_UP)
    _refuse_practice(place)
    chosen = BackupPlan(folder.absolute(), rule or plan(place).rule)
    _existing(folder)
    if _is_within(folder, place.folder):
        raise Refusal(
            place=str(folder),
            fault=tr("This is the data folder itself: what damages the store damages its backups."),
            remedy=tr("Choose a stick or a network folder."),
        )
    words = {
        "folder": str(chosen.folder),
        "hourly": chosen.rule.hourly,
        "daily": chosen.rule.daily,
        "weekly": chosen.rule.weekly,
    }
    with place.unit() as unit:
        unit.meta.set(_PLAN, json.dumps(words))
        unit.changes.add(actor=actor, what="backup plan set", about_id=place.device_id, at=place.clock.now())
        unit.commit()
    note_folder(place.folder, folder.absolute())
    return chosen


def planned_folder(folder: Path) -> Path | None:
    """Return where the backups of a data folder go, without opening its store; ``None`` where nobody knows."""
    try:
        with (folder / PLAN_FILE).open("rb") as stream:
            read = json.loads(stream.read(_MAX_FILE))
        return Path(read["folder"]) if read["format"] == _PLAN_FORMAT else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def note_folder(data_folder: Path, folder: Path) -> None:
    """Keep beside the key file of a data folder where its backups go.

    Raises:
        WorldError: it can't be written.
    """
    if planned_folder(data_folder) != folder:
        written = {"format": _PLAN_FORMAT, "version": 1, "folder": str(folder)}
        write_durably(data_folder / PLAN_FILE, (json.dumps(written, indent=1) + "\n").encode())


def last_backup(place: Workplace) -> BackupMade | None:
    """Return the newest backup that was made and verified, and not removed since."""
    with place.reading() as unit:
        standing = [each for each in unit.backups.list() if each.verified and each.removed_at is None]
    return max(standing, key=lambda each: each.taken_at, default=None)


def due(place: Workplace) -> bool:
    """Tell whether it is time for the hourly backup: its folder is there, and the last one is an hour old."""
    chosen = plan(place).folder
    if place.practice or chosen is None or not chosen.is_dir():
        return False
    last = last_backup(place)
    # one dated ahead was taken under a wrong clock, and says nothing
    return last is None or not timedelta() <= place.clock.now() - last.taken_at < EVERY


def expiry(place: Workplace, backup: BackupMade) -> datetime:
    """Return when the rule has removed a backup at the latest."""
    return expires(backup.taken_at, plan(place).rule)


def back_up(place: Workplace, *, actor: Actor, task: Task | None = None, folder: Path | None = None) -> BackupMade:
    """Make a backup, open it to see that it is good, and remove those that the rule does not keep.

    Others go on saving all the while. What was begun and not finished is removed, at once or by the next one.

    Args:
        folder: instead of the one of the plan.

    Raises:
        Refusal: practice, the role does not allow it, no folder was chosen, or a backup is being made already.
        WorldError: the folder is gone or full.
        DamagedFile: the store, or what was written, is damaged.
        Cancelled: ``task`` was stopped.
    """
    require(actor, Action.BACK_UP)
    _refuse_practice(place)
    chosen = plan(place)
    to = folder or chosen.folder
    if to is None:
        raise Refusal(
            place=tr("Backups"),
            fault=tr("No folder was chosen for the backups."),
            remedy=tr("Choose one, on a stick or a network folder."),
        )
    _existing(to)
    task = task or Task()
    ours = backups_of(place, to)
    try:
        ours.mkdir(parents=True, exist_ok=True)
        with alone(ours / _LOCK) as had:
            if not had:
                raise Refusal(
                    place=str(to),
                    fault=tr("A backup is being made already."),
                    remedy=tr("Wait until it is done."),
                )
            for left in ours.glob(f"*{PARTIAL}"):
                _remove(left)
            # first of all: a backup that is restored must not bring back what was taken back after it
            write_list(place, ours)
            _prune(place, ours, chosen.rule)  # before: it may make the room that is needed
            made = _made(place, ours, task)
            with place.unit() as unit:
                unit.backups.add(made)
                unit.changes.add(actor=actor, what="backup made", about_id=made.backup_id, at=made.taken_at)
                unit.commit()
            _prune(place, ours, chosen.rule)
    except OSError as fault:
        raise file_fault(to, fault) from fault
    if folder is None or chosen.folder is None:
        note_folder(place.folder, to.absolute())
    return made


def backups_of(place: Workplace, folder: Path) -> Path:
    """Return where the backups of this store lie in a chosen folder; it need not exist."""
    return folder.absolute() / BACKUPS_FOLDER / read_slots(place.folder / KEYS_FILE).store


def verify(place: Workplace, backup: Path) -> BackupRecord:
    """Read a backup of this store through, open it, and return what it says of itself.

    Raises:
        DamagedFile: a file is cut or altered, or the copy does not open with this store's key.
        WorldError: it can't be read.
    """
    record = check_files(backup)
    try:
        if sha256_of(backup / COPY_FILE) != record.sha256:
            raise altered(backup)
    except OSError as fault:
        raise file_fault(backup, fault) from fault
    counts = verify_copy_of(place.store, backup / COPY_FILE)
    if (counts.responses, counts.drafts) != (record.responses, record.drafts):
        raise altered(backup)
    carried = listed(backup)
    lacking = len(carried.missing) + altered_pages(backup, carried)
    if lacking:
        raise DamagedFile(
            place=str(backup),
            fault=tr("The store in it is whole, but {lacking}, or altered.", lacking=absent_words(lacking)),
            remedy=tr("Keep the folder {name} beside the backups with them; else choose another.", name=POOL),
        )
    return record


def altered(backup: Path) -> DamagedFile:
    """Return the fault of a backup whose bytes are not those that were written."""
    return DamagedFile(
        place=str(backup),
        fault=tr("The copy of the store in this backup is not as it was written."),
        remedy=tr("Choose another backup, and look after the disk or stick."),
    )


# making --------------------------------------------------------------------------------------------------


def _made(place: Workplace, ours: Path, task: Task) -> BackupMade:
    taken, backup_id = place.clock.now(), new_id()
    name = f"{taken.astimezone(UTC):%Y%m%dT%H%M%SZ}-{backup_id[:8]}"
    partial, path = ours / f"{name}{PARTIAL}", ours / name
    with _removed_if_it_fails(partial):
        partial.mkdir(mode=0o700)
        keys = _keys(place)
        write_durably(partial / SLOTS_FILE, keys)
        words = tr("Copying the store")

        def advance(done: int, total: int) -> None:
            task.check()
            task.progress(done, total, words)

        made = copy_store(place.store, partial / COPY_FILE, advance=advance)
        task.check()
        task.progress(made.size, made.size, tr("Opening the backup to see that it is good"))
        counts = verify_copy_of(place.store, partial / COPY_FILE)
        scans = scans_in_copy_of(place.store, partial / COPY_FILE)
        carried = carry(scans, place.store.scan_files, partial, task)
        record = BackupRecord(
            backup_id=backup_id,
            store_id=read_slots(partial / SLOTS_FILE).store,
            device_id=place.device_id,
            epoch=place.epoch,
            taken_at=taken,
            schema=counts.schema,
            size=made.size,
            sha256=made.sha256,
            keys_sha256=hashlib.sha256(keys).hexdigest(),
            responses=counts.responses,
            drafts=counts.drafts,
            scans=len(carried.scans),
            scans_missing=len(carried.missing),
            scans_sha256=carried.sha256,
        )
        write_record(partial, record)
        if _keys(place) != keys:
            raise _keys_changing(place)
        task.check()
        partial.rename(path)
        sync_folder(ours)
    return BackupMade(backup_id=backup_id, place=str(path), size=made.size, verified=True, taken_at=taken)


def _keys(place: Workplace) -> bytes:
    if (place.folder / NEXT_KEYS_FILE).exists():  # the store and the key file may be on two sides of a rekeying
        raise _keys_changing(place)
    return (place.folder / KEYS_FILE).read_bytes()


def _keys_changing(place: Workplace) -> Refusal:
    return Refusal(
        place=str(place.folder),
        fault=tr("The keys of the store are being changed, so that a backup might not open."),
        remedy=tr("Make the backup again when that is done."),
    )


@contextlib.contextmanager
def _removed_if_it_fails(partial: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):  # a stick that was pulled out: the next backup there removes it
            _remove(partial)
        raise


# removing ------------------------------------------------------------------------------------------------


def _prune(place: Workplace, ours: Path, rule: KeepRule) -> None:
    """Remove what the rule does not keep, and bring the list in the store up to what is in the folder."""
    now = place.clock.now()
    there = {str(each.path): each for each in backups_in(ours) if each.record is not None}
    # only whole ones count as the newest of their hour: a cut one must not push a good one out
    kept = to_keep_now({each.taken_at for each in there.values() if each.whole}, now, rule)
    for path, found in list(there.items()):
        if found.taken_at not in kept if found.whole else expires(found.taken_at, rule) < now:
            leaving = found.path.rename(found.path.with_name(f"{found.path.name}{PARTIAL}"))
            _remove(leaving)
            del there[path]
    forget_unneeded(ours, (found.path for found in backups_in(ours)))
    with place.unit() as unit:
        known = {each.place: each for each in unit.backups.list()}
        for path, found in there.items():
            if path not in known and found.record is not None:  # made after the state that was restored
                record = found.record
                unit.backups.add(BackupMade(record.backup_id, path, record.size, found.whole, record.taken_at))
        for path, made in known.items():
            if made.removed_at is None and Path(path).parent == ours and path not in there:
                unit.backups.mark_removed(made.backup_id, now)
        unit.commit()


def _remove(folder: Path) -> None:
    copy = folder / COPY_FILE
    if copy.is_file():
        remove_copy(copy)
    if folder.exists():
        shutil.rmtree(folder)


# refusals ------------------------------------------------------------------------------------------------


def _refuse_practice(place: Workplace) -> None:
    if place.practice:
        raise Refusal(
            place=tr("Practice"),
            fault=tr("Practice data is made up, and made anew each day: it has no backups."),
            remedy=tr("Leave practice and set the laptop up for a real programme."),
        )


def _existing(folder: Path) -> None:
    if not folder.is_dir():
        raise WorldError(
            place=str(folder),
            fault=tr("The folder for the backups is not there."),
            remedy=tr("Connect the stick or the network folder, or choose another folder."),
        )


def _is_within(folder: Path, other: Path) -> bool:
    return folder.resolve().is_relative_to(other.resolve())
