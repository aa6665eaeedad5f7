"""Counts the paper ledger: runs, copies, acts and responses, each by a statement of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, distinct, exists, func, select
from sqlalchemy.orm import aliased

from desktop.engagement.programme import Channel
from desktop.sheets.copies import CopyState, PaperCopy, RunKind
from desktop.sheets.custody import SheetHow, SheetMoveKind
from desktop.sheets.paper_ledger import KEYED, PaperCounts
from desktop.store.repositories.base import Repository
from desktop.store.repositories.ledger import keyed_with_response
from desktop.store.repositories.paper import copy_of
from desktop.store.tables import MOVED_COPY, PAPER_COPY, PRINT_RUN, RESPONSE, RESPONSE_ENDING, REVISION, SHEET_MOVE

_KEYED = [state.value for state in KEYED]
_WHERE = (PAPER_COPY.c.event_id, PAPER_COPY.c.form_id)
_MANY = func.count().label("many")


class PaperCountRepository(Repository):
    """Reads what the paper ledger is made from, and what does not agree about single copies."""

    def counts(self, programme_id: str) -> PaperCounts:
        """Return the counts of a programme, all from this unit's transaction."""
        ours = PAPER_COPY.c.programme_id == programme_id
        run_event = PRINT_RUN.c.event_id.label("run_event")
        joined = PAPER_COPY.outerjoin(PRINT_RUN, PRINT_RUN.c.run_id == PAPER_COPY.c.run_id)
        of_programme = PRINT_RUN.c.programme_id == programme_id
        runs = select(
            PRINT_RUN.c.event_id, PRINT_RUN.c.form_id, PRINT_RUN.c.kind, func.sum(PRINT_RUN.c.copies).label("many")
        ).where(of_programme, PRINT_RUN.c.kind != RunKind.MASTER.value)
        masters = select(PRINT_RUN.c.event_id, PRINT_RUN.c.form_id, _MANY).where(
            of_programme, PRINT_RUN.c.kind == RunKind.MASTER.value
        )
        copies = select(*_WHERE, PRINT_RUN.c.kind, PAPER_COPY.c.state, _MANY).select_from(joined).where(ours)
        moved = (
            select(run_event, *_WHERE, _MANY)
            .select_from(joined)
            .where(ours, PRINT_RUN.c.event_id.is_not(None), PRINT_RUN.c.event_id != PAPER_COPY.c.event_id)
        )
        plain = select(*_WHERE, _MANY).select_from(PAPER_COPY).where(ours)
        seen = plain.where(PAPER_COPY.c.state.in_(_KEYED), PAPER_COPY.c.serial.in_(keyed_with_response()))
        received = select(*_WHERE, PAPER_COPY.c.received_how, PAPER_COPY.c.received_on, _MANY).where(
            ours, PAPER_COPY.c.received_on != ""
        )
        return PaperCounts(
            runs={
                (row[0], row[1], RunKind(row[2])): int(row[3])
                for row in self._grouped(runs, PRINT_RUN.c.event_id, PRINT_RUN.c.form_id, PRINT_RUN.c.kind)
            },
            masters=self._by_where(masters, PRINT_RUN.c.event_id, PRINT_RUN.c.form_id),
            copies={
                (row[0], row[1], None if row[2] is None else RunKind(row[2]), CopyState(row[3])): int(row[4])
                for row in self._grouped(copies, *_WHERE, PRINT_RUN.c.kind, PAPER_COPY.c.state)
            },
            moved={
                (row[0], row[1], row[2]): int(row[3])
                for row in self._grouped(moved, PRINT_RUN.c.event_id, *_WHERE)
            },
            untouched=self._by_where(plain.where(PAPER_COPY.c.serial.not_in(_acted_on())), *_WHERE),
            keyed_seen=self._by_where(seen, *_WHERE),
            papers=self._papers(programme_id),
            received={
                (row[0], row[1], row[2], row[3]): int(row[4])
                for row in self._grouped(received, *_WHERE, PAPER_COPY.c.received_how, PAPER_COPY.c.received_on)
            },
            posted=self._posted(programme_id),
        )

    def keyed_twice(self, programme_id: str) -> Mapping[str, tuple[str, ...]]:
        """Return the serials that were keyed as several responses which still count, with the responses' ids.

        Of these one was keyed under a wrong serial, is a photocopy, or was keyed twice: a person decides.
        """
        statement = (
            select(RESPONSE.c.serial, RESPONSE.c.response_id)
            .where(
                RESPONSE.c.programme_id == programme_id,
                RESPONSE.c.channel == Channel.PAPER.value,
                RESPONSE.c.serial != "",
                RESPONSE.c.response_id.in_(select(REVISION.c.response_id)),
                RESPONSE.c.response_id.not_in(select(RESPONSE_ENDING.c.response_id)),
            )
            .order_by(RESPONSE.c.serial, RESPONSE.c.response_id)
        )
        found: dict[str, list[str]] = defaultdict(list)
        for row in self._all(statement):
            found[row.serial].append(row.response_id)
        return {serial: tuple(ids) for serial, ids in found.items() if len(ids) > 1}

    def keyed_against(self, programme_id: str) -> Mapping[str, tuple[SheetMoveKind, ...]]:
        """Return the keyed serials of which somebody says that they were spoiled, blank or refused, with what."""
        against = (SheetMoveKind.SPOIL, SheetMoveKind.BLANK, SheetMoveKind.REFUSE)
        statement = (
            select(MOVED_COPY.c.serial, SHEET_MOVE.c.kind)
            .join(SHEET_MOVE, SHEET_MOVE.c.move_id == MOVED_COPY.c.move_id)
            .join(PAPER_COPY, PAPER_COPY.c.serial == MOVED_COPY.c.serial)
            .where(PAPER_COPY.c.programme_id == programme_id, PAPER_COPY.c.state.in_(_KEYED))
            .where(SHEET_MOVE.c.kind.in_([each.value for each in against]), ~_taken_back())
            .distinct()
            .order_by(MOVED_COPY.c.serial, SHEET_MOVE.c.kind)
        )
        found: dict[str, list[SheetMoveKind]] = defaultdict(list)
        for row in self._all(statement):
            found[row.serial].append(SheetMoveKind(row.kind))
        return {serial: tuple(kinds) for serial, kinds in found.items()}

    def other_version(self, programme_id: str) -> tuple[PaperCopy, ...]:
        """Return the copies that were keyed by another version of the form than was printed, by serial."""
        statement = (
            select(PAPER_COPY)
            .join(PRINT_RUN, PRINT_RUN.c.run_id == PAPER_COPY.c.run_id)
            .where(PAPER_COPY.c.programme_id == programme_id, PAPER_COPY.c.form_sha256 != "")
            .where(PRINT_RUN.c.kind == RunKind.NUMBERED.value, PAPER_COPY.c.form_sha256 != PRINT_RUN.c.form_sha256)
            .order_by(PAPER_COPY.c.serial)
        )
        return tuple(copy_of(row) for row in self._all(statement))

    def foreign(self, programme_id: str) -> tuple[PaperCopy, ...]:
        """Return the copies whose print log is elsewhere, by serial."""
        ours = and_(PAPER_COPY.c.programme_id == programme_id, PAPER_COPY.c.run_id == "")
        return tuple(
            copy_of(row) for row in self._all(select(PAPER_COPY).where(ours).order_by(PAPER_COPY.c.serial))
        )

    def _papers(self, programme_id: str) -> dict[tuple[str, str], int]:
        event_id, form_id = func.coalesce(PAPER_COPY.c.event_id, ""), RESPONSE.c.form_id
        statement = (
            select(event_id, form_id, func.count(distinct(RESPONSE.c.serial)).label("many"))
            .select_from(RESPONSE.outerjoin(PAPER_COPY, PAPER_COPY.c.serial == RESPONSE.c.serial))
            .where(RESPONSE.c.programme_id == programme_id, RESPONSE.c.channel == Channel.PAPER.value)
            .where(RESPONSE.c.serial != "", RESPONSE.c.response_id.in_(select(REVISION.c.response_id)))
        )
        return self._by_where(statement, PAPER_COPY.c.event_id, form_id)

    def _posted(self, programme_id: str) -> dict[tuple[str, str, str, str], int]:
        columns = (*_WHERE, SHEET_MOVE.c.edition, SHEET_MOVE.c.day)
        statement = (
            select(*columns, _MANY)
            .select_from(MOVED_COPY)
            .join(SHEET_MOVE, SHEET_MOVE.c.move_id == MOVED_COPY.c.move_id)
            .join(PAPER_COPY, PAPER_COPY.c.serial == MOVED_COPY.c.serial)
            .where(SHEET_MOVE.c.programme_id == programme_id, SHEET_MOVE.c.kind == SheetMoveKind.ISSUE.value)
            .where(SHEET_MOVE.c.how == SheetHow.POST.value, ~_taken_back())
        )
        return {(row[0], row[1], row[2], row[3]): int(row[4]) for row in self._grouped(statement, *columns)}

    def _by_where(self, statement: Select[Any], *columns: Any) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = defaultdict(int)
        for row in self._grouped(statement, *columns):
            found[row[0], row[1]] += int(row[2])
        return dict(found)

    def _grouped(self, statement: Select[Any], *columns: Any) -> Any:
        return self._all(statement.group_by(*columns))


def _taken_back() -> ColumnElement[bool]:
    """Return the condition that a move was taken back for the copy of ``moved_copy``."""
    back, of_back = aliased(SHEET_MOVE), aliased(MOVED_COPY)
    return exists().where(
        back.c.undoes == SHEET_MOVE.c.move_id,
        of_back.c.move_id == back.c.move_id,
        of_back.c.serial == MOVED_COPY.c.serial,
    ).correlate(SHEET_MOVE, MOVED_COPY)  # fmt: skip


def _acted_on() -> Select[Any]:
    """Return the serials with which something was done that stands."""
    return (
        select(MOVED_COPY.c.serial)
        .join(SHEET_MOVE, SHEET_MOVE.c.move_id == MOVED_COPY.c.move_id)
        .where(SHEET_MOVE.c.kind != SheetMoveKind.PUT_BACK.value, ~_taken_back())
    )
