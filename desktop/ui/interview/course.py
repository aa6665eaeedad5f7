"""The course of one interview, without Qt: which screen comes next, and what stands on it.

Lives on the database worker: every method saves what it is given before it says what to show, so an answer is on
disk before the next question is seen. What it returns are frozen plain values that a widget may hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop.foundation.errors import Defect
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import Question
from desktop.questionnaires.steps import AnswerRefused, Screen
from desktop.ui.interview.answer_words import answer_words
from desktop.ui.questions.view import QuestionView


class Stage(StrEnum):
    """Where an interview stands, in this order."""

    CONSENT = "consent"
    QUESTIONS = "questions"
    CHECK = "check"
    EQUALITY_START = "equality start"
    EQUALITY = "equality"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One line of the section list: its label, where it starts, and how far it is."""

    label: str
    path: str
    asked: int
    answered: int
    here: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One line of "check your answers"."""

    path: str
    number: str
    label: str
    answer: str
    section: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be shown now.

    Attributes:
        views: the questions and notes of the screen; empty at stages that have none.
        faults: (path, message) of what must be put right before going on.
        section, heading: labels of the outermost and, where it is another, of the nearest group around it.
        position, total: of this screen among those that are relevant now, from 1.
        returning: the person came from "check your answers" and goes back there.
        repeat_path: the repeat whose instance this screen is in, else empty.
    """

    stage: Stage
    views: tuple[QuestionView, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    section: str = ""
    heading: str = ""
    position: int = 0
    total: int = 0
    sections: tuple[SectionRow, ...] = ()
    rows: tuple[AnswerRow, ...] = ()
    language: str = ""
    languages: tuple[str, ...] = ()
    returning: bool = False
    repeat_path: str = ""


class Course:
    """Drives one :class:`~desktop.workflows.interview.Interview` from consent to finalised.

    Attributes:
        interview: what saves; programme: whose wording is shown.
    """

    def __init__(self, interview: Any) -> None:
        self.interview = interview
        self.programme = interview.programme
        self._entry = interview.entry
        self._stage = Stage.CONSENT
        self._path = ""
        self._returning = False
        self._refused: dict[str, str] = {}

    # starting ---------------------------------------------------------------------------------------------

    def show(self) -> Shown:
        """Return what stands now."""
        return self._shown()

    def resume(self) -> Shown:
        """Go to where the draft was left."""
        stage, _, path = self.interview.header.place.partition(":")
        known = {each.value: each for each in Stage}
        self._stage = known.get(stage, Stage.CONSENT)
        self._path = path
        return self._shown()

    # moving -----------------------------------------------------------------------------------------------

    def consent(self) -> Shown:
        """The person agreed: go to the first question."""
        screens = self.interview.subject_screens()
        return self._to(Stage.QUESTIONS if screens else Stage.CHECK, screens[0].paths[0] if screens else "")

    def give(self, values: Mapping[str, str]) -> Shown:
        """Save the answers of the screen and go on, or say what must be put right first."""
        faults = self._save(values)
        screens = self._screens()
        at = self._at(screens)
        if at is not None:
            faulty = {path for path, _message in faults}
            for path in screens[at].paths:
                node = self._entry.node(path)
                if node.violation and path not in faulty:
                    faults.append((path, node.message or tr("This question needs an answer.")))
        if faults:
            return self._shown(faults)
        if self._returning:
            return self.to_check()
        if at is not None and at + 1 < len(screens):
            return self._to(self._stage, screens[at + 1].paths[0])
        return self.to_check() if self._stage is Stage.QUESTIONS else self._to(Stage.FINISH, "")

    def keep(self, values: Mapping[str, str]) -> Shown:
        """Save the answers of the screen and stay: other questions of it may come or go."""
        faults = self._save(values)
        return self._shown(faults)

    def back(self, values: Mapping[str, str]) -> Shown:
        """Save what can be saved and go to the screen before."""
        faults = self._not_kept(values)
        if faults:
            return self._shown(faults)
        if self._returning:
            return self.to_check()
        screens = self._screens()
        at = self._at(screens)
        if at:
            return self._to(self._stage, screens[at - 1].paths[0])
        match self._stage:
            case Stage.QUESTIONS:
                return self._to(Stage.CONSENT, "")
            case Stage.CHECK:
                return self._last(self.interview.subject_screens(), Stage.QUESTIONS, Stage.CONSENT)
            case Stage.EQUALITY_START:
                return self.to_check()
            case Stage.EQUALITY:
                return (
                    self.to_check() if self.interview.equality_asks_itself else self._to(Stage.EQUALITY_START, "")
                )
            case Stage.FINISH if self.interview.equality_screens():
                return self._equality_entrance()
            case Stage.FINISH:
                return self.to_check()
            case _:
                return self._shown()

    def go_to(self, values: Mapping[str, str], path: str, *, returning: bool) -> Shown:
        """Save what can be saved and go to the screen of ``path``; ``returning``: to the check after it."""
        faults = self._not_kept(values)
        if faults:
            return self._shown(faults)
        self._returning = returning
        return self._to(Stage.QUESTIONS, path)

    def to_check(self) -> Shown:
        """Go to "check your answers"."""
        self._returning = False
        return self._to(Stage.CHECK, "")

    def accept(self) -> Shown:
        """The answers are right: go to the equality block, or name what the form still asks for."""
        violations = self.interview.violations()
        if violations:
            return self._shown([(each.path, each.message) for each in violations])
        return self._equality_entrance()

    def _equality_entrance(self) -> Shown:
        """Go to where the block begins: our page that asks whether to answer, unless the form asks that itself."""
        if not self.interview.equality_screens():
            return self._to(Stage.FINISH, "")
        return (
            self.answer_equality() if self.interview.equality_asks_itself else self._to(Stage.EQUALITY_START, "")
        )

    def answer_equality(self) -> Shown:
        """Go into the equality block."""
        screens = self.interview.equality_screens()
        return self._to(Stage.EQUALITY, screens[0].paths[0]) if screens else self._to(Stage.FINISH, "")

    def skip_equality(self, values: Mapping[str, str]) -> Shown:
        """Leave the equality block out, or the rest of it."""
        faults = self._not_kept(values)
        return self._shown(faults) if faults else self._to(Stage.FINISH, "")

    def set_language(self, values: Mapping[str, str], language: str) -> Shown:
        """Save what can be saved and show everything in another language of the form."""
        self._save(values)
        self.interview.set_language(language)
        return self._shown()

    def add_repeat(self, values: Mapping[str, str], path: str) -> Shown:
        """Save, add an instance of a repeat and go to its first question."""
        self._save(values)
        created = self.interview.add_repeat(path).created
        first = next(
            (each.paths[0] for each in self._screens() if each.paths[0].startswith(f"{created}/")), self._path
        )
        return self._to(self._stage, first)

    def remove_repeat(self, path: str) -> Shown:
        """Remove an instance of a repeat and stay near."""
        screens = self._screens()
        at = self._at(screens) or 0
        before = screens[at - 1].paths[0] if at else self._path
        self.interview.remove_repeat(path)
        return self._to(self._stage, before)

    def finalise(self) -> str:
        """Freeze the response and return the withdrawal code, which nothing keeps; empty where there is none."""
        self.interview.finalise()
        code, self.interview.withdrawal_code = self.interview.withdrawal_code, ""
        return str(code)

    def not_begun(self) -> bool:
        """Give the draft up when nothing was answered yet, and tell whether it was."""
        answers = self._entry.answers()
        if any(answers.get(path) for path in answers if _plain(path) in self.interview.numbers):
            return False
        self.interview.abandon(reason=tr("Left before the first answer."))
        return True

    def declined(self) -> None:
        """Give the draft up: the person does not agree to take part."""
        self.interview.abandon(reason=tr("The person did not agree to take part."))

    def save_only(self, values: Mapping[str, str]) -> None:
        """Save what can be saved and show nothing: the window closes."""
        self._save(values)

    # inside -----------------------------------------------------------------------------------------------

    def _save(self, values: Mapping[str, str]) -> list[tuple[str, str]]:
        faults: list[tuple[str, str]] = []
        for path, value in values.items():
            if self._entry.node(path).value == value:
                continue
            try:
                self.interview.answer(path, value)
            except AnswerRefused as refused:
                faults.append((path, refused.fault))
        return faults

    def _not_kept(self, values: Mapping[str, str]) -> list[tuple[str, str]]:
        """Save, and return what can't be kept; nothing when the same is asked again: then it is left out."""
        faults = self._save(values)
        refused = {path: values[path] for path, _fault in faults}
        insists, self._refused = refused == self._refused, refused
        if not faults or insists:
            return []
        lost = tr("It is not saved. Put it right, or press the same again to leave without it.")
        return [(path, f"{fault} {lost}") for path, fault in faults]

    def _to(self, stage: Stage, path: str) -> Shown:
        self._stage, self._path = stage, path
        self.interview.set_place(f"{stage.value}:{path}")
        return self._shown()

    def _last(self, screens: Sequence[Screen], stage: Stage, otherwise: Stage) -> Shown:
        return self._to(stage, screens[-1].paths[0]) if screens else self._to(otherwise, "")

    def _screens(self) -> Sequence[Screen]:
        if self._stage is Stage.QUESTIONS:
            return self.interview.subject_screens()
        return self.interview.equality_screens() if self._stage is Stage.EQUALITY else ()

    def _at(self, screens: Sequence[Screen]) -> int | None:
        for place, screen in enumerate(screens):
            if self._path in screen.paths:
                return place
        if not screens or not self._path:
            return None
        # the question went out of the route: stand where it stood
        order = {question.path: place for place, question in enumerate(self.interview.definition.questions())}
        here = order.get(_plain(self._path), 0)
        before = [place for place, screen in enumerate(screens) if order.get(_plain(screen.paths[0]), 0) <= here]
        return before[-1] if before else 0

    def _shown(self, faults: Sequence[tuple[str, str]] = ()) -> Shown:
        definition = self.interview.definition
        common: dict[str, Any] = {
            "stage": self._stage,
            "faults": tuple(faults),
            "language": self._entry.language,
            "languages": definition.languages,
            "returning": self._returning,
        }
        if self._stage is Stage.CHECK:
            return Shown(**common, rows=self._rows(), sections=self._sections(-1))
        screens = self._screens()
        at = self._at(screens)
        if at is None:
            return Shown(**common, sections=self._sections(-1))
        screen = screens[at]
        self._path = screen.paths[0]
        messages = dict(faults)
        views = tuple(self._view(path, messages.get(path, "")) for path in screen.paths)
        return Shown(
            **common,
            views=views,
            section=self._part_of(screen.paths[0]),
            heading=screen.section if screen.section != self._part_of(screen.paths[0]) else "",
            position=at + 1,
            total=len(screens),
            sections=self._sections(at) if self._stage is Stage.QUESTIONS else (),
            repeat_path=_repeat_of(screen.paths[0]),
        )

    def _view(self, path: str, message: str) -> QuestionView:
        node = self._entry.node(path)
        question = self.interview.definition.find(path)
        if not isinstance(question, Question):
            raise Defect(f"{path} on a screen is no question")
        return QuestionView(
            path=path,
            number=self.interview.numbers.get(_plain(path), ""),
            type=question.type,
            label=node.label.strip(),
            hint=node.hint.strip(),
            value=node.value,
            required=node.required,
            read_only=node.readonly,
            appearances=question.appearances,
            parameters=question.parameters,
            choices=node.choices,
            message=message,
        )

    def _sections(self, at: int) -> tuple[SectionRow, ...]:
        rows: list[SectionRow] = []
        answers = self._entry.answers()
        screens = self.interview.subject_screens()
        here = screens[at].paths[0] if at >= 0 else None
        for screen in screens:
            label = self._part_of(screen.paths[0])
            is_here = screen.paths[0] == here
            asked = [path for path in screen.paths if _plain(path) in self.interview.numbers]
            answered = sum(1 for path in asked if answers.get(path))
            if rows and rows[-1].label == label:
                last = rows[-1]
                rows[-1] = SectionRow(
                    label, last.path, last.asked + len(asked), last.answered + answered, last.here or is_here
                )
            else:
                rows.append(SectionRow(label, screen.paths[0], len(asked), answered, is_here))
        return tuple(rows)

    def _part_of(self, path: str) -> str:
        """Return the label of the outermost group around ``path`` that has one: the form's own parts."""
        parts = path.split("/")
        for depth in range(1, len(parts)):
            label = self._entry.node("/".join(parts[:depth])).label.strip()
            if label:
                return str(label)
        return ""

    def _rows(self) -> tuple[AnswerRow, ...]:
        rows = []
        for screen in self.interview.subject_screens():
            for path in screen.paths:
                number = self.interview.numbers.get(_plain(path))
                if number is None:
                    continue
                node = self._entry.node(path)
                rows.append(
                    AnswerRow(
                        path,
                        number,
                        node.label.strip(),
                        answer_words(node.type, node.value, node.choices),
                        self._part_of(path),
                    )
                )
        return tuple(rows)


def _plain(path: str) -> str:
    """Return ``path`` without instance numbers."""
    return "/".join(part.split("[", 1)[0] for part in path.split("/"))


def _repeat_of(path: str) -> str:
    """Return the innermost repeat instance that ``path`` is in, such as ``people[2]``; empty outside repeats."""
    parts = path.split("/")
    last = max((place for place, part in enumerate(parts) if part.endswith("]")), default=-1)
    return "/".join(parts[: last + 1])
