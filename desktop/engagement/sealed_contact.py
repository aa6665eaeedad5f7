"""An entry of the update list as it is kept: sealed to the contacts key, and joined to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SealedContact:
    """One sealed entry.

    Attributes:
        contact_id: uuid4 text.
        day: the civil date it was given; nothing finer is kept.
        sealed: ciphertext of the padded contact; opened with the contacts key alone.
    """

    contact_id: str
    programme_id: str
    day: date
    sealed: bytes
