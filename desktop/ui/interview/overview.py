"""What is known of a whole entry: how far each section is, the instances of a repeat, and the answers in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.definition import Question
from desktop.questionnaires.steps import Screen
from desktop.ui.interview.answer_words import answer_words
from desktop.ui.interview.shown import AnswerRow, HowFar, InstanceCard, InstanceList, SectionRow
from desktop.ui.interview.way import innermost_instance, inside, instances_around, plain


class Overview:
    """Looks once at an entry as it stands; made anew after every change.

    Args:
        interview: what is looked at.
        screens: those that are relevant now.
        passed: paths of the questions that the person went on from.
    """

    def __init__(self, interview: Any, screens: Sequence[Screen], passed: Set[str]) -> None:
        self._interview = interview
        self._entry = interview.entry
        self._screens = screens
        self._passed = passed
        self._numbers: Mapping[str, str] = interview.numbers
        self._answers: Mapping[str, str] = self._entry.answers()
        self._parts: dict[str, str] = {}
        self._names: dict[str, str] = {}

    # parts ------------------------------------------------------------------------------------------------

    def part_of(self, path: str) -> str:
        """Return the label of the outermost group around ``path`` that has one: the form's own parts."""
        above = path.rpartition("/")[0]
        if not above:
            return ""
        if above not in self._parts:
            self._parts[above] = self.part_of(above) or self._label(above)
        return self._parts[above]

    def part_of_screen(self, screen: Screen) -> str:
        """Return the label of the part that a screen is in; the list of a repeat is in what it lists."""
        path = screen.paths[0]
        return self.part_of(path) or (self._label(path) if screen.lists else "")

    def _label(self, path: str) -> str:
        return str(self._entry.node(path).label.strip())

    def sections(self, at: int) -> tuple[SectionRow, ...]:
        """Return the sections; ``at`` is the screen where the person is, -1 outside of the questions."""
        runs: list[tuple[str, list[int]]] = []
        for place, screen in enumerate(self._screens):
            label = self.part_of_screen(screen)
            if runs and runs[-1][0] == label:
                runs[-1][1].append(place)
            else:
                runs.append((label, [place]))
        rows = []
        for label, places in runs:
            asked, answered, state = self._far(places)
            rows.append(SectionRow(label, self._screens[places[0]].paths[0], asked, answered, at in places, state))
        return tuple(rows)

    def _far(self, places: Sequence[int]) -> tuple[int, int, HowFar]:
        """Return how many questions are asked on these screens, how many are answered, and how far that is."""
        asked = [path for place in places for path in self._screens[place].paths if self._is_asked(path)]
        answered = sum(1 for path in asked if self._answers.get(path))
        passed = [path for path in asked if path in self._passed]
        if asked and all(path in self._passed or self._answers.get(path) for path in asked):
            return len(asked), answered, HowFar.DONE
        return len(asked), answered, HowFar.BEGUN if answered or passed else HowFar.NOT_BEGUN

    def _is_asked(self, path: str) -> bool:
        return (plain(path) if "[" in path else path) in self._numbers

    # repeats ----------------------------------------------------------------------------------------------

    def instance_name(self, instance: str) -> str:
        """Return "Child 2" for ``child[2]``, or what the form calls that very instance."""
        if instance not in self._names:
            path, _, number = instance.rpartition("[")
            own, shared = self._label(instance), self._label(path)
            if own and own != shared:  # the form puts an answer into it
                self._names[instance] = own
            else:
                self._names[instance] = tr("{label} {number}", label=own or tr("Entry"), number=number.rstrip("]"))
        return self._names[instance]

    def place_among(self, path: str) -> str:
        """Return "Car 2 of 3" for a question in an instance; empty outside of repeats."""
        instance = innermost_instance(path)
        if not instance:
            return ""
        count = len(self._entry.repeat_paths(instance.rpartition("[")[0]))
        return tr("{instance} of {count}", instance=self.instance_name(instance), count=count)

    def listed(self, path: str) -> InstanceList:
        """Return the instances of the repeat at ``path``."""
        cards = [self.card(instance) for instance in self._entry.repeat_paths(path)]
        new = [card.path for card in cards if card.state is HowFar.NOT_BEGUN and card.asked]
        return InstanceList(path, self._label(path), tuple(cards), new[0] if new else "")

    def card(self, instance: str) -> InstanceCard:
        """Return what is known of an instance, such as ``child[2]``."""
        places = inside(self._screens, instance)
        asked, answered, state = self._far(places)
        return InstanceCard(
            instance, self.instance_name(instance), self._first_answer(places), asked, answered, state
        )

    def _first_answer(self, places: Sequence[int]) -> str:
        for place in places:
            for path in self._screens[place].paths:
                if self._answers.get(path) and self._is_asked(path):
                    return self._answer_words(path).replace("\n", ", ")
        return ""

    # check your answers -----------------------------------------------------------------------------------

    def rows(self) -> tuple[AnswerRow, ...]:
        """Return every question with its answer in words, and for each repeat how many instances it has."""
        rows = []
        for screen in self._screens:
            if screen.lists:
                rows.append(self._row_of_list(screen.paths[0]))
                continue
            for path in screen.paths:
                number = self._numbers.get(plain(path))
                if number is None:
                    continue
                label = self._label(path)
                answer = self._answer_words(path)
                rows.append(AnswerRow(path, number, label, answer, self.part_of(path), self._around(path)))
        return tuple(rows)

    def _row_of_list(self, path: str) -> AnswerRow:
        count = len(self._entry.repeat_paths(path))
        answer = ntr("{count} entry", "{count} entries", count) if count else tr("None")
        label = self._label(path)
        return AnswerRow(path, "", label or tr("Entries"), answer, self.part_of(path) or label, self._around(path))

    def _around(self, path: str) -> str:
        return ", ".join(self.instance_name(each) for each in instances_around(path))

    def _answer_words(self, path: str) -> str:
        node = self._entry.node(path)
        question = self._interview.definition.find(path)
        appearances = question.appearances if isinstance(question, Question) else frozenset()
        return answer_words(node.type, node.value, node.choices, appearances)
