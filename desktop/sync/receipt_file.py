"""Receipt files, version 1: the centre's signed word on one batch. Three lines of text, nothing in it is secret.

::

    SOUNDING-BOARD-RECEIPT 1
    {"receipt_id": …, "batch_id": …, "batch_digest": …, "central_id": …, "receipt_key": …, "results": […], …}
    <hex>                                        Ed25519 over the two lines above, by that centre
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.foundation.clock import from_utc_text, offset_minutes, to_utc_text
from desktop.foundation.errors import Defect
from desktop.foundation.translation import tr
from desktop.keys.coordinator import CoordinatorKeys, CoordinatorPublicKeys
from desktop.keys.signing import KEY_SIZE, is_signed
from desktop.responses.batches import ItemResult, Receipt
from desktop.sync.errors import UntrustedCentre, damaged
from desktop.sync.signed_lines import (
    SIGNATURE_HEX,
    Unreadable,
    canonical,
    first_line,
    parsed,
    signature_of,
    take_first_line,
    take_line,
)

RECEIPT_MAGIC = "SOUNDING-BOARD-RECEIPT"
RECEIPT_VERSION = 1
MAX_RECEIPT = 64 * 1024 * 1024
"""Bytes of the largest receipt file that is read."""

_DOMAIN = b"receipt-file"


def write_receipt_file(receipt: Receipt, *, keys: CoordinatorKeys) -> bytes:
    """Return the bytes of the receipt's file; the same receipt always gives the same bytes.

    Raises:
        Defect: the keys are another centre's.
    """
    if keys.central_id != receipt.central_id:
        raise Defect("a receipt is signed by the centre that it names")
    line = canonical(
        {
            "receipt_id": receipt.receipt_id,
            "batch_id": receipt.batch_id,
            "batch_digest": receipt.batch_digest,
            "device_id": receipt.device_id,
            "central_id": receipt.central_id,
            "receipt_key": keys.public.receipt_key.hex(),
            "received_at": to_utc_text(receipt.received_at),
            "received_offset": offset_minutes(receipt.received_at),
            "results": [[identity, result.value] for identity, result in receipt.results],
        }
    )
    outside = first_line(RECEIPT_MAGIC, RECEIPT_VERSION) + line
    return outside + b"\n" + keys.sign(_DOMAIN, outside).hex().encode() + b"\n"


def read_receipt_file(content: bytes, *, name: str, trusted: Iterable[CoordinatorPublicKeys]) -> Receipt:
    """Return the receipt.

    Whether it is for this device, and for that very batch (``batch_digest``), is the caller's question.

    Args:
        name: the file's name, for messages.
        trusted: the coordinators whose word is taken.

    Raises:
        DamagedFile: it is cut, altered, another kind of file, or of a version that this program does not know.
        UntrustedCentre: it is whole, but none of ``trusted`` signed it.
    """
    try:
        receipt, key = _read(content)
    except Unreadable as fault:
        receipt, key, words = None, b"", str(fault)
    if receipt is None:
        raise damaged(name, words)
    if (receipt.central_id, key) not in {(each.central_id, each.receipt_key) for each in trusted}:
        raise UntrustedCentre(name=name, central_id=receipt.central_id)
    return receipt


def _read(content: bytes) -> tuple[Receipt, bytes]:
    if len(content) > MAX_RECEIPT:
        raise Unreadable(tr("It is larger than any receipt can be."))
    start = take_first_line(content, RECEIPT_MAGIC, RECEIPT_VERSION)
    line, after_line = take_line(content, start, len(content))
    written, end = take_line(content, after_line, SIGNATURE_HEX)
    if end != len(content):
        raise Unreadable(tr("Something was added at its end."))
    fields = parsed(line)
    try:
        key = bytes.fromhex(fields.text("receipt_key"))
    except ValueError:
        key = b""
    if len(key) != KEY_SIZE or not is_signed(key, _DOMAIN, content[: after_line - 1], signature_of(written)):
        raise Unreadable(tr("Its signature does not fit: it was altered on the way."))
    try:
        receipt = Receipt(
            receipt_id=fields.text("receipt_id"),
            batch_id=fields.text("batch_id"),
            batch_digest=fields.text("batch_digest"),
            device_id=fields.text("device_id"),
            central_id=fields.text("central_id"),
            received_at=from_utc_text(fields.text("received_at"), fields.number("received_offset", -24 * 60)),
            results=tuple((identity, ItemResult(result)) for identity, result in fields.rows("results", 2)),
        )
    except (ValueError, OverflowError):
        raise Unreadable(tr("A date or a result in it is none that this program knows.")) from None
    return receipt, key
