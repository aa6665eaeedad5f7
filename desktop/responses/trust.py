"""Whom a device sends to, and whom a centre believes, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TrustedCoordinator:
    """A coordinator whose public keys this device encrypts to.

    Attributes:
        key_text: the one-line public key as it was given (``sbc1-...``).
    """

    central_id: str
    key_text: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class TrustedDevice:
    """A device whose signature this centre accepts.

    Attributes:
        key_text: the one-line public key as it was given (``sbd1-...``).
        label: what people call the laptop; may be empty.
    """

    device_id: str
    key_text: str
    label: str
    added_by: str
    added_at: datetime
