"""The cells of the QR codes of a print job, thousands of them, each made from another by a few exclusive ors.

A QR code of one size with one mask is an affine map of its bits: Reed-Solomon codes are linear, and the mask is
added. So the code of a text is that of another of the same length, changed by what each differing bit alone would
change. Only serials differ between copies: a handful of codes is encoded in full, the rest follows from them.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.sheets.page_codes import PageCode
from desktop.sheets.print_jobs import CodeCells
from desktop.sheets.serials import LENGTH

_BITS = bytes.maketrans(b"\x00\x01", b"01")
_MASK = 3
"""QR mask pattern. Trying all eight takes five times as long, and any of them can be read."""
_NOUGHT = "0" * LENGTH


def cells_of(text: str) -> CodeCells:
    """Return the QR that says ``text``."""
    import segno

    matrix = segno.make(text, micro=False, error="m", boost_error=False, mask=_MASK).matrix
    side = len(matrix)
    stride = (side + 7) // 8
    padding = stride * 8 - side
    rows = b"".join((int(bytes(row).translate(_BITS), 2) << padding).to_bytes(stride, "big") for row in matrix)
    return CodeCells(side, rows)


class RunOfCodes:
    """The codes of all pages of all copies of one job.

    Args:
        page_code: what the QR on a page of a copy says, from the copy's serial and the page's number.
    """

    def __init__(self, page_code: Callable[[str, int], PageCode]) -> None:
        self._page_code = page_code
        self._first = ""
        self._pages: dict[int, tuple[str, CodeCells, int]] = {}
        self._changes: dict[tuple[int, int, int], int] = {}

    def cells(self, serial: str, page: int) -> CodeCells:
        """Return the QR on page ``page`` of the copy with that canonical serial; empty on a master."""
        if len(serial) != LENGTH or not serial.isascii():
            return cells_of(self._page_code(serial, page).to_text())
        # what the bits change costs as much as the pages of several copies: one copy alone goes without it
        self._first = self._first or serial
        if serial == self._first:
            return cells_of(self._page_code(serial, page).to_text())
        known = self._pages.get(page)
        if known is None:
            text = self._page_code(_NOUGHT, page).to_text()
            base = cells_of(text)
            known = self._pages[page] = (text, base, int.from_bytes(base.rows, "big"))
        text, base, bits = known
        for at, symbol in enumerate(serial):
            differing = ord(symbol) ^ ord("0")
            while differing:
                lowest = differing & -differing
                bits ^= self._change(text, base, at, lowest)
                differing ^= lowest
        return CodeCells(base.side, bits.to_bytes(len(base.rows), "big"))

    def _change(self, text: str, base: CodeCells, at: int, bit: int) -> int:
        """Return what one bit of one symbol of the serial changes, in codes of this size."""
        key = (base.side, at, bit)
        if key not in self._changes:
            place = text.index(_NOUGHT, text.index("|", text.index("|", 4) + 1)) + at
            other = text[:place] + chr(ord("0") ^ bit) + text[place + 1 :]
            rows = cells_of(other).rows
            self._changes[key] = int.from_bytes(rows, "big") ^ int.from_bytes(base.rows, "big")
        return self._changes[key]
