"""PINs: who works at the laptop. They encrypt nothing; the hash stands in the encrypted store."""

from __future__ import annotations

from desktop.foundation.errors import Defect
from desktop.keys.passphrases import INTERACTIVE, Argon2Cost, normal_form


def hash_pin(pin: str) -> str:
    """Return the argon2id hash of ``pin`` as PHC text (``$argon2id$...``) with its own random salt."""
    from argon2 import PasswordHasher

    if not pin:
        raise Defect("an empty PIN is no PIN")
    return PasswordHasher(
        time_cost=INTERACTIVE.time, memory_cost=INTERACTIVE.memory_kib, parallelism=INTERACTIVE.lanes
    ).hash(normal_form(pin))


def verify_pin(pin_hash: str, pin: str) -> bool:
    """Tell whether ``pin`` is the one that ``pin_hash`` was made from.

    Raises:
        Defect: ``pin_hash`` is no hash of ours.
    """
    from argon2 import PasswordHasher, extract_parameters
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        asked = extract_parameters(pin_hash)
        if not Argon2Cost(asked.time_cost, asked.memory_cost, asked.parallelism).is_sane():
            raise Defect("a PIN hash asks for more than a PIN hash may")
        return PasswordHasher().verify(pin_hash, normal_form(pin))
    except InvalidHashError:
        raise Defect("this is no PIN hash") from None
    except VerificationError:
        return False
