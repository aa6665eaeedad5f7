"""One page of A4 about one event: its figures, charts, who was heard, and what was said at the end.

Whatever the data, it is one page: each part has its room, and what does not fit ends in three points. It holds
counts and what staff wrote at the end of the event, and nothing of a single person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from desktop.analysis.representation import GroupHeard, Showing, Standing, View
from desktop.analysis.representation_words import base_words, dimension_words, source_words
from desktop.foundation.translation import ntr, tr
from desktop.typesetting.charts import (
    ChartRow,
    Drawn,
    Ink,
    Stroke,
    Words,
    bar_chart,
    clipped,
    column_chart,
    draw_ink,
    stacked,
)
from desktop.typesetting.lines import set_text, text_width
from desktop.typesetting.styles import POINT, TextStyle

PAGE = (210.0, 297.0)
SIDE, TOP, END = 15.0, 12.0, 281.0
_GAP = 6.0
_TITLE = TextStyle(18, bold=True, leading=1.15)
_HEADING = TextStyle(11, bold=True)
_NUMBERS = tuple(TextStyle(size, bold=True, leading=1.15) for size in (17, 13, 10, 8))
_BODY = TextStyle(9.5)
_STRONG = TextStyle(9.5, bold=True)
_SMALL = TextStyle(8.5, leading=1.25)
_SMALL_STRONG = TextStyle(8.5, bold=True, leading=1.25)
MOST_ROWS = 9
_HEARD_ROOM = 62.0


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """A board: its question and (option, figure in words, length of the bar)."""

    question: str
    options: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """What stands on the page.

    Attributes:
        about: day, venue, area and partner, in a line.
        figures: (what is counted, how many): separate counts.
        by_hour: (hour, people who came); at most 14.
        by_channel: (channel, responses).
        by_role: (role, people who came, to the nearest five).
        boards: dot votes and ranking boards.
        words: (heading, what was said of it), in the order of reading.
        foot: stands at the end of the page.
        banner: such as that everything is made up; empty for none.
    """

    title: str
    about: str
    programme: str
    figures: tuple[tuple[str, int], ...]
    by_hour: tuple[tuple[str, int], ...]
    by_channel: tuple[tuple[str, int], ...]
    by_role: tuple[tuple[str, int], ...]
    views: tuple[View, ...]
    boards: tuple[BoardFigures, ...]
    words: tuple[tuple[str, str], ...]
    foot: str
    author: str
    banner: str


def event_page_pdf(page: EventPage) -> bytes:
    """Return the page as PDF. Equal pages are equal bytes: no time of the machine is in the file."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    size = (PAGE[0] / POINT, PAGE[1] / POINT)
    canvas: Any = Canvas(out, pagesize=size, lang="en", invariant=1)
    canvas.setTitle(page.title)
    canvas.setAuthor(page.author)
    canvas.setCreator("Sounding Board")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    draw_ink(canvas, placed(page), PAGE[1])
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def placed(page: EventPage) -> tuple[Ink, ...]:
    """Return everything on the page, placed; nothing lies outside of its edges."""
    return tuple(_Sheet(page).ink)


