"""HKDF-SHA256 (RFC 5869): keys of one use each, made from one secret of full strength. Never from a passphrase."""

from __future__ import annotations


def derive(secret: bytes, purpose: str, *, salt: bytes = b"", length: int = 32) -> bytes:
    """Return ``length`` bytes made from ``secret`` for ``purpose``; another purpose gives unrelated bytes."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = b"sounding-board/" + purpose.encode()
    return HKDF(algorithm=SHA256(), length=length, salt=salt or None, info=info).derive(secret)
