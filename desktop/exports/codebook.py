"""The codebook of an export: what every column means, for somebody who never saw the form."""

from __future__ import annotations

from desktop.exports.missing_codes import codes_in_words
from desktop.exports.response_table import Column, ResponseTable, without_positions
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import FormDefinition, Question
from desktop.questionnaires.expressions.wording import in_words
from desktop.questionnaires.numbering import question_numbers

HEADINGS = ("column", "question", "type", "label", "choices", "asked", "form_version", "path")


def codebook_rows(table: ResponseTable, language: str | None = None) -> tuple[tuple[str, ...], ...]:
    """Return one row a column of ``table``, in the order of ``HEADINGS``."""
    return tuple(_row(column, table.definitions, language) for column in table.columns)


def _row(column: Column, definitions: tuple[FormDefinition, ...], language: str | None) -> tuple[str, ...]:
    if column.kind == "context":
        return (column.name, "", "context", tr(column.label), "", "", "", "")
    plain = without_positions(column.path)
    definition, question = _newest_with(plain, definitions)
    tongue = language if language in definition.languages else definition.default_language
    asked = ""
    if question.relevant is not None:
        asked = in_words(question.relevant, definition, tongue) or tr(
            "Only if: {rule}", rule=question.relevant.text
        )
    choices = ""
    if column.kind in ("value", "label"):
        choices = "; ".join(f"{choice.value} = {choice.label(tongue)}" for choice in question.choices or ())
    elif column.kind == "choice":
        choices = tr("1 = chosen; 0 = not chosen; empty = not answered")
    elif column.kind == "missing":
        choices = codes_in_words()
    return (
        column.name,
        question_numbers(definition).get(plain, ""),
        question.type.value if column.kind == "value" else column.kind,
        tr("Why there is no answer: {label}", label=column.label) if column.kind == "missing" else column.label,
        choices,
        asked,
        ", ".join(each.version for each in definitions if _has(each, plain)),
        column.path,
    )


def _has(definition: FormDefinition, path: str) -> bool:
    return any(question.path == path for question in definition.questions())


def _newest_with(path: str, definitions: tuple[FormDefinition, ...]) -> tuple[FormDefinition, Question]:
    for definition in definitions:
        for question in definition.questions():
            if question.path == path:
                return definition, question
    raise KeyError(path)
