"""Counts of people: marks that are only ever added, and summed in SQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, literal_column, select, update
from sqlalchemy.orm import aliased

from desktop.engagement.attendance import CountKind, CountMark, CountTotal
from desktop.store.repositories.base import Repository, chunks, instant, moment
from desktop.store.tables import ATTENDANCE_MARK as MARK

_HOUR = 13
"""Characters of an instant's text up to its hour: ``2026-11-22T09``."""
_OF_EVENTS = MARK.c.event_id.in_(bindparam("events", expanding=True))


class AttendanceRepository(Repository):
    """Marks of the counting keys."""

    def add(self, mark: CountMark) -> None:
        """Keep one mark.

        Raises:
            StoreDefect: one with that id is there already.
        """
        self._insert(MARK, [_row(mark)])
        self._shorten_log_after_commit()

    def add_many(self, marks: Iterable[CountMark], *, batch_id: str = "") -> None:
        """Keep marks that came in a batch; one that is there already stays as it is."""
        self._insert_missing(MARK, [_row(each, batch_id) for each in marks])

    def get(self, mark_id: str) -> CountMark | None:
        """Return one mark."""
        row = self._first(select(MARK).where(MARK.c.mark_id == mark_id))
        return None if row is None else _mark(row)

    def marks(self, event_ids: Iterable[str]) -> tuple[CountMark, ...]:
        """Return every mark of the events, oldest first."""
        statement = select(MARK).where(_OF_EVENTS).order_by(MARK.c.made_utc, MARK.c.mark_id)
        return tuple(_mark(row) for row in self._all(statement, {"events": list(event_ids)}))

    def last_standing(self, event_id: str, device_id: str) -> CountMark | None:
        """Return the mark that laptop put last at that event and that nothing has taken back yet.

        In the order they were put, whatever the clock said: it may have been set back between presses. A server
        numbers no rows, and undoes no press of a laptop.
        """
        put = literal_column("attendance_mark.rowid") if self._is_sqlite else MARK.c.made_utc
        taken_back = aliased(MARK)
        statement = (
            select(MARK)
            .where(MARK.c.event_id == event_id, MARK.c.device_id == device_id, MARK.c.amount > 0)
            .where(~select(taken_back.c.mark_id).where(taken_back.c.undoes == MARK.c.mark_id).exists())
            .order_by(put.desc(), MARK.c.mark_id.desc())
            .limit(1)
        )
        row = self._first(statement)
        return None if row is None else _mark(row)

    def totals(self, event_ids: Iterable[str]) -> tuple[CountTotal, ...]:
        """Return the sums of the events' marks by kind, role, detail, hour and laptop, in that order.

        A mark that was taken back does not count, in whichever order the two came; so no sum is below nought.
        """
        back = aliased(MARK)
        hour = func.substr(MARK.c.made_utc, 1, _HOUR).label("hour")
        group = (MARK.c.kind, MARK.c.role, MARK.c.detail, hour, MARK.c.device_id)
        statement = (
            select(*group, func.sum(MARK.c.amount).label("total"))
            .where(_OF_EVENTS, MARK.c.undoes == "")
            .where(~select(back.c.mark_id).where(back.c.undoes == MARK.c.mark_id).exists())
            .group_by(*group)
            .order_by(*group)
        )
        return tuple(
            CountTotal(
                CountKind(row.kind),
                row.role,
                row.detail,
                f"{row.hour}:00:00.000000Z",
                row.device_id,
                int(row.total),
            )
            for row in self._all(statement, {"events": list(event_ids)})
        )

    def unsent(self) -> tuple[CountMark, ...]:
        """Return the marks that are in no batch, by id."""
        statement = select(MARK).where(MARK.c.batch_id == "").order_by(MARK.c.mark_id)
        return tuple(_mark(row) for row in self._all(statement))

    def set_batch(self, mark_ids: Iterable[str], batch_id: str) -> None:
        """Keep on each mark which batch it is in; empty: in none again."""
        theirs = MARK.c.mark_id.in_(bindparam("marks", expanding=True))
        for chunk in chunks(mark_ids):
            self._connection.execute(update(MARK).where(theirs).values(batch_id=batch_id), {"marks": chunk})

    def free_batch(self, batch_id: str) -> None:
        """Let whatever is in that batch be in none again: it was given up."""
        self._connection.execute(update(MARK).where(MARK.c.batch_id == batch_id).values(batch_id=""))

    def erase_programme(self, programme_id: str) -> int:
        """Delete every mark of a programme; return how many there were."""
        self._shorten_log_after_commit()
        return self._connection.execute(delete(MARK).where(MARK.c.programme_id == programme_id)).rowcount


def _row(mark: CountMark, batch_id: str = "") -> dict[str, Any]:
    return {
        "mark_id": mark.mark_id,
        "programme_id": mark.programme_id,
        "event_id": mark.event_id,
        "kind": mark.kind.value,
        "role": mark.role,
        "detail": mark.detail,
        "amount": mark.amount,
        "undoes": mark.undoes,
        "device_id": mark.device_id,
        "made_by": mark.made_by,
        "person_id": mark.person_id,
        **instant("made", mark.made_at),
        "batch_id": batch_id,
    }


def _mark(row: Row[Any]) -> CountMark:
    return CountMark(
        mark_id=row.mark_id,
        programme_id=row.programme_id,
        event_id=row.event_id,
        kind=CountKind(row.kind),
        role=row.role,
        detail=row.detail,
        amount=row.amount,
        undoes=row.undoes,
        device_id=row.device_id,
        made_by=row.made_by,
        person_id=row.person_id,
        made_at=moment(row.made_utc, row.made_offset),
    )
