"""Where a question stands on the pages: the rectangle that holds its boxes and its printed words.

A layout knows of boxes only. The words of a question stand above its boxes, or beside them in the row of a table,
and nothing else stands between them and the boxes before: that is what is measured here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from desktop.sheets.copies import Box, BoxKind, Layout
from desktop.sheets.scans import PageLie

_TOP = 11.0
"""Millimetres from the upper edge of the sheet: above it stand corner marks only."""
_FOOT = 34.0
"""From the lower edge: below it stand page number, serial and code."""
_SIDE = 12.0
"""From the edges at the sides to the frame; the words of a page begin further in."""
_TALLEST_WORDS = 70.0
"""So much above the first box belongs to a question at most; more is a text of its own."""
_BELOW = 4.0
"""The words of the last choice may reach so far below its box."""
_LEAST_GAP = 1.2
_EDGE = 0.6
"""At least so much is between a box and the frame, however near the next one is."""
_BESIDE = 45.0
"""From the edge of the sheet: so much room at least is left for the words of a row beside its boxes. Words above
boxes leave half a column and the margin."""


_Row: TypeAlias = tuple[tuple[float, str], ...]
"""Left edge and value of each box of a question, where all stand on one line."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """In millimetres from the page's top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def holds(self, other: Rectangle) -> bool:
        """Tell whether ``other`` lies in it."""
        return (
            self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class QuestionPlace:
    """A question, or what of it stands on one page.

    Attributes:
        page: 1 and up.
        frame: holds the boxes and the words that belong to them.
        boxes: the hull of the boxes alone.
    """

    page: int
    frame: Rectangle
    boxes: Rectangle


def question_places(layout: Layout) -> Mapping[str, tuple[QuestionPlace, ...]]:
    """Return each question path of ``layout`` with its places, one for each page that it stands on."""
    found: dict[str, list[QuestionPlace]] = {}
    turned = _is_turned(layout)
    for page in range(1, layout.pages + 1):
        for path, place in _on_page(layout, page, turned=turned):
            found.setdefault(path, []).append(place)
    return {path: tuple(places) for path, places in found.items()}


def page_of_block(layout: Layout, path: str) -> int:
    """Return the page on which the last printed block of the path's repeat ends; 0 where ``path`` is in none.

    A fourth block is written on a loose page, or beside the third.
    """
    repeat = path.partition("[")[0]
    pages = [box.page for box in layout.boxes if box.question.startswith(f"{repeat}[")] if "[" in path else []
    return max(pages, default=0)


def _on_page(layout: Layout, page: int, *, turned: bool) -> Iterator[tuple[str, QuestionPlace]]:
    hulls: dict[str, Rectangle] = {}
    rows: dict[str, _Row] = {}
    boxes = sorted((box for box in layout.boxes if box.page == page), key=lambda box: box.question)
    for path, of_question in groupby(boxes, key=lambda box: box.question):
        own = tuple(of_question)
        hulls[path], rows[path] = _hull(own), _row(own)
    width, height = layout.page_size
    for path, hull in hulls.items():
        # where the boxes before end, and where those after begin
        end = max((each.bottom for each in hulls.values() if each.bottom <= hull.y), default=_TOP)
        begin = min((each.y for each in hulls.values() if each.y >= hull.bottom), default=height - _FOOT)
        top = max(end + _LEAST_GAP, hull.y - _TALLEST_WORDS)
        bottom = min(hull.bottom + _BELOW, begin - _LEAST_GAP)
        if _is_beside(hull, rows[path], width, turned=turned):
            # the words of a row stand beside its boxes, and reach as far above them as below
            table = [hulls[each] for each in hulls if rows[each] == rows[path]]
            before = max((each.bottom for each in table if each.bottom <= hull.y), default=None)
            after = min((each.y for each in table if each.y >= hull.bottom), default=None)
            if before is not None:
                top = max(top, (before + hull.y) / 2 - 1.0)
            if after is not None:
                bottom = min((hull.bottom + after) / 2 + 1.0, begin - _LEAST_GAP)
        top, bottom = min(top, hull.y - _EDGE), max(bottom, hull.bottom + _EDGE)
        left, right = min(_SIDE, hull.x - _EDGE), max(width - _SIDE, hull.right + _EDGE)
        yield path, QuestionPlace(page, Rectangle(left, top, right - left, bottom - top), hull)


def _hull(boxes: Iterable[Box]) -> Rectangle:
    own = tuple(boxes)
    left, top = min(box.x for box in own), min(box.y for box in own)
    right, bottom = max(box.x + box.width for box in own), max(box.y + box.height for box in own)
    return Rectangle(left, top, right - left, bottom - top)


def _row(boxes: Sequence[Box]) -> _Row:
    """Return what the rows of one table have in common; nothing where the boxes stand below each other."""
    if len({box.y for box in boxes}) > 1 or any(box.kind is not BoxKind.TICK for box in boxes):
        return ()
    return tuple((box.x, box.value) for box in boxes)


def _is_beside(hull: Rectangle, row: _Row, width: float, *, turned: bool) -> bool:
    """Tell whether the words stand beside the boxes: only there is so much room where a line begins."""
    if not row:
        return False
    left = sorted(x for x, _value in row)
    half_a_column = (left[1] - left[0]) / 2 if len(left) > 1 else 0.0
    return (width - hull.right if turned else hull.x) - half_a_column >= _BESIDE


def _is_turned(layout: Layout) -> bool:
    """Tell whether the pages run from right to left: the boxes of a list stand where its lines begin."""
    left = right = 0
    for path_boxes in _lists(layout):
        if path_boxes[0].x + path_boxes[0].width / 2 > layout.page_size[0] / 2:
            right += 1
        else:
            left += 1
    return right > left


def _lists(layout: Layout) -> Iterator[tuple[Box, ...]]:
    """Yield the boxes of each question whose choices stand one below another."""
    ticks = [box for box in layout.boxes if box.kind is BoxKind.TICK]
    for _path, group in groupby(ticks, key=lambda box: box.question):
        boxes = tuple(group)
        if len(boxes) > 1 and len({box.x for box in boxes}) == 1:
            yield boxes


# how a page lies in its picture ---------------------------------------------------------------------------


def to_pixels(lie: PageLie, x: float, y: float) -> tuple[float, float]:
    """Return where a point of the page, in millimetres, is in the picture."""
    return lie.a * x + lie.b * y + lie.c, lie.d * x + lie.e * y + lie.f


def to_page(lie: PageLie, x: float, y: float) -> tuple[float, float]:
    """Return which point of the page, in millimetres, is at a pixel."""
    det = lie.a * lie.e - lie.b * lie.d
    right, down = x - lie.c, y - lie.f
    return (lie.e * right - lie.b * down) / det, (lie.a * down - lie.d * right) / det


def shrunk(lie: PageLie, across: float, down: float) -> PageLie:
    """Return the lie in a picture that was made smaller: by ``across`` and ``down`` (0.5: half as wide, high)."""
    return PageLie(lie.a * across, lie.b * across, lie.c * across, lie.d * down, lie.e * down, lie.f * down)


def fineness(lie: PageLie) -> float:
    """Return how many pixels a millimetre has; 11.8 at 300 dots an inch."""
    return float(abs(lie.a * lie.e - lie.b * lie.d) ** 0.5)
