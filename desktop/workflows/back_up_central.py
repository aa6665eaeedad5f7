"""Backups of a central store that is a file. One on a database server is backed up by the server's own means.

A copy is a store file under the same key, which the coordinator's laptop holds and the coordinator's recovery
sheet makes anew. It is never worked on where it lies: restoring makes a new file of it, and takes back once more
what was taken back since, from the signed lists beside the copies.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from desktop.foundation.durable_files import file_fault, sync_folder
from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.ids import new_id
from desktop.foundation.one_at_a_time import alone
from desktop.foundation.translation import tr
from desktop.jobs.executors import Task
from desktop.keys.coordinator import CoordinatorPublicKeys
from desktop.responses.custody import BackupMade
from desktop.staff.people import Action, Actor
from desktop.store.backup import copy_store, remove_copy, verify_copy_of
from desktop.store.unit import UnitOfWork
from desktop.workflows.backup_folder import PARTIAL
from desktop.workflows.central_store import open_centre, require_coordinator, target_of
from desktop.workflows.instructions import leave_list, take_list
from desktop.workflows.keep_rule import KeepRule, to_keep_now
from desktop.workflows.lost_device import revoke_again
from desktop.workflows.taking_back import carry_out_pending
from desktop.workflows.workplace import Workplace, refuse_practice, require

CENTRAL_FOLDER = "sounding-board-central-backups"
_LOCK = ".making-a-backup"


def back_up_central(
    place: Workplace, *, actor: Actor, store_url: str, folder: Path, task: Task | None = None
) -> BackupMade:
    """Copy a central store into ``folder`` while others go on with it, open the copy, and remove old ones.

    Raises:
        Refusal: the actor is no coordinator, the store is on a server, or a backup is being made already.
        WorldError: the folder is gone or full, or the store can't be opened.
        DamagedFile: the store, or what was written, is damaged.
        Cancelled: ``task`` was stopped.
    """
    from desktop.sync.targets import FolderTarget

    require(actor, Action.BACK_UP)
    require_coordinator(place, actor)
    refuse_practice(place)
    _refuse_server(store_url)
    task = task or Task()
    if not folder.is_dir():
        raise WorldError(
            place=str(folder),
            fault=tr("The folder for the backups is not there."),
            remedy=tr("Connect the stick or the network folder, or choose another folder."),
        )
    with open_centre(place, store_url) as centre:
        ours = folder.absolute() / CENTRAL_FOLDER / centre.keys.central_id
        try:
            ours.mkdir(parents=True, exist_ok=True)
            with alone(ours / _LOCK) as had:
                if not had:
                    raise Refusal(
                        place=str(folder),
                        fault=tr("A backup is being made already."),
                        remedy=tr("Wait until it is done."),
                    )
                for left in ours.glob(f"*{PARTIAL}"):
                    remove_copy(left)
                leave_list(centre, FolderTarget(ours))
                taken, backup_id = place.clock.now(), new_id()
                path = ours / f"{taken.astimezone(UTC):%Y%m%dT%H%M%SZ}-{backup_id[:8]}.db"
                partial = path.with_name(f"{path.name}{PARTIAL}")

                def advance(done: int, total: int) -> None:
                    task.check()
                    task.progress(done, total, tr("Copying the store"))

                try:
                    copied = copy_store(centre.store, partial, advance=advance)
                    task.check()
                    verify_copy_of(centre.store, partial)
                    partial.rename(path)
                except BaseException:
                    with contextlib.suppress(OSError):  # a stick that was pulled out: the next one removes it
                        remove_copy(partial)
                    raise
                sync_folder(ours)
                made = BackupMade(backup_id, str(path), copied.size, True, taken)
                with centre.store.unit() as unit:
                    unit.backups.add(made)
                    _prune(unit, ours, now=taken)
                    unit.changes.add(actor=actor, what="backup made", about_id=backup_id, at=taken)
                    unit.commit()
        except OSError as fault:
            raise file_fault(folder, fault) from fault
    return made


def restore_central(place: Workplace, *, actor: Actor, copy: Path, store_url: str) -> None:
    """Make a central store at ``store_url`` from a copy, and take back again what was taken back since.

    Laptops that were revoked from this workplace since are revoked in it too.

    Batches that came in after the copy are not in it: the laptops send them again, and nothing counts twice.

    Raises:
        Refusal: the actor is no coordinator, something stands there already, or no key held here opens the copy.
        DamagedFile: the copy is damaged.
        WorldError: the copy can't be read, or the place can't be written.
    """
    require(actor, Action.BACK_UP)
    require_coordinator(place, actor)
    refuse_practice(place)
    to = _refuse_server(store_url)
    if to.exists():
        raise Refusal(
            place=str(to),
            fault=tr("There is a central store here already."),
            remedy=tr("Move it aside first, or name another file."),
        )
    partial = to.with_name(f"{to.name}{PARTIAL}")
    try:
        try:
            shutil.copyfile(copy, partial)
            with partial.open("r+b") as stream:  # what SQLite does not write anew is on the disk as well
                os.fsync(stream.fileno())
            with open_centre(place, str(partial)) as centre:
                verify_copy_of(centre.store, copy)
                with centre.store.unit() as unit:
                    now = place.clock.now()
                    _take_back_again(unit, copy.absolute().parent, centre.keys.public, actor=actor, at=now)
                    revoke_again(place, unit)
                    unit.changes.add(actor=actor, what="backup restored", about_id=centre.keys.central_id, at=now)
                    unit.commit()
            partial.rename(to)
            sync_folder(to.absolute().parent)
        finally:
            for left in (partial, *(partial.with_name(f"{partial.name}{end}") for end in ("-wal", "-shm"))):
                left.unlink(missing_ok=True)
    except OSError as fault:
        raise file_fault(to, fault) from fault


def _take_back_again(
    unit: UnitOfWork, folder: Path, public: CoordinatorPublicKeys, *, actor: Actor, at: datetime
) -> None:
    from desktop.sync.instructions_file import read_instructions_file
    from desktop.sync.targets import FolderTarget

    where = FolderTarget(folder)
    for name in where.list().instructions:
        found = read_instructions_file(where.get(name), name=name, centres=[public])
        take_list(unit, found, actor=actor, at=at)
    carry_out_pending(unit, actor=actor, at=at)


def _prune(unit: UnitOfWork, ours: Path, *, now: datetime) -> None:
    there: dict[Path, datetime] = {}
    for path in ours.glob("*.db"):
        try:
            there[path] = datetime.strptime(path.name.rpartition("-")[0], "%Y%m%dT%H%M%S%z")
        except ValueError:
            continue  # somebody's own file
    kept = to_keep_now(set(there.values()), now, KeepRule())
    for path, taken in there.items():
        if taken not in kept:
            remove_copy(path)
    for each in unit.backups.list():
        if each.removed_at is None and Path(each.place).parent == ours and not Path(each.place).exists():
            unit.backups.mark_removed(each.backup_id, now)


def _refuse_server(store_url: str) -> Path:
    target = target_of(store_url)
    if target.path is None:
        raise Refusal(
            place=target.words,
            fault=tr("A central store on a database server is backed up by the server's own means."),
            remedy=tr("Ask whoever runs the server."),
        )
    return target.path
