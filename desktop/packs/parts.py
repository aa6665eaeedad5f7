"""What a pack is, and what this room needs to be given to read one.

Forms are read by functions that are handed in (``desktop.xlsform.convert.read_form`` and
``desktop.xlsform.check.check_form``), since this room and that one stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.engagement.programme import Programme
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.problems import Problem


class FormInPack(Protocol):
    """A form that was read, as :class:`desktop.xlsform.convert.ReadForm` is.

    Attributes:
        definition: the form.
        original: the bytes of its file.
        kind: ``xlsx``, ``xml`` …
        problems: warnings and what is to be filled in.
    """

    @property
    def definition(self) -> FormDefinition: ...
    @property
    def original(self) -> bytes: ...
    @property
    def kind(self) -> str: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...


class FormReader(Protocol):
    """Reads a form file, or raises :class:`FormRefused` with everything that is wrong with it."""

    def __call__(self, path: Path, /) -> FormInPack: ...


class FormChecker(Protocol):
    """Returns every problem of a form file."""

    def __call__(self, path: Path, /, *, equality_group: str = "") -> tuple[Problem, ...]: ...


@dataclass(frozen=True, slots=True)
class Pack:
    """A programme and everything that belongs to it.

    Attributes:
        forms: in the order of ``programme.forms``.
        files: name to bytes: ``programme.toml``, the form files, and in folders below what stands beside them:
            lists, the media that they show, and translations.
        sha256: hex digest over ``files`` (:func:`desktop.packs.files.pack_digest`).
        problems: warnings and what is to be filled in; a pack with errors is refused instead.
    """

    programme: Programme
    forms: tuple[FormInPack, ...]
    files: Mapping[str, bytes]
    sha256: str
    problems: tuple[Problem, ...]
