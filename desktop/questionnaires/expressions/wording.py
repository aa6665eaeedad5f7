"""Conditions put in words for people: "Only if question 3 is Yes"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.foundation.translation import Said, Tongue, tr
from desktop.questionnaires.definition import FormDefinition, Question, QuestionType
from desktop.questionnaires.expressions.syntax import Binary, Call, Expression, Literal, Node, Number, Path
from desktop.questionnaires.numbering import question_numbers

_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$")
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NEGATED = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def in_words(
    expression: Expression, definition: FormDefinition, language: str | None = None, *, tongue: str = ""
) -> str | None:
    """Return a condition as an instruction with question numbers, ``None`` where no plain words are found for it.

    Args:
        language: name of a language of the form, for the labels of choices.
        tongue: BCP 47 code of the words around them; worked out from the language's name where it is empty.
    """
    if isinstance(language, Said) and isinstance(tongue, Tongue) and tongue.second is not None:
        alone = Tongue(str(tongue), tongue.catalogue)
        first = in_words(expression, definition, str(language), tongue=alone)
        second = in_words(expression, definition, language.second, tongue=tongue.second)
        return None if first is None or second is None else Said(first, second)
    code = _CODE.search(language or definition.default_language)
    speaker = _Speaker(definition, language, tongue or (code.group(1) if code else "en"))
    said = speaker.clause(expression.tree, negated=False)
    return None if said is None else tr("Only if {condition}", language=speaker.code, condition=said)


class _Speaker:
    def __init__(self, definition: FormDefinition, language: str | None, code: str) -> None:
        self.definition = definition
        self.language = language
        self.code = code
        self.numbers: Mapping[str, str] = question_numbers(definition)

    def say(self, message: str, **values: str) -> str:
        return tr(message, language=self.code, **values)

    def clause(self, node: Node, *, negated: bool, inner: bool = False) -> str | None:
        match node:
            case Call("not", (operand,)):
                return self.clause(operand, negated=not negated, inner=inner)
            case Binary("and" | "or"):
                return self._junction(node, negated=negated, inner=inner)
            case Binary(operator, left, right) if operator in _MIRRORED:
                if isinstance(left, Literal | Number):
                    operator, left, right = _MIRRORED[operator], right, left
                return self._comparison(_NEGATED[operator] if negated else operator, left, right)
            case Call("selected", (Path() as path, Literal(value))):
                return self._selected(path, [value], negated=negated)
            case _:
                return None

    def _junction(self, node: Binary, *, negated: bool, inner: bool) -> str | None:
        operands = list(_flat(node, node.operator))
        conjunction = (node.operator == "and") is not negated
        if not conjunction:
            merged = self._same_question(operands, negated=negated)
            if merged is not None:
                return merged
        parts: list[str] = []
        for operand in operands:
            said = self.clause(operand, negated=negated, inner=True)
            if said is None:
                return None
            parts.append(said)
        if conjunction:
            if inner:
                return self.say("both {first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])
            return self.say("{first}, and {last}", first=", ".join(parts[:-1]), last=parts[-1])
        if inner:
            return self.say("either {first} or {last}", first=", ".join(parts[:-1]), last=parts[-1])
        return self.say("{first}, or {last}", first=", ".join(parts[:-1]), last=parts[-1])

    def _same_question(self, operands: list[Node], *, negated: bool) -> str | None:
        """Say "question 1 is A or B" for several values of one question."""
        if negated:
            return None
        question: Question | None = None
        values: list[str] = []
        for operand in operands:
            match operand:
                case Binary("=", Path() as path, Literal(value)) if value:
                    found = self.question(path)
                case Call("selected", (Path() as path, Literal(value))):
                    found = self.question(path)
                case _:
                    return None
            if found is None or (question is not None and found is not question):
                return None
            question = found
            values.append(value)
        if question is None:
            return None
        labels = [self._value(question, value) for value in values]
        verb = "question {number} includes {labels}" if _several(question) else "question {number} is {labels}"
        joined = self.say("{first} or {last}", first=", ".join(labels[:-1]), last=labels[-1])
        return self.say(verb, number=self.numbers[question.path], labels=joined)

    def _comparison(self, operator: str, left: Node, right: Node) -> str | None:
        if isinstance(left, Call):
            return self._count(operator, left, right)
        if not isinstance(left, Path) or not isinstance(right, Literal | Number):
            return None
        question = self.question(left)
        if question is None:
            return None
        number = self.numbers[question.path]
        if isinstance(right, Literal) and right.value == "":
            if operator == "=":
                return self.say("question {number} has no answer", number=number)
            return self.say("question {number} has an answer", number=number) if operator == "!=" else None
        value = self._value(question, right.value if isinstance(right, Literal) else right.text)
        messages = {
            "=": "question {number} is {value}",
            "!=": "question {number} is not {value}",
            "<": "question {number} is less than {value}",
            "<=": "question {number} is {value} or less",
            ">": "question {number} is more than {value}",
            ">=": "question {number} is {value} or more",
        }
        return self.say(messages[operator], number=number, value=value)

    def _count(self, operator: str, call: Call, right: Node) -> str | None:
        """Say ``count-selected(q) > 0`` and ``string-length(q) > 0`` as "has an answer"."""
        if call.name not in ("count-selected", "string-length") or len(call.arguments) != 1:
            return None
        path = call.arguments[0]
        if not isinstance(path, Path) or not isinstance(right, Number):
            return None
        question = self.question(path)
        if question is None:
            return None
        number = self.numbers[question.path]
        if (operator, right.value) in ((">", 0.0), (">=", 1.0), ("!=", 0.0)):
            return self.say("question {number} has an answer", number=number)
        if (operator, right.value) in (("=", 0.0), ("<", 1.0), ("<=", 0.0)):
            return self.say("question {number} has no answer", number=number)
        return None

    def _selected(self, path: Path, values: list[str], *, negated: bool) -> str | None:
        question = self.question(path)
        if question is None:
            return None
        label = self._value(question, values[0])
        if _several(question):
            message = (
                "question {number} does not include {value}" if negated else "question {number} includes {value}"
            )
        else:
            message = "question {number} is not {value}" if negated else "question {number} is {value}"
        return self.say(message, number=self.numbers[question.path], value=label)

    def _value(self, question: Question, value: str) -> str:
        choice = question.choice(value)
        return choice.label(self.language) if choice is not None else value

    def question(self, path: Path) -> Question | None:
        """Return the numbered question that ``path`` names, ``None`` where it is none or more than one."""
        names = [step.test.rpartition(":")[2] for step in path.steps if step.axis == "child"]
        if not names or any(step.predicates for step in path.steps) or path.start is not None:
            return None
        asked = [question for question in self.definition.questions() if question.path in self.numbers]
        if path.absolute:
            wanted = "/".join(names[1:])
            return next((question for question in asked if question.path == wanted), None)
        tail = "/".join(names)
        found = [question for question in asked if question.path == tail or question.path.endswith(f"/{tail}")]
        return found[0] if len(found) == 1 else None


def _several(question: Question) -> bool:
    return question.type in (QuestionType.SELECT_MULTIPLE, QuestionType.RANK)


def _flat(node: Node, operator: str) -> list[Node]:
    found: list[Node] = []
    while isinstance(node, Binary) and node.operator == operator:
        found.append(node.right)
        node = node.left
    found.append(node)
    return found[::-1]
