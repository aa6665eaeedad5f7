"""``keys.json``: the store key, wrapped in slots, each of which alone opens the store.

Version 1::

    {"format": "sounding-board-keys", "version": 1, "store": "<uuid4>", "slots": [
      {"kind": "keyring", "nonce": …, "wrapped": …},
      {"kind": "passphrase", "kdf": "argon2id", "salt": …, "time": 2, "memory_kib": 65536, "lanes": 1,
       "nonce": …, "wrapped": …},
      {"kind": "open", "key": …, "note": "practice …"}]}

Bytes are base64. The store key is wrapped by ChaCha20-Poly1305 under the slot's own key, with everything else in
the slot and the store's id as associated data. Kinds that a reader does not know are left alone.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.foundation.durable_files import file_fault, write_durably
from desktop.foundation.errors import DamagedFile, Defect, Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.keys.errors import KeyringUnavailable, NoSuchSlot, PassphraseNeeded, WrongPassphrase
from desktop.keys.keyring_port import KeyringPort, keyring_unavailable
from desktop.keys.passphrases import INTERACTIVE, Argon2Cost, stretch

SLOTS_FORMAT = "sounding-board-keys"
SLOTS_VERSION = 1
KEY_SIZE = 32
_NONCE = 12
_SALT = 16
_MAX_FILE = 64 * 1024
_MAX_SLOTS = 16  # each passphrase slot costs a guess: a hostile file must not ask for hundreds


class SlotKind(StrEnum):
    """How a slot is opened."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # a kind of slot, no secret
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class KeySlots:
    """A key file as it was read, unopened.

    Attributes:
        store: uuid4 text that stands for the store in the keyring.
        slots: the slots as in the file; may hold an open key, so never in a ``repr``.
    """

    store: str
    slots: tuple[dict[str, Any], ...] = field(repr=False)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of slots that are there; a :class:`SlotKind` or one that this program does not know."""
        return frozenset(slot["kind"] for slot in self.slots)

    @property
    def practice(self) -> bool:
        """Whether the key stands open, which is so for practice only."""
        return SlotKind.OPEN in self.kinds

    def of_kind(self, kind: SlotKind) -> tuple[dict[str, Any], ...]:
        """Return the slots of one kind."""
        return tuple(slot for slot in self.slots if slot["kind"] == kind)


def create_slots(
    path: Path, *, passphrase: str | None = None, keyring: KeyringPort | None = None, practice: bool = False
) -> bytes:
    """Make a new random store key, keep it in slots at ``path``, and return it (32 bytes).

    A practice store gets an open slot alone; any other a slot for each of ``keyring`` and ``passphrase`` given.

    Raises:
        Refusal: there is a key file already (it is left alone), or the passphrase is empty.
        KeyringUnavailable: the keyring does not keep what it is given; no file was written.
        WorldError: the file can't be written.
    """
    if passphrase is not None and not passphrase.strip():
        raise Refusal(
            place=tr("The passphrase"),
            fault=tr("It is empty."),
            remedy=tr("Choose one of several words that you can remember."),
        )
    if not practice and passphrase is None and keyring is None:
        raise Defect("a store key that nothing guards is for practice only")
    if path.exists():
        raise _already_there(path)
    key, store = secrets.token_bytes(KEY_SIZE), new_id()
    slots: list[dict[str, Any]] = []
    if practice:
        note = "practice store: this key is in clear on purpose"
        slots.append({"kind": SlotKind.OPEN.value, "key": _text(key), "note": note})
        passphrase = keyring = None
    if passphrase is not None:
        slots.append(_passphrase_slot(key, store, passphrase, INTERACTIVE))
    if keyring is not None:
        slots.insert(0, _keyring_slot(key, store, keyring))
    written = {"format": SLOTS_FORMAT, "version": SLOTS_VERSION, "store": store, "slots": slots}
    try:
        write_durably(path, (json.dumps(written, indent=1) + "\n").encode(), replace=False)
    except BaseException as fault:
        if keyring is not None:
            _forget(keyring, store)
        if isinstance(fault, FileExistsError):
            raise _already_there(path) from None
        raise
    return key


def read_slots(path: Path) -> KeySlots:
    """Return the slots at ``path`` without opening any.

    Raises:
        DamagedFile: it is no key file, or of a version that this program does not know.
        WorldError: the file can't be read.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(_MAX_FILE + 1)
    except OSError as fault:
        raise file_fault(path, fault) from fault
    found = _parsed(raw) if len(raw) <= _MAX_FILE else None
    if found is None:  # raised out here: a JSON error carries the text, which may hold a practice key
        raise _damaged(path)
    return found


def unlock(path: Path, passphrase: str | None = None, keyring: KeyringPort | None = None) -> bytes:
    """Return the store key (32 bytes) from the first slot that opens: open, then keyring, then passphrase.

    A wrong passphrase takes as long as a right one (the slot's argon2id cost).

    Raises:
        WrongPassphrase: a passphrase was given, and no slot opens with it.
        KeyringUnavailable: the keyring has to open it, and does not; no passphrase was given.
        PassphraseNeeded: a passphrase has to open it, and none was given.
        NoSuchSlot: no slot can be opened by what was given.
        DamagedFile: the file, or what is in its slots, is cut or altered.
        WorldError: the file can't be read.
    """
    slots = read_slots(path)
    for slot in slots.of_kind(SlotKind.OPEN):
        return _key_of(slot.get("key"), path)
    trouble: KeyringUnavailable | None = None
    for slot in slots.of_kind(SlotKind.KEYRING):
        try:
            return _open_keyring_slot(slot, slots.store, keyring)
        except KeyringUnavailable as fault:
            trouble = fault
    guarded = slots.of_kind(SlotKind.PASSPHRASE)
    if passphrase is not None and guarded:
        for slot in guarded:
            key = _open_passphrase_slot(slot, slots.store, passphrase, path)
            if key is not None:
                return key
        raise WrongPassphrase(
            place=tr("The passphrase"),
            fault=tr("It does not open this store."),
            remedy=tr("Check capital letters and the keyboard's language, then type it again."),
        )
    if trouble is not None:
        raise trouble
    if guarded:
        raise PassphraseNeeded(
            place=str(path),
            fault=tr("This store is opened with a passphrase, and none was given."),
            remedy=tr("Type the passphrase that was chosen when the store was made."),
        )
    raise NoSuchSlot(
        place=str(path),
        fault=tr("The key file has no slot that can be opened by what was given."),
        remedy=tr("Open the store in the way it was made: by the computer's keyring or by its passphrase."),
    )


