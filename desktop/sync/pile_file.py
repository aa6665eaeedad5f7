"""Piles that travel to be keyed a second time, version 1: ``*.sbpile`` goes out, ``*.sbkeyed`` comes back.

A pile file says which sheets are in the pile, and holds no answer and no name; it is signed and not encrypted::

    SOUNDING-BOARD-PILE 1
    {"pile_id": …, "name": …, "programme_id": …, "recipient": "age1…", "device_key": "sbd1-…", "sheets": […], …}
    <hex>                                       Ed25519 over the two lines above, by that device

A keyed file holds what was keyed, and is encrypted to the pile's key, whose private half never left the laptop
that sent the pile::

    SOUNDING-BOARD-KEYED 1
    {"pile_id": …, "recipient": <fingerprint>, "device_key": "sbd1-…", "length": …, "sha256": …, "made_up": …}
    <hex>                                       Ed25519 over the two lines above, by the laptop that keyed
    <age file, to the pile's key>               length and SHA-256 as above
        zlib of
            {"pile_id": …, "recipient": …, "device_key": …, "made_up": …, "sheets": <how many>}
            <hex>                               Ed25519 over the line above and the sheets
            {…}                                 one line a sheet

The second signature inside names the laptop, so that nobody can put another one's work into a file of their own.
Who signed is told to a person, who compares fingerprints: laptops that key together know nothing of one another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.foundation.clock import from_utc_text, offset_minutes, to_utc_text
from desktop.foundation.errors import Defect
from desktop.foundation.translation import tr
from desktop.keys.device import DeviceKey, DevicePublicKey, verify
from desktop.keys.encryption import decrypt, encrypt, fingerprint, recipient_bytes, recipient_of
from desktop.keys.errors import DamagedSecret, MistypedKey, NotForThisKey
from desktop.responses.keyings import KeyedSheet
from desktop.sheets.second_piles import PileSheet, PileWay, SecondPile
from desktop.sync.errors import WrongPile, damaged
from desktop.sync.keyed_lines import keyed_line, read_keyed_line
from desktop.sync.packing import pack, unpack
from desktop.sync.signed_lines import (
    SIGNATURE_HEX,
    Fields,
    Unreadable,
    canonical,
    first_line,
    parsed_exactly,
    signature_of,
    take_first_line,
    take_line,
)

PILE_MAGIC, KEYED_MAGIC = "SOUNDING-BOARD-PILE", "SOUNDING-BOARD-KEYED"
PILE_VERSION = KEYED_VERSION = 1
PILE_SUFFIX, KEYED_SUFFIX = ".sbpile", ".sbkeyed"
MAX_SHEETS = 5_000
"""Sheets of the largest pile."""
MAX_PILE = 16 * 1024 * 1024
"""Bytes of the largest pile file that is read."""
MAX_KEYED = 128 * 1024 * 1024
"""Bytes of the largest file of keyed sheets that is read."""
MAX_CONTENTS = 256 * 1024 * 1024
"""Bytes of the largest contents that are unpacked."""

_PILE, _OUTSIDE, _INSIDE = b"pile-file", b"keyed-file", b"keyed-contents"
_MAX_HEADER = 64 * 1024


@dataclass(frozen=True, slots=True)
class ReadPile:
    """A pile file, read, its signature verified.

    Attributes:
        pile: as the laptop that keys has it: ``way`` IN, without the private key.
        made_up: whether it comes from practice.
    """

    pile: SecondPile
    made_up: bool


@dataclass(frozen=True, slots=True)
class KeyedHeader:
    """What stands on the outside of a keyed file, its signature and digest verified.

    Attributes:
        device: the laptop that signed; whether its word is taken is another question.
        recipient: fingerprint of the pile's key.
        offset: where the encrypted part begins in the file.
    """

    pile_id: str
    recipient: str
    device: DevicePublicKey
    device_key: str
    made_up: bool
    length: int
    sha256: str
    offset: int


def spoken_fingerprint(device_key: str) -> str:
    """Return 16 hex digits in groups of four, by which two people tell one another a laptop's key ``sbd1-...``.

    Raises:
        MistypedKey: it is none.
    """
    found = DevicePublicKey.from_text(device_key)
    digest = hashlib.sha256(b"sounding-board/device\x00" + found.device_id.encode() + found.key).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


# the pile, going out ----------------------------------------------------------------------------------------


def write_pile_file(pile: SecondPile, *, device_key: DeviceKey, made_up: bool) -> bytes:
    """Return the bytes of the pile's file; the same pile and key always give the same bytes.

    Raises:
        Defect: the pile is larger than any reader takes, or another device's.
    """
    if device_key.device_id != pile.device_id:
        raise Defect("a pile is signed by the device that sends it")
    line = canonical(
        {
            "pile_id": pile.pile_id,
            "name": pile.name,
            "programme_id": pile.programme_id,
            "recipient": pile.recipient,
            "device_key": device_key.public_text,
            "made_by": pile.made_by,
            "made_at": to_utc_text(pile.made_at),
            "made_offset": offset_minutes(pile.made_at),
            "made_up": made_up,
            "sheets": [_row(each) for each in pile.sheets],
            "scopes": {each.serial: list(each.scope) for each in pile.sheets if each.scope},
        }
    )
    outside = first_line(PILE_MAGIC, PILE_VERSION) + line
    content = outside + b"\n" + device_key.sign(_PILE, outside).hex().encode() + b"\n"
    if len(content) > MAX_PILE or len(pile.sheets) > MAX_SHEETS:
        raise Defect("a pile was made that is larger than any reader takes")
    return content


def read_pile_file(content: bytes, *, name: str) -> ReadPile:
    """Return the pile, whole or not at all. Whose word it is, ``pile.device_key`` says.

    Raises:
        DamagedFile: it is cut, altered, another kind of file, or of a version that this program does not know.
    """
    try:
        return _pile(content)
    except Unreadable as fault:
        words = str(fault)
    except MistypedKey as fault:
        words = fault.fault
    raise damaged(name, words)


def _row(sheet: PileSheet) -> list[str]:
    return [
        sheet.serial,
        sheet.form_id,
        sheet.form_version,
        sheet.form_sha256,
        sheet.event_id,
        sheet.received_on,
        sheet.keyer_mark,
    ]


def _pile(content: bytes) -> ReadPile:
    if len(content) > MAX_PILE:
        raise Unreadable(tr("It is larger than any pile can be."))
    start = take_first_line(content, PILE_MAGIC, PILE_VERSION)
    line, after_line = take_line(content, start, len(content))
    written, end = take_line(content, after_line, SIGNATURE_HEX)
    if end != len(content):
        raise Unreadable(tr("Something was added at its end."))
    fields = parsed_exactly(line)
    device = _signed(fields, _PILE, content[: after_line - 1], written)
    recipient_bytes(fields.text("recipient"))
    sheets = _sheets(fields)
    pile = SecondPile(
        pile_id=fields.text("pile_id"),
        way=PileWay.IN,
        name=fields.text("name"),
        programme_id=fields.text("programme_id"),
        sheets=sheets,
        recipient=fields.text("recipient"),
        identity="",
        device_id=device.device_id,
        device_key=device.to_text(),
        made_by=fields.text("made_by"),
        made_at=_instant(fields.text("made_at"), fields.number("made_offset", -1440)),
    )
    return ReadPile(pile, fields.flag("made_up"))


def _sheets(fields: Fields) -> tuple[PileSheet, ...]:
    rows = fields.rows("sheets", 7)
    scopes = fields.lists("scopes")
    serials = {row[0] for row in rows}
    if not rows or len(rows) > MAX_SHEETS or len(serials) != len(rows) or not set(scopes) <= serials:
        raise Unreadable(tr("Its list of sheets contradicts itself."))
    return tuple(
        PileSheet(
            serial=serial,
            form_id=form_id,
            form_version=version,
            form_sha256=sha256,
            event_id=event_id,
            received_on=day,
            keyer_mark=mark,
            scope=scopes.get(serial, ()),
        )
        for serial, form_id, version, sha256, event_id, day, mark in rows
    )


# what was keyed, coming back --------------------------------------------------------------------------------


def write_keyed_file(
    pile: SecondPile, sheets: Iterable[KeyedSheet], *, device_key: DeviceKey, made_up: bool
) -> bytes:
    """Return the bytes of the file. Written again they differ (encryption is random), what is in them never.

    Raises:
        Defect: a sheet is of another pile or another device, or there is none.
    """
    held = sorted(sheets, key=lambda each: each.serial)
    if not held or any(each.pile_id != pile.pile_id or each.device_id != device_key.device_id for each in held):
        raise Defect("a pile goes back with sheets of its own, keyed here")
    about = {
        "pile_id": pile.pile_id,
        "recipient": fingerprint(pile.recipient),
        "device_key": device_key.public_text,
        "made_up": made_up,
    }
    lines = [canonical({**about, "sheets": len(held)})]
    body = b"\n".join(keyed_line(each) for each in held) + b"\n"
    lines.append(device_key.sign(_INSIDE, lines[0] + b"\n" + body).hex().encode())
    sealed = encrypt(pack(b"\n".join(lines) + b"\n" + body, most=MAX_CONTENTS), [pile.recipient])
    header = canonical({**about, "length": len(sealed), "sha256": hashlib.sha256(sealed).hexdigest()})
    outside = first_line(KEYED_MAGIC, KEYED_VERSION) + header
    content = outside + b"\n" + device_key.sign(_OUTSIDE, outside).hex().encode() + b"\n" + sealed
    if len(content) > MAX_KEYED:
        raise Defect("a file was formed that is larger than any reader takes")
    return content


def read_keyed_header(content: bytes, *, name: str) -> KeyedHeader:
    """Return what stands outside, after checking that the file is whole and signed by the laptop it names.

    Raises:
        DamagedFile: it is cut, altered, another kind of file, or of a version that this program does not know.
    """
    try:
        return _header(content)
    except Unreadable as fault:
        words = str(fault)
    except MistypedKey as fault:
        words = fault.fault
    raise damaged(name, words)


def read_keyed_file(content: bytes, *, name: str, identity: str) -> tuple[KeyedHeader, tuple[KeyedSheet, ...]]:
    """Return what the file holds, whole or not at all.

    Args:
        identity: the private key of the pile that it answers to.

    Raises:
        DamagedFile: anything in it is cut, altered or contradicts itself.
        WrongPile: it is whole, but encrypted to another pile's key.
    """
    header = read_keyed_header(content, name=name)
    if header.recipient != fingerprint(recipient_of(identity)):
        raise WrongPile(name=name)
    try:
        return header, _opened(content, header, identity)
    except NotForThisKey:
        words = ""
    except (DamagedSecret, MistypedKey) as fault:
        words = fault.fault
    except Unreadable as fault:
        words = str(fault)
    raise damaged(name, words) if words else WrongPile(name=name)


def _header(content: bytes) -> KeyedHeader:
    if len(content) > MAX_KEYED:
        raise Unreadable(tr("It is larger than any such file can be."))
    start = take_first_line(content, KEYED_MAGIC, KEYED_VERSION)
    line, after_line = take_line(content, start, _MAX_HEADER)
    written, offset = take_line(content, after_line, SIGNATURE_HEX)
    fields = parsed_exactly(line)
    device = _signed(fields, _OUTSIDE, content[: after_line - 1], written)
    header = KeyedHeader(
        pile_id=fields.text("pile_id"),
        recipient=fields.text("recipient"),
        device=device,
        device_key=device.to_text(),
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


def _opened(content: bytes, header: KeyedHeader, identity: str) -> tuple[KeyedSheet, ...]:
    unpacked = unpack(decrypt(content[header.offset :], identity), most=MAX_CONTENTS)
    line, after_line = take_line(unpacked, 0, _MAX_HEADER)
    written, start = take_line(unpacked, after_line, SIGNATURE_HEX)
    fields = parsed_exactly(line)
    _signed(fields, _INSIDE, line + b"\n" + unpacked[start:], written)
    outside: Mapping[str, object] = {
        "pile_id": header.pile_id,
        "recipient": header.recipient,
        "device_key": header.device_key,
    }
    if any(fields.text(name) != value for name, value in outside.items()) or (
        fields.flag("made_up") != header.made_up
    ):
        raise Unreadable(tr("What stands outside and what is inside contradict each other."))
    lines = unpacked[start:].split(b"\n")
    if lines.pop() != b"" or len(lines) != fields.number("sheets", 1):
        raise Unreadable(tr("It does not hold as many sheets as it says."))
    sheets = tuple(read_keyed_line(each) for each in lines)
    if any((each.pile_id, each.device_id) != (header.pile_id, header.device.device_id) for each in sheets) or len(
        {each.serial for each in sheets}
    ) != len(sheets):
        raise Unreadable(tr("A sheet in it is not of this pile, not of this laptop, or twice there."))
    return sheets


# both -------------------------------------------------------------------------------------------------------


def _signed(fields: Fields, domain: bytes, message: bytes, written: bytes) -> DevicePublicKey:
    """Return the device that signed, once it is sure that it did.

    Raises:
        MistypedKey: its key is altered.
        Unreadable: it did not.
    """
    key_text = fields.text("device_key")
    device = DevicePublicKey.from_text(key_text)
    if device.to_text() != key_text or not verify(device, domain, message, signature_of(written)):
        raise Unreadable(tr("Its signature does not fit: it was altered on the way."))
    return device


def _instant(text: str, offset: int) -> datetime:
    try:
        return from_utc_text(text, offset)
    except (ValueError, OverflowError):
        pass
    raise Unreadable(tr("A date in it is none."))
