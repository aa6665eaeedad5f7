"""Every table of the store, one module a subject. Importing this package fills :data:`base.METADATA`."""

from __future__ import annotations

from desktop.store.tables.base import METADATA
from desktop.store.tables.batches import (
    BATCH,
    BATCH_ITEM,
    DELIVERY,
    RECEIPT,
    RECEIPT_RESULT,
    TRUSTED_COORDINATOR,
    TRUSTED_DEVICE,
)
from desktop.store.tables.central import QUARANTINED_RECORD, RECEIVED_BATCH, RECORD_RESULT
from desktop.store.tables.changes import CHANGE
from desktop.store.tables.contacts import CONTACT, CONTACT_SLOT
from desktop.store.tables.custody import (
    BACKUP_MADE,
    BATCH_ENDING,
    DEVICE_LEDGER,
    EXPORT_MADE,
    INSTRUCTION,
    OUT_OF_REACH,
    PIN_ATTEMPT,
    RETENTION_DONE,
    REVOKED_DEVICE,
    WITHDRAWAL_CODE,
)
from desktop.store.tables.drafts import DRAFT, JOURNAL_STEP
from desktop.store.tables.paper import LAYOUT, PAPER_COPY, PRINT_RUN
from desktop.store.tables.people import META, PERSON, SECRET
from desktop.store.tables.programmes import EVENT, FORM, PACK_FILE, PROGRAMME
from desktop.store.tables.responses import RESPONSE, RESPONSE_ENDING, REVISION

__all__ = [
    "BACKUP_MADE",
    "BATCH",
    "BATCH_ENDING",
    "BATCH_ITEM",
    "CHANGE",
    "CONTACT",
    "CONTACT_SLOT",
    "DELIVERY",
    "DEVICE_LEDGER",
    "DRAFT",
    "EVENT",
    "EXPORT_MADE",
    "FORM",
    "INSTRUCTION",
    "JOURNAL_STEP",
    "LAYOUT",
    "META",
    "METADATA",
    "OUT_OF_REACH",
    "PACK_FILE",
    "PAPER_COPY",
    "PERSON",
    "PIN_ATTEMPT",
    "PRINT_RUN",
    "PROGRAMME",
    "QUARANTINED_RECORD",
    "RECEIPT",
    "RECEIPT_RESULT",
    "RECEIVED_BATCH",
    "RECORD_RESULT",
    "RESPONSE",
    "RESPONSE_ENDING",
    "RETENTION_DONE",
    "REVISION",
    "REVOKED_DEVICE",
    "SECRET",
    "TRUSTED_COORDINATOR",
    "TRUSTED_DEVICE",
    "WITHDRAWAL_CODE",
]
