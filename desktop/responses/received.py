"""What the centre keeps about the batches it was given, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.responses.batches import Batch, ItemResult


@dataclass(frozen=True, slots=True)
class ReceivedBatch:
    """One batch at the centre; however often and under whatever file name it came, it is here once.

    Attributes:
        file_sha256: hex digest of the whole file as first received.
        receipt_id: of the receipt that was given.
    """

    batch: Batch
    file_sha256: str
    received_at: datetime
    received_by: str
    receipt_id: str


@dataclass(frozen=True, slots=True)
class RecordResult:
    """What was done with one response record of a batch.

    Attributes:
        identity: the instance id.
        words: for a quarantined record, why; else empty.
    """

    identity: str
    result: ItemResult
    words: str = ""


@dataclass(frozen=True, slots=True)
class QuarantinedRecord:
    """A record that was set apart, with its bytes, for a person to judge.

    Attributes:
        quarantine_id: uuid4 text.
        kind: of the record, as the batch calls it (it may be one that this program does not know).
        body: the record's bytes as they came.
    """

    quarantine_id: str
    batch_id: str
    device_id: str
    kind: str
    identity: str
    reason: str
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class ChainGap:
    """Numbers missing from the chain of one device and epoch: batches that were formed and are not here.

    Attributes:
        first, last: missing batch numbers, inclusive.
    """

    device_id: str
    epoch: int
    first: int
    last: int
