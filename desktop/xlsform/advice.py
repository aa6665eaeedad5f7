"""What will work badly here, told to the form's author: warnings, never errors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import SELECTS, FormDefinition, Question, QuestionType, Words
from desktop.questionnaires.expressions.syntax import Call, Expression, Literal, Path
from desktop.questionnaires.problems import Problem, Severity
from desktop.xlsform.sheets import Book, Row

LONG_CHOICE = 180
"""Characters of a choice from which it takes more than two lines of A4 beside its box."""
MANY_CHOICES = 60
"""Choices from which a list fills more than a page."""
_NAMES = re.compile(
    r"(?:ethnic(?:ity|_group|_origin)?|race|religion(?:_or_belief)?|belief|faith|disab(?:ility|led)"
    r"|health_condition|long_term_condition|(?:sexual_)?orientation|sexuality|sex|gender(?:_identity)?|trans"
    r"|gender_reassignment|pregnan(?:t|cy)(?:_\w+)?|marital_status)\Z"
)
_LABELS = re.compile(
    r"\byour (?:ethnic|religion|faith|gender|sex\b|sexual)|\bsexual orientation\b|\bgender you identify\b"
    r"|\bethnic (?:group|origin|background)\b.*\byou"
    r"|\b(?:are|do) you (?:consider yourself|identify)\b.*\b(?:disab|trans)"
    r"|\bare you (?:currently |now )?(?:pregnant|disabled|trans)"
    r"|\bdo you have (?:a|any) .*\b(?:disabilit|illness|health condition|mental health)",
    re.IGNORECASE,
)
"""Special categories (UK GDPR art. 9) and protected characteristics (Equality Act 2010 s. 4), as forms ask."""
_DECLINES = re.compile(
    r"\b(?:prefer|rather|wish) not\b|\bnot (?:to )?say\b|\bdecline\b|\bno answer\b", re.IGNORECASE
)
_DECLINING = re.compile(
    r"prefer_?not\w*|not_?say|pnts|pns|declined?|rather_not\w*|undisclosed|no_answer", re.IGNORECASE
)
_WHOLE = re.compile(r"(?:\^|\.\*).*(?:(?<!\\)\$|\.\*)|", re.DOTALL)
"""A pattern that says itself where an answer begins and ends."""
_MEDIA = {
    QuestionType.IMAGE: "a picture",
    QuestionType.AUDIO: "a sound recording",
    QuestionType.VIDEO: "a film",
    QuestionType.FILE: "a file",
}


def advice(definition: FormDefinition, book: Book, *, equality_group: str = "") -> Iterator[Problem]:
    """Yield warnings about sensitive questions, choices, and what can't be taken here.

    Args:
        book: rows of the spreadsheet, for the places of choices; empty for an XForm.
        equality_group: whose required questions are errors already.
    """
    yield from _choices(definition, book)
    yield from _filters(definition, book)
    for question in definition.questions():
        if question.type in _MEDIA:
            yield _warning(
                "type",
                tr(
                    "“{name}” asks for {what}, which can't be taken here yet.",
                    name=question.name, what=tr(_MEDIA[question.type]),
                ),
                tr("Ask for it in words, or leave it to another program; it stays empty here."),
                question,
            )  # fmt: skip
        yield from _patterns(question)
        if question.asked and is_sensitive(question):
            yield from _sensitive(question, equality_group)


def is_sensitive(question: Question) -> bool:
    """Tell whether a question asks a person about a special category or protected characteristic, by its words."""
    return bool(
        _NAMES.match(question.name.lower())
        or any(_LABELS.search(question.labels.plain(language)) for language in question.labels.by_language)
    )


def can_be_declined(question: Question) -> bool:
    """Tell whether one of a select's choices is "Prefer not to say" or its like."""
    return any(
        _DECLINING.fullmatch(choice.value)
        or any(_DECLINES.search(choice.labels.plain(language)) for language in choice.labels.by_language)
        for choice in question.choices
    )


def _sensitive(question: Question, equality_group: str) -> Iterator[Problem]:
    if question.required is not None and question.path.split("/", 1)[0] != (equality_group or None):
        yield _warning(
            "required",
            tr("“{name}” is sensitive, and required.", name=question.name),
            tr("Empty the cell: nobody should have to answer it."),
            question,
        )
    if question.type in SELECTS and question.choices and not can_be_declined(question):
        yield _warning(
            "type",
            tr("“{name}” is sensitive, and has no choice “Prefer not to say”.", name=question.name),
            tr("Add the choice to its list."),
            question,
        )


