"""The text of a pack's TOML file: decoding, parsing, and the line that each key stands on.

``tomllib`` gives values without their lines, but somebody who edits the file in Notepad looks for a line. The
lines are found by a small scanner of our own; it reads nothing but headers and keys, and where it is at a loss a
problem is told without a line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.foundation.translation import tr
from desktop.packs.problems import PROGRAMME_FILE, file_problem
from desktop.questionnaires.problems import Problem, Severity

KeyPath = tuple[str | int, ...]
"""Such as ``("events", 1, "day")``: the second table of ``[[events]]``, its key ``day``."""

_HEADER = re.compile(r"^\s*(\[{1,2})\s*([A-Za-z0-9_.-]+)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*\"?([A-Za-z0-9_-]+)\"?\s*=")
_AT_LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_DAY_WITH_SLASHES = re.compile(r"=\s*\d{1,4}[/.]\d{1,2}[/.]\d{1,4}")


@dataclass(frozen=True, slots=True)
class TomlText:
    """A parsed file.

    Attributes:
        table: the values, as ``tomllib`` gives them.
        lines: key path to 1-based line; not every key need be there.
    """

    table: Mapping[str, Any]
    lines: Mapping[KeyPath, int]


class TomlFault(ValueError):
    """The bytes are no TOML; ``problem`` says where and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.line())
        self.problem = problem


def parse_toml(content: bytes) -> TomlText:
    """Return what stands in ``content``.

    Raises:
        TomlFault: it is not UTF-8 or not TOML; the problem has the line.
    """
    try:
        text = content.decode("utf-8-sig")  # Notepad may put a byte order mark in front
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise TomlFault(
            Problem(
                Severity.ERROR,
                PROGRAMME_FILE,
                line,
                "",
                tr("A letter here is not in UTF-8, the way this file must be saved."),
                tr("In Notepad choose Save as, then UTF-8 under Encoding."),
            )
        ) from None
    text = text.replace("\r\n", "\n")
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise TomlFault(_explain(str(fault), text)) from None
    return TomlText(table=table, lines=key_lines(text))


def _explain(message: str, text: str) -> Problem:
    lines = text.split("\n")
    at = _AT_LINE.search(message)
    if at is None:
        return file_problem(
            PROGRAMME_FILE,
            tr("The file can't be read as TOML."),
            tr("Begin again with a copy of a pack that works."),
        )
    number = int(at.group(1)) if at.group(1) else len(lines)
    words = lines[number - 1] if number <= len(lines) else ""
    if any(mark in words for mark in "“”‘’„"):
        remedy = tr('Use straight quotation marks ("), not curly ones.')
    elif _DAY_WITH_SLASHES.search(words):
        remedy = tr("Write dates as year-month-day, such as 2022-01-23.")
    else:
        remedy = tr(
            'Look at this line and the one above: words stand between quotation marks ("), '
            'long texts between three of them ("""), and nothing is given twice.'
        )
    reason = _AT_LINE.sub("", message).strip()
    return Problem(
        Severity.ERROR, PROGRAMME_FILE, number, "", tr("The line can't be read ({reason}).", reason=reason), remedy
    )


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line of each table header and of each key at the start of a line, as far as they can be told."""
    found: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    open_mark = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if open_mark:
            open_mark = _mark_left_open(line, open_mark)
            continue
        header = _HEADER.match(line)
        if header is not None:
            table = tuple(header.group(2).split("."))
            if header.group(1) == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            found.setdefault(table, number)
            continue
        key = _KEY.match(line)
        if key is not None:
            found.setdefault((*table, key.group(1)), number)
        open_mark = _mark_left_open(line, "")
    return found


def _mark_left_open(line: str, mark: str) -> str:
    """Return the triple quotation mark that is open at the end of ``line``, given the one open at its start."""
    at = 0
    while at < len(line):
        if mark:
            if mark == '"""' and line[at] == "\\":
                at += 2
                continue
            if line.startswith(mark, at):
                at += 3
                mark = ""
                continue
        elif line.startswith(('"""', "'''"), at):
            mark = line[at : at + 3]
            at += 3
            continue
        elif line[at] == "#":
            return ""
        elif line[at] in "\"'":
            at = _end_of_string(line, at)
            continue
        at += 1
    return mark


def _end_of_string(line: str, start: int) -> int:
    quote = line[start]
    at = start + 1
    while at < len(line) and line[at] != quote:
        at += 2 if quote == '"' and line[at] == "\\" else 1
    return at + 1
