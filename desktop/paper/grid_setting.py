"""Tables set for the page: where their columns stand, their head, and their lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.foundation.translation import Said
from desktop.paper.placed import LINE, Answer, Item, Part, Rule, Words
from desktop.paper.setting import Setting, beside, stacked
from desktop.questionnaires.definition import Choice
from desktop.sheets.codes import printed_codes
from desktop.sheets.copies import BoxKind
from desktop.typesetting.lines import set_text, text_width
from desktop.typesetting.plain_words import plain_words

CODE_SPACE = 1.5
"""Between a code in small print and its box."""
_PADDING = 2.0
_LEAST_LETTERS = 18
"""A column of words is no narrower than about so many letters."""
_WIDEST = 26.0
_MOST_HEAD_LINES = 4
_MOST_LABEL_LINES = 4
"""Words of a line that are longer stand above its boxes."""
_MOST_LINES_ABOVE = 8
"""A line with more to read than that is a question by itself."""
_LETTER = 0.19
"""Width of a letter in millimetres for each point of its size, on average."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table.

    Attributes:
        label_width: of the words of a line.
        below: whether the boxes of a line stand below its words and not beside them.
        middles: of the columns of boxes.
        head: the words of the choices, each above its column, and a rule.
        codes: choice value to what is printed beside its box.
    """

    label_width: float
    below: bool
    middles: tuple[float, ...]
    head: Part
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its number, its words, and what is said below them."""

    path: str
    number: str
    label: str
    below: tuple[str, ...] = ()


def columns_for(
    choices: Sequence[Choice], lines: Sequence[Line], setting: Setting, *, several: bool
) -> Columns | None:
    """Return the columns for a table, ``None`` where it is too wide for the edition.

    The words of a line stand beside its boxes. Where that leaves them too little room, the boxes stand below.
    """
    if not setting.edition.grids:
        return None
    left, room = setting.edition.number_width, setting.width - setting.edition.number_width
    labels = [choice.label(setting.form_language) for choice in choices]
    codes = printed_codes([choice.value for choice in choices], several=several)
    needed = _needed(codes.values(), labels, setting)
    least = _LEAST_LETTERS * _LETTER * setting.edition.styles.body.size
    even = max(needed)
    widths = [min(_WIDEST, max(even, (room - least) / len(labels) * 0.8))] * len(labels)
    if sum(widths) > room - least:
        widths = needed
    if sum(widths) <= room - least and any(line.label for line in lines):
        label_width = room - sum(widths)
        longest = max(len(_label_lines(line, label_width, setting)) for line in lines)
        head = _head(labels, left + label_width, widths, setting)
        if longest <= _MOST_LABEL_LINES * _tongues(setting) and head is not None:
            return Columns(label_width - _PADDING, False, _middles(left + label_width, widths), head, codes)
    if sum(needed) > room or any(
        len(_label_lines(line, room, setting)) > _MOST_LINES_ABOVE * _tongues(setting) for line in lines
    ):
        return None
    if even <= room / len(labels):
        widths = [room / len(labels)] * len(labels)
    else:
        widths = [need + (room - sum(needed)) / len(labels) for need in needed]
    head = _head(labels, left, widths, setting)
    return None if head is None else Columns(room, True, _middles(left, widths), head, codes)


def set_line(line: Line, choices: Sequence[Choice], columns: Columns, setting: Setting) -> Part:
    """Return one line of a table, with a rule below it."""
    edition, body = setting.edition, setting.edition.styles.body
    words: list[Part] = []
    for text in filter(None, (line.label, *line.below)):
        right = setting.width - edition.number_width - columns.label_width
        words.append(replace(setting.lines(text, body, x=edition.number_width, right=right), gap=1.0))
    label = stacked(*words) if words else Part(0.0, ())
    if line.number:
        (number,) = set_text(line.number, edition.styles.question)
        label = beside(Part(body.line_height, (Words(0.0, body.ascent, number),)), label)
    if columns.below:
        top = _PADDING + label.height + (edition.gap if label.height else 0.0)
    else:
        top = _PADDING + max(0.0, (label.height - edition.box) / 2)
    marks: list[Item] = []
    for choice, middle in zip(choices, columns.middles, strict=True):
        x, code = middle - edition.box / 2, columns.codes[choice.value]
        marks.append(Answer(line.path, choice.value, code, BoxKind.TICK, x, top, edition.box, edition.box))
        marks.append(small_code(code, x, top + edition.box / 2, setting))
    height = max(_PADDING + label.height, top + edition.box) + _PADDING
    rule = Rule(0.0, height, setting.width)
    moved = stacked(Part(_PADDING, ()), label)
    return Part(height, (*moved.items, *marks, rule))


def small_code(code: str, box_left: float, middle: float, setting: Setting) -> Words:
    """Return a code in small print, ending just before its box, at half its height."""
    style = setting.edition.styles.code
    (line,) = set_text(code, style)
    figure_height = style.line_height / style.leading * 0.71
    return Words(box_left - CODE_SPACE - line.width, middle + figure_height / 2, line)


def _needed(codes: Iterable[str], labels: Iterable[str], setting: Setting) -> list[float]:
    """Return how wide each column has to be at least: for its longest word, its box and the code beside it."""
    edition = setting.edition
    widest_code = max(text_width(code, edition.styles.code) for code in codes)
    box = edition.box + 2 * (widest_code + CODE_SPACE) + _PADDING
    style = edition.styles.pattern
    return [
        max(box, *(text_width(word, style, language=setting.language) + 2 * _PADDING for word in _words(label)))
        for label in labels
    ]


def _tongues(setting: Setting) -> int:
    """Return how many languages stand in a cell, the second below the first."""
    return 1 if setting.second is None else 2


def _words(label: str) -> list[str]:
    said = plain_words(label)
    return [*said.split(), *(said.second.split() if isinstance(said, Said) else ())] or [""]


def _label_lines(line: Line, width: float, setting: Setting) -> tuple[object, ...]:
    body = setting.edition.styles.body
    return set_text(plain_words(line.label), body, width - _PADDING, language=setting.language)


def _middles(left: float, widths: Sequence[float]) -> tuple[float, ...]:
    found = []
    for width in widths:
        found.append(left + width / 2)
        left += width
    return tuple(found)


def _head(labels: Sequence[str], left: float, widths: Sequence[float], setting: Setting) -> Part | None:
    """Return the words of the choices above their columns, ``None`` where they take too many lines."""
    style = setting.edition.styles.pattern
    columns = [
        set_text(plain_words(label), style, width - 2 * _PADDING + 0.01, language=setting.language)
        for label, width in zip(labels, widths, strict=True)
    ]
    rows = max(len(lines) for lines in columns)
    if rows > _MOST_HEAD_LINES * _tongues(setting):
        return None
    items: list[Item] = []
    for lines, middle in zip(columns, _middles(left, widths), strict=True):
        for row, line in enumerate(lines, start=rows - len(lines)):
            items.append(Words(middle - line.width / 2, row * style.line_height + style.ascent, line))
    height = rows * style.line_height + 1.0
    return Part(height, (*items, Rule(0.0, height, setting.width, LINE)))
