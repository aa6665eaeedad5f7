"""Ed25519 signatures, each tied to one purpose by a domain string (RFC 8032, the pure scheme)."""

from __future__ import annotations

from desktop.foundation.errors import Defect

SIGNATURE_SIZE = 64
KEY_SIZE = 32


def _tagged(domain: bytes, message: bytes) -> bytes:
    if not 0 < len(domain) < 256:
        raise Defect("a signature needs a domain of 1 to 255 bytes")
    # the length in front keeps (domain, message) pairs apart that would join to the same bytes
    return b"sounding-board/signature/1\x00" + bytes([len(domain)]) + domain + message


def new_signing_key() -> bytes:
    """Return 32 random bytes: an Ed25519 private key."""
    import secrets

    return secrets.token_bytes(KEY_SIZE)


def public_of(private_key: bytes) -> bytes:
    """Return the 32 public bytes of an Ed25519 private key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def sign(private_key: bytes, domain: bytes, message: bytes) -> bytes:
    """Return the 64 byte signature of ``message`` for the purpose ``domain``; equal input, equal bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private_key).sign(_tagged(domain, message))


def is_signed(public_key: bytes, domain: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` is of ``message``, for ``domain``, by the holder of ``public_key``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _tagged(domain, message))
    except (InvalidSignature, ValueError):
        return False
    return True
