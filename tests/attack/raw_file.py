"""What somebody with the raw key reads out of a store's pages: every cell of every table, and where it lies.

The format is that of https://sqlite.org/fileformat2.html; the pages are decrypted by ``tests.store.raw_pages``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.store.raw_pages import PAGE, RESERVE, RawPage, file_pages, wal_frames

USABLE = PAGE - RESERVE
_LEAVES = {10, 13}  # index (and table without rowid), table
_INDEX = {2, 10}


@dataclass(frozen=True)
class Cell:
    """One row or index entry: where it lies, and what it holds."""

    page: int
    offset: int
    rowid: int
    values: tuple[object, ...]


def with_log(pages: dict[int, bytes], frames: list[RawPage]) -> dict[int, bytes]:
    """Return the pages as they stand after the last transaction in the log."""
    standing, waiting = dict(pages), {}
    for frame in frames:
        waiting[frame.number] = frame.data
        if frame.commit:
            standing.update(waiting)
            waiting = {}
    return standing


def roots(pages: dict[int, bytes]) -> dict[str, int]:
    """Return table name to the root page of its tree; a virtual table has none, its words lie in others."""
    found = {str(cell.values[1]): int(str(cell.values[3])) for cell in walk(pages, 1) if cell.values[0] == "table"}
    return {name: root for name, root in found.items() if root}


def tree_pages(pages: dict[int, bytes], root: int) -> set[int]:
    """Return the b-tree pages of a table, inner ones among them."""
    found = {root}
    kind, _, children = _parts(pages, root)
    if kind not in _LEAVES:
        for child in children:
            found |= tree_pages(pages, child)
    return found


def walk(pages: dict[int, bytes], root: int) -> Iterator[Cell]:
    """Yield the cells of a table in the order of its key."""
    kind, cells, children = _parts(pages, root)
    if kind in _LEAVES:
        yield from cells
        return
    for position, child in enumerate(children):
        yield from walk(pages, child)
        if kind in _INDEX and position < len(cells):
            yield cells[position]


def _parts(pages: dict[int, bytes], number: int) -> tuple[int, list[Cell], list[int]]:
    page = pages[number]
    at = 100 if number == 1 else 0
    kind = page[at]
    count = struct.unpack(">H", page[at + 3 : at + 5])[0]
    pointers = at + (8 if kind in _LEAVES else 12)
    cells, children = [], []
    for position in range(count):
        (offset,) = struct.unpack(">H", page[pointers + 2 * position : pointers + 2 * position + 2])
        here = offset
        if kind not in _LEAVES:
            children.append(struct.unpack(">I", page[here : here + 4])[0])
            here += 4
        if kind == 5:
            continue
        size, here = _varint(page, here)
        rowid = 0
        if kind == 13:
            rowid, here = _varint(page, here)
        cells.append(Cell(number, offset, rowid, _record(_payload(pages, page, here, size, table=kind == 13))))
    if kind not in _LEAVES:
        children.append(struct.unpack(">I", page[at + 8 : at + 12])[0])
    return kind, cells, children


def _payload(pages: dict[int, bytes], page: bytes, at: int, size: int, *, table: bool) -> bytes:
    most = USABLE - 35 if table else (USABLE - 12) * 64 // 255 - 23
    if size <= most:
        return page[at : at + size]
    least = (USABLE - 12) * 32 // 255 - 23
    local = least + (size - least) % (USABLE - 4)
    if local > most:
        local = least
    content = page[at : at + local]
    (following,) = struct.unpack(">I", page[at + local : at + local + 4])
    while following:
        overflow = pages[following]
        content += overflow[4:USABLE]
        (following,) = struct.unpack(">I", overflow[:4])
    return content[:size]


def _record(payload: bytes) -> tuple[object, ...]:
    header, at = _varint(payload, 0)
    kinds = []
    while at < header:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[object] = []
    at = header
    for kind in kinds:
        if kind in (0, 8, 9):
            values.append({0: None, 8: 0, 9: 1}[kind])
            continue
        size = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8}.get(kind, (kind - 12) // 2)
        content = payload[at : at + size]
        at += size
        if kind < 7:
            values.append(int.from_bytes(content, "big", signed=True))
        elif kind == 7:
            values.append(struct.unpack(">d", content)[0])
        else:
            values.append(content if kind % 2 == 0 else content.decode())
    return tuple(values)


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(9):
        byte = content[at + step]
        if step == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    raise AssertionError("a varint has nine bytes at most")


@dataclass(frozen=True)
class Seized:
    """The files of a store as they were taken away, read with its key.

    Attributes:
        main: page number to page of the file itself.
        pages: the same as the write-ahead log leaves them.
        frames: what is in force in that log.
    """

    main: dict[int, bytes]
    pages: dict[int, bytes]
    frames: list[RawPage]

    @classmethod
    def read(cls, path: Path, key: bytes) -> Seized:
        """Return what lies at ``path`` and beside it."""
        main = {page.number: page.data for page in file_pages(path, key)}
        frames = [frame for frame in wal_frames(path, key) if frame.current]
        return cls(main, with_log(main, frames), frames)

    def rows(self, table: str) -> list[Cell]:
        """Return the cells of a table in the order of its key."""
        root = roots(self.pages).get(table)
        return [] if root is None else list(walk(self.pages, root))
