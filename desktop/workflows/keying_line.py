"""The parts of a line about keying, each asked for by what it is to be: a line comes from another computer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from desktop.foundation.clock import from_utc_text
from desktop.foundation.translation import tr
from desktop.responses.keyings import FieldKeyed
from desktop.responses.response import MissingKind, Recorder
from desktop.responses.verification_plan import Tolerance
from desktop.sheets.serials import SerialRefused, read_serial

MOST_TEXT = 200_000
"""Characters in one part of a line: far more than any sheet has room for."""
MOST_PARTS = 20_000
"""Fields of one sheet."""
_Kind = TypeVar("_Kind", bound=StrEnum)


class Line:
    """The parts of one line, each asked for by what it is to be; a part that is not raises ``ValueError``."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw

    def text(self, name: str) -> str:
        return checked(self._raw.get(name), name)

    def identity(self, name: str) -> str:
        value = self.text(name)
        if not value or len(value) > 200 or " " in value:
            raise wrong(name)
        return value

    def form(self, name: str) -> str:
        """Return the id of a form, which may have spaces in it."""
        value = self.text(name)
        if not value or len(value) > 200:
            raise wrong(name)
        return value

    def serial(self, name: str) -> str:
        value = self.text(name)
        try:
            if len(value) < 100 and read_serial(value).canonical == value:
                return value
        except SerialRefused:
            pass
        raise wrong(name)

    def number(self, name: str, least: int, most: int) -> int:
        value = self._raw.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise wrong(name)
        return value

    def figure(self, name: str, least: float, most: float) -> float:
        return real(self._raw.get(name), name, least, most)

    def choice(self, name: str, kinds: type[_Kind]) -> _Kind:
        return one_of(self._raw.get(name), name, kinds)

    def instant(self, name: str) -> datetime:
        try:
            return from_utc_text(self.text(f"{name}_at"), self.number(f"{name}_offset", -24 * 60, 24 * 60))
        except (ValueError, OverflowError):
            raise wrong(name) from None

    def has(self, name: str) -> bool:
        return name in self._raw

    def part(self, name: str) -> Line:
        value = self._raw.get(name)
        if not isinstance(value, dict):
            raise wrong(name)
        return Line(value)

    def parts(self, name: str) -> dict[str, Any]:
        """Return an object of paths."""
        value = self.part(name)._raw
        if len(value) > MOST_PARTS:
            raise wrong(name)
        return {checked(path, name): each for path, each in value.items()}

    def texts(self, name: str) -> dict[str, str]:
        return {path: checked(each, name) for path, each in self.parts(name).items()}

    def list(self, name: str) -> tuple[str, ...]:
        value = self._raw.get(name)
        if not isinstance(value, list) or len(value) > MOST_PARTS:
            raise wrong(name)
        return tuple(checked(each, name) for each in value)

    def flag(self, name: str) -> bool:
        value = self._raw.get(name)
        if not isinstance(value, bool):
            raise wrong(name)
        return value

    def recorder(self, name: str) -> Recorder:
        who = self.part(name)
        return Recorder(who.text("person_id"), who.text("name"), who.text("role"), who.flag("signed_in"))

    def keyed(self, name: str) -> FieldKeyed:
        read = self.part(name)
        missing = read.text("missing")
        if missing:
            one_of(missing, name, MissingKind)
        return FieldKeyed(read.text("value"), missing)

    def tolerance(self, name: str) -> Tolerance:
        return tolerance_from(self._raw.get(name), name)


def wrong(name: str) -> ValueError:
    return ValueError(tr("its part {name} is not what it should be", name=name))


def checked(value: object, name: str) -> str:
    if not isinstance(value, str) or len(value) > MOST_TEXT or "\0" in value:
        raise wrong(name)
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a sign, which no store takes
        raise wrong(name) from None
    return value


def real(value: object, name: str, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong(name)
    if not math.isfinite(value) or not least <= value <= most:
        raise wrong(name)
    return float(value)


def one_of(value: object, name: str, kinds: type[_Kind]) -> _Kind:
    text = checked(value, name)
    if text not in {each.value for each in kinds}:
        raise wrong(name)
    return kinds(text)


def tolerance_from(value: object, name: str) -> Tolerance:
    if not isinstance(value, dict):
        raise wrong(name)
    line = Line(value)
    return Tolerance(line.flag("case"), line.flag("spaces"), line.flag("punctuation"))
