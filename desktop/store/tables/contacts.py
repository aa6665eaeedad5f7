"""The update list: sealed entries, joined to nothing."""

from __future__ import annotations

from desktop.store.tables.base import Row, blob, key, table_of, text


class ContactRow(Row, table=True):
    """One sealed entry. Without rowid, by random id: the table keeps no order of arrival (in a SQLite file)."""

    __tablename__ = "contact"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own attribute)
    contact_id: str = key()
    programme_id: str = text()
    day: str = text()
    sealed: bytes = blob()
    batch_id: str = text()


CONTACT = table_of(ContactRow)
