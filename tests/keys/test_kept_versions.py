"""Files of every version that was ever written still open."""

from __future__ import annotations

import pytest

from desktop.keys.coordinator import CoordinatorKeys, CoordinatorPublicKeys, central_store_key
from desktop.keys.device import DeviceKey, DevicePublicKey
from desktop.keys.errors import WrongPassphrase
from desktop.keys.recovery import RecoveryWords, SheetKind
from desktop.keys.slots import unlock
from tests.keys.make_fixtures import FOLDER, PASSPHRASE


def test_key_file_v1_with_a_passphrase() -> None:
    key = bytes.fromhex((FOLDER / "keys-v1-passphrase.key.txt").read_text())
    assert unlock(FOLDER / "keys-v1-passphrase.json", PASSPHRASE) == key
    with pytest.raises(WrongPassphrase):
        unlock(FOLDER / "keys-v1-passphrase.json", PASSPHRASE + " ")


def test_key_file_v1_of_a_practice_store() -> None:
    key = bytes.fromhex((FOLDER / "keys-v1-practice.key.txt").read_text())
    assert unlock(FOLDER / "keys-v1-practice.json") == key


def test_coordinator_keys_v1() -> None:
    public = CoordinatorPublicKeys.from_text((FOLDER / "coordinator-v1.public.txt").read_text())
    assert CoordinatorKeys.from_bytes((FOLDER / "coordinator-v1.json").read_bytes()).public == public


def test_key_file_v1_with_a_recovery_slot() -> None:
    words, code, key = (FOLDER / "keys-v1-recovery.words.txt").read_text().splitlines()
    for text in (words, code):
        secret = RecoveryWords.parse(SheetKind.STORE, text).secret
        assert unlock(FOLDER / "keys-v1-recovery.json", recovery=secret) == bytes.fromhex(key)
    assert unlock(FOLDER / "keys-v1-recovery.json", PASSPHRASE) == bytes.fromhex(key)


def test_a_coordinators_words_v1_always_stand_for_the_same_keys() -> None:
    words, code, public, store_key = (FOLDER / "coordinator-seed-v1.txt").read_text().splitlines()
    for text in (words, code):
        seed = RecoveryWords.parse(SheetKind.COORDINATOR, text).secret
        assert CoordinatorKeys.from_seed(seed).public.to_text() == public
        assert central_store_key(seed) == bytes.fromhex(store_key)


def test_device_key_v1() -> None:
    device_id, private, public = (FOLDER / "device-v1.txt").read_text().split()
    assert DeviceKey.from_private_bytes(device_id, bytes.fromhex(private)).public_text == public
    assert DevicePublicKey.from_text(public).device_id == device_id
