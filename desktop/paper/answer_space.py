"""Where somebody marks or writes, type by type, as parts below a question."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.foundation.translation import Said, tr
from desktop.paper import words
from desktop.paper.pictures import choice_picture, in_the_middle
from desktop.paper.placed import Answer, Item, Part, Rule, Words
from desktop.paper.scale_boxes import bound, figures_of, plain, scale_boxes
from desktop.paper.setting import Setting, beside
from desktop.paper.skips import Skip
from desktop.questionnaires.definition import NO_WORDS, SELECTS, Question, QuestionType
from desktop.questionnaires.definition import Words as FormWords
from desktop.questionnaires.expressions.syntax import Binary, Call, Number
from desktop.sheets.codes import choice_codes, printed_codes
from desktop.sheets.copies import BoxKind
from desktop.typesetting.lines import set_text, text_width
from desktop.typesetting.plain_words import plain_words

LONGEST_LIST = 30
"""Above so many choices the list goes to the code sheet at the end."""
MOST_FROM_LIST = 5
"""So many answers can be written from a code sheet where several fit."""
_SHORT_ROWS, _LONG_ROWS, _MOST_ROWS = 2, 6, 20
_LETTERS_A_ROW = 40
"""So many letters somebody writes in one row by hand."""
_FIGURES, _MOST_FIGURES = 4, 9
_DECIMALS = 2
_FIGURE_SPACE = 1.5
_GROUP_SPACE = 5.0
_NO_PAPER = frozenset({
    QuestionType.IMAGE, QuestionType.AUDIO, QuestionType.VIDEO, QuestionType.FILE,
    QuestionType.GEOPOINT, QuestionType.GEOTRACE, QuestionType.GEOSHAPE,
})  # fmt: skip


def needs_code_sheet(question: Question) -> bool:
    """Tell whether the choices are too many to stand below the question."""
    return (
        question.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
        and len(question.choices) > LONGEST_LIST
    )


def on_paper(question: Question) -> bool:
    """Tell whether paper can hold the answer: no picture, sound or place, nor choices that only an entry knows."""
    return question.type not in _NO_PAPER and (question.type not in SELECTS or bool(question.choices))


def instruction(question: Question, language: str) -> str:
    """Return what is said between a question and its answer space; empty where there is nothing to say."""
    kind = question.type
    if not question.asked or question.read_only:
        return ""
    if not on_paper(question):
        return words.not_on_paper(language)
    if needs_code_sheet(question):
        return words.write_code(kind is QuestionType.SELECT_MULTIPLE, language)
    if kind is QuestionType.RANK:
        return words.rank_them(len(question.choices), language)
    if kind is QuestionType.RANGE:
        if figures_of(question):
            return words.mark_one(language)
        start, end, step = (plain(bound(question, name)) for name in ("start", "end", "step"))
        return words.number_between(start, end, step, language)
    return {
        QuestionType.SELECT_ONE: words.mark_one(language),
        QuestionType.SELECT_MULTIPLE: words.mark_all(language),
        QuestionType.INTEGER: words.figure_each(language),
        QuestionType.DECIMAL: words.figure_each(language),
        QuestionType.DATE: words.figure_each(language),
        QuestionType.TIME: words.figure_each(language),
        QuestionType.DATETIME: words.figure_each(language),
    }.get(kind, "")


def answer_space(
    question: Question, path: str, setting: Setting, skips: Mapping[str, Skip] | None = None
) -> tuple[Part, ...]:
    """Return the parts below a question; the first has the distance from the question as its gap.

    Args:
        path: the key of the answer; of a question in a repeat it names the instance.
        skips: by value of a choice, where to go after it.
    """
    kind = question.type
    if not question.asked or question.read_only or not on_paper(question):
        return ()
    if needs_code_sheet(question):
        return _code_fields(question, path, setting)
    if kind in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE):
        several = kind is QuestionType.SELECT_MULTIPLE
        codes = printed_codes([choice.value for choice in question.choices], several=several)
        first, *others = (
            _option(
                path,
                choice.value,
                codes[choice.value],
                words.with_skip(
                    choice.label(setting.form_language), (skips or {}).get(choice.value), setting.language
                ),
                setting,
                choice.labels,
            )
            for choice in question.choices
        )
        return (first, *(replace(option, gap=setting.edition.option_gap) for option in others))
    if kind is QuestionType.RANK:
        return _ranks(question, path, setting)
    if kind is QuestionType.ACKNOWLEDGE:
        return (_option(path, "OK", "1", tr("Yes", language=setting.language), setting),)
    if kind is QuestionType.RANGE and figures_of(question):
        return scale_boxes(path, figures_of(question), setting)
    if kind in (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE):
        return (_figures(path, _number_pattern(question), setting),)
    if kind is QuestionType.DATE:
        return _figure_rows(path, _date_pattern(question, setting.language), setting)
    if kind is QuestionType.TIME:
        return (_figures(path, _time_pattern(setting.language), setting),)
    if kind is QuestionType.DATETIME:
        return (
            *_figure_rows(path, _date_pattern(question, setting.language), setting),
            _figures(path, _time_pattern(setting.language), setting),
        )
    return (_writing_lines(path, min(_rows(question), int(setting.height / setting.edition.row)), setting),)


def figure_words(question: Question, language: str) -> tuple[str, ...]:
    """Return the words above each group of figures, in order: day, month, year; of a number without any, none."""
    dated = question.type in (QuestionType.DATE, QuestionType.DATETIME)
    timed = question.type in (QuestionType.TIME, QuestionType.DATETIME)
    pattern = (*(_date_pattern(question, language) if dated else ()), *(_time_pattern(language) if timed else ()))
    return tuple(label for label, _, _ in pattern)


def _option(path: str, value: str, code: str, label: str, setting: Setting, said: FormWords = NO_WORDS) -> Part:
    edition = setting.edition
    body = edition.styles.body
    left = edition.number_width + edition.code_width
    right = left + edition.box + edition.box_gap
    picture = choice_picture(said, setting, x=right)
    drop = max(0.0, (picture.height - body.line_height) / 2) if picture is not None else 0.0
    top = drop + (body.line_height - edition.box) / 2
    box = Answer(path, value, code, BoxKind.TICK, left, top, edition.box, edition.box)
    marked = Part(drop + body.line_height, (_code(code, left, drop + body.ascent, setting), box))
    if picture is None:
        return beside(setting.lines(label, body, x=right), marked, gap=edition.gap)
    text = setting.lines(label, body, x=right + picture.width + edition.box_gap)
    whole = beside(in_the_middle(text, picture), marked, gap=edition.gap)
    # a picture fills its height, where a line of words has room around it
    return replace(whole, height=whole.height + edition.gap - edition.option_gap)


def _code(code: str, box_left: float, baseline: float, setting: Setting) -> Words:
    """Return a code in small print, ending just before its box; for whoever keys the form."""
    (line,) = set_text(code, setting.edition.styles.code)
    return Words(box_left - 1.5 - line.width, baseline, line)


def _ranks(question: Question, path: str, setting: Setting) -> tuple[Part, ...]:
    edition = setting.edition
    figures = len(str(len(question.choices)))
    codes = printed_codes([choice.value for choice in question.choices], several=True)
    left = edition.number_width + edition.code_width
    across = figures * edition.figure_width
    drop = (edition.figure_height - edition.styles.body.line_height) / 2
    parts = []
    for choice in question.choices:
        code = codes[choice.value]
        boxes = tuple(
            Answer(
                path, choice.value, code, BoxKind.FIGURE,
                left + place * edition.figure_width, 0.0, edition.figure_width, edition.figure_height,
            )
            for place in range(figures)
        )  # fmt: skip
        label = choice.label(setting.form_language)
        right = left + across + edition.box_gap
        picture = choice_picture(choice.labels, setting, x=right)
        room = picture.width + edition.box_gap if picture is not None else 0.0
        text = setting.lines(label, edition.styles.body, x=right + room, y=drop)
        small = _code(code, left, drop + edition.styles.body.ascent, setting)
        whole = beside(text, Part(edition.figure_height, (small, *boxes)), gap=edition.gap)
        parts.append(whole if picture is None else in_the_middle(whole, picture))
    return tuple(parts)


def _code_fields(question: Question, path: str, setting: Setting) -> tuple[Part, ...]:
    codes = choice_codes([choice.value for choice in question.choices]).values()
    longest = max(len(code) for code in codes)
    fields = MOST_FROM_LIST if question.type is QuestionType.SELECT_MULTIPLE else 1
    return _figure_rows(path, tuple(("", longest, "") for _ in range(fields)), setting)


Pattern = Sequence[tuple[str, int, str]]
"""Groups of figures: words above, how many figures, the sign after them."""


def _figure_rows(path: str, pattern: Pattern, setting: Setting) -> tuple[Part, ...]:
    """Return groups of figures in as many rows as the width takes."""
    edition = setting.edition
    room = setting.width - edition.number_width
    rows: list[list[tuple[str, int, str]]] = [[]]
    used = 0.0
    for group in pattern:
        width = _group_width(group, setting)
        if rows[-1] and used + _GROUP_SPACE + width > room:
            rows.append([])
            used = 0.0
        used += width + (_GROUP_SPACE if rows[-1] else 0.0)
        rows[-1].append(group)
    return tuple(_figures(path, row, setting) for row in rows)


def _group_width(group: tuple[str, int, str], setting: Setting) -> float:
    """Return the width of a group of figures: of its boxes, or of the longest word above them."""
    label, figures, _ = group
    style = setting.edition.styles.pattern
    said = plain_words(label)
    words = [*said.split(), *(said.second.split() if isinstance(said, Said) else ())]
    boxes = figures * (setting.edition.figure_width + _FIGURE_SPACE) - _FIGURE_SPACE
    return max(boxes, *(text_width(word, style, language=setting.language) for word in words), 0.0)


def _figures(path: str, pattern: Pattern, setting: Setting) -> Part:
    edition = setting.edition
    style = edition.styles.pattern
    said = [
        set_text(group[0], style, _group_width(group, setting) + 0.01, language=setting.language)
        if group[0]
        else ()
        for group in pattern
    ]
    lines = max(len(each) for each in said)
    above = lines * style.line_height + 1.0 if lines else 0.0
    one_number = any(sign for _, _, sign in pattern)
    items: list[Item] = []
    x = edition.number_width
    for (_, figures, sign), label in zip(pattern, said, strict=True):
        group: list[Item] = []
        right = x
        for place in range(figures):
            left = x + place * (edition.figure_width + _FIGURE_SPACE)
            group.append(
                Answer(path, "", "", BoxKind.FIGURE, left, above, edition.figure_width, edition.figure_height)
            )
            right = left + edition.figure_width
        items += group if one_number else _left_to_right(group, x, right, setting)
        for row, line in enumerate(label, start=lines - len(label)):
            items.append(Words(x, row * style.line_height + style.ascent, line))
            right = max(right, x + line.width)
        if sign:
            (line,) = set_text(sign, edition.styles.question)
            items.append(Words(right + 1.5, above + edition.figure_height - 1.5, line))
            right += 3.0 + line.width - _GROUP_SPACE
        x = right + _GROUP_SPACE
    if one_number:
        items = _left_to_right(items, edition.number_width, x - _GROUP_SPACE, setting)
    return Part(above + edition.figure_height, tuple(items), gap=edition.gap)


def _left_to_right(items: list[Item], left: float, right: float, setting: Setting) -> list[Item]:
    """Return items that keep their order when the page is turned round: figures run left to right everywhere."""
    if not setting.right_to_left:
        return items
    return [replace(item, x=left + right - item.x - item.width) for item in items]


def _date_pattern(question: Question, language: str) -> Pattern:
    day = (tr("Day", language=language), 2, "")
    month = (tr("Month", language=language), 2, "")
    year = (tr("Year", language=language), 4, "")
    if "year" in question.appearances:
        return (year,)
    if "month-year" in question.appearances:
        return (month, year)
    return (day, month, year)


def _time_pattern(language: str) -> Pattern:
    return (
        (tr("Hour", language=language), 2, ""),
        (tr("Minutes", language=language), 2, ""),
    )


def _number_pattern(question: Question) -> Pattern:
    decimal = question.type is QuestionType.DECIMAL
    if question.type is QuestionType.RANGE:
        start, end, step = (bound(question, name) for name in ("start", "end", "step"))
        # the sign of a number below nothing has a box of its own
        whole = max(len(str(int(end_))) + (end_ < 0 and int(end_) == 0) for end_ in (start, end))
        fraction = max(len(plain(number).partition(".")[2]) for number in (start, end, step))
        return (("", whole, "."), ("", fraction, "")) if fraction else (("", whole, ""),)
    figures = _figures_allowed(question)
    return (("", figures, "."), ("", _DECIMALS, "")) if decimal else (("", figures, ""),)


def _figures_allowed(question: Question) -> int:
    """Return how many figures the largest number has that the constraint allows; a few where it sets no limit."""
    nodes = tuple(question.constraint.walk()) if question.constraint is not None else ()
    limits, named = [], [0]
    for node in nodes:
        match node:
            case Binary("<" | ">" as sign, left, right):
                # less than 100 is 99 at most, of a whole number
                limit = right if sign == "<" else left
                less = 1 if question.type is QuestionType.INTEGER else 0
                limits += [math.ceil(limit.value) - less] if isinstance(limit, Number) else []
            case Binary("<=" | "=", _, Number() as limit) | Binary(">=" | "=", Number() as limit, _):
                limits.append(int(limit.value))
            case Number(value):
                named.append(int(value))
    if limits:
        return min(len(str(max(1, *map(abs, limits)))), _MOST_FIGURES)
    return min(max(_FIGURES, len(str(max(named)))), _MOST_FIGURES)


def _rows(question: Question) -> int:
    asked = question.parameters.get("rows", "")
    if asked.isdigit() and int(asked):
        return min(int(asked), _MOST_ROWS)
    if question.type is QuestionType.BARCODE or question.appearances & {"numbers", "url"}:
        return 1
    usual = _LONG_ROWS if "multiline" in question.appearances else _SHORT_ROWS
    longest = _most_characters(question)
    return min(usual, -(-longest // _LETTERS_A_ROW)) if longest else usual


def _most_characters(question: Question) -> int:
    """Return how long the constraint lets a text be, as in ``string-length(.) <= 40``; 0 where it doesn't say."""
    if question.constraint is None:
        return 0
    found = 0
    for node in question.constraint.walk():
        match node:
            case Binary("<=" | "<" | "=", Call("string-length", (_,)), Number() as most):
                found = max(found, int(most.value))
    return found


def _writing_lines(path: str, rows: int, setting: Setting) -> Part:
    edition = setting.edition
    left, width, height = edition.number_width, setting.width - edition.number_width, rows * edition.row
    box = Answer(path, "", "", BoxKind.WRITING, left, 0.0, width, height)
    rules = tuple(Rule(left + 2.0, row * edition.row, width - 4.0, dashed=True) for row in range(1, rows))
    return Part(height, (box, *rules), gap=edition.gap)
