"""Counts the ledger's facts. No statement here reads the state of a response: that is the other source."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, distinct, exists, func, or_, select, union

from desktop.engagement.programme import Channel
from desktop.responses.batches import ItemResult
from desktop.responses.drafts import DraftEnd
from desktop.responses.ledger import Facts
from desktop.sheets.copies import CopyState
from desktop.store.repositories.base import Repository
from desktop.store.tables import (
    BATCH_ITEM,
    DRAFT,
    PAPER_COPY,
    PRINT_RUN,
    RECEIPT_RESULT,
    RECORD_RESULT,
    RESPONSE,
    RESPONSE_ENDING,
    REVISION,
)

_ACCEPTED = (ItemResult.ACCEPTED.value, ItemResult.ALREADY_THERE.value)


class FactRepository(Repository):
    """Counts over drafts, revisions, batch items, receipts, endings and the print log."""

    def facts(self) -> Facts:
        """Return the facts, all from this unit's transaction."""
        in_batch = or_(
            REVISION.c.instance_id.in_(select(BATCH_ITEM.c.identity)),
            # at the centre a response stands in the batch that it came in
            REVISION.c.instance_id.in_(select(RECORD_RESULT.c.identity)),
        )
        accepted = _result_in(_ACCEPTED)
        quarantined = _result_in((ItemResult.QUARANTINED.value,))
        paper_serial = PAPER_COPY.c.serial == RESPONSE.c.serial
        in_print_log = exists().where(paper_serial, PAPER_COPY.c.run_id != "").correlate(RESPONSE)
        paper = select(func.count(distinct(REVISION.c.response_id)))
        paper = paper.join(RESPONSE, RESPONSE.c.response_id == REVISION.c.response_id)
        paper = paper.where(RESPONSE.c.channel == Channel.PAPER.value)
        started = union(select(DRAFT.c.response_id), select(REVISION.c.response_id)).subquery()
        logged = select(func.count()).select_from(PAPER_COPY).where(PAPER_COPY.c.run_id != "")
        return Facts(
            items_started=self._count(select(func.count()).select_from(started)),
            drafts_open=self._count(_drafts(DraftEnd.OPEN)),
            drafts_abandoned=self._count(_drafts(DraftEnd.ABANDONED)),
            frozen=self._count(select(func.count(distinct(REVISION.c.response_id)))),
            in_batches=self._count(_standing(in_batch)),
            accepted=self._count(_standing(in_batch, accepted)),
            quarantined=self._count(_standing(in_batch, quarantined, ~accepted)),
            stopped=self._count(select(func.count(distinct(RESPONSE_ENDING.c.response_id)))),
            copies_printed=self._count(select(func.coalesce(func.sum(PRINT_RUN.c.copies), 0))),
            copies_keyed=self._count(logged.where(PAPER_COPY.c.state == CopyState.KEYED.value)),
            copies_unaccounted=self._count(logged.where(PAPER_COPY.c.state == CopyState.PRINTED.value)),
            paper=self._count(paper),
            paper_log_here=self._count(paper.where(in_print_log)),
            paper_log_elsewhere=self._count(paper.where(~in_print_log)),
        )

    def _count(self, statement: Select[Any]) -> int:
        return int(self._connection.execute(statement).scalar_one())


def _drafts(end: DraftEnd) -> Select[Any]:
    return select(func.count()).select_from(DRAFT).where(DRAFT.c.ended == end.value)


def _standing(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the count of responses that were not taken out and whose newest revision meets ``conditions``."""
    later = REVISION.alias("later")
    replaced = exists().where(later.c.deprecated_id == REVISION.c.instance_id).correlate(REVISION)
    taken_out = REVISION.c.response_id.in_(select(RESPONSE_ENDING.c.response_id))
    return select(func.count(distinct(REVISION.c.response_id))).where(~replaced, ~taken_out, *conditions)


def _result_in(results: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that a receipt, or at the centre the record of a batch, gives one of ``results``."""
    return or_(
        REVISION.c.instance_id.in_(select(RECEIPT_RESULT.c.identity).where(RECEIPT_RESULT.c.result.in_(results))),
        REVISION.c.instance_id.in_(select(RECORD_RESULT.c.identity).where(RECORD_RESULT.c.result.in_(results))),
    )
