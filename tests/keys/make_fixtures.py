"""Write the key files that the tests keep: ``python -m tests.keys.make_fixtures NAME``, with a function's name.

Each was made once, when its format was new, and never again: the point is that old files stay readable. A new
format gets a new function and new files. All of it is made up; the passphrase stands in the tests.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from desktop.keys.coordinator import CoordinatorKeys, central_store_key
from desktop.keys.device import DeviceKey
from desktop.keys.recovery import RecoveryWords, SheetKind
from desktop.keys.slot_kinds import Recovery
from desktop.keys.slots import create_slots

FOLDER = Path(__file__).parent / "fixtures"
PASSPHRASE = "made up for the tests only"


def make_v1() -> None:
    """Write one key file with a passphrase slot, one of a practice store, and one of each other kept key."""
    FOLDER.mkdir(exist_ok=True)
    key = create_slots(FOLDER / "keys-v1-passphrase.json", passphrase=PASSPHRASE)
    (FOLDER / "keys-v1-passphrase.key.txt").write_text(key.hex() + "\n")
    key = create_slots(FOLDER / "keys-v1-practice.json", practice=True)
    (FOLDER / "keys-v1-practice.key.txt").write_text(key.hex() + "\n")
    coordinator = CoordinatorKeys.generate()
    (FOLDER / "coordinator-v1.json").write_bytes(coordinator.to_bytes() + b"\n")
    (FOLDER / "coordinator-v1.public.txt").write_text(coordinator.public.to_text() + "\n")
    device = DeviceKey.generate()
    (FOLDER / "device-v1.txt").write_text(
        f"{device.device_id} {device.private_bytes.hex()} {device.public_text}\n"
    )


def make_recovery_v1() -> None:
    """Write a key file with a recovery slot and its words, and a coordinator's words with what they stand for."""
    words = RecoveryWords.new(SheetKind.STORE)
    path = FOLDER / "keys-v1-recovery.json"
    key = create_slots(path, passphrase=PASSPHRASE, recovery=Recovery(words.secret, date(2026, 3, 5)))
    (FOLDER / "keys-v1-recovery.words.txt").write_text(f"{' '.join(words.words)}\n{words.code}\n{key.hex()}\n")
    seed = RecoveryWords.new(SheetKind.COORDINATOR)
    keys = CoordinatorKeys.from_seed(seed.secret)
    (FOLDER / "coordinator-seed-v1.txt").write_text(
        f"{' '.join(seed.words)}\n{seed.code}\n{keys.public.to_text()}\n{central_store_key(seed.secret).hex()}\n"
    )


if __name__ == "__main__":
    {"make_v1": make_v1, "make_recovery_v1": make_recovery_v1}[sys.argv[1]]()
