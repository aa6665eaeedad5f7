"""The outbox: batches and their items, deliveries, receipts; and whom this store trusts."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from desktop.store.tables.base import Row, blob, flag, integer, key, number_key, table_of, text


class BatchRow(Row, table=True):
    """One closed batch of this device."""

    __tablename__ = "batch"
    __table_args__ = (UniqueConstraint("device_id", "epoch", "number"),)
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


class BatchItemRow(Row, table=True):
    """One record of a batch. The body of a response or a contact is not kept twice: it is made anew."""

    __tablename__ = "batch_item"
    batch_id: str = key("batch.batch_id")
    position: int = number_key()
    kind: str = text()
    identity: str = text(index=True)
    sha256: str = text()
    body: str = text()


class DeliveryRow(Row, table=True):
    """How far one batch got at one target."""

    __tablename__ = "delivery"
    batch_id: str = key("batch.batch_id")
    target: str = key()
    status: str = text()
    file_name: str = text()
    detail: str = text()
    at_utc: str = text()
    at_offset: int = integer()
    version: int = integer()


class ReceiptRow(Row, table=True):
    """A signed receipt, with its bytes as they came (on the device) or as they went (at the centre)."""

    __tablename__ = "receipt"
    receipt_id: str = key()
    batch_id: str = text(index=True)
    batch_digest: str = text()
    device_id: str = text()
    central_id: str = text()
    received_utc: str = text()
    received_offset: int = integer()
    raw: bytes = blob()


class ReceiptResultRow(Row, table=True):
    """What a receipt says of one response."""

    __tablename__ = "receipt_result"
    receipt_id: str = key("receipt.receipt_id")
    position: int = number_key()
    identity: str = text(index=True)
    result: str = text()


class TrustedCoordinatorRow(Row, table=True):
    """A coordinator whose keys this device encrypts to."""

    __tablename__ = "trusted_coordinator"
    central_id: str = key()
    key_text: str = text()
    added_by: str = text()
    added_utc: str = text()
    added_offset: int = integer()


class TrustedDeviceRow(Row, table=True):
    """A device whose signature this centre accepts."""

    __tablename__ = "trusted_device"
    device_id: str = key()
    key_text: str = text()
    label: str = text()
    added_by: str = text()
    added_utc: str = text()
    added_offset: int = integer()


BATCH = table_of(BatchRow)
BATCH_ITEM = table_of(BatchItemRow)
DELIVERY = table_of(DeliveryRow)
RECEIPT = table_of(ReceiptRow)
RECEIPT_RESULT = table_of(ReceiptResultRow)
TRUSTED_COORDINATOR = table_of(TrustedCoordinatorRow)
TRUSTED_DEVICE = table_of(TrustedDeviceRow)
