"""What was filled in on a screen, made into answers: by the questions of the form, not by what the file claims."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from desktop.foundation.translation import tr
from desktop.paper.answer_space import MOST_FROM_LIST, needs_code_sheet, on_paper
from desktop.questionnaires.definition import FormDefinition, Question, QuestionType, UnknownQuestion
from desktop.sheets.codes import choice_codes
from desktop.sheets.fillable_marks import FieldName, value_of

_MOST_INSTANCES = 12
"""So many blocks of a repeat a form has at most."""
_STEP = re.compile(r"[^/\[\]]+(?:\[([1-9]\d?)\])?")
_TICKED = frozenset({QuestionType.SELECT_MULTIPLE, QuestionType.ACKNOWLEDGE})


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands at one question.

    Attributes:
        path: of the question, instances of repeats numbered.
        value: the answer as the form takes it; empty where what stands there is none.
        written: what stands there, for the person who looks at it.
        fault: why it is no answer; empty where it is one.
    """

    path: str
    value: str = field(repr=False)
    written: str = field(repr=False)
    fault: str = ""


def plain_path(path: str) -> str:
    """Return ``path`` without the numbers of instances."""
    return "/".join(part.partition("[")[0] for part in path.split("/"))


def answers_from(
    values: Mapping[str, str], definition: FormDefinition
) -> tuple[tuple[Filled, ...], tuple[str, ...]]:
    """Return what stands at each question in the order of the form, and the names of fields that it has not.

    Args:
        values: field name to what it holds, none of them empty.
    """
    found: dict[str, dict[FieldName, str]] = defaultdict(dict)
    strange: list[str] = []
    for name, value in values.items():
        said = FieldName.from_text(name)
        if said is None or _question(said.path, definition) is None:
            strange.append(name)
        else:
            found[said.path][said] = value
    order = {question.path: place for place, question in enumerate(definition.questions())}
    filled: list[Filled] = []
    for path in sorted(found, key=lambda path: (order[plain_path(path)], _instances(path))):
        question = definition.question(plain_path(path))
        known = dict(_known(question, found[path]))
        strange += [name.to_text() for name in found[path] if name not in known]
        if known:
            filled.append(_filled(question, path, known))
    return tuple(filled), tuple(strange)


def _question(path: str, definition: FormDefinition) -> Question | None:
    """Return the question that a path names, with the numbers of instances where repeats are and nowhere else."""
    steps = [_STEP.fullmatch(step) for step in path.split("/")]
    if not all(steps) or any(int(step[1] or 0) > _MOST_INSTANCES for step in steps if step is not None):
        return None
    try:
        question = definition.question(plain_path(path))
    except UnknownQuestion:
        return None
    if question.path != plain_path(path) or not question.asked or question.read_only or not on_paper(question):
        return None
    return question


