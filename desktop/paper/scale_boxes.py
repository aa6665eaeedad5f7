"""A range as a row of boxes, a figure above each; and what a range with too many figures for that asks for."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from desktop.paper.placed import Answer, Item, Part, Words
from desktop.paper.setting import Setting
from desktop.questionnaires.definition import Question
from desktop.sheets.copies import BoxKind
from desktop.typesetting.lines import set_text, text_width

MOST_BOXES = 11
"""From 0 to 10. A longer scale is answered by writing a figure."""
_MINUS = "\N{MINUS SIGN}"
_LEAST_APART = 3.0
_WIDEST = 16.0


def figures_of(question: Question) -> tuple[str, ...]:
    """Return the figures of a range from its start to its end; none where they are too many for boxes."""
    start, end, step = (bound(question, name) for name in ("start", "end", "step"))
    count = int(abs(end - start) / step) + 1
    if not 2 <= count <= MOST_BOXES:
        return ()
    way = step if end >= start else -step
    return tuple(plain(start + way * place) for place in range(count))


def bound(question: Question, name: str) -> Decimal:
    """Return a range's ``start``, ``end`` or ``step``, the step without its sign."""
    usual = {"start": Decimal(0), "end": Decimal(10), "step": Decimal(1)}[name]
    try:
        found = Decimal(question.parameters.get(name, str(usual)))
    except InvalidOperation:
        return usual
    if not found.is_finite():
        return usual
    return (abs(found) or usual) if name == "step" else found


def plain(number: Decimal) -> str:
    """Return a number as it is keyed: no exponent, no zeros after its last figure."""
    return format(number.normalize(), "f") if number else "0"


def scale_boxes(path: str, figures: tuple[str, ...], setting: Setting) -> tuple[Part, ...]:
    """Return the boxes of a scale, in as many rows as the width takes."""
    edition = setting.edition
    style = edition.styles.body
    left, room = edition.number_width, setting.width - edition.number_width
    widest = max(edition.box, *(text_width(figure, style) for figure in figures))
    least = widest + _LEAST_APART
    rows = -(-len(figures) // max(1, int((room + _LEAST_APART) / least)))
    each = -(-len(figures) // rows)
    pitch = min(_WIDEST, room / each)
    parts = []
    for first in range(0, len(figures), each):
        items: list[Item] = []
        for place, figure in enumerate(figures[first : first + each]):
            middle = left + widest / 2 + place * pitch
            (line,) = set_text(figure.replace("-", _MINUS), style)
            items.append(Words(middle - line.width / 2, style.ascent, line))
            box = middle - edition.box / 2, style.line_height + 1.0, edition.box, edition.box
            items.append(Answer(path, figure, figure, BoxKind.TICK, *box))
        parts.append(Part(style.line_height + 1.0 + edition.box, tuple(items), gap=edition.gap))
    return tuple(parts)
