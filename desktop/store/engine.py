"""The two engines: a SQLCipher file, or PostgreSQL, behind one SQLAlchemy engine."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import QueuePool

from desktop.foundation.errors import SoundingBoardError
from desktop.store import errors
from desktop.store.target import StoreTarget

KEY_BYTES = 32
BUSY_SECONDS = 10.0
_POOL_SIZE = 4


def sqlcipher_connection(path: Path, key: bytes, *, must_exist: bool = False, foreign_keys: bool = True) -> Any:
    """Return an open driver connection to the SQLCipher file at ``path``, with every pragma set and the key tried.

    The key is raw: SQLCipher derives nothing from it, so opening takes 1 ms instead of 80.

    Args:
        key: 32 bytes.
        must_exist: whether a file that is not there is a fault; else it is made.

    Raises:
        StoreFault: the key does not open the file, or the file cannot be reached.
    """
    if len(key) != KEY_BYTES:
        raise errors.StoreDefect("a store key has 32 bytes")
    mode = "rw" if must_exist else "rwc"
    try:
        connection = sqlcipher.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,  # the driver must not begin transactions by itself: DDL would not roll back
            check_same_thread=False,  # the pool hands a connection to one thread at a time
            cached_statements=256,
        )
    except sqlcipher.Error as fault:
        raise errors.from_sqlite(str(path), fault) or errors.unreachable(str(path), str(fault)) from fault
    try:
        for pragma in (
            "cipher_log_level = NONE",  # SQLCipher would write its errors to standard error
            f"key = \"x'{key.hex()}'\"",
            "temp_store = MEMORY",  # before anything could spill in clear
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.Error as fault:
        connection.close()
        raise errors.from_sqlite(str(path), fault) or errors.damaged(str(path)) from fault
    return connection


def shorten_log(connection: Any) -> None:
    """Empty the write-ahead log of a driver's connection, if nobody is reading; if somebody is, it goes later.

    What was asked for is committed already, so nothing that happens here may look like a failure of it.
    """
    with suppress(sqlcipher.Error):
        connection.execute("PRAGMA busy_timeout = 0")  # a reader would else be waited for as long as for a writer
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.execute(f"PRAGMA busy_timeout = {round(BUSY_SECONDS * 1000)}")


def make_engine(target: StoreTarget, key: bytes | None, *, must_exist: bool = False) -> Engine:
    """Return the engine of ``target``; nothing is opened yet.

    ``key`` is needed for a file and must be ``None`` for PostgreSQL.
    """
    if target.path is not None:
        if key is None:
            raise errors.StoreDefect("a store in a file is never opened without a key")
        path, raw_key = target.path, key
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=lambda: sqlcipher_connection(path, raw_key, must_exist=must_exist),
            poolclass=QueuePool,
            pool_size=_POOL_SIZE,
            max_overflow=_POOL_SIZE,
        )
        event.listen(engine, "begin", _begin_sqlite)
    else:
        if key is not None or target.url is None:
            raise errors.StoreDefect("a store on PostgreSQL has a URL and no key")
        engine = create_engine(
            target.url,
            pool_size=_POOL_SIZE,
            max_overflow=_POOL_SIZE,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10},
        )
    event.listen(engine, "handle_error", _FaultsInWords(target))
    return engine


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: one that began by reading could not wait for it, only fail.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


class _FaultsInWords:
    """Turns what a driver raises into the world's fault or ours; no SQL and no value reaches the message."""

    def __init__(self, target: StoreTarget) -> None:
        self._place = target.words
        self._is_file = target.is_file
        self._translate = errors.from_sqlite if target.is_file else errors.from_postgresql

    def __call__(self, context: ExceptionContext) -> None:
        original = context.original_exception
        if isinstance(original, SoundingBoardError) or context.sqlalchemy_exception is None:
            return
        fault = self._translate(self._place, original)
        if not self._is_file:
            # PostgreSQL quotes the values of the row, and the chain of a traceback would show them
            original.args = (errors.without_values(original),)
        if fault is None:
            fault_class = type(original).__name__
            raise errors.StoreDefect(f"the database refused a statement ({fault_class})") from original
        raise fault from original
