"""Made-up answers for practice sheets: by chance from a seed, and such as the form allows.

Every text in it is invented, and says nothing that somebody said.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from desktop.foundation.errors import WorldError
from desktop.questionnaires.definition import Question, QuestionType
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.steps import AnswerRefused, NodeState
from desktop.sheets.copies import Box, BoxKind

SENTENCES = (
    "The bus only comes twice a day.",
    "More things for young people after school, please.",
    "The walking group got me out of the house again.",
    "I waited five weeks and then the appointment was moved.",
    "Explain it in plain words.",
    "Carers need a break now and then.",
    "Longer opening hours at the library.",
    "The path by the canal is too dark.",
    "I like the new benches in the park.",
    "Please answer the telephone sooner.",
)
PHRASES = ("by bus", "twice a week", "with my sister", "a garden club", "the market", "on foot", "after work")
CODES = ("LE3 5", "LE3 5AB", "LE3", "01632 960001", "made.up@example.org", "12", "A")
"""For texts of a pattern of their own; the telephone number is one that is kept free for stories."""
LETTER, ROW = 2.9, 8.0
"""Millimetres that a letter and a line of writing by hand take."""
_SKIPPED = 0.06
_SAYS_NOTHING = 0.45
_SECOND_BLOCK = 0.4

Boxes = Mapping[str, Sequence[Box]]
"""Path of a question, instances of repeats numbered, to its boxes in reading order; in the order of the form."""


def fill(entry: FormEntry, boxes: Boxes, chance: random.Random, *, today: date) -> None:
    """Answer what the form asks and the sheet has boxes for, by chance; some of it is left blank.

    Args:
        entry: over the form, not as written, so that its rules are kept.
        today: no date that is made up lies after it, unless the form wants one.
    """
    blocks = 2 if chance.random() < _SECOND_BLOCK else 1
    for path, its_boxes in boxes.items():
        if not there(entry, path, blocks):
            continue
        node = entry.node(path)
        question = entry.definition.question(plain(path))
        if not node.relevant or node.readonly:
            continue
        for value in _candidates(question, node, its_boxes, chance, today):
            try:
                entry.answer(path, value)
            except AnswerRefused:
                continue
            if entry.node(path).valid or not value:
                break


def there(entry: FormEntry, path: str, blocks: int) -> bool:
    """Tell whether the entry has the path; blocks of repeats are added to it, ``blocks`` of each at most."""
    try:
        entry.node(path)
    except AnswerRefused:
        parts = path.split("/")
        for place, part in enumerate(parts):
            name, bracket, number = part.partition("[")
            repeat = "/".join((*parts[:place], name))
            if not bracket:
                continue
            if int(number[:-1]) > blocks:
                return False
            try:
                while len(entry.repeat_paths(repeat)) < int(number[:-1]):
                    entry.add_repeat(repeat)
            except WorldError:  # the form itself says how many there are
                return False
    return True


def plain(path: str) -> str:
    """Return ``path`` without the numbers of instances."""
    return "/".join(part.partition("[")[0] for part in path.split("/"))


def fits(question: Question, boxes: Sequence[Box], value: str) -> bool:
    """Tell whether ``value`` can be written into the boxes of the question."""
    if boxes[0].kind is BoxKind.WRITING:
        box = boxes[0]
        return len(value) <= int(box.width / LETTER) * max(1, int(box.height / ROW))
    if question.type is QuestionType.INTEGER or (
        question.type is QuestionType.RANGE and boxes[0].kind is BoxKind.FIGURE
    ):
        return len(value.replace(".", "")) <= len(boxes)
    if question.type is QuestionType.DECIMAL:
        whole, _, fraction = value.partition(".")
        return len(whole) <= len(boxes) - 2 and len(fraction) <= 2
    return True


def _candidates(
    question: Question, node: NodeState, boxes: Sequence[Box], chance: random.Random, today: date
) -> Iterator[str]:
    """Yield values to try, the likeliest first; the last is no answer."""
    if not node.required and chance.random() < _SKIPPED:
        yield ""
    yield from (value for value in _values(question, node, boxes, chance, today) if fits(question, boxes, value))
    yield ""


def _values(
    question: Question, node: NodeState, boxes: Sequence[Box], chance: random.Random, today: date
) -> Iterator[str]:
    ticks = {box.value for box in boxes if box.kind is BoxKind.TICK}
    choices = [value for value, _label in node.choices if not ticks or value in ticks]
    match question.type:
        case QuestionType.SELECT_ONE:
            yield from chance.sample(choices, k=len(choices))
        case QuestionType.SELECT_MULTIPLE:
            for most in (3, 1):
                chosen = set(
                    chance.sample(choices, k=chance.randint(min(1, len(choices)), min(most, len(choices))))
                )
                yield " ".join(value for value in choices if value in chosen)
            yield from choices
        case QuestionType.RANK:
            yield " ".join(chance.sample(choices, k=len(choices)))
        case QuestionType.ACKNOWLEDGE:
            yield "OK"
        case QuestionType.RANGE:
            steps = sorted(ticks) or list(_steps(question))
            yield from chance.sample(steps, k=len(steps))
        case QuestionType.INTEGER | QuestionType.DECIMAL:
            yield from _numbers(question, chance)
        case QuestionType.DATE:
            yield from (day.isoformat() for day in _days(question, chance, today))
        case QuestionType.TIME:
            yield f"{_clock(chance)}:00.000"
        case QuestionType.DATETIME:
            yield from (f"{day.isoformat()}T{_clock(chance)}:00.000" for day in _days(question, chance, today))
        case QuestionType.BARCODE:
            yield str(chance.randint(10_000_000, 99_999_999))
        case _:
            yield from _words(question, node, boxes[0], chance)


def _numbers(question: Question, chance: random.Random) -> Iterator[str]:
    decimals = (f".{chance.randint(1, 9)}", ".5") if question.type is QuestionType.DECIMAL else ("",)
    for low, high in ((1, 9), (16, 90), (0, 5), (100, 999), (1940, 2005), (10_000, 99_999)):
        whole = chance.randint(low, high)
        yield from (f"{whole}{each}" for each in decimals)
        yield str(whole)
    yield from (str(number) for number in range(0, 101, 10))


def _steps(question: Question) -> Iterator[str]:
    try:
        start, end, step = (
            Decimal(question.parameters.get(name, usual))
            for name, usual in (("start", "0"), ("end", "10"), ("step", "1"))
        )
    except InvalidOperation:
        return
    if not step or not all(number.is_finite() for number in (start, end, step)):
        return
    way = abs(step) if end >= start else -abs(step)
    for place in range(min(int((end - start) / way), 1000) + 1):
        number = start + way * place
        yield format(number.normalize(), "f") if number else "0"


def _days(question: Question, chance: random.Random, today: date) -> Iterator[date]:
    for earliest, latest in ((365 * 80, 365 * 17), (300, 1), (30, 1)):
        day = today - timedelta(days=chance.randint(latest, earliest))
        if "year" in question.appearances:
            day = day.replace(month=1, day=1)
        elif "month-year" in question.appearances:
            day = day.replace(day=1)
        yield day
    yield today
    yield today + timedelta(days=chance.randint(1, 60))


def _clock(chance: random.Random) -> str:
    return f"{chance.randint(7, 20):02}:{chance.choice((0, 15, 30, 45)):02}"


def _words(question: Question, node: NodeState, box: Box, chance: random.Random) -> Iterator[str]:
    if not node.required and chance.random() < _SAYS_NOTHING:
        yield ""
    if "numbers" in question.appearances:
        yield str(chance.randint(100, 9_999))
    if box.height >= 2 * ROW:
        yield chance.choice(SENTENCES)
    yield chance.choice(PHRASES)
    yield from CODES