class _Sheet:
    def __init__(self, page: EventPage) -> None:
        self.ink: list[Ink] = []
        self._page = page
        self._y = TOP
        self._width = PAGE[0] - 2 * SIDE
        self._half = (self._width - _GAP) / 2
        self._head()
        self._figures()
        self._charts()
        self._heard()
        self._boards()
        self._said()
        self._foot()

    def _put(self, text: str, style: TextStyle, most_lines: int, *, after: float = 0.0) -> None:
        self._take(stacked(clipped(text, style, self._width, most_lines), style, SIDE, self._y), after=after)

    def _take(self, drawn: Drawn, *, after: float = 0.0) -> None:
        self.ink += drawn.ink
        self._y += drawn.height + after

    def _head(self) -> None:
        if self._page.banner:
            self._put(self._page.banner, _STRONG, 1, after=1.0)
        self._put(self._page.title, _TITLE, 2, after=0.5)
        self._put(self._page.about, _BODY, 2)
        self._put(self._page.programme, _BODY, 1, after=2.5)

    def _figures(self) -> None:
        figures = self._page.figures
        each = self._width / max(1, len(figures))
        top, lowest = self._y, 0.0
        self.ink.append(Stroke(SIDE, top, SIDE + self._width, top, 0.3))
        for at, (label, number) in enumerate(figures):
            x = SIDE + at * each
            large = _fitting(f"{number:,}", each - 2)
            shown = stacked(clipped(f"{number:,}", large, each - 2, 1), large, x, top + 1.5)
            named = stacked(clipped(label, _SMALL, each - 2, 3), _SMALL, x, top + 1.5 + shown.height)
            self.ink += (*shown.ink, *named.ink)
            lowest = max(lowest, shown.height + named.height)
        self._y = top + 2.0 + lowest
        self._put(
            tr("Separate counts: one person may be in several of them, so they are never added up."),
            _SMALL, 1, after=1.5,
        )  # fmt: skip
        self.ink.append(Stroke(SIDE, self._y, SIDE + self._width, self._y, 0.3))
        self._y += 2.5

    def _charts(self) -> None:
        left, right = SIDE, SIDE + self._half + _GAP
        heights = []
        for x, heading, draw in (
            (left, tr("People who came, by hour"), self._by_hour),
            (right, tr("Responses, by how they came"), self._by_channel),
        ):
            above = stacked(clipped(heading, _HEADING, self._half, 1), _HEADING, x, self._y)
            below = draw(x, self._y + above.height + 1.0)
            self.ink += (*above.ink, *below.ink)
            heights.append(above.height + 1.0 + below.height)
        self._y += max(heights) + 3.0

    def _by_hour(self, x: float, y: float) -> Drawn:
        hours = self._page.by_hour
        if not hours:
            return self._none(tr("Nobody was counted."), x, y)
        rows = [ChartRow(hour, count, f"{count:,}") for hour, count in hours]
        return column_chart(rows, x, y, self._half, 34.0, style=_SMALL)

    def _by_channel(self, x: float, y: float) -> Drawn:
        rows = [ChartRow(name, count, f"{count:,}") for name, count in self._page.by_channel[:7]]
        shares = (0.42, 0.46, 0.12)
        drawn = (
            bar_chart(rows, x, y, self._half, style=_SMALL, shares=shares)
            if rows
            else self._none(tr("No response yet."), x, y)
        )
        roles = [ChartRow(name, count, tr("about {count}", count=count)) for name, count in self._page.by_role]
        room = int((56.0 - drawn.height) / (_SMALL.line_height + 0.5)) - 2
        if not roles or room < 2:
            return drawn
        top = y + drawn.height + 1.5
        heading = tr("People who came, by role, to the nearest five")
        above = stacked(clipped(heading, _SMALL_STRONG, self._half, 1), _SMALL_STRONG, x, top)
        chart = bar_chart(
            _so_many(roles, room), x, top + above.height, self._half, style=_SMALL, shares=(0.42, 0.36, 0.22)
        )
        return Drawn((*drawn.ink, *above.ink, *chart.ink), top + above.height + chart.height - y)

    def _none(self, text: str, x: float, y: float) -> Drawn:
        return stacked(clipped(text, _BODY, self._half, 2), _BODY, x, y)

    def _heard(self) -> None:
        self._put(tr("Who was heard"), _HEADING, 1, after=0.5)
        top = self._y
        columns = [top, top]
        for view in self._page.views:
            at = columns.index(min(columns))
            x = SIDE + at * (self._half + _GAP)
            drawn = _view(view, x, columns[at], self._half, top + _HEARD_ROOM - columns[at])
            self.ink += drawn.ink
            columns[at] += drawn.height + (1.5 if drawn.height else 0.0)
        self._y = max(columns)
        sources = dict.fromkeys(source_words(view.benchmark) for view in self._page.views if view.groups)
        note = " ".join((tr("Bar: those heard. Mark: the benchmark."), *sources)) if sources else ""
        if note:
            self._put(note, _SMALL, 2)
        self._y += 2.5

    def _boards(self) -> None:
        shown = self._page.boards[:2]
        if not shown:
            return
        left_out = len(self._page.boards) - len(shown)
        heading = tr("Boards: dots and places are no people, and are in no other count")
        if left_out:
            heading += " " + ntr("({count} more board)", "({count} more boards)", left_out)
        self._put(heading, _HEADING, 1, after=0.5)
        lowest = self._y
        for at, board in enumerate(shown):
            x = SIDE + at * (self._half + _GAP)
            above = stacked(clipped(board.question, _SMALL_STRONG, self._half, 1), _SMALL_STRONG, x, self._y)
            rows = [ChartRow(option, length, figure) for option, figure, length in board.options]
            chart = bar_chart(
                _so_many(rows, 5), x, self._y + above.height, self._half, style=_SMALL, shares=(0.5, 0.35, 0.15)
            )
            self.ink += (*above.ink, *chart.ink)
            lowest = max(lowest, self._y + above.height + chart.height)
        self._y = lowest + 2.5

    def _said(self) -> None:
        parts = [(heading, text) for heading, text in self._page.words if text]
        if not parts:
            return
        room = int((END - self._y) / _BODY.line_height)
        split = self._width * 0.2
        lines = [set_text(text, _BODY, self._width - split) for _heading, text in parts]
        allowed = _shared_out([len(each) for each in lines], room)
        for (heading, text), most in zip(parts, allowed, strict=True):
            if most:
                named = stacked(clipped(heading, _STRONG, split - 2, most), _STRONG, SIDE, self._y)
                said = stacked(
                    clipped(" ".join(text.split()), _BODY, self._width - split, most), _BODY, SIDE + split, self._y
                )
                self.ink += (*named.ink, *said.ink)
                self._y += max(named.height, said.height)

    def _foot(self) -> None:
        baseline = PAGE[1] - 9.0
        self.ink.append(Stroke(SIDE, baseline - 5.0, SIDE + self._width, baseline - 5.0, 0.1))
        self.ink += [Words(SIDE, baseline, line) for line in clipped(self._page.foot, _SMALL, self._width, 1)]


