"""How long a text may be, read from the constraint of the form, so that the count beside the field can say it.

Only plain limits are read, those that hold whatever else is answered: ``string-length(.) <= 200``, alone or joined
by ``and``. The engine checks the constraint itself; what is not understood here is only not counted down.
"""

from __future__ import annotations

import re

_LENGTH = re.compile(r"string-length\(\s*(?:normalize-space\(\s*\.\s*\)|\.)?\s*\)\s*(<=|<)\s*(\d{1,6})(?![\d.])")
_WORDS = re.compile(r"regex\(\s*\.\s*,\s*(['\"])\^?[^'\"]*\\S\+[^'\"]*\{[01],(\d{1,5})\}([^'\"]*)\1\s*\)")
_NOT_PLAIN = re.compile(r"\bor\b|\bnot\s*\(|\bif\s*\(")


def limits_of(constraint: str) -> tuple[int, int]:
    """Return the most characters and the most words that ``constraint`` lets a text have; 0 for no such limit."""
    if _NOT_PLAIN.search(constraint):
        return 0, 0
    lengths = [int(figure) - (sign == "<") for sign, figure in _LENGTH.findall(constraint)]
    words = [int(figure) + ("\\S+" in rest) for _quote, figure, rest in _WORDS.findall(constraint)]
    return max(0, min(lengths, default=0)), min(words, default=0)
