"""The log of who did what. The database itself refuses to change or delete a line of it."""

from __future__ import annotations

from sqlalchemy import DDL, event

from desktop.store.tables.base import Row, flag, integer, number_key, table_of, text


class ChangeRow(Row, table=True):
    """One line of the log. Each bears the hash of the line before it: see :mod:`desktop.staff.audit_chain`."""

    __tablename__ = "change"
    # numbered by the repository, under a lock: the number is part of what is hashed, and no number is left out
    number: int = number_key()
    at_utc: str = text()
    at_offset: int = integer()
    actor_id: str = text()
    actor_name: str = text()
    signed_in: bool = flag()
    what: str = text()
    about_id: str = text(index=True)
    why: str = text()
    previous_hash: str = text()
    hash: str = text()


CHANGE = table_of(ChangeRow)

APPEND_ONLY = {
    "sqlite": (
        "CREATE TRIGGER change_no_update BEFORE UPDATE ON change"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
        "CREATE TRIGGER change_no_delete BEFORE DELETE ON change"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
        # INSERT OR REPLACE deletes without a delete trigger; PostgreSQL has no such way round
        "CREATE TRIGGER change_no_replace BEFORE INSERT ON change"
        " WHEN NEW.number <= coalesce((SELECT max(number) FROM change), 0)"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER change_no_update BEFORE UPDATE OR DELETE ON change"
        " FOR EACH ROW EXECUTE FUNCTION change_append_only()",
        "CREATE TRIGGER change_no_truncate BEFORE TRUNCATE ON change"
        " FOR EACH STATEMENT EXECUTE FUNCTION change_append_only()",
    ),
}
"""Statements that make the triggers, by dialect."""
NOT_APPEND_ONLY = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS change_no_update",
        "DROP TRIGGER IF EXISTS change_no_delete",
        "DROP TRIGGER IF EXISTS change_no_replace",
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS change_no_update ON change",
        "DROP TRIGGER IF EXISTS change_no_truncate ON change",
    ),
}
"""Statements that take them away, for the one thing that may: retention, which makes them again at once."""

_FUNCTION = (
    "CREATE FUNCTION change_append_only() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$"
)
event.listen(CHANGE, "after_create", DDL(_FUNCTION).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]
for _dialect, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        event.listen(CHANGE, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
