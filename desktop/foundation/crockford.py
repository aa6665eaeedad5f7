"""Crockford's base 32 (no I, L, O, U; https://www.crockford.com/base32.html), and a check symbol for it.

The check symbol makes the sum of (weight x symbol) over GF(32) zero. The weights are distinct powers of a
primitive element, so that every single wrong symbol and every exchange of two symbols, next to each other or not,
is found: the algebra of Reed-Solomon codes with one check symbol (Wagner and Putter, CACM 32(1), 1989, compare
such decimal schemes).
"""

from __future__ import annotations

from collections.abc import Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LONGEST = 30
"""Most symbols that a check symbol can stand behind: there are no more distinct weights."""

VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
"""What each character stands for; small letters and look-alikes (i, l, o) are forgiven."""
VALUES |= {symbol.lower(): value for symbol, value in VALUES.items()}
VALUES |= {"I": 1, "i": 1, "L": 1, "l": 1, "O": 0, "o": 0}
SEPARATORS = " -\t\r\n\u00a0\u2010\u2011\u2012\u2013\u2014"
"""Characters that are skipped when a person typed or pasted something."""


def grouped(canonical: str) -> str:
    """Return the symbols in groups of four, ``XXXX-XXXX-X``."""
    return "-".join(canonical[start : start + 4] for start in range(0, len(canonical), 4))


def symbols_of(value: int, count: int) -> list[int]:
    """Return ``value`` as ``count`` numbers below 32, the highest first."""
    return [value >> 5 * place & 31 for place in reversed(range(count))]


def check_symbol(body: Sequence[int]) -> int:
    """Return the check symbol of up to :data:`LONGEST` symbols; its weight is 1, theirs are powers from 1 up."""
    total = 0
    for place, symbol in enumerate(body, start=1):
        if symbol:
            total ^= _POWER[(_LOG[symbol] + place) % 31]
    return total


def _powers() -> tuple[int, ...]:
    # powers of x modulo x^5 + x^2 + 1, which is primitive over GF(2): 31 distinct values
    powers = [1]
    while len(powers) < 31:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled & 32 else doubled)
    return tuple(powers)


_POWER = _powers()
_LOG = {power: exponent for exponent, power in enumerate(_POWER)}
