"""Is the store whole, and what are the ways out when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.foundation.errors import DamagedFile, WorldError
from desktop.foundation.translation import tr
from desktop.keys.slots import read_slots
from desktop.store.backup import quick_check
from desktop.store.errors import WrongKey
from desktop.workflows.back_up import planned_folder
from desktop.workflows.backup_folder import BackupFound, backups_in
from desktop.workflows.opened_store import KEYS_FILE
from desktop.workflows.workplace import Workplace


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check of the whole store found.

    Attributes:
        ok: whether nothing is wrong.
        words: for a person: that it is whole, or what to do.
        faults: in SQLite's words, for whoever mends it; hold page numbers and names of tables, and no value.
    """

    ok: bool
    words: str
    faults: tuple[str, ...] = ()


def check(place: Workplace) -> CheckResult:
    """Read every page of an open store; takes seconds for a large one, and nobody's saving waits for it."""
    faults = quick_check(place.store)
    if not faults:
        return CheckResult(True, tr("The store is whole."))
    return CheckResult(False, tr("The store is damaged. {remedy}", remedy=remedy(place.folder)), faults)


def is_damage(error: BaseException) -> bool:
    """Tell whether a store that did not open needs one of the :func:`ways_out`, and not another passphrase.

    A key that came out of its slot and does not open the file means an altered file: the two were made together.
    """
    return isinstance(error, (DamagedFile, WrongKey))


def ways_out(folder: Path) -> tuple[BackupFound, ...]:
    """Return the whole backups of a data folder's store, newest first, found without opening anything.

    None are found where the stick is not there, or the folder for backups was never chosen.
    """
    where = planned_folder(folder)
    if where is None:
        return ()
    try:
        store_id = read_slots(folder / KEYS_FILE).store
    except WorldError:
        store_id = ""  # the key file is gone too: any backup there may be the one
    return tuple(each for each in backups_in(where, store_id=store_id) if each.whole)


def remedy(folder: Path) -> str:
    """Return what to do about a damaged store, naming the newest backup that can be found."""
    found = ways_out(folder)
    if found:
        return tr(
            "Restore the backup of {time}: {path}.",
            time=found[0].taken_at.strftime("%Y-%m-%d %H:%M"),
            path=str(found[0].path),
        )
    where = planned_folder(folder)
    if where is not None:
        return tr("Connect the stick or the network folder {folder}, and restore a backup.", folder=str(where))
    return tr("Keep the data folder as it is, and restore a backup if there is one.")
