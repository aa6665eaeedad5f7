"""Sizes of print, from the guidance: clear print 12 pt at least, 14 better; large print 16 at least, 18 better
(UKAAF G003, RNIB); easy read 14 at least (gov.uk)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

POINT = 25.4 / 72
"""One point in millimetres."""
_TALL = 1.7
_TALL_ABOVE = 0.74
"""Of Noto Nastaliq Urdu: joined words reach up to 1.9 of the size above the baseline, 0.6 below it."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a paragraph is set.

    Attributes:
        size: in points.
        leading: baseline to baseline, as a multiple of the size.
        tall: for Nastaliq, whose words come down from the right in steps.
    """

    size: float
    bold: bool = False
    leading: float = 1.3
    tall: bool = False

    @property
    def line_height(self) -> float:
        """Baseline to baseline in millimetres."""
        return self.size * self.leading * (_TALL if self.tall else 1.0) * POINT

    @property
    def ascent(self) -> float:
        """From the top of a line to its baseline in millimetres: the share that the faces need."""
        return self.line_height * (_TALL_ABOVE if self.tall else 0.76)


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

    def tall(self) -> PrintStyles:
        """Return the same styles with room between the lines for Nastaliq; codes and foot have one line each."""
        styles = {each.name: getattr(self, each.name) for each in fields(self)}
        return PrintStyles(
            **{name: replace(style, tall=name not in ("code", "foot")) for name, style in styles.items()}
        )


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
LARGE_PRINT = PrintStyles(
    title=TextStyle(28, bold=True, leading=1.2),
    heading=TextStyle(24, bold=True, leading=1.2),
    subheading=TextStyle(21, bold=True, leading=1.2),
    question=TextStyle(18, bold=True, leading=1.35),
    body=TextStyle(18, leading=1.35),
    pattern=TextStyle(16),
    code=TextStyle(11),
    foot=TextStyle(12),
)
EASY_READ = PrintStyles(
    title=TextStyle(26, bold=True, leading=1.2),
    heading=TextStyle(22, bold=True, leading=1.2),
    subheading=TextStyle(19, bold=True, leading=1.2),
    question=TextStyle(16, bold=True, leading=1.4),
    body=TextStyle(16, leading=1.4),
    pattern=TextStyle(14),
    code=TextStyle(10),
    foot=TextStyle(11),
)
