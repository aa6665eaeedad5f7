"""The update list, sealed. Nothing here, and nothing that is logged of it, names a response or an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from desktop.engagement.sealed_contact import SealedContact
from desktop.store.repositories.base import chunks
from desktop.store.repositories.slots import SlotRepository, unpacked
from desktop.store.tables import BATCH_ITEM, CONTACT, CONTACT_SLOT

SLOT_BYTES = 1984
"""Two such rows fill a page of a SQLCipher file; a sealed entry takes 1,402 of them at most."""
FREE_SLOTS = 64
"""So many are free at least after a store was opened, more than join in a day."""


class ContactRepository(SlotRepository):
    """Sealed entries, always given back by their random ids, never in the order in which they came.

    What waits to be released lies in slots; what is in a batch, here or at the centre, in a table of its own.
    Hiding the order of arrival is meant for the SQLCipher file of a device: PostgreSQL keeps older versions of a
    row beside it, but a centre takes whole batches only.
    """

    slots = CONTACT_SLOT
    slot_bytes = SLOT_BYTES
    least_free = FREE_SLOTS
    room = 128

    def make_room(self) -> bool:
        """Add free slots where fewer than :data:`FREE_SLOTS` are left; tell whether anything was changed.

        Called when a store is opened, never when somebody joins: taking pages then would tell when that was.
        """
        stray = self._all(select(CONTACT).where(CONTACT.c.batch_id == ""))
        if not stray:
            return super().make_room()
        if len(self._free()) < self.least_free + len(stray):
            self._add_room(self.room + len(stray))
        # a store of an older version kept them in the table of the released
        self._connection.execute(delete(CONTACT).where(CONTACT.c.batch_id == ""))
        self._hold([_sealed(row) for row in stray])
        return True

    def add(self, contact_id: str, programme_id: str, day: date, sealed: bytes, *, batch_id: str = "") -> None:
        """Keep one sealed entry; one with that id that is there already stays as it is."""
        self.add_many([SealedContact(contact_id, programme_id, day, sealed)], batch_id=batch_id)

    def add_many(self, contacts: Iterable[SealedContact], *, batch_id: str = "") -> None:
        """Keep sealed entries: those of ``batch_id``, sorted by id so that no order is kept, or waiting ones."""
        given = sorted(contacts, key=lambda contact: contact.contact_id)
        if not batch_id:
            there = {each.contact_id for each in self.list()}
            self._hold([each for each in given if each.contact_id not in there])
            return
        waiting = {each.contact_id for _, each in self._held()}
        rows = [_row(each, batch_id) for each in given if each.contact_id not in waiting]
        self._insert_missing(CONTACT, rows)

    def get(self, contact_id: str) -> SealedContact | None:
        """Return one entry."""
        row = self._first(select(CONTACT).where(CONTACT.c.contact_id == contact_id))
        if row is not None:
            return _sealed(row)
        return next((each for _, each in self._held() if each.contact_id == contact_id), None)

    def reseal(self, contacts: Iterable[SealedContact]) -> None:
        """Keep other ciphertexts of waiting entries: the same words, sealed to another key."""
        fresh = {each.contact_id: each for each in contacts}
        held = [(number, each.contact_id) for number, each in self._held() if each.contact_id in fresh]
        self._fill((number, self._slot(fresh[contact_id])) for number, contact_id in held)

    def held(self) -> dict[str, int]:
        """Return how many entries wait to be released, by programme id."""
        return dict(Counter(each.programme_id for _, each in self._held()))

    def take_unsent(self, programme_id: str | None = None) -> tuple[SealedContact, ...]:
        """Return the entries that are in no batch, of one programme or of all."""
        return self.list(programme_id, batch_id="")

    def list(self, programme_id: str | None = None, batch_id: str | None = None) -> tuple[SealedContact, ...]:
        """Return the entries, of one programme or batch or of all, by id."""
        statement = select(CONTACT)
        if batch_id is not None:
            statement = statement.where(CONTACT.c.batch_id == batch_id)
        found = [_sealed(row) for row in self._all(statement)]
        if not batch_id:
            found += [each for _, each in self._held()]
        wanted = [each for each in found if programme_id is None or each.programme_id == programme_id]
        return tuple(sorted(wanted, key=lambda each: each.contact_id))

    def mark_released(self, batch_id: str, contact_ids: Iterable[str]) -> None:
        """Keep on the entries that they are in that batch, all at once, sorted by id; in none, they wait again."""
        wanted = set(contact_ids)
        if not batch_id:
            self._wait_again(wanted)
            return
        held = [(number, each) for number, each in self._held() if each.contact_id in wanted]
        self._clear(number for number, _ in held)
        rows = sorted((_row(each, batch_id) for _, each in held), key=lambda row: str(row["contact_id"]))
        self._insert(CONTACT, rows)
        released = CONTACT.c.contact_id.in_(bindparam("contacts", expanding=True))
        for chunk in chunks(wanted - {each.contact_id for _, each in held}):
            statement = update(CONTACT).where(released).values(batch_id=batch_id)
            self._connection.execute(statement, {"contacts": chunk})

    def erase(self, contact_ids: Iterable[str]) -> int:
        """Delete entries, and the hash of their sealed bytes in the outbox; return how many were there."""
        self._shorten_log_after_commit()
        unwanted = set(contact_ids)
        waiting = [number for number, each in self._held() if each.contact_id in unwanted]
        self._clear(waiting)
        gone = len(waiting)
        for chunk in chunks(unwanted):
            outbox = BATCH_ITEM.c.identity.in_(bindparam("contacts", expanding=True))
            self._connection.execute(update(BATCH_ITEM).where(outbox).values(sha256=""), {"contacts": chunk})
            wanted = CONTACT.c.contact_id.in_(bindparam("contacts", expanding=True))
            gone += self._connection.execute(delete(CONTACT).where(wanted), {"contacts": chunk}).rowcount
        return gone

    def erase_programme(self, programme_id: str) -> int:
        """Delete every entry of a programme; return how many there were."""
        return self.erase([each.contact_id for each in self.list(programme_id)])

    def _wait_again(self, contact_ids: Iterable[str]) -> None:
        """Put entries of a batch that was given up back into slots."""
        for chunk in chunks(contact_ids):
            theirs = CONTACT.c.contact_id.in_(bindparam("contacts", expanding=True))
            found = [_sealed(row) for row in self._all(select(CONTACT).where(theirs), {"contacts": chunk})]
            self._connection.execute(delete(CONTACT).where(theirs), {"contacts": chunk})
            self._hold(found)

    # slots -----------------------------------------------------------------------------------------------

    def _held(self) -> tuple[tuple[int, SealedContact], ...]:
        return tuple((number, _unslot(content)) for number, content in self._full())

    def _hold(self, contacts: Iterable[SealedContact]) -> None:
        for each in contacts:
            self._keep(self._slot(each))

    def _slot(self, contact: SealedContact) -> bytes:
        texts = (contact.contact_id, contact.programme_id, contact.day.isoformat())
        return self._packed([*(text.encode() for text in texts), contact.sealed])


def _row(contact: SealedContact, batch_id: str) -> dict[str, Any]:
    return {
        "contact_id": contact.contact_id,
        "programme_id": contact.programme_id,
        "day": contact.day.isoformat(),
        "sealed": contact.sealed,
        "batch_id": batch_id,
    }


def _sealed(row: Row[Any]) -> SealedContact:
    return SealedContact(row.contact_id, row.programme_id, date.fromisoformat(row.day), bytes(row.sealed))


def _unslot(content: bytes) -> SealedContact:
    contact_id, programme_id, day, sealed = unpacked(content, 4)
    return SealedContact(contact_id.decode(), programme_id.decode(), date.fromisoformat(day.decode()), sealed)
