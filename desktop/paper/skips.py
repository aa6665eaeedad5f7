"""Which question to go to after a choice: the skips of a form, worked out from its conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.questionnaires.definition import FormDefinition, Group, Question, QuestionType, Repeat
from desktop.questionnaires.expressions.syntax import Binary, Call, Expression, Literal, Node, Path


@dataclass(frozen=True, slots=True)
class Skip:
    """Where a choice leads past questions that are not for whoever makes it.

    Attributes:
        to: number of the question to go to; empty when none is left.
    """

    to: str


def skips(definition: FormDefinition, numbers: Mapping[str, str]) -> dict[tuple[str, str], Skip]:
    """Return the skips of a form by (path of the question, value of the choice).

    Only what is certain from the one answer is a skip: conditions that name other questions too are left to the
    words in front of the questions they hold for. Questions in repeats have none.
    """
    asked = [each for each in _asked(definition.root, ()) if each[0].path in numbers]
    found: dict[tuple[str, str], Skip] = {}
    for at, (question, _rules) in enumerate(asked):
        if question.type is not QuestionType.SELECT_ONE or question.repeat_paths:
            continue
        leads: dict[str, Skip] = {}
        for choice in question.choices:
            after = at + 1
            while after < len(asked) and _is_left_out(asked[after], question, choice.value, definition):
                after += 1
            if after > at + 1:
                leads[choice.value] = Skip(numbers[asked[after][0].path] if after < len(asked) else "")
        # where nearly every choice leads on ("which other?"), the words in front of the question say it once
        if len(leads) <= max(2, len(question.choices) // 2):
            found |= {(question.path, value): skip for value, skip in leads.items()}
    return found


def _asked(
    parent: Group | Repeat, rules: tuple[Expression, ...]
) -> Iterator[tuple[Question, tuple[Expression, ...]]]:
    for child in parent.children:
        here = (*rules, child.relevant) if child.relevant is not None else rules
        if isinstance(child, Question):
            yield child, here
        else:
            yield from _asked(child, here)


def _is_left_out(
    asked: tuple[Question, tuple[Expression, ...]], question: Question, value: str, definition: FormDefinition
) -> bool:
    return any(_holds(rule.tree, question, value, definition) is False for rule in asked[1])


def _holds(node: Node, question: Question, value: str, definition: FormDefinition) -> bool | None:
    """Return whether ``node`` holds once ``question`` is ``value``; ``None`` when that can't be told from it."""
    match node:
        case Binary("and", left, right):
            both = [_holds(each, question, value, definition) for each in (left, right)]
            return False if False in both else (None if None in both else True)
        case Binary("or", left, right):
            both = [_holds(each, question, value, definition) for each in (left, right)]
            return True if True in both else (None if None in both else False)
        case Call("not", (operand,)):
            held = _holds(operand, question, value, definition)
            return None if held is None else not held
        case Binary("=", Path() as path, Literal(wanted)) | Binary("=", Literal(wanted), Path() as path):
            return value == wanted if _names(path, question, definition) else None
        case Binary("!=", Path() as path, Literal(wanted)) | Binary("!=", Literal(wanted), Path() as path):
            return value != wanted if _names(path, question, definition) else None
        case Call("selected", (Path() as path, Literal(wanted))):
            return value == wanted if _names(path, question, definition) else None
        case _:
            return None


def _names(path: Path, question: Question, definition: FormDefinition) -> bool:
    names = [step.test.rpartition(":")[2] for step in path.steps if step.axis == "child"]
    if not names or any(step.predicates for step in path.steps) or path.start is not None:
        return False
    if path.absolute:
        return "/".join(names[1:]) == question.path
    tail = "/".join(names)
    ends = [each for each in definition.questions() if each.path == tail or each.path.endswith(f"/{tail}")]
    return len(ends) == 1 and ends[0].path == question.path
