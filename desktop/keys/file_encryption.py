"""Files encrypted at rest, each with a random key of its own that stands elsewhere.

A file is ``SBEF`` and a version (1), then a nonce of 12 bytes, then what AES-256-GCM makes of the content, its tag
of 16 bytes at the end. The header is authenticated. The key is used for one file and never again, so that the
nonce can't repeat under it. Who has no key has noise, and deleting the key deletes the file.
"""

from __future__ import annotations

import os

from desktop.foundation.translation import tr
from desktop.keys.errors import DamagedSecret

KEY_BYTES = 32
_MARK = b"SBEF"
_VERSION = 1
_HEADER = _MARK + bytes((_VERSION,))
_NONCE = 12
_TAG = 16
OVERHEAD = len(_HEADER) + _NONCE + _TAG
"""Bytes by which a file is longer than its content."""


def seal_file(content: bytes) -> tuple[bytes, bytes]:
    """Return (the key, the file) of a content, under a new random key.

    Returns:
        32 bytes, and the bytes to write.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, nonce = AESGCM.generate_key(bit_length=256), os.urandom(_NONCE)
    return key, b"".join((_HEADER, nonce, AESGCM(key).encrypt(nonce, content, _HEADER)))


def open_file(sealed: bytes, key: bytes) -> bytes:
    """Return the content of a file that :func:`seal_file` made.

    Raises:
        DamagedSecret: it is cut or altered, of another key, or of a version that this program does not know.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    body = sealed[len(_HEADER) :]
    if sealed.startswith(_HEADER) and len(sealed) >= OVERHEAD and len(key) == KEY_BYTES:
        try:
            return AESGCM(key).decrypt(body[:_NONCE], body[_NONCE:], _HEADER)
        except InvalidTag:
            pass
    raise DamagedSecret(
        place=tr("The encrypted file"),
        fault=tr("It is cut or altered, or of a newer version of the program."),
        remedy=tr("Restore it from a backup, or make it again from where it came."),
    )
