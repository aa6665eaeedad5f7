"""An answer in words, as "check your answers" shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.definition import QuestionType

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FILES = {
    QuestionType.IMAGE: "A picture: {name}",
    QuestionType.AUDIO: "A sound recording: {name}",
    QuestionType.VIDEO: "A film: {name}",
    QuestionType.FILE: "A file: {name}",
}


def spoken_date(day: date) -> str:
    """Return "23 January 2022"."""
    return f"{day.day} {tr(_MONTHS[day.month - 1])} {day.year}"


def spoken_time(instant: datetime) -> str:
    """Return "12 January 2022, 10:30", in the offset that the instant was kept with."""
    return f"{spoken_date(instant.date())}, {instant.strftime('%H:%M')}"


def answer_words(
    kind: QuestionType | None,
    value: str,
    choices: Iterable[tuple[str, str]],
    appearances: Collection[str] = frozenset(),
) -> str:
    """Return ``value`` with labels for codes and words for dates; says so when there is no answer.

    Args:
        appearances: of the question: they can say that of a date the month or the year alone was asked, and that
            figures stand in groups of three.
    """
    if not value:
        return tr("Not answered")
    try:
        return _words(kind, value, dict(choices), appearances)
    except ValueError:
        return value  # no value of its type: a draft of another version may hold one


def _words(kind: QuestionType | None, value: str, labels: dict[str, str], appearances: Collection[str]) -> str:
    match kind:
        case QuestionType.SELECT_ONE:
            return labels.get(value, value)
        case QuestionType.SELECT_MULTIPLE:
            return "\n".join(labels.get(each, each) for each in value.split())
        case QuestionType.RANK:
            return "\n".join(
                f"{place}. {labels.get(each, each)}" for place, each in enumerate(value.split(), start=1)
            )
        case QuestionType.ACKNOWLEDGE:
            return tr("Yes, understood")
        case QuestionType.DATE:
            return _day_words(date.fromisoformat(value[:10]), appearances)
        case QuestionType.DATETIME:
            return spoken_time(datetime.fromisoformat(value))
        case QuestionType.TIME:
            return value[:5]
        case QuestionType.INTEGER | QuestionType.DECIMAL if "thousands-sep" in appearances:
            whole, point, rest = value.partition(".")
            return f"{int(whole):,}{point}{rest}"
        case QuestionType.GEOPOINT:
            return _point_words(value)
        case QuestionType.GEOTRACE | QuestionType.GEOSHAPE:
            points = [each.strip() for each in value.split(";") if each.strip()]
            if kind is QuestionType.GEOSHAPE:
                corners = len(points) - 1 if len(points) > 1 and points[0] == points[-1] else len(points)
                return ntr("An area with {count} corner", "An area with {count} corners", corners)
            count = ntr("A line of {count} point", "A line of {count} points", len(points))
            return tr(
                "{line}, from {start} to {end}",
                line=count,
                start=_point_words(points[0]),
                end=_point_words(points[-1]),
            )
        case QuestionType.IMAGE | QuestionType.AUDIO | QuestionType.VIDEO | QuestionType.FILE:
            return tr(_FILES[kind], name=value)
        case _:
            return value


def _day_words(day: date, appearances: Collection[str]) -> str:
    if "year" in appearances:
        return str(day.year)
    if "month-year" in appearances:
        return f"{tr(_MONTHS[day.month - 1])} {day.year}"
    return spoken_date(day)


def _point_words(point: str) -> str:
    """Return "52.63 north, 1.13 west" for "52.63 -1.13 0 0"."""
    latitude, longitude = (float(part) for part in point.split()[:2])
    north = (
        tr("{degrees} north", degrees=f"{latitude:g}")
        if latitude >= 0
        else tr("{degrees} south", degrees=f"{-latitude:g}")
    )
    east = (
        tr("{degrees} east", degrees=f"{longitude:g}")
        if longitude >= 0
        else tr("{degrees} west", degrees=f"{-longitude:g}")
    )
    accuracy = point.split()[3:4]
    words = f"{north}, {east}"
    if accuracy and float(accuracy[0]) > 0:
        return tr("{point}, within {metres} metres", point=words, metres=f"{float(accuracy[0]):g}")
    return words
