"""Boards, debriefs, and events that were one event."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from desktop.engagement.boards import Board, BoardKind, BoardOption
from desktop.engagement.debrief import Cost, Debrief, EventMerge
from desktop.engagement.named import NAMED_SOMEBODY
from desktop.store.repositories.base import instant, moment
from desktop.store.repositories.revised import RevisedRepository
from desktop.store.tables import BOARD, DEBRIEF, EVENT_MERGE


class BoardRepository(RevisedRepository):
    """Dot votes and ranking boards."""

    table = BOARD

    def put(self, board: Board) -> None:
        """Keep a board's first or next revision.

        Raises:
            StoreDefect: it is not the next one.
        """
        if board.reason == NAMED_SOMEBODY:
            # before, since a row that makes room for another may leave its bytes where it was
            self._empty_named([board.board_id], below=board.revision)
        self._put(_board_row(board))

    def put_many(self, boards: Iterable[Board], *, batch_id: str = "") -> None:
        """Keep revisions that came in a batch, in whatever order; one that is there already stays as it is."""
        kept = tuple(boards)
        for each in kept:
            if each.reason == NAMED_SOMEBODY:
                self._empty_named([each.board_id], below=each.revision)
        self._put_many(_board_row(each, batch_id) for each in kept)
        self._empty_named(each.board_id for each in kept)

    def overwrite(self, board: Board, *, batch_id: str) -> None:
        """Put a revision in the place of another with its number: two came under one, and this one holds."""
        self._overwrite(_board_row(board, batch_id))
        self._empty_named([board.board_id])

    def get(self, board_id: str) -> Board | None:
        """Return a board as it stands."""
        statement = select(BOARD).where(BOARD.c.board_id == board_id).order_by(BOARD.c.revision.desc()).limit(1)
        row = self._first(statement)
        return None if row is None else _board(row)

    def list(self, event_ids: Iterable[str], *, voided: bool = False) -> tuple[Board, ...]:
        """Return the events' boards as they stand, oldest first."""
        theirs = BOARD.c.event_id.in_(bindparam("events", expanding=True))
        statement = select(BOARD).where(theirs, self._newest()).order_by(BOARD.c.made_utc, BOARD.c.board_id)
        if not voided:
            statement = statement.where(BOARD.c.voided.is_(False))
        return tuple(_board(row) for row in self._all(statement, {"events": [*event_ids]}))

    def of_programme(self, programme_id: str) -> tuple[Board, ...]:
        """Return a programme's boards as they stand, voided ones too, by id."""
        statement = select(BOARD).where(BOARD.c.programme_id == programme_id, self._newest())
        return tuple(_board(row) for row in self._all(statement.order_by(BOARD.c.board_id)))

    def history(self, board_id: str) -> tuple[Board, ...]:
        """Return every revision of a board, oldest first."""
        statement = select(BOARD).where(BOARD.c.board_id == board_id).order_by(BOARD.c.revision)
        return tuple(_board(row) for row in self._all(statement))

    def unsent(self) -> tuple[Board, ...]:
        """Return the revisions that are in no batch."""
        return tuple(_board(row) for row in self._unsent())

    def set_batch(self, revisions: Iterable[tuple[str, int]], batch_id: str) -> None:
        """Keep on each (board id, revision) which batch it is in; empty: in none again."""
        self._set_batch(revisions, batch_id)

    def free_batch(self, batch_id: str) -> None:
        """Let whatever is in that batch be in none again: it was given up."""
        self._free_batch(batch_id)

    def erase_programme(self, programme_id: str) -> tuple[str, ...]:
        """Delete every board of a programme; return their ids, which their pictures belong to."""
        self._shorten_log_after_commit()
        theirs = BOARD.c.programme_id == programme_id
        found = self._all(select(BOARD.c.board_id).distinct().where(theirs).order_by(BOARD.c.board_id))
        self._connection.execute(delete(BOARD).where(theirs))
        return tuple(row.board_id for row in found)


