"""Writes .xls files for tests: the records of BIFF8 that hold sheets and their words, and nothing else.

After [MS-XLS], 2.4: BOF, BOUNDSHEET8, LABEL, EOF; Excel would want more, a reader of words does not.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

_GLOBALS, _SHEET = 0x0005, 0x0010


def write_xls(path: Path, sheets: Mapping[str, Sequence[Sequence[str]]]) -> Path:
    """Write the sheets' rows and return the path."""
    names = [_record(0x0085, struct.pack("<IBB", 0, 0, 0) + _text(name, "<B")) for name in sheets]
    head = _beginning(_GLOBALS)
    at = len(head) + sum(map(len, names)) + 4
    bodies = [_sheet(rows) for rows in sheets.values()]
    placed = []
    for name, body in zip(names, bodies, strict=True):
        placed.append(name[:4] + struct.pack("<I", at) + name[8:])
        at += len(body)
    path.write_bytes(head + b"".join(placed) + _record(0x000A, b"") + b"".join(bodies))
    return path


def _sheet(rows: Sequence[Sequence[str]]) -> bytes:
    cells = [
        _record(0x0204, struct.pack("<HHH", row, column, 0) + _text(text, "<H"))
        for row, values in enumerate(rows)
        for column, text in enumerate(values)
        if text
    ]
    return _beginning(_SHEET) + b"".join(cells) + _record(0x000A, b"")


def _beginning(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _text(text: str, length: str) -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
