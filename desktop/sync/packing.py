"""Packing of contents that are carried encrypted, with a guard against files that are made to fill the memory."""

from __future__ import annotations

import zlib

from desktop.foundation.errors import Defect
from desktop.foundation.translation import tr
from desktop.sync.signed_lines import Unreadable

MAX_RATIO = 200
"""How often larger than the packed contents they may be: a file made to fill the memory is refused early."""

_SMALL = 1024 * 1024
_LEVEL = 4  # of zlib: within a few per cent of the best for form XML, at a third of the time


def pack(contents: bytes, *, most: int) -> bytes:
    """Return ``contents`` packed.

    Raises:
        Defect: they are more than ``most`` bytes, which no reader takes.
    """
    if len(contents) > most:
        raise Defect("a file was formed that is larger than any reader takes")
    packed = zlib.compress(contents, _LEVEL)
    if _allowed(len(packed), most) < len(contents):
        packed = zlib.compress(contents, 0)  # so repetitive that a reader would take it for an attack
    return packed


def unpack(packed: bytes, *, most: int) -> bytes:
    """Return what was packed.

    Raises:
        Unreadable: it can't be unpacked, or is more than ``most`` bytes or suspiciously more than it was.
    """
    allowed = _allowed(len(packed), most)
    unpacker = zlib.decompressobj()
    try:
        contents = unpacker.decompress(packed, allowed + 1)
    except zlib.error:
        contents = None
    if contents is None or len(contents) > allowed or not unpacker.eof or unpacker.unused_data:
        raise Unreadable(tr("Its contents can't be unpacked, or are larger than any file of its kind can be."))
    return contents


def _allowed(packed: int, most: int) -> int:
    return min(most, max(_SMALL, packed * MAX_RATIO))
