"""Functions on dates and times (ODK XForms, "Date and time functions")."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from desktop.questionnaires.expressions.context import Context
from desktop.questionnaires.expressions.paths import Compiled
from desktop.questionnaires.expressions.syntax import Call
from desktop.questionnaires.expressions.table import Function, plain
from desktop.questionnaires.expressions.values import (
    INVALID,
    NAN,
    Moment,
    date_text,
    days_since_epoch,
    instant_text,
    moment_of_days,
    moment_text,
    read_moment,
    read_time,
    to_text,
)

if TYPE_CHECKING:
    from desktop.questionnaires.expressions.compiler import Compiler

_CODE = re.compile(r"%(.)", re.DOTALL)


def _moment(context: Context, value: Any) -> datetime | None:
    zone = context.scope.zone
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return moment_of_days(value, zone) if value == value else None
    text = to_text(value).strip()
    found = read_moment(text, zone)
    if found is not None:
        return found.astimezone(zone)
    try:
        return moment_of_days(float(text), zone) if text else None
    except ValueError:
        return None


def _date(context: Context, value: Any) -> Moment:
    if not isinstance(value, float | bool) and not to_text(value).strip():
        return Moment("")
    moment = _moment(context, value)
    return Moment(INVALID if moment is None else moment_text(moment))


def _today(context: Context) -> Moment:
    return Moment(date_text(context.scope.now().date()))


def _now(context: Context) -> Moment:
    return Moment(instant_text(context.scope.now()))


def _build_clock(implementation: Any) -> Function:
    def build(compiler: Compiler, call: Call) -> Compiled:
        function: Compiled = implementation
        return function

    return Function(0, 0, "text", build, draws=True)


def _decimal_date_time(context: Context, value: Any) -> float:
    moment = _moment(context, value)
    return NAN if moment is None else days_since_epoch(moment)


def _decimal_time(context: Context, value: Any) -> float:
    zone = context.scope.zone
    text = to_text(value)
    time = read_time(text, zone)
    if time is None:
        moment = read_moment(text, zone)
        if moment is None or "T" not in text:
            return NAN
        time = moment.timetz()
    elif time.tzinfo not in (None, zone):
        day = context.scope.now().date()
        time = datetime.combine(day, time).astimezone(zone).timetz()
    seconds = time.hour * 3600 + time.minute * 60 + time.second + time.microsecond / 1_000_000
    return seconds / 86_400


def _names(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return short names of months and weekdays (Monday first)."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return months, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _format(context: Context, value: Any, pattern: str) -> str:
    moment = _moment(context, value)
    if moment is None and isinstance(value, str | list):
        time = read_time(to_text(value), context.scope.zone)
        if time is not None:
            moment = datetime.combine(date(1970, 1, 1), time)
    if moment is None:
        return ""
    months, weekdays = _names(context.scope.language())
    codes = {
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year % 100:02d}",
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "b": months[moment.month - 1],
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
        "a": weekdays[moment.weekday()],
        "W": f"{moment.isocalendar().week}",
        "%": "%",
    }
    return _CODE.sub(lambda match: codes.get(match.group(1), match.group(0)), pattern)


DATE_FUNCTIONS: dict[str, Function] = {
    "today": _build_clock(_today),
    "now": _build_clock(_now),
    "date": plain("text", "a", _date, context=True),
    "date-time": plain("text", "a", _date, context=True),
    "decimal-date-time": plain("number", "a", _decimal_date_time, context=True),
    "decimal-time": plain("number", "a", _decimal_time, context=True),
    "format-date": plain("text", "as", _format, context=True),
    "format-date-time": plain("text", "as", _format, context=True),
}
