"""Words that hold a contact detail are told from words that don't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.engagement.contact_words import ContactWord, contact_words

HOLD = [
    ("write to asha.mistry@example.org please", {ContactWord.EMAIL}),
    ("asha@example.co.uk", {ContactWord.EMAIL}),
    ("ring me on 0116 496 0123", {ContactWord.TELEPHONE}),
    ("(0116) 4960123", {ContactWord.TELEPHONE}),
    ("+44 7700 900123 after six", {ContactWord.TELEPHONE}),
    ("07700-900-123", {ContactWord.TELEPHONE}),
    ("NHS number 943 476 5919", {ContactWord.TELEPHONE}),
    ("I live in LE3 5TP", {ContactWord.POSTCODE}),
    ("le35tp", {ContactWord.POSTCODE}),
    ("SW1A 1AA or EC1A1BB", {ContactWord.POSTCODE}),
    ("M1-1AE", {ContactWord.POSTCODE}),
    ("\uff2c\uff25\uff13 \uff15\uff34\uff30", {ContactWord.POSTCODE}),
    ("a@b.org, 0116 496 0123", {ContactWord.EMAIL, ContactWord.TELEPHONE}),
]
HOLD_NONE = [
    "",
    "More buses in the evening, at 18:30 and 19:15 and 20:00",
    "I waited from 3 March 2021 to 12/05/2021",
    "open 2022-01-05 and 2022-01-12",
    "strategy 2022 - 2032",
    "It cost £1,250.00 and then £300",
    "about 1,000,000 people",
    "5 of 10, 7 of 10, 3 of 10",
    "bus 32 and 45",
    "LE3",
    "LE3 5",
    "unit B1 2nd floor",
    "ward A1 4th bed",
    "GP @ the surgery",
    "covid19 and the M1 motorway",
]


@pytest.mark.parametrize(("text", "found"), HOLD, ids=range(len(HOLD)))
def test_what_looks_like_one_is_told(text: str, found: set[ContactWord]) -> None:
    assert set(contact_words(text)) == found


@pytest.mark.parametrize("text", HOLD_NONE, ids=range(len(HOLD_NONE)))
def test_what_looks_like_none_is_left_alone(text: str) -> None:
    assert contact_words(text) == ()


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_an_address_is_found_among_other_words(before: str, after: str) -> None:
    assert ContactWord.EMAIL in contact_words(f"{before} asha@example.org {after}")


@given(text=st.text(max_size=400))
def test_any_text_is_looked_at_and_nothing_of_it_is_said(text: str) -> None:
    assert set(contact_words(text)) <= set(ContactWord)
