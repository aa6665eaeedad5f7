"""The slip that a respondent takes home: their withdrawal code, and what it does. One page, made to last."""

from __future__ import annotations

from dataclasses import replace

from desktop.engagement.programme import Programme
from desktop.engagement.translations import told_in, tongue_of
from desktop.foundation.translation import tr
from desktop.paper.drawing import draw_page
from desktop.paper.furniture import Place
from desktop.paper.page_sizes import SLIP, PageSize
from desktop.paper.placed import THICK, Frame, Item, Words
from desktop.paper.words import is_to_fill_in, left_to_right
from desktop.typesetting.direction import is_right_to_left
from desktop.typesetting.lines import set_text, text_width
from desktop.typesetting.styles import TextStyle

_NAME = TextStyle(12, bold=True, leading=1.2)
_TITLE = TextStyle(22, bold=True, leading=1.2)
_HEADING = TextStyle(14, bold=True, leading=1.2)
_BODY = TextStyle(13, leading=1.25)
_CODE = TextStyle(24, bold=True, leading=1.2)
_QR = 34.0
_PADDING = 5.0
_GAP = 4.0
_SCALES = (1.0, 0.95, 0.9, 0.85)


def draw_withdrawal_slip(*, code: str, programme: Programme, language: str = "en", size: PageSize = SLIP) -> bytes:
    """Return the slip as PDF; neither its title nor its metadata holds the code.

    Args:
        code: as it is shown, in groups.
    """
    tongue = tongue_of(programme, language)
    programme, language = told_in(programme, tongue), tongue
    title = tr("Your withdrawal code", language=language)
    for scale in _SCALES:  # a programme with long names gets smaller letters rather than a second page
        slip = _Slip(size, language, scale)
        where = _fill(slip, code, programme, title)
        if slip.fits:
            break
    return draw_page(slip.items, size, title=title, codes=[(code, where)], language=language)


def _fill(slip: _Slip, code: str, programme: Programme, title: str) -> Place:
    language = slip.language
    if programme.made_up:
        slip.paragraph(tr("Practice – made up", language=language), _HEADING)
        slip.gap(2.0)
    slip.paragraph(programme.organisation, _NAME)
    slip.paragraph(programme.title, _NAME)
    slip.gap(_GAP)
    slip.paragraph(title, _TITLE)
    slip.gap(2.0)
    slip.code(code)
    slip.gap(_GAP)
    slip.heading(tr("With this code you can take your answers back", language=language))
    where = slip.beside_qr(
        tr("At any time, and you need not say why. Your name is not on your answers, so nobody can find them "
           "without this code. Keep this slip where you will find it again, and show it to nobody: whoever has "
           "the code can take your answers back.", language=language)
    )  # fmt: skip
    slip.gap(_GAP)
    slip.heading(tr("How to do it", language=language))
    slip.paragraph(tr("Tell us the code, or send us a copy of it:", language=language), _BODY)
    for words in (
        tr("Telephone: {value}", language=language, value=left_to_right(programme.help_line, language)),
        tr("E-mail: {value}", language=language, value=left_to_right(programme.email, language)),
        tr("Website: {value}", language=language, value=left_to_right(programme.website, language)),
    ):
        if not is_to_fill_in(words) and not words.endswith(": "):
            slip.paragraph(words, _BODY)
    slip.gap(_GAP)
    slip.heading(tr("What happens then", language=language))
    slip.paragraph(
        tr("Your answers are deleted wherever our system holds them, and we delete by hand the copies that it "
           "can't reach. We keep a note that somebody withdrew, without your answers. What was counted in a "
           "report before can't be changed.", language=language),
        _BODY,
    )  # fmt: skip
    return where


class _Slip:
    """Fills the page from the top, from right to left where the language asks for it; lengths in millimetres."""

    def __init__(self, size: PageSize, language: str, scale: float) -> None:
        self.items: list[Item] = []
        self.language = language
        self._size = size
        self._scale = scale
        self._y = size.top

    @property
    def fits(self) -> bool:
        """Whether everything so far stands above the bottom margin."""
        return self._y <= self._size.height - self._size.bottom

    def gap(self, height: float) -> None:
        self._y += height

    def paragraph(
        self, text: str, style: TextStyle, *, right_to_left: bool | None = None, room: float = 0.0
    ) -> None:
        """Set a paragraph; ``room`` is left free at the end of its lines."""
        backwards = is_right_to_left(text) if right_to_left is None else right_to_left
        style = replace(style, size=style.size * self._scale)
        width = self._size.content_width - room
        for line in set_text(text, style, width, language=self.language):
            x = self._size.width - self._size.side - line.width if backwards else self._size.side
            self.items.append(Words(x, self._y + style.ascent, line))
            self._y += style.line_height

    def heading(self, text: str) -> None:
        self.paragraph(text, _HEADING)
        self._y += 1.0

    def code(self, code: str) -> None:
        """Set the code in a frame, as large as it goes in one line, from left to right in every language."""
        style, width = _CODE, self._size.content_width - 2 * _PADDING
        natural = text_width(code, style)
        if natural > width:
            style = replace(style, size=style.size * width / natural)
        height = style.line_height + 2 * _PADDING
        self.items.append(Frame(self._size.side, self._y, self._size.content_width, height, THICK))
        (line,) = set_text(code, style)
        middle = self._size.side + (self._size.content_width - line.width) / 2
        self.items.append(Words(middle, self._y + _PADDING + style.ascent, line))
        self._y += height

    def beside_qr(self, text: str) -> Place:
        """Set a paragraph with the QR at the end of its lines, and return the QR's place."""
        backwards = is_right_to_left(text)
        side = self._size.side
        place = Place(side if backwards else self._size.width - side - _QR, self._y + 1.0, _QR, _QR)
        self.paragraph(text, _BODY, right_to_left=backwards, room=_QR + 5.0)
        self._y = max(self._y, place.y + place.height)
        return place
