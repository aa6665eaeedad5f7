"""What the repositories share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Table, insert
from sqlalchemy.dialects import sqlite

from desktop.foundation.clock import from_utc_text, offset_minutes, to_utc_text

IN_LIMIT = 5_000
"""Most values that one ``IN`` list is given: SQLite takes 32,766 and PostgreSQL 65,535 in a statement."""

SHORTEN_LOG = "shorten the log"
"""Name under which a connection remembers that its unit empties the write-ahead log when it commits."""
GONE_SCANS = "scans that go"
"""Name under which a connection remembers which scanned pages' files its unit deletes when it commits."""


class Repository:
    """Reads and writes one subject on the unit's connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def _is_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    def _shorten_log_after_commit(self) -> None:
        """Let the unit empty the write-ahead log once this is committed, since it holds what was just deleted."""
        if self._is_sqlite:
            self._connection.info[SHORTEN_LOG] = True

    def _remove_scans_after_commit(self, names: Iterable[str]) -> None:
        """Let the unit delete the files of these scanned pages once their rows are gone for good."""
        self._connection.info.setdefault(GONE_SCANS, set()).update(names)

    def _all(self, statement: Any, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        return self._connection.execute(statement, values or {}).all()

    def _first(self, statement: Any, values: Mapping[str, Any] | None = None) -> Row[Any] | None:
        return self._connection.execute(statement, values or {}).first()

    def _insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert ``rows`` by executemany; every row has the same keys."""
        if rows:
            self._connection.execute(insert(table), rows)

    def _upsert(self, table: Table, row: Mapping[str, Any], *, update: Iterable[str] | None = None) -> None:
        """Insert ``row``; where its primary key is there already, set ``update`` (default: all but the key)."""
        keys = [column.name for column in table.primary_key]
        changed = [name for name in row if name not in keys] if update is None else list(update)
        statement = self._insert_or(table)
        excluded = statement.excluded
        if changed:
            statement = statement.on_conflict_do_update(
                index_elements=keys, set_={name: excluded[name] for name in changed}
            )
        else:
            statement = statement.on_conflict_do_nothing(index_elements=keys)
        self._connection.execute(statement, row)

    def _insert_missing(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert those ``rows`` whose primary key is not there yet."""
        if rows:
            self._connection.execute(self._insert_or(table).on_conflict_do_nothing(), rows)

    def _insert_or(self, table: Table) -> Any:
        if self._is_sqlite:
            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql  # costs the start of a laptop, which has no server, 30 ms

        return postgresql.insert(table)


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """Return ``values`` in lists that fit one ``IN``."""
    iterator = iter(values)
    while chunk := list(islice(iterator, IN_LIMIT)):
        yield chunk


def instant(prefix: str, moment: datetime) -> dict[str, Any]:
    """Return the two columns of an instant."""
    return {f"{prefix}_utc": to_utc_text(moment), f"{prefix}_offset": offset_minutes(moment)}


def moment(utc: str, offset: int) -> datetime:
    """Return the instant of two columns."""
    return from_utc_text(utc, offset)


def no_instant(prefix: str) -> dict[str, Any]:
    """Return the two columns of an instant that has not come yet."""
    return {f"{prefix}_utc": "", f"{prefix}_offset": 0}


def moment_or_none(utc: str, offset: int) -> datetime | None:
    """Return the instant of two columns; ``None`` where it has not come yet."""
    return moment(utc, offset) if utc else None
