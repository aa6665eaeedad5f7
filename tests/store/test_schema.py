"""The migrations and the models say the same; starting costs no alembic."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text

from desktop.store import schema
from desktop.store.engine import make_engine
from desktop.store.errors import NewerStore, StoreDefect
from desktop.store.opening import Store, open_store
from desktop.store.tables import METADATA
from desktop.store.tables.search import SEARCH_INDEX
from desktop.store.target import StoreTarget
from tests.conftest import STORE_KEY, database_url
from tests.store.builders import ACTOR, NOW

OURS_BY_ALEMBIC = schema.VERSION_TABLE


def test_the_head_constant_is_the_newest_script() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def _sqlite_schema(connection: Connection) -> set[tuple[str, str, str]]:
    rows = connection.execute(text("SELECT type, name, coalesce(sql, '') FROM sqlite_master"))
    # columns in their order, constraints in any: both are lines of the statement
    ours = [row for row in rows if OURS_BY_ALEMBIC not in row.name and OURS_BY_ALEMBIC not in row[2]]
    # SQLite's own, left over from when the database numbered the log; it can't be dropped, and is empty
    ours = [row for row in ours if row.name != "sqlite_sequence"]
    return {(kind, name, _lines(sql)) for kind, name, sql in ours}


def _lines(sql: str) -> str:
    lines = [line.strip().rstrip(",") for line in sql.splitlines() if line.strip()]
    columns = [line for line in lines if not line.startswith("CONSTRAINT")]
    return "\n".join(columns + sorted(line for line in lines if line.startswith("CONSTRAINT")))


def test_migrated_equals_models_on_sqlcipher(tmp_path: Path) -> None:
    found = []
    for name, build in (("models.db", METADATA.create_all), ("migrated.db", None)):
        target = StoreTarget.file(tmp_path / name)
        engine = make_engine(target, STORE_KEY)
        if build is None:
            schema.bring_up_to_date(engine, place=target.words)
        else:
            build(engine)
        with engine.connect() as connection:
            found.append(_sqlite_schema(connection))
        engine.dispose()
    assert found[0] == found[1]
    assert len(found[0]) > 40


_POSTGRESQL_SCHEMA = """
SELECT 'column', table_name, column_name || ' ' || ordinal_position || ' ' || data_type || ' ' || is_nullable
       || ' ' || coalesce(collation_name, '') || ' ' || coalesce(column_default, '')
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index', tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
UNION ALL SELECT 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def test_migrated_equals_models_on_postgresql(empty_postgresql: str, postgresql_url: str) -> None:
    found: list[set[Any]] = []
    for url in (empty_postgresql, postgresql_url):
        engine = make_engine(StoreTarget.parse(url), None)
        with engine.begin() as connection:
            if url == empty_postgresql:
                METADATA.create_all(connection)
            rows = connection.execute(text(_POSTGRESQL_SCHEMA))
            found.append({tuple(row) for row in rows if OURS_BY_ALEMBIC not in row[1]})
        engine.dispose()
    assert found[0] == found[1]
    assert len(found[0]) > 200


def test_alembic_sees_no_difference(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    open_store(StoreTarget.file(tmp_path / "store.db"), key=STORE_KEY).close()
    engine = make_engine(StoreTarget.file(tmp_path / "store.db"), STORE_KEY)
    with engine.connect() as connection:
        # the tables that the search index makes for itself are no models
        opts = {"compare_type": True, "include_name": lambda name, kind, _: not _of_the_index(name, kind)}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def _of_the_index(name: str | None, kind: str) -> bool:
    return kind == "table" and name is not None and name.startswith(SEARCH_INDEX)


def test_a_second_start_imports_no_alembic(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_store(StoreTarget.file(path), key=STORE_KEY).close()
    code = (
        "import sys; from pathlib import Path; from desktop.store.opening import open_store;"
        "from desktop.store.target import StoreTarget;"
        f"store = open_store(StoreTarget.file(Path({str(path)!r})), key=bytes(range(32)));"
        "unit = store.reading().__enter__(); unit.meta.get('x'); unit.__exit__(None, None, None); store.close();"
        "heavy = ('alembic', 'mako', 'pyxform', 'reportlab', 'keyring', 'psycopg', 'pyrage', 'argon2');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_store_from_the_future_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    target = StoreTarget.file(tmp_path / "store.db")
    open_store(target, key=STORE_KEY).close()
    engine = make_engine(target, STORE_KEY)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerStore) as caught:
        open_store(target, key=STORE_KEY)
    assert "newer version" in caught.value.fault
    with engine.connect() as connection:
        assert schema.stored_version(connection) == "9999"
    engine.dispose()


@pytest.mark.parametrize("engine_kind", ["sqlcipher", "postgresql"])
def test_a_migration_that_breaks_leaves_nothing(
    tmp_path: Path, request: pytest.FixtureRequest, engine_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DDL is part of the transaction on both engines: after a fault half way, not one table is there."""
    if engine_kind == "sqlcipher":
        target, key = StoreTarget.file(tmp_path / "store.db"), STORE_KEY
    else:
        target, key = StoreTarget.parse(request.getfixturevalue("empty_postgresql")), None
    from alembic.operations import Operations

    real = Operations.create_index

    def breaks(self: Operations, name: str, *rest: Any, **more: Any) -> None:
        if "revision" in name:
            raise ZeroDivisionError
        real(self, name, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Operations, "create_index", breaks)
        with pytest.raises(ZeroDivisionError):
            open_store(target, key=key)
    engine = make_engine(target, key)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()
    open_store(target, key=key).close()


def test_foreign_keys_are_on_after_a_migration(tmp_path: Path) -> None:
    store = open_store(StoreTarget.file(tmp_path / "store.db"), key=STORE_KEY)
    with store.reading() as unit:
        assert unit._connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    store.close()


def test_the_database_itself_keeps_the_log_append_only(store: Store) -> None:
    with store.unit() as unit:
        unit.changes.add(ACTOR, "batch formed", "b", at=NOW)
        unit.commit()
    for statement in ("UPDATE change SET what = 'x'", "DELETE FROM change"):
        with store._engine.connect() as connection, pytest.raises(StoreDefect):
            connection.execute(text(statement))
    with store.reading() as unit:
        assert [change.what for change in unit.changes.list()] == ["batch formed"]


def test_database_url_keeps_the_rest() -> None:
    assert database_url("postgresql://u:p@h/a?x=1", "b") == "postgresql://u:p@h/b?x=1"
