"""A document drawn as pages: clear type, headings that stay with what follows, a table's headings on each page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from desktop.exports.document import Bars, Block, Document, Fields, Heading, Lines, Paragraph, Points, Table
from desktop.foundation.translation import tr
from desktop.typesetting.charts import Ink, bar_chart, draw_ink
from desktop.typesetting.ink import draw_line_mm
from desktop.typesetting.lines import SetLine, set_text
from desktop.typesetting.styles import POINT, TextStyle

A4 = (210.0, 297.0)
_SIDE, _TOP, _BOTTOM = 18.0, 18.0, 20.0
_FOOT = TextStyle(9)
_BANNER = TextStyle(11, bold=True)
_CELL = 1.4
"""Room between a cell's words and its rules, in millimetres."""


@dataclass(frozen=True, slots=True)
class _Styles:
    title: TextStyle
    heading: TextStyle
    subheading: TextStyle
    body: TextStyle
    strong: TextStyle
    table: TextStyle
    table_heading: TextStyle


LETTER = _Styles(
    TextStyle(20, bold=True, leading=1.2), TextStyle(14, bold=True), TextStyle(12, bold=True),
    TextStyle(12), TextStyle(12, bold=True), TextStyle(11), TextStyle(11, bold=True),
)  # fmt: skip
"""For a page that is read by itself."""
REPORT = _Styles(
    TextStyle(20, bold=True, leading=1.2), TextStyle(15, bold=True), TextStyle(12, bold=True),
    TextStyle(10.5), TextStyle(10.5, bold=True), TextStyle(9), TextStyle(9, bold=True),
)  # fmt: skip
"""For long tables on pages laid on their side."""


def document_pdf(document: Document, *, landscape: bool = False, styles: _Styles = LETTER) -> bytes:
    """Return the document as PDF on A4. Equal documents are equal bytes: no time of the machine is in the file."""
    size = (A4[1], A4[0]) if landscape else A4
    pages = _Composer(document, size, styles).compose()
    return _drawn(document, pages, size)


@dataclass(frozen=True, slots=True)
class _Words:
    x: float
    y: float  # baseline
    line: SetLine


@dataclass(frozen=True, slots=True)
class _Rule:
    x: float
    y: float
    width: float
    stroke: float = 0.2


_Placed = _Words | _Rule | Ink


