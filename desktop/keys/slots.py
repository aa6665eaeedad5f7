"""``keys.json``: the store key, wrapped in slots, each of which alone opens the store.

Version 1::

    {"format": "sounding-board-keys", "version": 1, "store": "<uuid4>", "slots": [
      {"kind": "keyring", "nonce": …, "wrapped": …},
      {"kind": "passphrase", "kdf": "argon2id", "salt": …, "time": 2, "memory_kib": 65536, "lanes": 1,
       "nonce": …, "wrapped": …},
      {"kind": "recovery", "kdf": "hkdf-sha256", "salt": …, "made": "2026-03-05", "nonce": …, "wrapped": …},
      {"kind": "open", "key": …, "note": "practice …"}]}

Bytes are base64. The store key is wrapped by ChaCha20-Poly1305 under the slot's own key, with everything else in
the slot and the store's id as associated data. Kinds that a reader does not know are left alone. A keyring slot
that was made later than the store names its ``account`` in the keyring, so that a new one never writes over the
old one's key before the file that needs it is there; without a name it is the store's id.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.foundation.durable_files import file_fault, write_durably
from desktop.foundation.errors import Defect, Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.keys.errors import KeyringUnavailable, NoSuchSlot, PassphraseNeeded, WrongPassphrase, WrongWords
from desktop.keys.keyring_port import KeyringPort
from desktop.keys.slot_kinds import (
    KEY_SIZE,
    SLOTS_FORMAT,
    SLOTS_VERSION,
    Recovery,
    SlotKind,
    bytes_of,
    damaged,
    forget,
    keyring_slot,
    open_keyring_slot,
    open_passphrase_slot,
    open_recovery_slot,
    passphrase_slot,
    recovery_slot,
    text_of,
)

_MAX_FILE = 64 * 1024
_MAX_SLOTS = 16  # each passphrase slot costs a guess: a hostile file must not ask for hundreds


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
    path: Path,
    *,
    passphrase: str | None = None,
    keyring: KeyringPort | None = None,
    recovery: Recovery | None = None,
    practice: bool = False,
    store: str | None = None,
) -> bytes:
    """Make a new random store key, keep it in slots at ``path``, and return it (32 bytes).

    A practice store gets an open slot alone; any other a slot for each of ``keyring``, ``passphrase`` and
    ``recovery`` given. ``store`` is the id that its recovery sheet names; else it gets a new one.

    Raises:
        Refusal: there is a key file already (it is left alone), or the passphrase is empty.
        KeyringUnavailable: the keyring does not keep what it is given; no file was written.
        WorldError: the file can't be written.
    """
    refuse_empty(passphrase)
    if not practice and passphrase is None and keyring is None:
        raise Defect("a store key that nothing guards is for practice only")
    if path.exists():
        raise _already_there(path)
    key, store = new_store_key(), store or new_id()
    slots: list[dict[str, Any]] = []
    if practice:
        note = "practice store: this key is in clear on purpose"
        slots.append({"kind": SlotKind.OPEN.value, "key": text_of(key), "note": note})
        passphrase = keyring = recovery = None
    if passphrase is not None:
        slots.append(passphrase_slot(key, store, passphrase))
    if recovery is not None:
        slots.append(recovery_slot(key, store, recovery))
    if keyring is not None:
        slots.insert(0, keyring_slot(key, store, keyring))
    try:
        write_slots(path, KeySlots(store, tuple(slots)), replace=False)
    except BaseException as fault:
        if keyring is not None:
            forget(keyring, store)
        if isinstance(fault, FileExistsError):
            raise _already_there(path) from None
        raise
    return key


def new_store_key() -> bytes:
    """Return 32 new random bytes."""
    return secrets.token_bytes(KEY_SIZE)


def refuse_empty(passphrase: str | None) -> None:
    """Refuse a passphrase of nothing but spaces.

    Raises:
        Refusal: it is one.
    """
    if passphrase is not None and not passphrase.strip():
        raise Refusal(
            place=tr("The passphrase"),
            fault=tr("It is empty."),
            remedy=tr("Choose one of several words that you can remember."),
        )


def write_slots(path: Path, slots: KeySlots, *, replace: bool = True) -> None:
    """Write the key file, whole or not at all.

    Raises:
        FileExistsError: ``replace`` is false and the file is there.
        WorldError: the disk is full, or the folder may not be written.
    """
    written = {
        "format": SLOTS_FORMAT,
        "version": SLOTS_VERSION,
        "store": slots.store,
        "slots": list(slots.slots),
    }
    write_durably(path, (json.dumps(written, indent=1) + "\n").encode(), replace=replace)


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
        raise damaged(path)
    return found


def unlock(
    path: Path,
    passphrase: str | None = None,
    keyring: KeyringPort | None = None,
    recovery: bytes | None = None,
) -> bytes:
    """Return the store key (32 bytes) from the first slot that opens: open, then keyring, then passphrase.

    A wrong passphrase takes as long as a right one (the slot's argon2id cost).

    Args:
        recovery: the secret of a recovery sheet; it is then tried alone.

    Raises:
        WrongWords: ``recovery`` was given, and is of another store or of a sheet of before.
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
    if recovery is not None:
        return _recovered(slots, recovery, path)
    trouble: KeyringUnavailable | None = None
    for slot in slots.of_kind(SlotKind.KEYRING):
        try:
            return open_keyring_slot(slot, slots.store, keyring)
        except KeyringUnavailable as fault:
            trouble = fault
    guarded = slots.of_kind(SlotKind.PASSPHRASE)
    if passphrase is not None and guarded:
        for slot in guarded:
            key = open_passphrase_slot(slot, slots.store, passphrase, path)
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


def _recovered(slots: KeySlots, secret: bytes, path: Path) -> bytes:
    kept = slots.of_kind(SlotKind.RECOVERY)
    if not kept:
        raise NoSuchSlot(
            place=str(path),
            fault=tr("This store was made without a recovery sheet."),
            remedy=tr("Open it by the computer's keyring or by its passphrase, then make a recovery sheet."),
        )
    for slot in kept:
        key = open_recovery_slot(slot, slots.store, secret, path)
        if key is not None:
            return key
    raise WrongWords(
        place=tr("The words of the recovery sheet"),
        fault=tr("They do not open this store: they are of another one, or of a sheet that was replaced."),
        remedy=tr("Compare the store's number and the date on the sheet, and look for a newer sheet."),
    )


def _key_of(text: object, path: Path) -> bytes:
    key = bytes_of(text)
    if key is None or len(key) != KEY_SIZE:
        raise damaged(path)
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


def _already_there(path: Path) -> Refusal:
    return Refusal(
        place=str(path),
        fault=tr("There is a key file already."),
        remedy=tr("Open the store that it belongs to, or choose another folder."),
    )
