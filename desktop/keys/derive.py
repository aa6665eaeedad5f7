"""Subkeys: HKDF-SHA256 (RFC 5869), each tied to one purpose by a domain string."""

from __future__ import annotations

from desktop.foundation.errors import Defect


def subkey(key: bytes, domain: str, *, context: bytes = b"", length: int = 32) -> bytes:
    """Return ``length`` bytes derived from ``key`` for the purpose ``domain``.

    Args:
        key: at least 16 random bytes, never a passphrase.
        domain: ASCII such as ``"scan-media"``; another domain gives an unrelated key.
        context: what else tells two subkeys of one domain apart, such as an id.
        length: 16 to 64.
    """
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    if not domain or not domain.isascii() or len(key) < 16 or not 16 <= length <= 64:
        raise Defect("a subkey needs a key of 16 bytes or more, an ASCII domain, and 16 to 64 bytes of length")
    info = b"sounding-board/subkey/1/" + domain.encode() + b"\x00" + context
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(key)
