from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from desktop.foundation.errors import DamagedFile, Defect, Refusal, WorldError
from desktop.keys import passphrases, slot_kinds
from desktop.keys.errors import KeyringUnavailable, NoSuchSlot, PassphraseNeeded, WrongPassphrase
from desktop.keys.passphrases import INTERACTIVE, Argon2Cost
from desktop.keys.slot_kinds import SlotKind
from desktop.keys.slots import create_slots, read_slots, unlock
from tests.keys.fakes import FakeKeyring

CHEAP = Argon2Cost(time=1, memory_kib=8, lanes=1)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slot_kinds, "INTERACTIVE", CHEAP)


def change(path: Path, **values: Any) -> None:
    """Set fields of the first slot."""
    read = json.loads(path.read_text())
    read["slots"][0].update(values)
    path.write_text(json.dumps(read))


def test_passphrase_slot_opens_again_and_costs_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    key = create_slots(path, passphrase="four quiet brown herons")
    assert len(key) == 32
    assert unlock(path, "four quiet brown herons") == key
    (slot,) = json.loads(path.read_text())["slots"]
    cost = (slot["kdf"], slot["time"], slot["memory_kib"], slot["lanes"])
    assert cost == ("argon2id", INTERACTIVE.time, INTERACTIVE.memory_kib, INTERACTIVE.lanes)


