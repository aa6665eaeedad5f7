"""Spacing that grows with the text: one unit is a quarter of the body's line height, about 5 pixels at 100 %."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLayout

LEAST_TARGET = 44
"""Device-independent pixels a side of what a finger presses: WCAG 2.2, 2.5.5 (level AAA); 2.5.8 asks for 24."""


def unit() -> int:
    """Return the unit of spacing in device-independent pixels."""
    return _unit_of(QApplication.font().key())


@lru_cache(maxsize=32)
def _unit_of(_font: str) -> int:
    """Return the unit for the application's font; named, so that it is measured once for all who ask."""
    return max(3, round(QFontMetricsF(QApplication.font()).height() / 4.4))


def space(count: float) -> int:
    """Return ``count`` units in pixels."""
    return round(unit() * count)


def line_length(characters: int = 66) -> int:
    """Return the width of a comfortable line of body text (60 to 70 characters) in pixels."""
    return round(QFontMetricsF(QApplication.font()).averageCharWidth() * characters)


def roomy(layout: QLayout, *, gap: float = 3, margins: float | tuple[float, float, float, float] = 0) -> None:
    """Give ``layout`` a gap and margins (left, top, right, bottom), both in units."""
    layout.setSpacing(space(gap))
    sides = margins if isinstance(margins, tuple) else (margins, margins, margins, margins)
    layout.setContentsMargins(*(space(side) for side in sides))
