"""What is checked of words before they are kept with an event: codes, length, and signs that no store holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from desktop.engagement.contact_words import contact_words
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

MOST_CHARACTERS = 20_000
"""About ten pages. What is longer was not said at a stall."""
MOST_IN_A_LINE = 200
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_KEPT_BREAKS = frozenset("\n\t")


def cleaned(text: str) -> str:
    """Return ``text`` as a store can hold it: no control characters, one kind of line end, no spaces around it."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half of a sign, from a paste that was cut
    lines = whole.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        each if each in _KEPT_BREAKS or unicodedata.category(each) not in ("Cc", "Cs") else " " for each in lines
    )
    return "".join(kept).strip()


def one_line(text: str) -> str:
    """Return ``text`` cleaned, as one line with single spaces."""
    return " ".join(cleaned(text).split())


def refuse_too_long(text: str, *, place: str, most: int = MOST_CHARACTERS) -> str:
    """Return ``text``.

    Raises:
        Refusal: it has more than ``most`` characters.
    """
    if len(text) > most:
        raise Refusal(
            place=place,
            fault=tr("It is {count} characters long; {most} fit.", count=len(text), most=most),
            remedy=tr("Write it as two."),
        )
    return text


def known(code: str, codes: Iterable[str], *, place: str) -> str:
    """Return ``code``, which may be empty.

    Raises:
        Refusal: it is none of ``codes``.
    """
    there = tuple(codes)
    if code and code not in there:
        raise Refusal(
            place=place,
            fault=tr("The programme has no {code}.", code=code[:40]),
            remedy=tr("Use one of: {codes}.", codes=", ".join(there))
            if there
            else tr("Leave it empty: the programme's pack names none."),
        )
    return code


def language_code(code: str) -> str:
    """Return a language's code.

    Raises:
        Refusal: it has not the shape of one (BCP 47).
    """
    if code and not _LANGUAGE.fullmatch(code):
        raise Refusal(
            place=tr("Language"),
            fault=tr("{code} is no code of a language.", code=code[:40]),
            remedy=tr("Give one such as en, ur or zh-Hans."),
        )
    return code


def part_of_a_place(text: str) -> str:
    """Return a neighbourhood in free words.

    Raises:
        Refusal: it holds a full postcode or another contact detail, which is not repeated.
    """
    words = refuse_too_long(one_line(text), place=tr("Neighbourhood"), most=MOST_IN_A_LINE)
    found = contact_words(words)
    if found:
        raise Refusal(
            place=tr("Neighbourhood"),
            fault=tr("This looks like {what}.", what=tr(found[0].value)),
            remedy=tr("Give the first half of the postcode or the name of the neighbourhood: never one address."),
        )
    return words
