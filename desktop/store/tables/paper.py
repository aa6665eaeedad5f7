"""The print log: runs, numbered copies, what was done with them, and the layouts with the place of every box.

``batch_id`` is empty while a row is in no batch.
"""

from __future__ import annotations

from sqlalchemy import Index

from desktop.store.tables.base import Row, integer, key, table_of, text


class PrintRunRow(Row, table=True):
    """N copies printed as one job; at the centre also those of the laptops."""

    __tablename__ = "print_run"
    run_id: str = key()
    run_number: int = integer()
    form_id: str = text()
    form_version: str = text()
    form_sha256: str = text()
    programme_id: str = text()
    event_id: str = text(index=True)
    edition: str = text()
    language: str = text()
    layout_id: str = text()
    copies: int = integer()
    first_number: int = integer()
    last_number: int = integer()
    printed_by: str = text()
    printed_utc: str = text()
    printed_offset: int = integer()
    kind: str = text()
    device_id: str = text()
    issuer: int = integer()
    batch_id: str = text(index=True)


class PaperCopyRow(Row, table=True):
    """One numbered copy, as its moves leave it; its run is empty while the print log is elsewhere."""

    __tablename__ = "paper_copy"
    __table_args__ = (Index(None, "programme_id", "event_id", "form_id", "state"),)
    serial: str = key()
    run_id: str = text(index=True)
    state: str = text()
    response_id: str = text()
    programme_id: str = text()
    form_id: str = text()
    event_id: str = text()
    form_sha256: str = text()
    photocopy_of: str = text(index=True)
    received_on: str = text()
    received_how: str = text()


class SheetMoveRow(Row, table=True):
    """One act on a stack of copies. Only ever added; taken back by a further one."""

    __tablename__ = "sheet_move"
    move_id: str = key()
    programme_id: str = text()
    kind: str = text()
    day: str = text()
    how: str = text()
    edition: str = text()
    event_id: str = text()
    reason: str = text()
    undoes: str = text(index=True)
    response_id: str = text(index=True)
    photocopy_of: str = text()
    form_sha256: str = text()
    device_id: str = text()
    made_by: str = text()
    person_id: str = text()
    made_utc: str = text()
    made_offset: int = integer()
    batch_id: str = text(index=True)


class MovedCopyRow(Row, table=True):
    """One copy of such a stack."""

    __tablename__ = "moved_copy"
    move_id: str = key(refers_to="sheet_move.move_id")
    serial: str = key()
    __table_args__ = (Index(None, "serial"),)


class LayoutRow(Row, table=True):
    """One layout as canonical JSON."""

    __tablename__ = "layout"
    layout_id: str = key()
    version: int = integer()
    layout_json: str = text()


PRINT_RUN = table_of(PrintRunRow)
PAPER_COPY = table_of(PaperCopyRow)
SHEET_MOVE = table_of(SheetMoveRow)
MOVED_COPY = table_of(MovedCopyRow)
LAYOUT = table_of(LayoutRow)
