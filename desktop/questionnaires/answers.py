"""Whether a text is a value of a question's type (ODK XForms, "Data types")."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from unicodedata import normalize

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import Question, QuestionType
from desktop.questionnaires.steps import AnswerRefused

_INTEGER = re.compile(r"[+-]?\d{1,18}\Z", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?\Z", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_TIME = re.compile(r"(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}(?::?\d{2})?)?\Z", re.ASCII)
_LOCAL_TIME = re.compile(r"T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\Z", re.ASCII)
_POINT = re.compile(r"\s*[+-]?\d+(?:\.\d+)?(?:\s+[+-]?\d+(?:\.\d+)?){1,3}\s*\Z", re.ASCII)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAX_TEXT = 1_000_000
_SHOWN = 20


def normal_answer(
    question: Question,
    value: str,
    path: str,
    *,
    choices: Collection[str] | None = None,
    whole: bool = True,
) -> str:
    """Return ``value`` in its normal form.

    Args:
        choices: values that may be chosen, for selects; of long lists a mapping to their places.
        whole: whether a rank must have every choice (ODK XForms, "rank"); a paper may have left some out.

    Raises:
        AnswerRefused: it is no value of the question's type.
    """
    if _FORBIDDEN.search(value) or len(value) > MAX_TEXT:
        raise AnswerRefused(
            question=path,
            rule="type",
            fault=tr("The answer holds characters that can't be stored, or is too long."),
            remedy=tr("Type the answer anew."),
        )
    if value.strip() == "":
        return ""
    if not value.isascii():
        value = normalize("NFC", value)  # one character, one way to write it: equal answers are equal text
    kind = question.type
    if kind in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK):
        chosen = _selection(question, value, path, choices)
        if kind is QuestionType.RANK and whole and choices and len(chosen.split()) < len(choices):
            raise AnswerRefused(
                question=path,
                rule="choice",
                fault=tr("The order leaves out some of the choices."),
                remedy=tr("Put all of them in order: {choices}.", choices=_first_of(choices)),
            )
        return chosen
    check = _CHECKS.get(kind)
    if kind is QuestionType.RANGE:
        check = _integer if question.bind_type in ("int", "integer") else _decimal
    if check is None:
        return value
    normal = check(value.strip())
    if normal is None:
        raise AnswerRefused(question=path, rule="type", fault=_FAULTS[kind](value), remedy=_REMEDIES[kind]())
    return normal


def _selection(question: Question, value: str, path: str, choices: Collection[str] | None) -> str:
    wanted = [value.strip()] if question.type is QuestionType.SELECT_ONE else value.split()
    if choices is not None:
        for one in wanted:
            if one not in choices:
                raise AnswerRefused(
                    question=path,
                    rule="choice",
                    fault=tr("“{value}” is none of the choices.", value=one),
                    remedy=tr("Choose one of: {choices}.", choices=_first_of(choices)),
                )
    if question.type is QuestionType.SELECT_MULTIPLE and choices is not None:
        # in the order of the choices, so that equal selections are equal text
        if isinstance(choices, Mapping):
            return " ".join(sorted(set(wanted), key=choices.__getitem__))
        return " ".join(one for one in choices if one in wanted)
    return " ".join(dict.fromkeys(wanted))


def _first_of(choices: Collection[str]) -> str:
    """Return the choices to be read in a sentence; of long lists the first, and that there are more."""
    shown, more = ", ".join(list(choices)[:_SHOWN]), len(choices) - _SHOWN
    return tr("{first} and {count} more", first=shown, count=more) if more > 0 else shown


def _integer(text: str) -> str | None:
    return str(int(text)) if _INTEGER.match(text) and -(2**31) <= int(text) < 2**31 else None


def _decimal(text: str) -> str | None:
    return text if _DECIMAL.match(text) else None


def _date(text: str) -> str | None:
    if not _DATE.match(text[:10]) or (len(text) > 10 and not _LOCAL_TIME.match(text[10:])):
        return None  # with an offset it may be another day elsewhere
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None


def _time(text: str) -> str | None:
    match = _TIME.match(text)
    if match is None:
        return None
    offset = match.group(2) or ""
    try:
        time.fromisoformat(match.group(1))
        if int(offset[1:3] or 0) > 14 or int(offset[3:].lstrip(":") or 0) > 59:
            return None  # XML Schema 1.0, 3.2.7.3: offsets reach from -14:00 to +14:00
    except ValueError:
        return None
    return text


def _datetime(text: str) -> str | None:
    if not _DATE.match(text[:10]):
        return None
    if len(text) > 10 and (text[10] not in "T " or _time(text[11:]) is None):
        return None
    try:
        datetime.fromisoformat(text[:10])
    except ValueError:
        return None
    return text


def _acknowledged(text: str) -> str | None:
    return "OK" if text.upper() == "OK" else None


def _point(text: str) -> str | None:
    if not _POINT.match(text):
        return None
    latitude, longitude = map(float, text.split()[:2])
    return text if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _points(text: str) -> str | None:
    parts = [part for part in text.split(";") if part.strip()]
    return text if parts and all(_point(part) is not None for part in parts) else None


_CHECKS: dict[QuestionType, Callable[[str], str | None]] = {
    QuestionType.INTEGER: _integer,
    QuestionType.DECIMAL: _decimal,
    QuestionType.DATE: _date,
    QuestionType.TIME: _time,
    QuestionType.DATETIME: _datetime,
    QuestionType.ACKNOWLEDGE: _acknowledged,
    QuestionType.GEOPOINT: _point,
    QuestionType.GEOTRACE: _points,
    QuestionType.GEOSHAPE: _points,
}
_FAULTS: dict[QuestionType, Callable[[str], str]] = {
    QuestionType.INTEGER: lambda value: tr("“{value}” is no whole number.", value=value),
    QuestionType.DECIMAL: lambda value: tr("“{value}” is no number.", value=value),
    QuestionType.RANGE: lambda value: tr("“{value}” is no number.", value=value),
    QuestionType.DATE: lambda value: tr("“{value}” is no date.", value=value),
    QuestionType.TIME: lambda value: tr("“{value}” is no time of day.", value=value),
    QuestionType.DATETIME: lambda value: tr("“{value}” is no date and time.", value=value),
    QuestionType.ACKNOWLEDGE: lambda value: tr("“{value}” is no confirmation.", value=value),
    QuestionType.GEOPOINT: lambda value: tr("“{value}” is no place.", value=value),
    QuestionType.GEOTRACE: lambda value: tr("“{value}” is no line of places.", value=value),
    QuestionType.GEOSHAPE: lambda value: tr("“{value}” is no area.", value=value),
}
_REMEDIES: dict[QuestionType, Callable[[], str]] = {
    QuestionType.INTEGER: lambda: tr("Give a whole number, such as 12."),
    QuestionType.DECIMAL: lambda: tr("Give a number, such as 12.5."),
    QuestionType.RANGE: lambda: tr("Give a number on the scale."),
    QuestionType.DATE: lambda: tr("Give a date, such as 2022-01-05."),
    QuestionType.TIME: lambda: tr("Give a time, such as 14:30."),
    QuestionType.DATETIME: lambda: tr("Give a date and time, such as 2022-01-05T14:30."),
    QuestionType.ACKNOWLEDGE: lambda: tr("Give OK, or nothing."),
    QuestionType.GEOPOINT: lambda: tr("Give latitude and longitude, such as 52.63 -1.13."),
    QuestionType.GEOTRACE: lambda: tr("Give places separated by semicolons."),
    QuestionType.GEOSHAPE: lambda: tr("Give places separated by semicolons, the last as the first."),
}
