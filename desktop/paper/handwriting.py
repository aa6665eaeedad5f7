"""What looks written by hand: crosses, figures, words, scrawls, drawn with a little chance.

For made-up answers alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from desktop.foundation.assets import resource_path
from desktop.paper.page_sizes import PageSize
from desktop.paper.practice_marks import Hand, Mark
from desktop.sheets.copies import Box
from desktop.typesetting.styles import POINT

FACE = "Caveat-Regular"
"""Stands apart from the faces that forms and screens are set in (``resources/fonts/handwriting``)."""
_INKS = ((0.10, 0.16, 0.48), (0.10, 0.10, 0.12), (0.16, 0.30, 0.62), (0.33, 0.33, 0.35))
"""Ball pens, and a pencil."""
_TICKS = 0.25
"""Of those who mark make a tick, though a cross is asked for."""
_LINE = 8.0
_LARGEST, _SMALLEST = 20.0, 12.0
_EM_TO_CAPITAL = 0.62


class Writer:
    """One person's hand on one sheet.

    Args:
        chance: decides the pen and how steady the hand is; the same chance writes the same.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._ink = chance.choice(_INKS)
        self._width = chance.uniform(0.5, 0.8)
        self._ticks = chance.random() < _TICKS

    def draw(self, canvas: Any, mark: Mark, size: PageSize) -> None:
        """Draw one mark on the page that is open."""
        canvas.saveState()
        canvas.setStrokeColorRGB(*self._ink)
        canvas.setFillColorRGB(*self._ink)
        canvas.setLineWidth(self._width / POINT)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        pen = _Pen(canvas, size.height, self._chance)
        box = mark.box
        match mark.hand:
            case Hand.CROSS if self._ticks:
                pen.tick(box)
            case Hand.CROSS:
                pen.cross(box)
            case Hand.FILL:
                pen.fill(box)
            case Hand.FIGURE:
                pen.figure(box, mark.text)
            case Hand.WORDS:
                pen.words(box, mark.text)
            case Hand.SCRAWL:
                pen.scrawl(box, mark.text)
            case Hand.NOTE:
                pen.note(box, mark.text, size)
        canvas.restoreState()


class _Pen:
    def __init__(self, canvas: Any, height: float, chance: random.Random) -> None:
        self._canvas, self._height, self._chance = canvas, height, chance

    def _at(self, x: float, y: float, shake: float = 0.0) -> tuple[float, float]:
        """Return points from the bottom left for millimetres from the top left."""
        x += self._chance.uniform(-shake, shake)
        y += self._chance.uniform(-shake, shake)
        return x / POINT, (self._height - y) / POINT

    def _stroke(self, *points: tuple[float, float], shake: float = 0.4) -> None:
        """Draw a line through points (millimetres), bent a little between each two."""
        path = self._canvas.beginPath()
        path.moveTo(*self._at(*points[0], shake))
        for before, after in pairwise(points):
            third = [(before[at] * 2 + after[at]) / 3 for at in (0, 1)]
            two_thirds = [(before[at] + after[at] * 2) / 3 for at in (0, 1)]
            path.curveTo(
                *self._at(third[0], third[1], shake),
                *self._at(two_thirds[0], two_thirds[1], shake),
                *self._at(*after, shake),
            )
        self._canvas.drawPath(path, stroke=1, fill=0)

    def cross(self, box: Box) -> None:
        over = self._chance.uniform(-0.6, 0.7)
        left, right, top, bottom = box.x - over, box.x + box.width + over, box.y - over, box.y + box.height + over
        self._stroke((left, top), (right, bottom))
        self._stroke((right, top), (left, bottom))

    def tick(self, box: Box) -> None:
        middle = box.x + box.width * 0.4
        end = (box.x + box.width + 1.2, box.y - 1.0)
        self._stroke((box.x + 0.6, box.y + box.height * 0.55), (middle, box.y + box.height - 0.4), end, shake=0.25)

    def fill(self, box: Box) -> None:
        rows = 9
        points = []
        for row in range(rows + 1):
            y = box.y + 0.3 + (box.height - 0.6) * row / rows
            points.append((box.x + (0.3 if row % 2 else box.width - 0.3), y))
        for _ in range(2):
            self._stroke(*points, shake=0.25)

    def figure(self, box: Box, text: str) -> None:
        size = min(box.height, box.width * 1.5) / _EM_TO_CAPITAL / POINT * 0.64
        width = _width(text, size)
        x = box.x + (box.width - width) / 2 + self._chance.uniform(-0.4, 0.4)
        y = box.y + box.height * 0.8 + self._chance.uniform(-0.4, 0.4)
        self._set(text, x, y, size, self._chance.uniform(-6, 6))

    def words(self, box: Box, text: str) -> None:
        for line, (x, y, size) in _lines(text, box):
            up = self._chance.uniform(-0.4, 0.4)
            self._set(line, x + self._chance.uniform(0, 3), y + up, size, self._chance.uniform(-0.4, 0.6))

    def scrawl(self, box: Box, text: str) -> None:
        """Go to and fro over the figure or the words."""
        places = (
            [(x, y - size * POINT * 0.25, _width(line, size) + 4, 3.4) for line, (x, y, size) in _lines(text, box)]
            if box.kind.value == "writing"
            else [(box.x - 0.5, box.y + box.height / 2, box.width + 1.0, box.height * 0.42)]
        )
        for x, y, width, half in places:
            steps = max(7, int(width / 1.6))
            for _ in range(3):
                points = [
                    (x + width * step / steps, y + (half if step % 2 else -half)) for step in range(steps + 1)
                ]
                self._stroke(*points, shake=0.9)

    def note(self, box: Box, text: str, size: PageSize) -> None:
        """Write up the outer margin, beside the box."""
        self._canvas.saveState()
        across = size.width - size.side * 0.42
        length = _width(text, _LARGEST * 0.8)
        down = min(max(box.y + box.height / 2 + length / 2, 30.0 + length), size.height - 45.0)
        self._canvas.translate(*self._at(across, down))
        self._canvas.rotate(90 + self._chance.uniform(-2, 2))
        self._canvas.setFont(_registered(), _LARGEST * 0.8)
        self._canvas.drawString(0, 0, text)
        self._canvas.restoreState()

    def _set(self, text: str, x: float, y: float, size: float, turn: float) -> None:
        self._canvas.saveState()
        self._canvas.translate(*self._at(x, y))
        self._canvas.rotate(turn)
        self._canvas.setFont(_registered(), size)
        self._canvas.drawString(0, 0, text)
        self._canvas.restoreState()


def _lines(text: str, box: Box) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """Yield the lines that the words take in a box: left end, baseline (millimetres), size (points)."""
    size = _LARGEST
    while size > _SMALLEST and len(_broken(text, box.width - 8.0, size)) * _LINE > box.height:
        size -= 1.0
    rows = max(1, int(box.height / _LINE + 0.3))
    row = box.height / rows
    for at, line in enumerate(_broken(text, box.width - 8.0, size)):
        yield line, (box.x + 3.0, box.y + row * (at + 1) - 1.8, size)


def _broken(text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _width(text: str, size: float) -> float:
    """Return how wide a text is, in millimetres."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, _registered(), size)) * POINT


@lru_cache(maxsize=1)
def _registered() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont(FACE, str(resource_path("fonts") / "handwriting" / f"{FACE}.ttf")))
    return FACE
