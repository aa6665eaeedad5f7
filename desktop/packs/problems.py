"""How the faults of a pack are gathered: all of them at once, each with its place and remedy."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.engagement.programme import TO_BE_FILLED_IN
from desktop.foundation.translation import tr
from desktop.questionnaires.problems import FormRefused, Problem, Severity

PROGRAMME_FILE = "programme.toml"
_EXCERPT = 12  # words


class PackRefused(FormRefused):
    """A programme pack has errors and can't be opened; ``problems`` holds all that were found, warnings too."""


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether one of ``problems`` keeps the pack from being opened."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def file_problem(name: str, fault: str, remedy: str, severity: Severity = Severity.ERROR) -> Problem:
    """Return a problem with the file ``name`` as a whole."""
    return Problem(severity=severity, sheet=name, row=None, column="", fault=fault, remedy=remedy)


def places_to_fill_in(text: str) -> tuple[str, ...]:
    """Return, for each paragraph of ``text`` that holds the fill-in words, what stands before them (shortened).

    Case and line breaks don't matter. An empty string stands for a paragraph that is nothing else.
    """
    found = []
    for paragraph in text.split("\n\n"):
        words = " ".join(paragraph.split())
        at = words.casefold().find(TO_BE_FILLED_IN)
        if at >= 0:
            before = words[:at].rstrip(" :").split()
            found.append(" ".join(before if len(before) <= _EXCERPT else ["…", *before[-_EXCERPT:]]))
    return tuple(found)


def fill_in_problem(sheet: str, row: int | None, column: str, before: str) -> Problem:
    """Return the problem that something is still to be filled in; ``before`` is what stands before the words."""
    if before:
        fault = tr("After “{words}” the programme's own words are still to be filled in.", words=before)
    else:
        fault = tr("The programme's own words are still to be filled in.")
    remedy = tr("Write them in place of “{words}”.", words=TO_BE_FILLED_IN)
    return Problem(Severity.TO_FILL_IN, sheet, row, column, fault, remedy)