def _fitting(number: str, width: float) -> TextStyle:
    """Return the largest style in which a number stands whole."""
    return next((style for style in _NUMBERS if text_width(number, style) <= width), _NUMBERS[-1])


def _view(view: View, x: float, y: float, width: float, room: float) -> Drawn:
    """Return one dimension in at most ``room``; where rows are left out, those of whom fewer were heard stay."""
    rows = [_row(group) for group in (*view.groups, *view.unmapped)]
    most = min(MOST_ROWS, int((room - 3 * _SMALL.line_height - 1) / (_SMALL.line_height + 0.5)))
    if room < 2 * _SMALL.line_height:
        return Drawn((), 0.0)
    heading = dimension_words(view.dimension)
    if view.showing is Showing.SHOWN:
        heading = tr("{dimension} (not said: about {count})", dimension=heading, count=view.not_said)
    name = stacked(clipped(heading, _SMALL_STRONG, width, 1), _SMALL_STRONG, x, y)
    base = stacked(clipped(base_words(view), _SMALL, width, 2), _SMALL, x, y + name.height)
    if view.showing is not Showing.SHOWN or most < 1:
        return Drawn((*name.ink, *base.ink), name.height + base.height)
    if len(rows) > most:
        rows.sort(key=lambda row: not row.strong)
        rows = _so_many(rows, most)
    chart = bar_chart(rows, x, y + name.height + base.height + 0.5, width, style=_SMALL, shares=(0.34, 0.17, 0.49))
    return Drawn((*name.ink, *base.ink, *chart.ink), name.height + base.height + 0.5 + chart.height)


def _row(group: GroupHeard) -> ChartRow:
    behind = group.standing is Standing.FEWER
    figures = tr("{count}, {share}%", count=group.heard, share=group.share)
    if group.expected is not None:
        figures = tr(
            "{count}, {share}% (area {expected}%)",
            count=group.heard,
            share=group.share,
            expected=group.expected,
        )
    if behind:
        figures = tr("{figures}, fewer", figures=figures)
    elif group.standing is Standing.MORE:
        figures = tr("{figures}, more", figures=figures)
    return ChartRow(group.label, group.share, figures, group.expected, strong=behind)


def _so_many(rows: Sequence[ChartRow], most: int) -> list[ChartRow]:
    """Return the first rows; where some are left out the last one says how many."""
    if len(rows) <= most:
        return list(rows)
    left = len(rows) - most + 1
    return [*rows[: most - 1], replace(rows[0], label=ntr("{count} more", "{count} more", left), value=0.0,
                                       figures="", mark=None, strong=False)]  # fmt: skip


def _shared_out(wanted: Sequence[int], room: int) -> list[int]:
    """Return how many lines each part gets: the short ones all of theirs, the long ones what is left, alike."""
    given = [0] * len(wanted)
    left = max(0, room)
    while left and any(has < wants for has, wants in zip(given, wanted, strict=True)):
        for at, wants in enumerate(wanted):
            if given[at] < wants and left:
                given[at] += 1
                left -= 1
    return given
