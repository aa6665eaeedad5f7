"""Everything that is wrong with a form, or still missing, told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from desktop.engagement.programme import TO_BE_FILLED_IN
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import FormDefinition, Group, Question, QuestionType, Repeat, Words
from desktop.questionnaires.problems import Problem, Severity
from desktop.xlsform.advice import advice
from desktop.xlsform.contact_details import Asked, Detail, details_asked
from desktop.xlsform.convert import ReadForm, read_book_and_form, with_row
from desktop.xlsform.easy_read_columns import easy_read_problems
from desktop.xlsform.never_asked import never_asked
from desktop.xlsform.row_expressions import row_expressions
from desktop.xlsform.sheets import Book, Row

_DEVICE_DETAILS = frozenset({"email", "phonenumber", "phone number"})


def check_form(path: Path, *, equality_group: str = "") -> tuple[Problem, ...]:
    """Return every problem of the form at ``path``: errors first, then warnings, then what is to be filled in.

    Args:
        equality_group: name of the top-level group with the questions about equality, which nobody may be made to
            answer; empty when the form has none.

    Raises:
        WorldError: the file can't be read.
    """
    return read_and_check(path, equality_group=equality_group)[1]


def read_and_check(path: Path, *, equality_group: str = "") -> tuple[ReadForm | None, tuple[Problem, ...]]:
    """Return the form, ``None`` when it can't be read, and its problems as :func:`check_form` does.

    A spreadsheet is converted once for both: that takes most of a second.
    """
    problems: list[Problem] = []
    book, form, refusal = read_book_and_form(path)
    if refusal is not None:
        problems += refusal.problems
    if form is None:
        told = {(problem.row, problem.column) for problem in problems if problem.severity is Severity.ERROR}
        problems += (one for one in row_expressions(book) if (one.row, one.column) not in told)
        problems += _contacts_in_rows(book)
        problems += _to_fill_in_rows(book)
    else:
        definition = form.definition
        problems += form.problems
        for problem in check_definition(definition, book, equality_group=equality_group):
            problems.append(with_row(problem, book) if problem.row is None else problem)
        problems += _to_fill_in_rows(book) if book.sheets else _to_fill_in(definition)
    return form, in_order(problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems, each once: errors first, then warnings, then what is to be filled in."""
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.TO_FILL_IN: 2}
    unique = list(dict.fromkeys(problems))
    return tuple(sorted(unique, key=lambda problem: (order[problem.severity], problem.sheet, problem.row or 0)))


def check_definition(
    definition: FormDefinition, book: Book | None = None, *, equality_group: str = ""
) -> Iterator[Problem]:
    """Yield what is wrong with a form that can be read; with the rows of choices where ``book`` has them."""
    yield from _contacts(definition)
    if equality_group:
        yield from _required_equality(definition, equality_group)
    yield from _missing_labels(definition)
    yield from never_asked(definition)
    yield from advice(definition, book or Book(), equality_group=equality_group)
    yield from easy_read_problems(definition, book or Book())


# ---- contact details ----


def _refuse_contact(name: str, path: str, column: str, details: tuple[Detail, ...]) -> Problem:
    return Problem(
        Severity.ERROR,
        "survey",
        None,
        column,
        tr(
            "The question “{name}” asks for {details}, which a form must not hold.",
            name=name,
            details=tr(" and ").join(tr(detail.value) for detail in details),
        ),
        tr("Take it out; the update list asks for contact details, apart from the answers."),
        path,
    )


def _contacts(definition: FormDefinition) -> Iterator[Problem]:
    for question in definition.questions():
        if question.preload in _DEVICE_DETAILS:
            yield _refuse_metadata(question.name, question.path)
            continue
        if not question.asked or question.read_only:
            continue
        details = details_asked(
            Asked(question.name, question.type.value, _all(question.labels), _all(question.hints))
        )
        if details:
            yield _refuse_contact(question.name, question.path, "label", details)


def _refuse_metadata(name: str, path: str) -> Problem:
    return Problem(
        Severity.ERROR,
        "survey",
        None,
        "type",
        tr("“{name}” takes an e-mail address or telephone number from the device.", name=name),
        tr("Take the row out."),
        path,
    )


