"""What the store knows of itself, its keys, and who works with the device."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, select, update

from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.staff.people import Person, Role
from desktop.store.errors import StoreDefect
from desktop.store.repositories.base import Repository
from desktop.store.tables import META, PERSON, SECRET


class MetaRepository(Repository):
    """Named facts of this store."""

    def get(self, name: str) -> str | None:
        """Return the value under ``name``."""
        row = self._first(select(META.c.value).where(META.c.name == name))
        return None if row is None else str(row.value)

    def set(self, name: str, value: str) -> None:
        """Keep ``value`` under ``name``."""
        self._upsert(META, {"name": name, "value": value})

    def forget(self, name: str) -> None:
        """Keep nothing under ``name`` any more."""
        self._connection.execute(delete(META).where(META.c.name == name))


class SecretRepository(Repository):
    """Keys of this device, kept inside the encrypted file."""

    def get(self, name: str) -> bytes | None:
        """Return the secret under ``name``."""
        row = self._first(select(SECRET.c.value).where(SECRET.c.name == name))
        return None if row is None else bytes(row.value)

    def put(self, name: str, value: bytes, version: int = 1) -> None:
        """Keep ``value`` under ``name``; ``version`` is that of its format.

        Raises:
            StoreDefect: the store is on PostgreSQL, where no private key ever goes.
        """
        if not self._is_sqlite:
            raise StoreDefect("a private key is never kept on a database server")
        self._upsert(SECRET, {"name": name, "version": version, "value": value})


class PeopleRepository(Repository):
    """Who works with the laptop."""

    def add(self, person: Person, pin_hash: str | None) -> None:
        """Add ``person``; ``pin_hash`` decides whether they have a PIN.

        Raises:
            Refusal: somebody of that name is there already.
        """
        if self.by_name(person.name) is not None:
            raise Refusal(
                place=tr("The list of people"),
                fault=tr("There is somebody called {name} already.", name=person.name),
                remedy=tr("Give a name that tells the two apart."),
            )
        row = {
            "person_id": person.person_id,
            "name": person.name,
            "name_folded": _folded(person.name),
            "role": person.role.value,
            "pin_hash": pin_hash,
        }
        self._insert(PERSON, [row])

    def list(self) -> tuple[Person, ...]:
        """Return everybody, by name."""
        return tuple(_person(row) for row in self._all(select(PERSON).order_by(PERSON.c.name_folded)))

    def by_name(self, name: str) -> Person | None:
        """Return the person called ``name``, without regard to case and to spaces around it."""
        row = self._first(select(PERSON).where(PERSON.c.name_folded == _folded(name)))
        return None if row is None else _person(row)

    def by_id(self, person_id: str) -> Person | None:
        """Return the person with that id."""
        row = self._first(select(PERSON).where(PERSON.c.person_id == person_id))
        return None if row is None else _person(row)

    def pin_hash(self, person_id: str) -> str | None:
        """Return the hash of the person's PIN; ``None`` when they have none."""
        row = self._first(select(PERSON.c.pin_hash).where(PERSON.c.person_id == person_id))
        return None if row is None else row.pin_hash

    def set_pin(self, person_id: str, pin_hash: str | None) -> None:
        """Give the person another PIN, or none."""
        self._connection.execute(update(PERSON).where(PERSON.c.person_id == person_id).values(pin_hash=pin_hash))

    def set_role(self, person_id: str, role: Role) -> None:
        """Give the person another role."""
        self._connection.execute(update(PERSON).where(PERSON.c.person_id == person_id).values(role=role.value))

    def remove(self, person_id: str) -> None:
        """Take the person off the list. What they did keeps their name."""
        self._connection.execute(delete(PERSON).where(PERSON.c.person_id == person_id))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _person(row: Row[Any]) -> Person:
    return Person(row.person_id, row.name, Role(row.role), row.pin_hash is not None)
