"""What runs in the child process: a spreadsheet to XForm XML by pyxform, or a trial of a large XForm.

It is a process of its own so that it can be ended: a file may come from anybody. It answers with JSON bytes, never
with pickled objects.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from desktop.jobs.bounded_child import bound_data

MEMORY = 500 * 1024 * 1024
"""Bytes that the child may have. 50,000 choices in two languages take 430 MB, nearly all of it pyxform's."""


def convert_in_child(connection: Connection, path: str) -> None:
    """Convert the file at ``path`` and send two messages of JSON: the sheets, then the outcome with ``xform``,
    ``warnings`` or ``error``.
    """
    bound_data(MEMORY)
    sent = False
    try:
        sheets, rest = read_rows(Path(path))
        # sent before pyxform begins, so that the rows of a large form don't stand in memory beside its own
        connection.send_bytes(json.dumps(sheets).encode())
        sent = True
        del sheets
        outcome = rest if "unreadable" in rest else convert_rows(Path(path), named=rest["named"])
        raw = json.dumps(outcome).encode()
    except MemoryError:
        raw = b'{"memory": true}'
    if not sent:
        connection.send_bytes(b"{}")
    connection.send_bytes(raw)
    connection.close()


def try_in_child(connection: Connection, path: str) -> None:
    """Read the XForm at ``path`` and send ``{}``, whether it is refused or not: it was no harm to try."""
    from desktop.foundation.errors import WorldError
    from desktop.questionnaires.attachments import attachments_beside, embedded
    from desktop.questionnaires.xform import read_xform

    bound_data(MEMORY)
    answer = b"{}"
    try:
        read_xform(embedded(Path(path).read_bytes(), attachments_beside(Path(path))))
    except WorldError:
        pass
    except MemoryError:
        answer = b'{"memory": true}'
    connection.send_bytes(answer)
    connection.close()


def read_rows(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the sheets as JSON values; and ``named``: whether the settings name the root, or ``unreadable``."""
    from desktop.xlsform.sheets import read_book

    try:
        book = read_book(path)
    except MemoryError:
        raise
    except Exception as fault:
        # Whatever a damaged file makes the reader raise, it is the file's fault; its words name no content.
        return {}, {"warnings": [], "error": "", "unreadable": type(fault).__name__}
    settings = book.rows("settings")
    return book.to_plain(), {"named": bool(settings and settings[0].get("name"))}


@contextmanager
def _without_mark(path: Path) -> Iterator[Path]:
    """Yield the path of a text file without the byte order mark, which Excel's "CSV UTF-8" begins with.

    pyxform takes the mark for a part of the first sheet's name.
    """
    content = path.read_bytes() if path.suffix.lower() in (".csv", ".md") else b""
    if not content.startswith(BOM_UTF8):
        yield path
        return
    with TemporaryDirectory(prefix="sounding-board-") as folder:
        plain = Path(folder) / path.name  # the form's id may come from the file's name
        plain.write_bytes(content.removeprefix(BOM_UTF8))
        yield plain


def convert_rows(path: Path, *, named: bool) -> dict[str, Any]:
    """Return the outcome of pyxform's work on ``path``: ``xform`` (and ``itemsets``, a CSV of the sheet
    external_choices) or ``error``, and ``warnings``.
    """
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    outcome: dict[str, Any] = {"warnings": []}
    try:
        with _without_mark(path) as plain:
            result = convert(str(plain), form_name=None if named else "data")
    except PyXFormError as fault:
        outcome["error"] = str(fault)
    except MemoryError:
        raise
    except Exception as fault:
        outcome["error"] = ""
        outcome["unreadable"] = f"{type(fault).__name__}: {fault}"[:300]
    else:
        outcome["xform"] = result.xform
        outcome["warnings"] = list(result.warnings)
        if result.itemsets:
            outcome["itemsets"] = result.itemsets
    return outcome
