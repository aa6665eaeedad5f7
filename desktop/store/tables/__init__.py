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
from desktop.store.tables.event_day import (
    ATTENDANCE_MARK,
    BENCHMARK,
    BENCHMARK_GROUP,
    BOARD,
    DEBRIEF,
    EVENT_MERGE,
    NOTE,
    NOTE_DRAFT,
    PICTURE,
)
from desktop.store.tables.keying import (
    KEYED_SHEET,
    KEYING_DECISION,
    KEYING_QUERY,
    KEYING_TRAINING,
    PILE_SHEET,
    SCAN,
    SECOND_PILE,
    TRAINING_RULE,
    VERIFICATION_PLAN,
)
from desktop.store.tables.paper import LAYOUT, MOVED_COPY, PAPER_COPY, PRINT_RUN, SHEET_MOVE
from desktop.store.tables.people import META, PERSON, SECRET
from desktop.store.tables.programmes import EVENT, FORM, PACK_FILE, PROGRAMME
from desktop.store.tables.responses import RESPONSE, RESPONSE_ENDING, REVISION
from desktop.store.tables.restricted import CONCERN, FOLLOW_UP_SLOT
from desktop.store.tables.search import RESPONSE_WORDS

__all__ = [
    "ATTENDANCE_MARK",
    "BACKUP_MADE",
    "BATCH",
    "BATCH_ENDING",
    "BATCH_ITEM",
    "BENCHMARK",
    "BENCHMARK_GROUP",
    "BOARD",
    "CHANGE",
    "CONCERN",
    "CONTACT",
    "CONTACT_SLOT",
    "DEBRIEF",
    "DELIVERY",
    "DEVICE_LEDGER",
    "DRAFT",
    "EVENT",
    "EVENT_MERGE",
    "EXPORT_MADE",
    "FOLLOW_UP_SLOT",
    "FORM",
    "INSTRUCTION",
    "JOURNAL_STEP",
    "KEYED_SHEET",
    "KEYING_DECISION",
    "KEYING_QUERY",
    "KEYING_TRAINING",
    "LAYOUT",
    "META",
    "METADATA",
    "MOVED_COPY",
    "NOTE",
    "NOTE_DRAFT",
    "OUT_OF_REACH",
    "PACK_FILE",
    "PAPER_COPY",
    "PERSON",
    "PICTURE",
    "PILE_SHEET",
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
    "RESPONSE_WORDS",
    "RETENTION_DONE",
    "REVISION",
    "REVOKED_DEVICE",
    "SCAN",
    "SECOND_PILE",
    "SECRET",
    "SHEET_MOVE",
    "TRAINING_RULE",
    "TRUSTED_COORDINATOR",
    "TRUSTED_DEVICE",
    "VERIFICATION_PLAN",
    "WITHDRAWAL_CODE",
]
