"""Amounts of money as people write them."""

from __future__ import annotations

import pytest

from desktop.engagement.debrief import pence_of


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("45", 4500),
        ("45.50", 4550),
        (" £1,200.00 ", 120_000),
        ("£ 7", 700),
        ("0", 0),
        ("1,234,567.89", 123_456_789),
        ("", None),
        ("-1", None),
        ("45.5", None),
        ("45,50", None),
        ("1e3", None),
        ("٤٥", None),
        ("forty", None),
        ("9" * 12, None),
    ],
    ids=["whole", "pence", "sign", "sign and space", "nought", "large", "empty", "negative", "one place", "comma",
         "exponent", "other figures", "words", "too long"],
)  # fmt: skip
def test_pence(text: str, pence: int | None) -> None:
    assert pence_of(text) == pence
