"""Programmes with their packs, forms and events."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from desktop.store.tables.base import Row, blob, flag, integer, key, number_key, table_of, text


class ProgrammeRow(Row, table=True):
    """One version of one programme pack; the highest number is the one in force."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("programme_id", "pack_sha256"),)
    number: int | None = number_key(counted=True)
    programme_id: str = text()
    version: str = text()
    pack_sha256: str = text()
    programme_json: str = text()


class PackFileRow(Row, table=True):
    """One file of a pack, byte for byte."""

    __tablename__ = "pack_file"
    programme_number: int = number_key(refers_to="programme.number")
    name: str = key()
    content: bytes = blob()


class FormRow(Row, table=True):
    """One version of one form."""

    __tablename__ = "form"
    __table_args__ = (Index(None, "form_id", "version"),)
    number: int | None = number_key(counted=True)
    form_id: str = text()
    version: str = text()
    sha256: str = text(unique=True)
    title: str = text()
    xml: bytes = blob()
    original: bytes = blob()
    original_kind: str = text()
    programme_id: str = text()
    equality_group: str = text()


class EventRow(Row, table=True):
    """One revision of an event; the highest is the one in force."""

    __tablename__ = "event"
    event_id: str = key()
    revision: int = number_key()
    programme_id: str = text(index=True)
    name: str = text()
    venue: str = text()
    day: str = text(index=True)
    area: str = text()
    partner: str = text()
    planned: bool = flag()
    made_by: str = text()
    made_utc: str = text()
    made_offset: int = integer()


PROGRAMME = table_of(ProgrammeRow)
PACK_FILE = table_of(PackFileRow)
FORM = table_of(FormRow)
EVENT = table_of(EventRow)
