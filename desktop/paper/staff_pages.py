"""Pages for the office: headings, paragraphs, tables and a square code, one page after the other. No form."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.foundation.translation import tr
from desktop.paper.drawing import draw_pages
from desktop.paper.furniture import Place
from desktop.paper.page_sizes import A4, PageSize
from desktop.paper.placed import LINE, THIN, Frame, Item, Rule, Words
from desktop.paper.words import page_of
from desktop.typesetting.direction import is_right_to_left
from desktop.typesetting.lines import SetLine, set_text
from desktop.typesetting.styles import TextStyle

NAME = TextStyle(12)
TITLE = TextStyle(22, bold=True, leading=1.2)
HEADING = TextStyle(14, bold=True, leading=1.25)
BODY = TextStyle(12, leading=1.3)
STRONG = TextStyle(12, bold=True, leading=1.3)
FIGURE = TextStyle(40, bold=True, leading=1.15)
_TOP = 16.0
_BOTTOM = 20.0
_BESIDE = 4.0
_ROW = 1.6


class StaffPages:
    """Fills pages from the top; a row that has no room goes to the next page. Lengths in millimetres."""

    def __init__(self, *, size: PageSize = A4, banner: str = "") -> None:
        self._size = size
        self._banner = banner
        self._pages: list[tuple[list[Item], list[tuple[str, Place]]]] = []
        self._y = 0.0
        self._narrow_to = 0.0
        self._narrow_by = 0.0
        self.new_page()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def new_page(self) -> None:
        """Begin another page."""
        self._pages.append(([], []))
        self._y = _TOP
        self._narrow_to = self._narrow_by = 0.0
        if self._banner:
            self.paragraph(self._banner, STRONG)
            self.gap(2.0)

    def gap(self, height: float) -> None:
        """Leave room."""
        self._y += height

    def take_room(self, height: float) -> None:
        """Go on over the page where that much is not left on this one."""
        if self._y + height > self._size.height - _BOTTOM:
            self.new_page()

    def paragraph(self, text: str, style: TextStyle = BODY) -> None:
        """Set a paragraph, beside a square code where one stands."""
        for part in text.split("\n"):
            self._lines(part, style)

    def heading(self, text: str) -> None:
        """Set a heading that does not stand alone at the foot of a page."""
        self.take_room(HEADING.line_height + 3 * BODY.line_height)
        self.paragraph(text, HEADING)
        self.gap(1.0)

    def code(self, text: str, side: float) -> None:
        """Stand a square code at the end of the lines that follow."""
        where = Place(self._size.width - self._size.side - side, self._y, side, side)
        self._pages[-1][1].append((text, where))
        self._narrow_to, self._narrow_by = self._y + side, side + 6.0

    def below_code(self) -> None:
        """Go below the square code."""
        self._y = max(self._y, self._narrow_to)

    def pairs(self, rows: Sequence[tuple[str, str]], *, share: float = 0.34) -> None:
        """Set what something is, and beside it what it says."""
        for label, said in rows:
            width = self._width()
            cells = ((label, STRONG, width * share), (said, BODY, width * (1 - share)))
            height = max(len(_set(text, style, room - _BESIDE)) * style.line_height for text, style, room in cells)
            self.take_room(height)
            x = self._size.side
            for text, style, room in cells:
                self._cell(text, style, x, self._y, room - _BESIDE)
                x += room
            self._y += height + 1.0

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> None:
        """Set a table; its head is repeated on each page, and no row is parted.

        Args:
            shares: of the width that each column takes; together one.
        """
        first = self._height(rows[0], shares, BODY) if rows else 0.0
        self.take_room(self._height(head, shares, STRONG) + first)
        self._row(head, shares, STRONG, LINE)
        for row in rows:
            if self._y + self._height(row, shares, BODY) > self._size.height - _BOTTOM:
                self.new_page()
                self._row(head, shares, STRONG, LINE)
            self._row(row, shares, BODY, THIN)
        self.gap(3.0)

    def framed(self, text: str, style: TextStyle) -> None:
        """Set one line in a frame as wide as its words."""
        (line,) = set_text(text, style)[:1]
        self._items.append(Frame(self._size.side, self._y, line.width + 10.0, style.line_height + 4.0, LINE))
        self._items.append(Words(self._size.side + 5.0, self._y + 2.0 + style.ascent, line))
        self._y += style.line_height + 7.0

    def to_write(self, label: str) -> None:
        """Set a label with a line to write on by hand."""
        self.take_room(10.0)
        self.gap(4.0)
        (line,) = set_text(label, BODY)[:1]
        baseline = self._y + BODY.ascent
        start = line.width + 4.0
        self._items.append(Words(self._size.side, baseline, line))
        self._items.append(Rule(self._size.side + start, baseline + 0.8, self._size.content_width - start, LINE))
        self._y += BODY.line_height

    def finish(self, title: str) -> bytes:
        """Return the PDF, each page with its number and how many there are."""
        for number, (items, _codes) in enumerate(self._pages, start=1):
            (line,) = set_text(page_of(number, len(self._pages), "en"), BODY)[:1]
            items.append(Words(self._size.side, self._size.height - 11.0, line))
            (made,) = set_text(tr("Sounding Board"), BODY)[:1]
            items.append(Words(self._size.width - self._size.side - made.width, self._size.height - 11.0, made))
        return draw_pages(self._pages, self._size, title=title)

    @property
    def _items(self) -> list[Item]:
        return self._pages[-1][0]

    def _width(self) -> float:
        beside = self._narrow_by if self._y < self._narrow_to else 0.0
        return self._size.content_width - beside

    def _lines(self, text: str, style: TextStyle) -> None:
        for line in _set(text, style, self._width()):
            self.take_room(style.line_height)
            x = self._size.side + (self._width() - line.width if is_right_to_left(text) else 0.0)
            self._items.append(Words(x, self._y + style.ascent, line))
            self._y += style.line_height

    def _cell(self, text: str, style: TextStyle, x: float, y: float, width: float) -> None:
        for at, line in enumerate(_set(text, style, width)):
            start = x + (width - line.width if is_right_to_left(text) else 0.0)
            self._items.append(Words(start, y + style.ascent + at * style.line_height, line))

    def _height(self, row: Sequence[str], shares: Sequence[float], style: TextStyle) -> float:
        width = self._size.content_width
        lines = max(
            len(_set(text, style, width * share - _BESIDE)) for text, share in zip(row, shares, strict=True)
        )
        return lines * style.line_height + 2 * _ROW

    def _row(self, row: Sequence[str], shares: Sequence[float], style: TextStyle, stroke: float) -> None:
        x, height = self._size.side, self._height(row, shares, style)
        for text, share in zip(row, shares, strict=True):
            self._cell(text, style, x, self._y + _ROW, self._size.content_width * share - _BESIDE)
            x += self._size.content_width * share
        self._y += height
        self._items.append(Rule(self._size.side, self._y, self._size.content_width, stroke))


def _set(text: str, style: TextStyle, width: float) -> tuple[SetLine, ...]:
    return tuple(set_text(text, style, width)) if text else ()
