"""Makes the kept store of schema version 1: ``python -m tests.store.make_fixtures``, once, when it was new.

Everything in it is made up. A later schema adds a file of its own and leaves this one as it is.
"""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.responses.batches import BatchRecord, Delivery, DeliveryStatus, ItemResult, RecordKind
from desktop.responses.states import Move
from desktop.store.opening import open_store
from desktop.store.target import StoreTarget
from tests.store.builders import NOW, batch, draft, event, form, programme, receipt, revision

FIXTURES = Path(__file__).parent / "fixtures"
KEY = bytes(range(32))
"""The key of the kept stores, on purpose in clear: they hold nothing of anybody."""


def make_store(path: Path) -> None:
    """Write a store with one of everything that was versioned from the first: a batch, its delivery, a receipt."""
    store = open_store(StoreTarget.file(path), key=KEY)
    with store.unit() as unit:
        unit.programmes.put(programme(), "ab", {})
        unit.forms.put(form())
        unit.events.put(event())
        unit.drafts.begin(draft(draft_id="draft-1", response_id="uuid:draft-1"))
        unit.drafts.append("draft-1", [("answer", "q", "yes")])
        kept = revision(response_id="uuid:kept-1")
        unit.responses.add_revision(kept)
        formed = batch(batch_id="batch-1")
        unit.batches.form(formed, [BatchRecord(RecordKind.RESPONSE, "uuid:kept-1", "cd", "{}")])
        unit.responses.move(["uuid:kept-1"], Move.PUT_IN_BATCH)
        unit.responses.set_batch(["uuid:kept-1"], "batch-1")
        unit.batches.put_delivery(
            Delivery("batch-1", "folder:/made-up", DeliveryStatus.WRITTEN, "batch-1.sbbatch", "", NOW)
        )
        unit.receipts.put(receipt(formed, (("uuid:kept-1", ItemResult.ACCEPTED),)), b"made up")
        unit.responses.move(["uuid:kept-1"], Move.RECEIPT_ACCEPTED)
        unit.commit()
    store.close()


if __name__ == "__main__":
    FIXTURES.mkdir(exist_ok=True)
    target = FIXTURES / "store-v1.db"
    if target.exists():
        sys.exit("It is there already; a kept file is never made anew.")
    make_store(target)
