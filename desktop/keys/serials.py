"""The keyed part of a copy's serial."""

from __future__ import annotations

import hashlib
import hmac

MAC_BITS = 20


def serial_mac(key: bytes, data: bytes) -> int:
    """Return the first 20 bits of HMAC-SHA256 (RFC 2104) of ``data`` under ``key``.

    Twenty bits keep a guessed or mistyped serial out (one in a million passes) and let the serial stay short
    enough to be keyed by hand. It is no proof against somebody who holds the programme's pack.
    """
    digest = hmac.new(key, data, hashlib.sha256).digest()
    return int.from_bytes(digest[:3], "big") >> (24 - MAC_BITS)