def _patterns(question: Question) -> Iterator[Problem]:
    """Yield the patterns of a constraint that a part of the answer satisfies here, and the whole in Collect.

    ODK XForms has a pattern found anywhere; JavaRosa matches the whole: github.com/getodk/javarosa/issues/531.
    """
    for call in question.constraint.walk() if question.constraint is not None else ():
        if not isinstance(call, Call) or call.name != "regex":
            continue
        pattern = call.arguments[1]
        if isinstance(pattern, Literal) and not _WHOLE.fullmatch(pattern.value):
            yield _warning(
                "constraint",
                tr(
                    "The pattern “{pattern}” may fit a part of the answer here; in ODK Collect it must fit all.",
                    pattern=pattern.value,
                ),
                tr("Put ^( before it and )$ after it, so that it is the same everywhere."),
                question,
            )


def _choices(definition: FormDefinition, book: Book) -> Iterator[Problem]:
    """Yield what is wrong with choices, once for each list."""
    rows = _ChoiceRows(book)
    seen: set[tuple[str, ...]] = set()
    for question in definition.questions():
        if question.type not in SELECTS:
            continue
        if len(question.choices) > MANY_CHOICES:
            yield _warning(
                "type",
                tr(
                    "“{name}” has {count} choices, more than a page of paper holds.",
                    name=question.name, count=len(question.choices),
                ),
                tr("Ask for it in words on paper, or shorten the list."),
                question,
            )  # fmt: skip
        values = tuple(choice.value for choice in question.choices)
        if values in seen:
            continue
        seen.add(values)
        for choice in question.choices:
            for language in _missing_in(definition, choice.labels):
                yield _of_choice(
                    rows.row(question, choice.value), f"label::{language}",
                    tr(
                        "The choice “{value}” of “{name}” has no label in {tongue}.",
                        value=choice.value, name=question.name, tongue=language,
                    ),
                    tr("Translate it; until then the default language is shown."),
                )  # fmt: skip
            longest = max((len(choice.labels.plain(each)) for each in choice.labels.by_language), default=0)
            if longest > LONG_CHOICE:
                yield _of_choice(
                    rows.row(question, choice.value), "label",
                    tr(
                        "The choice “{value}” of “{name}” has {count} characters, too many for paper.",
                        value=choice.value, name=question.name, count=longest,
                    ),
                    tr("Shorten it to {count}, and put the rest into the question's hint.", count=LONG_CHOICE),
                )  # fmt: skip


def _filters(definition: FormDefinition, book: Book) -> Iterator[Problem]:
    """Yield the filters that ask for a column which the sheet of choices hasn't got: they never leave a choice."""
    sheet = book.sheets.get("choices")
    if sheet is None:
        return
    columns = {"name", "label", "itextId", *sheet.columns}
    lists = {row.get("list_name") or row.get("list name") for row in sheet.rows}
    rows = book.paths()
    for question in definition.questions():
        row = rows.get(question.path)
        words = row.get("type").split() if row is not None else []
        if question.choice_filter is None or len(words) < 2 or words[1] not in lists:
            continue
        for name in sorted(_names_in(question.choice_filter) - columns):
            yield _warning(
                "choice_filter",
                tr(
                    "The filter of “{name}” asks for “{column}”, which no column is called.",
                    name=question.name, column=name,
                ),
                tr("Add the column to the sheet choices, or correct the name."),
                question,
            )  # fmt: skip


def _names_in(expression: Expression) -> set[str]:
    """Return the names that an expression reads of its context node itself."""
    return {
        node.steps[0].test
        for node in expression.walk()
        if isinstance(node, Path)
        and not node.absolute
        and node.start is None
        and node.steps[0].axis == "child"
        and node.steps[0].test.isidentifier()
    }


def _missing_in(definition: FormDefinition, labels: Words) -> Iterator[str]:
    if labels.by_language and len(definition.languages) > 1 and set(labels.by_language) != {"default"}:
        for language in definition.languages:
            if not labels.has(language) and not labels.media.get(language):
                yield language


class _ChoiceRows:
    """Finds the row of a choice on the sheet of choices."""

    def __init__(self, book: Book) -> None:
        self._survey = book.paths()
        self._rows: dict[tuple[str, str], Row] = {}
        for row in book.rows("choices"):
            name = row.get("list_name") or row.get("list name")
            self._rows.setdefault((name, row.get("name") or row.get("value")), row)

    def row(self, question: Question, value: str) -> int | None:
        """Return the number of the row, ``None`` where it can't be told."""
        asked = self._survey.get(question.path)
        words = asked.get("type").split() if asked is not None else []
        found = self._rows.get((words[1], value)) if len(words) > 1 else None
        return None if found is None else found.number


def _of_choice(row: int | None, column: str, fault: str, remedy: str) -> Problem:
    return Problem(Severity.WARNING, "choices", row, column, fault, remedy)


def _warning(column: str, fault: str, remedy: str, question: Question) -> Problem:
    return Problem(Severity.WARNING, "survey", None, column, fault, remedy, question.path)
