"""Forms read from files: spreadsheets by pyxform in a child process, XForm XML directly."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.problems import Problem


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form and the bytes it came from.

    Attributes:
        definition: the form.
        original: the file's bytes, kept as they were.
        kind: ``xlsx``, ``xls``, ``csv``, ``md`` or ``xml``.
        problems: warnings and things to fill in; a form with errors is refused instead.
    """

    definition: FormDefinition
    original: bytes
    kind: str
    problems: tuple[Problem, ...]


def read_form(path: Path) -> ReadForm:
    """Return the form in the file at ``path``.

    Raises:
        FormRefused: with every problem, by sheet and row.
        WorldError: the file can't be read.
    """
    raise NotImplementedError
