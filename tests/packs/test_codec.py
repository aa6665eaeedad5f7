"""A programme survives being written as JSON, for the store and for batches."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.engagement.codec import programme_from_json, programme_to_json
from desktop.engagement.hand_over import HandOver, RepresentationQuestion, Safeguarding, TopicCode
from desktop.engagement.programme import (
    Coded,
    ContactQuestion,
    Language,
    PackForm,
    PlannedEvent,
    Programme,
    Statement,
)
from desktop.engagement.retention import Retention, RetentionRule

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
spoken = st.builds(
    Language, words, words, words, st.none() | st.dates(),
    st.lists(st.tuples(words, st.lists(words, min_size=1, max_size=3).map(tuple)), max_size=2).map(tuple),
)  # fmt: skip
languages = st.lists(spoken, max_size=3).map(tuple)
coded = st.lists(st.builds(Coded, words, words), max_size=3).map(tuple)
statements = st.builds(Statement, words, words)
rules = st.builds(RetentionRule, months=st.none() | st.integers(1, 1200), on=st.none() | st.dates())
programmes = st.builds(
    Programme,
    programme_id=words,
    version=words,
    title=words,
    organisation=words,
    opens=st.none() | st.dates(),
    closes=st.dates(),
    time_zone=words,
    help_line=words,
    email=words,
    website=words,
    return_address=words,
    summary=words,
    privacy=statements,
    consent=statements,
    updates_consent=statements,
    areas=coded,
    respondent_types=coded,
    languages=languages,
    contact_questions=st.lists(st.builds(ContactQuestion, words, words, words, coded), max_size=2).map(tuple),
    events=st.lists(st.builds(PlannedEvent, words, words, words, st.dates(), words, words), max_size=2).map(tuple),
    forms=st.lists(st.builds(PackForm, words, words, words), max_size=2).map(tuple),
    made_up=st.booleans(),
    serial_key=words,
    retention=st.builds(Retention, rules, rules, rules, rules),
    counts_roles=st.booleans(),
    topics=st.lists(st.builds(TopicCode, words, words, words, words, st.none() | st.dates()), max_size=2).map(
        tuple
    ),
    safeguarding=st.builds(Safeguarding, words, words, words),
    hand_over=st.builds(
        HandOver,
        st.none() | st.integers(0, 120),
        st.none() | st.tuples(words, words),
        st.none() | st.integers(0, 120),
        st.lists(words, max_size=2).map(tuple),
        st.booleans(),
        st.integers(15, 1800),
    ),
    representation=st.lists(st.builds(RepresentationQuestion, words, words, words), max_size=2).map(tuple),
)


@given(programmes)
def test_round_trip(programme: Programme) -> None:
    text = programme_to_json(programme)
    assert programme_from_json(text) == programme
    assert programme_to_json(programme_from_json(text)) == text


@pytest.mark.parametrize("text", ["{}", '{"codec": 2}', '{"codec": 1}', "[", '{"codec": 1, "opens": null}'])
def test_what_is_no_programme_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"programme|Expecting"):
        programme_from_json(text)


def test_dates_are_iso_text() -> None:
    statement = Statement("", "")
    programme = Programme(
        "p", "1", "t", "o", None, date(2022, 1, 23), "UTC", "", "", "", "", "", statement, statement, statement,
        (), (), (), (), (), (), False, "",
    )  # fmt: skip
    assert '"closes":"2022-01-23"' in programme_to_json(programme)
