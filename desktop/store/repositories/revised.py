"""What notes, boards, debriefs and merges share: revisions of one thing, of which the highest is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, exists, func, select, update

from desktop.engagement.named import NAMED_SOMEBODY
from desktop.store.erasure import words_emptied
from desktop.store.errors import StoreDefect
from desktop.store.repositories.base import Repository, chunks


class RevisedRepository(Repository):
    """Keeps revisions of one table.

    Attributes:
        table: its key is that of the thing, with ``revision`` last.
    """

    table: Table

    def _key(self) -> list[str]:
        return [column.name for column in self.table.primary_key if column.name != "revision"]

    def _newest(self) -> ColumnElement[bool]:
        """Return the condition that a row is the highest revision of its thing."""
        other = self.table.alias("other")
        same = and_(*(other.c[name] == self.table.c[name] for name in self._key()))
        highest = select(func.max(other.c.revision)).where(same).correlate(self.table).scalar_subquery()
        return self.table.c.revision == highest

    def _put(self, row: Mapping[str, Any]) -> None:
        """Keep one more revision.

        Raises:
            StoreDefect: it is not the next one.
        """
        same = and_(*(self.table.c[name] == row[name] for name in self._key()))
        known = self._first(select(func.max(self.table.c.revision).label("highest")).where(same))
        if row["revision"] != 1 + ((known.highest if known is not None else None) or 0):
            raise StoreDefect(f"the table {self.table.name} takes the next revision only")
        self._insert(self.table, [row])
        self._shorten_log_after_commit()

    def _put_many(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Keep revisions that came in a batch, in whatever order; one that is there already stays as it is."""
        self._insert_missing(self.table, list(rows))

    def _overwrite(self, row: Mapping[str, Any]) -> None:
        """Put ``row`` in the place of the revision that is there under the same key."""
        same = and_(*(column == row[column.name] for column in self.table.primary_key))
        self._connection.execute(update(self.table).where(same).values(**row))
        self._shorten_log_after_commit()

    def named(self, thing_id: str) -> int:
        """Return the last revision that was made because the ones before named somebody; 0 where none was."""
        at = self.table.c[self._key()[0]] == thing_id
        of_it = select(func.max(self.table.c.revision).label("highest")).where(at)
        row = self._first(of_it.where(self.table.c.reason == NAMED_SOMEBODY))
        return int((row.highest if row is not None else None) or 0)

    def _empty_named(self, thing_ids: Iterable[str], *, below: int = 0) -> None:
        """Empty the words of every revision before one that was made because it named somebody.

        Args:
            below: the number of such a revision that is about to be put.
        """
        this, later = self.table.c, self.table.alias("later").c
        name = self._key()[0]
        why = later.reason == NAMED_SOMEBODY
        named = exists().where(later[name] == this[name], later.revision > this.revision, why)
        for chunk in chunks(dict.fromkeys(thing_ids)):
            statement = update(self.table).where(this[name].in_(chunk), named | (this.revision < below))
            if self._connection.execute(statement.values(**words_emptied(self.table.name))).rowcount:
                self._shorten_log_after_commit()

    def _unsent(self) -> Any:
        ordered = (*(self.table.c[name] for name in self._key()), self.table.c.revision)
        return self._all(select(self.table).where(self.table.c.batch_id == "").order_by(*ordered))

    def _set_batch(self, keys: Iterable[tuple[Any, ...]], batch_id: str) -> None:
        columns = list(self.table.primary_key)
        rows = [{f"at_{number}": part for number, part in enumerate(each)} for each in keys]
        if rows:
            where = and_(*(column == bindparam(f"at_{number}") for number, column in enumerate(columns)))
            self._connection.execute(update(self.table).where(where).values(batch_id=bindparam("batch")),
                                     [{**row, "batch": batch_id} for row in rows])  # fmt: skip

    def _free_batch(self, batch_id: str) -> None:
        theirs = self.table.c.batch_id == batch_id
        self._connection.execute(update(self.table).where(theirs).values(batch_id=""))
