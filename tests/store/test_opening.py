"""Opening: pragmas as they must be, and the world's faults in words."""

from __future__ import annotations

import threading
import traceback
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.foundation.errors import DamagedFile, Refusal, WorldError
from desktop.foundation.ids import new_id
from desktop.responses.batches import Delivery, DeliveryStatus
from desktop.store import engine, errors, opening, shares
from desktop.store.engine import sqlcipher_connection
from desktop.store.opening import Store, has_store, open_store
from desktop.store.target import StoreTarget
from tests.conftest import STORE_KEY, database_url
from tests.store.builders import NOW, draft, form, revision


def in_words(fault: WorldError) -> None:
    assert fault.place
    assert fault.fault.endswith((".", ")."))
    assert fault.remedy.endswith(".")
    assert not any(word in fault.fault for word in ("SELECT", "INSERT", "UPDATE", "sqlcipher"))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 2),  # FULL
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("temp_store", 2),  # MEMORY
        ("busy_timeout", 10_000),
        ("cipher_page_size", "4096"),
    ],
)
def test_pragmas_stand_on_every_connection(file_store: Store, pragma: str, value: object) -> None:
    with file_store.reading() as first, file_store.reading() as second:
        for unit in (first, second):
            assert unit._connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_no_answer_stands_in_clear_in_any_file(tmp_path: Path) -> None:
    store = open_store(StoreTarget.file(tmp_path / "store.db"), key=STORE_KEY)
    words = "a rather rare heliotrope answer"
    header = draft(place="where/they/are")
    with store.unit() as unit:
        unit.drafts.begin(header)
        unit.drafts.append(header.draft_id, [("answer", "group/heliotrope", words)])
        unit.forms.put(form(xml=words.encode()))
        unit.responses.add_revision(revision(word=words))
        unit.contacts.add(new_id(), "made-up", NOW.date(), b"sealed")
        unit.commit()
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert {path.suffix for path in files} >= {".db", ".db-wal"}
    for path in files:
        content = path.read_bytes()
        for clear in (b"heliotrope", b"SQLite format", b"journal_step", STORE_KEY, STORE_KEY.hex().encode()):
            assert clear not in content
    store.close()
    assert b"heliotrope" not in (tmp_path / "store.db").read_bytes()


def test_a_wrong_key_is_told_in_words(tmp_path: Path) -> None:
    target = StoreTarget.file(tmp_path / "store.db")
    open_store(target, key=STORE_KEY).close()
    with pytest.raises(errors.WrongKey) as caught:
        open_store(target, key=bytes(32))
    in_words(caught.value)
    open_store(target, key=STORE_KEY).close()


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"Dear all, " * 1_000)
    with pytest.raises(errors.WrongKey):
        open_store(StoreTarget.file(path), key=STORE_KEY)
    assert path.read_bytes() == b"Dear all, " * 1_000


def test_a_damaged_page_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(StoreTarget.file(path), key=STORE_KEY)
    with store.unit() as unit:
        unit.responses.add_revisions([revision() for _ in range(200)])
        unit.commit()
    store.close()
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 + 100] ^= 0xFF
    path.write_bytes(content)
    # some page is read at opening or later; SQLCipher's check of its tag fails either way
    with pytest.raises((errors.DamagedStore, errors.WrongKey)) as caught:
        _read_everything(path)
    in_words(caught.value)
    assert issubclass(errors.DamagedStore, DamagedFile)


def _read_everything(path: Path) -> None:
    store = open_store(StoreTarget.file(path), key=STORE_KEY)
    try:
        with store.reading() as unit:
            unit.responses.summaries()
    finally:
        store.close()


def test_a_missing_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreUnreachable) as caught:
        open_store(StoreTarget.file(tmp_path / "nowhere" / "store.db"), key=STORE_KEY)
    in_words(caught.value)
    with pytest.raises(errors.StoreUnreachable):
        open_store(StoreTarget.file(tmp_path / "store.db"), key=STORE_KEY, must_exist=True)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_in_words_and_keeps_what_was_saved(file_store: Store) -> None:
    with file_store.unit() as unit:
        unit.meta.set("before", "1")
        unit.commit()
        connection = unit._connection
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")  # SQLite's own SQLITE_FULL
        connection.rollback()
        with pytest.raises(errors.StoreFull) as caught:
            unit.responses.add_revisions([revision(word="x" * 5_000) for _ in range(50)])
        unit.rollback()
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        connection.rollback()
        assert unit.meta.get("before") == "1"
        unit.responses.add_revisions([revision() for _ in range(50)])
        unit.commit()
    in_words(caught.value)


