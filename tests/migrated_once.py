"""A new store file is made of the statements that the migrations end with, once they ran from first to last.

Each of hundreds of new stores took all migrations in turn, which is most of what making one costs. Tests of the
store itself, and measurements, take them every time.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

from desktop.store import schema

_MADE_BY_ITSELF = ("response_search_%", "sqlite_%")
"""Tables that the full-text index and the counting of rows make for themselves."""


class MigratedOnce:
    """Stands in for :func:`desktop.store.schema._migrate`."""

    def __init__(self) -> None:
        self._migrate = schema._migrate
        self._statements: tuple[str, ...] = ()

    def __call__(self, engine: Engine, *, place: str, revision: str) -> None:
        new = engine.dialect.name == "sqlite" and revision == schema.HEAD and _is_empty(engine)
        if not new or not self._statements:
            self._migrate(engine, place=place, revision=revision)
            if new:
                with engine.connect() as connection:
                    self._statements = _statements(connection.execution_options(reading=True))
            return
        with engine.connect() as connection, connection.begin():
            if schema.stored_version(connection) is not None:
                return  # another process made it meanwhile
            for statement in self._statements:
                connection.exec_driver_sql(statement)
            connection.execute(text(f"INSERT INTO {schema.VERSION_TABLE} VALUES (:head)"), {"head": schema.HEAD})


def _is_empty(engine: Engine) -> bool:
    with engine.connect() as connection:
        found = connection.execution_options(reading=True).execute(text("SELECT count(*) FROM sqlite_master"))
        return found.scalar_one() == 0


def _statements(connection: Connection) -> tuple[str, ...]:
    made = text(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE :index AND name NOT LIKE :own"
        " ORDER BY rowid"
    )
    return tuple(connection.execute(made, dict(zip(("index", "own"), _MADE_BY_ITSELF, strict=True))).scalars())
