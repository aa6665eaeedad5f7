"""What was done with paper copies: acts that are only ever added, and the copies as these leave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from desktop.sheets.custody import SheetHow, SheetMove, SheetMoveKind, stand
from desktop.store.repositories.base import Repository, chunks, instant, moment
from desktop.store.tables import MOVED_COPY, PAPER_COPY, PRINT_RUN, SHEET_MOVE

_NAMES = (
    "move_id", "programme_id", "edition", "event_id", "reason", "undoes", "response_id", "photocopy_of",
    "form_sha256", "device_id", "made_by", "person_id",
)  # fmt: skip
_MOVES = SHEET_MOVE.c.move_id.in_(bindparam("moves", expanding=True))
_KEPT = ("state", "response_id", "event_id", "form_sha256", "photocopy_of", "received_on", "received_how")


class SheetMoveRepository(Repository):
    """Acts on stacks of copies. The copies have to be in the store: printed here, or kept as foreign."""

    def add(self, move: SheetMove) -> None:
        """Keep one act, and leave its copies as it leaves them.

        Raises:
            StoreDefect: one with that id is there already.
        """
        self._insert(SHEET_MOVE, [_row(move)])
        self._insert(MOVED_COPY, [{"move_id": move.move_id, "serial": serial} for serial in move.serials])
        self.settle(move.serials)

    def add_many(self, moves: Sequence[SheetMove], *, batch_id: str = "") -> None:
        """Keep acts that came in a batch; one that is there stays as it is. Their copies are not settled."""
        self._insert_missing(SHEET_MOVE, [_row(each, batch_id) for each in moves])
        rows = [{"move_id": each.move_id, "serial": serial} for each in moves for serial in each.serials]
        self._insert_missing(MOVED_COPY, rows)

    def settle(self, serials: Iterable[str]) -> None:
        """Work out anew what the copies are, from all that was done with them."""
        columns = [PAPER_COPY.c[name] for name in ("serial", *_KEPT)]
        run_event = PRINT_RUN.c.event_id.label("run_event_id")
        found = select(*columns, run_event).select_from(
            PAPER_COPY.outerjoin(PRINT_RUN, PRINT_RUN.c.run_id == PAPER_COPY.c.run_id)
        )
        found = found.where(PAPER_COPY.c.serial.in_(bindparam("serials", expanding=True)))
        changed: list[dict[str, Any]] = []
        for chunk in chunks(serials):
            moves = self.by_copy(chunk)
            for row in self._all(found, {"serials": chunk}):
                now = stand(moves.get(row.serial, ()), run_event_id=row.run_event_id or "")
                settled = {name: getattr(now, name) for name in _KEPT} | {"state": now.state.value}
                if settled != {name: getattr(row, name) for name in _KEPT}:
                    changed.append({"which": row.serial, **{f"new_{name}": settled[name] for name in _KEPT}})
        if changed:
            new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _KEPT}
            statement = update(PAPER_COPY).where(PAPER_COPY.c.serial == bindparam("which")).values(**new)
            self._connection.execute(statement, changed)

    def get(self, move_id: str) -> SheetMove | None:
        """Return one act with its copies."""
        return next(
            iter(self._with_copies(self._all(select(SHEET_MOVE).where(SHEET_MOVE.c.move_id == move_id)))), None
        )

    def by_copy(self, serials: Iterable[str]) -> Mapping[str, list[SheetMove]]:
        """Return all that was done with each copy, oldest first; the acts themselves name no copy."""
        found: dict[str, list[SheetMove]] = defaultdict(list)
        heads: dict[str, SheetMove] = {}
        statement = (
            select(SHEET_MOVE, MOVED_COPY.c.serial)
            .join(MOVED_COPY, MOVED_COPY.c.move_id == SHEET_MOVE.c.move_id)
            .where(MOVED_COPY.c.serial.in_(bindparam("serials", expanding=True)))
            .order_by(SHEET_MOVE.c.made_utc, SHEET_MOVE.c.move_id)
        )
        for chunk in chunks(serials):
            for row in self._all(statement, {"serials": chunk}):
                if row.move_id not in heads:
                    heads[row.move_id] = _move(row)
                found[row.serial].append(heads[row.move_id])
        return found

    def history(self, serial: str) -> tuple[SheetMove, ...]:
        """Return all that was done with one copy, oldest first; on each act stand all its copies."""
        of_copy = select(MOVED_COPY.c.move_id).where(MOVED_COPY.c.serial == serial)
        statement = select(SHEET_MOVE).where(SHEET_MOVE.c.move_id.in_(of_copy))
        return self._with_copies(self._all(statement.order_by(SHEET_MOVE.c.made_utc, SHEET_MOVE.c.move_id)))

    def list(
        self, *, programme_id: str = "", kinds: Iterable[SheetMoveKind] | None = None
    ) -> tuple[SheetMove, ...]:
        """Return acts with their copies, newest first."""
        statement = select(SHEET_MOVE).order_by(SHEET_MOVE.c.made_utc.desc(), SHEET_MOVE.c.move_id.desc())
        if programme_id:
            statement = statement.where(SHEET_MOVE.c.programme_id == programme_id)
        if kinds is not None:
            statement = statement.where(SHEET_MOVE.c.kind.in_([each.value for each in kinds]))
        return self._with_copies(self._all(statement))

    def unsent(self) -> tuple[SheetMove, ...]:
        """Return the acts that are in no batch, by id."""
        statement = select(SHEET_MOVE).where(SHEET_MOVE.c.batch_id == "").order_by(SHEET_MOVE.c.move_id)
        return self._with_copies(self._all(statement))

    def set_batch(self, move_ids: Iterable[str], batch_id: str) -> None:
        """Keep on each act which batch it is in; empty: in none again."""
        for chunk in chunks(move_ids):
            self._connection.execute(update(SHEET_MOVE).where(_MOVES).values(batch_id=batch_id), {"moves": chunk})

    def free_batch(self, batch_id: str) -> None:
        """Let whatever is in that batch be in none again: it was given up."""
        self._connection.execute(update(SHEET_MOVE).where(SHEET_MOVE.c.batch_id == batch_id).values(batch_id=""))

    def _with_copies(self, rows: Sequence[Row[Any]]) -> tuple[SheetMove, ...]:
        copies: dict[str, list[str]] = defaultdict(list)
        theirs = MOVED_COPY.c.move_id.in_(bindparam("moves", expanding=True))
        statement = select(MOVED_COPY).where(theirs).order_by(MOVED_COPY.c.move_id, MOVED_COPY.c.serial)
        for chunk in chunks(row.move_id for row in rows):
            for row in self._all(statement, {"moves": chunk}):
                copies[row.move_id].append(row.serial)
        return tuple(replace(_move(row), serials=tuple(copies[row.move_id])) for row in rows)


def _row(move: SheetMove, batch_id: str = "") -> dict[str, Any]:
    return {
        **{name: getattr(move, name) for name in _NAMES},
        "kind": move.kind.value,
        "how": move.how.value,
        "day": move.day.isoformat(),
        **instant("made", move.made_at),
        "batch_id": batch_id,
    }


def _move(row: Row[Any]) -> SheetMove:
    return SheetMove(
        **{name: getattr(row, name) for name in _NAMES},
        kind=SheetMoveKind(row.kind),
        how=SheetHow(row.how),
        day=date.fromisoformat(row.day),
        serials=(),
        made_at=moment(row.made_utc, row.made_offset),
    )
