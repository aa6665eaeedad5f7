"""Piles: a stack of copies that is put by with a sheet on top, and what the square code on that sheet says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.sheets.serials import read_serial

_MARK = "SBP1"
MOST_RANGES = 24
"""So many ranges go into a code that is read at a glance; a pile with more is scanned sheet by sheet."""


class PileCodeRefused(Refusal):
    """A bar code is not that of a pile sheet."""


@dataclass(frozen=True, slots=True)
class SerialRange:
    """Copies of one print run whose numbers follow one another, none of them missing.

    Attributes:
        first, last: canonical serials, both of the range; equal for a copy by itself.
        count: how many they are.
    """

    first: str
    last: str
    count: int

    @property
    def shown(self) -> str:
        """The serials in groups of four, as a person reads them and :mod:`desktop.workflows.paper_stacks` does."""
        first = read_serial(self.first).shown
        return first if self.count == 1 else f"{first} … {read_serial(self.last).shown}"


def ranges_of(serials: Iterable[str]) -> tuple[SerialRange, ...]:
    """Return the serials as ranges, by print run and number; a serial given twice counts once."""
    ordered = sorted(
        (read_serial(each) for each in set(serials)), key=lambda one: (one.issuer, one.run, one.number)
    )
    found: list[SerialRange] = []
    last = None
    for serial in ordered:
        if last is not None and (serial.issuer, serial.run, serial.number) == (
            last.issuer,
            last.run,
            last.number + 1,
        ):
            found[-1] = SerialRange(found[-1].first, serial.canonical, found[-1].count + 1)
        else:
            found.append(SerialRange(serial.canonical, serial.canonical, 1))
        last = serial
    return tuple(found)


def pile_code(ranges: Iterable[SerialRange]) -> str:
    """Return ``SBP1|count|first-last|first|…``; with more than :data:`MOST_RANGES`, the count alone."""
    kept = tuple(ranges)
    parts = [_MARK, str(sum(each.count for each in kept))]
    if len(kept) <= MOST_RANGES:
        parts += [each.first if each.count == 1 else f"{each.first}-{each.last}" for each in kept]
    return "|".join(parts)


def is_pile_code(text: str) -> bool:
    """Tell whether ``text`` begins as the code of a pile sheet does."""
    return text.startswith(f"{_MARK}|")


def read_pile_code(text: str) -> tuple[str, ...]:
    """Return the lines that the code of a pile sheet stands for: a serial, or two with ``…`` between them.

    Raises:
        PileCodeRefused: it is another kind of code, or of a version that this program does not know.
        Refusal: the pile has too many ranges for a code.
    """
    mark, *parts = text.strip().split("|")
    if mark != _MARK or not parts or not parts[0].isdigit():
        raise PileCodeRefused(
            place=tr("The square code on the pile sheet"),
            fault=tr("It is not one of a pile sheet of Sounding Board."),
            remedy=tr("Scan the sheets of the pile one by one."),
        )
    if not parts[1:]:
        raise Refusal(
            place=tr("The square code on the pile sheet"),
            fault=tr("The pile is of too many ranges to stand in one code."),
            remedy=tr("Scan the sheets of the pile one by one."),
        )
    return tuple(part.replace("-", " … ") for part in parts[1:])