def test_a_locked_file_is_told_in_words(
    file_store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.0)
    other = open_store(StoreTarget.file(tmp_path / "store.db"), key=STORE_KEY)
    with file_store.unit() as holder:
        holder.meta.set("a", "1")
        with other.unit() as unit, pytest.raises(errors.StoreLocked) as caught:
            unit.meta.set("a", "2")
        with other.reading() as unit:  # reading waits for nobody
            assert unit.meta.get("a") is None
    in_words(caught.value)
    other.close()


def test_a_server_that_is_not_there_is_told_in_words() -> None:
    with pytest.raises(errors.StoreUnreachable) as caught:
        open_store(StoreTarget.parse("postgresql://sb:hidden-word@127.0.0.1:9/none"), key=None)
    in_words(caught.value)
    assert "hidden-word" not in str(caught.value)


def test_a_wrong_password_or_database_is_told_in_words(postgresql_server: str) -> None:
    with pytest.raises(errors.StoreUnreachable) as caught:
        open_store(StoreTarget.parse(database_url(postgresql_server, "nobody_made_this")), key=None)
    in_words(caught.value)


def test_writers_in_several_threads_all_get_through(store: Store) -> None:
    faults: list[BaseException] = []

    def write(name: int) -> None:
        try:
            for step in range(10):
                with store.unit() as unit:
                    unit.meta.set(f"{name}-{step}", "x")
                    unit.commit()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with store.reading() as unit:
        assert all(unit.meta.get(f"{name}-{step}") == "x" for name in range(6) for step in range(10))


def test_what_is_not_committed_is_not_there(store: Store) -> None:
    with store.unit() as unit:
        unit.meta.set("kept", "1")
        unit.commit()
        unit.meta.set("lost", "1")

    def fail() -> None:
        with store.unit() as unit:
            unit.meta.set("lost too", "1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.reading() as unit:
        assert [unit.meta.get(name) for name in ("kept", "lost", "lost too")] == ["1", None, None]


def test_reading_sees_one_state_and_never_commits(store: Store) -> None:
    with store.reading() as reader:
        assert reader.meta.get("a") is None
        with store.unit() as writer:
            writer.meta.set("a", "1")
            writer.commit()
        assert reader.meta.get("a") is None
        with pytest.raises(errors.StoreDefect):
            reader.commit()
    with store.reading() as reader:
        assert reader.meta.get("a") == "1"


def test_a_broken_rule_is_ours_and_shows_no_value(store: Store) -> None:
    of_no_batch = Delivery("nothing", "folder:/nowhere", DeliveryStatus.WRITTEN, "", "", NOW)
    with store.unit() as unit, pytest.raises(errors.StoreDefect) as caught:  # its batch is not there
        unit.batches.put_delivery(of_no_batch)
    assert "nowhere" not in str(caught.value)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("central.db", "central.db"),
        ("/data/central.db", "/data/central.db"),
        ("sqlite:/data/central.db", "/data/central.db"),
        ("sqlite:////data/central.db", "/data/central.db"),
        ("sqlite:///central.db", "central.db"),
        ("sqlite:central.db", "central.db"),
        (r"C:\data\central.db", r"C:\data\central.db"),
    ],
)
def test_addresses_of_files(words: str, path: str) -> None:
    assert StoreTarget.parse(words).path == Path(path)


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("postgresql://ann@localhost/sb", "postgresql+psycopg://ann@localhost/sb"),
        ("postgresql://ann@db.example.org/sb", "postgresql+psycopg://ann@db.example.org/sb?sslmode=verify-full"),
        ("postgres://ann@db/sb?sslmode=require", "postgresql+psycopg://ann@db/sb?sslmode=require"),
        ("postgresql:///sb?host=/tmp/x", "postgresql+psycopg:///sb?host=%2Ftmp%2Fx"),
    ],
)
def test_addresses_of_servers(words: str, url: str) -> None:
    target = StoreTarget.parse(words)
    assert target.url is not None
    assert target.url.render_as_string(hide_password=False) == url


