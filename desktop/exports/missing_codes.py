"""Codes that say why a question has no answer, in columns of their own: none can be taken for an answer.

They have the form of Stata's extended missing values (``.a`` to ``.z``), which R's haven reads too.
"""

from __future__ import annotations

from desktop.foundation.translation import tr
from desktop.responses.response import MissingKind

SUFFIX = ":missing"
"""Ends the name of the column beside a question's own; no question's name has a colon."""
_CODES = {
    MissingKind.BLANK: ".b",
    MissingKind.ILLEGIBLE: ".i",
    MissingKind.MULTIPLE: ".m",
    MissingKind.ADULT_ONLY: ".a",
    MissingKind.NEEDS_FILE: ".f",
}


def missing_code(kind: str) -> str:
    """Return the code of a kind as it stands in an envelope; a kind of a newer program as it is."""
    return next((code for each, code in _CODES.items() if each.value == kind), kind)


def missing_meanings() -> tuple[tuple[str, str], ...]:
    """Return (code, what it means), of every code."""
    words = {
        MissingKind.BLANK: tr("blank: on paper nothing was written or marked"),
        MissingKind.ILLEGIBLE: tr("illegible: on paper something was written that the keyer could not read"),
        MissingKind.MULTIPLE: tr("more than one marked: on paper, where one answer was asked for"),
        MissingKind.ADULT_ONLY: tr("left out on screen: asked of adults only"),
        MissingKind.NEEDS_FILE: tr("left out on screen: it needs a file that only staff can add"),
    }
    return tuple((_CODES[kind], words[kind]) for kind in MissingKind)


def codes_in_words() -> str:
    """Return every code with its meaning, for the codebook."""
    return "; ".join(f"{code} = {meaning}" for code, meaning in missing_meanings())
