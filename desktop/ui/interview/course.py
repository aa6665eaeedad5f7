"""The course of one interview, without Qt: which screen comes next, and what stands on it.

Lives on the database worker: every method saves what it is given before it says what to show, so an answer is on
disk before the next question is seen. What it returns are frozen plain values that a widget may hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.foundation.errors import Defect
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import Question
from desktop.questionnaires.steps import AnswerRefused, Screen
from desktop.ui.interview import way
from desktop.ui.interview.label_media import shown_media
from desktop.ui.interview.overview import Overview
from desktop.ui.interview.shown import AnswerRow, HowFar, InstanceCard, InstanceList, SectionRow, Shown, Stage
from desktop.ui.questions.limits import limits_of
from desktop.ui.questions.view import QuestionView

__all__ = ["AnswerRow", "Course", "HowFar", "InstanceCard", "InstanceList", "SectionRow", "Shown", "Stage"]


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
        self._opened = ""  # the instance that was opened from a list that one came to from the check
        self._passed: set[str] = set()
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
        self._take_as_passed()
        return self._shown()

    def _take_as_passed(self) -> None:
        """Whoever stands here went on from what lies before, but for what still needs an answer."""
        if self._stage is Stage.CONSENT:
            return
        screens = self.interview.subject_screens()
        end = self._at(screens) if self._stage is Stage.QUESTIONS else len(screens)
        missing = {violation.path for violation in self.interview.violations()}
        self._passed = {path for screen in screens[:end] for path in screen.paths} - missing

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
        return self._on(screens, at)

    def _on(self, screens: Sequence[Screen], at: int | None) -> Shown:
        if at is None:
            return self._past()
        self._passed.update(screens[at].paths)
        if screens[at].lists:
            opens = self._overview().listed(screens[at].paths[0]).opens
            if opens:
                return self.open_instance({}, opens)
        if self._returning and not (self._opened and way.is_inside(screens[at], self._opened)):
            return self.to_check()
        next_one = way.after(screens, at)
        return self._past() if next_one is None else self._to(self._stage, screens[next_one].paths[0])

    def _past(self) -> Shown:
        return self.to_check() if self._stage is Stage.QUESTIONS or self._returning else self._to(Stage.FINISH, "")

    def keep(self, values: Mapping[str, str]) -> Shown:
        """Save the answers of the screen and stay: other questions of it may come or go."""
        faults = self._save(values)
        return self._shown(faults)

    def back(self, values: Mapping[str, str]) -> Shown:
        """Save what can be saved and go to the screen before."""
        faults = self._not_kept(values)
        if faults:
            return self._shown(faults)
        screens = self._screens()
        at = self._at(screens)
        if self._returning and not (at is not None and self._opened and way.is_inside(screens[at], self._opened)):
            return self.to_check()
        earlier = None if at is None else way.before(screens, at)
        if earlier is not None:
            return self._to(self._stage, screens[earlier].paths[0])
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
        self._returning, self._opened = returning, ""
        return self._to(Stage.QUESTIONS, path)

    def to_check(self) -> Shown:
        """Go to "check your answers"."""
        self._returning, self._opened = False, ""
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
        """Save the screen and show everything in another language of the form.

        What can't be kept stays on the screen, in the language that it was, until it is put right or asked again.
        """
        faults = self._not_kept(values)
        if faults:
            return self._shown(faults)
        self.interview.set_language(language)
        return self._shown()

    # repeats ----------------------------------------------------------------------------------------------

    def open_instance(self, values: Mapping[str, str], path: str) -> Shown:
        """Go to the first question of a repeat's instance, such as ``child[2]``."""
        self._save(values)
        screens = self._screens()
        places = way.inside(screens, path)
        holding = next(
            (screen for screen in screens if any(each.startswith(f"{path}/") for each in screen.paths)), None
        )
        if not places and holding is None:
            return self._shown()  # nothing of it is asked now
        if self._returning and not self._opened:
            self._opened = path
        return self._to(self._stage, screens[places[0]].paths[0] if places else holding.paths[0])

    def to_list(self, values: Mapping[str, str]) -> Shown:
        """Save what can be saved and go from an instance to the list that it stands in."""
        faults = self._not_kept(values)
        if faults:
            return self._shown(faults)
        return self._to(self._stage, way.innermost_instance(self._path).rpartition("[")[0])

    def add_repeat(self, values: Mapping[str, str], path: str) -> Shown:
        """Save, add an instance of a repeat and go to its first question."""
        faults = self._not_kept(values)
        if faults:
            return self._shown(faults)
        return self.open_instance({}, self.interview.add_repeat(path).created)

    def remove_repeat(self, path: str) -> Shown:
        """Remove an instance of a repeat and go to the list of the others."""
        self.interview.remove_repeat(path)
        listed = path.rpartition("[")[0]
        self._passed = {each for each in self._passed if not each.startswith(f"{listed}[")}
        if self._opened.startswith(f"{listed}["):
            self._opened = ""
        return self._to(self._stage, listed)

    # ending -----------------------------------------------------------------------------------------------

    def finalise(self) -> str:
        """Freeze the response and return the withdrawal code, which nothing keeps; empty where there is none."""
        self.interview.finalise()
        code, self.interview.withdrawal_code = self.interview.withdrawal_code, ""
        return str(code)

    def not_begun(self) -> bool:
        """Give the draft up when nothing was answered yet, and tell whether it was."""
        answers = self._entry.answers()
        if any(answers.get(path) for path in answers if way.plain(path) in self.interview.numbers):
            return False
        self.interview.abandon(reason=tr("Left before the first answer."))
        return True

    def stop(self, values: Mapping[str, str]) -> Shown | None:
        """Save the screen, so that somebody can go on later; ``None`` when it is done.

        A draft without an answer is given up. What can't be kept is shown first, and left out when asked again.
        """
        faults = self._not_kept(values)
        if faults:
            return self._shown(faults)
        self.not_begun()
        return None

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
        return self._to(stage, screens[way.last(screens)].paths[0]) if screens else self._to(otherwise, "")

    def _screens(self) -> Sequence[Screen]:
        if self._stage is Stage.QUESTIONS:
            return self.interview.subject_screens()
        return self.interview.equality_screens() if self._stage is Stage.EQUALITY else ()

    def _at(self, screens: Sequence[Screen]) -> int | None:
        found = way.place_of(screens, self._path)
        if found is not None or not screens or not self._path:
            return found
        # the question went out of the route: stand where it stood
        order = {node.path: place for place, node in enumerate(self.interview.definition.walk())}
        here = order.get(way.plain(self._path), 0)
        before = [
            place for place, screen in enumerate(screens) if order.get(way.plain(screen.paths[0]), 0) <= here
        ]
        return before[-1] if before else 0

    def _is_listed(self, instance: str) -> bool:
        return way.place_of(self._screens(), instance.rpartition("[")[0]) is not None

    def _overview(self) -> Overview:
        return Overview(self.interview, self._screens(), self._passed)

    def _shown(self, faults: Sequence[tuple[str, str]] = ()) -> Shown:
        common: dict[str, Any] = {
            "stage": self._stage,
            "faults": tuple(faults),
            "language": self._entry.language,
            "languages": self.interview.definition.languages,
            "returning": self._returning,
        }
        screens = self.interview.subject_screens() if self._stage is not Stage.EQUALITY else self._screens()
        overview = Overview(self.interview, screens, self._passed)
        if self._stage is Stage.CHECK:
            return Shown(**common, rows=overview.rows(), sections=overview.sections(-1))
        at = self._at(screens) if self._stage in (Stage.QUESTIONS, Stage.EQUALITY) else None
        if at is None:
            return Shown(**common, sections=overview.sections(-1))
        screen = screens[at]
        self._path = screen.paths[0]
        instance = way.innermost_instance(self._path)
        messages = dict(faults)
        part = overview.part_of_screen(screen)
        among = overview.place_among(self._path)
        return Shown(
            **common,
            views=() if screen.lists else tuple(self._view(path, messages.get(path, "")) for path in screen.paths),
            section=part,
            heading=among or (screen.section if screen.section != part else ""),
            position=at + 1,
            total=len(screens),
            sections=overview.sections(at) if self._stage is Stage.QUESTIONS else (),
            repeat_path=instance,
            instance=overview.card(instance)
            if instance and not screen.lists and self._is_listed(instance)
            else None,
            listed=overview.listed(self._path) if screen.lists else None,
        )

    def _view(self, path: str, message: str) -> QuestionView:
        node = self._entry.node(path)
        question = self.interview.definition.find(path)
        if not isinstance(question, Question):
            raise Defect(f"{path} on a screen is no question")
        characters, amount = limits_of(question.constraint.text) if question.constraint is not None else (0, 0)
        return QuestionView(
            path=path,
            number=self.interview.numbers.get(way.plain(path), ""),
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
            most_characters=characters,
            most_words=amount,
            **shown_media(self.interview.media, question, node, self._entry.language),
        )
