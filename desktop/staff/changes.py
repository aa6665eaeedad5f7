"""The log of who did what, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the append-only log. Holds no answer and no contact detail.

    Attributes:
        number: 1 and up, in the order they were written.
        actor: who did it, as recorded.
        what: verb phrase such as ``batch formed``.
        about_id: id of what it was done to; may be empty.
        why: the reason given; may be empty.
        previous_hash, hash: 64 hex digits each: see :mod:`desktop.staff.audit_chain`.
    """

    number: int
    at: datetime
    actor_id: str
    actor_name: str
    signed_in: bool
    what: str
    about_id: str
    why: str
    previous_hash: str = ""
    hash: str = ""
