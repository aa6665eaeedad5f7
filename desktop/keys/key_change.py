"""``keys.next.json``: the slots of the next store key, while a store is written anew under it.

While it stands beside ``keys.json`` nobody knows which key the store has: a rekeying was interrupted, or is under
way. It has the form of a key file, with two more slots: ``handover`` (the next key under the old one) and
``handback`` (the old key under the next one). So whatever opens either file opens the store, whichever key it has:
the old or the new sheet, the old or the new passphrase.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.keys.derivation import derive
from desktop.keys.slot_kinds import unwrapped, wrapped
from desktop.keys.slots import KeySlots, read_slots, write_slots

_HANDOVER = "handover"
_HANDBACK = "handback"


def write_next(path: Path, *, store: str, slots: list[dict[str, Any]], old: bytes, new: bytes) -> None:
    """Write the file: ``slots`` are for ``new``, in the order in which they are tried.

    Raises:
        WorldError: it can't be written.
    """
    both = [
        wrapped({"kind": _HANDOVER}, store, derive(old, "key-change/1/handover"), new),
        wrapped({"kind": _HANDBACK}, store, derive(new, "key-change/1/handback"), old),
    ]
    write_slots(path, KeySlots(store, (*slots, *both)))


def both_keys(path: Path, key: bytes) -> tuple[bytes, ...]:
    """Return the next and the old store key, in this order, to whoever has one of them; else nothing.

    Raises:
        DamagedFile, WorldError: the file is cut or altered, or can't be read.
    """
    found = read_slots(path)
    for slot in found.slots:
        if slot["kind"] == _HANDOVER:
            new = unwrapped(slot, found.store, derive(key, "key-change/1/handover"))
            if new is not None:
                return new, key
        elif slot["kind"] == _HANDBACK:
            old = unwrapped(slot, found.store, derive(key, "key-change/1/handback"))
            if old is not None:
                return key, old
    return ()


def promote(path: Path, keys: Path) -> None:
    """Make the slots of the next key those of the store: write ``keys`` anew, and remove ``path``.

    Raises:
        WorldError: they can't be written; both files stand, and one more try ends it.
    """
    found = read_slots(path)
    slots = tuple(slot for slot in found.slots if slot["kind"] not in (_HANDOVER, _HANDBACK))
    write_slots(keys, KeySlots(found.store, slots))
    path.unlink(missing_ok=True)
