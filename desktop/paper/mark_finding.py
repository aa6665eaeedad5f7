"""The corner marks of a page in a picture: four filled squares, looked for near where they must be."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageFilter

from desktop.paper.furniture import CORNER, CORNER_INSET
from desktop.paper.lie_fitting import Dot, Pair, along, dots_per_mm
from desktop.paper.page_sizes import PageSize
from desktop.sheets.scans import PageLie

_AROUND = (3.5, 7.0)
"""Millimetres around the place in which a mark is looked for, near first."""
_THIN = 1.4
"""Millimetres: what is no thicker is a line, a letter or a speck."""
_CONTRAST = 50
_SIDES = (0.72, 1.35)
"""How much smaller or larger than printed a mark may be: thin toner, fat ink, a turned page."""
_FILLED = 0.72


def marks_of(size: PageSize) -> tuple[Dot, ...]:
    """Return the middles of the four marks, in millimetres."""
    near = CORNER_INSET + CORNER / 2
    return tuple((x, y) for x in (near, size.width - near) for y in (near, size.height - near))


def seen_marks(grey: Image.Image, times: float, rough: PageLie, marks: Sequence[Dot]) -> list[Pair]:
    """Return the marks that are seen, each with its middle in dots of the picture as it is kept.

    Args:
        grey: the picture, one dot of which is ``times`` dots of the one that ``rough`` leads to.
    """
    scale = dots_per_mm(rough) / times
    found: list[Pair] = []
    if scale < 1.0:  # a mark of fewer than five dots can't be told from a speck
        return found
    for mark in marks:
        x, y = along(rough, mark)
        for around in _AROUND:
            seen = _mark_near(grey, (x / times, y / times), scale, around)
            if seen is not None:
                found.append((mark, (seen[0] * times, seen[1] * times)))
                break
    return found


def _mark_near(grey: Image.Image, at: Dot, scale: float, around: float) -> Dot | None:
    """Return the middle of the one mark near ``at``, in dots of ``grey``; ``None`` where there is none, or two."""
    reach = round((CORNER / 2 + around) * scale)
    left, top = max(0, round(at[0]) - reach), max(0, round(at[1]) - reach)
    right, bottom = min(grey.width, round(at[0]) + reach), min(grey.height, round(at[1]) + reach)
    if right - left < 2 * scale or bottom - top < 2 * scale:
        return None
    window = grey.crop((left, top, right, bottom))
    shades = window.histogram()
    present = [shade for shade in range(256) if shades[shade]]
    darkest, lightest = present[0], present[-1]
    if lightest - darkest < _CONTRAST:
        return None
    middle = (darkest + lightest) // 2
    dark = window.point(lambda shade: 255 if shade < middle else 0)
    radius = max(1, round(_THIN * scale / 2))
    core = dark.filter(ImageFilter.MinFilter(2 * radius + 1))
    fits = []
    for box in _blobs(core):
        grown = (box[0] - radius, box[1] - radius, box[2] + radius, box[3] + radius)
        sides = (grown[2] - grown[0]) / (CORNER * scale), (grown[3] - grown[1]) / (CORNER * scale)
        if not all(_SIDES[0] < side < _SIDES[1] for side in sides):
            continue
        # a dot more: the edge of a mark that is turned, or grey
        inner = (
            max(0, grown[0] - 1),
            max(0, grown[1] - 1),
            min(dark.width, grown[2] + 1),
            min(dark.height, grown[3] + 1),
        )
        x, y, filled = _middle(dark.crop(inner))
        if filled >= _FILLED * (CORNER * scale) ** 2:
            fits.append((left + inner[0] + x, top + inner[1] + y))
    return fits[0] if len(fits) == 1 else None


def _middle(part: Image.Image) -> tuple[float, float, float]:
    """Return the middle of what is dark, across and down, and how many dots are."""
    across = part.resize((part.width, 1), Image.Resampling.BOX).tobytes()
    down = part.resize((1, part.height), Image.Resampling.BOX).tobytes()
    whole_across, whole_down = sum(across) or 1, sum(down) or 1
    x = sum((number + 0.5) * dark for number, dark in enumerate(across)) / whole_across
    y = sum((number + 0.5) * dark for number, dark in enumerate(down)) / whole_down
    return x, y, sum(across) * part.height / 255


def _blobs(core: Image.Image) -> list[tuple[int, int, int, int]]:
    """Return the boxes (left, top, right, bottom) around each piece of what is dark.

    Taken apart by gaps, across and down in turn: pieces that are a dot apart in one direction are two.
    """
    found: list[tuple[int, int, int, int]] = []
    waiting = [(0, 0, core.width, core.height)]
    while waiting and len(found) < 20:
        box = waiting.pop()
        part = core.crop(box)
        tight = part.getbbox()
        if tight is None:
            continue
        left, top, right, bottom = (box[0] + tight[0], box[1] + tight[1], box[0] + tight[2], box[1] + tight[3])
        part = core.crop((left, top, right, bottom))
        pieces = [(left + a, top, left + b, bottom) for a, b in _runs(part, upright=False)]
        if len(pieces) == 1:
            pieces = [(left, top + a, right, top + b) for a, b in _runs(part, upright=True)]
        if len(pieces) == 1:
            found.append((left, top, right, bottom))
        else:
            waiting += pieces
    return found


def _runs(part: Image.Image, *, upright: bool) -> list[tuple[int, int]]:
    """Return where rows (or columns) with something dark begin and end."""
    # the darkest of each row or column: a mean would lose a single dot among hundreds
    shades = part.tobytes()
    width, height = part.size
    if upright:
        dark = [any(shades[row * width : (row + 1) * width]) for row in range(height)]
    else:
        dark = [any(shades[column::width]) for column in range(width)]
    runs: list[tuple[int, int]] = []
    for number, each in enumerate(dark):
        if each and runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        elif each:
            runs.append((number, number + 1))
    return runs
