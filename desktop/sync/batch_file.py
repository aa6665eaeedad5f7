"""Batch files, version 1: one file format for every road, signed by the device and encrypted to the coordinators.

::

    SOUNDING-BOARD-BATCH 1                      kind and version
    {"batch_id": …, "kind": …, "device_key": "sbd1-…", "length": …, "sha256": …, "recipients": […], "made_up": …}
    <hex>                                       Ed25519 over the two lines above, by that device
    <age file, to the recipients>               length and SHA-256 as above
        zlib of
            manifest                            what it holds (:mod:`desktop.sync.manifest`)
            {"manifest": <digest>, "batch_id": …, "device_key": …, "recipients": […], "central_ids": […]}
            <hex>                               Ed25519 over the two lines above
            {"kind": …, "identity": …, "body": …}      one line a record, in the manifest's order

The outer lines can be read without any key. The signature and digest are verified before anything is decrypted,
which happens in memory only. The second signature inside names device and recipients, so that one recipient
can't pass the contents on as if they had been sent to another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.foundation.errors import Defect, Refusal
from desktop.foundation.translation import tr
from desktop.keys.coordinator import CoordinatorPublicKeys
from desktop.keys.device import DeviceKey, DevicePublicKey, verify
from desktop.keys.encryption import decrypt, encrypt, fingerprint, recipient_of
from desktop.keys.errors import DamagedSecret, MistypedKey, NotForThisKey
from desktop.responses.batches import Batch, BatchKind, BatchRecord, RecordKind
from desktop.sync.errors import UntrustedDevice, WrongRecipient, damaged
from desktop.sync.manifest import batch_digest, in_order, manifest_of, read_manifest
from desktop.sync.packing import pack, unpack
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

BATCH_MAGIC = "SOUNDING-BOARD-BATCH"
BATCH_VERSION = 1
MAX_FILE = 512 * 1024 * 1024
"""Bytes of the largest batch file that is read."""
MAX_CONTENTS = 1024 * 1024 * 1024
"""Bytes of the largest contents that are unpacked."""

_OUTSIDE = b"batch-file"
_INSIDE = b"batch-contents"
_MAX_HEADER = 64 * 1024


@dataclass(frozen=True, slots=True)
class BatchHeader:
    """What stands on the outside of a batch file, its signature and digest verified.

    Attributes:
        device: the device that signed; whether it is trusted is another question.
        device_key_text: the same as ``sbd1-...``.
        recipients: fingerprints of those who can open it.
        made_up: whether it comes from practice.
        length, sha256: of the encrypted part.
        offset: where that part begins in the file.
    """

    batch_id: str
    kind: BatchKind
    device: DevicePublicKey
    device_key_text: str
    recipients: tuple[str, ...]
    made_up: bool
    length: int
    sha256: str
    offset: int


@dataclass(frozen=True, slots=True)
class UnknownRecord:
    """A record of a kind that this version of the program does not know; to be set apart, never dropped."""

    kind: str
    identity: str
    sha256: str
    body: str


@dataclass(frozen=True, slots=True)
class OpenedBatch:
    """A batch file, read, every check passed.

    Attributes:
        batch: as the device formed it; ``digest`` is worked out from the manifest, not claimed.
        records: in the order of the file: what others refer to comes first.
        unknown: records of kinds that this program does not know.
        central_ids: the central stores that it was sent to.
        file_sha256: hex digest of the whole file.
    """

    header: BatchHeader
    batch: Batch
    records: tuple[BatchRecord, ...]
    unknown: tuple[UnknownRecord, ...]
    central_ids: tuple[str, ...]
    file_sha256: str


def write_batch_file(
    batch: Batch,
    records: Iterable[BatchRecord],
    *,
    device_key: DeviceKey,
    coordinators: Sequence[CoordinatorPublicKeys],
) -> bytes:
    """Return the bytes of the batch's file. Written again they differ (encryption is random), the manifest never.

    Args:
        records: those that the batch was formed of, in any order.
        coordinators: whoever may open it; one at least.

    Raises:
        Defect: the records are not those that the batch was formed of, or the key is another device's.
    """
    held = in_order(records)
    manifest = manifest_of(batch, held)
    if batch_digest(manifest) != batch.digest:
        raise Defect("the records are not those that the batch was formed of")
    if device_key.device_id != batch.device_id:
        raise Defect("a batch is signed by the device that formed it")
    if not coordinators:
        raise Defect("a batch needs a coordinator to be encrypted to")
    key_text = device_key.public_text
    recipients = sorted({each.fingerprint for each in coordinators})
    address = canonical(
        {
            "manifest": batch.digest,
            "batch_id": batch.batch_id,
            "device_key": key_text,
            "recipients": recipients,
            "central_ids": sorted({each.central_id for each in coordinators}),
        }
    )
    signed = manifest + b"\n" + address
    lines = [signed, device_key.sign(_INSIDE, signed).hex().encode()]
    lines += [_record_line(record) for record in held]
    sealed = encrypt(
        pack(b"\n".join(lines) + b"\n", most=MAX_CONTENTS), sorted({each.recipient for each in coordinators})
    )
    header = canonical(
        {
            "batch_id": batch.batch_id,
            "kind": batch.kind.value,
            "device_key": key_text,
            "recipients": recipients,
            "made_up": batch.made_up,
            "length": len(sealed),
            "sha256": hashlib.sha256(sealed).hexdigest(),
        }
    )
    outside = first_line(BATCH_MAGIC, BATCH_VERSION) + header
    signature = device_key.sign(_OUTSIDE, outside).hex().encode()
    content = outside + b"\n" + signature + b"\n" + sealed
    if len(content) > MAX_FILE:
        raise Defect("a batch was formed that is larger than any reader takes")
    return content


def open_batch_header(content: bytes, *, name: str) -> BatchHeader:
    """Return what stands outside, after checking that the file is whole and signed by the device it names.

    Needs no key. Whether that device is trusted is not looked at.

    Raises:
        DamagedFile: cut, altered, another kind of file, or of a version that this program does not know.
    """
    try:
        return _header(content)
    except Unreadable as fault:
        words = str(fault)
    raise damaged(name, words)


def refuse_made_up(header: BatchHeader, *, name: str) -> None:
    """Return if the batch is of real responses.

    Raises:
        Refusal: it comes from practice.
    """
    if header.made_up:
        raise Refusal(
            place=tr("The file {name}", name=name),
            fault=tr("It comes from practice: what it holds is made up."),
            remedy=tr("Send batches from the real store only; practice batches go nowhere."),
        )


def read_batch_file(
    content: bytes,
    *,
    name: str,
    trusted: Iterable[DevicePublicKey],
    identity: str,
    accept_made_up: bool = False,
) -> OpenedBatch:
    """Return what the file holds, whole or not at all.

    Args:
        name: the file's name, for messages.
        trusted: the devices whose word is taken.
        identity: the coordinator's batch-opening key, ``AGE-SECRET-KEY-1...``.
        accept_made_up: for practice alone.

    Raises:
        DamagedFile: anything in it is cut, altered or contradicts itself.
        UntrustedDevice: it is whole, but none of ``trusted`` signed it.
        WrongRecipient: it is whole, but was encrypted to others.
        Refusal: it comes from practice.
    """
    header = open_batch_header(content, name=name)
    if not accept_made_up:
        refuse_made_up(header, name=name)
    if header.device not in set(trusted):
        raise UntrustedDevice(name=name, device_id=header.device.device_id, key_text=header.device_key_text)
    if fingerprint(recipient_of(identity)) not in header.recipients:
        raise WrongRecipient(name=name)
    try:
        return _opened(content, header, identity)
    except NotForThisKey:
        words = ""
    except DamagedSecret as fault:
        words = fault.fault
    except Unreadable as fault:
        words = str(fault)
    raise damaged(name, words) if words else WrongRecipient(name=name)


def _header(content: bytes) -> BatchHeader:
    if len(content) > MAX_FILE:
        raise Unreadable(tr("It is larger than any batch can be."))
    start = take_first_line(content, BATCH_MAGIC, BATCH_VERSION)
    line, after_header = take_line(content, start, _MAX_HEADER)
    written, offset = take_line(content, after_header, SIGNATURE_HEX)
    fields = parsed(line)
    key_text = fields.text("device_key")
    try:
        device, kind = DevicePublicKey.from_text(key_text), BatchKind(fields.text("kind"))
    except (MistypedKey, ValueError):
        raise Unreadable(tr("The device's key or the kind of batch in it is altered.")) from None
    if device.to_text() != key_text or not verify(
        device, _OUTSIDE, content[: after_header - 1], signature_of(written)
    ):
        raise Unreadable(tr("Its signature does not fit: it was altered on the way."))
    header = BatchHeader(
        batch_id=fields.text("batch_id"),
        kind=kind,
        device=device,
        device_key_text=key_text,
        recipients=fields.texts("recipients"),
        made_up=fields.flag("made_up"),
        length=fields.number("length"),
        sha256=fields.text("sha256"),
        offset=offset,
    )
    if len(content) - offset != header.length:
        raise Unreadable(tr("It is cut short, or something was added at its end."))
    if hashlib.sha256(memoryview(content)[offset:]).hexdigest() != header.sha256:
        raise Unreadable(tr("Its contents were altered on the way."))
    return header


def _opened(content: bytes, header: BatchHeader, identity: str) -> OpenedBatch:
    unpacked = unpack(decrypt(content[header.offset :], identity), most=MAX_CONTENTS)
    manifest, next_line = take_line(unpacked, 0, len(unpacked))
    address, after_address = take_line(unpacked, next_line, _MAX_HEADER)
    written, start = take_line(unpacked, after_address, SIGNATURE_HEX)
    if not verify(header.device, _INSIDE, unpacked[: after_address - 1], signature_of(written)):
        raise Unreadable(tr("The signature inside does not fit."))
    batch, entries = read_manifest(manifest)
    fields = parsed(address)
    agreed = (
        (batch.batch_id, batch.kind, batch.made_up) == (header.batch_id, header.kind, header.made_up)
        and batch.device_id == header.device.device_id
        and (fields.text("batch_id"), fields.text("manifest")) == (batch.batch_id, batch.digest)
        and (fields.text("device_key"), fields.texts("recipients")) == (header.device_key_text, header.recipients)
        and fingerprint(recipient_of(identity)) in header.recipients
    )
    if not agreed:
        raise Unreadable(tr("What stands outside and what is inside contradict each other."))
    lines = unpacked[start:].split(b"\n")
    if lines.pop() != b"" or len(lines) != len(entries):
        raise Unreadable(tr("It does not hold as many records as it says."))
    records: list[BatchRecord] = []
    unknown: list[UnknownRecord] = []
    known = {kind.value: kind for kind in RecordKind}
    for line, (kind, name, digest) in zip(lines, entries, strict=True):
        record = parsed(line)
        body = record.text("body")
        if (record.text("kind"), record.text("identity")) != (kind, name) or _sha256(body) != digest:
            raise Unreadable(tr("A record in it is not the one that its list of contents names."))
        if kind in known:
            records.append(BatchRecord(kind=known[kind], identity=name, sha256=digest, body=body))
        else:
            unknown.append(UnknownRecord(kind=kind, identity=name, sha256=digest, body=body))
    return OpenedBatch(
        header=header,
        batch=batch,
        records=tuple(records),
        unknown=tuple(unknown),
        central_ids=fields.texts("central_ids"),
        file_sha256=hashlib.sha256(content).hexdigest(),
    )


def _sha256(body: str) -> str:
    # a lone surrogate can be written in JSON, though never by us; it must not end in an error that shows the text
    return hashlib.sha256(body.encode(errors="surrogatepass")).hexdigest()


def _record_line(record: BatchRecord) -> bytes:
    if _sha256(record.body) != record.sha256:
        raise Defect("a record's digest is not that of its body")
    try:
        return canonical({"kind": record.kind.value, "identity": record.identity, "body": record.body})
    except ValueError:
        raise Defect("a record is no valid Unicode") from None
