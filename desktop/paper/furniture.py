"""What stands on every page beside the words: corner marks, page of pages, form and version, banner, number."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.foundation.translation import tr
from desktop.paper.page_sizes import PageSize
from desktop.paper.placed import LINE, Frame, Item, Words
from desktop.paper.words import page_of
from desktop.typesetting.lines import set_text
from desktop.typesetting.styles import PrintStyles, TextStyle

CORNER = 5.0
"""Side of a corner mark."""
CORNER_INSET = 8.0
"""From the edges of the sheet: what most printers can't reach is 4 to 6 mm."""
QR_SIDE = 24.0
"""A code of this size is read from a scan of 150 dpi, with noise from 200."""
_FOOT = 33.0
_SERIAL_BASELINE = 19.8
_DEEPER = 2.0
"""Words in Nastaliq reach so much further below their line than others."""
_FORM_BASELINE = 9.2
_BANNER = 14.0
_SMALLEST = 7.0
"""Points. The form's id stands on the sheet for staff, whole, however long it is and however narrow the sheet."""
NUMBER_FRAME = (50.0, 22.0)
"""Room on an unnumbered master for a number in writing, or for a label of 38 by 21 mm."""


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


def number_place(size: PageSize, *, right_to_left: bool) -> Place:
    """Return where the number of a copied sheet is written or stuck: beside the QR."""
    width, height = NUMBER_FRAME
    code = qr_place(size, right_to_left=right_to_left)
    x = code.x + code.width + 4.0 if right_to_left else code.x - 4.0 - width
    return Place(x, code.y + 1.0, width, height)


def number_frame(size: PageSize, styles: PrintStyles, language: str, *, right_to_left: bool) -> tuple[Item, ...]:
    """Return the frame for the number of a sheet that the photocopier makes."""
    place = number_place(size, right_to_left=right_to_left)
    style = replace(styles.foot, tall=styles.body.tall)
    (line,) = set_text(tr("Number (for staff)", language=language), style, language=language)[:1]
    x = place.x + place.width - line.width - 1.5 if right_to_left else place.x + 1.5
    return (
        Frame(place.x, place.y, place.width, place.height, LINE),
        Words(x, place.y + 1.0 + style.ascent, line),
    )


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
        # near the same place in every language: the serial follows close below
        down = replace(styles.body, tall=False).ascent - (_DEEPER if styles.body.tall else 0.0)
        items.append(Words(size.side, size.height - _FOOT + down, line))
    room = size.content_width - QR_SIDE - NUMBER_FRAME[0] - 8.0
    # for staff: in one language, whatever else stands beside the first
    form = str(
        tr("Form {form}, version {version}", language=language, form=form_id, version=form_version)
        if form_version
        else tr("Form {form}", language=language, form=form_id)
    )
    style = _fitting(form, styles.foot, room, language)
    lines = set_text(form, style, room, language=language)[:2]
    for row, line in enumerate(reversed(lines)):
        items.append(Words(size.side, size.height - _FORM_BASELINE - row * style.line_height, line))
    return tuple(items)


def _fitting(text: str, style: TextStyle, room: float, language: str) -> TextStyle:
    """Return the style, smaller where the text would take more than two lines."""
    while style.size > _SMALLEST and len(set_text(text, style, room, language=language)) > 2:
        style = replace(style, size=style.size - 1.0)
    return style


def banner(text: str, size: PageSize, styles: PrintStyles, language: str) -> tuple[Item, ...]:
    """Return words in a frame between the upper corner marks: practice, specimen."""
    style = replace(styles.question, size=_BANNER)  # it stands above the words' margin, which is equal in all
    (line,) = set_text(text, style, language=language)[:1]
    left = (size.width - line.width) / 2
    top = CORNER_INSET - 2.0
    height = style.line_height + 0.6
    frame = Frame(left - 4.0, top, line.width + 8.0, height, LINE)
    return (frame, Words(left, top + 0.3 + style.ascent, line))