def _instances(path: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\[(\d+)\]", path))


def _known(question: Question, fields: Mapping[FieldName, str]) -> Iterator[tuple[FieldName, str]]:
    """Yield those fields that a form of ours has for the question."""
    choices = {choice.value for choice in question.choices}
    kind = question.type
    for name, value in fields.items():
        if kind is QuestionType.ACKNOWLEDGE:
            fits = name.value == "OK" and not name.group
        elif kind is QuestionType.RANK or (
            kind is QuestionType.SELECT_MULTIPLE and not needs_code_sheet(question)
        ):
            fits = name.value in choices and not name.group
        else:
            fits = not name.value and name.group <= MOST_FROM_LIST
        if fits:
            yield name, value


def _filled(question: Question, path: str, fields: Mapping[FieldName, str]) -> Filled:
    kind = question.type
    groups = {name.group: "".join(value.split()) for name, value in fields.items()}
    if needs_code_sheet(question):
        return _from_codes(question, path, groups)
    if kind in _TICKED:
        return _ticked(question, path, fields)
    if kind is QuestionType.RANK:
        return _ranked(question, path, fields)
    if kind is QuestionType.SELECT_ONE or (kind is QuestionType.RANGE and set(groups) == {0}):
        (state,) = fields.values()
        value = value_of(state)
        return _no_answer(path, state) if value is None else Filled(path, value, value)
    if kind in (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE):
        return _number(path, groups)
    if kind in (QuestionType.DATE, QuestionType.TIME, QuestionType.DATETIME):
        return _moment(question, path, groups)
    (text,) = fields.values()
    return Filled(path, text, text)


def _no_answer(path: str, written: str, fault: str = "") -> Filled:
    return Filled(path, "", written, fault or tr("This is none of the answers."))


def _ticked(question: Question, path: str, fields: Mapping[FieldName, str]) -> Filled:
    named = {name.value for name in fields}
    if any(value_of(state) != name.value for name, state in fields.items()):
        return _no_answer(path, " ".join(sorted(named)))
    chosen = " ".join(choice.value for choice in question.choices if choice.value in named) or "OK"
    return Filled(path, chosen, chosen)


def _ranked(question: Question, path: str, fields: Mapping[FieldName, str]) -> Filled:
    places = {name.value: "".join(value.split()) for name, value in fields.items()}
    written = ", ".join(f"{choice.value}: {places[choice.value]}" for choice in question.choices
                        if choice.value in places)  # fmt: skip
    if not all(_is_number(place) for place in places.values()):
        return _no_answer(path, written, tr("A place in the order is no number."))
    order = sorted(places, key=lambda value: int(places[value]))
    if [int(places[value]) for value in order] != list(range(1, len(order) + 1)):
        fault = tr("The places in the order do not run from 1 on, or two are the same.")
        return _no_answer(path, written, fault)
    return Filled(path, " ".join(order), written)


def _from_codes(question: Question, path: str, groups: Mapping[int, str]) -> Filled:
    values = {code: value for value, code in choice_codes([each.value for each in question.choices]).items()}
    codes = [groups[group].lstrip("0") or groups[group] for group in sorted(groups)]
    written = " ".join(groups[group] for group in sorted(groups))
    if not all(code in values for code in codes):
        return _no_answer(path, written, tr("The list has no such number."))
    return Filled(path, " ".join(values[code] for code in codes), written)


def _number(path: str, groups: Mapping[int, str]) -> Filled:
    whole, fraction = groups.get(1, "").replace("\N{MINUS SIGN}", "-"), groups.get(2, "")
    number = f"{whole or '0'}.{fraction}" if fraction else whole
    if not _is_number(whole.removeprefix("-") or "0") or not _is_number(fraction or "0") or len(groups) > 2:
        return _no_answer(path, " ".join(groups[group] for group in sorted(groups)), tr("It is no number."))
    return Filled(path, number, number)


def _moment(question: Question, path: str, groups: Mapping[int, str]) -> Filled:
    """Return a date, a time, or both. Of a month or a year the form keeps the first day."""
    kind, given = question.type, [groups.get(group, "") for group in range(1, 6)]
    day = month = "1"
    if kind is QuestionType.TIME:
        parts, used = [], 0
    elif "year" in question.appearances:
        parts, used = [given[0], month, day], 1
    elif "month-year" in question.appearances:
        parts, used = [given[1], given[0], day], 2
    else:
        parts, used = [given[2], given[1], given[0]], 3
    clock = [] if kind is QuestionType.DATE else given[used : used + 2]
    written = " ".join(filter(None, given))
    whole = [*parts, *clock]
    if not all(_is_number(part) for part in whole) or any(given[used + len(clock) :]):
        return _no_answer(path, written, tr("A part of it is missing, or is no number."))
    if parts and len(parts[0]) != 4:
        return _no_answer(path, written, tr("The year has not four figures."))
    said = "-".join(part.zfill(2) for part in parts)
    at = f"{clock[0].zfill(2)}:{clock[1].zfill(2)}:00.000" if clock else ""
    return Filled(path, "T".join(filter(None, (said, at))), written)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
