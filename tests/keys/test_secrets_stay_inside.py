"""No secret in a repr, and nothing heavy imported before it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from desktop.keys.coordinator import CoordinatorKeys
from desktop.keys.device import DeviceKey
from desktop.keys.encryption import SealingKey


def test_no_secret_in_a_repr() -> None:
    device, keys, sealing = DeviceKey.generate(), CoordinatorKeys.generate(), SealingKey.generate()
    for shown in (repr(device), str(device), repr(keys), str(keys), repr(sealing), f"{[device, keys, sealing]}"):
        assert "AGE-SECRET-KEY" not in shown
        for secret in (device.private_bytes, keys.receipt_private):
            assert repr(secret) not in shown
            assert secret.hex() not in shown


def test_the_rooms_load_without_the_heavy_libraries() -> None:
    code = """
import sys
import desktop.keys.slots, desktop.keys.device, desktop.keys.coordinator, desktop.keys.encryption
import desktop.keys.pins, desktop.keys.keyring_port
import desktop.sync.batch_file, desktop.sync.receipt_file, desktop.sync.targets, desktop.jobs.executors
print(sorted({name.partition(".")[0] for name in sys.modules} & {"pyrage", "argon2", "keyring", "cryptography"}))
"""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
