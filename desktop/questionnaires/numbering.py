"""The numbers of questions, shared by screen, paper and keying."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.questionnaires.definition import FormDefinition


def question_numbers(definition: FormDefinition) -> Mapping[str, str]:
    """Return path to "1", "2"… in body order over the questions that are asked; notes and hidden values have
    none.
    """
    asked = (question for question in definition.questions() if question.asked)
    return {question.path: str(number) for number, question in enumerate(asked, start=1)}
