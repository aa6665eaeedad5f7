"""Sheets and what keeps clear on them. Nothing else knows of A4."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageSize:
    """A sheet, upright. Lengths in millimetres.

    Attributes:
        side, top, bottom: margins of the words; the bottom holds page number, serial and QR.
    """

    width: float
    height: float
    side: float = 20.0
    top: float = 15.0
    bottom: float = 35.0

    @property
    def content_width(self) -> float:
        """Width between the side margins."""
        return self.width - 2 * self.side

    @property
    def content_height(self) -> float:
        """Height between top and bottom margin."""
        return self.height - self.top - self.bottom


A4 = PageSize(210.0, 297.0)
LETTER = PageSize(215.9, 279.4)
A3 = PageSize(297.0, 420.0)
A5 = PageSize(148.0, 210.0, side=16.0)
SLIP = PageSize(148.0, 210.0, side=14.0, top=14.0, bottom=14.0)
"""A sheet with nothing at its foot: no form, no number."""
PAGE_SIZES = {"A4": A4, "A3": A3, "A5": A5, "Letter": LETTER}
"""Sizes that a form can be printed on, by the name that people know."""
