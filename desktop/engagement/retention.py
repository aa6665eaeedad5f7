"""How long a programme keeps what it collected: a rule for each subject, from its pack."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Subject(StrEnum):
    """What is kept, and goes, on a day of its own."""

    CONTACTS = "contacts"
    """The update list: who asked for news, and how to reach them; and requests such as a call back."""
    RESPONSES = "responses"
    """Answers: responses with all their revisions, drafts and their journals; comments, notes and boards."""
    SCANS = "scans"
    """Pictures of paper sheets, which lie on the laptops that they were attached on."""
    AUDIT = "audit"
    """The log of who did what."""


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """When one subject goes. With neither of the two nobody has said, and nothing may be carried out.

    Attributes:
        months: whole months after the last day of the programme.
        on: a fixed day.
    """

    months: int | None = None
    on: date | None = None

    @property
    def said(self) -> bool:
        """Whether the programme has said anything."""
        return self.months is not None or self.on is not None

    def due(self, closes: date | None) -> date | None:
        """Return the day from which on the subject is to go; ``None`` when nobody can say.

        Args:
            closes: last day of the programme; ``None`` where none is stated, from which no months can be counted.
        """
        if self.on is not None:
            return self.on
        if self.months is None or closes is None:
            return None
        return months_after(closes, self.months)


UNSAID = RetentionRule()


@dataclass(frozen=True, slots=True)
class Retention:
    """The rules of one programme. A pack from before there were rules has none."""

    contacts: RetentionRule = UNSAID
    responses: RetentionRule = UNSAID
    scans: RetentionRule = UNSAID
    audit: RetentionRule = UNSAID

    def rule(self, subject: Subject) -> RetentionRule:
        """Return the rule for one subject."""
        return {
            Subject.CONTACTS: self.contacts,
            Subject.RESPONSES: self.responses,
            Subject.SCANS: self.scans,
            Subject.AUDIT: self.audit,
        }[subject]


NOTHING_SAID = Retention()


def months_after(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later; where that month is shorter, its last day.

    Past the last year there is, the last date there is.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
