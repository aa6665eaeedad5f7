"""Codes of choices: what stands in small print beside a box, and what a keyer types."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_OWN_CODE = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MOST_BY_FIGURE = 9
"""One figure tells so many choices apart."""


def choice_codes(values: Sequence[str]) -> dict[str, str]:
    """Return the code of each choice value, in order.

    Values that are all short figures (``1``, ``2``, ``99``) are their own codes, as the form's author is used to
    them; else the choices are counted from 1. Paper, keying and the kept layout share this.
    """
    if values and all(
        value.isascii() and value.isdigit() and len(value) <= LONGEST_OWN_CODE and str(int(value)) == value
        for value in values
    ):
        return {value: value for value in values}
    return {value: str(place) for place, value in enumerate(values, start=1)}


def choice_letters(values: Sequence[str], *, several: bool) -> dict[str, str]:
    """Return the letter of each choice value, in order: one key, where a figure alone would not do.

    That is where several may be marked, since a figure keyed after letters is the next question's, so that no key
    is needed to end the run; and where there are more choices than figures. Empty where figures do, or where there
    are more choices than letters.
    """
    if not values or len(values) > len(_LETTERS) or not (several or len(values) > _MOST_BY_FIGURE):
        return {}
    return dict(zip(values, _LETTERS, strict=False))


def printed_codes(values: Sequence[str], *, several: bool) -> dict[str, str]:
    """Return what stands in small print beside the box of each choice value: its letter, else its code."""
    return choice_letters(values, several=several) or choice_codes(values)
