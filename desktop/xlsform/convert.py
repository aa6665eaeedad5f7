"""Forms read from files: spreadsheets by pyxform in a child process, XForm XML directly."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from desktop.foundation.translation import tr
from desktop.jobs.bounded_child import End
from desktop.questionnaires.attachments import attachments_beside, embedded
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.easy_read import with_easy_read
from desktop.questionnaires.older_lists import ITEMSETS
from desktop.questionnaires.problems import FormRefused, Problem, Severity
from desktop.questionnaires.xform import read_xform
from desktop.questionnaires.xform_parts import XFORM_SHEET
from desktop.xlsform.bounded_process import run_bounded
from desktop.xlsform.child import MEMORY, convert_in_child, try_in_child
from desktop.xlsform.easy_read_columns import easy_rows
from desktop.xlsform.limits import read_within_limits, refused
from desktop.xlsform.sheets import Book

TIME_LIMIT = 30.0
"""Seconds after which a conversion is ended."""
TRIED_FROM = 1024 * 1024
"""Bytes from which an XForm is tried in a child process first: a smaller one can't take long, or much."""
_ROW = re.compile(r"^\[row : (\d+)\]\s*(?:On the '([\w ]+)' sheet,\s*)?")
_SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices|osm)' sheet")
_COLUMN = re.compile(r"the '([\w: ()]+)' value")


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form and the bytes it came from.

    Attributes:
        definition: the form.
        original: the file's bytes, kept as they were.
        kind: ``xlsx``, ``xls``, ``csv``, ``md`` or ``xml``.
        problems: warnings; a form with errors is refused instead.
        book: the sheets' rows; empty for an XForm.
    """

    definition: FormDefinition
    original: bytes
    kind: str
    problems: tuple[Problem, ...]
    book: Book = field(default_factory=Book)


def read_form(path: Path) -> ReadForm:
    """Return the form in the file at ``path``.

    Raises:
        FormRefused: with every problem, by sheet and row.
        WorldError: the file can't be read.
    """
    original = read_within_limits(path)
    kind = path.suffix.lower().removeprefix(".")
    if kind == "xml":
        definition = _read_xml(path, original)
        return ReadForm(definition, original, kind, definition.problems)
    book, outcome = _outcome(path)
    return read_outcome(path, original, kind, book, outcome)


def read_book_and_form(path: Path) -> tuple[Book, ReadForm | None, FormRefused | None]:
    """Return the rows, and the form or why it is refused; for telling everything at once.

    Raises:
        WorldError: the file can't be read.
    """
    book = Book()
    try:
        original = read_within_limits(path)
        kind = path.suffix.lower().removeprefix(".")
        if kind == "xml":
            definition = _read_xml(path, original)
            return book, ReadForm(definition, original, kind, definition.problems), None
        book, outcome = _outcome(path)
        return book, read_outcome(path, original, kind, book, outcome), None
    except FormRefused as refusal:
        return book, None, refusal


def read_outcome(path: Path, original: bytes, kind: str, book: Book, outcome: dict[str, Any]) -> ReadForm:
    """Return the form of a conversion's outcome (see :func:`desktop.xlsform.child.convert_rows`)."""
    warnings = tuple(_from_pyxform(text, Severity.WARNING, book) for text in outcome["warnings"])
    if "xform" not in outcome:
        if outcome.get("unreadable") == UnicodeDecodeError.__name__ and kind in ("csv", "md"):
            raise refused(
                path,
                tr("The text of the file is not in UTF-8."),
                tr("Open it in the spreadsheet program, and save it as “CSV UTF-8”, or as .xlsx."),
            )
        if "unreadable" in outcome:
            raise refused(
                path,
                tr("The spreadsheet can't be read ({reason}).", reason=outcome["unreadable"]),
                tr("Open it in the spreadsheet program, look for what is unusual, and save it again."),
            )
        raise FormRefused([_from_pyxform(outcome["error"], Severity.ERROR, book), *warnings])
    try:
        lists = attachments_beside(path)
        if outcome.get("itemsets"):
            lists = {ITEMSETS: outcome["itemsets"].encode(), **lists}
        definition = read_xform(embedded(outcome["xform"].encode(), lists))
        easy = easy_rows(book, definition.languages)
        if easy.nodes or easy.choices:
            definition = read_xform(with_easy_read(definition.xml, easy))
    except FormRefused as fault:
        raise FormRefused([*(with_row(problem, book) for problem in fault.problems), *warnings]) from fault
    told = tuple(with_row(problem, book) for problem in definition.problems)
    return ReadForm(definition, original, kind, (*warnings, *told), book)


