"""The easy read columns of a spreadsheet, and what a reader would stumble over in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.definition import FormDefinition, Group, Question, Repeat, Words
from desktop.questionnaires.easy_read import EasyRows, EasyWords, has_easy_read, without_references
from desktop.questionnaires.problems import Problem, Severity
from desktop.xlsform.sheets import Book, Row

WORDS, PICTURE = "easy_read", "easy_read_image"
LONGEST_SENTENCE = 15
"""Words, from the guidance on easy read: 10 to 15 at most."""
_SENTENCE = re.compile(r"(?<=[.!?…؟۔।])\s+|\n+")
_SELECT = re.compile(r"(?:select[ _](?:one|multiple)|rank)(?:[ _]external)?\s+(\S+)", re.IGNORECASE)


def easy_rows(book: Book, languages: tuple[str, ...]) -> EasyRows:
    """Return what the columns ``easy_read`` and ``easy_read_image`` hold.

    Args:
        languages: of the form, the default first; a column without a language is in that one.
    """
    survey, lists = _columns(book, "survey", languages), _columns(book, "choices", languages)
    nodes: dict[str, EasyWords] = {}
    uses: dict[str, str] = {}
    for path, row in book.paths().items():
        words = _words(row, survey)
        if words is not None:
            nodes[path] = words
        select = _SELECT.match(row.get("type").strip())
        if select is not None:
            uses[path] = select.group(1)
    choices: dict[str, dict[str, EasyWords]] = {}
    for row in book.rows("choices") if lists else ():
        words = _words(row, lists)
        if words is not None:
            name = row.get("list_name") or row.get("list name")
            choices.setdefault(name, {})[row.get("name") or row.get("value")] = words
    return EasyRows(nodes, uses, choices)


def _columns(book: Book, sheet: str, languages: tuple[str, ...]) -> Mapping[str, tuple[str, str]]:
    """Return header (as the cells have it) to ``easy_read`` or ``easy_read_image``, and its language."""
    found = book.sheets.get(sheet)
    by_name = {language.casefold(): language for language in languages}
    columns: dict[str, tuple[str, str]] = {}
    for header in () if found is None else found.columns:
        kind, _, language = (part.strip() for part in header.replace("::", ":").partition(":"))
        if kind.casefold() in (WORDS, PICTURE):
            columns[header.lower()] = (kind.casefold(), by_name.get(language.casefold(), language or languages[0]))
    return columns


def _words(row: Row, columns: Mapping[str, tuple[str, str]]) -> EasyWords | None:
    texts: dict[str, str] = {}
    pictures: dict[str, str] = {}
    for header, (kind, language) in columns.items():
        cell = row.get(header).strip()
        if cell:
            (texts if kind == WORDS else pictures)[language] = without_references(cell)
    return EasyWords(texts, pictures) if texts or pictures else None


def easy_read_problems(definition: FormDefinition, book: Book) -> Iterator[Problem]:
    """Yield what is missing or hard to read; nothing for a form that has no easy read words at all."""
    if not has_easy_read(definition):
        return
    easy = definition.easy_read
    rows = book.paths()
    unpictured: list[str] = []
    for node in definition.walk():
        if not node.labels.by_language or (isinstance(node, Question) and not node.visible):
            continue
        words = easy.nodes.get(node.path)
        row = rows.get(node.path)
        if isinstance(node, Question) and not (words and words.media):
            unpictured.append(node.name)
        for language in definition.languages:
            if words is None or not words.has(language):
                if node.labels.has(language):
                    yield _missing(node, language, definition, row)
            else:
                yield from _long_sentences(node.name, words, language, "survey", row, node.path)
    if unpictured:
        yield _problem(
            ntr(
                "{count} question has no easy read picture: {names}",
                "{count} questions have no easy read picture: {names}",
                len(unpictured),
                names=_some(unpictured),
            ),
            tr("Name a picture for each in the column {column}.", column=PICTURE),
            "survey",
            None,
            PICTURE,
        )
    seen: set[int] = set()
    for path, choices in easy.choices.items():
        if id(choices) in seen:
            continue
        seen.add(id(choices))
        for value, words in choices.items():
            for language in definition.languages:
                yield from _long_sentences(value, words, language, "choices", _choice_row(book, rows, path, value))


def _missing(
    node: Question | Group | Repeat, language: str, definition: FormDefinition, row: Row | None
) -> Problem:
    alone = len(definition.languages) == 1
    if alone:
        fault = tr("“{name}” has no easy read words.", name=node.name)
    else:
        fault = tr("“{name}” has no easy read words in {tongue}.", name=node.name, tongue=language)
    return _problem(
        fault,
        tr("Say it in short sentences, one idea in each; until then the ordinary words are shown."),
        "survey",
        row,
        WORDS if alone else f"{WORDS}::{language}",
        node.path,
    )


def _long_sentences(
    name: str, words: Words, language: str, sheet: str, row: Row | None, path: str = ""
) -> Iterator[Problem]:
    if not words.has(language):
        return
    for sentence in _SENTENCE.split(words.plain(language)):
        count = len(sentence.split())
        if count > LONGEST_SENTENCE:
            yield _problem(
                tr(
                    "A sentence of “{name}” has {count} words, which is long for easy read: “{sentence}”",
                    name=name,
                    count=count,
                    sentence=sentence,
                ),
                tr("Make it {most} words or fewer, with one idea.", most=LONGEST_SENTENCE),
                sheet,
                row,
                WORDS,
                path,
            )


def _choice_row(book: Book, rows: Mapping[str, Row], path: str, value: str) -> Row | None:
    asked = rows.get(path)
    select = _SELECT.match(asked.get("type").strip()) if asked is not None else None
    if select is None:
        return None
    named = (row for row in book.rows("choices") if row.get("name") == value)
    return next((row for row in named if (row.get("list_name") or row.get("list name")) == select.group(1)), None)


def _problem(fault: str, remedy: str, sheet: str, row: Row | None, column: str, path: str = "") -> Problem:
    return Problem(Severity.WARNING, sheet, row.number if row is not None else None, column, fault, remedy, path)


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:8])
    return f"{shown}…" if len(names) > 8 else shown + "."
