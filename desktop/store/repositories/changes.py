"""The log of who did what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, text

from desktop.foundation.clock import to_utc_text
from desktop.staff.audit_chain import Anchor, line_hash
from desktop.staff.changes import Change
from desktop.staff.people import Actor
from desktop.store.repositories.base import Repository, chunks, instant, moment
from desktop.store.repositories.people import MetaRepository
from desktop.store.tables import CHANGE
from desktop.store.tables.changes import APPEND_ONLY, NOT_APPEND_ONLY

ANCHOR = "audit anchor"
_LOGGING = 0x5B0A4F  # any number that nothing else of ours takes
_LAST = select(CHANGE.c.number, CHANGE.c.hash).order_by(CHANGE.c.number.desc()).limit(1)
_PAGE = 1_000


class ChangeRepository(Repository):
    """Append-only and chained; the database itself refuses to change or delete a line."""

    def add(self, actor: Actor, what: str, about_id: str = "", why: str = "", *, at: datetime) -> None:
        """Log that ``actor`` did ``what`` to ``about_id``. Never give an answer or a contact detail."""
        self._hold()
        head = self.head()
        row: dict[str, Any] = {
            "number": head.number + 1,
            **instant("at", at),
            "actor_id": actor.person_id,
            "actor_name": actor.name,
            "signed_in": actor.signed_in,
            "what": what,
            "about_id": about_id,
            "why": why,
            "previous_hash": head.hash,
        }
        self._insert(CHANGE, [{**row, "hash": line_hash(**row)}])

    def _hold(self) -> None:
        """Let one log at a time: two would build on the same last line. SQLite has one writer anyway."""
        if not self._is_sqlite:
            self._connection.execute(select(func.pg_advisory_xact_lock(_LOGGING)))

    def head(self) -> Anchor:
        """Return number and hash of the last line; of an empty log, the place that the next one goes on from."""
        last = self._first(_LAST)
        return self.anchor() if last is None else Anchor(last.number, last.hash)

    def anchor(self) -> Anchor:
        """Return the place that the first line goes on from: the last line that retention let go."""
        return Anchor.from_text(MetaRepository(self._connection).get(ANCHOR))

    def list(self, about_id: str | None = None, limit: int | None = None) -> tuple[Change, ...]:
        """Return lines of the log, newest first."""
        statement = select(CHANGE).order_by(CHANGE.c.number.desc())
        if about_id is not None:
            statement = statement.where(CHANGE.c.about_id == about_id)
        if limit is not None:
            statement = statement.limit(limit)
        return tuple(_change(row) for row in self._all(statement))

    def about(self, about_ids: Iterable[str], *, what: str) -> Iterator[Change]:
        """Yield the lines that say ``what`` of any of these."""
        theirs = CHANGE.c.about_id.in_(bindparam("about", expanding=True)) & (CHANGE.c.what == what)
        for chunk in chunks(about_ids):
            yield from (_change(row) for row in self._all(select(CHANGE).where(theirs), {"about": chunk}))

    def before(self, number: int | None, limit: int) -> tuple[Change, ...]:
        """Return the ``limit`` lines before line ``number`` (``None``: the last ones), newest first."""
        statement = select(CHANGE).order_by(CHANGE.c.number.desc()).limit(limit)
        if number is not None:
            statement = statement.where(CHANGE.c.number < number)
        return tuple(_change(row) for row in self._all(statement))

    def walk(self) -> Iterator[Change]:
        """Return every line, oldest first, a page at a time."""
        number = -1
        while rows := self._all(
            select(CHANGE).where(CHANGE.c.number > number).order_by(CHANGE.c.number).limit(_PAGE)
        ):
            yield from (_change(row) for row in rows)
            number = rows[-1].number

    def forget_before(self, at: datetime) -> int:
        """Delete the oldest lines, as far as they are from before ``at``, and keep the place they ended at.

        For retention alone. The triggers are gone and back within this transaction, so no other sees the log
        without them. A line whose clock was wrong stops it: what stands after it stays too.

        Returns:
            how many lines went.
        """
        self._hold()
        first_to_stay = select(func.min(CHANGE.c.number)).where(CHANGE.c.at_utc >= to_utc_text(at))
        stays = self._connection.execute(first_to_stay).scalar_one()
        going = select(CHANGE.c.number, CHANGE.c.hash).order_by(CHANGE.c.number.desc()).limit(1)
        last = self._first(going if stays is None else going.where(CHANGE.c.number < stays))
        if last is None:
            return 0
        MetaRepository(self._connection).set(ANCHOR, Anchor(last.number, last.hash).to_text())
        dialect = self._connection.dialect.name
        for statement in NOT_APPEND_ONLY[dialect]:
            self._connection.execute(text(statement))
        gone = self._connection.execute(delete(CHANGE).where(CHANGE.c.number <= last.number)).rowcount
        for statement in APPEND_ONLY[dialect]:
            self._connection.execute(text(statement))
        self._shorten_log_after_commit()
        return int(gone)


def _change(row: Row[Any]) -> Change:
    return Change(
        number=row.number,
        at=moment(row.at_utc, row.at_offset),
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        signed_in=row.signed_in,
        what=row.what,
        about_id=row.about_id,
        why=row.why,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )
