"""No secret in a repr, and nothing heavy imported before it is used."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from desktop.keys.coordinator import CoordinatorKeys
from desktop.keys.device import DeviceKey
from desktop.keys.encryption import SealingKey
from desktop.keys.recovery import RecoveryWords, SheetKind
from desktop.keys.slot_kinds import Recovery
from desktop.workflows.recovery_sheet import RecoverySheet


def test_no_secret_in_a_repr() -> None:
    device, keys, sealing = DeviceKey.generate(), CoordinatorKeys.generate(), SealingKey.generate()
    for shown in (repr(device), str(device), repr(keys), str(keys), repr(sealing), f"{[device, keys, sealing]}"):
        assert "AGE-SECRET-KEY" not in shown
        for secret in (device.private_bytes, keys.receipt_private):
            assert repr(secret) not in shown
            assert secret.hex() not in shown


def test_no_word_of_a_sheet_in_a_repr() -> None:
    words = RecoveryWords.new(SheetKind.STORE)
    sheet = RecoverySheet.of(words, about="b8a6c7d2-1a55-4c58-8b0e-7d1f0b9e2c11", made_on=date(2026, 3, 5))
    recovery = Recovery(words.secret, date(2026, 3, 5))
    for shown in (repr(words), repr(sheet), repr(recovery), str(sheet), f"{[words, sheet, recovery]}"):
        assert words.code[5:] not in shown
        assert repr(words.secret)[2:-1] not in shown
        assert words.secret.hex() not in shown
        assert not any(f"'{word}'" in shown for word in words.words)


def test_the_rooms_load_without_the_heavy_libraries() -> None:
    code = """
import sys
import desktop.keys.slots, desktop.keys.device, desktop.keys.coordinator, desktop.keys.encryption
import desktop.keys.pins, desktop.keys.keyring_port, desktop.keys.recovery, desktop.keys.slot_changes
import desktop.keys.attempts, desktop.keys.key_change
import desktop.sync.batch_file, desktop.sync.receipt_file, desktop.sync.targets, desktop.jobs.executors
heavy = {"pyrage", "argon2", "keyring", "cryptography", "mnemonic"}
print(sorted({name.partition(".")[0] for name in sys.modules} & heavy))
"""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
