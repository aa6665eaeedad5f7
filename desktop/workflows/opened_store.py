"""Opening the store of a data folder with what was given: also where a rekeying was interrupted in the middle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desktop.foundation.clock import Clock
from desktop.foundation.durable_files import file_fault
from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.ids import new_id
from desktop.foundation.one_at_a_time import alone
from desktop.foundation.translation import tr
from desktop.keys.device import DeviceKey
from desktop.keys.key_change import both_keys, promote
from desktop.staff.people import Actor
from desktop.store.errors import DamagedStore, WrongKey
from desktop.store.opening import Store, open_store
from desktop.store.rekey import opens
from desktop.store.target import StoreTarget
from desktop.workflows.follow_up import requests_key
from desktop.workflows.update_list import contacts_recipient
from desktop.workflows.workplace import Workplace

KEYS_FILE = "keys.json"
NEXT_KEYS_FILE = "keys.next.json"
"""Beside the key file while the store is written anew under another key (:mod:`desktop.keys.key_change`)."""
STORE_FILE = "store.db"
LOCK_FILE = ".setting-up"
DEVICE_SECRET = "device signing key"  # the name under which the secret is kept, not the secret
NOBODY = Actor(person_id="", name="", role=None, signed_in=False)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A store key, and what was found on the way to it.

    Attributes:
        key: 32 bytes.
        settled: what became of a rekeying that was interrupted, as the audit has it; else empty.
    """

    key: bytes = field(repr=False)
    settled: str = ""


def unlocked(folder: Path, by: Callable[[Path], bytes]) -> Unlocked:
    """Return the key that opens the store of ``folder``, and end a rekeying that was interrupted.

    Args:
        by: gives the store key from a key file, such as by its passphrase.

    Raises:
        Refusal: the store is being rekeyed at this moment.
        WorldError: what ``by`` raises; or the store can't be reached.
    """
    keys, following = folder / KEYS_FILE, folder / NEXT_KEYS_FILE
    if not following.exists():
        return Unlocked(by(keys))
    try:
        with alone(folder / LOCK_FILE) as had:
            if not had:
                raise Refusal(
                    place=str(folder),
                    fault=tr("The store is being given another key at this moment."),
                    remedy=tr("Wait until that is done, then try again."),
                )
            return _settled(folder / STORE_FILE, keys, following, by)
    except OSError as fault:
        raise file_fault(folder, fault) from fault


def _settled(store: Path, keys: Path, following: Path, by: Callable[[Path], bytes]) -> Unlocked:
    refused: WorldError | None = None
    for path in (keys, following):
        try:
            key = by(path)
        except WorldError as fault:
            refused = refused or fault
            continue
        settled = settle(store, keys, following, key)
        if settled is not None:
            return settled
    if refused is not None:
        raise refused
    return Unlocked(by(keys))  # neither fits: opening the store says so


def settle(store: Path, keys: Path, following: Path, key: bytes) -> Unlocked | None:
    """End an interrupted rekeying with one of its two keys, on the side on which the store is.

    Raises:
        WorldError: the store or a key file can't be read or written; nothing was decided.
    """
    try:
        new, old = both_keys(following, key) or (b"", key)
    except WorldError:
        new, old = b"", key  # a damaged next key file: the store may still have the old key
    if new and opens(store, new):
        promote(following, keys)
        return Unlocked(new, "store rekeyed")
    if opens(store, old):
        following.unlink(missing_ok=True)
        return Unlocked(old, "rekeying given up")
    return None


def opened(folder: Path, *, key: bytes, clock: Clock, practice: bool, must_exist: bool) -> Workplace:
    """Return the workplace of ``folder``, whose store ``key`` opens or is made under.

    Raises:
        DamagedStore: there is a store, and its key does not open it; says which backup helps.
        StoreFault: it can't be opened.
    """
    path = folder / STORE_FILE
    if must_exist and path.exists() and path.stat().st_size == 0:
        raise _damaged(folder)  # an empty file would be taken for a store that is to be made
    try:
        store = open_store(StoreTarget.file(path), key=key, must_exist=must_exist)
        try:
            store.sweep_scans()
            device_id, epoch, device_key = _identity(store, practice=practice)
        except BaseException:
            store.close()
            raise
    except (WrongKey, DamagedStore) as fault:
        if not must_exist:
            raise
        raise _damaged(folder) from fault
    return Workplace(
        folder=folder,
        practice=practice,
        clock=clock,
        store=store,
        device_id=device_id,
        epoch=epoch,
        device_key=device_key,
    )


def _damaged(folder: Path) -> DamagedStore:
    from desktop.workflows.integrity import remedy  # which opens stores itself

    return DamagedStore(
        place=str(folder / STORE_FILE),
        fault=tr(
            "The store does not open with its key: it is damaged, or is not the one that the key file is of."
        ),
        remedy=remedy(folder),
    )


def log_of_keys(place: Workplace, what: str, *, about_id: str, actor: Actor = NOBODY, why: str = "") -> None:
    """Log something that was done to the keys of this workplace."""
    with place.unit() as unit:
        unit.changes.add(actor=actor, what=what, about_id=about_id, why=why, at=place.clock.now())
        unit.commit()


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
        if unit.contacts.make_room():
            # room and key are made now, not when somebody joins the update list: that would tell when it was
            contacts_recipient(unit)
            unit.commit()
        if unit.follow_ups.make_room():  # for the same reason
            requests_key(unit)
            unit.commit()
        epoch = int(unit.meta.get("epoch") or "1")
    return device_id, epoch, DeviceKey.from_private_bytes(device_id, secret)
