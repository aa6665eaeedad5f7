"""A keyer's practice as plain data: sheets with known answers, and how many of their fields were keyed wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """How one question went.

    Attributes:
        fields: times that it was keyed; errors: times that it was wrong.
    """

    fields: int
    errors: int


@dataclass(frozen=True, slots=True)
class TrainingAttempt:
    """One practice pile, keyed to its end; or that somebody was let in without one.

    Attributes:
        attempt_id: uuid4 text.
        scores: question path to score; empty where somebody was let in by hand.
        most_errors: errors per 1,000 fields up to which a keyer was let in at the time.
        passed: whether the keyer was let in.
        let_in_by: name of who let them in by hand; empty where the pile decided.
        reason: why by hand.
    """

    attempt_id: str
    person_id: str
    name: str
    programme_id: str
    form_id: str
    form_sha256: str
    sheets: int
    scores: Mapping[str, QuestionScore]
    most_errors: float
    passed: bool
    let_in_by: str
    reason: str
    at: datetime

    @property
    def fields(self) -> int:
        """Fields that were keyed."""
        return sum(score.fields for score in self.scores.values())

    @property
    def errors(self) -> int:
        """Fields that were keyed wrong."""
        return sum(score.errors for score in self.scores.values())


@dataclass(frozen=True, slots=True)
class TrainingRule:
    """What is set for one form.

    Attributes:
        asked: whether a volunteer has to be let in before they key it; else practice is offered only.
        most_errors: errors per 1,000 fields up to which a practice pile lets somebody in.
    """

    form_id: str
    asked: bool = False
    most_errors: float = 20.0
