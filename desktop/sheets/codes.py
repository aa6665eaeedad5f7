"""Codes of choices: what stands in small print beside a box, and what a keyer types."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_OWN_CODE = 3


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
