"""Sizes of print, from the guidance on clear print (UKAAF G003, RNIB: 12 pt at least, 14 better)."""

from __future__ import annotations

from dataclasses import dataclass

POINT = 25.4 / 72
"""One point in millimetres."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a paragraph is set.

    Attributes:
        size: in points.
        leading: baseline to baseline, as a multiple of the size.
    """

    size: float
    bold: bool = False
    leading: float = 1.3

    @property
    def line_height(self) -> float:
        """Baseline to baseline in millimetres."""
        return self.size * self.leading * POINT

    @property
    def ascent(self) -> float:
        """From the top of a line to its baseline in millimetres: the share that Noto Sans needs."""
        return self.line_height * 0.76


@dataclass(frozen=True, slots=True)
class PrintStyles:
    """The styles of one edition. No italics, no underlining, nothing in capitals."""

    title: TextStyle
    heading: TextStyle
    subheading: TextStyle
    question: TextStyle
    body: TextStyle
    pattern: TextStyle
    code: TextStyle
    foot: TextStyle


CLEAR_PRINT = PrintStyles(
    title=TextStyle(24, bold=True, leading=1.2),
    heading=TextStyle(18, bold=True, leading=1.2),
    subheading=TextStyle(16, bold=True, leading=1.2),
    question=TextStyle(14, bold=True),
    body=TextStyle(14),
    pattern=TextStyle(12),
    code=TextStyle(9),
    foot=TextStyle(10),
)
