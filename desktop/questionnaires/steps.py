"""What passes between an entry and those who drive it: steps for the journal, states for the screen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.definition import QuestionType


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a draft's journal. The entry writes and reads them; nobody else need understand them.

    Attributes:
        kind: ``start``, ``answer``, ``add_repeat``, ``remove_repeat``, ``set_language``, or ``drawn``: what
            the clock,
            the environment or chance gave while the next step was worked out.
        path: path of the node, or empty.
        value: the answer, the language, or what was drawn.
    """

    kind: str
    path: str
    value: str

    def to_json(self) -> str:
        """Return it as one line of JSON."""
        return json.dumps([self.kind, self.path, self.value], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Step:
        """Return the step that :meth:`to_json` wrote.

        Raises:
            ValueError: the text is no step.
        """
        raw = json.loads(text)
        if not (isinstance(raw, list) and len(raw) == 3 and all(isinstance(part, str) for part in raw)):
            raise ValueError("not a step")
        return cls(*raw)


@dataclass(frozen=True, slots=True)
class Changes:
    """What one action changed.

    Attributes:
        steps: to be written to the journal, in this order and all together.
        changed: paths of the nodes whose state changed (value, relevance, validity, label, choices…).
        removed: paths that are no longer there.
        created: path of the repeat instance that was added, or empty.
    """

    steps: tuple[Step, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    created: str = ""


@dataclass(frozen=True, slots=True)
class NodeState:
    """A node as it stands now, in the entry's language.

    Attributes:
        kind: ``question``, ``group``, ``repeat`` (one instance) or ``repeats`` (all instances of one).
        type: of a question; ``None`` for others.
        value: in ODK text form; empty when unanswered.
        valid: false when ``violation`` is set.
        violation: ``required`` or ``constraint``, else ``None``.
        message: what to say about the violation, else empty.
        label, hint: as the form has them, white space around them too (Markdown may mean something by it).
        choices: (value, label) of those that the choice filter leaves.
    """

    path: str
    ref: str
    kind: str
    type: QuestionType | None
    relevant: bool
    readonly: bool
    required: bool
    value: str
    valid: bool
    violation: str | None
    message: str
    label: str
    hint: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """What is asked at once: one question, or the questions of a field list. Or the list of a repeat's instances.

    Attributes:
        paths: of the questions and notes on it, in order; of a list the path of the repeat, with no number.
        section: label of the nearest group around it that has one, else empty.
        group_path: path of the nearest group or repeat instance around it; empty at the top.
        lists: whether it lists the instances of a repeat, to which a person may add and of which they may remove.
    """

    paths: tuple[str, ...]
    section: str
    group_path: str
    lists: bool = False


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule of the form that an answer breaks.

    Attributes:
        rule: ``required`` or ``constraint``.
        message: what the form says about it, or a plain sentence where it says nothing.
    """

    path: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Environment:
    """What metadata questions ask of the surroundings (ODK XForms, "preload").

    Attributes:
        event_area: code of the area that the event is about, for a form with a node that preloads the property
            ``event_area``. The standard names no such property: other programs leave it empty, and the person
            chooses. Empty where there is none, and on paper, which shows what the sheet says and nothing else.
        position: where the device is, as a geopoint's text, for ``odk:setgeopoint``; empty when nobody knows.
    """

    deviceid: str = ""
    username: str = ""
    email: str = ""
    phonenumber: str = ""
    event_area: str = ""
    position: str = ""


class AnswerRefused(Refusal):
    """A value is no value of the question's type; nothing was changed.

    Attributes:
        question: path of the question.
        rule: ``type``, ``choice``, ``readonly`` or ``unknown``.
    """

    def __init__(self, *, question: str, rule: str, fault: str, remedy: str) -> None:
        super().__init__(place=tr("Question {path}", path=question), fault=fault, remedy=remedy)
        self.question = question
        self.rule = rule


class FormIncomplete(Refusal):
    """An entry can't be finalised: required answers are missing or constraints are broken.

    Attributes:
        violations: all of them, in body order.
    """

    def __init__(self, violations: Iterable[Violation], *, form_id: str) -> None:
        self.violations = tuple(violations)
        first = self.violations[0]
        more = len(self.violations) - 1
        fault = first.message or first.rule
        if more > 0:
            fault += " " + ntr(
                "{count} more question needs an answer.", "{count} more questions need an answer.", more
            )
        super().__init__(
            place=tr("Form {form}, question {path} ({rule})", form=form_id, path=first.path, rule=first.rule),
            fault=fault,
            remedy=tr("Answer what is missing, or put right what is out of range."),
        )
