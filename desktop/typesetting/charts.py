"""Charts as placed ink: bars and columns with their words and figures, told by neither colour nor length alone.

Everything in millimetres from the page's top left corner, as plain data, so that it can be measured before it is
drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.typesetting.ink import draw_line_mm
from desktop.typesetting.lines import SetLine, set_text, text_width
from desktop.typesetting.styles import POINT, TextStyle

FILL = (0.04, 0.33, 0.39)
"""Of bars: dark enough to be told from white when it is copied in grey."""
MORE = "…"


@dataclass(frozen=True, slots=True)
class Words:
    """A set line with its left end and baseline."""

    x: float
    y: float
    line: SetLine


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``fill`` as red, green, blue from 0 to 1, or ``None`` for its edge alone."""

    x: float
    y: float
    width: float
    height: float
    fill: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line, ``thick`` in millimetres."""

    x: float
    y: float
    to_x: float
    to_y: float
    thick: float = 0.2


Ink = Words | Box | Stroke


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One bar or column.

    Attributes:
        value: its length; not below 0.
        figures: in words, beside it; without any there is no bar either.
        mark: what it is compared with, on the same scale; ``None`` for nothing.
        strong: whether the figures are bold.
    """

    label: str
    value: float
    figures: str
    mark: float | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """Placed ink, and the height that it takes."""

    ink: tuple[Ink, ...]
    height: float


def clipped(text: str, style: TextStyle, width: float, most_lines: int) -> tuple[SetLine, ...]:
    """Return at most ``most_lines`` lines of ``text``; three points stand at the end where words were left out."""
    lines = set_text(text, style, width)
    if len(lines) <= most_lines:
        return lines
    if most_lines < 1:
        return ()
    kept = list(lines[:most_lines])
    last = kept[-1].text
    while last and text_width(last + MORE, style) > width:
        last = last[:-1].rstrip()
    kept[-1] = set_text(last + MORE, style)[0]
    return tuple(kept)


def stacked(lines: Iterable[SetLine], style: TextStyle, x: float, y: float) -> Drawn:
    """Return lines below each other from ``y`` on."""
    ink = [Words(x, y + at * style.line_height + style.ascent, line) for at, line in enumerate(lines)]
    return Drawn(tuple(ink), len(ink) * style.line_height)


def bar_chart(
    rows: Sequence[ChartRow],
    x: float,
    y: float,
    width: float,
    *,
    style: TextStyle,
    shares: tuple[float, float, float] = (0.33, 0.22, 0.45),
    most: float = 0.0,
) -> Drawn:
    """Return bars below each other: label, bar, figures.

    Args:
        shares: of the width, for label, bar and figures.
        most: the value of a full bar; the largest of the rows where it is 0.
    """
    strong = TextStyle(style.size, bold=True, leading=style.leading)
    full = most or max((max(row.value, row.mark or 0.0) for row in rows), default=0.0) or 1.0
    label_room, bar_room, figure_room = (width * share for share in shares)
    ink: list[Ink] = []
    step = style.line_height + 0.5
    for at, row in enumerate(rows):
        top = y + at * step
        base = top + style.ascent
        set_figures = strong if row.strong else style
        ink += [Words(x, base, line) for line in clipped(row.label, style, label_room - 1.5, 1)]
        if not row.figures:
            continue
        left, thick = x + label_room, style.line_height * 0.62
        over = top + (style.line_height - thick) / 2
        ink.append(Box(left, over, bar_room - 2.5, thick))
        length = (bar_room - 2.5) * min(1.0, max(0.0, row.value) / full)
        if length:
            ink.append(Box(left, over, length, thick, FILL))
        if row.mark is not None:
            at_mark = left + (bar_room - 2.5) * min(1.0, row.mark / full)
            ink.append(Stroke(at_mark, top - 0.1, at_mark, top + style.line_height + 0.1, 0.7))
        ink += [
            Words(x + label_room + bar_room, base, line)
            for line in clipped(row.figures, set_figures, figure_room, 1)
        ]
    return Drawn(tuple(ink), len(rows) * step)


def column_chart(
    rows: Sequence[ChartRow], x: float, y: float, width: float, height: float, *, style: TextStyle
) -> Drawn:
    """Return columns beside each other on one base line, figures above and labels below each."""
    full = max((row.value for row in rows), default=0.0) or 1.0
    ink: list[Ink] = []
    floor = y + height - style.line_height - 0.8
    room = floor - y - style.line_height - 0.8
    each = width / max(1, len(rows))
    thick = min(12.0, each * 0.66)
    for at, row in enumerate(rows):
        middle = x + each * (at + 0.5)
        tall = room * max(0.0, row.value) / full
        if tall:
            ink.append(Box(middle - thick / 2, floor - tall, thick, tall, FILL))
        for line in clipped(row.figures, style, each, 1):
            ink.append(
                Words(middle - line.width / 2, floor - tall - 0.8 - (style.line_height - style.ascent), line)
            )
        for line in clipped(row.label, style, each, 1):
            ink.append(Words(middle - line.width / 2, floor + 0.8 + style.ascent, line))
    ink.append(Stroke(x, floor, x + width, floor))
    return Drawn(tuple(ink), height)


def draw_ink(canvas: Any, ink: Iterable[Ink], page_height: float) -> None:
    """Draw placed ink onto a reportlab canvas whose page is ``page_height`` millimetres high."""
    for item in ink:
        match item:
            case Words():
                draw_line_mm(canvas, item.line, item.x, item.y, page_height)
            case Box():
                below = (page_height - item.y - item.height) / POINT
                canvas.setLineWidth(0.15 / POINT)
                if item.fill is not None:
                    canvas.setFillColorRGB(*item.fill)
                canvas.rect(
                    item.x / POINT, below, item.width / POINT, item.height / POINT,
                    stroke=int(item.fill is None), fill=int(item.fill is not None),
                )  # fmt: skip
                canvas.setFillColorRGB(0, 0, 0)
            case Stroke():
                canvas.setLineWidth(item.thick / POINT)
                canvas.line(
                    item.x / POINT, (page_height - item.y) / POINT,
                    item.to_x / POINT, (page_height - item.to_y) / POINT,
                )  # fmt: skip