@pytest.mark.parametrize("words", ["mysql://x/y", "https://example.org/store", "oracle:x"])
def test_other_addresses_are_refused(words: str) -> None:
    with pytest.raises(Refusal) as caught:
        StoreTarget.parse(words)
    in_words(caught.value)


def test_a_password_is_never_shown() -> None:
    assert "secret" not in StoreTarget.parse("postgresql://ann:secret@db/sb").words


def test_a_central_file_on_a_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "on_network_share", lambda path: True)
    path = tmp_path / "central.db"
    with pytest.raises(errors.OnNetworkShare) as caught:
        open_store(StoreTarget.file(path, central=True), key=STORE_KEY)
    in_words(caught.value)
    assert not path.exists()
    open_store(StoreTarget.file(path), key=STORE_KEY).close()


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
//server/team /mnt/team\\040share cifs rw 0 0
server:/home /home nfs4 rw 0 0
tmpfs /home/ann/ram tmpfs rw 0 0
"""
MACOS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//ann@server/team on /Volumes/team (smbfs, nodev, nosuid, mounted by ann)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/x.db", "ext4"),
        ("/mnt/team share/x.db", "cifs"),
        ("/mnt/team sharecroppers/x.db", "ext4"),
        ("/home/ann/x.db", "nfs4"),
        ("/home/ann/ram/x.db", "tmpfs"),
    ],
)
def test_linux_mounts(path: str, kind: str) -> None:
    assert shares.mount_type(path, shares.parse_linux_mounts(MOUNTS)) == kind


@pytest.mark.parametrize(("path", "kind"), [("/Users/ann/x.db", "apfs"), ("/Volumes/team/x.db", "smbfs")])
def test_macos_mounts(path: str, kind: str) -> None:
    assert shares.mount_type(path, shares.parse_macos_mounts(MACOS)) == kind


@pytest.mark.parametrize(
    ("path", "share"),
    [
        (r"\\server\team\x.db", True),
        ("//server/team/x.db", True),
        (r"\\?\UNC\server\team\x.db", True),
        (r"\\?\C:\data\x.db", False),
        (r"\\.\C:\data\x.db", False),
        (r"C:\data\x.db", False),
    ],
)
def test_windows_shares_by_name(path: str, share: bool) -> None:
    assert shares.is_unc(path) is share


def test_this_disk_is_no_share(tmp_path: Path) -> None:
    assert not shares.on_network_share(tmp_path / "x.db")


def test_a_key_of_another_length_is_a_defect(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreDefect):
        sqlcipher_connection(tmp_path / "x.db", b"short")
    with pytest.raises(errors.StoreDefect):
        open_store(StoreTarget.file(tmp_path / "x.db"), key=None)
    assert list(tmp_path.iterdir()) == []


def test_no_value_of_a_row_stands_in_the_chain_of_a_fault(store: Store) -> None:
    """PostgreSQL's own words quote the row that it refused."""
    words = "a rather rare heliotrope answer"
    with store.unit() as unit:
        unit._connection.exec_driver_sql("CREATE TABLE strict (a text NOT NULL, b text UNIQUE)")
        with pytest.raises(errors.StoreDefect) as caught:
            unit._connection.execute(text("INSERT INTO strict (a, b) VALUES (NULL, :b)"), {"b": words})
    assert words not in "".join(traceback.format_exception(caught.value))


def test_asking_whether_a_store_is_there_makes_none(empty_postgresql: str, tmp_path: Path) -> None:
    target = StoreTarget.parse(empty_postgresql)
    assert not has_store(target)
    assert not has_store(target)
    open_store(target, key=None).close()
    assert has_store(target)
    assert not has_store(StoreTarget.file(tmp_path / "none.db"))
    assert list(tmp_path.iterdir()) == []
