"""A question as the screen needs it: plain values, made on the worker, safe to hold in a widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.questionnaires.definition import QuestionType


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question or note as it stands now.

    Attributes:
        path: key of its answer.
        number: its number on screen and paper; empty for a note.
        appearances, parameters: of the form's question.
        choices: (value, label) in order.
        message: what is wrong with the value, else empty.
    """

    path: str
    number: str
    type: QuestionType
    label: str
    hint: str = ""
    value: str = ""
    required: bool = False
    read_only: bool = False
    appearances: frozenset[str] = frozenset()
    parameters: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[tuple[str, str], ...] = ()
    message: str = ""

    @property
    def asked(self) -> bool:
        """Whether somebody is asked for a value."""
        return self.type is not QuestionType.NOTE