class DebriefRepository(RevisedRepository):
    """What each laptop says of the end of an event."""

    table = DEBRIEF

    def put(self, debrief: Debrief) -> None:
        """Keep the first or next revision of what a laptop says.

        Raises:
            StoreDefect: it is not the next one.
        """
        self._put(_debrief_row(debrief))

    def put_many(self, debriefs: Iterable[Debrief], *, batch_id: str = "") -> None:
        """Keep revisions that came in a batch, in whatever order; one that is there already stays as it is."""
        self._put_many(_debrief_row(each, batch_id) for each in debriefs)

    def get(self, event_id: str, device_id: str | None = None) -> Debrief | None:
        """Return an event's debrief as it stands: of one laptop, or what was said last by any."""
        statement = select(DEBRIEF).where(DEBRIEF.c.event_id == event_id, self._newest())
        if device_id is not None:
            statement = statement.where(DEBRIEF.c.device_id == device_id)
        newest = (DEBRIEF.c.made_utc.desc(), DEBRIEF.c.revision.desc(), DEBRIEF.c.device_id.desc())
        row = self._first(statement.order_by(*newest).limit(1))
        return None if row is None else _debrief(row)

    def list(self, event_ids: Iterable[str]) -> tuple[Debrief, ...]:
        """Return what each laptop says of the events as it stands, by event and laptop."""
        theirs = DEBRIEF.c.event_id.in_(bindparam("events", expanding=True))
        statement = select(DEBRIEF).where(theirs, self._newest())
        ordered = statement.order_by(DEBRIEF.c.event_id, DEBRIEF.c.device_id)
        return tuple(_debrief(row) for row in self._all(ordered, {"events": [*event_ids]}))

    def history(self, event_id: str, device_id: str) -> tuple[Debrief, ...]:
        """Return every revision of what a laptop said, oldest first."""
        statement = select(DEBRIEF).where(DEBRIEF.c.event_id == event_id, DEBRIEF.c.device_id == device_id)
        return tuple(_debrief(row) for row in self._all(statement.order_by(DEBRIEF.c.revision)))

    def unsent(self) -> tuple[Debrief, ...]:
        """Return the revisions that are in no batch."""
        return tuple(_debrief(row) for row in self._unsent())

    def set_batch(self, revisions: Iterable[tuple[str, str, int]], batch_id: str) -> None:
        """Keep on each (event id, device id, revision) which batch it is in; empty: in none again."""
        self._set_batch(revisions, batch_id)

    def free_batch(self, batch_id: str) -> None:
        """Let whatever is in that batch be in none again: it was given up."""
        self._free_batch(batch_id)

    def erase_programme(self, programme_id: str) -> int:
        """Delete every debrief of a programme; return how many revisions there were."""
        self._shorten_log_after_commit()
        return self._connection.execute(delete(DEBRIEF).where(DEBRIEF.c.programme_id == programme_id)).rowcount


