"""Tells words that hold a contact detail from words that don't.

Nobody's words are refused for it: a listener is warned, and can leave the detail out. What has a shape of its own
is told; names and streets have none, and are asked not to be written.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class ContactWord(StrEnum):
    """What the words look like."""

    EMAIL = "an e-mail address"
    TELEPHONE = "a telephone number"
    POSTCODE = "a full postcode"


_EMAIL = re.compile(r"[^\s@,;:<>()]+@[^\s@,;:<>()]+\.[^\s@,;:<>()]{2,}")
_NUMBER = re.compile(r"\+?(?:\d[\s()./-]{0,3}){9,15}")
"""Nine digits or more: the shortest telephone number with its area code. An NHS number looks like one, rightly."""
_NO_NUMBER = re.compile(
    r"\b\d{1,4}([-./])\d{1,2}\1\d{1,4}\b|\b\d{1,2}[:.]\d{2}\b|(?:£|\$|€)\s?[\d,.]+|\b\d{1,3}(?:,\d{3})+\b|\b\d{4}\s?[-–]\s?\d{4}\b"
)
"""A date, a time of day, an amount or two years, which together would look like a number."""
_POSTCODE = re.compile(
    r"\b(?:GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[ .-]{0,2}[0-9][ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE
)
"""The shape of every UK postcode: https://en.wikipedia.org/wiki/Postcodes_in_the_United_Kingdom#Formatting"""
_ORDINAL = re.compile(r"(?:1st|2nd|3rd|[04-9]th)$")


def contact_words(text: str) -> tuple[ContactWord, ...]:
    """Return what in ``text`` looks like a contact detail; nothing for most."""
    plain = unicodedata.normalize("NFKC", text)
    found = []
    if _EMAIL.search(plain):
        found.append(ContactWord.EMAIL)
    if _NUMBER.search(_NO_NUMBER.sub(" ; ", plain)):
        found.append(ContactWord.TELEPHONE)
    # "unit B1 2nd floor" has the shape of a postcode; nobody writes one so
    if any(not _ORDINAL.search(each.group()) for each in _POSTCODE.finditer(plain)):
        found.append(ContactWord.POSTCODE)
    return tuple(found)
