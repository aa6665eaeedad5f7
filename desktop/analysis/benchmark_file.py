"""A benchmark's groups from a CSV file: every fault by its line, and nothing taken in that was guessed."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator

from desktop.analysis.benchmarks import BenchmarkRow, Measure
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

LARGEST_BYTES = 262_144
MOST_ROWS = 200
ROUNDED_BY = 1.0
"""The percentages of a published table may be so far from 100 together."""
_CODE = re.compile(r"[A-Za-z0-9_.+-]{1,60}")
_SPAN = re.compile(r"(\d{1,3})-(\d{1,3})|(\d{1,3})\+")
_THOUSANDS = re.compile(r"\d{1,3}([, \u00a0\u202f]\d{3})+(\.\d+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_OLDEST = 130
_ROWS_OF_ALL = ("total", "all", "all people", "all ages", "all persons", "all usual residents")


def read_rows(content: bytes, *, name: str) -> tuple[Measure, tuple[BenchmarkRow, ...]]:
    """Return what the figures of a CSV file are, and its groups.

    The first line names the columns: ``code``, ``label``, ``people`` or ``percent``, and if need be ``answers``
    (those of the form that belong to the group, with spaces between them; the code where it is left out).

    Args:
        name: of the file, for what is said of it.

    Raises:
        Refusal: the file can't be read so, said by line; nothing of it is taken.
    """
    lines = list(_lines(content, name))
    if not lines:
        raise _refusal(
            name, 1, tr("The file is empty."), tr("Write a line of headings and a line for each group.")
        )
    columns, measure = _columns(lines[0][1], name)
    rows: list[BenchmarkRow] = []
    at: list[int] = []
    for line, cells, _delimiter in lines[1:]:
        if len(rows) == MOST_ROWS:
            raise _refusal(
                name, line, tr("There are more than {count} groups.", count=MOST_ROWS), tr("Take larger groups.")
            )
        rows.append(_row(cells, columns, measure, name, line, decimal_comma=lines[0][2] != ","))
        at.append(line)
    _check_together(rows, at, measure, name)
    return measure, tuple(rows)


def _lines(content: bytes, name: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield number, cells and delimiter of each line that holds something."""
    if len(content) > LARGEST_BYTES:
        raise Refusal(
            place=name,
            fault=tr("The file is larger than {count} KB.", count=LARGEST_BYTES // 1024),
            remedy=tr("A benchmark is a short table: leave everything else out."),
        )
    text = _decoded(content, name)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            while trimmed and not trimmed[-1]:
                trimmed.pop()
            if trimmed:
                yield reader.line_num, trimmed, delimiter
    except csv.Error:
        raise _refusal(
            name,
            max(1, reader.line_num),
            tr("A quotation mark stands where none can stand."),
            tr("Write each cell in double quotation marks or in none, or save the table as CSV once more."),
        ) from None


def _decoded(content: bytes, name: str) -> str:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise _refusal(
            name, line, tr("It is not written in UTF-8."), tr("Save the table as “CSV UTF-8” and load it again.")
        ) from None
    for line, piece in enumerate(text.split("\n"), start=1):
        if any(ord(sign) < 32 and sign not in "\t\r" for sign in piece) or "\x7f" in piece:
            raise _refusal(
                name,
                line,
                tr("A sign stands there that is none of a text."),
                tr("Save the table as CSV once more."),
            )
    return text


def _columns(heads: list[str], name: str) -> tuple[dict[str, int], Measure]:
    known = {"code", "label", "answers", *(measure.value for measure in Measure)}
    columns: dict[str, int] = {}
    for at, head in enumerate(heads):
        key = head.casefold()
        if key not in known or key in columns:
            raise _refusal(
                name,
                1,
                tr("The heading “{head}” is not known, or stands there twice.", head=head[:40]),
                tr("The headings are: code, label, people or percent, answers."),
            )
        columns[key] = at
    measures = [measure for measure in Measure if measure.value in columns]
    if len(measures) != 1 or "code" not in columns or "label" not in columns:
        raise _refusal(
            name,
            1,
            tr("A heading is missing, or both people and percent are there."),
            tr("The headings are: code, label, people or percent, answers."),
        )
    return columns, measures[0]


def _row(
    cells: list[str], columns: dict[str, int], measure: Measure, name: str, line: int, *, decimal_comma: bool
) -> BenchmarkRow:
    if len(cells) > len(columns):
        raise _refusal(
            name,
            line,
            tr("There are more cells than headings."),
            tr("Write a figure with thousands in quotation marks, or without the comma."),
        )
    for each in cells:
        if each.startswith(_FORMULA):
            raise _refusal(
                name,
                line,
                tr("A cell begins like a formula ({sign}).", sign=each[0]),
                tr("Write the words or the figure itself."),
            )

    def cell(key: str) -> str:
        at = columns.get(key, len(cells))
        return cells[at] if at < len(cells) else ""

    code, label = cell("code"), cell("label")
    if not _CODE.fullmatch(code):
        raise _refusal(
            name,
            line,
            tr("The code is missing or is none."),
            tr("A code is up to 60 letters, figures and _ . - without spaces, such as 16_24."),
        )
    if not label or len(label) > 120:
        raise _refusal(
            name, line, tr("The label is missing or too long."), tr("Name the group as the published table does.")
        )
    figure = _figure(cell(measure.value), measure, name, line, decimal_comma=decimal_comma)
    answers = tuple(dict.fromkeys(cell("answers").split())) or (code,)
    for answer in answers:
        span = _SPAN.fullmatch(answer)
        if span is not None and span.group(1) and int(span.group(1)) > int(span.group(2)):
            raise _refusal(
                name,
                line,
                tr("The span {span} ends before it begins.", span=answer),
                tr("Write the lower age first, such as 16-24."),
            )
    return BenchmarkRow(code, label, figure, answers)


def _figure(text: str, measure: Measure, name: str, line: int, *, decimal_comma: bool) -> float:
    plain = text.removesuffix("%").strip() if measure is Measure.PERCENT else text
    if _THOUSANDS.fullmatch(plain) and measure is Measure.PEOPLE:
        plain = re.sub(r"[, \u00a0\u202f]", "", plain)
    elif decimal_comma and plain.count(",") == 1:
        plain = plain.replace(",", ".")
    found = float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) and plain.isascii() and len(plain) < 16 else None
    if found is None or not math.isfinite(found):
        raise _refusal(
            name,
            line,
            tr("The figure is missing or is none."),
            tr("Write a number; where the source gives none, leave the group out and say so in the table's name."),
        )
    if measure is Measure.PERCENT and found > 100:
        raise _refusal(name, line, tr("More than 100 per cent."), tr("Look the figure up in the source."))
    return found


