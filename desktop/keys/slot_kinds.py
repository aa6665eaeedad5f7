"""The kinds of slots of ``keys.json``, made and opened one by one; :mod:`desktop.keys.slots` has the file."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.foundation.errors import DamagedFile
from desktop.foundation.translation import tr
from desktop.keys.derivation import derive
from desktop.keys.errors import KeyringUnavailable
from desktop.keys.keyring_port import KeyringPort, keyring_unavailable
from desktop.keys.passphrases import INTERACTIVE, Argon2Cost, stretch

SLOTS_FORMAT = "sounding-board-keys"
SLOTS_VERSION = 1
KEY_SIZE = 32
_NONCE = 12
_SALT = 16
_RECOVERY_PURPOSE = "recovery-slot/1"


class SlotKind(StrEnum):
    """How a slot is opened."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # a kind of slot, no secret
    RECOVERY = "recovery"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the recovery slot is made from.

    Attributes:
        secret: the recovery sheet's random bytes (:class:`desktop.keys.recovery.RecoveryWords`).
        made_on: the date on the sheet.
    """

    secret: bytes = field(repr=False)
    made_on: date


def keyring_slot(key: bytes, store: str, keyring: KeyringPort, *, account: str = "") -> dict[str, Any]:
    """Return a slot whose wrapping key was put into the keyring, under ``account`` or else the store's id.

    Raises:
        KeyringUnavailable: it does not keep what it is given.
    """
    wrapping = secrets.token_bytes(KEY_SIZE)
    keyring.set(account or store, text_of(wrapping))
    if keyring.get(account or store) != text_of(wrapping):  # some backends take everything and keep nothing
        raise keyring_unavailable(tr("It does not keep what it is given."))
    slot = {"kind": SlotKind.KEYRING.value, **({"account": account} if account else {})}
    return wrapped(slot, store, wrapping, key)


def passphrase_slot(key: bytes, store: str, passphrase: str) -> dict[str, Any]:
    """Return a slot that ``passphrase`` opens, at today's cost."""
    salt, cost = secrets.token_bytes(_SALT), INTERACTIVE
    slot = {
        "kind": SlotKind.PASSPHRASE.value,
        "kdf": "argon2id",
        "salt": text_of(salt),
        "time": cost.time,
        "memory_kib": cost.memory_kib,
        "lanes": cost.lanes,
    }
    return wrapped(slot, store, stretch(passphrase, salt, cost), key)


def recovery_slot(key: bytes, store: str, recovery: Recovery) -> dict[str, Any]:
    """Return a slot that the words of a recovery sheet open: they are random, so nothing needs to be slow."""
    salt = secrets.token_bytes(_SALT)
    slot = {
        "kind": SlotKind.RECOVERY.value,
        "kdf": "hkdf-sha256",
        "salt": text_of(salt),
        "made": recovery.made_on.isoformat(),
    }
    return wrapped(slot, store, derive(recovery.secret, _RECOVERY_PURPOSE, salt=salt), key)


def account_of(slot: dict[str, Any], store: str) -> str:
    """Return the name under which the keyring holds a keyring slot's wrapping key."""
    account = slot.get("account")
    return account if isinstance(account, str) and account else store


def open_keyring_slot(slot: dict[str, Any], store: str, keyring: KeyringPort | None) -> bytes:
    """Return the store key in a keyring slot.

    Raises:
        KeyringUnavailable: there is no keyring, or it holds another key or none.
    """
    kept = None if keyring is None else keyring.get(account_of(slot, store))
    if keyring is None:
        raise keyring_unavailable()
    wrapping = None if kept is None else bytes_of(kept)
    if wrapping is None:
        raise keyring_unavailable(tr("It holds no key for this store any more."))
    key = unwrapped(slot, store, wrapping)
    if key is None:
        raise keyring_unavailable(tr("The key that it holds does not open this store."))
    return key


def open_passphrase_slot(slot: dict[str, Any], store: str, passphrase: str, path: Path) -> bytes | None:
    """Return the store key in a passphrase slot; ``None`` when the passphrase is another one.

    Raises:
        DamagedFile: the slot asks for what no slot of ours asks for.
    """
    salt = bytes_of(slot.get("salt"))
    numbers = [slot.get(name) for name in ("time", "memory_kib", "lanes")]
    if slot.get("kdf") != "argon2id" or salt is None or len(salt) != _SALT:
        raise damaged(path)
    if any(type(each) is not int for each in numbers):
        raise damaged(path)
    cost = Argon2Cost(*numbers)  # type: ignore[arg-type]  # ints, as just checked
    if not cost.is_sane():
        raise damaged(path)
    return unwrapped(slot, store, stretch(passphrase, salt, cost))


def open_recovery_slot(slot: dict[str, Any], store: str, secret: bytes, path: Path) -> bytes | None:
    """Return the store key in a recovery slot; ``None`` when the sheet is another one."""
    salt = bytes_of(slot.get("salt"))
    if slot.get("kdf") != "hkdf-sha256" or salt is None or len(salt) != _SALT:
        raise damaged(path)
    return unwrapped(slot, store, derive(secret, _RECOVERY_PURPOSE, salt=salt))


def _associated(slot: dict[str, Any], store: str) -> bytes:
    bound = {name: value for name, value in slot.items() if name not in ("nonce", "wrapped")}
    return json.dumps([SLOTS_FORMAT, SLOTS_VERSION, store, bound], sort_keys=True, separators=(",", ":")).encode()


def wrapped(slot: dict[str, Any], store: str, wrapping: bytes, key: bytes) -> dict[str, Any]:
    """Return ``slot`` with ``key`` in it, under the slot's own key ``wrapping`` (32 bytes)."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = secrets.token_bytes(_NONCE)
    sealed = ChaCha20Poly1305(wrapping).encrypt(nonce, key, _associated(slot, store))
    return {**slot, "nonce": text_of(nonce), "wrapped": text_of(sealed)}


def unwrapped(slot: dict[str, Any], store: str, wrapping: bytes) -> bytes | None:
    """Return the store key in ``slot``; ``None`` when ``wrapping`` does not open it."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce, sealed = bytes_of(slot.get("nonce")), bytes_of(slot.get("wrapped"))
    if nonce is None or sealed is None or len(nonce) != _NONCE or len(wrapping) != KEY_SIZE:
        return None
    try:
        key = ChaCha20Poly1305(wrapping).decrypt(nonce, sealed, _associated(slot, store))
    except InvalidTag:
        return None
    return key if len(key) == KEY_SIZE else None


def forget(keyring: KeyringPort, account: str) -> None:
    """Take a wrapping key out of the keyring; a keyring that refuses is let be."""
    try:
        keyring.delete(account)
    except KeyringUnavailable:
        return  # a wrapping key that wraps nothing is harmless


def text_of(raw: bytes) -> str:
    """Return ``raw`` in base64."""
    return base64.b64encode(raw).decode()


def bytes_of(text: object) -> bytes | None:
    """Return the bytes behind base64; ``None`` for anything else."""
    if not isinstance(text, str):
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def damaged(path: Path) -> DamagedFile:
    """Return the error of a key file that can't be trusted."""
    return DamagedFile(
        place=str(path),
        fault=tr("The key file is cut, altered, or of a version that this program does not know."),
        remedy=tr("Put back the copy from a backup, or use the newest version of this program."),
    )
