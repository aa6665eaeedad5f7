"""Other slots for the same key: what opens it before, after, and when the change fails in the middle."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop.foundation.clock import SetClock
from desktop.foundation.errors import Defect, Refusal, WorldError
from desktop.foundation.slow_down import TooSoon
from desktop.keys import slot_changes, slot_kinds
from desktop.keys.attempts import Attempts
from desktop.keys.errors import KeyringUnavailable, NoSuchSlot, WrongPassphrase, WrongWords
from desktop.keys.key_change import both_keys, promote, write_next
from desktop.keys.passphrases import Argon2Cost
from desktop.keys.slot_changes import new_slots, replace_slots
from desktop.keys.slot_kinds import Recovery, SlotKind
from desktop.keys.slots import create_slots, new_store_key, read_slots, unlock
from tests.keys.fakes import FakeKeyring

DAY = date(2026, 3, 5)
FIRST, SECOND = Recovery(bytes(range(16)), DAY), Recovery(bytes(range(1, 17)), DAY)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slot_kinds, "INTERACTIVE", Argon2Cost(time=1, memory_kib=8, lanes=1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def test_the_recovery_slot_opens_beside_the_others(path: Path) -> None:
    ring = FakeKeyring()
    key = create_slots(path, passphrase="words", keyring=ring, recovery=FIRST)
    assert read_slots(path).kinds == {SlotKind.KEYRING, SlotKind.PASSPHRASE, SlotKind.RECOVERY}
    assert unlock(path, recovery=FIRST.secret) == unlock(path, "words") == unlock(path, keyring=ring) == key
    with pytest.raises(WrongWords):
        unlock(path, recovery=SECOND.secret)
    with pytest.raises(WrongWords):  # the words are tried alone: they must not pass because the keyring opens it
        unlock(path, "words", ring, SECOND.secret)


def test_a_store_without_a_sheet_says_so(path: Path) -> None:
    create_slots(path, passphrase="words")
    with pytest.raises(NoSuchSlot, match="without a recovery sheet"):
        unlock(path, recovery=FIRST.secret)


def test_each_kind_is_replaced_by_itself(path: Path) -> None:
    key = create_slots(path, passphrase="words", recovery=FIRST)
    replace_slots(path, key, passphrase="other words")
    with pytest.raises(WrongPassphrase):
        unlock(path, "words")
    assert unlock(path, "other words") == unlock(path, recovery=FIRST.secret) == key
    replace_slots(path, key, recovery=SECOND)
    with pytest.raises(WrongWords):
        unlock(path, recovery=FIRST.secret)
    assert unlock(path, "other words") == unlock(path, recovery=SECOND.secret) == key
    ring = FakeKeyring()
    replace_slots(path, key, keyring=ring, drop=(SlotKind.PASSPHRASE,))
    assert read_slots(path).kinds == {SlotKind.KEYRING, SlotKind.RECOVERY}
    assert unlock(path, keyring=ring) == key


def test_slots_of_a_later_version_stay(path: Path) -> None:
    key = create_slots(path, passphrase="words", recovery=FIRST)
    read = json.loads(path.read_text())
    read["slots"].append({"kind": "a later one", "something": 1})
    path.write_text(json.dumps(read))
    replace_slots(path, key, passphrase="other words")
    assert {"kind": "a later one", "something": 1} in json.loads(path.read_text())["slots"]


def test_a_new_key_in_the_keyring_never_writes_over_the_old_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = FakeKeyring()
    key = create_slots(path, keyring=ring, recovery=FIRST)
    before = dict(ring.kept)

    def full(*_: object, **__: object) -> None:
        assert before.items() < ring.kept.items()  # both are there while the file is written
        raise WorldError(place="disk", fault="full", remedy="room")

    with monkeypatch.context() as patch:
        patch.setattr(slot_changes, "write_slots", full)
        with pytest.raises(WorldError):
            replace_slots(path, key, keyring=ring)
    assert ring.kept == before
    assert unlock(path, keyring=ring) == key
    replace_slots(path, key, keyring=ring)
    assert len(ring.kept) == 1
    assert ring.kept.keys() != before.keys()
    assert unlock(path, keyring=ring) == key


@pytest.mark.parametrize("trouble", ["locked", "forgetful"])
def test_a_keyring_that_does_not_keep_changes_nothing(path: Path, trouble: str) -> None:
    key = create_slots(path, passphrase="words", recovery=FIRST)
    before = path.read_bytes()
    with pytest.raises(KeyringUnavailable):
        replace_slots(path, key, keyring=FakeKeyring(**{trouble: True}))
    with pytest.raises(Refusal):
        replace_slots(path, key, passphrase="   ")
    assert path.read_bytes() == before


def test_practice_has_nothing_to_replace(path: Path) -> None:
    key = create_slots(path, practice=True)
    with pytest.raises(Defect):
        replace_slots(path, key, passphrase="words")


def test_the_next_key_file_leads_from_either_key_to_both(tmp_path: Path) -> None:
    following, keys = tmp_path / "keys.next.json", tmp_path / "keys.json"
    old = create_slots(keys, passphrase="words", recovery=FIRST)
    new, store = new_store_key(), read_slots(keys).store
    slots = new_slots(new, store, passphrase="other words", keyring=None, recovery=SECOND, account="")
    write_next(following, store=store, slots=slots, old=old, new=new)
    assert unlock(following, "other words") == unlock(following, recovery=SECOND.secret) == new
    assert both_keys(following, old) == both_keys(following, new) == (new, old)
    assert both_keys(following, new_store_key()) == ()
    promote(following, keys)
    assert not following.exists()
    assert unlock(keys, "other words") == new
    assert read_slots(keys).kinds == {SlotKind.PASSPHRASE, SlotKind.RECOVERY}  # no way from the old key to the new
    assert old not in keys.read_bytes()


def test_attempts_are_counted_beside_the_key_file(tmp_path: Path) -> None:
    clock = SetClock(datetime(2026, 3, 5, 10, 0, tzinfo=UTC))
    path = tmp_path / "attempts.json"
    for _ in range(3):
        Attempts(path, clock).check("The passphrase")
        Attempts(path, clock).failed()
    with pytest.raises(TooSoon) as caught:
        Attempts(path, clock).check("The passphrase")
    assert caught.value.seconds == 2
    clock.move(timedelta(seconds=2))
    Attempts(path, clock).check("The passphrase")
    for damaged in (
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"format":"sounding-board-attempts","version":1,"failures":"9"}',
    ):
        path.write_bytes(damaged)
        Attempts(path, clock).check("The passphrase")  # nobody is locked out by a damaged count
        Attempts(path, clock).failed()
        assert b'"failures": 1' in path.read_bytes()
    Attempts(path, clock).clear()
    assert not path.exists()
    Attempts(path, clock).clear()
    Attempts(tmp_path / "no folder" / "attempts.json", clock).failed()  # a count that can't be kept hides no fault
