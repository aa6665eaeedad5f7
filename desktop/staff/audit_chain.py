"""The chain of the audit trail: each line bears a hash of itself and of the line before it.

Whoever changes, deletes, swaps or inserts a line breaks every hash from there on. What the chain by itself can't
show is that its last lines were cut off, or that all of it was written anew by somebody who holds the store's
key: for that the *head* (last number and hash) travels with every batch to the centre, and a person may note it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.foundation.clock import offset_minutes, to_utc_text
from desktop.staff.changes import Change

NO_HASH = "0" * 64
"""Stands before the first line."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in the chain, by number and hash of a line: the head, or the last that retention let go."""

    number: int = 0
    hash: str = NO_HASH

    def to_text(self) -> str:
        """Return the anchor as one line of text."""
        return f"{self.number} {self.hash}"

    @classmethod
    def from_text(cls, text: str | None) -> Anchor:
        """Return the anchor of :meth:`to_text`; of nothing, the one before the first line."""
        if not text:
            return cls()
        number, _, digest = text.partition(" ")
        return cls(int(number), digest)


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain breaks.

    Attributes:
        number: of the first line that can't be believed, or that is missing.
        missing: whether it is missing, rather than changed.
    """

    number: int
    missing: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What a walk along the chain found.

    Attributes:
        lines: how many lines were read.
        head: the last line that can be believed.
        broken: the first fault; ``None`` when there is none.
    """

    lines: int
    head: Anchor
    broken: Broken | None


def line_hash(
    *,
    previous_hash: str,
    number: int,
    at_utc: str,
    at_offset: int,
    actor_id: str,
    actor_name: str,
    signed_in: bool,
    what: str,
    about_id: str,
    why: str,
) -> str:
    """Return the hash of one line: hex SHA-256 of a canonical JSON list, so that no two lines read alike."""
    fields = [previous_hash, number, at_utc, at_offset, actor_id, actor_name, bool(signed_in), what, about_id, why]
    canonical = json.dumps(fields, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def hash_of(change: Change) -> str:
    """Return the hash that ``change`` should bear after the line that it names as the one before it."""
    return line_hash(
        previous_hash=change.previous_hash,
        number=change.number,
        at_utc=to_utc_text(change.at),
        at_offset=offset_minutes(change.at),
        actor_id=change.actor_id,
        actor_name=change.actor_name,
        signed_in=change.signed_in,
        what=change.what,
        about_id=change.about_id,
        why=change.why,
    )


def walk(lines: Iterable[Change], anchor: Anchor | None = None) -> Checked:
    """Return what a walk along ``lines``, oldest first, from behind ``anchor`` on, finds; all of them are read."""
    head = anchor or Anchor()
    broken: Broken | None = None
    many = 0
    for line in lines:
        many += 1
        if broken is not None:
            continue
        if line.number != head.number + 1:
            broken = Broken(head.number + 1, missing=line.number > head.number + 1)
        elif line.previous_hash != head.hash or line.hash != hash_of(line):
            broken = Broken(line.number, missing=False)
        else:
            head = Anchor(line.number, line.hash)
    return Checked(many, head, broken)


def verify(lines: Iterable[Change], anchor: Anchor | None = None) -> Broken | None:
    """Return where the chain of ``lines``, oldest first, breaks; ``None`` where it holds."""
    return walk(lines, anchor).broken
