"""Guessing gets slower, never hopeless, and a clock that is set back helps nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.foundation.slow_down import LONGEST_WAIT, TooSoon, still_to_wait, wait_after

LAST = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)


def test_the_third_wrong_attempt_is_the_first_that_costs() -> None:
    assert [wait_after(count) for count in range(12)] == [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300]


@given(st.integers(0, 10_000))
def test_it_never_gets_quicker_and_never_longer_than_five_minutes(failures: int) -> None:
    assert wait_after(failures) <= wait_after(failures + 1) <= LONGEST_WAIT


@given(st.integers(0, 50), st.integers(0, 1_000_000))
def test_waiting_long_enough_always_helps_and_one_moment_less_never(failures: int, gone: int) -> None:
    now = LAST + timedelta(milliseconds=gone)
    left = still_to_wait(failures, LAST, now)
    assert still_to_wait(failures, LAST, now + timedelta(seconds=left)) == 0
    if left:
        assert still_to_wait(failures, LAST, now + timedelta(seconds=left - 1)) > 0


@given(st.integers(3, 50), st.integers(1, 10_000_000))
def test_a_clock_that_was_set_back_costs_the_whole_wait(failures: int, back: int) -> None:
    assert still_to_wait(failures, LAST, LAST - timedelta(seconds=back)) == wait_after(failures)


def test_the_refusal_says_how_long() -> None:
    fault = TooSoon(place="The passphrase", seconds=16)
    assert fault.seconds == 16
    assert "16" in fault.remedy
