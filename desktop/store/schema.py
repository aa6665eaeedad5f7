"""Bringing a store to the newest schema.

Starting must be quick, so alembic is imported only when there is something to do: the version that stands in
the store is compared by a plain query with :data:`HEAD`.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from desktop.store import errors

HEAD = "0005"
"""Newest migration; a test holds it to the scripts in ``migrations/versions``."""
VERSION_TABLE = "alembic_version"
_MIGRATION_LOCK = 0x5B0A4D  # any number that nothing else of ours takes


def stored_version(connection: Connection) -> str | None:
    """Return the migration that the store stands at; ``None`` for a store with nothing in it."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    row = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).first()
    return None if row is None else str(row[0])


def bring_up_to_date(engine: Engine, *, place: str, revision: str = HEAD) -> None:
    """Migrate the store to ``revision`` where it is not there yet; whole or not at all.

    Raises:
        NewerStore: the store stands at a migration that this program does not know.
    """
    with engine.connect() as connection:
        connection.execution_options(reading=True)
        if stored_version(connection) == revision:
            return
    _migrate(engine, place=place, revision=revision)


def _migrate(engine: Engine, *, place: str, revision: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            # With foreign keys on, rebuilding a parent table deletes its children's rows without a word. The
            # pragma does nothing inside a transaction, so it is set on the driver's connection beforehand.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                if not sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
                # another process may have migrated while this one waited for the lock
                version = stored_version(connection)
                if version is not None:
                    try:
                        ScriptDirectory.from_config(config).get_revision(version)
                    except CommandError as fault:
                        raise errors.newer(place) from fault
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
                if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise errors.StoreDefect("a migration left rows that refer to nothing")
        finally:
            if sqlite:
                connection.invalidate()  # so that no connection without foreign keys goes back to the pool
