"""The direction of words that are painted by hand: their own, as a QLabel takes it, whatever the layout's is."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt


def direction_of_words(text: str) -> Qt.LayoutDirection:
    """Return the direction of the first letter that has one (Unicode bidirectional algorithm, rule P2)."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return Qt.LayoutDirection.LeftToRight
        if kind in ("R", "AL"):
            return Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight
