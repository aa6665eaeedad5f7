"""The outbox: batches, deliveries and receipts; and whom this store trusts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from desktop.responses.batches import (
    DAY_KINDS,
    KEYING_KINDS,
    PAPER_KINDS,
    Batch,
    BatchKind,
    BatchRecord,
    Delivery,
    DeliveryStatus,
    ItemResult,
    Receipt,
    RecordKind,
)
from desktop.responses.trust import TrustedCoordinator, TrustedDevice
from desktop.store.repositories.base import Repository, chunks, instant, moment
from desktop.store.tables import (
    BATCH,
    BATCH_ENDING,
    BATCH_ITEM,
    DELIVERY,
    RECEIPT,
    RECEIPT_RESULT,
    TRUSTED_COORDINATOR,
    TRUSTED_DEVICE,
)

BODY_KEPT_ELSEWHERE = DAY_KINDS | PAPER_KINDS | KEYING_KINDS | {RecordKind.RESPONSE, RecordKind.CONTACT}
"""Records whose body is made anew from their own table, so that nothing of a person is kept twice."""


class BatchRepository(Repository):
    """Closed batches of this device."""

    def form(self, batch: Batch, records: Iterable[BatchRecord]) -> None:
        """Keep a batch and what is in it; the body of what a table of its own holds is not kept a second time.

        The caller moves the responses and marks the contacts in the same unit.
        """
        self._insert(BATCH, [batch_row(batch)])
        self._insert(
            BATCH_ITEM,
            [
                {
                    "batch_id": batch.batch_id,
                    "position": position,
                    "kind": record.kind.value,
                    "identity": record.identity,
                    "sha256": record.sha256,
                    "body": "" if record.kind in BODY_KEPT_ELSEWHERE else record.body,
                }
                for position, record in enumerate(records)
            ],
        )

    def get(self, batch_id: str) -> Batch | None:
        """Return one batch."""
        row = self._first(select(BATCH).where(BATCH.c.batch_id == batch_id))
        return None if row is None else to_batch(row)

    def list(self) -> tuple[Batch, ...]:
        """Return the batches, newest first."""
        statement = select(BATCH).order_by(BATCH.c.epoch.desc(), BATCH.c.number.desc(), BATCH.c.batch_id)
        return tuple(to_batch(row) for row in self._all(statement))

    def items(self, batch_id: str) -> tuple[BatchRecord, ...]:
        """Return what is in a batch, in its order; ``body`` is empty where it is made anew from its own table."""
        statement = select(BATCH_ITEM).where(BATCH_ITEM.c.batch_id == batch_id).order_by(BATCH_ITEM.c.position)
        return tuple(
            BatchRecord(RecordKind(row.kind), row.identity, row.sha256, row.body) for row in self._all(statement)
        )

    def holding(self, identities: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the batches that hold any record of those identities."""
        statement = select(BATCH_ITEM.c.batch_id).where(
            BATCH_ITEM.c.identity.in_(bindparam("identities", expanding=True))
        )
        found = {
            row.batch_id for chunk in chunks(identities) for row in self._all(statement, {"identities": chunk})
        }
        return tuple(sorted(found))

    def forget(self, identities: Iterable[str]) -> None:
        """Empty the digests of what was deleted: nothing of it stays, and a batch that holds it has a hole."""
        theirs = BATCH_ITEM.c.identity.in_(bindparam("identities", expanding=True))
        for chunk in chunks(identities):
            self._connection.execute(update(BATCH_ITEM).where(theirs).values(sha256=""), {"identities": chunk})

    def last_in_chain(self, device_id: str, epoch: int) -> Batch | None:
        """Return the batch with the highest number of that device and epoch."""
        statement = select(BATCH).where(BATCH.c.device_id == device_id, BATCH.c.epoch == epoch)
        row = self._first(statement.order_by(BATCH.c.number.desc()).limit(1))
        return None if row is None else to_batch(row)

    def put_delivery(self, delivery: Delivery) -> None:
        """Keep how far a batch got at one target."""
        row = {
            "batch_id": delivery.batch_id,
            "target": delivery.target,
            "status": delivery.status.value,
            "file_name": delivery.file_name,
            "detail": delivery.detail,
            **instant("at", delivery.at),
            "version": delivery.version,
        }
        self._upsert(DELIVERY, row)

    def deliveries(self, batch_id: str | None = None) -> tuple[Delivery, ...]:
        """Return the deliveries of one batch or of all, by target."""
        statement = select(DELIVERY).order_by(DELIVERY.c.batch_id, DELIVERY.c.target)
        if batch_id is not None:
            statement = statement.where(DELIVERY.c.batch_id == batch_id)
        return tuple(_delivery(row) for row in self._all(statement))

    def end(self, batch_ids: Iterable[str], reason: str, at: datetime) -> None:
        """Give batches up: what is in them counts as in no batch; the caller puts their responses back.

        Their numbers stay in the chain; the centre is told that they were given up. One that was given up
        already keeps its first reason.
        """
        ended = instant("at", at)
        rows = [{"batch_id": each, "reason": reason, **ended} for each in dict.fromkeys(batch_ids)]
        self._insert_missing(BATCH_ENDING, rows)

    def revive(self, batch_id: str) -> None:
        """Take back that a batch was given up: the centre has it after all."""
        self._connection.execute(delete(BATCH_ENDING).where(BATCH_ENDING.c.batch_id == batch_id))

    def ended(self) -> dict[str, str]:
        """Return the batches that were given up: id to reason."""
        return {row.batch_id: row.reason for row in self._all(select(BATCH_ENDING))}

    def ended_at(self) -> dict[str, datetime]:
        """Return when each batch that was given up was given up, by id."""
        return {row.batch_id: moment(row.at_utc, row.at_offset) for row in self._all(select(BATCH_ENDING))}


