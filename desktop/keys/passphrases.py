"""argon2id (RFC 9106) with bounded cost: what passphrase slots and PINs stand on."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

MAX_TIME = 16
MAX_MEMORY_KIB = 1024 * 1024
MAX_LANES = 8


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What one guess costs.

    Attributes:
        time: passes over the memory.
        memory_kib: memory in KiB.
        lanes: threads.
    """

    time: int
    memory_kib: int
    lanes: int

    def is_sane(self) -> bool:
        """Tell whether a file may ask for this: a hostile one must not take all memory or all day."""
        return (
            1 <= self.time <= MAX_TIME
            and 1 <= self.lanes <= MAX_LANES
            and 8 * self.lanes <= self.memory_kib <= MAX_MEMORY_KIB
        )


INTERACTIVE = Argon2Cost(time=2, memory_kib=64 * 1024, lanes=1)
"""About 80 ms on an office laptop (libsodium's "interactive" cost). Kept with every slot, so it can be raised."""


def normal_form(passphrase: str) -> bytes:
    """Return the bytes that a passphrase stands for: NFKC, since keyboards compose accents in different ways."""
    return unicodedata.normalize("NFKC", passphrase).encode()


def stretch(passphrase: str, salt: bytes, cost: Argon2Cost) -> bytes:
    """Return 32 bytes made from the passphrase at ``cost``."""
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        secret=normal_form(passphrase),
        salt=salt,
        time_cost=cost.time,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=32,
        type=Type.ID,
    )
