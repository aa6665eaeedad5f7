"""The log as the store keeps it: chained on both engines, whoever writes; migrated; let go from its begin."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.staff.audit_chain import Anchor, Broken, verify, walk
from desktop.store import schema
from desktop.store.engine import make_engine
from desktop.store.errors import StoreDefect
from desktop.store.opening import Store, open_store
from desktop.store.tables.changes import NOT_APPEND_ONLY
from desktop.store.target import StoreTarget
from tests.conftest import STORE_KEY
from tests.store.builders import ACTOR, NOW
from tests.store.raw_pages import find


def log(store: Store, many: int, *, begin: int = 0) -> None:
    with store.unit() as unit:
        for day in range(begin, begin + many):
            unit.changes.add(ACTOR, f"did {day}", f"about-{day}", "why", at=NOW + timedelta(days=day))
        unit.commit()


def broken(store: Store) -> Broken | None:
    with store.reading() as unit:
        return verify(unit.changes.walk(), unit.changes.anchor())


def tampered(store: Store, statement: str) -> None:
    """Do what somebody with the key and another program can do."""
    with store._engine.begin() as connection:
        for drop in NOT_APPEND_ONLY[connection.dialect.name]:
            connection.execute(text(drop))
        connection.execute(text(statement))


def test_lines_are_numbered_and_chained(store: Store) -> None:
    log(store, 5)
    with store.reading() as unit:
        lines = unit.changes.list()
        assert [line.number for line in lines] == [5, 4, 3, 2, 1]
        assert unit.changes.head() == Anchor(5, lines[0].hash)
        assert [line.number for line in unit.changes.before(None, 2)] == [5, 4]
        assert [line.number for line in unit.changes.before(4, 2)] == [3, 2]
        assert unit.changes.before(1, 2) == ()
    assert broken(store) is None


def test_a_rollback_leaves_no_number_out(store: Store) -> None:
    log(store, 1)
    with store.unit() as unit:
        unit.changes.add(ACTOR, "never was", at=NOW)
        unit.rollback()
    log(store, 1)
    with store.reading() as unit:
        assert [line.number for line in unit.changes.list()] == [2, 1]
    assert broken(store) is None


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE change SET why = 'another' WHERE number = 2", Broken(2, missing=False)),
        ("UPDATE change SET actor_name = 'Somebody else' WHERE number = 3", Broken(3, missing=False)),
        ("DELETE FROM change WHERE number = 1", Broken(1, missing=True)),
        ("DELETE FROM change WHERE number = 2", Broken(2, missing=True)),
        ("UPDATE change SET at_utc = '2020-01-01T00:00:00.000000Z' WHERE number = 4", Broken(4, missing=False)),
        ("UPDATE change SET hash = previous_hash WHERE number = 4", Broken(4, missing=False)),
    ],
)
def test_tampering_is_found(store: Store, statement: str, found: Broken) -> None:
    log(store, 4)
    tampered(store, statement)
    assert broken(store) == found


@pytest.mark.parametrize("number", [1, 2])
def test_a_line_is_not_replaced_either(store: Store, number: int) -> None:
    """SQLite's INSERT OR REPLACE deletes without asking a delete trigger; PostgreSQL's upsert is an update."""
    log(store, 2)
    columns = (
        "number, at_utc, at_offset, actor_id, actor_name, signed_in, what, about_id, why, previous_hash, hash"
    )
    values = f"{number}, '', 0, '', '', true, 'forged', '', '', '', ''"
    rest = f"INTO change ({columns}) VALUES ({values})"
    statement = {
        "sqlite": f"INSERT OR REPLACE {rest}",
        "postgresql": f"INSERT {rest} ON CONFLICT (number) DO UPDATE SET what = excluded.what",
    }
    with store._engine.connect() as connection, pytest.raises(StoreDefect):
        connection.execute(text(statement[connection.dialect.name]))
    assert broken(store) is None


def test_two_that_log_at_once_make_one_chain(store: Store) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda begin: log(store, 3, begin=begin), range(0, 24, 3)))
    with store.reading() as unit:
        assert [line.number for line in unit.changes.walk()] == list(range(1, 25))
    assert broken(store) is None


def test_the_oldest_lines_go_and_the_chain_still_holds(store: Store) -> None:
    log(store, 6)
    with store.unit() as unit:
        assert unit.changes.forget_before(NOW + timedelta(days=3)) == 3
        assert unit.changes.forget_before(NOW + timedelta(days=3)) == 0
        unit.commit()
    assert broken(store) is None
    log(store, 1, begin=6)
    with store.reading() as unit:
        assert [line.number for line in unit.changes.walk()] == [4, 5, 6, 7]
        assert walk(unit.changes.walk(), unit.changes.anchor()).head.number == 7
    for statement in ("UPDATE change SET what = 'x'", "DELETE FROM change"):  # the triggers are back
        with store._engine.connect() as connection, pytest.raises(StoreDefect):
            connection.execute(text(statement))
    tampered(store, "DELETE FROM change WHERE number = 4")
    assert broken(store) == Broken(4, missing=True)


def test_when_all_lines_go_the_next_goes_on_from_them(store: Store) -> None:
    log(store, 2)
    with store.unit() as unit:
        assert unit.changes.forget_before(NOW + timedelta(days=9)) == 2
        unit.commit()
    log(store, 1)
    with store.reading() as unit:
        assert [line.number for line in unit.changes.list()] == [3]
    assert broken(store) is None


def test_a_line_with_a_wrong_clock_stops_the_letting_go(store: Store) -> None:
    """The prefix must be whole: no line goes that stands after one that stays."""
    with store.unit() as unit:
        for day in (0, 9, 1):
            unit.changes.add(ACTOR, "did", at=NOW + timedelta(days=day))
        assert unit.changes.forget_before(NOW + timedelta(days=5)) == 1
        unit.commit()
        assert [line.number for line in unit.changes.walk()] == [2, 3]


def test_a_fault_while_letting_go_leaves_log_and_triggers(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    log(store, 3)
    with store.unit() as unit:
        unit.changes.forget_before(NOW + timedelta(days=2))
        unit.rollback()
    with store._engine.connect() as connection, pytest.raises(StoreDefect):
        connection.execute(text("DELETE FROM change"))
    with store.reading() as unit:
        assert len(unit.changes.list()) == 3
    assert broken(store) is None


def test_what_was_let_go_lies_nowhere_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(StoreTarget.file(path), key=STORE_KEY)
    with store.unit() as unit:
        unit.changes.add(ACTOR, "did", "needle-about-id", "needle-why-it-was", at=NOW)
        unit.changes.add(ACTOR, "did", at=NOW + timedelta(days=2))
        unit.commit()
        assert find(path, STORE_KEY, ["needle-about-id", "needle-why-it-was"])
        unit.changes.forget_before(NOW + timedelta(days=1))
        unit.commit()
    assert find(path, STORE_KEY, ["needle-about-id", "needle-why-it-was"]) == []
    store.close()


_OLD_LINE = (
    "INSERT INTO change (at_utc, at_offset, actor_id, actor_name, signed_in, what, about_id, why)"
    " VALUES (:at, 60, 'person-1', 'Ünn', :signed, :what, 'about', '')"
)


@pytest.mark.parametrize("engine_kind", ["sqlcipher", "postgresql"])
def test_the_lines_of_version_one_are_chained(
    tmp_path: Path, request: pytest.FixtureRequest, engine_kind: str
) -> None:
    if engine_kind == "sqlcipher":
        target, key = StoreTarget.file(tmp_path / "store.db"), STORE_KEY
    else:
        target, key = StoreTarget.parse(request.getfixturevalue("empty_postgresql")), None
    engine = make_engine(target, key)
    schema.bring_up_to_date(engine, place="here", revision="0001")
    for number in range(3):
        values = {"at": f"2026-03-0{number + 1}T10:00:00.000000Z", "signed": number > 0, "what": f"did {number}"}
        with engine.connect() as connection:
            connection.execute(text(_OLD_LINE), values)
            # the database gave the rolled back line a number, which PostgreSQL does not give again
            (connection.rollback if number == 1 else connection.commit)()
    engine.dispose()
    store = open_store(target, key=key)
    try:
        with store.reading() as unit:
            lines = list(unit.changes.walk())
        assert [(line.number, line.what, line.signed_in) for line in lines] == [
            (1, "did 0", False),
            (2, "did 2", True),
        ]
        assert (lines[0].actor_name, lines[0].at.utcoffset()) == ("Ünn", timedelta(hours=1))
        assert broken(store) is None
        log(store, 1)
        assert broken(store) is None
        with store._engine.connect() as connection, pytest.raises(StoreDefect):
            connection.execute(text("DELETE FROM change"))
    finally:
        store.close()
