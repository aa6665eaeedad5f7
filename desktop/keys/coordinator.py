"""The coordinator's keys: open batches, sign receipts, open contacts. Three keys, since they part ways later."""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from dataclasses import dataclass, field, replace

from desktop.foundation.errors import Defect
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.keys import signing
from desktop.keys.derivation import derive
from desktop.keys.encryption import SealingKey, fingerprint, recipient_bytes, recipient_from_bytes, recipient_of
from desktop.keys.errors import DamagedSecret
from desktop.keys.key_text import from_key_text, to_key_text

COORDINATOR_PREFIX = "sbc1"
_FORMAT = "sounding-board-coordinator-keys"
_VERSION = 1
_SEED_PURPOSE = "coordinator/1"
SEED_SIZE = 32


@dataclass(frozen=True, slots=True)
class CoordinatorPublicKeys:
    """What a device needs to send to a centre and to believe its receipts.

    Attributes:
        central_id: uuid4 text of the central store.
        recipient: ``age1...`` that batches are encrypted to.
        receipt_key: 32 bytes, Ed25519, that receipts are verified with.
        contacts_recipient: ``age1...`` that contacts are sealed to.
    """

    central_id: str
    recipient: str
    receipt_key: bytes
    contacts_recipient: str

    @property
    def fingerprint(self) -> str:
        """16 hex digits that name :attr:`recipient` in a manifest."""
        return fingerprint(self.recipient)

    def to_text(self) -> str:
        """Return one line ``sbc1-...`` without spaces, with a checksum."""
        return to_key_text(
            COORDINATOR_PREFIX,
            uuid.UUID(self.central_id).bytes
            + recipient_bytes(self.recipient)
            + self.receipt_key
            + recipient_bytes(self.contacts_recipient),
        )

    @classmethod
    def from_text(cls, text: str) -> CoordinatorPublicKeys:
        """Return the keys that :meth:`to_text` wrote.

        Raises:
            MistypedKey: it was cut, altered, or is another kind of key.
        """
        raw = from_key_text(COORDINATOR_PREFIX, text, 16 + 3 * 32)
        return cls(
            central_id=str(uuid.UUID(bytes=raw[:16])),
            recipient=recipient_from_bytes(raw[16:48]),
            receipt_key=raw[48:80],
            contacts_recipient=recipient_from_bytes(raw[80:]),
        )

    def verify(self, domain: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether this centre signed ``message`` for ``domain`` with its receipt key."""
        return signing.is_signed(self.receipt_key, domain, message, signature)


def central_store_key(seed: bytes) -> bytes:
    """Return the 32 bytes that open the central store in a file of the coordinator with this seed."""
    return _of_seed(seed, "central store")


def _of_seed(seed: bytes, purpose: str) -> bytes:
    return derive(seed, f"{_SEED_PURPOSE}/{purpose}")


@dataclass(frozen=True, slots=True)
class CoordinatorKeys:
    """The private halves. None of them is ever in a ``repr``.

    Attributes:
        central_id: uuid4 text of the central store.
        batch_identity: age identity that opens batches.
        receipt_private: 32 bytes, Ed25519, that signs receipts.
        contacts_identity: age identity that opens contacts; empty where it is not held, as on a server.
        contacts_recipient: its public half, held everywhere.
    """

    central_id: str
    batch_identity: str = field(repr=False)
    receipt_private: bytes = field(repr=False)
    contacts_identity: str = field(repr=False)
    contacts_recipient: str

    @classmethod
    def generate(cls, central_id: str | None = None) -> CoordinatorKeys:
        """Return new random keys for ``central_id``; without one, for a new central store."""
        contacts = SealingKey.generate()
        return cls(
            central_id=central_id or new_id(),
            batch_identity=SealingKey.generate().identity,
            receipt_private=signing.new_signing_key(),
            contacts_identity=contacts.identity,
            contacts_recipient=contacts.recipient,
        )

    @classmethod
    def from_seed(cls, seed: bytes) -> CoordinatorKeys:
        """Return the keys that a seed of 32 random bytes stands for, as on a recovery sheet; always the same ones.

        Each key is made from it for its own purpose, so that one of them tells nothing about another.
        """
        if len(seed) != SEED_SIZE:
            raise Defect("a coordinator's seed is 32 bytes")
        contacts = SealingKey.from_bytes(_of_seed(seed, "contacts"))
        return cls(
            central_id=str(uuid.UUID(bytes=_of_seed(seed, "central id")[:16], version=4)),
            batch_identity=SealingKey.from_bytes(_of_seed(seed, "batches")).identity,
            receipt_private=_of_seed(seed, "receipts"),
            contacts_identity=contacts.identity,
            contacts_recipient=contacts.recipient,
        )

    @property
    def public(self) -> CoordinatorPublicKeys:
        """The halves that devices are given."""
        return CoordinatorPublicKeys(
            central_id=self.central_id,
            recipient=recipient_of(self.batch_identity),
            receipt_key=signing.public_of(self.receipt_private),
            contacts_recipient=self.contacts_recipient,
        )

    def without_contacts(self) -> CoordinatorKeys:
        """Return the keys that a receiving server may hold: it can open no contact."""
        return replace(self, contacts_identity="")

    def sign(self, domain: bytes, message: bytes) -> bytes:
        """Return the 64 byte signature of ``message`` for ``domain``, by the receipt key."""
        return signing.sign(self.receipt_private, domain, message)

    def to_bytes(self) -> bytes:
        """Return all of it as versioned JSON, **in clear**: for the encrypted store only."""
        return json.dumps(
            {
                "format": _FORMAT,
                "version": _VERSION,
                "central_id": self.central_id,
                "batch_identity": self.batch_identity,
                "receipt_private": base64.b64encode(self.receipt_private).decode(),
                "contacts_identity": self.contacts_identity,
                "contacts_recipient": self.contacts_recipient,
            },
            sort_keys=True,
        ).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> CoordinatorKeys:
        """Return the keys that :meth:`to_bytes` wrote.

        Raises:
            DamagedSecret: it is something else; the message shows none of it.
        """
        keys = cls._parsed(raw)
        if keys is None:  # raised out here, since a JSON error would carry the text with the secrets in it
            raise DamagedSecret(
                place=tr("The coordinator's keys"),
                fault=tr("They are cut or altered, or of a version that this program does not know."),
                remedy=tr("Restore them from the recovery sheet or a backup."),
            )
        return keys

    @classmethod
    def _parsed(cls, raw: bytes) -> CoordinatorKeys | None:
        try:
            read = json.loads(raw)
            if read["format"] != _FORMAT or read["version"] != _VERSION:
                return None
            keys = cls(
                central_id=str(uuid.UUID(read["central_id"])),
                batch_identity=read["batch_identity"],
                receipt_private=base64.b64decode(read["receipt_private"], validate=True),
                contacts_identity=read["contacts_identity"],
                contacts_recipient=read["contacts_recipient"],
            )
            if keys.contacts_identity and recipient_of(keys.contacts_identity) != keys.contacts_recipient:
                return None
            return keys if keys.public.to_text() else None
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, DamagedSecret):
            return None
