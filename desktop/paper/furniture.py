"""What stands on every page beside the words: corner marks, page of pages, form and version, a banner."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.foundation.translation import tr
from desktop.paper.page_sizes import PageSize
from desktop.paper.placed import LINE, Frame, Item, Words
from desktop.paper.words import page_of
from desktop.typesetting.lines import set_text
from desktop.typesetting.styles import PrintStyles

CORNER = 5.0
"""Side of a corner mark."""
CORNER_INSET = 8.0
"""From the edges of the sheet: what most printers can't reach is 4 to 6 mm."""
QR_SIDE = 24.0
"""A code of this size is read from a scan of 150 dpi, with noise from 200."""
_FOOT = 38.0
_SERIAL_BASELINE = 24.5


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on the page, in millimetres from its top left corner."""

    x: float
    y: float
    width: float
    height: float


def qr_place(size: PageSize, *, right_to_left: bool) -> Place:
    """Return where the QR stands: at the end of the foot."""
    x = size.side if right_to_left else size.width - size.side - QR_SIDE
    return Place(x, size.height - _FOOT, QR_SIDE, QR_SIDE)


def serial_baseline(size: PageSize) -> float:
    """Return the height of the serial's baseline; it stands at the beginning of the foot."""
    return size.height - _SERIAL_BASELINE


def corner_marks(size: PageSize) -> tuple[Item, ...]:
    """Return four filled squares, by which a scan is put straight."""
    near, right, bottom = CORNER_INSET, size.width - CORNER_INSET - CORNER, size.height - CORNER_INSET - CORNER
    return tuple(Frame(x, y, CORNER, CORNER, filled=True) for x in (near, right) for y in (near, bottom))


def foot(
    size: PageSize, styles: PrintStyles, *, page: int, pages: int, form_id: str, form_version: str, language: str
) -> tuple[Item, ...]:
    """Return page of pages at body size, and form and version below the serial's place."""
    items: list[Item] = []
    for line in set_text(page_of(page, pages, language), styles.body, language=language)[:1]:
        items.append(Words(size.side, size.height - _FOOT + styles.body.ascent, line))
    room = size.content_width - QR_SIDE - 6.0
    form = tr("Form {form}, version {version}", language=language, form=form_id, version=form_version)
    for row, line in enumerate(set_text(form, styles.foot, room, language=language)[:2]):
        items.append(Words(size.side, size.height - 18.2 + row * styles.foot.line_height, line))
    return tuple(items)


def banner(text: str, size: PageSize, styles: PrintStyles, language: str) -> tuple[Item, ...]:
    """Return words in a frame between the upper corner marks: practice, specimen."""
    (line,) = set_text(text, styles.question, language=language)[:1]
    left = (size.width - line.width) / 2
    top = CORNER_INSET - 1.0
    height = styles.question.line_height + 0.6
    frame = Frame(left - 4.0, top, line.width + 8.0, height, LINE)
    return (frame, Words(left, top + 0.3 + styles.question.ascent, line))
