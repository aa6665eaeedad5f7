"""Queries of keyers to the coordinator."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, exists, select, update

from desktop.responses.queries import Query, QueryState
from desktop.responses.states import ItemState
from desktop.store.errors import StoreDefect
from desktop.store.repositories.base import Repository, chunks, instant, moment, moment_or_none, no_instant
from desktop.store.tables import KEYING_QUERY, RESPONSE

_NAMES = (
    "query_id", "serial", "draft_id", "programme_id", "form_id", "path", "number", "words", "asked_by",
    "asked_by_id", "device_id", "answer", "answered_by",
)  # fmt: skip
_ORDER = (KEYING_QUERY.c.asked_utc, KEYING_QUERY.c.query_id)
_THESE = KEYING_QUERY.c.query_id.in_(bindparam("queries", expanding=True))


class QueryRepository(Repository):
    """Queries. Their words may quote the sheet: they go with the response that the sheet becomes."""

    def add(self, query: Query) -> None:
        """Keep a query.

        Raises:
            StoreDefect: one with that id is there already.
        """
        self._insert(KEYING_QUERY, [_row(query)])

    def add_many(self, queries: Iterable[Query], *, batch_id: str = "") -> None:
        """Keep queries that came in a batch; one that is there already stays as it is."""
        self._insert_missing(KEYING_QUERY, [_row(each, batch_id) for each in queries])

    def get(self, query_id: str) -> Query | None:
        """Return one."""
        row = self._first(select(KEYING_QUERY).where(KEYING_QUERY.c.query_id == query_id))
        return None if row is None else _query(row)

    def of_serial(self, serial: str) -> tuple[Query, ...]:
        """Return the queries about a sheet, in the order in which they were asked."""
        return self._found(select(KEYING_QUERY).where(KEYING_QUERY.c.serial == serial))

    def open_of(self, serial: str) -> tuple[Query, ...]:
        """Return those about a sheet that nobody answered yet."""
        open_ones = KEYING_QUERY.c.state == QueryState.OPEN.value
        return self._found(select(KEYING_QUERY).where(KEYING_QUERY.c.serial == serial, open_ones))

    def list(self, *, programme_id: str = "", states: Iterable[QueryState] | None = None) -> tuple[Query, ...]:
        """Return queries in the order in which they were asked."""
        statement: Select[Any] = select(KEYING_QUERY)
        if programme_id:
            statement = statement.where(KEYING_QUERY.c.programme_id == programme_id)
        if states is not None:
            statement = statement.where(KEYING_QUERY.c.state.in_([each.value for each in states]))
        return self._found(statement)

    def answer(self, query_id: str, answer: str, by: str, at: datetime) -> None:
        """Keep the coordinator's answer; one that was answered already gets the new answer.

        Raises:
            StoreDefect: there is no such query, or its sheet was finished or given up.
        """
        values = {
            "answer": answer, "answered_by": by, **instant("answered", at), "state": QueryState.ANSWERED.value
        }  # fmt: skip
        of_one = (KEYING_QUERY.c.query_id == query_id) & (KEYING_QUERY.c.state != QueryState.DONE.value)
        if self._connection.execute(update(KEYING_QUERY).where(of_one).values(**values)).rowcount != 1:
            raise StoreDefect("there is no such query to answer")
        self._shorten_log_after_commit()  # an answer that was replaced may quote the sheet

    def done(self, serial: str) -> None:
        """Let the queries about a sheet be done with: it was finished, or given up."""
        theirs = KEYING_QUERY.c.serial == serial
        self._connection.execute(update(KEYING_QUERY).where(theirs).values(state=QueryState.DONE.value))

    def remove(self, query_id: str) -> None:
        """Delete one; nothing happens where it is not there."""
        self._connection.execute(delete(KEYING_QUERY).where(KEYING_QUERY.c.query_id == query_id))
        self._shorten_log_after_commit()

    def erase_programme(self, programme_id: str) -> int:
        """Delete every query of a programme; return how many there were."""
        self._shorten_log_after_commit()
        theirs = KEYING_QUERY.c.programme_id == programme_id
        return self._connection.execute(delete(KEYING_QUERY).where(theirs)).rowcount

    def unsent(self) -> tuple[Query, ...]:
        """Return the queries that are in no batch and are done with, by id.

        One whose sheet became no response stays here: nothing at the centre could ever be erased by it.
        """
        frozen = exists().where(
            RESPONSE.c.serial == KEYING_QUERY.c.serial,
            RESPONSE.c.serial != "",
            RESPONSE.c.state.not_in([ItemState.DRAFT.value, ItemState.ABANDONED.value]),
        )
        statement = select(KEYING_QUERY).where(
            KEYING_QUERY.c.batch_id == "", KEYING_QUERY.c.state == QueryState.DONE.value, frozen
        )
        return tuple(_query(row) for row in self._all(statement.order_by(KEYING_QUERY.c.query_id)))

    def set_batch(self, query_ids: Iterable[str], batch_id: str) -> None:
        """Keep on each query which batch it is in; empty: in none again."""
        for chunk in chunks(query_ids):
            statement = update(KEYING_QUERY).where(_THESE).values(batch_id=batch_id)
            self._connection.execute(statement, {"queries": chunk})

    def free_batch(self, batch_id: str) -> None:
        """Let whatever is in that batch be in none again: it was given up."""
        theirs = KEYING_QUERY.c.batch_id == batch_id
        self._connection.execute(update(KEYING_QUERY).where(theirs).values(batch_id=""))

    def _found(self, statement: Select[Any]) -> tuple[Query, ...]:
        return tuple(_query(row) for row in builtins.list(self._all(statement.order_by(*_ORDER))))


def _row(query: Query, batch_id: str = "") -> dict[str, Any]:
    answered = no_instant("answered") if query.answered_at is None else instant("answered", query.answered_at)
    return {
        **{name: getattr(query, name) for name in _NAMES},
        **instant("asked", query.asked_at),
        "state": query.state.value,
        **answered,
        "batch_id": batch_id,
    }


def _query(row: Row[Any]) -> Query:
    return Query(
        **{name: getattr(row, name) for name in _NAMES},
        asked_at=moment(row.asked_utc, row.asked_offset),
        state=QueryState(row.state),
        answered_at=moment_or_none(row.answered_utc, row.answered_offset),
    )