def _keyring_slot(key: bytes, store: str, keyring: KeyringPort) -> dict[str, Any]:
    wrapping = secrets.token_bytes(KEY_SIZE)
    keyring.set(store, _text(wrapping))
    if keyring.get(store) != _text(wrapping):  # some backends take everything and keep nothing
        raise keyring_unavailable(tr("It does not keep what it is given."))
    return _wrapped({"kind": SlotKind.KEYRING.value}, store, wrapping, key)


def _passphrase_slot(key: bytes, store: str, passphrase: str, cost: Argon2Cost) -> dict[str, Any]:
    salt = secrets.token_bytes(_SALT)
    slot = {
        "kind": SlotKind.PASSPHRASE.value,
        "kdf": "argon2id",
        "salt": _text(salt),
        "time": cost.time,
        "memory_kib": cost.memory_kib,
        "lanes": cost.lanes,
    }
    return _wrapped(slot, store, stretch(passphrase, salt, cost), key)


def _open_keyring_slot(slot: dict[str, Any], store: str, keyring: KeyringPort | None) -> bytes:
    kept = None if keyring is None else keyring.get(store)
    if keyring is None:
        raise keyring_unavailable()
    wrapping = None if kept is None else _bytes(kept)
    if wrapping is None:
        raise keyring_unavailable(tr("It holds no key for this store any more."))
    key = _unwrapped(slot, store, wrapping)
    if key is None:
        raise keyring_unavailable(tr("The key that it holds does not open this store."))
    return key


def _open_passphrase_slot(slot: dict[str, Any], store: str, passphrase: str, path: Path) -> bytes | None:
    salt = _bytes(slot.get("salt"))
    numbers = [slot.get(name) for name in ("time", "memory_kib", "lanes")]
    if slot.get("kdf") != "argon2id" or salt is None or len(salt) != _SALT:
        raise _damaged(path)
    if any(type(each) is not int for each in numbers):
        raise _damaged(path)
    cost = Argon2Cost(*numbers)  # type: ignore[arg-type]  # ints, as just checked
    if not cost.is_sane():
        raise _damaged(path)
    return _unwrapped(slot, store, stretch(passphrase, salt, cost))


def _associated(slot: dict[str, Any], store: str) -> bytes:
    bound = {name: value for name, value in slot.items() if name not in ("nonce", "wrapped")}
    return json.dumps([SLOTS_FORMAT, SLOTS_VERSION, store, bound], sort_keys=True, separators=(",", ":")).encode()


def _wrapped(slot: dict[str, Any], store: str, wrapping: bytes, key: bytes) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = secrets.token_bytes(_NONCE)
    sealed = ChaCha20Poly1305(wrapping).encrypt(nonce, key, _associated(slot, store))
    return {**slot, "nonce": _text(nonce), "wrapped": _text(sealed)}


def _unwrapped(slot: dict[str, Any], store: str, wrapping: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce, sealed = _bytes(slot.get("nonce")), _bytes(slot.get("wrapped"))
    if nonce is None or sealed is None or len(nonce) != _NONCE or len(wrapping) != KEY_SIZE:
        return None
    try:
        key = ChaCha20Poly1305(wrapping).decrypt(nonce, sealed, _associated(slot, store))
    except InvalidTag:
        return None
    return key if len(key) == KEY_SIZE else None


def _forget(keyring: KeyringPort, store: str) -> None:
    try:
        keyring.delete(store)
    except KeyringUnavailable:
        return  # a wrapping key that wraps nothing is harmless


def _key_of(text: object, path: Path) -> bytes:
    key = _bytes(text)
    if key is None or len(key) != KEY_SIZE:
        raise _damaged(path)
    return key


def _parsed(raw: bytes) -> KeySlots | None:
    try:
        read = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or read.get("format") != SLOTS_FORMAT or read.get("version") != SLOTS_VERSION:
        return None
    store, slots = read.get("store"), read.get("slots")
    if not isinstance(store, str) or not isinstance(slots, list) or not 1 <= len(slots) <= _MAX_SLOTS:
        return None
    if not all(isinstance(slot, dict) and isinstance(slot.get("kind"), str) for slot in slots):
        return None
    return KeySlots(store=store, slots=tuple(slots))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: object) -> bytes | None:
    if not isinstance(text, str):
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _already_there(path: Path) -> Refusal:
    return Refusal(
        place=str(path),
        fault=tr("There is a key file already."),
        remedy=tr("Open the store that it belongs to, or choose another folder."),
    )


def _damaged(path: Path) -> DamagedFile:
    return DamagedFile(
        place=str(path),
        fault=tr("The key file is cut, altered, or of a version that this program does not know."),
        remedy=tr("Put back the copy from a backup, or use the newest version of this program."),
    )
