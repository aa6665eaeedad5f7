"""Maps from millimetres on a page to dots of a picture, fitted to points that were seen in both."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import hypot, sqrt

from desktop.sheets.scans import PageLie

Dot = tuple[float, float]
"""Across and down, in dots of a picture or in millimetres of a page."""
Pair = tuple[Dot, Dot]
"""A point of the page in millimetres, and where it is in the picture in dots."""
_OF_THE_CODE = 0.02
"""What a corner of the code counts beside a corner mark, which is found ten times as exactly."""


def along(lie: PageLie, point: Dot) -> Dot:
    """Return where a point of the page, in millimetres, is in the picture."""
    x, y = point
    return lie.a * x + lie.b * y + lie.c, lie.d * x + lie.e * y + lie.f


def dots_per_mm(lie: PageLie) -> float:
    """Return the scale of a map, as the mean over both directions."""
    return sqrt(abs(lie.a * lie.e - lie.b * lie.d))


def similar(pairs: Sequence[Pair]) -> PageLie | None:
    """Return the turned, scaled and shifted page nearest to ``pairs``; ``None`` where they are one point."""
    count = len(pairs)
    mx = sum(page[0] for page, _ in pairs) / count
    my = sum(page[1] for page, _ in pairs) / count
    dx = sum(dot[0] for _, dot in pairs) / count
    dy = sum(dot[1] for _, dot in pairs) / count
    scale = sum((page[0] - mx) ** 2 + (page[1] - my) ** 2 for page, _ in pairs)
    cosine = sum((page[0] - mx) * (dot[0] - dx) + (page[1] - my) * (dot[1] - dy) for page, dot in pairs)
    sine = sum((page[0] - mx) * (dot[1] - dy) - (page[1] - my) * (dot[0] - dx) for page, dot in pairs)
    if scale <= 0 or hypot(cosine, sine) <= 0:
        return None
    a, d = cosine / scale, sine / scale
    return PageLie(a, -d, dx - a * mx + d * my, d, a, dy - d * mx - a * my)


def fitted(marks: Sequence[Pair], code: Sequence[Pair], rough: PageLie) -> tuple[PageLie, float]:
    """Return the map by corner marks and code, and how far off the farthest mark is then, in millimetres.

    Three marks or more say how the page is stretched too; one that does not fit the others (a blot, the edge of a
    table) is left out. Fewer only turn, scale and shift it.
    """
    if len(marks) < 3:
        found = similar([*code, *(each for each in marks for _ in range(8))]) if marks else rough
        return found or rough, 0.0
    lie = _stretched(marks, code) or rough
    off = farthest_off(lie, marks)
    if off > 0.6 and len(marks) == 4:
        # each three of them fit by themselves; which three agree with the code tells which one is wrong
        for three in combinations(marks, 3):
            other = _stretched(three, code)
            if other is not None and farthest_off(other, code) < 0.5 * farthest_off(lie, code):
                lie, off = other, farthest_off(other, three)
    return lie, off


def farthest_off(lie: PageLie, pairs: Sequence[Pair]) -> float:
    """Return how far the point that is off most is from where the map has it, in millimetres."""
    scale = dots_per_mm(lie) or 1.0
    found = ((along(lie, page), dot) for page, dot in pairs)
    return max(hypot(at[0] - dot[0], at[1] - dot[1]) for at, dot in found) / scale


def _stretched(marks: Sequence[Pair], code: Sequence[Pair]) -> PageLie | None:
    """Return the affine map nearest to the points by least squares; ``None`` where they are on one line."""
    weighed = [(page, dot, 1.0) for page, dot in marks] + [(page, dot, _OF_THE_CODE) for page, dot in code]
    rows = [[0.0] * 3 for _ in range(3)]
    right = [[0.0] * 3, [0.0] * 3]
    for (x, y), dot, weight in weighed:
        basis = (x, y, 1.0)
        for i in range(3):
            for j in range(3):
                rows[i][j] += weight * basis[i] * basis[j]
            for k in range(2):
                right[k][i] += weight * basis[i] * dot[k]
    across, down = _solved(rows, right[0]), _solved(rows, right[1])
    if across is None or down is None:
        return None
    return PageLie(*across, *down)


def _solved(rows: Sequence[Sequence[float]], right: Sequence[float]) -> tuple[float, float, float] | None:
    """Return the solution of three equations, by Cramer's rule."""
    whole = _determinant(rows)
    if abs(whole) < 1e-9:
        return None
    found = []
    for column in range(3):
        put = [[right[i] if j == column else rows[i][j] for j in range(3)] for i in range(3)]
        found.append(_determinant(put) / whole)
    return found[0], found[1], found[2]


def _determinant(m: Sequence[Sequence[float]]) -> float:
    return (
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    )
