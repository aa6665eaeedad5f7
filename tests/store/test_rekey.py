"""Another key for a store: every page anew, or nothing at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.store.engine import sqlcipher_connection
from desktop.store.errors import StoreFull, StoreLocked, StoreUnreachable, WrongKey
from desktop.store.opening import open_store
from desktop.store.rekey import opens, rekey_store
from desktop.store.target import StoreTarget

OLD, NEW, OTHER = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))
ROWS = 400


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a store of about two megabytes under the key ``OLD``."""
    path = tmp_path / "store.db"
    open_store(StoreTarget.file(path), key=OLD).close()
    connection = sqlcipher_connection(path, OLD)
    connection.execute("CREATE TABLE made_up (number INTEGER PRIMARY KEY, value BLOB)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO made_up (value) VALUES (randomblob(?))", [(5000,)] * ROWS)
    connection.execute("COMMIT")
    connection.close()
    return path


def rows(path: Path, key: bytes) -> int:
    connection = sqlcipher_connection(path, key, must_exist=True)
    try:
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
        return int(connection.execute("SELECT count(*) FROM made_up").fetchone()[0])
    finally:
        connection.close()


def test_the_new_key_opens_it_and_the_old_one_opens_nothing(file: Path) -> None:
    before = file.read_bytes()
    assert opens(file, OLD)
    assert not opens(file, NEW)
    rekey_store(file, OLD, NEW)
    assert opens(file, NEW)
    assert not opens(file, OLD)
    assert rows(file, NEW) == ROWS
    after = file.read_bytes()
    pages = {before[at : at + 4096] for at in range(0, len(before), 4096)}
    assert not any(after[at : at + 4096] in pages for at in range(0, len(after), 4096))
    assert {each.name for each in file.parent.iterdir()} == {file.name}
    open_store(StoreTarget.file(file), key=NEW, must_exist=True).close()


def test_a_wrong_key_or_no_file_changes_nothing(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(WrongKey):
        rekey_store(file, OTHER, NEW)
    with pytest.raises(StoreUnreachable):
        rekey_store(file.with_name("none.db"), OLD, NEW)
    with pytest.raises(StoreUnreachable):
        opens(file.with_name("none.db"), OLD)
    assert file.read_bytes() == before


def test_no_key_is_in_what_is_raised(file: Path) -> None:
    reader = sqlcipher_connection(file, OLD)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM made_up").fetchone()
    with pytest.raises(StoreLocked) as caught:
        rekey_store(file, OLD, NEW)
    reader.close()
    fault: BaseException | None = caught.value
    while fault is not None:
        assert OLD.hex() not in str(fault)
        assert NEW.hex() not in str(fault)
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    assert rows(file, OLD) == ROWS


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of files")
def test_a_disk_that_fills_up_leaves_the_old_key(file: Path) -> None:
    code = """
import resource, signal, sys
from pathlib import Path
from desktop.store.rekey import rekey_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
room = path.stat().st_size  # the journal of the old pages needs a little more than that
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
try:
    rekey_store(path, bytes(range(32)), bytes(range(1, 33)))
except Exception as fault:
    print(type(fault).__name__)
"""
    ended = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout.strip() in {StoreFull.__name__, StoreUnreachable.__name__}, ended
    assert opens(file, OLD)
    assert rows(file, OLD) == ROWS
