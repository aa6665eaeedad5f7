"""The update list: sealed entries, joined to nothing.

An entry that a device holds lies in a slot: a row that was there, as long as it is now, before anybody joined. One
of the free ones is drawn and overwritten where it lies, so that the file neither grows nor is laid out otherwise
when somebody joins, and keeps no order of arrival. Once released in a batch it goes to the other table.
"""

from __future__ import annotations

from desktop.store.tables.base import Row, blob, key, number_key, table_of, text


class ContactRow(Row, table=True):
    """One sealed entry that is in a batch. Without rowid, by random id: nothing tells the order within a batch."""

    __tablename__ = "contact"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own attribute)
    contact_id: str = key()
    programme_id: str = text()
    day: str = text()
    sealed: bytes = blob()
    batch_id: str = text()


class ContactSlotRow(Row, table=True):
    """Room for one sealed entry that waits to be released, always equally long."""

    __tablename__ = "contact_slot"
    number: int = number_key()
    held: bytes = blob()


CONTACT = table_of(ContactRow)
CONTACT_SLOT = table_of(ContactSlotRow)
