"""The device's signing key: says which laptop formed a batch."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from desktop.foundation.errors import Defect
from desktop.foundation.ids import new_id
from desktop.keys import signing
from desktop.keys.key_text import from_key_text, to_key_text

DEVICE_PREFIX = "sbd1"


@dataclass(frozen=True, slots=True)
class DevicePublicKey:
    """What a centre needs to trust a device.

    Attributes:
        device_id: uuid4 text.
        key: 32 bytes, Ed25519.
    """

    device_id: str
    key: bytes

    def to_text(self) -> str:
        """Return one line ``sbd1-...`` without spaces, with a checksum; carries the device's id as well."""
        return to_key_text(DEVICE_PREFIX, uuid.UUID(self.device_id).bytes + self.key)

    @classmethod
    def from_text(cls, text: str) -> DevicePublicKey:
        """Return the key that :meth:`to_text` wrote.

        Raises:
            MistypedKey: it was cut, altered, or is another kind of key.
        """
        raw = from_key_text(DEVICE_PREFIX, text, 16 + signing.KEY_SIZE)
        return cls(device_id=str(uuid.UUID(bytes=raw[:16])), key=raw[16:])


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """A device's private signing key; lives in the encrypted store only.

    Attributes:
        device_id: uuid4 text.
        private_bytes: 32 bytes, Ed25519; never in a ``repr``.
    """

    device_id: str
    private_bytes: bytes = field(repr=False)

    @classmethod
    def generate(cls, device_id: str | None = None) -> DeviceKey:
        """Return a new key for ``device_id``; without one, for a new device."""
        return cls(device_id=device_id or new_id(), private_bytes=signing.new_signing_key())

    @classmethod
    def from_private_bytes(cls, device_id: str, private_bytes: bytes) -> DeviceKey:
        """Return the key whose :attr:`private_bytes` were kept."""
        if len(private_bytes) != signing.KEY_SIZE:
            raise Defect("a device signing key is 32 bytes")
        return cls(device_id=device_id, private_bytes=private_bytes)

    @property
    def public(self) -> DevicePublicKey:
        """The key that others verify with."""
        return DevicePublicKey(self.device_id, signing.public_of(self.private_bytes))

    @property
    def public_text(self) -> str:
        """The public key as ``sbd1-...``."""
        return self.public.to_text()

    def sign(self, domain: bytes, message: bytes) -> bytes:
        """Return the 64 byte signature of ``message`` for the purpose ``domain``."""
        return signing.sign(self.private_bytes, domain, message)


def verify(public: DevicePublicKey | str, domain: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the device signed ``message`` for ``domain``.

    Raises:
        MistypedKey: ``public`` is text and no device key.
    """
    known = DevicePublicKey.from_text(public) if isinstance(public, str) else public
    return signing.is_signed(known.key, domain, message, signature)
