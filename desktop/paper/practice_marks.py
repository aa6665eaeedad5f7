"""Where each mark of a made-up answer stands on the sheet: crosses, figures, words, what is struck out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.paper.answer_space import needs_code_sheet
from desktop.paper.figure_groups import groups_of
from desktop.questionnaires.definition import FormDefinition, Question, QuestionType
from desktop.responses.practice_pile import Peculiar, PracticeField, PracticeSheet, boxes_of
from desktop.sheets.codes import choice_codes
from desktop.sheets.copies import Box, BoxKind, Layout

_DATES = (QuestionType.DATE, QuestionType.DATETIME)
_TIMES = (QuestionType.TIME, QuestionType.DATETIME)


class Hand(StrEnum):
    """What a hand does in a box."""

    CROSS = "cross"
    FILL = "fill"
    """Fills the box in: that cancels its cross."""
    FIGURE = "figure"
    WORDS = "words"
    SCRAWL = "scrawl"
    """Goes over what stands there, so that nobody can read it."""
    NOTE = "note"
    """In the margin beside the box."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark.

    Attributes:
        box: that it stands in, or beside.
        text: of a figure, of words, of a note; else empty.
    """

    hand: Hand
    box: Box
    text: str = ""


def marks_of(sheet: PracticeSheet, definition: FormDefinition, layout: Layout) -> Iterator[Mark]:
    """Yield every mark of a practice sheet, in the order of the form."""
    boxes = boxes_of(layout)
    for field in sheet.fields:
        question = definition.question("/".join(part.partition("[")[0] for part in field.path.split("/")))
        yield from _marks(field, question, boxes[field.path])


def _marks(field: PracticeField, question: Question, boxes: Sequence[Box]) -> Iterator[Mark]:
    if field.cancelled:
        cancelled = next(box for box in boxes if box.value == field.cancelled)
        yield Mark(Hand.CROSS, cancelled)
        yield Mark(Hand.FILL, cancelled)
    stands = list(_standing(field.written, question, boxes)) if field.written else []
    yield from stands
    if field.peculiar is Peculiar.ILLEGIBLE:
        yield from (Mark(Hand.SCRAWL, mark.box, mark.text) for mark in stands)
    if field.note:
        yield Mark(Hand.NOTE, next(mark.box for mark in stands), field.note)


def _standing(written: str, question: Question, boxes: Sequence[Box]) -> Iterator[Mark]:
    if boxes[0].kind is BoxKind.WRITING:
        yield Mark(Hand.WORDS, boxes[0], written)
    elif boxes[0].kind is BoxKind.TICK:
        values = written.split()
        yield from (Mark(Hand.CROSS, box) for box in boxes if box.value in values)
    else:
        for text, group in zip(_figures(written, question, boxes), groups_of(boxes), strict=False):
            # a number ends in the last box, as people write it who count the boxes
            for figure, box in zip(reversed(text), reversed(group), strict=False):
                yield Mark(Hand.FIGURE, box, figure)


def _figures(written: str, question: Question, boxes: Sequence[Box]) -> Iterator[str]:
    """Yield what stands in each group of figure boxes."""
    kind = question.type
    if kind is QuestionType.RANK:
        order = written.split()
        values = dict.fromkeys(box.value for box in boxes)
        yield from (str(order.index(value) + 1) if value in order else "" for value in values)
    elif needs_code_sheet(question):
        codes = choice_codes([choice.value for choice in question.choices])
        yield from (codes[value] for value in written.split())
    elif kind in _DATES or kind in _TIMES:
        day, _, clock = written.partition("T") if kind is not QuestionType.TIME else ("", "", written)
        if day:
            year, month, date = day.split("-")
            if "year" in question.appearances:
                yield year
            else:
                yield from (month, year) if "month-year" in question.appearances else (date, month, year)
        if clock:
            yield from clock[:5].split(":")
    else:
        whole, _, fraction = written.partition(".")
        yield whole
        groups = list(groups_of(boxes))
        if len(groups) > 1:
            yield fraction.ljust(len(groups[1]), "0")[: len(groups[1])]
