"""Drafts, and the journal into which every answer goes as it is given."""

from __future__ import annotations

from desktop.store.tables.base import Row, flag, integer, key, number_key, table_of, text


class DraftRow(Row, table=True):
    """Header of answers in progress; it stays when the draft has ended."""

    __tablename__ = "draft"
    draft_id: str = key()
    response_id: str = text(index=True)
    kind: str = text()
    form_id: str = text()
    form_version: str = text()
    form_sha256: str = text()
    programme_id: str = text()
    event_id: str = text()
    channel: str = text()
    language: str = text()
    person_id: str = text()
    person_name: str = text()
    person_role: str = text()
    signed_in: bool = flag()
    started_utc: str = text()
    started_offset: int = integer()
    serial: str = text()
    print_log_here: bool | None = flag()
    received_on: str = text()
    place: str = text()
    ended: str = text(index=True)
    reason: str = text()


class JournalStepRow(Row, table=True):
    """One step of a draft. Without rowid: a step is one insertion into one tree, which saving waits for."""

    __tablename__ = "journal_step"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own attribute)
    draft_id: str = key("draft.draft_id")
    number: int = number_key()
    kind: str = text()
    path: str = text()
    value: str = text()


DRAFT = table_of(DraftRow)
JOURNAL_STEP = table_of(JournalStepRow)
