"""What the centre keeps of the batches it was given."""

from __future__ import annotations

from sqlalchemy import Index

from desktop.store.tables.base import Row, blob, flag, integer, key, number_key, table_of, text


class ReceivedBatchRow(Row, table=True):
    """One batch at the centre, once, however often its file came."""

    __tablename__ = "received_batch"
    # not unique: a device restored without a new epoch repeats a number, and what it sent must still be taken in
    __table_args__ = (Index(None, "device_id", "epoch", "number"),)
    batch_id: str = key()
    kind: str = text()
    device_id: str = text()
    epoch: int = integer()
    number: int = integer()
    previous_digest: str = text()
    digest: str = text()
    formed_utc: str = text()
    formed_offset: int = integer()
    formed_by: str = text()
    items: int = integer()
    responses: int = integer()
    made_up: bool = flag()
    file_sha256: str = text(index=True)
    received_utc: str = text()
    received_offset: int = integer()
    received_by: str = text()
    receipt_id: str = text()


class RecordResultRow(Row, table=True):
    """What was done with one response record of a received batch."""

    __tablename__ = "record_result"
    batch_id: str = key("received_batch.batch_id")
    position: int = number_key()
    identity: str = text(index=True)
    result: str = text()
    words: str = text()


class QuarantinedRecordRow(Row, table=True):
    """A record set apart, with its bytes."""

    __tablename__ = "quarantined_record"
    quarantine_id: str = key()
    batch_id: str = text(index=True)
    device_id: str = text()
    kind: str = text()
    identity: str = text(index=True)
    reason: str = text()
    body: bytes = blob()
    at_utc: str = text()
    at_offset: int = integer()


RECEIVED_BATCH = table_of(ReceivedBatchRow)
RECORD_RESULT = table_of(RecordResultRow)
QUARANTINED_RECORD = table_of(QuarantinedRecordRow)
