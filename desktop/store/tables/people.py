"""Who works with the device, what the store knows of itself, and its own keys."""

from __future__ import annotations

from desktop.store.tables.base import Row, blob, integer, key, table_of, text


class MetaRow(Row, table=True):
    """A named fact of this store: device_id, epoch, practice, central_id."""

    __tablename__ = "meta"
    name: str = key()
    value: str = text()


class SecretRow(Row, table=True):
    """A key of this device, inside the encrypted file. Stays empty on PostgreSQL."""

    __tablename__ = "secret"
    name: str = key()
    version: int = integer()
    value: bytes = blob()


class PersonRow(Row, table=True):
    """Somebody who works with the laptop."""

    __tablename__ = "person"
    person_id: str = key()
    name: str = text()
    name_folded: str = text(unique=True)
    role: str = text()
    pin_hash: str | None = text()


META = table_of(MetaRow)
SECRET = table_of(SecretRow)
PERSON = table_of(PersonRow)
