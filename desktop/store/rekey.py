"""Another key for a store in a file: every page is written anew, in one transaction.

Done with a rollback journal rather than the write-ahead log: whoever is killed in the middle leaves a file that
the old key opens, and rolls back, and after the commit one that the new key opens. Which of the two it is,
:func:`opens` tells; a key that does not fit changes nothing.
"""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from desktop.store import errors
from desktop.store.engine import KEY_BYTES, sqlcipher_connection


def opens(path: Path, key: bytes) -> bool:
    """Tell whether ``key`` (32 bytes) opens the store in the file at ``path``.

    Raises:
        StoreFault: it can't be told: the file is locked, damaged or can't be reached.
    """
    try:
        sqlcipher_connection(path, key, must_exist=True).close()
    except errors.WrongKey:
        return False
    return True


def rekey_store(path: Path, old: bytes, new: bytes) -> None:
    """Write the store at ``path`` anew under the key ``new``; it takes a second for each 40 MB or so.

    Nobody else may have it open. Needs as much room on the disk again as the store takes.

    Raises:
        StoreLocked: somebody has it open; nothing was changed.
        StoreFull: the disk is full; nothing was changed.
        StoreFault: ``old`` does not open it, or the file can't be reached or written.
    """
    if len(new) != KEY_BYTES:
        raise errors.StoreDefect("a store key has 32 bytes")
    connection = sqlcipher_connection(path, old, must_exist=True)
    try:
        for statement in (
            "PRAGMA busy_timeout = 2000",
            "PRAGMA journal_mode = DELETE",  # refused while another connection is open
            "PRAGMA locking_mode = EXCLUSIVE",
            "BEGIN EXCLUSIVE",
            "COMMIT",  # the lock stays in this mode
            f"PRAGMA rekey = \"x'{new.hex()}'\"",
            "SELECT count(*) FROM sqlite_master",
        ):
            connection.execute(statement).fetchall()
    except sqlcipher.Error as fault:
        # raised from nothing: the statement holds the key, and a chain of errors may be logged
        said = errors.from_sqlite(str(path), fault)
        connection.close()
        raise said or errors.unreachable(str(path), type(fault).__name__) from None
    connection.close()