def _check_together(rows: list[BenchmarkRow], at: list[int], measure: Measure, name: str) -> None:
    last = at[-1] if at else 1
    if len(rows) < 2:
        raise _refusal(
            name, last, tr("There are fewer than two groups."), tr("Write a line for each group of the table.")
        )
    total = sum(row.figure for row in rows)
    codes: dict[str, int] = {}
    answers: dict[str, int] = {}
    ages: dict[int, int] = {}
    for row, line in zip(rows, at, strict=True):
        is_all = row.label.casefold() in _ROWS_OF_ALL or row.code.casefold() in _ROWS_OF_ALL
        if is_all and row.figure >= total / 2 - ROUNDED_BY:
            raise _refusal(
                name, line, tr("This line counts everybody once more."), tr("Leave the line of the total out.")
            )
        if row.code in codes:
            raise _refusal(
                name,
                line,
                tr("The code {code} stands in line {other} already.", code=row.code, other=codes[row.code]),
                tr("Give each group a code of its own."),
            )
        codes[row.code] = line
        for answer in row.answers:
            other = answers.get(answer) or next(
                (ages[age] for age in _ages(answer) if age in ages and ages[age] != line), None
            )
            if other is not None:
                raise _refusal(
                    name,
                    line,
                    tr("{answer} belongs to the group of line {other} already.", answer=answer, other=other),
                    tr("Each answer belongs to one group."),
                )
            answers[answer] = line
            ages.update(dict.fromkeys(_ages(answer), line))
    if measure is Measure.PERCENT and abs(total - 100) > ROUNDED_BY:
        raise _refusal(
            name,
            last,
            tr("The percentages make up {total}, not 100.", total=f"{total:g}"),
            tr("Look for a group that is missing or there twice; write “people” as heading when they are counts."),
        )
    if total <= 0:
        raise _refusal(name, last, tr("All figures are nought."), tr("Look the figures up in the source."))


def _ages(answer: str) -> range:
    span = _SPAN.fullmatch(answer)
    if span is None:
        return range(0)
    first, end, onwards = span.groups()
    return range(int(onwards), _OLDEST) if onwards else range(int(first), int(end) + 1)


def _refusal(name: str, line: int, fault: str, remedy: str) -> Refusal:
    return Refusal(place=tr("The file {name}, line {line}", name=name, line=line), fault=fault, remedy=remedy)
