"""Words folded for searching: small letters, no accents, and one word apart from the next.

Done here and not by a database, so that the same words are found whichever one keeps them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 64
"""Characters of a word that are looked at."""
MOST = 20_000
"""Words of one text that are looked at."""
_ASCII_WORD = re.compile(r"[a-z0-9]+")
# scripts that put no room between words: each sign is a word by itself, and all signs of a search must be found
_UNSPACED = re.compile("([\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])")


def folded_words(text: str) -> list[str]:
    """Return the words of ``text`` as they are searched for, in their order."""
    small = text.casefold()
    if small.isascii():
        found = _ASCII_WORD.findall(small)
    else:
        plain = "".join(each for each in unicodedata.normalize("NFKD", small) if not unicodedata.combining(each))
        composed = unicodedata.normalize("NFC", plain).casefold()
        letters = "".join(each if unicodedata.category(each)[0] in "LNM" else " " for each in composed)
        found = _UNSPACED.sub(r" \1 ", letters).split()
    return [word[:LONGEST] for word in found[:MOST]]


def folded(texts: Iterable[str]) -> str:
    """Return the different words of ``texts``, sorted, with one space between: what an index is made of."""
    return " ".join(sorted({word for text in texts for word in folded_words(text)}))
