"""The direction of writing of a form's language."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt

_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
_NAMES = {"arabic", "urdu", "persian", "farsi", "hebrew", "pashto", "sorani", "sindhi", "kurdish sorani"}


def direction_of(language: str) -> Qt.LayoutDirection:
    """Return the direction for a form's language name, such as ``Urdu (ur)`` or ``ar``."""
    code = re.search(r"\(([A-Za-z]{2,3})(?:-[^)]*)?\)\s*$", language)
    tag = (code.group(1) if code else language).lower().split("-")[0]
    if tag in _RIGHT_TO_LEFT or language.strip().lower() in _NAMES:
        return Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight
