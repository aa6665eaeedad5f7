"""Tables as bytes of a CSV or an XLSX file. Everything is made in memory: no temporary file holds an answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from desktop.exports.codebook import HEADINGS, codebook_rows
from desktop.exports.response_table import Column, ResponseTable, neutralise
from desktop.foundation.translation import tr

CELL_LIMIT = 32_767
"""Characters (UTF-16 units) of one cell, by Microsoft's "Excel specifications and limits"."""


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV after RFC 4180 in UTF-8 with a byte order mark, which Excel needs to read accents."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([neutralise(heading) for heading in headings])
    writer.writerows([neutralise(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def table_csv(table: ResponseTable) -> bytes:
    """Return the table as CSV: one heading row of column names, then one row a response."""
    return csv_bytes([column.name for column in table.columns], table.rows)


def codebook_csv(table: ResponseTable) -> bytes:
    """Return the table's codebook as CSV."""
    return csv_bytes(HEADINGS, codebook_rows(table))


def sheets_xlsx(sheets: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]]) -> bytes:
    """Return a workbook of plain text.

    Args:
        sheets: name, headings and rows of each sheet.
    """
    stream, book = _book()
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for name, headings, rows in sheets:
        _plain_sheet(book, head, name, headings, rows)
    book.close()
    return stream.getvalue()


def table_xlsx(table: ResponseTable, about: Sequence[tuple[str, str]]) -> bytes:
    """Return a workbook: responses by name, the same by label, the codebook, and what the export is.

    Args:
        table: the responses.
        about: pairs of heading and value for the last sheet.
    """
    stream, book = _book()
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    by_name = [
        (position, column)
        for position, column in enumerate(table.columns)
        if column.kind in ("context", "value", "choice", "missing")
    ]
    by_label = _label_view(table.columns)
    _sheet(book, head, tr("Responses"), [column.name for _, column in by_name], table.rows, by_name)
    _sheet(book, head, tr("Labels"), [column.label for _, column in by_label], table.rows, by_label)
    _plain_sheet(book, head, tr("Codebook"), HEADINGS, codebook_rows(table))
    _plain_sheet(book, head, tr("About"), (tr("What"), tr("Value")), about)
    book.close()
    return stream.getvalue()


def _book() -> tuple[io.BytesIO, Any]:
    import xlsxwriter

    stream = io.BytesIO()
    # in_memory: xlsxwriter's other modes write sheets to temporary files in clear
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    return stream, xlsxwriter.Workbook(stream, options)


def _label_view(columns: Sequence[Column]) -> list[tuple[int, Column]]:
    """Return the columns in words: a select by its label column, anything else by its value."""
    worded = {column.path for column in columns if column.kind == "label"}
    return [
        (position, column)
        for position, column in enumerate(columns)
        if column.kind in ("context", "label") or (column.kind == "value" and column.path not in worded)
    ]


def _sheet(book, head, name, headings, rows, chosen) -> None:  # type: ignore[no-untyped-def]
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(headings), 18)
    for position, heading in enumerate(headings):
        sheet.write_string(0, position, neutralise(heading), head)
    for line, row in enumerate(rows, start=1):
        for position, (source, column) in enumerate(chosen):
            _write(sheet, line, position, row[source], numeric=column.numeric)
    if rows:
        sheet.autofilter(0, 0, len(rows), max(len(headings) - 1, 0))


def _plain_sheet(book, head, name, headings, rows) -> None:  # type: ignore[no-untyped-def]
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings), 28)
    for position, heading in enumerate(headings):
        sheet.write_string(0, position, heading, head)
    for line, row in enumerate(rows, start=1):
        for position, cell in enumerate(row):
            sheet.write_string(line, position, _fitting(neutralise(cell)))


def _write(sheet, line, position, cell, *, numeric: bool) -> None:  # type: ignore[no-untyped-def]
    if numeric and cell:
        try:
            sheet.write_number(line, position, float(cell))
            return
        except (TypeError, ValueError):  # kept as written on the sheet
            pass
    if cell:
        sheet.write_string(line, position, _fitting(neutralise(cell)))


def _fitting(text: str) -> str:
    """Return ``text`` as a cell can hold it: a longer one is cut and says so, else the cell would stay empty."""
    if len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    note = tr(" [cut here: a cell holds no more; the CSV export has the whole]")
    room = CELL_LIMIT - len(note)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore") + note
