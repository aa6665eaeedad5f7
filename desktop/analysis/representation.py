"""Who was heard against whom there is to hear, so that no one person shows.

Four rules keep a person out of the figures. Only the first ten, twenty, thirty ... responses count, so that nobody
who watches sees what one response adds. Below ten nothing is shown. Each count is rounded to the nearest five, and
percentages are worked out from the rounded counts (as in NHS Digital's methodology for hospital statistics). And
where the rounded counts and the base would narrow one count to a single value, none of them is shown before the
next ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.analysis.benchmarks import Benchmark, BenchmarkRow, Dimension

STEP = 10
"""Figures come anew with each so many responses."""
ROUNDING = 5
_OFF = ROUNDING // 2
"""A rounded count is so many off at most."""
NOT_SAID = frozenset({"", "prefer_not_to_say", "prefer_not_say", "prefer_not", "not_said", "skip", "skipped"})
"""Answers that say nothing: shown apart, and in no percentage."""
_SPAN = re.compile(r"(\d{1,3})-(\d{1,3})|(\d{1,3})\+")


class Standing(StrEnum):
    """How a group's share of those heard stands to its share of the benchmark."""

    FEWER = "fewer"
    ALIKE = "alike"
    MORE = "more"
    UNKNOWN = "unknown"
    """Nothing to compare with."""


class Showing(StrEnum):
    """Whether there is something to show, and if not, why."""

    NOT_ASKED = "not asked"
    """The pack names no question of any form for it."""
    TOO_FEW = "too few"
    """Fewer than ten responses."""
    TOO_SPREAD = "too spread"
    """The rounded figures would tell too little, or of one count too much; wait for the next ten."""
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The answers to one question among the first responses of its form.

    Attributes:
        used: how many responses were looked at: a multiple of ten.
        counts: answer to how many gave it; an empty answer for those who gave none.
        labels: answer to its words, of every choice of the question, in the form's order; empty for a number.
    """

    used: int
    counts: Mapping[str, int]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GroupHeard:
    """One group.

    Attributes:
        heard: how many were heard, to the nearest five.
        share: of all who said (the base without those who did not), in per cent, from the rounded counts.
        expected: its share of the benchmark in per cent; ``None`` without one.
    """

    code: str
    label: str
    heard: int
    share: int
    expected: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class View:
    """Who was heard by one dimension.

    Attributes:
        base: the responses that were looked at, a multiple of ten; 0 unless ``showing`` is ``SHOWN`` or
            ``TOO_SPREAD``.
        groups: in the order of the benchmark, without one in that of the form.
        unmapped: groups of the form that the benchmark does not have.
        not_said: how many did not say, to the nearest five.
        benchmark: ``None`` where none is loaded.
    """

    dimension: Dimension
    showing: Showing
    base: int
    groups: tuple[GroupHeard, ...]
    unmapped: tuple[GroupHeard, ...]
    not_said: int
    benchmark: Benchmark | None

    @property
    def fewer(self) -> tuple[GroupHeard, ...]:
        """Return the groups of which fewer were heard, the farthest from the benchmark first."""
        behind = (group for group in self.groups if group.standing is Standing.FEWER)
        return tuple(sorted(behind, key=lambda group: group.share - (group.expected or 0)))


def looked_at(responses: int) -> int:
    """Return how many of so many responses are looked at: whole tens."""
    return responses // STEP * STEP


def rounded(count: int) -> int:
    """Return ``count`` to the nearest five."""
    return (count + _OFF) // ROUNDING * ROUNDING


def who_was_heard(
    dimension: Dimension, snapshots: Sequence[Snapshot], benchmark: Benchmark | None, *, other: str
) -> View:
    """Return who was heard by ``dimension``.

    Args:
        snapshots: one for each form that asks; none where no form does.
        other: the words for answers that have none of their own.
    """
    base = sum(each.used for each in snapshots)
    if not snapshots:
        return View(dimension, Showing.NOT_ASKED, 0, (), (), 0, benchmark)
    if base < STEP:
        return View(dimension, Showing.TOO_FEW, 0, (), (), 0, benchmark)
    rows = benchmark.rows if benchmark is not None else ()
    in_row = dict.fromkeys((row.code for row in rows), 0)
    apart: dict[str, tuple[str, int]] = {}
    not_said = 0
    for snapshot in snapshots:
        answers = dict.fromkeys(snapshot.labels, 0) | dict(snapshot.counts)
        not_said += max(0, snapshot.used - sum(answers.values()))
        for answer, count in answers.items():
            row = _row_of(answer, rows)
            if answer in NOT_SAID:
                not_said += count
            elif row is not None:
                in_row[row.code] += count
            else:
                key = answer if answer in snapshot.labels else ""
                label = snapshot.labels.get(answer, other)
                apart[key] = (label, apart.get(key, ("", 0))[1] + count)
    counts = {row.code: rounded(in_row[row.code]) for row in rows}
    others = {key: (label, rounded(count)) for key, (label, count) in apart.items()}
    silent = rounded(not_said)
    shown = (*counts.values(), *(count for _label, count in others.values()))
    # the total is worked out first and rounded then; small groups that were rounded up may be more together
    said = max(sum(shown), base - silent)
    # too few said by either reckoning, or half of them were rounded to nothing
    if said < STEP or 2 * sum(shown) <= said or narrowed((*shown, silent), base):
        return View(dimension, Showing.TOO_SPREAD, base, (), (), 0, benchmark)
    total = benchmark.total if benchmark is not None else 0.0
    groups = tuple(
        _compared(row, counts[row.code], said, 100 * row.figure / total if total else 0.0) for row in rows
    )
    alone = tuple(
        GroupHeard(key, label, count, _share(count, said), None, Standing.UNKNOWN)
        for key, (label, count) in others.items()
    )
    if benchmark is None:
        return View(dimension, Showing.SHOWN, base, alone, (), silent, None)
    return View(dimension, Showing.SHOWN, base, groups, alone, silent, benchmark)


def narrowed(cells: Iterable[int], base: int) -> bool:
    """Tell whether rounded counts that make up ``base`` leave one of them a single possible value.

    Five counts of two make ten, and each is shown as nought: but who knows the base can only put two into each.
    """
    spans = [(max(0, cell - _OFF), cell + _OFF) for cell in cells]
    least, most = sum(low for low, _high in spans), sum(high for _low, high in spans)
    return any(max(low, base - (most - high)) >= min(high, base - (least - low)) for low, high in spans)


def _row_of(answer: str, rows: Sequence[BenchmarkRow]) -> BenchmarkRow | None:
    found = next((row for row in rows if answer in row.answers), None)
    if found is not None or not answer.isascii() or not answer.isdecimal():
        return found
    number = int(answer)
    return next((row for row in rows if any(_holds(span, number) for span in row.answers)), None)


def _holds(span: str, number: int) -> bool:
    found = _SPAN.fullmatch(span)
    if found is None:
        return False
    first, last, onwards = found.groups()
    return int(onwards) <= number if onwards else int(first) <= number <= int(last)


def _share(count: int, said: int) -> int:
    return (200 * count + said) // (2 * said)


def _compared(row: BenchmarkRow, count: int, said: int, expected: float) -> GroupHeard:
    # a difference is said only where rounding alone could not have made it
    if 100 * (count + _OFF) / said < expected:
        standing = Standing.FEWER
    elif 100 * max(0, count - _OFF) / said > expected:
        standing = Standing.MORE
    else:
        standing = Standing.ALIKE
    return GroupHeard(row.code, row.label, count, _share(count, said), round(expected), standing)
