"""The reader of raw pages can find: with one that sees nothing, finding nothing would prove nothing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from desktop.store.opening import open_store
from desktop.store.target import StoreTarget
from tests.conftest import STORE_KEY
from tests.store.raw_pages import all_pages, file_pages, find, wal_frames, wal_of

NEEDLE = "needle-in-the-haystack-4711"


def test_it_sees_what_is_live_in_the_log_and_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(StoreTarget.file(path), key=STORE_KEY)
    with store.unit() as unit:
        unit.meta.set("straw", NEEDLE)
        unit.commit()
    assert any("frame" in each for each in find(path, STORE_KEY, [NEEDLE]))
    store.close()  # the log goes into the file
    assert not wal_of(path).exists()
    assert any(each.startswith("page") for each in find(path, STORE_KEY, [NEEDLE]))
    assert NEEDLE.encode() not in path.read_bytes()


def test_it_sees_what_was_deleted_where_the_file_does_not_overwrite(tmp_path: Path) -> None:
    """And nothing of it where the file does: this is what ``secure_delete`` is for."""
    found = {}
    for secure in (True, False):
        path = tmp_path / f"store-{secure}.db"
        store = open_store(StoreTarget.file(path), key=STORE_KEY)
        with store._engine.connect() as connection:
            connection.connection.cursor().execute(f"PRAGMA secure_delete = {'ON' if secure else 'OFF'}")
            connection.execute(text("INSERT INTO meta VALUES ('straw', :it)"), {"it": NEEDLE})
            connection.commit()
            connection.execute(text("DELETE FROM meta WHERE name = 'straw'"))
            connection.commit()
        store.close()
        found[secure] = find(path, STORE_KEY, [NEEDLE])
    assert found[True] == []
    assert found[False] != []


def test_the_log_is_read_frame_by_frame(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(StoreTarget.file(path), key=STORE_KEY)
    with store.unit() as unit:
        unit.meta.set("straw", NEEDLE)
        unit.commit()
    frames = list(wal_frames(path, STORE_KEY))
    assert frames[-1].commit > 0
    assert [frame.frame for frame in frames] == list(range(len(frames)))
    store.close()
    numbers = [page.number for page in file_pages(path, STORE_KEY)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert list(all_pages(path, STORE_KEY)) == list(file_pages(path, STORE_KEY))
