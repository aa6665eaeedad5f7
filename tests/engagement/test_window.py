"""Where a date lies against a programme's window, and by which date a response is judged."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop.engagement.programme import Window
from desktop.engagement.versions import version_order
from tests.store.builders import programme

SPRING = programme(opens=date(2022, 3, 1), closes=date(2022, 3, 31))


@pytest.mark.parametrize(
    ("instant", "window"),
    [
        (datetime(2022, 2, 28, 23, 59, tzinfo=UTC), Window.BEFORE),
        (datetime(2022, 3, 1, 0, 0, tzinfo=UTC), Window.INSIDE),
        # summer time began on 27 March: the last day ends an hour earlier in UTC
        (datetime(2022, 3, 31, 22, 59, tzinfo=UTC), Window.INSIDE),
        (datetime(2022, 3, 31, 23, 0, tzinfo=UTC), Window.LATE),
    ],
)
def test_the_window_is_in_the_programmes_own_days(instant: datetime, window: Window) -> None:
    assert SPRING.window(instant) is window


def test_no_opening_date_means_open_from_the_first() -> None:
    assert programme(opens=None).window_of_day(date(1999, 1, 1)) is Window.INSIDE


def test_paper_is_judged_by_the_day_it_came_in() -> None:
    finalised = datetime(2022, 4, 9, 12, 0, tzinfo=UTC)
    assert SPRING.counted_on("2022-03-30", finalised) == date(2022, 3, 30)
    assert SPRING.counted_on("", datetime(2022, 3, 31, 23, 30, tzinfo=UTC)) == date(2022, 4, 1)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("9", "10"), ("1.9", "1.10"), ("2021-11-29", "2021-11-30"), ("2021112901", "2021112902"), ("1", "1.1")],
)
def test_versions_in_order(earlier: str, later: str) -> None:
    assert version_order(earlier) < version_order(later)
