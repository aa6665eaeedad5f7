"""Questions that can never be asked: their condition is false whatever anybody answers."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import SELECTS, FormDefinition, Group, Question, QuestionType, Repeat
from desktop.questionnaires.expressions.syntax import Binary, Call, Literal, Negate, Node, Number, Path
from desktop.questionnaires.problems import Problem, Severity

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def never_asked(definition: FormDefinition) -> Iterator[Problem]:
    """Yield a warning for each question or group that can't be asked; not for what is in such a group."""
    judge = _Judge(definition)
    yield from judge.inside(definition.root)


class _Judge:
    """Judges conditions: true, false, or ``None`` where the answers tell.

    Attributes:
        never: paths of questions that are never asked, found so far in body order.
        why: what made the last condition false, empty for one that is false by itself.
    """

    def __init__(self, definition: FormDefinition) -> None:
        self.questions = {question.ref: question for question in definition.questions()}
        self.set_elsewhere = {action.target.ref for action in definition.plan.actions}
        self.never: set[str] = set()
        self.why = ""

    def inside(self, parent: Group | Repeat, *, silent: bool = False) -> Iterator[Problem]:
        for child in parent.children:
            self.why = ""
            impossible = False
            if child.relevant is not None:
                impossible = self.judge(child.relevant.tree, child.ref) is False
            if impossible and not silent and not (isinstance(child, Question) and not child.visible):
                yield self._problem(child)
            if isinstance(child, Question):
                if impossible or silent:
                    self.never.add(child.ref)
            else:
                yield from self.inside(child, silent=silent or impossible)

    def _problem(self, node: Question | Group | Repeat) -> Problem:
        return Problem(
            Severity.WARNING,
            "survey",
            None,
            "relevant",
            tr("“{name}” can never be asked.", name=node.name)
            if not self.why
            else tr("“{name}” can never be asked: {why}.", name=node.name, why=self.why),
            tr("Put the condition right, or take the row out."),
            node.path,
        )

    def judge(self, node: Node, reader: str) -> bool | None:
        match node:
            case Number(value):
                return value != 0
            case Literal(text):
                return text != ""
            case Call("true", ()):
                return True
            case Call("false", ()):
                return False
            case Call("not", (operand,)):
                found = self.judge(operand, reader)
                return None if found is None else not found
            case Call("boolean", (operand,)):
                return self.judge(operand, reader)
            case Binary("and" | "or" as operation):
                return self._junction(node, operation, reader)
            case Binary(operation, left, right) if operation in _COMPARE:
                return self._comparison(operation, left, right, reader)
            case Call("selected", (Path() as path, Literal(value))):
                return False if self._impossible(path, value, reader) else None
            case _:
                return None

    def _junction(self, node: Binary, operation: str, reader: str) -> bool | None:
        operands: list[Node] = []
        left: Node = node
        while isinstance(left, Binary) and left.operator == operation:
            operands.append(left.right)
            left = left.left
        operands.append(left)
        judged = [self.judge(operand, reader) for operand in reversed(operands)]
        if operation == "or":
            return True if True in judged else None if None in judged else False
        if False in judged:
            return False
        if self._contradicts(operands, reader):
            return False
        return None if None in judged else True

    def _contradicts(self, operands: list[Node], reader: str) -> bool:
        """Tell whether one question would have to have two values at once."""
        wanted: dict[str, str] = {}
        for operand in operands:
            match operand:
                case Binary("=", Path() as path, Literal(value)) | Binary("=", Literal(value), Path() as path):
                    question = self._question(path, reader)
                    if question is None or question.repeat_paths:
                        continue
                    other = wanted.setdefault(question.ref, value)
                    if other != value:
                        self.why = tr(
                            "“{question}” can't be both “{one}” and “{two}”",
                            question=question.name, one=value, two=other,
                        )  # fmt: skip
                        return True
                case _:
                    pass
        return False

    def _comparison(self, operation: str, left: Node, right: Node, reader: str) -> bool | None:
        one, two = _number(left), _number(right)
        if one is not None and two is not None:
            return _COMPARE[operation](one, two)
        match left, right:
            case Literal(first), Literal(second) if operation in ("=", "!="):
                return (first == second) is (operation == "=")
            case (Path() as path, Literal(value)) | (Literal(value), Path() as path):
                if operation == "=" and value and self._impossible(path, value, reader):
                    return False
            case _:
                pass
        return None

    def _impossible(self, path: Path, value: str, reader: str) -> bool:
        """Tell whether the question at ``path`` can never have, or hold, ``value``; and note why."""
        question = self._question(path, reader)
        if question is None:
            return False
        if question.ref in self.never and not question.default and question.type is not QuestionType.CALCULATE:
            self.why = tr("“{question}” is never asked either", question=question.name)
            return True
        if (
            question.type not in SELECTS
            or not question.choices
            or question.calculate is not None
            or question.default
            or question.ref in self.set_elsewhere
        ):
            return False
        known = {choice.value for choice in question.choices}
        parts = [value] if question.type is QuestionType.SELECT_ONE else value.split()
        for part in parts:
            if part not in known:
                self.why = tr(
                    "“{value}” is none of the choices of “{question}”", value=part, question=question.name
                )
                return True
        return False

    def _question(self, path: Path, reader: str) -> Question | None:
        """Return the question that a path of plain steps names, ``None`` for any other path."""
        if path.start is not None or path.predicates:
            match path.start:
                case Call("current", ()) if not path.predicates:
                    pass
                case _:
                    return None
        at = [] if path.absolute else reader.strip("/").split("/")
        for step in path.steps:
            if step.predicates:
                return None
            if step.axis == "parent" and at:
                at.pop()
            elif step.axis == "child" and not step.test.endswith((")", "*")):
                at.append(step.test.rpartition(":")[2])
            elif step.axis != "self":
                return None
        return self.questions.get("/" + "/".join(at))


def _number(node: Node) -> float | None:
    match node:
        case Number(value):
            return value
        case Negate(operand):
            found = _number(operand)
            return None if found is None else -found
        case _:
            return None
