"""Made-up respondents: answers by chance that a form accepts, and what they gave."""

from __future__ import annotations

import random

from desktop.foundation.clock import Clock
from desktop.questionnaires.definition import FormDefinition, QuestionType
from desktop.questionnaires.entry import FormEntry

WORDS = (
    "More buses to the clinic",
    '=HYPERLINK("http://example.org")',
    "Ærøskøbing café, “quoted”, comma; semicolon",
    "-1 for the waiting room",
    "two\nlines",
    "مرحبا",
    "ধন্যবাদ",
)


def made_up_answers(definition: FormDefinition, chance: random.Random, clock: Clock) -> dict[str, str]:
    """Return question name to answer for one made-up respondent, leaving out what the form does not ask."""
    entry, _ = FormEntry.start(definition, clock=clock)
    given: dict[str, str] = {}
    done: set[str] = set()
    while True:
        waiting = [
            path
            for screen in entry.screens()
            for path in screen.paths
            if path not in done and entry.node(path).type is not QuestionType.NOTE
        ]
        if not waiting:
            return given
        path = waiting[0]
        done.add(path)
        value = _value(entry, path, chance)
        if value:
            entry.answer(path, value)
            given[path.rpartition("/")[2]] = value


def _value(entry: FormEntry, path: str, chance: random.Random) -> str:
    node = entry.node(path)
    if not node.required and chance.random() < 0.2:
        return ""
    choices = [value for value, _ in node.choices]
    if node.type is QuestionType.SELECT_ONE:
        return chance.choice(choices)
    if node.type is QuestionType.SELECT_MULTIPLE:
        chosen = chance.sample(choices, k=chance.randint(1, min(3, len(choices))))
        return " ".join(choice for choice in choices if choice in chosen)  # as they stand in the form
    if node.type is QuestionType.DATE:
        return "2016-04-12"
    if "postcode" in f"{node.label} {node.hint}".lower():
        return chance.choice(["LE3 5", "LE12 7", "NG11 9"])
    return chance.choice(WORDS)
