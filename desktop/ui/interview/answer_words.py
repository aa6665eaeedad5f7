"""An answer in words, as "check your answers" shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def spoken_date(day: date) -> str:
    """Return "23 January 2022"."""
    return f"{day.day} {tr(_MONTHS[day.month - 1])} {day.year}"


def spoken_time(instant: datetime) -> str:
    """Return "12 January 2022, 10:30", in the offset that the instant was kept with."""
    return f"{spoken_date(instant.date())}, {instant.strftime('%H:%M')}"


def answer_words(kind: QuestionType | None, value: str, choices: Iterable[tuple[str, str]]) -> str:
    """Return ``value`` with labels for codes and words for dates; says so when there is no answer."""
    if not value:
        return tr("Not answered")
    labels = dict(choices)
    if kind is QuestionType.SELECT_ONE:
        return labels.get(value, value)
    if kind is QuestionType.SELECT_MULTIPLE:
        return "\n".join(labels.get(each, each) for each in value.split())
    if kind is QuestionType.RANK:
        return "\n".join(f"{place}. {labels.get(each, each)}" for place, each in enumerate(value.split(), start=1))
    if kind is QuestionType.ACKNOWLEDGE:
        return tr("Yes, understood")
    if kind is QuestionType.DATE:
        try:
            return spoken_date(date.fromisoformat(value[:10]))
        except ValueError:
            return value
    if kind is QuestionType.TIME:
        return value[:5]
    return value
