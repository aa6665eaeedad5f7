"""A question as the screen needs it: plain values, made on the worker, safe to hold in a widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.questionnaires.definition import QuestionType


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound or film that belongs to a label.

    Attributes:
        kind: ``audio`` or ``video``.
        of: words of the choice that it belongs to; empty for the question's own.
        content: the file's bytes.
    """

    kind: str
    of: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question or note as it stands now.

    Attributes:
        path: key of its answer.
        number: its number on screen and paper; empty for a note.
        appearances, parameters: of the form's question.
        choices: (value, label) in order.
        message: what is wrong with the value, else empty.
        most_characters, most_words: as many as the form's constraint lets a text have; 0 where it doesn't say.
        picture: the picture of its label, as a file's bytes; empty where there is none.
        choice_pictures: value of a choice to the picture of its label.
        clips: sounds and films of its label, then of its choices.
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
    most_characters: int = 0
    most_words: int = 0
    picture: bytes = b""
    choice_pictures: Mapping[str, bytes] = field(default_factory=dict)
    clips: tuple[Clip, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether somebody is asked for a value."""
        return self.type is not QuestionType.NOTE and not self.is_head

    @property
    def is_head(self) -> bool:
        """Whether it shows the words of choices above a table, and takes no answer (appearance ``label``)."""
        return "label" in self.appearances and self.type in (
            QuestionType.SELECT_ONE,
            QuestionType.SELECT_MULTIPLE,
        )
