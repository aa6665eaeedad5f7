"""Values of the expression language and the conversions between them.

A value is a ``str``, a ``float``, a ``bool`` or a list of nodes in document order. A date or date-time is text
in ISO
form, marked as :class:`Moment` when a function made it; as a number it is days since 1970-01-01T00:00Z, a date
counting from its local midnight (ODK XForms, "XPath functions", date and time).
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from desktop.questionnaires.nodes import XNode

Value: TypeAlias = "str | float | bool | list[XNode]"

NAN = math.nan
INVALID = "Invalid Date"
"""The text of a date that is none; false as a boolean."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_NUMBER = re.compile(r"\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*\Z", re.ASCII)
_DATE = re.compile(
    r"\s*(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?[0-5]\d)?)?)?\s*\Z",
    re.ASCII,
)
_TIME = re.compile(
    r"\s*(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?[0-5]\d)?)?\s*\Z", re.ASCII
)


class Moment(str):
    """A date or date-time made by a function: ISO text that compares as an instant."""

    __slots__ = ()


def text_to_number(text: str, zone: tzinfo) -> float:
    """Return the number in ``text``, days since the epoch where it is a date, else NaN."""
    if text == "":
        return NAN
    if text.isdecimal() and text.isascii():
        return float(text)
    if _NUMBER.match(text):
        return float(text)
    if len(text) >= 8 and text[4:5] == "-":
        moment = read_moment(text, zone)
        if moment is not None:
            return days_since_epoch(moment)
    return NAN


def number_to_text(number: float) -> str:
    """Return the number as XPath writes it: no exponent, no ``.0``."""
    if number != number:
        return "NaN"
    if number in (math.inf, -math.inf):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e21:
        return str(int(number))
    text = repr(number)
    if "e" in text:
        mantissa, exponent = text.split("e")
        decimals = len(mantissa.partition(".")[2]) - int(exponent)
        text = f"{number:.{max(decimals, 0)}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    return text


def to_number(value: Value, zone: tzinfo) -> float:
    """Return ``value`` as a number (XPath 1.0, 4.4, and dates as days)."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, str):
        return text_to_number(value, zone)
    return text_to_number(value[0].string(), zone) if value else NAN


def to_text(value: Value) -> str:
    """Return ``value`` as text (XPath 1.0, 4.2)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_to_text(value)
    return value[0].string() if value else ""


def to_boolean(value: Value) -> bool:
    """Return ``value`` as a boolean (XPath 1.0, 4.3)."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value == value and value != 0
    return len(value) > 0 and not (isinstance(value, Moment) and value == INVALID)


def _offset(text: str | None, zone: tzinfo) -> tzinfo:
    if text is None:
        return zone
    if text == "Z":
        return UTC
    from datetime import timezone

    hours, minutes = int(text[1:3]), int(text[-2:]) if len(text) > 3 else 0
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(-delta if text[0] == "-" else delta)


def read_moment(text: str, zone: tzinfo) -> datetime | None:
    """Return the instant in ISO ``text``; a date is its midnight in ``zone``; ``None`` when it is none."""
    match = _DATE.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        return datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0").ljust(6, "0")[:6]),
            tzinfo=_offset(offset, zone),
        )
    except ValueError:
        return None


def read_time(text: str, zone: tzinfo) -> time | None:
    """Return the time of day in ISO ``text``, ``None`` when it is none."""
    match = _TIME.match(text)
    if match is None:
        return None
    hour, minute, second, fraction, offset = match.groups()
    try:
        return time(
            int(hour),
            int(minute),
            int(second or 0),
            int((fraction or "0").ljust(6, "0")[:6]),
            tzinfo=_offset(offset, zone),
        )
    except ValueError:
        return None


def days_since_epoch(moment: datetime) -> float:
    """Return the instant as days since 1970-01-01T00:00Z."""
    return (moment - _EPOCH) / _DAY


def moment_of_days(days: float, zone: tzinfo) -> datetime | None:
    """Return the instant that many days after the epoch, in ``zone``; ``None`` when there is no such date."""
    try:
        return (_EPOCH + timedelta(milliseconds=round(days * 86_400_000))).astimezone(zone)
    except (OverflowError, ValueError):
        return None


def date_text(day: date) -> str:
    """Return ``2022-01-05``."""
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def moment_text(moment: datetime) -> str:
    """Return the instant in ISO form with milliseconds and offset; a local midnight as a date alone."""
    if moment.hour == moment.minute == moment.second == moment.microsecond == 0:
        return date_text(moment.date())
    return instant_text(moment)


def instant_text(moment: datetime) -> str:
    """Return ``2022-01-05T10:00:00.000+00:00``."""
    return moment.isoformat(timespec="milliseconds")
