"""When a subject is due: months after closing, a fixed day, or nobody has said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.engagement.retention import UNSAID, Retention, RetentionRule, Subject, months_after


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2022, 1, 23), 6, date(2022, 7, 23)),
        (date(2022, 1, 23), 12, date(2023, 1, 23)),
        (date(2022, 8, 31), 1, date(2022, 9, 30)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2022, 11, 30), 3, date(2023, 2, 28)),
        (date(2022, 12, 31), 12, date(2023, 12, 31)),
        (date(9998, 12, 31), 24, date.max),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@given(st.dates(date(1990, 1, 1), date(2200, 1, 1)), st.integers(1, 1200))
def test_a_longer_period_never_ends_earlier(day: date, months: int) -> None:
    assert day < months_after(day, months) <= months_after(day, months + 1)


def test_nobody_has_said() -> None:
    assert not UNSAID.said
    assert UNSAID.due(date(2022, 1, 23)) is None
    assert all(not Retention().rule(subject).said for subject in Subject)


def test_months_need_a_closing_date_and_a_day_does_not() -> None:
    assert RetentionRule(months=6).due(None) is None
    assert RetentionRule(on=date(2024, 1, 1)).due(None) == date(2024, 1, 1)


def test_each_subject_has_its_own_rule() -> None:
    rules = {subject: RetentionRule(months=number) for number, subject in enumerate(Subject, start=1)}
    kept = Retention(**{subject.value: rule for subject, rule in rules.items()})
    assert {subject: kept.rule(subject) for subject in Subject} == rules