def _contacts_in_rows(book: Book) -> Iterator[Problem]:
    """Look through the rows of a form that couldn't be read, so that all is told at once."""
    for row in book.rows("survey"):
        kind = row.get("type").strip()
        if kind in _DEVICE_DETAILS:
            problem = _refuse_metadata(row.get("name") or kind, "")
        else:
            details = details_asked(Asked(row.get("name"), kind, _cells(row, "label"), _cells(row, "hint")))
            if not details:
                continue
            problem = _refuse_contact(row.get("name"), "", "label", details)
        yield Problem(
            problem.severity, "survey", row.number, problem.column, problem.fault, problem.remedy, problem.path
        )


def _cells(row: Row, column: str) -> tuple[str, ...]:
    return tuple(text for header, text in row.cells.items() if header.split("::")[0].split(":")[0] == column)


def _all(words: Words) -> tuple[str, ...]:
    return tuple(text for language in words.by_language if (text := words.plain(language)))


# ---- equality block, labels ----


def _required_equality(definition: FormDefinition, equality_group: str) -> Iterator[Problem]:
    for question in definition.questions():
        if question.path.split("/", 1)[0] == equality_group and question.required is not None:
            yield Problem(
                Severity.ERROR,
                "survey",
                None,
                "required",
                tr("“{name}” is about equality, and can't be required.", name=question.name),
                tr("Empty the cell: nobody has to answer these questions."),
                question.path,
            )


def _missing_labels(definition: FormDefinition) -> Iterator[Problem]:
    for node in definition.walk():
        if isinstance(node, Question):
            if not node.visible:
                continue
            yield from _missing(definition, node, node.labels, needed=not node.hints.by_language)
            for choice in node.choices:
                if not choice.labels.by_language:
                    yield Problem(
                        Severity.WARNING,
                        "choices",
                        None,
                        "label",
                        tr("The choice “{value}” of “{name}” has no label.", value=choice.value, name=node.name),
                        tr("Write what people are to read."),
                    )
        elif isinstance(node, Group | Repeat) and node.labels.by_language:
            yield from _missing(definition, node, node.labels, needed=False)


def _missing(
    definition: FormDefinition, node: Question | Group | Repeat, words: Words, *, needed: bool
) -> Iterator[Problem]:
    if not words.by_language:
        if needed:
            yield Problem(
                Severity.WARNING,
                "survey",
                None,
                "label",
                tr("“{name}” has no label.", name=node.name),
                tr("Write what is asked."),
                node.path,
            )
        return
    for language in definition.languages:
        if len(definition.languages) > 1 and not words.has(language):
            yield Problem(
                Severity.WARNING,
                "survey",
                None,
                f"label::{language}",
                tr("“{name}” has no label in {tongue}.", name=node.name, tongue=language),
                tr("Translate it; until then the default language is shown."),
                node.path,
            )


# ---- what the programme has yet to say ----


def _to_fill_in_rows(book: Book) -> Iterator[Problem]:
    for name, sheet in book.sheets.items():
        if name not in ("survey", "choices", "settings"):
            continue
        for row in sheet.rows:
            for column, text in row.cells.items():
                if TO_BE_FILLED_IN in " ".join(text.lower().split()):
                    yield Problem(
                        Severity.TO_FILL_IN,
                        name,
                        row.number,
                        next((header for header in sheet.columns if header.lower() == column), column),
                        tr("Here the programme's own words are missing."),
                        tr("Fill them in."),
                    )


def _to_fill_in(definition: FormDefinition) -> Iterator[Problem]:
    for node in definition.walk():
        texts = _all(node.labels)
        if isinstance(node, Question):
            texts = (*texts, *_all(node.hints))
            if node.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE):
                texts = (*texts, *(text for choice in node.choices for text in _all(choice.labels)))
        if any(TO_BE_FILLED_IN in text.lower() for text in texts):
            yield Problem(
                Severity.TO_FILL_IN,
                tr("XForm, {path}", path=node.path),
                None,
                "label",
                tr("Here the programme's own words are missing."),
                tr("Fill them in."),
                node.path,
            )
