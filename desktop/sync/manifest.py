"""The manifest: what a batch holds. Its SHA-256 is the batch's digest, by which batches are chained.

It is made from the batch's row and its records alone, so the same batch always has the same manifest, on
whichever day and to whomever it is written. Records stand sorted by kind and identity: the order in which
things were entered at the event is not told.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from desktop.foundation.clock import from_utc_text, offset_minutes, to_utc_text
from desktop.foundation.errors import Defect
from desktop.foundation.translation import tr
from desktop.responses.batches import Batch, BatchKind, BatchRecord, RecordKind
from desktop.sync.signed_lines import Unreadable, canonical, parsed

MANIFEST_FORMAT = "sounding-board-batch"
MANIFEST_VERSION = 1

_ORDER = {kind: place for place, kind in enumerate(RecordKind)}


def batch_digest(manifest: bytes) -> str:
    """Return the hex SHA-256 of a manifest: the batch's digest."""
    return hashlib.sha256(manifest).hexdigest()


def form_batch(
    *,
    batch_id: str,
    kind: BatchKind,
    device_id: str,
    epoch: int,
    number: int,
    previous_digest: str,
    formed_at: datetime,
    formed_by: str,
    made_up: bool,
    records: Iterable[BatchRecord],
) -> Batch:
    """Return the batch that closes over ``records``, with its digest, to be stored in the same transaction.

    Nothing has to be known of the recipients yet: they are named when the file is written.
    """
    held = tuple(records)
    unsigned = Batch(
        batch_id=batch_id,
        kind=kind,
        device_id=device_id,
        epoch=epoch,
        number=number,
        previous_digest=previous_digest,
        digest="",
        formed_at=formed_at,
        formed_by=formed_by,
        items=len(held),
        responses=sum(record.kind is RecordKind.RESPONSE for record in held),
        made_up=made_up,
    )
    return with_digest(unsigned, batch_digest(manifest_of(unsigned, held)))


def with_digest(batch: Batch, digest: str) -> Batch:
    """Return ``batch`` with ``digest`` in place of what it had."""
    return replace(batch, digest=digest)


def in_order(records: Iterable[BatchRecord]) -> tuple[BatchRecord, ...]:
    """Return the records as they stand in a file: what others refer to first, then by identity."""
    return tuple(sorted(records, key=lambda record: (_ORDER[record.kind], record.identity)))


def manifest_of(batch: Batch, records: Iterable[BatchRecord]) -> bytes:
    """Return the canonical manifest, one line of JSON without its end; ``batch.digest`` plays no part in it.

    Raises:
        Defect: the counts of ``batch`` don't fit the records, a record occurs twice, or contacts and responses
            would travel in one file.
    """
    held = in_order(records)
    counts = Counter(record.kind.value for record in held)
    if len({(record.kind, record.identity) for record in held}) != len(held):
        raise Defect("a record stands twice in a batch")
    if batch.items != len(held) or batch.responses != counts[RecordKind.RESPONSE.value]:
        raise Defect("a batch's counts don't fit its records")
    if not kinds_fit(batch.kind, counts):
        raise Defect("responses and contacts never travel in one file")
    return canonical(
        {
            "format": MANIFEST_FORMAT,
            "version": MANIFEST_VERSION,
            "batch_id": batch.batch_id,
            "kind": batch.kind.value,
            "device_id": batch.device_id,
            "epoch": batch.epoch,
            "number": batch.number,
            "previous_digest": batch.previous_digest,
            "formed_at": to_utc_text(batch.formed_at),
            "formed_offset": offset_minutes(batch.formed_at),
            "formed_by": batch.formed_by,
            "made_up": batch.made_up,
            "items": batch.items,
            "counts": dict(counts),
            "records": [[record.kind.value, record.identity, record.sha256] for record in held],
        }
    )


def kinds_fit(kind: BatchKind, kinds: Iterable[str]) -> bool:
    """Tell whether records of ``kinds`` may travel in a batch of ``kind``."""
    together = set(kinds)
    if kind is BatchKind.CONTACTS:
        return together <= {RecordKind.CONTACT.value, RecordKind.PROGRAMME.value}
    return RecordKind.CONTACT.value not in together


def read_manifest(line: bytes) -> tuple[Batch, Sequence[tuple[str, ...]]]:
    """Return the batch, and (kind, identity, sha256) of each record in the order of the file.

    Raises:
        Unreadable: a field is missing or contradicts another.
    """
    fields = parsed(line)
    if fields.text("format") != MANIFEST_FORMAT or fields.number("version") != MANIFEST_VERSION:
        raise Unreadable(tr("Its contents are of a version that this version of the program does not know."))
    entries = fields.rows("records", 3)
    counts = Counter(kind for kind, _identity, _digest in entries)
    consistent = (
        fields.number("items") == len(entries)
        and fields.counts("counts") == dict(counts)
        and len({(kind, identity) for kind, identity, _digest in entries}) == len(entries)
    )
    if not consistent:
        raise Unreadable(tr("The counts in it don't fit what it holds."))
    try:
        batch = Batch(
            batch_id=fields.text("batch_id"),
            kind=BatchKind(fields.text("kind")),
            device_id=fields.text("device_id"),
            epoch=fields.number("epoch", 1),
            number=fields.number("number", 1),
            previous_digest=fields.text("previous_digest"),
            digest=batch_digest(line),
            formed_at=from_utc_text(fields.text("formed_at"), fields.number("formed_offset", -24 * 60)),
            formed_by=fields.text("formed_by"),
            items=len(entries),
            responses=counts[RecordKind.RESPONSE.value],
            made_up=fields.flag("made_up"),
        )
    except (ValueError, OverflowError):
        batch = None
    if batch is None or not kinds_fit(batch.kind, counts):
        raise Unreadable(tr("The list of its contents contradicts itself."))
    return batch, entries
