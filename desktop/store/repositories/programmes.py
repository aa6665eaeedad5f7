"""Programmes, forms and events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select, update

from desktop.engagement.codec import programme_from_json, programme_to_json
from desktop.engagement.programme import Event, Programme
from desktop.foundation.clock import to_utc_text
from desktop.questionnaires.stored_form import StoredForm
from desktop.store.repositories.base import Repository, instant, moment
from desktop.store.tables import EVENT, FORM, PACK_FILE, PROGRAMME


class ProgrammeRepository(Repository):
    """Programmes as their packs describe them; every pack that was opened is kept, the newest is in force."""

    def put(self, programme: Programme, pack_sha256: str, pack_files: Mapping[str, bytes]) -> None:
        """Keep ``programme`` with the files of its pack; a pack that is there already changes nothing."""
        known = select(PROGRAMME.c.number).where(
            PROGRAMME.c.programme_id == programme.programme_id, PROGRAMME.c.pack_sha256 == pack_sha256
        )
        if self._first(known) is not None:
            return
        row = {
            "programme_id": programme.programme_id,
            "version": programme.version,
            "pack_sha256": pack_sha256,
            "programme_json": programme_to_json(programme),
        }
        self._insert(PROGRAMME, [row])
        number = self._connection.execute(known).scalar_one()
        self._insert(
            PACK_FILE,
            [
                {"programme_number": number, "name": name, "content": content}
                for name, content in sorted(pack_files.items())
            ],
        )

    def list(self) -> tuple[Programme, ...]:
        """Return every programme as now in force, by id."""
        newest = select(func.max(PROGRAMME.c.number)).group_by(PROGRAMME.c.programme_id)
        statement = select(PROGRAMME.c.programme_json).where(PROGRAMME.c.number.in_(newest))
        return tuple(
            programme_from_json(row.programme_json)
            for row in self._all(statement.order_by(PROGRAMME.c.programme_id))
        )

    def get(self, programme_id: str) -> Programme | None:
        """Return the programme as now in force."""
        row = self._newest(programme_id)
        return None if row is None else programme_from_json(row.programme_json)

    def pack_sha256(self, programme_id: str) -> str | None:
        """Return the digest of the pack in force."""
        row = self._newest(programme_id)
        return None if row is None else str(row.pack_sha256)

    def files(self, programme_id: str) -> Mapping[str, bytes]:
        """Return the files of the pack in force by name; none when it came without (in a batch)."""
        row = self._newest(programme_id)
        if row is None:
            return {}
        found = self._all(select(PACK_FILE).where(PACK_FILE.c.programme_number == row.number))
        return {each.name: bytes(each.content) for each in found}

    def pack_of(self, form: StoredForm) -> tuple[int, str] | None:
        """Return the number of the newest pack that this very form came in, and the name of its file there.

        ``None`` where it came without a pack: in a batch.
        """
        statement = (
            select(PROGRAMME.c.number, PACK_FILE.c.name)
            .join(PACK_FILE, PACK_FILE.c.programme_number == PROGRAMME.c.number)
            .where(
                PROGRAMME.c.programme_id == form.programme_id,
                PACK_FILE.c.name.not_like("%/%"),  # forms stand at the top; no film need be compared
                PACK_FILE.c.content == form.original,
            )
            .order_by(PROGRAMME.c.number.desc(), PACK_FILE.c.name)
            .limit(1)
        )
        row = self._first(statement)
        return None if row is None else (int(row.number), str(row.name))

    def file_names(self, pack: int) -> tuple[str, ...]:
        """Return the names of the files of the pack with that number."""
        statement = select(PACK_FILE.c.name).where(PACK_FILE.c.programme_number == pack)
        return tuple(str(row.name) for row in self._all(statement.order_by(PACK_FILE.c.name)))

    def file(self, pack: int, name: str) -> bytes | None:
        """Return one file of the pack with that number."""
        statement = select(PACK_FILE.c.content).where(
            PACK_FILE.c.programme_number == pack, PACK_FILE.c.name == name
        )
        row = self._first(statement)
        return None if row is None else bytes(row.content)

    def _newest(self, programme_id: str) -> Row[Any] | None:
        statement = select(PROGRAMME).where(PROGRAMME.c.programme_id == programme_id)
        return self._first(statement.order_by(PROGRAMME.c.number.desc()).limit(1))


class FormRepository(Repository):
    """Every version of every form that was ever brought; none is deleted, since responses refer to them."""

    def put(self, form: StoredForm) -> None:
        """Keep ``form``; the same XForm again only takes over the programme, the equality group and the file.

        A spreadsheet that was saved anew is other bytes, and it is by them that its pack, with its pictures, is
        found. A batch brings the XForm alone: it takes no spreadsheet's place.
        """
        known = self._first(select(FORM.c.number).where(FORM.c.sha256 == form.sha256))
        if known is not None:
            values: dict[str, Any] = {"programme_id": form.programme_id, "equality_group": form.equality_group}
            if form.original != form.xml:
                values |= {"original": form.original, "original_kind": form.original_kind}
            self._connection.execute(update(FORM).where(FORM.c.number == known.number), values)
            return
        names = ("form_id", "version", "sha256", "title", "xml", "original", "original_kind", "programme_id")
        row = {name: getattr(form, name) for name in (*names, "equality_group")}
        self._insert(FORM, [row])

    def get(self, form_id: str, version: str | None = None) -> StoredForm | None:
        """Return the form in ``version``, or as last brought; of two with one version the last brought."""
        statement = select(FORM).where(FORM.c.form_id == form_id)
        if version is not None:
            statement = statement.where(FORM.c.version == version)
        row = self._first(statement.order_by(FORM.c.number.desc()).limit(1))
        return None if row is None else _form(row)

    def by_sha(self, sha256: str) -> StoredForm | None:
        """Return the form whose XForm has that digest."""
        row = self._first(select(FORM).where(FORM.c.sha256 == sha256))
        return None if row is None else _form(row)

    def list(self) -> tuple[StoredForm, ...]:
        """Return every version of every form, by id, oldest first."""
        return tuple(_form(row) for row in self._all(select(FORM).order_by(FORM.c.form_id, FORM.c.number)))

    def titles(self, programme_id: str | None = None) -> dict[str, str]:
        """Return form id to the title of its newest version, without the questions, which are long."""
        statement = select(FORM.c.form_id, FORM.c.title).order_by(FORM.c.number)
        if programme_id is not None:
            statement = statement.where(FORM.c.programme_id == programme_id)
        return {row.form_id: row.title for row in self._all(statement)}


class EventRepository(Repository):
    """Events; every revision is kept, the highest is in force."""

    def put(self, event: Event) -> None:
        """Keep ``event``. Of one revision made on two laptops, the one made last stays."""
        row = {
            "event_id": event.event_id,
            "revision": event.revision,
            "programme_id": event.programme_id,
            "name": event.name,
            "venue": event.venue,
            "day": event.day.isoformat(),
            "area": event.area,
            "partner": event.partner,
            "planned": event.planned,
            "made_by": event.made_by,
            **instant("made", event.made_at),
        }
        known = self._first(
            select(EVENT.c.made_utc).where(EVENT.c.event_id == event.event_id, EVENT.c.revision == event.revision)
        )
        if known is None or known.made_utc < to_utc_text(event.made_at):
            self._upsert(EVENT, row)

    def get(self, event_id: str, revision: int | None = None) -> Event | None:
        """Return the event as now in force, or as it was in ``revision``."""
        statement = select(EVENT).where(EVENT.c.event_id == event_id)
        if revision is not None:
            statement = statement.where(EVENT.c.revision == revision)
        row = self._first(statement.order_by(EVENT.c.revision.desc()).limit(1))
        return None if row is None else _event(row)

    def list(self, programme_id: str | None = None) -> tuple[Event, ...]:
        """Return the events in force, of one programme or of all, by day and name."""
        statement = _events_in_force()
        if programme_id is not None:
            statement = statement.where(EVENT.c.programme_id == programme_id)
        return tuple(_event(row) for row in self._all(statement))

    def on_day(self, day: date) -> tuple[Event, ...]:
        """Return the events in force on ``day``, by name."""
        return tuple(_event(row) for row in self._all(_events_in_force().where(EVENT.c.day == day.isoformat())))


def _events_in_force() -> Select[Any]:
    other = EVENT.alias("other")
    highest = select(func.max(other.c.revision)).where(other.c.event_id == EVENT.c.event_id).scalar_subquery()
    in_force = select(EVENT).where(EVENT.c.revision == highest)
    return in_force.order_by(EVENT.c.day, EVENT.c.name, EVENT.c.event_id)


def _form(row: Row[Any]) -> StoredForm:
    return StoredForm(
        form_id=row.form_id,
        version=row.version,
        sha256=row.sha256,
        title=row.title,
        xml=bytes(row.xml),
        original=bytes(row.original),
        original_kind=row.original_kind,
        programme_id=row.programme_id,
        equality_group=row.equality_group,
    )


def _event(row: Row[Any]) -> Event:
    return Event(
        event_id=row.event_id,
        programme_id=row.programme_id,
        name=row.name,
        venue=row.venue,
        day=date.fromisoformat(row.day),
        area=row.area,
        partner=row.partner,
        planned=row.planned,
        revision=row.revision,
        made_by=row.made_by,
        made_at=moment(row.made_utc, row.made_offset),
    )
