"""The rows of a spreadsheet as they stand, so that a problem can name its row."""

from __future__ import annotations

import csv
import importlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MAX_ROWS = 200_000
MAX_LIST_ROWS = 10_000
"""Rows of a sheet other than survey: what a longer list has wrong is told without its row, and read in a third of
the time."""
MAX_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet program shows it, and its cells by lower-case column header."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """Return a cell, empty where there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: headers in order, and the rows that are not empty."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets of a form by lower-case name."""

    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    _paths: dict[str, Row] = field(default_factory=dict, init=False, repr=False, compare=False)

    def rows(self, sheet: str) -> tuple[Row, ...]:
        """Return the rows of a sheet, none where there is no such sheet."""
        found = self.sheets.get(sheet)
        return () if found is None else found.rows

    def paths(self) -> dict[str, Row]:
        """Return the row of every question and group of the survey sheet by its path below the root."""
        found = self._paths  # worked out once: each of thousands of problems asks for its row
        above: list[str] = []
        for row in () if found else self.rows("survey"):
            kind = re.sub(r"[\s_]+", " ", row.get("type").strip().lower())
            name = row.get("name").strip()
            if kind.startswith(("end group", "end repeat", "end loop")):
                if above:
                    above.pop()
                continue
            if not name:
                continue
            found.setdefault("/".join([*above, name]), row)
            if kind.startswith(("begin group", "begin repeat", "begin loop")):
                above.append(name)
        return found

    def to_plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            name: [list(sheet.columns), [[row.number, dict(row.cells)] for row in sheet.rows]]
            for name, sheet in self.sheets.items()
        }

    @classmethod
    def from_plain(cls, raw: Mapping[str, Any]) -> Book:
        """Return what :meth:`to_plain` gave."""
        return cls({
            name: Sheet(name, tuple(columns), tuple(Row(number, cells) for number, cells in rows))
            for name, (columns, rows) in raw.items()
        })  # fmt: skip


def read_book(path: Path) -> Book:
    """Return the sheets of the file; an empty book for a kind of file whose rows can't be told."""
    kind = path.suffix.lower()
    if kind in (".xlsx", ".xlsm"):
        return _book(_xlsx(path))
    if kind == ".xls":
        return _book(_xls(path))
    if kind == ".md":
        return _book(_sectioned(_markdown_rows(path.read_text("utf-8-sig"))))
    if kind == ".csv":
        return _book(_sectioned(enumerate(csv.reader(io.StringIO(path.read_text("utf-8-sig"))), start=1)))
    return Book()


def _xlsx(path: Path) -> Iterator[tuple[str, int, list[str]]]:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            for number, values in enumerate(
                sheet.iter_rows(max_row=_most(sheet.title), max_col=MAX_COLUMNS, values_only=True), start=1
            ):
                # sheets are often formatted far below their last row: those cells are there, and empty
                if any(value is not None for value in values):
                    yield sheet.title, number, [_text(value) for value in values]
    finally:
        book.close()


def _xls(path: Path) -> Iterator[tuple[str, int, list[str]]]:
    xlrd: Any = importlib.import_module("xlrd")  # has neither types nor stubs

    book = xlrd.open_workbook(str(path))
    for sheet in book.sheets():
        for number in range(min(sheet.nrows, _most(sheet.name))):
            yield sheet.name, number + 1, [_text(value) for value in sheet.row_values(number)]


def _markdown_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if line.startswith("|") and not re.fullmatch(r"[|\-:\s]+", line):
            cells = re.split(r"(?<!\\)\|", line[1:].removesuffix("|"))
            yield number, [cell.strip().replace("\\|", "|") for cell in cells]


def _sectioned(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[str, int, list[str]]]:
    """Yield the rows of files that hold all sheets under one another, the sheet's name in the first column.

    Numbers count from 1 within each sheet, as pyxform counts them.
    """
    sheet = ""
    count = 0
    for _number, cells in rows:
        if cells and cells[0].strip():
            sheet = cells[0].strip()
            count = 0
        if len(cells) > 1 and any(cell.strip() for cell in cells[1:]):
            count += 1
            yield sheet, count, cells[1:]


def _most(title: str) -> int:
    return MAX_ROWS if title.strip().lower() == "survey" else MAX_LIST_ROWS


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _book(cells: Iterable[tuple[str, int, list[str]]]) -> Book:
    headers: dict[str, list[str]] = {}
    rows: dict[str, list[Row]] = {}
    for title, number, values in cells:
        name = title.strip().lower()
        if not any(values):
            continue
        if name not in headers:
            headers[name] = [" ".join(value.strip().split()) for value in values]
            rows[name] = []
            continue
        found = {
            header.lower(): value for header, value in zip(headers[name], values, strict=False) if header and value
        }
        rows[name].append(Row(number, found))
    return Book({
        name: Sheet(name, tuple(header for header in columns if header), tuple(rows[name]))
        for name, columns in headers.items()
    })  # fmt: skip