def _outcome(path: Path) -> tuple[Book, dict[str, Any]]:
    """Convert in a child process that is ended when it takes too long or too much memory."""
    sheets, outcome = _from_child(path, convert_in_child, expected=2)
    return Book.from_plain(sheets), outcome


def _read_xml(path: Path, original: bytes) -> FormDefinition:
    """Read an XForm; a large one only after a child process has shown that it does no harm."""
    if len(original) > TRIED_FROM:
        _from_child(path, try_in_child, expected=1)
    return read_xform(embedded(original, attachments_beside(path)))


def _from_child(
    path: Path, work: Callable[[Connection, str], None], *, expected: int
) -> tuple[dict[str, Any], ...]:
    """Return the messages of a child process that reads the file, or say why it was ended."""
    outcome = run_bounded(work, str(path), seconds=TIME_LIMIT, memory=MEMORY, expected=expected)
    if outcome.end is End.LATE:
        raise refused(
            path,
            tr("Reading the form took longer than {seconds} seconds.", seconds=int(TIME_LIMIT)),
            tr("Make the form smaller, or split it."),
        )
    if outcome.end is End.DIED:
        raise refused(
            path,
            tr("Reading the form failed without a word."),
            tr("Open it in the spreadsheet program, look for what is unusual, and save it again."),
        )
    messages = tuple(json.loads(raw) for raw in outcome.messages)
    if outcome.end is End.LARGE or messages[-1].get("memory"):
        raise refused(
            path,
            tr("Reading the form needed more than {size} MB of memory.", size=MEMORY // 1024 // 1024),
            tr("Make the form smaller, or put long lists of choices into a file beside it."),
        )
    return messages


def with_row(problem: Problem, book: Book) -> Problem:
    """Return the problem with the row of the survey sheet that its node stands in."""
    row = book.paths().get(problem.path) if problem.path else None
    if row is None:
        came_as_xml = problem.sheet.startswith(XFORM_SHEET)
        return replace(problem, sheet="survey") if book.sheets and came_as_xml else problem
    column = problem.column
    if column == "jr:count":
        column = "repeat_count"
    if column and column not in row.cells:
        column = next((header for header in row.cells if header.split("::")[0] == column), column)
    return replace(problem, sheet="survey", row=row.number, column=column)


def _from_pyxform(text: str, severity: Severity, book: Book) -> Problem:
    """Return what pyxform says as a problem; its words name sheet and row at their beginning."""
    plain = " ".join(text.split())
    sheet, row, column = "survey", None, ""
    match = _ROW.match(plain)
    if match is not None:
        row = int(match.group(1))
        sheet = match.group(2) or sheet
        plain = plain[match.end() :]
    named = _SHEET.search(text)
    if named is not None and (match is None or match.group(2) is None):
        sheet = named.group(1)
    value = _COLUMN.search(text)
    if value is not None:
        column = value.group(1)
    unknown = re.match(r"Unknown question type '(.*)'", plain)
    if unknown is not None:
        column = "type"
        row = next((one.number for one in book.rows("survey") if one.get("type") == unknown.group(1)), row)
    plain = plain[:1].upper() + plain[1:]
    return Problem(severity, sheet, row, column, plain, tr("Put it right in the spreadsheet and save it."))
