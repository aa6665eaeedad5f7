"""What runs in the child process: a spreadsheet to XForm XML by pyxform.

It is a process of its own so that it can be ended: a file may come from anybody. It answers with JSON bytes, never
with pickled objects.
"""

from __future__ import annotations

import contextlib
import json
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

MEMORY = 1_500 * 1024 * 1024
"""Address space of the child in bytes, where the system can bound it."""


def convert_in_child(connection: Connection, path: str) -> None:
    """Convert the file at ``path`` and send the outcome as JSON: ``xform``, ``warnings``, ``sheets``, or
    ``error``.
    """
    _bound_memory()
    try:
        outcome = convert_here(Path(path))
    except MemoryError:
        outcome = {"memory": True}
    connection.send_bytes(json.dumps(outcome).encode())
    connection.close()


def _bound_memory() -> None:
    if sys.platform == "win32":  # Windows has no such bound for a process without a job object
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def convert_here(path: Path) -> dict[str, Any]:
    """Return the outcome of converting ``path`` in this process; for the child, and for tests that need no
    child.
    """
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    from desktop.xlsform.sheets import Book, read_book

    outcome: dict[str, Any] = {"warnings": []}
    try:
        book = read_book(path)
    except Exception as fault:
        # Whatever a damaged file makes the reader raise, it is the file's fault; its words name no content.
        return {"warnings": [], "sheets": {}, "error": "", "unreadable": type(fault).__name__}
    outcome["sheets"] = book.to_plain()
    settings = book.rows("settings")
    title = settings[0].get("form_id") or settings[0].get("id_string") if settings else ""
    try:
        result = convert(str(path), form_name="data" if not _names_root(book) else None)
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
        outcome["no_form_id"] = not title
    assert isinstance(book, Book)
    return outcome


def _names_root(book: Any) -> bool:
    rows = book.rows("settings")
    return bool(rows and rows[0].get("name"))
