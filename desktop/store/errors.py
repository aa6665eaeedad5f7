"""What can go wrong with a store, told apart: the world's faults, and ours.

The drivers have nothing in common (sqlcipher3's exceptions do not even derive from the standard library's
sqlite3), so faults are told apart by SQLite's words and PostgreSQL's SQLSTATE, in this one module.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from desktop.foundation.durable_files import has_room
from desktop.foundation.errors import DamagedFile, Defect, WorldError
from desktop.foundation.translation import tr


class StoreFault(WorldError):
    """The store cannot be used as it is."""


class WrongKey(StoreFault):
    """The key does not open the file, or the file is no store: the two cannot be told apart by design."""


class DamagedStore(StoreFault, DamagedFile):
    """The file opens but parts of it are broken."""


class StoreFull(StoreFault):
    """There is no room left where the store is."""


class StoreLocked(StoreFault):
    """Another program holds the store for longer than was waited for."""


class StoreUnreachable(StoreFault):
    """The folder or the database server cannot be reached, or may not be written."""


class NewerStore(StoreFault):
    """The store was written by a newer version of the application."""


class OnNetworkShare(StoreFault):
    """A central store in a file was asked for on a network share, where it would break."""


class StoreDefect(Defect):
    """The program broke a rule of the schema, or asked the store for what cannot be."""


def full(place: str) -> StoreFull:
    """Return the fault of a full disk at ``place``."""
    return StoreFull(
        place=place,
        fault=tr("The disk is full, so nothing more can be saved."),
        remedy=tr("Make room on the disk, then try again. What was saved before is safe."),
    )


def locked(place: str) -> StoreLocked:
    """Return the fault of a store that another program holds."""
    return StoreLocked(
        place=place,
        fault=tr("Another program is using the store."),
        remedy=tr("Close other windows of this application and any back-up program, then try again."),
    )


def wrong_key(place: str) -> WrongKey:
    """Return the fault of a key that opens nothing."""
    return WrongKey(
        place=place,
        fault=tr("The file cannot be opened with this key, or it is not a Sounding Board store."),
        remedy=tr("Check that the data folder is the right one and that its key file belongs to it."),
    )


def damaged(place: str) -> DamagedStore:
    """Return the fault of a broken file."""
    return DamagedStore(
        place=place,
        fault=tr("The store is damaged."),
        remedy=tr("Keep the file as it is, and go on from the newest back-up."),
    )


def unreachable(place: str, reason: str) -> StoreUnreachable:
    """Return the fault of a store that is not to be had, with the system's own ``reason``."""
    return StoreUnreachable(
        place=place,
        fault=tr("The store cannot be reached or may not be written ({reason}).", reason=reason),
        remedy=tr("Check that the folder or the database server is there and may be written, then try again."),
    )


def newer(place: str) -> NewerStore:
    """Return the fault of a store from the future."""
    return NewerStore(
        place=place,
        fault=tr("The store was written by a newer version of Sounding Board."),
        remedy=tr("Install the newest version on this computer."),
    )


_SQLITE_WORDS = (
    ("file is not a database", wrong_key),
    ("file is encrypted", wrong_key),
    ("disk is full", full),
    ("is locked", locked),
    ("malformed", damaged),
)
_SQLITE_UNREACHABLE = ("unable to open", "readonly database", "disk i/o error", "disk i/o", "no such file")


def from_sqlite(place: str, fault: BaseException) -> WorldError | None:
    """Return the world's fault behind a SQLite error at ``place``, or ``None`` when it is not the world's."""
    words = str(fault).lower()
    for fragment, make in _SQLITE_WORDS:
        if fragment in words:
            return make(place)
    if "disk i/o error" in words and _is_full(place):
        return full(place)
    if any(fragment in words for fragment in _SQLITE_UNREACHABLE):
        return unreachable(place, str(fault))
    return None


def _is_full(place: str) -> bool:
    """Tell whether the file at ``place`` can't grow: SQLite calls a used-up quota an I/O error like any other."""
    path = Path(place)
    with suppress(OSError):
        beside = (path, path.with_name(path.name + "-wal"))
        return not has_room(path.parent, beyond=max(each.stat().st_size for each in beside if each.exists()))
    return False


def from_postgresql(place: str, fault: BaseException) -> WorldError | None:
    """Return the world's fault behind a PostgreSQL error, by its SQLSTATE class (PostgreSQL, appendix A)."""
    state = getattr(fault, "sqlstate", None)
    if state is None:
        if type(fault).__name__ == "OperationalError" or type(fault).__name__ == "ConnectionTimeout":
            return unreachable(place, _first_line(fault))
        return None
    if state == "53100":
        return full(place)
    if state in {"55P03", "40P01", "40001", "57014"}:
        return locked(place)
    if state.startswith("XX"):
        return damaged(place)
    if state[:2] in {"08", "28", "53", "57", "58"} or state in {"3D000", "42501", "25006"}:
        return unreachable(place, _first_line(fault))
    return None


def without_values(fault: BaseException) -> str:
    """Return what a developer needs of a PostgreSQL error: SQLSTATE and names, and nothing that a row holds."""
    told = getattr(fault, "diag", None)
    names = [getattr(told, name, None) for name in ("sqlstate", "table_name", "column_name", "constraint_name")]
    return " ".join(name for name in names if name) or type(fault).__name__


def _first_line(fault: BaseException) -> str:
    lines = str(fault).strip().splitlines()
    return lines[0] if lines else type(fault).__name__