def test_wrong_passphrase_is_refused_and_takes_as_long(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_slots(path, passphrase="right")
    started = time.perf_counter()
    with pytest.raises(WrongPassphrase) as caught:
        unlock(path, "wrong guess")
    assert time.perf_counter() - started > 0.02  # argon2id over 64 MiB; a plain comparison takes microseconds
    assert "wrong guess" not in str(caught.value)


@pytest.mark.usefixtures("cheap")
def test_accents_may_be_composed_in_either_way(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    key = create_slots(path, passphrase="caf\u00e9 \ufb01ve")
    assert unlock(path, "cafe\u0301 five") == key


@pytest.mark.usefixtures("cheap")
def test_keyring_and_passphrase_each_open_the_store_alone(tmp_path: Path) -> None:
    path, keyring = tmp_path / "keys.json", FakeKeyring()
    key = create_slots(path, passphrase="words", keyring=keyring)
    assert read_slots(path).kinds == {SlotKind.KEYRING, SlotKind.PASSPHRASE}
    assert not read_slots(path).practice
    assert unlock(path, keyring=keyring) == key
    assert unlock(path, "words") == key
    keyring.kept.clear()
    assert unlock(path, "words", keyring) == key
    with pytest.raises(KeyringUnavailable, match="no key for this store"):
        unlock(path, keyring=keyring)
    with pytest.raises(KeyringUnavailable):
        unlock(path)


def test_keyring_holds_a_wrapping_key_and_not_the_store_key(tmp_path: Path) -> None:
    path, keyring = tmp_path / "keys.json", FakeKeyring()
    key = create_slots(path, keyring=keyring)
    (kept,) = keyring.kept.values()
    assert slot_kinds.bytes_of(kept) != key
    assert list(keyring.kept) == [read_slots(path).store]


def test_keyring_that_holds_another_key_is_said(tmp_path: Path) -> None:
    path, keyring = tmp_path / "keys.json", FakeKeyring()
    create_slots(path, keyring=keyring)
    for wrong in ("A" * 44, "", "not base64 §", slot_kinds.text_of(bytes(32))):
        keyring.kept[read_slots(path).store] = wrong
        with pytest.raises(KeyringUnavailable):
            unlock(path, keyring=keyring)


@pytest.mark.parametrize("trouble", ["locked", "forgetful"])
def test_no_file_is_made_when_the_keyring_does_not_keep(tmp_path: Path, trouble: str) -> None:
    path = tmp_path / "keys.json"
    with pytest.raises(KeyringUnavailable):
        create_slots(path, keyring=FakeKeyring(**{trouble: True}))
    assert not path.exists()


def test_nothing_is_left_in_the_keyring_when_the_file_cannot_be_written(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    with pytest.raises(WorldError):
        create_slots(tmp_path / "missing" / "keys.json", keyring=keyring)
    assert keyring.kept == {}


def test_practice_store_is_open_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    key = create_slots(path, practice=True, passphrase="ignored", keyring=FakeKeyring())
    assert unlock(path) == key
    found = read_slots(path)
    assert found.practice
    assert found.kinds == {SlotKind.OPEN}
    assert "practice" in path.read_text()
    assert json.loads(path.read_text())["slots"][0]["key"] not in repr(found)


@pytest.mark.usefixtures("cheap")
def test_a_passphrase_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_slots(path, passphrase="words")
    with pytest.raises(PassphraseNeeded):
        unlock(path, keyring=FakeKeyring())
    assert issubclass(PassphraseNeeded, NoSuchSlot)


def test_passphrase_for_a_store_without_such_a_slot(tmp_path: Path) -> None:
    path, keyring = tmp_path / "keys.json", FakeKeyring()
    create_slots(path, keyring=keyring)
    with pytest.raises(KeyringUnavailable):
        unlock(path, "words")


def test_slots_of_kinds_from_a_later_version_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_slots(path, practice=True)
    change(path, kind="a later one")
    assert read_slots(path).kinds == {"a later one"}
    with pytest.raises(NoSuchSlot):
        unlock(path, "words")


def test_an_existing_key_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    key, keyring = create_slots(path, practice=True), FakeKeyring()
    with pytest.raises(Refusal):
        create_slots(path, keyring=keyring)
    assert unlock(path) == key
    assert keyring.kept == {}


def test_an_empty_passphrase_and_a_key_without_a_guard_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        create_slots(tmp_path / "keys.json", passphrase="  ")
    with pytest.raises(Defect):
        create_slots(tmp_path / "keys.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "hostile",
    [
        {"memory_kib": 100 * 1024 * 1024},
        {"time": 1_000_000},
        {"lanes": 4096},
        {"memory_kib": -1},
        {"memory_kib": 8.0},
        {"time": True},
        {"time": None},
        {"kdf": "md5"},
        {"salt": ""},
        {"salt": 5},
    ],
)
@pytest.mark.usefixtures("cheap")
def test_a_hostile_file_cannot_ask_for_the_machine(
    tmp_path: Path, hostile: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keys.json"
    create_slots(path, passphrase="words")
    change(path, **hostile)

    def never(*_: object) -> bytes:
        raise AssertionError("the cost was not bounded")

    monkeypatch.setattr(slot_kinds, "stretch", never)
    with pytest.raises(DamagedFile):
        unlock(path, "words")


@pytest.mark.usefixtures("cheap")
def test_a_hostile_file_cannot_ask_for_hundreds_of_guesses(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_slots(path, passphrase="words")
    read = json.loads(path.read_text())
    path.write_text(json.dumps({**read, "slots": read["slots"] * 17}))
    with pytest.raises(DamagedFile):
        unlock(path, "words")


@pytest.mark.usefixtures("cheap")
def test_every_changed_field_of_a_slot_keeps_it_shut(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_slots(path, passphrase="words")
    whole = path.read_text()
    for values in ({"note": "added"}, {"time": 2}, {"wrapped": "AAAA"}, {"nonce": "AAAA"}, {"wrapped": None}):
        change(path, **values)
        with pytest.raises(WrongPassphrase):
            unlock(path, "words")
        path.write_text(whole)
    path.write_text(whole.replace(read_slots(path).store, "00000000-0000-4000-8000-000000000000"))
    with pytest.raises(WrongPassphrase):
        unlock(path, "words")


@pytest.mark.usefixtures("cheap")
def test_every_cut_of_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_slots(path, passphrase="words")
    whole = path.read_bytes().rstrip()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        with pytest.raises(DamagedFile):
            unlock(path, "words")


@pytest.mark.parametrize(
    "content",
    [
        b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 60_000, b" " * 70_000,
        b'{"format":"sounding-board-keys","version":2,"store":"x","slots":[{"kind":"open"}]}',
        b'{"format":"sounding-board-keys","version":1,"store":"x","slots":[]}',
        b'{"format":"sounding-board-keys","version":1,"store":"x","slots":[{"kind":"open","key":"AAAA"}]}',
    ],
    ids=range(9),
)  # fmt: skip
def test_other_files_are_refused_with_their_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(content)
    with pytest.raises(DamagedFile) as caught:
        unlock(path)
    assert "keys.json" in str(caught.value)
    assert caught.value.__context__ is None  # a JSON error would carry the text of the file


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match=r"keys\.json"):
        unlock(tmp_path / "keys.json", "words")


@pytest.mark.skipif(os.name == "nt", reason="Windows guards files by other means than mode bits")
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_slots(path, practice=True)
    assert path.stat().st_mode & 0o777 == 0o600


def test_file_and_folder_are_on_the_disk_before_the_key_is_returned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    real = os.fsync

    def watched(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").resolve())
        real(handle)

    monkeypatch.setattr(os, "fsync", watched)
    create_slots(tmp_path / "keys.json", practice=True)
    if os.name == "posix" and Path("/proc/self/fd").exists():
        assert [each.parent for each in synced] == [tmp_path, tmp_path.parent]
    else:
        assert synced


def test_the_bounds_of_the_cost_are_those_of_a_laptop() -> None:
    assert passphrases.INTERACTIVE.is_sane()
    assert passphrases.MAX_MEMORY_KIB <= 1024 * 1024
