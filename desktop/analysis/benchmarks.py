"""Benchmarks: the people that there are to hear, by age, sex, ethnic group or disability, as published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Dimension(StrEnum):
    """By what those who were heard are compared with those who could be."""

    AGE = "age"
    SEX = "sex"
    ETHNIC_GROUP = "ethnic_group"
    DISABILITY = "disability"


class Measure(StrEnum):
    """What the figures of a benchmark are."""

    PEOPLE = "people"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """One group of a benchmark.

    Attributes:
        code: short and unique within the benchmark.
        label: as the published table names the group.
        figure: people counted, or per cent.
        answers: the answers of the form that belong to this group, as the form stores them; for an age asked as a
            number a span such as ``16-24`` or ``85+``. A group of a table often holds several answers of a form.
    """

    code: str
    label: str
    figure: float
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published table that a programme is compared with; one in force for each dimension and programme.

    Attributes:
        dimension: a value of :class:`Dimension`.
        programme_id: of the programme it is for; empty for every programme that has none of its own.
        source: who published it.
        table: name or number of the table.
        published: the day it was published.
        licence: under which it may be used.
        made_up: from practice or a test; said wherever it is shown.
        measure: what the rows' figures are.
        rows: in the order of the table.
    """

    dimension: Dimension
    programme_id: str
    source: str
    table: str
    published: date
    licence: str
    made_up: bool
    measure: Measure
    rows: tuple[BenchmarkRow, ...]

    @property
    def total(self) -> float:
        """All the figures together."""
        return sum(row.figure for row in self.rows)
