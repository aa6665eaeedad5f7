"""The rule that backups are kept by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.workflows.keep_rule import KeepRule, expires, to_keep, to_keep_now

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
ages = st.integers(min_value=-200, max_value=24 * 7 * 20 * 60).map(lambda minutes: timedelta(minutes=minutes))
times = st.sets(ages.map(lambda age: NOW - age), max_size=60)
rules = st.builds(KeepRule, hourly=st.integers(0, 60), daily=st.integers(0, 30), weekly=st.integers(0, 12))


def test_a_table() -> None:
    taken = [
        datetime(2026, 3, 4, 12, 10, tzinfo=UTC),
        datetime(2026, 3, 4, 12, 5, tzinfo=UTC),  # an older one of the same hour
        datetime(2026, 3, 4, 11, 59, tzinfo=UTC),
        datetime(2026, 3, 3, 17, 0, tzinfo=UTC),  # the last of yesterday, within 24 hours
        datetime(2026, 3, 3, 9, 0, tzinfo=UTC),  # yesterday, older than 24 hours
        datetime(2026, 2, 20, 17, 0, tzinfo=UTC),  # the last of its day
        datetime(2026, 2, 20, 9, 0, tzinfo=UTC),
        datetime(2026, 2, 11, 9, 0, tzinfo=UTC),  # older than 14 days, the last of its week
        datetime(2026, 2, 10, 9, 0, tzinfo=UTC),
        datetime(2025, 12, 1, 9, 0, tzinfo=UTC),  # older than eight weeks
    ]
    kept = to_keep(taken, NOW, KeepRule())
    assert [each in kept for each in taken] == [
        True, False, True, True, False, True, False, True, False, False,
    ]  # fmt: skip


@given(times, rules)
def test_only_what_is_there_and_always_the_newest(taken, rule) -> None:
    kept = to_keep(taken, NOW, rule)
    assert kept <= taken
    past = [each for each in taken if each <= NOW]
    assert not past or max(past) in kept
    assert {each for each in taken if each > NOW} <= kept


@given(times, rules)
def test_nothing_older_than_the_rule_but_the_newest(taken, rule) -> None:
    past = [each for each in taken if each <= NOW]
    for each in to_keep(taken, NOW, rule):
        assert each > NOW or each == max(past) or expires(each, rule) >= NOW


@given(times, rules)
def test_each_hour_day_and_week_of_the_rule_has_one(taken, rule) -> None:
    kept = to_keep(taken, NOW, rule)
    for each in taken:
        if each > NOW:
            continue
        if NOW - each <= timedelta(hours=rule.hourly):
            assert any((k.date(), k.hour) == (each.date(), each.hour) and k >= each for k in kept)
        if NOW - each <= timedelta(days=rule.daily):
            assert any(k.date() == each.date() and k >= each for k in kept)
        if NOW - each <= timedelta(weeks=rule.weekly):
            assert any(k.isocalendar()[:2] == each.isocalendar()[:2] and k >= each for k in kept)


@given(times, rules)
def test_twice_is_once(taken, rule) -> None:
    kept = to_keep(taken, NOW, rule)
    assert to_keep(kept, NOW, rule) == kept


@given(times, times, rules, st.integers(0, 24 * 60))
def test_pruning_on_the_way_loses_nothing_that_would_be_kept_at_the_end(earlier, later, rule, hours) -> None:
    """Whether it is pruned each hour or once after months, the same backups are left."""
    earlier = {each for each in earlier if each <= NOW}
    then = NOW + timedelta(hours=hours)
    later = {each for each in (NOW + (NOW - each) for each in later) if NOW < each <= then}
    on_the_way = to_keep(earlier, NOW, rule)
    assert to_keep(on_the_way | later, then, rule) == to_keep(earlier | later, then, rule)


def test_a_clock_that_leaps_ahead_removes_nothing_for_a_day() -> None:
    taken = {NOW - timedelta(days=each) for each in range(14)}
    leapt = NOW + timedelta(days=365)
    assert to_keep_now(taken, NOW, KeepRule()) == taken
    assert to_keep_now(taken, leapt, KeepRule()) == taken
    for hours in (1, 2, 23):  # while backups are made under the wrong clock
        there = taken | {leapt, leapt + timedelta(hours=hours)}
        assert taken < to_keep_now(there, leapt + timedelta(hours=hours), KeepRule())
    # set right again within the day, as ever; else they go, as the certificates say
    assert to_keep_now(taken | {leapt}, NOW + timedelta(hours=1), KeepRule()) >= taken
    assert not taken & to_keep_now(taken | {leapt}, leapt + timedelta(hours=25), KeepRule())


@given(times, rules)
def test_it_never_removes_more_than_the_rule(taken, rule) -> None:
    kept = to_keep_now(taken, NOW, rule)
    assert to_keep(taken, NOW, rule) <= kept <= taken
    assert to_keep_now(kept, NOW, rule) == kept
