"""A pile of practice sheets for one form: what stands on each, and what a keyer should make of it.

The answers are made up (:mod:`desktop.responses.practice_answers`), some with marks that real sheets have too:
left blank, two boxes marked, illegible, out of range, written where the form says to skip, corrected, a note in
the margin. The same form and number always make the same pile: a printed one is keyed by its number.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum

from desktop.foundation.clock import SetClock
from desktop.questionnaires.definition import FormDefinition, Question, QuestionType, Repeat
from desktop.questionnaires.entry import FormEntry
from desktop.questionnaires.expressions.syntax import Expression, Path
from desktop.questionnaires.steps import AnswerRefused
from desktop.responses.keyings import FieldKeyed
from desktop.responses.practice_answers import Boxes, fill, fits, plain, there
from desktop.responses.response import MissingKind
from desktop.sheets.copies import Box, BoxKind, Layout

SHEETS = 5
"""In a pile, usually."""
HIGHEST_NUMBER = 9_999
_DAY = date(2026, 1, 15)
"""On which the sheets are filled in, so to say: what a form makes of today must not change a pile overnight."""
_OF_EACH = 2
"""So many times each kind of doubtful mark stands in a pile, where the form has room for it."""
_MOST_BLOCKS = 2
NOTES = ("depends on the day", "see the back", "not sure", "ask my daughter", "only in winter")
_NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL})
_ONE_MARK = frozenset({QuestionType.SELECT_ONE, QuestionType.RANGE})
_SCRAWLED = _NUMBERS | {QuestionType.DATE, QuestionType.TEXT}


class Peculiar(StrEnum):
    """What is peculiar about a field of a sheet."""

    PLAIN = "plain"
    BLANK = "left blank"
    TWO_MARKED = "two boxes marked"
    ILLEGIBLE = "illegible"
    OUT_OF_RANGE = "out of range"
    OFF_ROUTE = "written where the form says to skip"
    CORRECTED = "one box filled in to cancel it, another marked"
    MARGIN_NOTE = "note in the margin"


@dataclass(frozen=True, slots=True)
class PracticeField:
    """One field of a practice sheet. All of it is made up.

    Attributes:
        path: of the question, instances of repeats numbered.
        right: what a keyer should make of it.
        written: what stands there, in ODK text form; of two marked boxes both values. What was written and cannot
            be read any more is in it too.
        cancelled: value of a box that was marked and then filled in, which cancels it; else empty.
        note: in the margin beside it; else empty.
    """

    path: str
    right: FieldKeyed
    written: str
    peculiar: Peculiar = Peculiar.PLAIN
    cancelled: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PracticeSheet:
    """One sheet.

    Attributes:
        number: 1 and up in its pile.
        fields: in the order of the form: what the form asks after the right answers, and what stands elsewhere.
    """

    number: int
    fields: tuple[PracticeField, ...]

    @property
    def has_note(self) -> bool:
        """Whether something is written in its margin."""
        return any(each.note for each in self.fields)

    def field(self, path: str) -> PracticeField | None:
        """Return the field of a question; ``None`` where the sheet has nothing there and nothing is asked."""
        return next((each for each in self.fields if each.path == path), None)


@dataclass(frozen=True, slots=True)
class PracticePile:
    """Sheets of one form, made up from ``number``."""

    number: int
    form_id: str
    form_version: str
    language: str
    sheets: tuple[PracticeSheet, ...]


def boxes_of(layout: Layout) -> dict[str, list[Box]]:
    """Return the boxes of every question of a layout, in the order of the form."""
    boxes: dict[str, list[Box]] = {}
    for box in layout.boxes:
        boxes.setdefault(box.question, []).append(box)
    return boxes


def make_pile(
    definition: FormDefinition,
    layout: Layout,
    *,
    number: int,
    sheets: int = SHEETS,
    language: str | None = None,
) -> PracticePile:
    """Return the practice pile with this number; the same for the same form and layout, whatever the day.

    Args:
        layout: of the sheets that will be drawn: what has no box is not answered.
        number: 1 to :data:`HIGHEST_NUMBER`.
    """
    boxes = boxes_of(layout)
    drafts = [
        _Sheet(
            definition,
            boxes,
            random.Random(f"{definition.form_id}|{definition.version}|{number}|{each}"),
            language,
        )
        for each in range(1, sheets + 1)
    ]
    chance = random.Random(f"{definition.form_id}|{definition.version}|{number}|doubtful")
    for place, peculiar in enumerate(kind for kind in Peculiar if kind is not Peculiar.PLAIN):
        left = _OF_EACH
        for turn in range(sheets):
            # one sheet after another, so that no sheet has them all
            if left and drafts[(2 * place + turn) % sheets].make(peculiar, chance):
                left -= 1
    return PracticePile(
        number,
        definition.form_id,
        definition.version,
        drafts[0].language if drafts else definition.default_language,
        tuple(PracticeSheet(at, draft.fields()) for at, draft in enumerate(drafts, start=1)),
    )


class _Sheet:
    """One sheet in the making."""

    def __init__(
        self, definition: FormDefinition, boxes: Boxes, chance: random.Random, language: str | None
    ) -> None:
        self._definition, self._boxes, self._chance = definition, boxes, chance
        self._clock = SetClock(datetime.combine(_DAY, time(12), UTC))
        entry, _ = FormEntry.start(definition, clock=self._clock, language=language)
        fill(entry, boxes, chance, today=_DAY)
        self.language = entry.language
        self._route = {node.path for node in entry.nodes() if node.relevant and not node.readonly}
        self._written = {path: value for path, value in entry.answers().items() if path in boxes}
        self._peculiar: dict[str, PracticeField] = {}
        self._named = _named_in_rules(definition)

    # doubtful marks -----------------------------------------------------------------------------------------

    def make(self, peculiar: Peculiar, chance: random.Random) -> bool:
        """Make one field of the sheet peculiar in this way; tell whether there was one for it."""
        paths = [path for path in self._boxes if self._could_be(path, peculiar)]
        for path in chance.sample(paths, k=len(paths)):
            made = self._made(path, peculiar, chance)
            if made is not None:
                self._peculiar[path] = made
                return True
        return False

    def _could_be(self, path: str, peculiar: Peculiar) -> bool:
        if path in self._peculiar:
            return False
        question, boxes = self._question(path), self._boxes[path]
        ticked = question.type in _ONE_MARK and boxes[0].kind is BoxKind.TICK and len(boxes) > 1
        # what other questions depend on stays: else the rest of the sheet would hang in the air
        alone = question.name not in self._named
        there_is = path in self._written
        match peculiar:
            case Peculiar.BLANK:
                return alone and there_is and question.type is not QuestionType.TEXT
            case Peculiar.TWO_MARKED:
                return alone and there_is and ticked
            case Peculiar.ILLEGIBLE:
                return alone and there_is and question.type in _SCRAWLED
            case Peculiar.OUT_OF_RANGE:
                return alone and there_is and question.type in _NUMBERS and question.constraint is not None
            case Peculiar.OFF_ROUTE:
                return alone and path not in self._route and ticked and "[" not in path and question.asked
            case Peculiar.CORRECTED:
                return there_is and ticked
            case _:
                return there_is and boxes[0].kind is BoxKind.TICK

    def _made(self, path: str, peculiar: Peculiar, chance: random.Random) -> PracticeField | None:
        stands = self._written.get(path, "")
        boxes = self._boxes[path]
        others = [box.value for box in boxes if box.value != stands]
        match peculiar:
            case Peculiar.BLANK:
                return PracticeField(path, FieldKeyed("", MissingKind.BLANK), "", peculiar)
            case Peculiar.TWO_MARKED:
                both = {stands, chance.choice(others)}
                written = " ".join(box.value for box in boxes if box.value in both)
                return PracticeField(path, FieldKeyed("", MissingKind.MULTIPLE), written, peculiar)
            case Peculiar.ILLEGIBLE:
                return PracticeField(path, FieldKeyed("", MissingKind.ILLEGIBLE), stands, peculiar)
            case Peculiar.OUT_OF_RANGE:
                value = self._against_the_rule(path)
                return PracticeField(path, FieldKeyed(value), value, peculiar) if value else None
            case Peculiar.OFF_ROUTE:
                value = chance.choice(boxes).value
                return PracticeField(path, FieldKeyed(value), value, peculiar)
            case Peculiar.CORRECTED:
                return PracticeField(path, FieldKeyed(stands), stands, peculiar, cancelled=chance.choice(others))
            case _:
                return PracticeField(path, FieldKeyed(stands), stands, peculiar, note=chance.choice(NOTES))

    def _against_the_rule(self, path: str) -> str:
        """Return a number that fits the boxes and that the form forbids; empty where there is none."""
        question, boxes = self._question(path), self._boxes[path]
        entry = self._as_written({path: self._written[path]})
        for value in ("199", "99", "999", "9" * len(boxes), "0", "1"):
            if fits(question, boxes, value):
                entry.answer(path, value)
                if entry.node(path).violation == "constraint":
                    return value
        return ""

    # the sheet ----------------------------------------------------------------------------------------------

    def fields(self) -> tuple[PracticeField, ...]:
        """Return the fields, each with what an entry as written makes of the right keying."""
        right = {path: value for path, value in self._written.items() if path not in self._peculiar}
        right |= {path: each.right.value for path, each in self._peculiar.items() if each.right.value}
        entry = self._as_written(right)
        stands = {**entry.off_route(), **entry.answers()}
        found = []
        for path in self._boxes:
            made = self._peculiar.get(path)
            asked = _is_asked(entry, path)
            if made is not None and made.right.missing:
                found.append(made)
            elif made is not None:
                found.append(replace(made, right=FieldKeyed(stands.get(path, ""))))
            elif path in stands:
                found.append(PracticeField(path, FieldKeyed(stands[path]), self._written.get(path, stands[path])))
            elif asked:
                found.append(PracticeField(path, FieldKeyed("", MissingKind.BLANK), ""))
        return tuple(found)

    def _as_written(self, values: Mapping[str, str]) -> FormEntry:
        entry, _ = FormEntry.start(self._definition, clock=self._clock, language=self.language, as_written=True)
        for path in self._boxes:
            if path in values and there(entry, path, _MOST_BLOCKS):
                entry.answer(path, values[path])
        return entry

    def _question(self, path: str) -> Question:
        return self._definition.question(plain(path))


def _is_asked(entry: FormEntry, path: str) -> bool:
    try:
        node = entry.node(path)
    except AnswerRefused:  # a block of a repeat that nobody wrote in
        return False
    return node.relevant and not node.readonly


def _named_in_rules(definition: FormDefinition) -> Collection[str]:
    """Return the names of questions on which something else in the form depends, and some more."""
    found: set[str] = set()
    for rule in _rules(definition):
        for node in rule.walk():
            if isinstance(node, Path):
                found |= {step.test.rpartition(":")[2] for step in node.steps if step.axis == "child"}
                found |= set(filter(None, node.names.split("/")))
    return found


def _rules(definition: FormDefinition) -> Iterator[Expression]:
    for node in definition.walk():
        rules: Sequence[Expression | None] = (node.relevant,)
        if isinstance(node, Question):
            rules = (node.relevant, node.constraint, node.calculate, node.choice_filter, node.required)
        elif isinstance(node, Repeat):
            rules = (node.relevant, node.count)
        yield from (rule for rule in rules if rule is not None)