class ReceiptRepository(Repository):
    """Signed receipts: those that came (on a device) or were given (at the centre)."""

    def put(self, receipt: Receipt, raw: bytes) -> None:
        """Keep a receipt with its bytes; one that is there already changes nothing."""
        if self._first(select(RECEIPT.c.receipt_id).where(RECEIPT.c.receipt_id == receipt.receipt_id)) is not None:
            return
        row = {
            "receipt_id": receipt.receipt_id,
            "batch_id": receipt.batch_id,
            "batch_digest": receipt.batch_digest,
            "device_id": receipt.device_id,
            "central_id": receipt.central_id,
            **instant("received", receipt.received_at),
            "raw": raw,
        }
        self._insert(RECEIPT, [row])
        self._insert(
            RECEIPT_RESULT,
            [
                {
                    "receipt_id": receipt.receipt_id,
                    "position": position,
                    "identity": identity,
                    "result": result.value,
                }
                for position, (identity, result) in enumerate(receipt.results)
            ],
        )

    def by_batch(self, batch_id: str) -> tuple[Receipt, ...]:
        """Return the receipts of a batch, oldest first."""
        statement = select(RECEIPT).where(RECEIPT.c.batch_id == batch_id)
        ordered = statement.order_by(RECEIPT.c.received_utc, RECEIPT.c.receipt_id)
        return tuple(self._receipt(row) for row in self._all(ordered))

    def get(self, receipt_id: str) -> Receipt | None:
        """Return one receipt."""
        row = self._first(select(RECEIPT).where(RECEIPT.c.receipt_id == receipt_id))
        return None if row is None else self._receipt(row)

    def raw(self, receipt_id: str) -> bytes | None:
        """Return the bytes of a receipt, as signed."""
        row = self._first(select(RECEIPT.c.raw).where(RECEIPT.c.receipt_id == receipt_id))
        return None if row is None else bytes(row.raw)

    def _receipt(self, row: Row[Any]) -> Receipt:
        statement = select(RECEIPT_RESULT).where(RECEIPT_RESULT.c.receipt_id == row.receipt_id)
        results = self._all(statement.order_by(RECEIPT_RESULT.c.position))
        return Receipt(
            receipt_id=row.receipt_id,
            batch_id=row.batch_id,
            batch_digest=row.batch_digest,
            device_id=row.device_id,
            central_id=row.central_id,
            received_at=moment(row.received_utc, row.received_offset),
            results=tuple((each.identity, ItemResult(each.result)) for each in results),
        )


