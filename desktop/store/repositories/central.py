"""What the centre keeps of the batches it was given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, literal, select, update

from desktop.responses.batches import ItemResult
from desktop.responses.received import ChainGap, QuarantinedRecord, ReceivedBatch, RecordResult
from desktop.store.repositories.base import Repository, chunks, instant, moment
from desktop.store.repositories.batches import batch_row, to_batch
from desktop.store.tables import QUARANTINED_RECORD, RECEIVED_BATCH, RECORD_RESULT

_RECEIVING = 0x5B0A4E  # any number that nothing else of ours takes


class ReceivedRepository(Repository):
    """Received batches, each once, and what was done with every response in them."""

    def hold(self) -> None:
        """Let one at a time take batches in, until the unit ends; a second waits, then sees what the first did.

        Two receivers at one PostgreSQL would else both find a batch missing; in SQLite a unit that may write is
        alone from its first statement on.
        """
        self._connection.execute(select(literal(1) if self._is_sqlite else func.pg_advisory_xact_lock(_RECEIVING)))

    def batch_by_id(self, batch_id: str) -> ReceivedBatch | None:
        """Return the batch, where it was received."""
        row = self._first(select(RECEIVED_BATCH).where(RECEIVED_BATCH.c.batch_id == batch_id))
        return None if row is None else _received(row)

    def batch_by_file(self, file_sha256: str) -> ReceivedBatch | None:
        """Return the batch that came in a file of that digest, so that a copy is known before it is opened."""
        row = self._first(select(RECEIVED_BATCH).where(RECEIVED_BATCH.c.file_sha256 == file_sha256).limit(1))
        return None if row is None else _received(row)

    def put_batch(self, received: ReceivedBatch) -> None:
        """Keep a received batch. One of that id must not be there yet."""
        row = {
            **batch_row(received.batch),
            "file_sha256": received.file_sha256,
            **instant("received", received.received_at),
            "received_by": received.received_by,
            "receipt_id": received.receipt_id,
        }
        self._insert(RECEIVED_BATCH, [row])

    def batches(self, device_id: str | None = None) -> tuple[ReceivedBatch, ...]:
        """Return the received batches, of one device or of all, newest first."""
        statement = select(RECEIVED_BATCH).order_by(
            RECEIVED_BATCH.c.received_utc.desc(), RECEIVED_BATCH.c.batch_id
        )
        if device_id is not None:
            statement = statement.where(RECEIVED_BATCH.c.device_id == device_id)
        return tuple(_received(row) for row in self._all(statement))

    def record_results(self, batch_id: str, results: Iterable[RecordResult]) -> None:
        """Keep what was done with the response records of a batch, in the batch's order."""
        self._insert(
            RECORD_RESULT,
            [
                {
                    "batch_id": batch_id,
                    "position": position,
                    "identity": each.identity,
                    "result": each.result.value,
                    "words": each.words,
                }
                for position, each in enumerate(results)
            ],
        )

    def results(self, batch_id: str) -> tuple[RecordResult, ...]:
        """Return what was done with the response records of a batch."""
        statement = select(RECORD_RESULT).where(RECORD_RESULT.c.batch_id == batch_id)
        return tuple(
            RecordResult(row.identity, ItemResult(row.result), row.words)
            for row in self._all(statement.order_by(RECORD_RESULT.c.position))
        )

    def first_received(self, identities: Iterable[str]) -> datetime | None:
        """Return when the first batch came of which any response record of those identities was taken in."""
        statement = (
            select(RECEIVED_BATCH.c.received_utc, RECEIVED_BATCH.c.received_offset)
            .join(RECORD_RESULT, RECORD_RESULT.c.batch_id == RECEIVED_BATCH.c.batch_id)
            .where(RECORD_RESULT.c.identity.in_(bindparam("identities", expanding=True)))
            .where(RECORD_RESULT.c.result != ItemResult.QUARANTINED.value)
        )
        found = [
            moment(row.received_utc, row.received_offset)
            for chunk in chunks(identities)
            for row in self._all(statement, {"identities": chunk})
        ]
        return min(found, default=None)

    def add_quarantined(self, records: Iterable[QuarantinedRecord]) -> None:
        """Set records apart, with their bytes."""
        names = ("quarantine_id", "batch_id", "device_id", "kind", "identity", "reason", "body")
        self._insert(
            QUARANTINED_RECORD,
            [{**{name: getattr(each, name) for name in names}, **instant("at", each.at)} for each in records],
        )

    def quarantined(self) -> tuple[QuarantinedRecord, ...]:
        """Return the records that were set apart, oldest first."""
        columns = QUARANTINED_RECORD.c
        rows = self._all(select(QUARANTINED_RECORD).order_by(columns.at_utc, columns.quarantine_id))
        return tuple(_quarantined(row) for row in rows)

    def empty_quarantined(self, quarantine_ids: Iterable[str]) -> None:
        """Empty the bytes of records that were set apart; that they came, and why they stood apart, stays."""
        for chunk in chunks(quarantine_ids):
            wanted = QUARANTINED_RECORD.c.quarantine_id.in_(bindparam("records", expanding=True))
            statement = update(QUARANTINED_RECORD).where(wanted).values(body=b"")
            self._connection.execute(statement, {"records": chunk})
            self._shorten_log_after_commit()

    def gaps(self, device_id: str | None = None, epoch: int | None = None) -> tuple[ChainGap, ...]:
        """Return the numbers missing below the highest of each chain; they are reported and block nothing."""
        columns = RECEIVED_BATCH.c
        statement = select(columns.device_id, columns.epoch, columns.number)
        if device_id is not None:
            statement = statement.where(columns.device_id == device_id)
        if epoch is not None:
            statement = statement.where(columns.epoch == epoch)
        chains: dict[tuple[str, int], set[int]] = {}
        for row in self._all(statement.order_by(columns.device_id, columns.epoch)):
            chains.setdefault((row.device_id, row.epoch), set()).add(row.number)
        return find_gaps(chains)


def find_gaps(chains: Mapping[tuple[str, int], Iterable[int]]) -> tuple[ChainGap, ...]:
    """Return the missing numbers of each (device, epoch), as runs; numbers begin at 1."""
    gaps = []
    for (device_id, epoch), numbers in chains.items():
        expected = 1
        for number in sorted(set(numbers)):
            if number > expected:
                gaps.append(ChainGap(device_id, epoch, expected, number - 1))
            expected = max(expected, number + 1)
    return tuple(gaps)


def _received(row: Row[Any]) -> ReceivedBatch:
    return ReceivedBatch(
        batch=to_batch(row),
        file_sha256=row.file_sha256,
        received_at=moment(row.received_utc, row.received_offset),
        received_by=row.received_by,
        receipt_id=row.receipt_id,
    )


def _quarantined(row: Row[Any]) -> QuarantinedRecord:
    return QuarantinedRecord(
        quarantine_id=row.quarantine_id,
        batch_id=row.batch_id,
        device_id=row.device_id,
        kind=row.kind,
        identity=row.identity,
        reason=row.reason,
        body=bytes(row.body),
        at=moment(row.at_utc, row.at_offset),
    )
