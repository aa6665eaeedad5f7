"""Answers by chance, each of them one that the form takes: what practice and the tests fill forms with."""

from __future__ import annotations

import random
from collections.abc import Sequence

from desktop.foundation.errors import Defect
from desktop.questionnaires.definition import QuestionType
from desktop.questionnaires.entry import FormEntry
from desktop.workflows.open_entry import OpenEntry


def answer_by_chance(
    asked: OpenEntry, chance: random.Random, comments: Sequence[str], *, most: int | None = None
) -> None:
    """Answer what the form asks, in its order, by chance; every answer fits the form's constraints.

    Args:
        most: stop after so many questions.
    """
    done: set[str] = set()
    while most is None or len(done) < most:
        waiting = [
            path
            for screen in (*asked.subject_screens(), *asked.equality_screens())
            for path in screen.paths
            if path not in done and asked.entry.node(path).type not in (QuestionType.NOTE, None)
        ]
        if not waiting:
            return
        path = waiting[0]
        done.add(path)
        for value in made_up_values(asked.entry, path, chance, comments):
            asked.answer(path, value)
            if asked.entry.node(path).valid:
                break
        else:
            raise Defect(f"no made-up answer fits the question {path}")


def made_up_values(entry: FormEntry, path: str, chance: random.Random, comments: Sequence[str]) -> list[str]:
    """Return values for a question, of which the form takes the first or one of the others."""
    node = entry.node(path)
    choices = [value for value, _ in node.choices]
    match node.type:
        case QuestionType.SELECT_ONE:
            return [chance.choice(choices)] if choices else [""]
        case QuestionType.SELECT_MULTIPLE:
            return [" ".join(sorted(chance.sample(choices, k=min(len(choices), 2))))] if choices else [""]
        case QuestionType.RANK:
            return [" ".join(chance.sample(choices, k=len(choices)))]
        case QuestionType.INTEGER | QuestionType.RANGE:
            return [str(chance.randint(1, 5)), "1", "20", ""]
        case QuestionType.DECIMAL:
            return ["2.5", ""]
        case QuestionType.TEXT:
            # a text with a pattern of its own (a partial postcode) takes one of the last two
            return [chance.choice(comments), "LE3 5", ""]
        case _:
            return [""]
