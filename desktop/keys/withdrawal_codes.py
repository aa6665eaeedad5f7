"""Withdrawal codes: what a respondent takes home, and what alone finds their answers again.

A code is 80 random bits, derived from nothing: no serial, no id, no time leads to it. It is written as sixteen
symbols of Crockford's base 32 and a check symbol, ``XXXX-XXXX-XXXX-XXXX-C``. It is shown once; what is kept is its
SHA-256. With 80 random bits behind it a plain hash can't be tried out, so no slow one is needed.
"""

from __future__ import annotations

import hashlib
import secrets

from desktop.foundation.crockford import ALPHABET, SEPARATORS, VALUES, check_symbol, grouped, symbols_of
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr

CODE_BITS = 80
SYMBOLS = 17
"""Symbols of a code, its check symbol among them."""
_DOMAIN = b"sounding-board/withdrawal-code/1\x00"


class MistypedCode(WorldError):
    """What was given as a withdrawal code is none. The message never repeats it."""


def new_code() -> str:
    """Return a new random code as it is shown, ``XXXX-XXXX-XXXX-XXXX-C``."""
    body = symbols_of(secrets.randbits(CODE_BITS), SYMBOLS - 1)
    return grouped("".join(ALPHABET[value] for value in (*body, check_symbol(body))))


def read_code(text: str) -> str:
    """Return the code that ``text`` spells, as it is shown; case, spaces, hyphens and look-alikes are forgiven.

    Raises:
        MistypedCode: its length, a symbol or the check symbol is wrong.
    """
    kept = [character for character in text if character not in SEPARATORS]
    if any(character not in VALUES for character in kept):
        raise _mistyped(tr("A character in it is never part of a withdrawal code."))
    if len(kept) != SYMBOLS:
        raise _mistyped(
            tr("A withdrawal code has {wanted} letters and figures; this has {found}.",
               wanted=SYMBOLS, found=len(kept))
        )  # fmt: skip
    values = [VALUES[character] for character in kept]
    if check_symbol(values[:-1]) != values[-1]:
        raise _mistyped(tr("Its last letter or figure does not fit: at least one of them is wrong."))
    return grouped("".join(ALPHABET[value] for value in values))


def code_hash(code: str) -> str:
    """Return 64 hex digits: what is kept of a code.

    Raises:
        MistypedCode: as :func:`read_code`.
    """
    canonical = read_code(code).replace("-", "")
    return hashlib.sha256(_DOMAIN + canonical.encode()).hexdigest()


def _mistyped(fault: str) -> MistypedCode:
    return MistypedCode(
        place=tr("The withdrawal code"), fault=fault, remedy=tr("Compare it with the slip and type it again.")
    )
