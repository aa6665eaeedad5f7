"""Encryption to public keys, in the age format (age-encryption.org/v1, X25519).

What is encrypted here can be opened with the ``age`` tools as well, so that nobody needs this program to get at
an export or a batch that they hold the key of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.foundation.errors import Defect
from desktop.foundation.translation import tr
from desktop.keys import bech32
from desktop.keys.errors import DamagedSecret, MistypedKey, NotForThisKey

CONTACT_BLOCK = 1024
"""Sealed contacts are padded to a multiple of this many bytes, so that length says nothing about a name."""
_OLDER_BLOCK = 512

_RECIPIENT = "age"
_IDENTITY = "age-secret-key-"


@dataclass(frozen=True, slots=True)
class SealingKey:
    """A key pair to encrypt to.

    Attributes:
        identity: the private half, ``AGE-SECRET-KEY-1...``; never in a ``repr``.
        recipient: the public half, ``age1...``.
    """

    identity: str = field(repr=False)
    recipient: str

    @classmethod
    def generate(cls) -> SealingKey:
        """Return a new random key pair."""
        from pyrage import x25519

        made = x25519.Identity.generate()
        return cls(identity=str(made), recipient=str(made.to_public()))

    @classmethod
    def from_bytes(cls, raw: bytes) -> SealingKey:
        """Return the pair whose X25519 private key is these 32 bytes."""
        return cls.from_identity(bech32.encode(_IDENTITY, raw).upper())

    @classmethod
    def from_identity(cls, identity: str) -> SealingKey:
        """Return the pair whose private half is ``identity``."""
        return cls(identity=identity, recipient=recipient_of(identity))


def recipient_of(identity: str) -> str:
    """Return the public half of the private ``identity``.

    Raises:
        DamagedSecret: it is no age identity; the message does not show it.
    """
    return str(_identity(identity).to_public())


def recipient_bytes(recipient: str) -> bytes:
    """Return the 32 bytes of a recipient ``age1...``.

    Raises:
        MistypedKey: it is none.
    """
    try:
        raw = bech32.decode(_RECIPIENT, recipient)
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise MistypedKey(
            place=tr("The encryption key"),
            fault=tr("It is no age recipient."),
            remedy=tr("Copy the whole line again from where it was shown."),
        )
    return raw


def recipient_from_bytes(raw: bytes) -> str:
    """Return ``age1...`` for the 32 bytes of an X25519 public key."""
    return bech32.encode(_RECIPIENT, raw)


def fingerprint(recipient: str) -> str:
    """Return 16 hex digits that name the recipient in a manifest."""
    return hashlib.sha256(b"sounding-board/recipient\x00" + recipient_bytes(recipient)).hexdigest()[:16]


def encrypt(plain: bytes, recipients: Sequence[str]) -> bytes:
    """Return ``plain`` encrypted so that each of ``recipients`` (``age1...``) can open it.

    Raises:
        MistypedKey: one of them is no recipient.
    """
    import pyrage

    if not recipients:
        raise Defect("nothing may be encrypted to nobody")
    for each in recipients:
        recipient_bytes(each)
    return bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(each) for each in recipients]))


def decrypt(sealed: bytes, identity: str) -> bytes:
    """Return what was encrypted, as a whole or not at all.

    Raises:
        NotForThisKey: it is encrypted to other recipients.
        DamagedSecret: it is cut, altered or not in the age format.
    """
    import pyrage

    key = _identity(identity)
    try:
        return bytes(pyrage.decrypt(sealed, [key]))
    except pyrage.DecryptError as fault:
        # the binding has one class for all; an altered recipient stanza says the same, so verify signatures first
        foreign = "No matching keys" in str(fault)
    if foreign:
        raise NotForThisKey(
            place=tr("The encrypted data"),
            fault=tr("It was encrypted for somebody else, not for this key."),
            remedy=tr("Ask the sender which coordinator's key they used."),
        )
    raise _damaged()


def seal_contact(plain: bytes, recipient: str) -> bytes:
    """Return one contact's JSON bytes, padded to whole :data:`CONTACT_BLOCK` blocks, encrypted to ``recipient``.

    The padding is one byte 0x80 and then zeros (ISO/IEC 9797-1 method 2), so that it comes off in one way only.
    """
    padded = plain + b"\x80"
    return encrypt(padded + bytes(-len(padded) % CONTACT_BLOCK), [recipient])


def open_contact(sealed: bytes, identity: str) -> bytes:
    """Return the bytes that :func:`seal_contact` was given.

    Raises:
        NotForThisKey, DamagedSecret: as :func:`decrypt`, or the padding is not as it must be.
    """
    padded = decrypt(sealed, identity)
    plain, mark, zeros = padded.rpartition(b"\x80")
    if not mark or len(padded) % _OLDER_BLOCK or len(zeros) >= CONTACT_BLOCK or zeros.strip(b"\x00"):
        raise _damaged()
    return plain


def _identity(identity: str):  # type: ignore[no-untyped-def]  # the binding has no types
    import pyrage

    try:
        return pyrage.x25519.Identity.from_str(identity)
    except pyrage.IdentityError:
        pass
    raise DamagedSecret(
        place=tr("The private key"),
        fault=tr("It is no age identity."),
        remedy=tr("Restore the keys from the recovery sheet or a backup."),
    )


def _damaged() -> DamagedSecret:
    return DamagedSecret(
        place=tr("The encrypted data"),
        fault=tr("It is cut or altered."),
        remedy=tr("Get the file again from where it came."),
    )
