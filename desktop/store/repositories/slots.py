"""Rows that were there, as long as they are now, before anything came: what is put in one leaves no trace of when.

One of the free slots is drawn and overwritten where it lies, so that the file neither grows nor is laid out
otherwise, and no order of arrival is kept. The write-ahead log, which has it, is emptied after the commit.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import Table, bindparam, func, insert, select, update

from desktop.store.errors import StoreDefect
from desktop.store.repositories.base import Repository

MARK_FULL = b"\x01"
MARK_FREE = b"\x00"


class SlotRepository(Repository):
    """Keeps things in slots of one table.

    Attributes:
        slots: has the columns ``number`` and ``held``.
        slot_bytes: length of every slot.
        least_free: so many are free at least after a store was opened.
        room: so many are added where there are fewer.
    """

    slots: Table
    slot_bytes: int
    least_free: int
    room: int

    def make_room(self) -> bool:
        """Add free slots where fewer than ``least_free`` are left; tell whether anything was changed.

        Called when a store is opened, never when something comes: taking pages then would tell when that was.
        """
        if len(self._free()) >= self.least_free:
            return False
        self._add_room(self.room)
        return True

    def leave_the_same_trace(self) -> None:
        """Write what keeping one writes, and keep none: the files look alike after a yes and a no."""
        number = secrets.choice(self._free_or_more())
        self._fill([(number, MARK_FREE + secrets.token_bytes(self.slot_bytes - 1))])

    def _add_room(self, many: int) -> None:
        last = self._first(select(func.max(self.slots.c.number).label("number")))
        begin = 1 + ((last.number if last is not None else None) or 0)
        rows = [{"number": begin + each, "held": bytes(self.slot_bytes)} for each in range(many)]
        self._connection.execute(insert(self.slots), rows)

    def _full(self) -> tuple[tuple[int, bytes], ...]:
        statement = select(self.slots).where(func.substr(self.slots.c.held, 1, 1) == MARK_FULL)
        return tuple((row.number, bytes(row.held)) for row in self._all(statement))

    def _free(self) -> tuple[int, ...]:
        free = func.substr(self.slots.c.held, 1, 1) == MARK_FREE
        statement = select(self.slots.c.number).where(free).order_by(self.slots.c.number)
        return tuple(row.number for row in self._all(statement))

    def _free_or_more(self) -> tuple[int, ...]:
        """Return the free slots; more are made where none is left, which tells when that was and is rare."""
        free = self._free()
        if not free:
            self._add_room(self.room)
            free = self._free()
        return free

    def _keep(self, content: bytes) -> None:
        self._fill([(secrets.choice(self._free_or_more()), content)])

    def _fill(self, slots: Iterable[tuple[int, bytes]]) -> None:
        """Overwrite slots where they lie."""
        rows = [{"slot": number, "content": content} for number, content in slots]
        if rows:
            of_one = self.slots.c.number == bindparam("slot")
            self._connection.execute(update(self.slots).where(of_one).values(held=bindparam("content")), rows)
            self._shorten_log_after_commit()

    def _clear(self, numbers: Iterable[int]) -> None:
        self._fill((number, bytes(self.slot_bytes)) for number in numbers)

    def _packed(self, parts: Iterable[bytes]) -> bytes:
        """Return what lies in a slot: the mark, each part behind its length in two bytes, and noughts to the end.

        Raises:
            StoreDefect: the parts are longer than a slot.
        """
        content = MARK_FULL + b"".join(len(part).to_bytes(2, "big") + part for part in parts)
        if len(content) > self.slot_bytes:
            raise StoreDefect(f"what is to be kept is longer than a slot of {self.slots.name}")
        return content.ljust(self.slot_bytes, b"\x00")


def unpacked(content: bytes, many: int) -> tuple[bytes, ...]:
    """Return the ``many`` parts of a full slot."""
    parts, at = [], 1
    for _ in range(many):
        size = int.from_bytes(content[at : at + 2], "big")
        parts.append(content[at + 2 : at + 2 + size])
        at += 2 + size
    return tuple(parts)
