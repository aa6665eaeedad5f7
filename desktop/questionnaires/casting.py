"""Texts made into values of a bind's type, as calculations and defaults need it."""

from __future__ import annotations

import math


def cast(kind: str, text: str) -> str:
    """Return the text of a default or calculation as the bind's type has it; nothing for what is none of it."""
    if text == "NaN":
        return ""
    if kind in ("int", "integer") and text:
        try:
            return str(math.trunc(float(text)))
        except (ValueError, OverflowError):
            return ""
    if kind == "date" and len(text) > 10 and text[10] == "T":
        return text[:10]
    return str(text)
