"""FormEntry: one respondent's answers in progress."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from desktop.foundation.clock import Clock
from desktop.foundation.errors import Defect, WorldError
from desktop.foundation.translation import tr
from desktop.questionnaires.answers import normal_answer
from desktop.questionnaires.cells import Cell, Static
from desktop.questionnaires.definition import SELECTS, FormDefinition, Question, QuestionType
from desktop.questionnaires.draws import DRAWN, Draws
from desktop.questionnaires.entry_state import EntryState
from desktop.questionnaires.expressions.values import instant_text
from desktop.questionnaires.instance import EDITED, RESTORED
from desktop.questionnaires.instance_xml import answers_from_xml, is_identity, write_instance
from desktop.questionnaires.preloads import is_preloaded_at_end
from desktop.questionnaires.restoring import first_step, load, read_first_step
from desktop.questionnaires.route import screens_of
from desktop.questionnaires.scales import refuse_off_scale
from desktop.questionnaires.steps import (
    AnswerRefused,
    Changes,
    Environment,
    FormIncomplete,
    NodeState,
    Screen,
    Step,
    Violation,
)

__all__ = [
    "AnswerRefused",
    "Changes",
    "Environment",
    "FormEntry",
    "FormIncomplete",
    "NodeState",
    "Screen",
    "Step",
    "Violation",
    "answers_from_xml",
]


def _is_answer(static: Static) -> bool:
    return not static.attribute and not is_identity(static)


class FormEntry:
    """One respondent's answers over one definition.

    Paths are below the root: ``group/question``, ``group/repeat[2]/question``; without a number an instance of a
    repeat is its first. Not to be used from two threads at once.

    Attributes:
        definition: the form.
        as_written: for paper: what the form would skip is kept, and an incomplete entry can be finalised.
        deprecated_id: instanceID of the instance that it is a revision of; empty for a new one.
    """

    def __init__(
        self, definition: FormDefinition, *, clock: Clock, environment: Environment | None, as_written: bool
    ) -> None:
        """Use :meth:`start`, :meth:`edit`, :meth:`restore` or :meth:`replay`."""
        self.definition = definition
        self.deprecated_id = ""
        self.as_written = as_written
        self._draws = Draws(clock, environment or Environment())
        self._state = EntryState(definition, self._draws, as_written=as_written)

    @classmethod
    def start(
        cls,
        definition: FormDefinition,
        *,
        clock: Clock,
        language: str | None = None,
        environment: Environment | None = None,
        as_written: bool = False,
        last_saved: bytes | None = None,
    ) -> tuple[FormEntry, tuple[Step, ...]]:
        """Return a new entry with defaults and calculations in place, and the steps to begin its journal with.

        Args:
            language: name of a language of the form; the default one when it is ``None``.
            last_saved: the instance XML that ``jr://instance/last-saved`` stands for. The journal keeps it.

        Raises:
            WorldError: the form hasn't got the language, or the last saved instance is of another form.
        """
        return cls._begin(
            definition,
            {"language": language, "last_saved": last_saved},
            clock=clock,
            environment=environment,
            as_written=as_written,
        )

    @classmethod
    def edit(
        cls,
        definition: FormDefinition,
        xml: bytes,
        *,
        clock: Clock,
        language: str | None = None,
        environment: Environment | None = None,
        as_written: bool = False,
    ) -> tuple[FormEntry, tuple[Step, ...]]:
        """Return an entry that begins as a revision of the finalised instance ``xml``, and its first steps.

        It has an instanceID of its own, and the old one as its :attr:`deprecated_id`. What fires on the first load
        doesn't fire again; ``odk-instance-load`` does, and calculations are worked out.

        Raises:
            WorldError: the form hasn't got the language.
            DamagedFile: the XML is damaged, or an instance of another form.
        """
        return cls._begin(
            definition,
            {"language": language, "mode": EDITED, "instance": xml},
            clock=clock,
            environment=environment,
            as_written=as_written,
        )

    @classmethod
    def restore(
        cls,
        definition: FormDefinition,
        xml: bytes,
        *,
        clock: Clock,
        language: str | None = None,
        environment: Environment | None = None,
        as_written: bool = False,
    ) -> tuple[FormEntry, tuple[Step, ...]]:
        """Return an entry that goes on where the instance ``xml`` ended, under the same instanceID.

        Raises: as of :meth:`edit`.
        """
        return cls._begin(
            definition,
            {"language": language, "mode": RESTORED, "instance": xml},
            clock=clock,
            environment=environment,
            as_written=as_written,
        )

    @classmethod
    def _begin(
        cls,
        definition: FormDefinition,
        begun: dict[str, Any],
        *,
        clock: Clock,
        environment: Environment | None,
        as_written: bool,
    ) -> tuple[FormEntry, tuple[Step, ...]]:
        entry = cls(definition, clock=clock, environment=environment, as_written=as_written)
        changes = entry._do(first_step(definition, begun), ())
        return entry, changes.steps

    @classmethod
    def replay(
        cls,
        definition: FormDefinition,
        steps: Iterable[Step],
        *,
        clock: Clock,
        environment: Environment | None = None,
        as_written: bool = False,
    ) -> FormEntry:
        """Return the entry whose journal holds ``steps``; neither clock nor chance is asked anew.

        Raises:
            WorldError: the journal was begun with another version of the form, or is damaged.
        """
        entry = cls(definition, clock=clock, environment=environment, as_written=as_written)
        drawn: list[Step] = []
        begun = False
        for step in steps:
            if step.kind == DRAWN:
                drawn.append(step)
                continue
            if step.kind == "start":
                begun = True
            elif not begun:
                break
            entry._do(step, drawn)
            drawn = []
        if not begun:
            raise WorldError(
                place=tr("A draft of the form {form}", form=definition.form_id),
                fault=tr("Its journal has no beginning."),
                remedy=tr("Begin the response again."),
            )
        return entry

    # ---- actions ----

    @property
    def language(self) -> str:
        """Name of the language that labels are in."""
        return self._state.language_name

    def answer(self, path: str, value: str) -> Changes:
        """Set the answer of a question, in ODK text form ("a b" for several choices, ISO dates; "" clears it).

        Raises:
            AnswerRefused: the value is none of the question's type; a broken constraint is kept, and shown.
        """
        cell = self._cell(path)
        path = cell.path()
        question = self.definition.plan.questions.get(cell.static.number)
        if question is None or cell.kids is not None or question.type is QuestionType.NOTE:
            raise AnswerRefused(
                question=path,
                rule="unknown",
                fault=tr("This is no question that takes an answer."),
                remedy=tr("Give the name of a question."),
            )
        if question.type is QuestionType.CALCULATE or self._state.readonly(cell):
            raise AnswerRefused(
                question=path,
                rule="readonly",
                fault=tr("The form works this value out itself."),
                remedy=tr("Leave it out."),
            )
        normal = normal_answer(
            question, value, path, choices=self._allowed(question, cell), whole=not self.as_written
        )
        if question.type is QuestionType.RANGE and normal and not self.as_written:
            refuse_off_scale(question, normal, path)
        return self._do(Step("answer", path, normal), ())

    def _allowed(self, question: Question, cell: Cell) -> Collection[str] | None:
        if question.type not in SELECTS:
            return None
        plan = self.definition.plan
        itemset = plan.itemsets.get(cell.static.number)
        if question.choices and (self.as_written or itemset is None or not itemset.filtered):
            return plan.choice_values(question)
        return tuple(choice.value for choice in self._state.choices(cell))

    def add_repeat(self, path: str) -> Changes:
        """Add an instance to the repeat at ``path`` (``children``, or ``house[2]/children``), after the others.

        Raises:
            WorldError: there is no such repeat, or the form itself says how many instances there are.
        """
        return self._do(Step("add_repeat", path, ""), ())

    def remove_repeat(self, path: str) -> Changes:
        """Remove the repeat instance at ``path`` (``children[2]``).

        Raises:
            WorldError: there is no such instance, or the form itself says how many there are.
        """
        return self._do(Step("remove_repeat", path, ""), ())

    def set_language(self, name: str) -> Changes:
        """Show labels and messages in the language with this name.

        Raises:
            WorldError: the form hasn't got it.
        """
        return self._do(Step("set_language", "", name), ())

    def _do(self, step: Step, drawn: Iterable[Step]) -> Changes:
        """Carry a step out; with what was drawn when it is replayed."""
        instance = self._state.instance
        self._draws.begin(drawn)
        instance.begin()
        created = ""
        if step.kind == "answer":
            cell = self._cell(step.path)
            instance.changed[id(cell)] = cell
            instance.set_text(cell, step.value)
        elif step.kind == "start":
            begun = read_first_step(self.definition, step)
            self._state.use_language(begun["language"])
            self.deprecated_id = load(instance, begun)
            instance.changed.clear()
        elif step.kind == "add_repeat":
            static, parent = self._state.range_at(step.path)
            created = instance.add(static, parent).path()
        elif step.kind == "remove_repeat":
            instance.remove(self._state.instance_at(step.path))
        elif step.kind == "set_language":
            self._state.use_language(step.value)
            for cell in instance.root.walk():
                instance.changed[id(cell)] = cell
        else:
            raise Defect(f"a journal holds a step of unknown kind {step.kind!r}")
        instance.run()
        changed = tuple(cell.path() for cell in instance.state_changed())
        return Changes((*self._draws.taken(), step), changed, tuple(instance.removed), created)

    # ---- looking ----

    def _cell(self, path: str) -> Cell:
        return self._state.cell(path)

    def node(self, path: str) -> NodeState:
        """Return the state of the node at ``path``; a repeat without a number stands for all its instances.

        Raises:
            AnswerRefused: there is none.
        """
        return self._state.node(path)

    def nodes(self) -> tuple[NodeState, ...]:
        """Return the state of every node in document order, the root left out."""
        return self._state.nodes()

    def repeat_paths(self, path: str) -> tuple[str, ...]:
        """Return the paths of the instances of the repeat at ``path``."""
        static, parent = self._state.range_at(path, change=False)
        instances = (parent.kids or ())[static.slot]
        return tuple(cell.path() for cell in instances) if isinstance(instances, list) else ()

    def screens(
        self, within: str | None = None, excluding: str | None = None, *, lists: bool = False
    ) -> tuple[Screen, ...]:
        """Return the relevant screens in order; those ``within`` one group only, or all ``excluding`` one.

        As written, what isn't relevant is there too. With ``lists`` a repeat that a person may add to begins with
        the list of its instances, so that it can be reached while it has none.
        """
        return screens_of(self.definition, self._state, within, excluding, everything=self.as_written, lists=lists)

    def validate(self, within: str | None = None, excluding: str | None = None) -> tuple[Violation, ...]:
        """Return every rule that is broken, in body order."""
        found: list[Violation] = []
        for path in self._paths(within, excluding):
            cell = self._cell(path)
            rule = self._state.violation(cell)
            if rule is not None:
                found.append(Violation(path, rule, self._state.message(cell, rule)))
        return tuple(found)

    def _paths(self, within: str | None, excluding: str | None) -> Iterable[str]:
        for screen in screens_of(self.definition, self._state, within, excluding, everything=False):
            yield from screen.paths

    def answers(self) -> dict[str, str]:
        """Return path to value of what is relevant and not empty, in document order; the ids are left out."""
        return {
            cell.path(): cell.text
            for cell in self._state.instance.root.walk()
            if cell.kids is None and cell.rel and cell.text and _is_answer(cell.static)
        }

    def off_route(self) -> dict[str, str]:
        """Return path to value of answers that stand where the form would skip."""
        questions = self.definition.plan.questions
        return {
            cell.path(): cell.text
            for cell in self._state.instance.root.walk()
            if cell.kids is None
            and not cell.rel
            and cell.text
            and (question := questions.get(cell.static.number)) is not None
            and question.asked
        }

    def finalise(self, *, instance_id: str, deprecated_id: str | None = None) -> bytes:
        """Return the instance XML: relevant nodes only, with meta/instanceID.

        Args:
            deprecated_id: the instance that this one replaces; :attr:`deprecated_id` when it is ``None``.

        Raises:
            FormIncomplete: rules are broken, unless the entry is as written.
        """
        if not self.as_written:
            violations = self.validate()
            if violations:
                raise FormIncomplete(violations, form_id=self.definition.form_id)
        return self.serialise(instance_id=instance_id, deprecated_id=deprecated_id)

    def serialise(self, *, instance_id: str, deprecated_id: str | None = None) -> bytes:
        """Return the instance XML as :meth:`finalise` does, whatever rules are broken."""
        instance = self._state.instance
        self._draws.begin()
        instance.begin()
        for static in self.definition.plan.statics:
            if is_preloaded_at_end(static):
                for cell in instance.owners(static):
                    instance.set_text(cell, instant_text(instance.now()))
            elif is_identity(static) and static.name == "instanceID" and static.home is None:
                instance.set_text(instance.singles[static.number], instance_id)
        instance.run()
        replaced = self.deprecated_id if deprecated_id is None else deprecated_id
        return write_instance(self.definition, instance.root, instance_id=instance_id, deprecated_id=replaced)
