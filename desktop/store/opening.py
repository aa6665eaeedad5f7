"""Opening a store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine

from desktop.foundation.durable_files import sync_folder
from desktop.foundation.translation import tr
from desktop.store import errors
from desktop.store.engine import make_engine, shorten_log
from desktop.store.scan_files import SCANS_FOLDER, ScanFolder
from desktop.store.schema import bring_up_to_date, stored_version
from desktop.store.shares import on_network_share
from desktop.store.target import StoreTarget
from desktop.store.unit import UnitOfWork


class Store:
    """An open store. Units may be open in several threads at once; one writes at a time, and others wait for it.

    Attributes:
        target: where it is.
        key: of the SQLCipher file, for its copies; ``None`` on a server. Never in a ``repr``.
        scan_files: the encrypted files of scanned pages; ``None`` at the centre, which gets none.
    """

    def __init__(self, target: StoreTarget, engine: Engine, key: bytes | None = None) -> None:
        self.target = target
        self.key = key
        self._engine = engine
        beside = target.path is not None and not target.central
        self.scan_files = ScanFolder(target.path.parent / SCANS_FOLDER) if beside and target.path else None

    def unit(self) -> UnitOfWork:
        """Return a unit that may write: ``with store.unit() as unit: ...; unit.commit()``."""
        return UnitOfWork(self._engine, reading=False, scan_files=self.scan_files)

    def reading(self) -> UnitOfWork:
        """Return a unit that only reads: it does not wait for a writer, and sees one state throughout."""
        return UnitOfWork(self._engine, reading=True)

    @contextmanager
    def driver_connection(self) -> Iterator[Any]:
        """Lend a connection of the driver itself, outside any unit: for copying and checking the whole file."""
        lent = self._engine.raw_connection()
        try:
            yield lent.driver_connection
        finally:
            lent.close()

    def sweep_scans(self) -> int:
        """Delete files of scanned pages that have no row, and return how many; none while pages are attached.

        They are left over from attaching or erasing that was broken off. A folder that can't be written is left
        as it is: without a row a file is noise.
        """
        if self.scan_files is None or not self.scan_files.names():
            return 0
        try:
            with self.scan_files.alone() as had:
                if not had:
                    return 0
                with self.reading() as unit:
                    return self.scan_files.sweep(unit.scans.names())
        except OSError:
            return 0

    def reopen(self, key: bytes) -> None:
        """Go on under another key, after :func:`desktop.store.rekey.rekey_store`, which needs it closed."""
        self._engine.dispose()
        self.key, self._engine = key, make_engine(self.target, key, must_exist=True)

    def close(self) -> None:
        """Close every connection; the write-ahead log goes into the file with the last of them."""
        self._engine.dispose()


def has_store(target: StoreTarget) -> bool:
    """Tell whether something was made at ``target``: a file, or our tables on a server. Changes nothing there.

    Raises:
        StoreUnreachable: the database server can't be reached.
    """
    if target.path is not None:
        return target.path.exists()
    engine = make_engine(target, None)
    try:
        with engine.connect() as connection:
            return stored_version(connection) is not None
    finally:
        engine.dispose()


def refuse_network_share(target: StoreTarget) -> None:
    """Refuse a central store in a file where it would be damaged.

    Raises:
        OnNetworkShare: it is on a network share.
    """
    if target.central and target.path is not None and on_network_share(target.path):
        raise errors.OnNetworkShare(
            place=target.words,
            fault=tr("This folder is on a network share, where a central store in a file would be damaged."),
            remedy=tr("Choose a folder on this computer's own disk, or use a PostgreSQL server."),
        )


def open_store(target: StoreTarget, *, key: bytes | None, must_exist: bool = False) -> Store:
    """Return the store at ``target``, made where there is none and migrated where it is older.

    Args:
        key: 32 bytes for a SQLCipher file; ``None`` for PostgreSQL.
        must_exist: whether a file that is not there is a fault rather than a new store.

    Raises:
        WrongKey: the key does not open the file, or it is no store.
        NewerStore: a newer version of the application wrote it.
        OnNetworkShare: a central store in a file was asked for on a network share.
        StoreUnreachable, StoreLocked, StoreFull, DamagedStore: as they say.
    """
    refuse_network_share(target)
    new = target.path is not None and not target.path.exists()
    left_over = target.path is not None and target.path.with_name(target.path.name + "-wal").exists()
    engine = make_engine(target, key, must_exist=must_exist)
    try:
        bring_up_to_date(engine, place=target.words)
        if new and target.path is not None:
            sync_folder(target.path.parent)  # the file's name must survive a power cut too
        if left_over:  # by a kill, which may have come between erasing something and emptying the log of it
            with engine.connect() as connection:
                shorten_log(connection.connection.driver_connection)
    except BaseException:
        engine.dispose()
        raise
    return Store(target, engine, key)
