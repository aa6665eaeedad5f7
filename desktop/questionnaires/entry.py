"""FormEntry: one respondent's answers in progress."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.foundation.clock import Clock
from desktop.questionnaires.definition import FormDefinition
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


class FormEntry:
    """One respondent's answers over one definition.

    Paths are below the root: ``group/question``, ``group/repeat[2]/question``. Not to be used from two threads at once.

    Attributes:
        definition: the form.
        language: the language that labels are in.
        as_written: for paper: what the form would skip is kept, and an incomplete entry can be finalised.
    """

    definition: FormDefinition
    language: str
    as_written: bool

    @classmethod
    def start(
        cls,
        definition: FormDefinition,
        *,
        clock: Clock,
        language: str | None = None,
        environment: Environment | None = None,
        as_written: bool = False,
    ) -> tuple[FormEntry, tuple[Step, ...]]:
        """Return a new entry with defaults and calculations in place, and the steps to begin its journal with."""
        raise NotImplementedError

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
        """Return the entry whose journal holds ``steps``; neither clock nor chance is asked anew."""
        raise NotImplementedError

    def answer(self, path: str, value: str) -> Changes:
        """Set the answer of a question, in ODK text form ("a b" for several choices, ISO dates; "" clears it).

        Raises:
            AnswerRefused: the value is none of the question's type. A broken constraint is kept and shown in its state.
        """
        raise NotImplementedError

    def add_repeat(self, path: str) -> Changes:
        """Add an instance to the repeat at ``path``, after the others."""
        raise NotImplementedError

    def remove_repeat(self, path: str) -> Changes:
        """Remove the repeat instance at ``path`` (``children[2]``)."""
        raise NotImplementedError

    def set_language(self, name: str) -> Changes:
        """Show labels and messages in the language with this name."""
        raise NotImplementedError

    def node(self, path: str) -> NodeState:
        """Return the state of the node at ``path``."""
        raise NotImplementedError

    def screens(self, *, within: str | None = None, excluding: str | None = None) -> tuple[Screen, ...]:
        """Return the relevant screens in order; ``within`` one group only, or ``excluding`` one."""
        raise NotImplementedError

    def validate(self, *, within: str | None = None, excluding: str | None = None) -> tuple[Violation, ...]:
        """Return every rule that is broken, in body order."""
        raise NotImplementedError

    def answers(self) -> dict[str, str]:
        """Return path to value of what is relevant and not empty, in body order; the instance id is left out."""
        raise NotImplementedError

    def off_route(self) -> dict[str, str]:
        """Return path to value of answers that stand where the form would skip."""
        raise NotImplementedError

    def finalise(self, *, instance_id: str, deprecated_id: str = "") -> bytes:
        """Return the instance XML: relevant nodes only, with meta/instanceID.

        Raises:
            FormIncomplete: rules are broken, unless the entry is as written.
        """
        raise NotImplementedError


def answers_from_xml(definition: FormDefinition, xml: bytes) -> dict[str, str]:
    """Return the projection of an instance XML: path to value, as :meth:`FormEntry.answers` gives it."""
    raise NotImplementedError
