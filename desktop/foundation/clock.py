"""Time, injected.

Nobody below ``startup`` asks the machine for the time: a :class:`Clock` is handed in, so that a test, a
practice store or a replayed draft can say what time it is.

An instant is a timezone-aware ``datetime``; the store keeps it as a UTC instant and an offset in minutes. A
programme's dates are civil dates in its own IANA time zone, and it closes at the end of its last day.
"""

from __future__ import annotations

import sys
import time as machine_time
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """Return the instant, aware, in the local offset of whoever asks."""


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC).astimezone()


@dataclass(slots=True)
class SetClock:
    """A clock that stands where it is put; for tests and for replay. Not frozen: it can be moved on."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def move(self, by: timedelta) -> None:
        """Move the clock on by ``by``."""
        self.instant += by


def civil_date(instant: datetime, time_zone: str) -> date:
    """Return the date that ``instant`` falls on in the IANA zone ``time_zone``."""
    return instant.astimezone(ZoneInfo(time_zone)).date()


def end_of_day(day: date, time_zone: str) -> datetime:
    """Return the first instant after ``day`` in ``time_zone``: a closing date holds until then, not included."""
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(time_zone))


def to_utc_text(instant: datetime) -> str:
    """Return the instant as fixed-width UTC text with microseconds, so that text order is time order.

    Raises:
        ValueError: the datetime is naive.
    """
    if instant.tzinfo is None:
        raise ValueError("a naive datetime is no instant")
    utc = instant.astimezone(UTC)
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"  # strftime does not pad the year


def offset_minutes(instant: datetime) -> int:
    """Return the instant's offset from UTC in whole minutes."""
    offset = instant.utcoffset()
    if offset is None:
        raise ValueError("a naive datetime is no instant")
    return int(offset.total_seconds() // 60)


def from_utc_text(text: str, offset: int = 0) -> datetime:
    """Return the instant of ``to_utc_text`` in the fixed offset ``offset`` (minutes)."""
    if not text.endswith("Z"):
        raise ValueError("not an instant in UTC")
    instant = datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
    return instant.astimezone(timezone(timedelta(minutes=offset)))


def steady_seconds() -> float:
    """Return seconds that pass evenly, whatever the clock is set to, and while the machine sleeps too.

    Only differences mean anything. Python's own monotonic clock stands still during sleep on Linux and macOS.
    """
    if sys.platform == "linux":
        return machine_time.clock_gettime(machine_time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return machine_time.clock_gettime(machine_time.CLOCK_MONOTONIC)
    return machine_time.monotonic()
