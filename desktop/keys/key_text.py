"""Public keys as one line of text that can be pasted, dictated and typed.

A prefix that says the kind, then RFC 4648 base32 in lower case of the payload and a four byte checksum. Base32
has no 0, 1 or 8, so these are read as the letters that they look like; spaces and hyphens are skipped.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from desktop.foundation.translation import tr
from desktop.keys.errors import MistypedKey

_CHECKSUM = 4
_LOOK_ALIKES = str.maketrans("018", "olb", " -\t\r\n")


def _checksum(prefix: str, payload: bytes) -> bytes:
    return hashlib.sha256(b"sounding-board/key-text/" + prefix.encode() + b"\x00" + payload).digest()[:_CHECKSUM]


def to_key_text(prefix: str, payload: bytes) -> str:
    """Return ``payload`` as ``<prefix>-<base32>``; the prefix is such as ``sbd1``."""
    encoded = base64.b32encode(payload + _checksum(prefix, payload)).decode().lower().rstrip("=")
    return f"{prefix}-{encoded}"


def from_key_text(prefix: str, text: str, length: int) -> bytes:
    """Return the ``length`` bytes that :func:`to_key_text` wrote.

    Raises:
        MistypedKey: another kind of key, another length, a foreign character, or a wrong checksum.
    """
    stripped = text.strip()
    if stripped[: len(prefix) + 1].lower() != f"{prefix}-":
        raise _mistyped(
            tr("It does not start with {prefix}-, so it is not the kind of key that is asked for.", prefix=prefix)
        )
    letters = stripped[len(prefix) + 1 :].lower().translate(_LOOK_ALIKES)
    wanted = -(-(length + _CHECKSUM) * 8 // 5)
    if len(letters) != wanted:
        raise _mistyped(
            tr(
                "It has {count} characters after the prefix instead of {wanted}.",
                count=len(letters),
                wanted=wanted,
            )
        )
    try:
        raw = base64.b32decode((letters + "=" * (-len(letters) % 8)).upper())
    except (binascii.Error, ValueError):
        raise _mistyped(tr("It holds a character that no key has.")) from None
    payload, checksum = raw[:length], raw[length:]
    if checksum != _checksum(prefix, payload) or to_key_text(prefix, payload) != f"{prefix}-{letters}":
        raise _mistyped(tr("Its check characters do not fit: at least one character is wrong."))
    return payload


def _mistyped(fault: str) -> MistypedKey:
    return MistypedKey(
        place=tr("The key"), fault=fault, remedy=tr("Copy the whole line again from where it was shown.")
    )
