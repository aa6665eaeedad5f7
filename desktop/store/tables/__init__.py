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
from desktop.store.tables.contacts import CONTACT
from desktop.store.tables.drafts import DRAFT, JOURNAL_STEP
from desktop.store.tables.paper import LAYOUT, PAPER_COPY, PRINT_RUN
from desktop.store.tables.people import META, PERSON, SECRET
from desktop.store.tables.programmes import EVENT, FORM, PACK_FILE, PROGRAMME
from desktop.store.tables.responses import RESPONSE, RESPONSE_ENDING, REVISION

__all__ = [
    "BATCH",
    "BATCH_ITEM",
    "CHANGE",
    "CONTACT",
    "DELIVERY",
    "DRAFT",
    "EVENT",
    "FORM",
    "JOURNAL_STEP",
    "LAYOUT",
    "META",
    "METADATA",
    "PACK_FILE",
    "PAPER_COPY",
    "PERSON",
    "PRINT_RUN",
    "PROGRAMME",
    "QUARANTINED_RECORD",
    "RECEIPT",
    "RECEIPT_RESULT",
    "RECEIVED_BATCH",
    "RECORD_RESULT",
    "RESPONSE",
    "RESPONSE_ENDING",
    "REVISION",
    "SECRET",
    "TRUSTED_COORDINATOR",
    "TRUSTED_DEVICE",
]
