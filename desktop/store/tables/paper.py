"""The print log: runs, numbered copies, and the layouts that say where every box stands."""

from __future__ import annotations

from desktop.store.tables.base import Row, integer, key, table_of, text


class PrintRunRow(Row, table=True):
    """N copies printed as one job."""

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


class PaperCopyRow(Row, table=True):
    """One numbered copy; its run is empty when another device printed it and it was keyed here."""

    __tablename__ = "paper_copy"
    serial: str = key()
    run_id: str = text(index=True)
    state: str = text()
    response_id: str = text()


class LayoutRow(Row, table=True):
    """One layout as canonical JSON."""

    __tablename__ = "layout"
    layout_id: str = key()
    version: int = integer()
    layout_json: str = text()


PRINT_RUN = table_of(PrintRunRow)
PAPER_COPY = table_of(PaperCopyRow)
LAYOUT = table_of(LayoutRow)
