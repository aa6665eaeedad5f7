"""Safeguarding concerns: a restricted list of its own, never part of the data, of a batch or of an export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Concern:
    """One concern as it stands.

    Attributes:
        concern_id: uuid4 text.
        what: the least that must be written. Sealed in the store.
        owner: name of the one person who sees to it.
        noted_by, noted_at: who wrote it down, and when.
        referred_to: the team it was handed to; empty while it was not.
        referred_at: ``None`` while it was not referred.
    """

    concern_id: str
    programme_id: str
    event_id: str
    what: str
    owner: str
    noted_by: str
    noted_at: datetime
    referred_to: str
    referred_at: datetime | None

    @property
    def referred(self) -> bool:
        """Whether it was handed to the duty team or the emergency services."""
        return self.referred_at is not None


@dataclass(frozen=True, slots=True)
class SealedConcern:
    """A concern as the store keeps it: as :class:`Concern`, with ``what`` sealed."""

    concern_id: str
    programme_id: str
    event_id: str
    sealed: bytes
    owner: str
    noted_by: str
    noted_at: datetime
    referred_to: str
    referred_at: datetime | None

    @property
    def referred(self) -> bool:
        """Whether it was handed to the duty team or the emergency services."""
        return self.referred_at is not None
