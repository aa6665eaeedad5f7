"""What a programme's rules say of questions, held against the forms: each must be there, and be of use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.analysis.benchmarks import Dimension
from desktop.engagement.hand_over import RepresentationQuestion
from desktop.engagement.programme import Programme
from desktop.foundation.translation import tr
from desktop.packs.problems import PROGRAMME_FILE
from desktop.questionnaires.definition import FormDefinition, Question, QuestionType
from desktop.questionnaires.problems import Problem, Severity


def compare_rules(programme: Programme, definitions: Sequence[FormDefinition]) -> Iterator[Problem]:
    """Yield every question that the programme's rules name and that no form has, or that can't serve."""
    for path in programme.hand_over.adult_only:
        if not any(definition.find(path) for definition in definitions):
            # an error: the question would be asked of somebody whom it must not be asked of
            yield _problem(
                "hand_over adult_only",
                tr("No form of the pack has the question or group “{path}”.", path=path[:80]),
                tr("Give its path in the form: the names of its groups and its own, with a / between."),
            )
    forms = {definition.form_id: definition for definition in definitions}
    for asked in programme.representation:
        if asked.form_id in forms:
            yield from _representation(asked, forms[asked.form_id])


def _representation(asked: RepresentationQuestion, form: FormDefinition) -> Iterator[Problem]:
    column = f"representation {asked.dimension}"
    found = form.find(asked.question)
    if not isinstance(found, Question):
        yield _problem(
            column,
            tr("The form {form} has no question “{path}”.", form=form.form_id, path=asked.question[:80]),
            tr("Give its path in the form: the names of its groups and its own, with a / between."),
        )
        return
    by_number = asked.dimension == Dimension.AGE and found.type is QuestionType.INTEGER
    if not by_number and found.type is not QuestionType.SELECT_ONE:
        yield _problem(
            column,
            tr("“{path}” has no list of which one answer is picked.", path=asked.question[:80]),
            tr("Name a question with such a list, since its answers are compared with groups of people."),
        )
    if found.repeat_paths:
        yield _problem(
            column,
            tr("“{path}” is asked several times in one response.", path=asked.question[:80]),
            tr("Name a question that is asked once, or people would count twice."),
        )


def _problem(column: str, fault: str, remedy: str) -> Problem:
    return Problem(Severity.ERROR, PROGRAMME_FILE, None, column, fault, remedy)
