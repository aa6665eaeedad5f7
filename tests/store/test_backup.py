"""A copy of an open store is one state of it, whatever is saved meanwhile; and one that is not whole is found."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop.foundation.errors import WorldError
from desktop.responses.states import ItemState, Move
from desktop.store import backup
from desktop.store.backup import copy_store, quick_check, remove_copy, sha256_of, verify_copy, verify_copy_of
from desktop.store.errors import DamagedStore, NewerStore
from desktop.store.opening import Store, open_store
from desktop.store.target import StoreTarget
from tests.conftest import STORE_KEY
from tests.store.builders import ACTOR, NOW, draft, revision

OTHER_KEY = bytes(32)


def fill(store: Store, responses: int = 200) -> None:
    with store.unit() as unit:
        unit.responses.add_revisions([revision(word="an answer " * 100) for _ in range(responses)])
        unit.drafts.begin(draft())
        unit.commit()


@pytest.fixture
def small_portions(monkeypatch) -> None:
    """Let even a small store be copied in many steps."""
    monkeypatch.setattr(backup, "_PORTION", 8192)
    monkeypatch.setattr(backup, "_FLUSHED", 16384)
    monkeypatch.setattr(backup, "_PAGES", 2)
    monkeypatch.setattr(backup, "_REMOVED", 8192)


@pytest.fixture(params=["the file", "an older reader in the way"])
def road(request, file_store: Store):
    """Take each of the two ways that a copy is made in."""
    if request.param == "the file":
        yield request.param
        return
    with file_store.reading() as unit:
        unit.meta.get("device_id")  # stands on this state; what is saved from now on stays in the log
        with file_store.unit() as writing:
            writing.meta.set("saved", "after")
            writing.commit()
        yield request.param


def test_a_copy_has_everything_and_is_whole(file_store: Store, tmp_path: Path, road) -> None:
    fill(file_store)
    told: list[tuple[int, int]] = []
    made = copy_store(file_store, tmp_path / "copy.db", advance=lambda done, total: told.append((done, total)))
    assert made.sha256 == sha256_of(tmp_path / "copy.db")
    assert made.size == (tmp_path / "copy.db").stat().st_size
    assert told[-1][0] == told[-1][1] == made.size
    counts = verify_copy_of(file_store, tmp_path / "copy.db")
    assert (counts.responses, counts.drafts) == (201, 1)
    assert sorted(path.name for path in tmp_path.glob("copy.db*")) == ["copy.db"]
    assert b"an answer" not in (tmp_path / "copy.db").read_bytes()


def test_the_two_ways_are_really_two(file_store: Store, tmp_path: Path, road, monkeypatch) -> None:
    fill(file_store)
    taken: list[str] = []
    for name in ("_copy_bytes", "_copy_pages"):
        original = getattr(backup, name)
        monkeypatch.setattr(
            backup, name, lambda *given, name=name, original=original: taken.append(name) or original(*given)
        )
    copy_store(file_store, tmp_path / "copy.db")
    assert taken == ["_copy_bytes" if road == "the file" else "_copy_pages"]


def test_what_is_saved_meanwhile_is_in_no_copy_by_half(
    file_store: Store, tmp_path: Path, road, small_portions
) -> None:
    """Between any two portions somebody saves two facts at once, and the log is put back into the file."""
    fill(file_store, responses=40)

    def save(done: int, _total: int) -> None:
        with file_store.unit() as unit:
            unit.meta.set("one", str(done))
            unit.responses.add_revision(revision(word="saved meanwhile " * 200))
            unit.meta.set("two", str(done))
            unit.commit()
        with file_store.driver_connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    made = copy_store(file_store, tmp_path / "copy.db", advance=save)
    assert made.sha256 == sha256_of(tmp_path / "copy.db")
    assert verify_copy_of(file_store, tmp_path / "copy.db").responses == 41
    copied = open_store(StoreTarget.file(tmp_path / "copy.db"), key=STORE_KEY, must_exist=True)
    try:
        with copied.reading() as unit:
            assert unit.meta.get("one") == unit.meta.get("two")
    finally:
        copied.close()
    assert quick_check(file_store) == ()


def test_savers_in_other_threads_go_on_all_the_while(file_store: Store, tmp_path: Path, small_portions) -> None:
    fill(file_store)
    stop, saved = threading.Event(), []

    def saver() -> None:
        while not stop.is_set():
            with file_store.unit() as unit:
                unit.meta.set("one", str(len(saved)))
                unit.commit()
            saved.append(1)

    thread = threading.Thread(target=saver)
    thread.start()
    try:
        for number in range(5):
            before = len(saved)
            copy_store(file_store, tmp_path / f"copy{number}.db")
            assert len(saved) > before
            assert verify_copy_of(file_store, tmp_path / f"copy{number}.db").responses == 201
    finally:
        stop.set()
        thread.join()


@pytest.mark.skipif(os.name == "nt", reason="locks belong to a handle there")
def test_locks_stand_after_a_copy(file_store: Store, tmp_path: Path) -> None:
    """Closing a handle that was read from would let go of SQLite's own locks: another process would see none."""
    # SQLite's shared lock is on 510 bytes after the first GiB; a file that nobody has locked can be locked whole
    code = (
        "import fcntl, sys\n"
        "with open(sys.argv[1], 'r+b') as stream:\n"
        "    try: fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)\n"
        "    except OSError: print('held')\n"
    )
    fill(file_store)
    copy_store(file_store, tmp_path / "copy.db")
    command = [sys.executable, "-c", code, str(file_store.target.path)]
    assert subprocess.run(command, check=True, timeout=60, capture_output=True).stdout.strip() == b"held"


