"""Instruction files, version 1: what was withdrawn, erased and voided, as a signed list that only grows.

Three lines::

    SOUNDING-BOARD-INSTRUCTIONS 1
    {"signer": "centre" | "device", "signer_id": …, "key": …, "instructions": […]}
    <hex>                                        Ed25519 over the two lines above, by that centre or device

An instruction is ``[id, action, subject, origin, instant in UTC, offset]``. A centre writes the list beside its
receipts, for the laptops. A laptop writes one beside its backups, for itself: what was withdrawn since a backup
was taken is withdrawn again when it is restored. The file is not encrypted: it holds random ids and hashes of
random codes, and no reason, since people put names into reasons. An action that a reader does not know is left
out.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desktop.foundation.clock import from_utc_text, offset_minutes, to_utc_text
from desktop.foundation.errors import Defect
from desktop.foundation.translation import tr
from desktop.keys.coordinator import CoordinatorKeys, CoordinatorPublicKeys
from desktop.keys.device import DeviceKey, DevicePublicKey
from desktop.keys.signing import KEY_SIZE, is_signed
from desktop.responses.instructions import Instruction, InstructionAction
from desktop.sync.errors import UntrustedCentre, UntrustedDevice, damaged
from desktop.sync.signed_lines import (
    SIGNATURE_HEX,
    Fields,
    Unreadable,
    canonical,
    first_line,
    parsed,
    signature_of,
    take_first_line,
    take_line,
)

INSTRUCTIONS_MAGIC = "SOUNDING-BOARD-INSTRUCTIONS"
INSTRUCTIONS_VERSION = 1
MAX_INSTRUCTIONS = 64 * 1024 * 1024
"""Bytes of the largest file of instructions that is read."""


class Signer(StrEnum):
    """Whose word a list is."""

    CENTRE = "centre"
    DEVICE = "device"


# a list that a device signed for itself must never pass for the centre's, should the two ever share a key
_DOMAINS = {Signer.CENTRE: b"instructions-file", Signer.DEVICE: b"device-instructions-file"}


@dataclass(frozen=True, slots=True)
class InstructionList:
    """A list of instructions, read, its signature verified.

    Attributes:
        signer: whose word it is, and ``signer_id`` which one's: a central store's or a device's id.
        instructions: in the order of the list; their ``reason`` is empty.
    """

    signer: Signer
    signer_id: str
    instructions: tuple[Instruction, ...]


def write_instructions_file(instructions: Iterable[Instruction], *, keys: CoordinatorKeys | DeviceKey) -> bytes:
    """Return the bytes of the file; the same instructions and keys always give the same bytes."""
    if isinstance(keys, CoordinatorKeys):
        signer, signer_id, key = Signer.CENTRE, keys.central_id, keys.public.receipt_key
    else:
        signer, signer_id, key = Signer.DEVICE, keys.device_id, keys.public.key
    line = canonical(
        {
            "signer": signer.value,
            "signer_id": signer_id,
            "key": key.hex(),
            "instructions": [_row(each) for each in sorted(instructions, key=_order)],
        }
    )
    outside = first_line(INSTRUCTIONS_MAGIC, INSTRUCTIONS_VERSION) + line
    content = outside + b"\n" + keys.sign(_DOMAINS[signer], outside).hex().encode() + b"\n"
    if len(content) > MAX_INSTRUCTIONS:
        raise Defect("a list of instructions was made that is larger than any reader takes")
    return content


def list_id(content: bytes) -> str:
    """Return an id for the bytes of a list, so that equal lists have one name and no list needs overwriting."""
    return str(uuid.UUID(bytes=hashlib.sha256(content).digest()[:16], version=4))


def read_instructions_file(
    content: bytes,
    *,
    name: str,
    centres: Iterable[CoordinatorPublicKeys] = (),
    devices: Iterable[DevicePublicKey] = (),
) -> InstructionList:
    """Return the list.

    Args:
        name: the file's name, for messages.
        centres, devices: whose word is taken.

    Raises:
        DamagedFile: it is cut, altered, another kind of file, or of a version that this program does not know.
        UntrustedCentre, UntrustedDevice: it is whole, but nobody whose word is taken signed it.
    """
    try:
        found, key = _read(content)
    except Unreadable as fault:
        found, key, words = None, b"", str(fault)
    if found is None:
        raise damaged(name, words)
    if found.signer is Signer.CENTRE:
        if (found.signer_id, key) not in {(each.central_id, each.receipt_key) for each in centres}:
            raise UntrustedCentre(name=name, central_id=found.signer_id)
    elif (found.signer_id, key) not in {(each.device_id, each.key) for each in devices}:
        raise UntrustedDevice(
            name=name, device_id=found.signer_id, key_text=DevicePublicKey(found.signer_id, key).to_text()
        )
    return found


def _order(instruction: Instruction) -> tuple[str, str]:
    return to_utc_text(instruction.made_at), instruction.instruction_id


def _row(instruction: Instruction) -> list[str]:
    return [
        instruction.instruction_id,
        instruction.action.value,
        instruction.subject,
        instruction.origin,
        to_utc_text(instruction.made_at),
        str(offset_minutes(instruction.made_at)),
    ]


def _read(content: bytes) -> tuple[InstructionList, bytes]:
    if len(content) > MAX_INSTRUCTIONS:
        raise Unreadable(tr("It is larger than any list of instructions can be."))
    start = take_first_line(content, INSTRUCTIONS_MAGIC, INSTRUCTIONS_VERSION)
    line, after_line = take_line(content, start, len(content))
    written, end = take_line(content, after_line, SIGNATURE_HEX)
    if end != len(content):
        raise Unreadable(tr("Something was added at its end."))
    fields = parsed(line)
    try:
        key, signer = bytes.fromhex(fields.text("key")), Signer(fields.text("signer"))
        signer_id = str(uuid.UUID(fields.text("signer_id")))
    except ValueError:
        raise Unreadable(tr("Whose word it is can't be read.")) from None
    signed = content[: after_line - 1]
    if len(key) != KEY_SIZE or not is_signed(key, _DOMAINS[signer], signed, signature_of(written)):
        raise Unreadable(tr("Its signature does not fit: it was altered on the way."))
    return InstructionList(signer, signer_id, tuple(_instructions(fields))), key


def _instructions(fields: Fields) -> Iterable[Instruction]:
    known = {action.value: action for action in InstructionAction}
    for instruction_id, action, subject, origin, at, offset in fields.rows("instructions", 6):
        if action not in known:
            continue  # of a later version of the program: what it speaks of is not kept by this one
        try:
            made_at = from_utc_text(at, int(offset))
        except (ValueError, OverflowError):
            raise Unreadable(tr("A date in it is none.")) from None
        yield Instruction(instruction_id, known[action], subject, "", origin, made_at)
