"""Counts the ledger's facts. No statement here reads the state of a response: that is the other source."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CompoundSelect, Select, distinct, exists, func, select, union, union_all

from desktop.engagement.programme import Channel
from desktop.responses.batches import ItemResult
from desktop.responses.drafts import DraftEnd, DraftKind
from desktop.responses.ledger import Facts
from desktop.sheets.copies import CopyState
from desktop.store.repositories.base import Repository
from desktop.store.tables import (
    BATCH_ENDING,
    BATCH_ITEM,
    DRAFT,
    MOVED_COPY,
    PAPER_COPY,
    PRINT_RUN,
    RECEIPT_RESULT,
    RECORD_RESULT,
    RESPONSE,
    RESPONSE_ENDING,
    REVISION,
    SHEET_MOVE,
)

_KEYED = (CopyState.KEYED.value, CopyState.VERIFIED.value)
_ACCEPTED = (ItemResult.ACCEPTED.value, ItemResult.ALREADY_THERE.value)


class FactRepository(Repository):
    """Counts over drafts, revisions, batch items, receipts, endings and the print log."""

    def facts(self) -> Facts:
        """Return the facts, all from this unit's transaction."""
        paper_serial = PAPER_COPY.c.serial == RESPONSE.c.serial
        in_print_log = exists().where(paper_serial, PAPER_COPY.c.run_id != "").correlate(RESPONSE)
        paper = select(func.count()).select_from(RESPONSE).where(RESPONSE.c.channel == Channel.PAPER.value)
        paper = paper.where(RESPONSE.c.response_id.in_(select(REVISION.c.response_id)))
        in_batches, accepted, quarantined = self._standing()
        begun = select(DRAFT.c.response_id).where(DRAFT.c.kind != DraftKind.SECOND_KEYING.value)
        started = union(begun, select(REVISION.c.response_id)).subquery()
        logged = select(func.count()).select_from(PAPER_COPY).where(PAPER_COPY.c.run_id != "")
        keyed = logged.where(PAPER_COPY.c.state.in_(_KEYED))
        return Facts(
            items_started=self._count(select(func.count()).select_from(started)),
            drafts_open=self._count(_drafts(DraftEnd.OPEN)),
            drafts_abandoned=self._count(_drafts(DraftEnd.ABANDONED)),
            frozen=self._count(select(func.count(distinct(REVISION.c.response_id)))),
            in_batches=in_batches,
            accepted=accepted,
            quarantined=quarantined,
            stopped=self._count(select(func.count(distinct(RESPONSE_ENDING.c.response_id)))),
            copies_printed=self._count(select(func.coalesce(func.sum(PRINT_RUN.c.copies), 0))),
            copies_keyed=self._count(keyed),
            copies_not_keyed=self._count(logged.where(PAPER_COPY.c.state.not_in(_KEYED))),
            copies_keyed_unseen=self._count(keyed.where(PAPER_COPY.c.serial.not_in(keyed_with_response()))),
            paper=self._count(paper),
            paper_log_here=self._count(paper.where(in_print_log)),
            paper_log_elsewhere=self._count(paper.where(~in_print_log)),
            paper_twice=self._count(paper.where(in_print_log))
            - self._count(paper.with_only_columns(func.count(distinct(RESPONSE.c.serial))).where(in_print_log)),
        )

    def _standing(self) -> tuple[int, int, int]:
        """Count responses that were not taken out, by what is known of their newest revision.

        Returns:
            those in a batch (at the centre: in the batch that they came in); of these those that a receipt says
            are at the centre; and those that a receipt says were set apart, and none says were taken in.
        """
        replaced = select(REVISION.c.deprecated_id).where(REVISION.c.deprecated_id != "")
        newest = REVISION.c.instance_id.not_in(replaced.correlate(None))
        standing = newest & REVISION.c.response_id.not_in(select(RESPONSE_ENDING.c.response_id))
        in_force = BATCH_ITEM.c.batch_id.not_in(select(BATCH_ENDING.c.batch_id))  # not given up
        in_batch = REVISION.c.instance_id.in_(
            union_all(select(BATCH_ITEM.c.identity).where(in_force), select(RECORD_RESULT.c.identity))
        )
        accepted = REVISION.c.instance_id.in_(_with_result(_ACCEPTED))
        quarantined = REVISION.c.instance_id.in_(_with_result((ItemResult.QUARANTINED.value,)))
        many = func.count(distinct(REVISION.c.response_id))
        statement = select(
            many.filter(in_batch),
            many.filter(in_batch & accepted),
            many.filter(in_batch & quarantined & ~accepted),
        )
        row = self._connection.execute(statement.where(standing)).one()
        return int(row[0]), int(row[1]), int(row[2])

    def _count(self, statement: Select[Any]) -> int:
        return int(self._connection.execute(statement).scalar_one())


def keyed_with_response() -> Select[Any]:
    """Return the serials that were keyed as a response that is here; asked of the moves, not of the copies."""
    return (
        select(MOVED_COPY.c.serial)
        .join(SHEET_MOVE, SHEET_MOVE.c.move_id == MOVED_COPY.c.move_id)
        .where(SHEET_MOVE.c.response_id != "", SHEET_MOVE.c.response_id.in_(select(REVISION.c.response_id)))
    )


def _drafts(end: DraftEnd) -> Select[Any]:
    # a change is of a response that is counted already, and a second keying never becomes one
    begun = DRAFT.c.kind.not_in((DraftKind.EDIT.value, DraftKind.SECOND_KEYING.value))
    return select(func.count()).select_from(DRAFT).where(DRAFT.c.ended == end.value, begun)


def _with_result(results: tuple[str, ...]) -> CompoundSelect[Any]:
    """Return the instance ids of which a receipt, or at the centre the record of a batch, gives such a result."""
    return union_all(
        *(select(table.c.identity).where(table.c.result.in_(results)) for table in (RECEIPT_RESULT, RECORD_RESULT))
    )
