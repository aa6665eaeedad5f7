"""Piles that travel to another laptop to be keyed a second time, as plain data; no answer is in one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.foundation.names import name_key


class PileWay(StrEnum):
    """Which way a pile went."""

    OUT = "out"
    """Sent from here, to be keyed a second time elsewhere."""
    IN = "in"
    """Came here to be keyed a second time."""


@dataclass(frozen=True, slots=True)
class PileSheet:
    """One sheet of a pile.

    Attributes:
        keyer_mark: hex digest by which the other laptop knows that the same person sits there again, and learns no
            name: SHA-256 of the pile's id and of the first keyer's name in small letters; where several had a
            hand in the first keying, the marks of all, with spaces between.
        scope: paths to be keyed where not the whole sheet is; empty: all.
    """

    serial: str
    form_id: str
    form_version: str
    form_sha256: str
    event_id: str
    received_on: str
    keyer_mark: str
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SecondPile:
    """A pile on its way.

    Attributes:
        pile_id: uuid4 text.
        name: as staff call it; names nobody.
        recipient: public key to which its second keyings come back (age recipient).
        identity: the private one, on the laptop that sent the pile; empty on the other.
        device_id: of the laptop that sent it; device_key: its public signing key in text form.
        ended_at: when its second keyings came back (OUT) or were written (IN); ``None`` before.
    """

    pile_id: str
    way: PileWay
    name: str
    programme_id: str
    sheets: tuple[PileSheet, ...]
    recipient: str
    identity: str
    device_id: str
    device_key: str
    made_by: str
    made_at: datetime
    ended_at: datetime | None = None


def keyer_mark(pile_id: str, name: str) -> str:
    """Return the mark of a keyer in a pile: the same for one name, however it is spaced and whatever its capitals.

    It is no secret: whoever has a list of names can try them. It only keeps a name out of a file that lies about.
    """
    return hashlib.sha256(f"{pile_id}{name_key(name)}".encode()).hexdigest()