class _Composer:
    """Lays blocks out one under the other; everything in millimetres from the page's top left corner."""

    def __init__(self, document: Document, size: tuple[float, float], styles: _Styles) -> None:
        self._document = document
        self._styles = styles
        self._width = size[0] - 2 * _SIDE
        self._end = size[1] - _BOTTOM
        self._pages: list[list[_Placed]] = []
        self._y = 0.0
        self._new_page()

    def compose(self) -> list[list[_Placed]]:
        self._put(self._document.title, self._styles.title, after=4.0)
        blocks = self._document.blocks
        for number, block in enumerate(blocks):
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            self._block(block, following)
        return self._pages

    def _block(self, block: Block, following: Block | None) -> None:
        styles = self._styles
        match block:
            case Heading():
                style = styles.heading if block.level == 1 else styles.subheading
                lines = set_text(block.text, style, self._width)
                # a heading alone at the foot of a page belongs to nothing that can be seen
                room = len(lines) * style.line_height + (30.0 if isinstance(following, Table) else 14.0)
                self._gap(6.0 if block.level == 1 else 4.0)
                self._need(room)
                self._lines(lines, style)
                self._gap(1.5)
            case Paragraph():
                self._put(block.text, styles.body, after=2.5)
            case Points():
                for item in block.items:
                    mark = set_text("•", styles.body)
                    self._need(styles.body.line_height)
                    self._page.append(_Words(_SIDE + 1.0, self._y + styles.body.ascent, mark[0]))
                    self._put(item, styles.body, indent=6.0, after=1.0)
                self._gap(2.0)
            case Fields():
                self._fields(block)
            case Table():
                self._table(block)
            case Bars():
                self._bars(block)
            case Lines():
                for label in block.labels:
                    self._need(22.0)
                    self._gap(14.0)
                    self._page.append(_Rule(_SIDE, self._y, self._width * 0.6))
                    self._gap(1.0)
                    self._put(label, styles.body, after=1.0)

    def _fields(self, block: Fields) -> None:
        styles, split = self._styles, self._width * 0.34
        for name, value in block.pairs:
            left = set_text(name, styles.strong, split - 4.0)
            right = set_text(value, styles.body, self._width - split)
            height = max(len(left), len(right)) * styles.body.line_height
            self._need(height)
            top = self._y
            self._lines(left, styles.strong)
            self._y = top
            self._lines(right, styles.body, indent=split)
            self._y = top + height + 1.2
        self._gap(2.0)

    def _bars(self, bars: Bars) -> None:
        """Draw bars, all on one scale though they may go over several pages."""
        style, full = self._styles.body, max((row.value for row in bars.rows), default=0.0)
        for row in bars.rows:
            drawn = bar_chart((row,), _SIDE, self._y, self._width, style=style, most=full)
            if self._y + drawn.height > self._end:
                self._new_page()
                drawn = bar_chart((row,), _SIDE, self._y, self._width, style=style, most=full)
            self._page += drawn.ink
            self._y += drawn.height + 1.0
        self._gap(2.0)

    def _table(self, table: Table) -> None:
        styles = self._styles
        total = sum(column.share for column in table.columns)
        widths = [self._width * column.share / total for column in table.columns]
        head = tuple(column.heading for column in table.columns)
        self._need(30.0)
        self._row(head, widths, styles.table_heading, rule=0.4)
        for row in table.rows:
            cells = self._cells(row, widths, styles.table)
            if self._y + self._height(cells, styles.table) > self._end:
                self._new_page()
                self._row(head, widths, styles.table_heading, rule=0.4)
            self._row(row, widths, styles.table, rule=0.1)
        self._gap(3.0)

    def _cells(self, row: Sequence[str], widths: Sequence[float], style: TextStyle) -> list[tuple[SetLine, ...]]:
        return [set_text(cell, style, width - 2 * _CELL) for cell, width in zip(row, widths, strict=True)]

    def _height(self, cells: Sequence[Sequence[SetLine]], style: TextStyle) -> float:
        return max(len(lines) for lines in cells) * style.line_height + 2 * _CELL

    def _row(self, row: Sequence[str], widths: Sequence[float], style: TextStyle, *, rule: float) -> None:
        cells = self._cells(row, widths, style)
        # a row higher than what is left of a page goes on over the next: only a pack's own long words do that
        while any(cells):
            room = max(1, int((self._end - self._y - 2 * _CELL) / style.line_height))
            shown, cells = [lines[:room] for lines in cells], [lines[room:] for lines in cells]
            x = _SIDE
            for lines, width in zip(shown, widths, strict=True):
                for place, line in enumerate(lines):
                    y = self._y + _CELL + place * style.line_height + style.ascent
                    self._page.append(_Words(x + _CELL, y, line))
                x += width
            self._y += self._height(shown, style)
            self._page.append(_Rule(_SIDE, self._y, self._width, rule))
            if any(cells):
                self._new_page()

    def _put(self, text: str, style: TextStyle, *, indent: float = 0.0, after: float) -> None:
        self._lines(set_text(text, style, self._width - indent), style, indent=indent)
        self._gap(after)

    def _lines(self, lines: Sequence[SetLine], style: TextStyle, *, indent: float = 0.0) -> None:
        for line in lines:
            self._need(style.line_height)
            self._page.append(_Words(_SIDE + indent, self._y + style.ascent, line))
            self._y += style.line_height

    def _gap(self, height: float) -> None:
        if self._page:
            self._y += height

    def _need(self, height: float) -> None:
        if self._y + height > self._end:
            self._new_page()

    def _new_page(self) -> None:
        self._page: list[_Placed] = []
        self._pages.append(self._page)
        self._y = _TOP + (_BANNER.line_height + 3.0 if self._document.banner else 0.0)


def _drawn(document: Document, pages: list[list[_Placed]], size: tuple[float, float]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas: Any = Canvas(out, pagesize=(size[0] / POINT, size[1] / POINT), lang="en", invariant=1)
    canvas.setTitle(document.title)
    canvas.setAuthor(document.author)
    canvas.setCreator("Sounding Board")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for number, page in enumerate(pages, start=1):
        for item in (*_around(document, size, number, len(pages)), *page):
            if isinstance(item, _Words):
                draw_line_mm(canvas, item.line, item.x, item.y, size[1])
            elif isinstance(item, _Rule):
                canvas.setLineWidth(item.stroke / POINT)
                y = (size[1] - item.y) / POINT
                canvas.line(item.x / POINT, y, (item.x + item.width) / POINT, y)
            else:
                draw_ink(canvas, (item,), size[1])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _around(document: Document, size: tuple[float, float], number: int, pages: int) -> Iterator[_Words | _Rule]:
    """Yield what stands on every page: banner, foot, number of pages."""
    if document.banner:
        (line,) = set_text(document.banner, _BANNER)[:1]
        yield _Words((size[0] - line.width) / 2, 12.0 + _BANNER.ascent, line)
    (page,) = set_text(tr("Page {number} of {pages}", number=number, pages=pages), _FOOT)
    baseline = size[1] - 10.0
    yield _Rule(_SIDE, baseline - 5.0, size[0] - 2 * _SIDE, 0.1)
    yield _Words(size[0] - _SIDE - page.width, baseline, page)
    for line in set_text(document.foot, _FOOT, size[0] - 2 * _SIDE - page.width - 8.0)[:1]:
        yield _Words(_SIDE, baseline, line)
