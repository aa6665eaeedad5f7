"""Other slots for the same store key: a new passphrase, a new key in the keyring, a new recovery sheet."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Any

from desktop.foundation.errors import Defect
from desktop.keys.keyring_port import KeyringPort
from desktop.keys.slot_kinds import (
    Recovery,
    SlotKind,
    account_of,
    forget,
    keyring_slot,
    passphrase_slot,
    recovery_slot,
)
from desktop.keys.slots import KeySlots, read_slots, refuse_empty, write_slots


def replace_slots(
    path: Path,
    key: bytes,
    *,
    passphrase: str | None = None,
    keyring: KeyringPort | None = None,
    recovery: Recovery | None = None,
    drop: Collection[SlotKind] = (),
    forget_old: bool = True,
) -> None:
    """Put new slots for ``key`` in the place of those of the same kind; slots of other kinds stay as they are.

    The file is the old one or the new one at every moment, and each opens: a new keyring slot has its own name in
    the keyring, and the old name goes only after the file was written.

    Args:
        key: the store key, as :func:`desktop.keys.slots.unlock` gave it.
        drop: kinds that go although nothing takes their place.
        forget_old: whether the keyring lets go of what the old slots needed; not for a copy of a key file, whose
            original needs it still.

    Raises:
        Refusal: the passphrase is empty.
        KeyringUnavailable: the keyring does not keep what it is given; the file was not touched.
        WorldError: the file can't be read or written.
    """
    refuse_empty(passphrase)
    before = read_slots(path)
    if before.practice:
        raise Defect("the key of a practice store stands open; there is no slot to replace")
    account = f"{before.store}.{secrets.token_hex(8)}"
    try:
        made = new_slots(
            key, before.store, passphrase=passphrase, keyring=keyring, recovery=recovery, account=account
        )
        gone = {slot["kind"] for slot in made} | {kind.value for kind in drop}
        kept = [slot for slot in before.slots if slot["kind"] not in gone]
        write_slots(path, KeySlots(before.store, tuple(in_order([*made, *kept]))))
    except BaseException:
        if keyring is not None:
            forget(keyring, account)
        raise
    if keyring is not None and forget_old:
        for slot in before.of_kind(SlotKind.KEYRING):
            forget(keyring, account_of(slot, before.store))


def new_slots(
    key: bytes,
    store: str,
    *,
    passphrase: str | None,
    keyring: KeyringPort | None,
    recovery: Recovery | None,
    account: str,
) -> list[dict[str, Any]]:
    """Return a slot for each of the ways given; the keyring keeps its part under ``account``."""
    made = []
    if keyring is not None:
        made.append(keyring_slot(key, store, keyring, account=account))
    if passphrase is not None:
        made.append(passphrase_slot(key, store, passphrase))
    if recovery is not None:
        made.append(recovery_slot(key, store, recovery))
    return made


def in_order(slots: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the slots in the order in which they are tried; kinds of a later version come last."""
    order = [kind.value for kind in SlotKind]
    return sorted(slots, key=lambda slot: order.index(slot["kind"]) if slot["kind"] in order else len(order))
