"""The update list, sealed. Nothing here, and nothing that is logged of it, names a response or an event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from desktop.engagement.sealed_contact import SealedContact
from desktop.store.repositories.base import Repository, chunks
from desktop.store.tables import BATCH_ITEM, CONTACT


class ContactRepository(Repository):
    """Sealed entries, always given back by their random ids, never in the order in which they came."""

    def add(self, contact_id: str, programme_id: str, day: date, sealed: bytes, *, batch_id: str = "") -> None:
        """Keep one sealed entry; one with that id that is there already stays as it is."""
        self.add_many([SealedContact(contact_id, programme_id, day, sealed)], batch_id=batch_id)

    def add_many(self, contacts: Iterable[SealedContact], *, batch_id: str = "") -> None:
        """Keep sealed entries (the centre: those of ``batch_id``), sorted by id so that no order is kept."""
        rows = [
            {
                "contact_id": contact.contact_id,
                "programme_id": contact.programme_id,
                "day": contact.day.isoformat(),
                "sealed": contact.sealed,
                "batch_id": batch_id,
            }
            for contact in sorted(contacts, key=lambda contact: contact.contact_id)
        ]
        self._insert_missing(CONTACT, rows)

    def get(self, contact_id: str) -> SealedContact | None:
        """Return one entry."""
        row = self._first(select(CONTACT).where(CONTACT.c.contact_id == contact_id))
        return None if row is None else _sealed(row)

    def reseal(self, contacts: Iterable[SealedContact]) -> None:
        """Keep other ciphertexts of entries that are there: the same words, sealed to another key."""
        of_one = CONTACT.c.contact_id == bindparam("contact")
        statement = update(CONTACT).where(of_one).values(sealed=bindparam("ciphertext"))
        rows = [{"contact": each.contact_id, "ciphertext": each.sealed} for each in contacts]
        if rows:
            self._connection.execute(statement, rows)

    def held(self) -> dict[str, int]:
        """Return how many entries wait to be released, by programme id."""
        statement = select(CONTACT.c.programme_id, func.count().label("many")).where(CONTACT.c.batch_id == "")
        return {row.programme_id: int(row.many) for row in self._all(statement.group_by(CONTACT.c.programme_id))}

    def take_unsent(self, programme_id: str | None = None) -> tuple[SealedContact, ...]:
        """Return the entries that are in no batch, of one programme or of all."""
        statement = select(CONTACT).where(CONTACT.c.batch_id == "").order_by(CONTACT.c.contact_id)
        if programme_id is not None:
            statement = statement.where(CONTACT.c.programme_id == programme_id)
        return tuple(_sealed(row) for row in self._all(statement))

    def list(self, programme_id: str | None = None, batch_id: str | None = None) -> tuple[SealedContact, ...]:
        """Return the entries, of one programme or batch or of all."""
        statement = select(CONTACT).order_by(CONTACT.c.contact_id)
        if programme_id is not None:
            statement = statement.where(CONTACT.c.programme_id == programme_id)
        if batch_id is not None:
            statement = statement.where(CONTACT.c.batch_id == batch_id)
        return tuple(_sealed(row) for row in self._all(statement))

    def mark_released(self, batch_id: str, contact_ids: Iterable[str]) -> None:
        """Keep on the entries that they are in that batch."""
        wanted = CONTACT.c.contact_id.in_(bindparam("contacts", expanding=True))
        statement = update(CONTACT).where(wanted).values(batch_id=batch_id)
        for chunk in chunks(contact_ids):
            self._connection.execute(statement, {"contacts": chunk})

    def erase(self, contact_ids: Iterable[str]) -> int:
        """Delete entries, and the hash of their sealed bytes in the outbox; return how many were there."""
        gone = 0
        for chunk in chunks(contact_ids):
            outbox = BATCH_ITEM.c.identity.in_(bindparam("contacts", expanding=True))
            self._connection.execute(update(BATCH_ITEM).where(outbox).values(sha256=""), {"contacts": chunk})
            wanted = CONTACT.c.contact_id.in_(bindparam("contacts", expanding=True))
            gone += self._connection.execute(delete(CONTACT).where(wanted), {"contacts": chunk}).rowcount
        self._shorten_log_after_commit()
        return gone

    def erase_programme(self, programme_id: str) -> int:
        """Delete every entry of a programme; return how many there were."""
        statement = select(CONTACT.c.contact_id).where(CONTACT.c.programme_id == programme_id)
        return self.erase([row.contact_id for row in self._all(statement)])


def _sealed(row: Row[Any]) -> SealedContact:
    return SealedContact(row.contact_id, row.programme_id, date.fromisoformat(row.day), bytes(row.sealed))
