"""Everything that is wrong with a form, or still missing, told at once."""

from __future__ import annotations

from pathlib import Path

from desktop.questionnaires.problems import Problem


def check_form(path: Path, *, equality_group: str = "") -> tuple[Problem, ...]:
    """Return every problem of the form at ``path``: errors, warnings and what is to be filled in."""
    raise NotImplementedError