class MergeRepository(RevisedRepository):
    """Which events are counted under another."""

    table = EVENT_MERGE

    def put(self, merge: EventMerge) -> None:
        """Keep that an event is counted under another, or no longer.

        Raises:
            StoreDefect: it is not the next revision of that event on that laptop.
        """
        self._put(_merge_row(merge))

    def put_many(self, merges: Iterable[EventMerge], *, batch_id: str = "") -> None:
        """Keep revisions that came in a batch, in whatever order; one that is there already stays as it is."""
        self._put_many(_merge_row(each, batch_id) for each in merges)

    def get(self, event_id: str) -> EventMerge | None:
        """Return what holds for an event: what was said last by any laptop, a merge taken back too."""
        found = list(self._in_force(EVENT_MERGE.c.event_id == event_id))
        return found[-1] if found else None

    def into(self) -> Mapping[str, str]:
        """Return event id to the id that it is counted under, for those that are merged now."""
        last = {each.event_id: each.into_id for each in self._in_force()}
        return {event_id: into_id for event_id, into_id in last.items() if into_id}

    def history(self, event_id: str) -> tuple[EventMerge, ...]:
        """Return every revision of an event's merge, oldest first."""
        statement = select(EVENT_MERGE).where(EVENT_MERGE.c.event_id == event_id)
        ordered = (EVENT_MERGE.c.made_utc, EVENT_MERGE.c.revision, EVENT_MERGE.c.device_id)
        return tuple(_merge(row) for row in self._all(statement.order_by(*ordered)))

    def unsent(self) -> tuple[EventMerge, ...]:
        """Return the revisions that are in no batch."""
        return tuple(_merge(row) for row in self._unsent())

    def set_batch(self, revisions: Iterable[tuple[str, str, int]], batch_id: str) -> None:
        """Keep on each (event id, device id, revision) which batch it is in; empty: in none again."""
        self._set_batch(revisions, batch_id)

    def free_batch(self, batch_id: str) -> None:
        """Let whatever is in that batch be in none again: it was given up."""
        self._free_batch(batch_id)

    def _in_force(self, *conditions: Any) -> Iterable[EventMerge]:
        """Return the newest of each laptop, for each event the one that holds last."""
        ordered = (EVENT_MERGE.c.made_utc, EVENT_MERGE.c.revision, EVENT_MERGE.c.device_id)
        statement = select(EVENT_MERGE).where(self._newest(), *conditions).order_by(*ordered)
        return (_merge(row) for row in self._all(statement))


def _made(record: Board | Debrief | EventMerge, batch_id: str) -> dict[str, Any]:
    return {
        "programme_id": record.programme_id,
        "event_id": record.event_id,
        "reason": record.reason,
        "device_id": record.device_id,
        "made_by": record.made_by,
        "person_id": record.person_id,
        **instant("made", record.made_at),
        "revision": record.revision,
        "batch_id": batch_id,
    }


def _made_by(row: Row[Any]) -> dict[str, Any]:
    return {
        "programme_id": row.programme_id,
        "event_id": row.event_id,
        "reason": row.reason,
        "device_id": row.device_id,
        "made_by": row.made_by,
        "person_id": row.person_id,
        "made_at": moment(row.made_utc, row.made_offset),
        "revision": row.revision,
    }


def _board_row(board: Board, batch_id: str = "") -> dict[str, Any]:
    return {
        "board_id": board.board_id,
        **_made(board, batch_id),
        "kind": board.kind.value,
        "question": board.question,
        "options": json.dumps([[each.label, each.figure] for each in board.options], ensure_ascii=False),
        "dots_each": board.dots_each,
        "picture_id": board.picture_id,
        "voided": board.voided,
        "made_up": board.made_up,
    }


def _board(row: Row[Any]) -> Board:
    return Board(
        board_id=row.board_id,
        kind=BoardKind(row.kind),
        question=row.question,
        options=tuple(BoardOption(label, figure) for label, figure in json.loads(row.options)),
        dots_each=row.dots_each,
        picture_id=row.picture_id,
        voided=row.voided,
        made_up=row.made_up,
        **_made_by(row),
    )


def _debrief_row(debrief: Debrief, batch_id: str = "") -> dict[str, Any]:
    return {
        **_made(debrief, batch_id),
        "closed": debrief.closed,
        "costs": json.dumps([[each.label, each.pence] for each in debrief.costs], ensure_ascii=False),
        "publicity": debrief.publicity,
        "weather": debrief.weather,
        "reach": debrief.reach,
        "went_well": debrief.went_well,
        "to_change": debrief.to_change,
    }


def _debrief(row: Row[Any]) -> Debrief:
    return Debrief(
        closed=row.closed,
        costs=tuple(Cost(label, pence) for label, pence in json.loads(row.costs)),
        publicity=row.publicity,
        weather=row.weather,
        reach=row.reach,
        went_well=row.went_well,
        to_change=row.to_change,
        **_made_by(row),
    )


def _merge_row(merge: EventMerge, batch_id: str = "") -> dict[str, Any]:
    return {**_made(merge, batch_id), "into_id": merge.into_id}


def _merge(row: Row[Any]) -> EventMerge:
    return EventMerge(into_id=row.into_id, **_made_by(row))