class TrustRepository(Repository):
    """Whom this device sends to, and whom this centre believes."""

    def coordinators(self) -> tuple[TrustedCoordinator, ...]:
        """Return the coordinators that this device encrypts to."""
        rows = self._all(select(TRUSTED_COORDINATOR).order_by(TRUSTED_COORDINATOR.c.central_id))
        return tuple(
            TrustedCoordinator(row.central_id, row.key_text, row.added_by, moment(row.added_utc, row.added_offset))
            for row in rows
        )

    def trust_coordinator(self, coordinator: TrustedCoordinator) -> None:
        """Keep a coordinator's public keys; new keys of one centre replace its old ones."""
        row = {
            "central_id": coordinator.central_id,
            "key_text": coordinator.key_text,
            "added_by": coordinator.added_by,
            **instant("added", coordinator.added_at),
        }
        self._upsert(TRUSTED_COORDINATOR, row)

    def devices(self) -> tuple[TrustedDevice, ...]:
        """Return the devices that this centre believes."""
        rows = self._all(select(TRUSTED_DEVICE).order_by(TRUSTED_DEVICE.c.label, TRUSTED_DEVICE.c.device_id))
        return tuple(_device(row) for row in rows)

    def device(self, device_id: str) -> TrustedDevice | None:
        """Return one device that this centre believes."""
        row = self._first(select(TRUSTED_DEVICE).where(TRUSTED_DEVICE.c.device_id == device_id))
        return None if row is None else _device(row)

    def trust_device(self, device: TrustedDevice) -> None:
        """Keep a device's public key; a new key of one device replaces its old one."""
        row = {
            "device_id": device.device_id,
            "key_text": device.key_text,
            "label": device.label,
            "added_by": device.added_by,
            **instant("added", device.added_at),
        }
        self._upsert(TRUSTED_DEVICE, row)

    def forget_device(self, device_id: str) -> None:
        """Believe a device no more."""
        self._connection.execute(delete(TRUSTED_DEVICE).where(TRUSTED_DEVICE.c.device_id == device_id))


def batch_row(batch: Batch) -> dict[str, Any]:
    """Return the columns that a batch has here and at the centre."""
    return {
        "batch_id": batch.batch_id,
        "kind": batch.kind.value,
        "device_id": batch.device_id,
        "epoch": batch.epoch,
        "number": batch.number,
        "previous_digest": batch.previous_digest,
        "digest": batch.digest,
        **instant("formed", batch.formed_at),
        "formed_by": batch.formed_by,
        "items": batch.items,
        "responses": batch.responses,
        "made_up": batch.made_up,
    }


def to_batch(row: Row[Any]) -> Batch:
    """Return the batch of a row of either table."""
    values = row._mapping  # a row has a method of each of these two names
    return Batch(
        batch_id=row.batch_id,
        kind=BatchKind(row.kind),
        device_id=row.device_id,
        epoch=row.epoch,
        number=row.number,
        previous_digest=row.previous_digest,
        digest=row.digest,
        formed_at=moment(row.formed_utc, row.formed_offset),
        formed_by=row.formed_by,
        items=values["items"],
        responses=row.responses,
        made_up=row.made_up,
    )


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        batch_id=row.batch_id,
        target=row.target,
        status=DeliveryStatus(row.status),
        file_name=row.file_name,
        detail=row.detail,
        at=moment(row.at_utc, row.at_offset),
        version=row.version,
    )


def _device(row: Row[Any]) -> TrustedDevice:
    added = moment(row.added_utc, row.added_offset)
    return TrustedDevice(row.device_id, row.key_text, row.label, row.added_by, added)
