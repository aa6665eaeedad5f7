"""Which backups are kept. Pure: times in, times out."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_HOUR, _DAY, _WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class KeepRule:
    """How long backups are kept, and how densely.

    Attributes:
        hourly: the newest of each hour is kept for so many hours.
        daily: the newest of each day (UTC) is kept for so many days.
        weekly: the newest of each week (Monday to Sunday, UTC) is kept for so many weeks.
    """

    hourly: int = 24
    daily: int = 14
    weekly: int = 8

    @property
    def longest(self) -> timedelta:
        """After so long no backup is kept, but the very newest."""
        return max(self.hourly * _HOUR, self.daily * _DAY, self.weekly * _WEEK)


def to_keep(times: Collection[datetime], now: datetime, rule: KeepRule) -> frozenset[datetime]:
    """Return those of ``times`` whose backup stays.

    The newest stays whatever the rule says. So does one that is dated ahead of ``now``: a clock was wrong, and
    nobody can tell how old it is; the newest of the others stays beside it.
    """
    past = [each for each in times if each <= now]
    kept = {each for each in times if each > now} | ({max(past)} if past else set())
    for window, period in ((rule.hourly * _HOUR, _hour), (rule.daily * _DAY, _day), (rule.weekly * _WEEK, _week)):
        newest: dict[Hashable, datetime] = {}
        for each in past:
            if now - each <= window:
                name = period(each.astimezone(UTC))
                newest[name] = max(each, newest.get(name, each))
        kept.update(newest.values())
    return frozenset(kept)


def to_keep_now(times: Collection[datetime], now: datetime, rule: KeepRule) -> frozenset[datetime]:
    """Return those of ``times`` whose backup stays by the clock as it is now, should that be wrong.

    When nothing is dated within the rule's whole span before today, the laptop was put away or its clock has leapt
    ahead: nobody can tell which. For one day what is older stays, as it would have on its own last day; whoever
    sets the clock right within it has lost nothing.
    """
    today = [each for each in times if now - _DAY < each <= now]
    before = [each for each in times if each <= now - _DAY]
    kept = to_keep(times, now, rule)
    if before and min(today, default=now) - max(before) > rule.longest:
        return kept | to_keep(before, max(before), rule)
    return kept


def expires(taken: datetime, rule: KeepRule) -> datetime:
    """Return when the rule has removed a backup at the latest, as long as newer ones are made.

    After a pause longer than the rule's span it goes a day after the first new one: see :func:`to_keep_now`.
    """
    return taken + rule.longest


def _hour(at: datetime) -> Hashable:
    return at.date(), at.hour


def _day(at: datetime) -> Hashable:
    return at.date()


def _week(at: datetime) -> Hashable:
    return at.isocalendar()[:2]
