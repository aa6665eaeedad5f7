"""The log of who did what. The database itself refuses to change or delete a line of it."""

from __future__ import annotations

from sqlalchemy import DDL, event

from desktop.store.tables.base import Row, flag, integer, number_key, table_of, text


class ChangeRow(Row, table=True):
    """One line of the log."""

    __tablename__ = "change"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy's own attribute)
    number: int | None = number_key(counted=True)
    at_utc: str = text()
    at_offset: int = integer()
    actor_id: str = text()
    actor_name: str = text()
    signed_in: bool = flag()
    what: str = text()
    about_id: str = text(index=True)
    why: str = text()


CHANGE = table_of(ChangeRow)

_TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER change_no_update BEFORE UPDATE ON change"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
        "CREATE TRIGGER change_no_delete BEFORE DELETE ON change"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION change_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$",
        "CREATE TRIGGER change_no_update BEFORE UPDATE OR DELETE ON change"
        " FOR EACH ROW EXECUTE FUNCTION change_append_only()",
        "CREATE TRIGGER change_no_truncate BEFORE TRUNCATE ON change"
        " FOR EACH STATEMENT EXECUTE FUNCTION change_append_only()",
    ),
}

for _dialect, _statements in _TRIGGERS.items():
    for _statement in _statements:
        event.listen(CHANGE, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