def test_a_changed_byte_anywhere_is_found(file_store: Store, tmp_path: Path) -> None:
    fill(file_store)
    path = tmp_path / "copy.db"
    copy_store(file_store, path)
    whole = path.read_bytes()
    pages = len(whole) // 4096
    for page in range(pages):
        at = page * 4096 + (page * 37) % 4096
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(DamagedStore):
            verify_copy(path, key=STORE_KEY)
    for cut in (0, 100, 4096, len(whole) - 4096, len(whole) - 1):
        path.write_bytes(whole[:cut])
        with pytest.raises(DamagedStore):
            verify_copy(path, key=STORE_KEY)
    path.write_bytes(whole)
    assert verify_copy(path, key=STORE_KEY).responses == 201


def test_what_else_is_no_copy(file_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    with pytest.raises(WorldError):
        verify_copy(path, key=STORE_KEY)
    copy_store(file_store, path)
    with pytest.raises(DamagedStore):
        verify_copy(path, key=OTHER_KEY)
    with file_store.driver_connection() as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    copy_store(file_store, tmp_path / "newer.db")
    with pytest.raises(NewerStore):
        verify_copy(tmp_path / "newer.db", key=STORE_KEY)


def test_a_damaged_store_is_found_while_it_is_open(file_store: Store) -> None:
    fill(file_store)
    assert quick_check(file_store) == ()
    path = file_store.target.path
    assert path is not None
    file_store.close()
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    assert quick_check(file_store) != ()


def test_it_is_removed_bit_by_bit(file_store: Store, tmp_path: Path, small_portions) -> None:
    copy_store(file_store, tmp_path / "copy.db")
    remove_copy(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_what_was_erased_meanwhile_is_not_left_in_the_log(file_store: Store, tmp_path: Path) -> None:
    """A copy stands in the way of emptying the log at once, so it is emptied at its end."""
    fill(file_store)
    log = Path(f"{file_store.target.path}-wal")

    def erase(_done: int, _total: int) -> None:
        with file_store.unit() as unit:
            first = unit.responses.ids(states=[ItemState.FINALISED])[:1]
            unit.responses.take_out(first, Move.ERASE, actor=ACTOR, reason="asked", at=NOW)
            unit.commit()
        assert log.stat().st_size > 0

    copy_store(file_store, tmp_path / "copy.db", advance=erase)
    assert log.stat().st_size == 0
