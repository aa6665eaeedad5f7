"""Labels with numbers, for sheets that the photocopier made: a serial and its square code each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.foundation.translation import tr
from desktop.paper.drawing import draw_pages
from desktop.paper.furniture import Place
from desktop.paper.page_sizes import A4, PageSize
from desktop.paper.placed import Item, Words
from desktop.sheets.serials import Serial
from desktop.typesetting.lines import set_text, text_width
from desktop.typesetting.styles import TextStyle

_SERIAL = TextStyle(13, bold=True, leading=1.25)
_ABOUT = TextStyle(7, leading=1.2)
_PADDING = 2.5
_WIDE = 50.0
"""A narrower label has no room for words: they would be cut in the middle."""


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """How the labels stand on a sheet; lengths in millimetres.

    Attributes:
        columns, rows: how many stand beside and below each other.
        width, height: of one label.
        left, top: from the sheet's edges to the first label.
        across, down: from the edge of one label to the same edge of the next.
    """

    page_size: PageSize
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float

    @property
    def labels(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows


THREE_BY_EIGHT = LabelSheet(A4, 3, 8, 63.5, 33.9, 7.2, 12.9, 66.0, 33.9)
"""24 labels of 63.5 by 33.9 mm, which every maker sells."""
FIVE_BY_THIRTEEN = LabelSheet(A4, 5, 13, 38.1, 21.2, 4.7, 10.7, 40.6, 21.2)
"""65 labels of 38.1 by 21.2 mm: they go into the frame for the number on a master."""
LABEL_SHEETS: Mapping[str, LabelSheet] = {"3x8": THREE_BY_EIGHT, "5x13": FIVE_BY_THIRTEEN}


def draw_labels(
    serials: Sequence[Serial], *, about: str, sheet: LabelSheet = THREE_BY_EIGHT, skip: int = 0
) -> bytes:
    """Return the labels as PDF, by number, from left to right and down.

    Args:
        about: what the labels are for, in small print on each: the form.
        skip: labels that are gone from the first sheet.
    """
    places: list[Serial | None] = [*[None] * skip, *serials]
    pages = []
    for start in range(0, len(places), sheet.labels):
        items: list[Item] = []
        codes: list[tuple[str, Place]] = []
        for at, serial in enumerate(places[start : start + sheet.labels]):
            if serial is not None:
                _label(items, codes, serial, about, sheet, at)
        pages.append((items, codes))
    return draw_pages(pages, sheet.page_size, title=tr("Labels"))


def _label(
    items: list[Item],
    codes: list[tuple[str, Place]],
    serial: Serial,
    about: str,
    sheet: LabelSheet,
    at: int,
) -> None:
    left = sheet.left + at % sheet.columns * sheet.across
    top = sheet.top + at // sheet.columns * sheet.down
    # a quarter is left around the code: a printer is often a millimetre out, and a reader needs white beside it
    side = min(sheet.height - 2 * _PADDING, sheet.width * 0.42)
    where = Place(left + sheet.width - _PADDING - side, top + (sheet.height - side) / 2, side, side)
    codes.append((serial.canonical, where))
    room = sheet.width - side - 3 * _PADDING
    groups = serial.shown.split("-")
    lines = ["-".join(groups[:2]) + "-", "-".join(groups[2:])]
    if text_width(lines[0], _SERIAL) <= room:
        style = _SERIAL
    else:
        style = replace(_SERIAL, size=_SERIAL.size * room / text_width(lines[0], _SERIAL))
    number = tr("Number {number}", number=serial.number)
    said = [(line, style) for line in lines] + [(number, _ABOUT)]
    small = set_text(about, _ABOUT, room) if sheet.width >= _WIDE else ()
    height = sum(each.line_height for _text, each in said) + _ABOUT.line_height * min(len(small), 2)
    y = top + (sheet.height - height) / 2
    for text, each in said:
        (line,) = set_text(text, each)[:1]
        items.append(Words(left + _PADDING, y + each.ascent, line))
        y += each.line_height
    for line in small[:2]:
        if y + _ABOUT.line_height <= top + sheet.height:
            items.append(Words(left + _PADDING, y + _ABOUT.ascent, line))
            y += _ABOUT.line_height
