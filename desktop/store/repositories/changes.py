"""The log of who did what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from desktop.staff.changes import Change
from desktop.staff.people import Actor
from desktop.store.repositories.base import Repository, instant, moment
from desktop.store.tables import CHANGE


class ChangeRepository(Repository):
    """Append-only; the database itself refuses to change or delete a line."""

    def add(self, actor: Actor, what: str, about_id: str = "", why: str = "", *, at: datetime) -> None:
        """Log that ``actor`` did ``what`` to ``about_id``. Never give an answer or a contact detail."""
        row = {
            **instant("at", at),
            "actor_id": actor.person_id,
            "actor_name": actor.name,
            "signed_in": actor.signed_in,
            "what": what,
            "about_id": about_id,
            "why": why,
        }
        self._insert(CHANGE, [row])

    def list(self, about_id: str | None = None, limit: int | None = None) -> tuple[Change, ...]:
        """Return lines of the log, newest first."""
        statement = select(CHANGE).order_by(CHANGE.c.number.desc())
        if about_id is not None:
            statement = statement.where(CHANGE.c.about_id == about_id)
        if limit is not None:
            statement = statement.limit(limit)
        return tuple(
            Change(
                number=row.number,
                at=moment(row.at_utc, row.at_offset),
                actor_id=row.actor_id,
                actor_name=row.actor_name,
                signed_in=row.signed_in,
                what=row.what,
                about_id=row.about_id,
                why=row.why,
            )
            for row in self._all(statement)
        )
