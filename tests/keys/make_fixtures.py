"""Write the key files of version 1 that the tests keep: ``python -m tests.keys.make_fixtures``.

Made once, when the version was new, and never again: the point is that old files stay readable. A new version
gets a new function and new files. All of it is made up; the passphrase stands in the tests.
"""

from __future__ import annotations

from pathlib import Path

from desktop.keys.coordinator import CoordinatorKeys
from desktop.keys.device import DeviceKey
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


if __name__ == "__main__":
    make_v1()
