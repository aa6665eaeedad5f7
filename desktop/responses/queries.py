"""Queries of keyers to the coordinator: a field, or a whole sheet, that they could not read or did not know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class QueryState(StrEnum):
    """What became of it."""

    OPEN = "open"
    ANSWERED = "answered"
    """The sheet may be gone on with."""
    DONE = "done"
    """The sheet was finished, or given up."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query.

    Attributes:
        query_id: uuid4 text.
        path: of the field; empty for the whole sheet.
        number: of the question as it is printed; empty for the whole sheet.
        words: what the keyer asks; may quote the sheet, so it is held as an answer is.
        answer: of the coordinator; likewise.
        answered_by: name; empty while it is open.
    """

    query_id: str
    serial: str
    draft_id: str
    programme_id: str
    form_id: str
    path: str
    number: str
    words: str
    asked_by: str
    asked_by_id: str
    asked_at: datetime
    device_id: str
    state: QueryState = QueryState.OPEN
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
