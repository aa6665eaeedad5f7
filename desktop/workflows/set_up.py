"""Setting a data folder up, and opening it: the key slots, the encrypted store, and who this device is."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from desktop.foundation.clock import Clock
from desktop.foundation.durable_files import file_fault, sync_folder
from desktop.foundation.errors import DamagedFile, Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.one_at_a_time import alone
from desktop.foundation.translation import tr
from desktop.keys.device import DeviceKey
from desktop.keys.keyring_port import KeyringPort
from desktop.keys.slots import SlotKind, create_slots, read_slots, unlock
from desktop.store.opening import Store, open_store
from desktop.store.target import StoreTarget
from desktop.workflows.workplace import Workplace

KEYS_FILE = "keys.json"
UNFINISHED_KEYS_FILE = "keys.unfinished.json"
"""Name of the key file until the store is made. One that stands means that set-up was interrupted."""
STORE_FILE = "store.db"
LOCK_FILE = ".setting-up"
PRACTICE_FOLDER = "practice"
PASSPHRASE_VARIABLE = "SOUNDING_BOARD_PASSPHRASE"
DEVICE_SECRET = "device signing key"  # the name under which the secret is kept, not the secret
SHORTEST_PASSPHRASE = 8


class Found(StrEnum):
    """What stands in a data folder."""

    NEW = "new"
    KEYRING = "keyring"
    PASSPHRASE = "passphrase"
    PRACTICE = "practice"
    DAMAGED = "damaged"


def practice_folder(folder: Path) -> Path:
    """Return where the practice store of a data folder stands: apart, so that it can never be mistaken."""
    return folder / PRACTICE_FOLDER


def look(folder: Path) -> Found:
    """Return what stands in a data folder, without opening anything."""
    keys, store = folder / KEYS_FILE, folder / STORE_FILE
    if not keys.exists():
        interrupted = (folder / UNFINISHED_KEYS_FILE).exists()
        return Found.DAMAGED if store.exists() and not interrupted else Found.NEW
    if not store.exists():
        return Found.DAMAGED
    try:
        slots = read_slots(keys)
    except DamagedFile:
        return Found.DAMAGED
    for kind, found in (
        (SlotKind.OPEN, Found.PRACTICE),
        (SlotKind.KEYRING, Found.KEYRING),
        (SlotKind.PASSPHRASE, Found.PASSPHRASE),
    ):
        if slots.of_kind(kind):
            return found
    return Found.DAMAGED


def create(
    folder: Path,
    *,
    clock: Clock,
    passphrase: str | None = None,
    keyring: KeyringPort | None = None,
    practice: bool = False,
) -> Workplace:
    """Make the key slots and the encrypted store in ``folder`` and return the open workplace.

    With a passphrase the keyring is left alone; with neither, only a practice store can be made.

    Raises:
        Refusal: something stands there already, or the passphrase is too short.
        WorldError: the folder can't be written.
    """
    if look(folder) is not Found.NEW:
        raise _there_already(folder)
    if passphrase is not None and not practice and len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refusal(
            place=tr("The passphrase"),
            fault=tr("It is too short."),
            remedy=tr("Use {count} characters or more; four words that you can remember are good.",
                      count=SHORTEST_PASSPHRASE),
        )  # fmt: skip
    if passphrase is None and keyring is None and not practice:
        raise Refusal(
            place=str(folder),
            fault=tr("This computer has no keyring, so the store needs a passphrase."),
            remedy=tr("Choose one at the start screen, or set {variable}.", variable=PASSPHRASE_VARIABLE),
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise file_fault(folder, fault) from fault
    try:
        with alone(folder / LOCK_FILE) as had:
            # looked at once more: another window, or a command, may be making it or have made it meanwhile
            if not had or look(folder) is not Found.NEW:
                raise _there_already(folder)
            return _made(folder, clock=clock, passphrase=passphrase, keyring=keyring, practice=practice)
    except OSError as fault:
        raise file_fault(folder, fault) from fault


def _made(
    folder: Path, *, clock: Clock, passphrase: str | None, keyring: KeyringPort | None, practice: bool
) -> Workplace:
    unfinished = folder / UNFINISHED_KEYS_FILE
    for name in (STORE_FILE, f"{STORE_FILE}-wal", f"{STORE_FILE}-shm", unfinished.name):
        (folder / name).unlink(missing_ok=True)  # of a set-up that was interrupted: nobody ever recorded into it
    key = create_slots(
        unfinished,
        passphrase=passphrase,
        keyring=keyring if passphrase is None else None,
        practice=practice,
    )
    place = _open(folder, key=key, clock=clock, practice=practice, must_exist=False)
    try:
        # the last step: from here on both files are there, and a store that is missing has been lost
        unfinished.replace(folder / KEYS_FILE)
        sync_folder(folder)
    except BaseException:
        place.close()
        raise
    return place


def _there_already(folder: Path) -> Refusal:
    return Refusal(
        place=str(folder),
        fault=tr("There is a store in this folder already, or one is being made."),
        remedy=tr("Open it, or choose another folder."),
    )


def open_workplace(
    folder: Path, *, clock: Clock, passphrase: str | None = None, keyring: KeyringPort | None = None
) -> Workplace:
    """Open what :func:`create` made.

    Raises:
        WrongPassphrase, PassphraseNeeded, KeyringUnavailable: the store can't be unlocked that way.
        DamagedFile: the key slots or the store are damaged.
    """
    found = look(folder)
    if found is Found.NEW:
        raise Refusal(
            place=str(folder), fault=tr("There is no store in this folder."), remedy=tr("Set it up first.")
        )
    if found is Found.DAMAGED:
        raise DamagedFile(
            place=str(folder / KEYS_FILE),
            fault=tr("The key file or the store beside it is missing or can't be read."),
            remedy=tr("Put both back from where the folder was copied; do not make new ones."),
        )
    key = unlock(folder / KEYS_FILE, passphrase=passphrase, keyring=keyring)
    return _open(folder, key=key, clock=clock, practice=found is Found.PRACTICE, must_exist=True)


def _open(folder: Path, *, key: bytes, clock: Clock, practice: bool, must_exist: bool) -> Workplace:
    store = open_store(StoreTarget.file(folder / STORE_FILE), key=key, must_exist=must_exist)
    try:
        device_id, epoch, device_key = _identity(store, practice=practice)
    except BaseException:
        store.close()
        raise
    return Workplace(
        folder=folder,
        practice=practice,
        clock=clock,
        store=store,
        device_id=device_id,
        epoch=epoch,
        device_key=device_key,
    )


def _identity(store: Store, *, practice: bool) -> tuple[str, int, DeviceKey]:
    """Return who this device is; made in one transaction when the store is new."""
    with store.unit() as unit:
        device_id, secret = unit.meta.get("device_id"), unit.secrets.get(DEVICE_SECRET)
        if device_id is None or secret is None:
            made = DeviceKey.generate(new_id())
            device_id, secret = made.device_id, made.private_bytes
            unit.meta.set("device_id", device_id)
            unit.meta.set("epoch", "1")
            unit.meta.set("practice", "1" if practice else "0")
            unit.secrets.put(DEVICE_SECRET, secret)
            unit.commit()
        epoch = int(unit.meta.get("epoch") or "1")
    return device_id, epoch, DeviceKey.from_private_bytes(device_id, secret)
