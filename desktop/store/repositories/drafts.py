"""Drafts and their journals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, literal_column, select, update

from desktop.responses.drafts import DraftEnd, DraftHeader, DraftKind
from desktop.responses.response import Recorder
from desktop.responses.states import ItemState, Move, after
from desktop.store.errors import StoreDefect
from desktop.store.repositories.base import Repository, chunks, instant, moment
from desktop.store.repositories.pictures import PictureRepository
from desktop.store.tables import DRAFT, JOURNAL_STEP, KEYING_QUERY, RESPONSE

# Numbering and the check that the draft is open are part of the one statement that saving an answer waits for.
_APPEND = (
    insert(JOURNAL_STEP)
    .execution_options(preserve_rowcount=True)
    .from_select(
        ["draft_id", "number", "kind", "path", "value"],
        select(
            DRAFT.c.draft_id,
            select(func.coalesce(func.max(JOURNAL_STEP.c.number), 0) + literal_column("1"))
            .where(JOURNAL_STEP.c.draft_id == bindparam("draft"))
            .scalar_subquery(),
            bindparam("step_kind", type_=JOURNAL_STEP.c.kind.type),
            bindparam("step_path", type_=JOURNAL_STEP.c.path.type),
            bindparam("step_value", type_=JOURNAL_STEP.c.value.type),
        ).where(DRAFT.c.draft_id == bindparam("draft"), DRAFT.c.ended == bindparam("open")),
    )
)

# made once: putting it together takes longer than the database does to answer it
_LENGTH = select(
    select(func.coalesce(func.max(JOURNAL_STEP.c.number), 0))
    .where(JOURNAL_STEP.c.draft_id == bindparam("draft"))
    .scalar_subquery()
).where(DRAFT.c.draft_id == bindparam("draft"), DRAFT.c.ended == bindparam("open"))


_BESIDE = (DraftKind.EDIT.value, DraftKind.SECOND_KEYING.value)
"""Kinds of draft that become no response of their own."""


class DraftRepository(Repository):
    """Answers in progress. A draft is a response in the state ``draft`` from its begin on.

    A change is of a response that is there already. A second keying is none and becomes none: where the first
    keying is here, its ``response_id`` is that response's, so that the journal goes when that is taken back.
    """

    def begin(self, header: DraftHeader) -> None:
        """Begin a draft, and the response that it will become, if it will become one.

        Raises:
            StoreDefect: there is no response to be changed.
        """
        started = instant("started", header.started_at)
        recorder = header.recorder
        draft = {
            "draft_id": header.draft_id,
            "response_id": header.response_id,
            "kind": header.kind.value,
            "form_id": header.form_id,
            "form_version": header.form_version,
            "form_sha256": header.form_sha256,
            "programme_id": header.programme_id,
            "event_id": header.event_id,
            "channel": header.channel,
            "language": header.language,
            "person_id": recorder.person_id,
            "person_name": recorder.name,
            "person_role": recorder.role,
            "signed_in": recorder.signed_in,
            **started,
            "serial": header.serial,
            "print_log_here": header.print_log_here,
            "received_on": header.received_on,
            "place": header.place,
            "ended": DraftEnd.OPEN.value,
            "reason": header.reason,
        }
        response = {
            "response_id": header.response_id,
            "instance_id": "",
            "state": ItemState.DRAFT.value,
            "form_id": header.form_id,
            "form_version": header.form_version,
            "programme_id": header.programme_id,
            "event_id": header.event_id,
            "channel": header.channel,
            "serial": header.serial,
            "print_log_here": header.print_log_here,
            "recorded_by": recorder.name,
            "device_id": "",
            **started,
            "finalised_utc": "",
            "finalised_offset": 0,
            "received_on": header.received_on,
            "batch_id": "",
        }
        if header.kind is DraftKind.EDIT:
            there = select(RESPONSE.c.response_id).where(RESPONSE.c.response_id == header.response_id)
            if self._first(there) is None:
                raise StoreDefect("a change needs a response that is there")
        elif header.kind is not DraftKind.SECOND_KEYING:
            self._insert(RESPONSE, [response])
        self._insert(DRAFT, [draft])

    def append(self, draft_id: str, steps: Sequence[tuple[str, str, str]]) -> None:
        """Append ``steps`` (kind, path, value) to the journal, in order.

        Raises:
            StoreDefect: the draft is not there or has ended.
        """
        for kind, path, value in steps:
            values = {
                "draft": draft_id,
                "step_kind": kind,
                "step_path": path,
                "step_value": value,
                "open": DraftEnd.OPEN.value,
            }
            if self._connection.execute(_APPEND, values).rowcount != 1:
                raise StoreDefect("an answer was given to a draft that is not open")

    def length(self, draft_id: str) -> int | None:
        """Return how many steps the journal of an open draft has; ``None`` when it is not there or has ended."""
        row = self._connection.execute(_LENGTH, {"draft": draft_id, "open": DraftEnd.OPEN.value}).first()
        return None if row is None else int(row[0])

    def steps(self, draft_id: str) -> tuple[tuple[str, str, str], ...]:
        """Return the journal: (kind, path, value) in the order in which they were appended."""
        columns = (JOURNAL_STEP.c.kind, JOURNAL_STEP.c.path, JOURNAL_STEP.c.value)
        statement = select(*columns).where(JOURNAL_STEP.c.draft_id == draft_id).order_by(JOURNAL_STEP.c.number)
        return tuple((row.kind, row.path, row.value) for row in self._all(statement))

    def get(self, draft_id: str) -> DraftHeader | None:
        """Return the header, also of a draft that has ended."""
        row = self._first(select(DRAFT).where(DRAFT.c.draft_id == draft_id))
        return None if row is None else _header(row)

    def list_open(self, event_id: str | None = None, kind: DraftKind | None = None) -> tuple[DraftHeader, ...]:
        """Return the headers of drafts that have not ended, newest first.

        Changes and second keyings only where they are asked for.
        """
        statement = select(DRAFT).where(DRAFT.c.ended == DraftEnd.OPEN.value)
        if kind is None:
            statement = statement.where(DRAFT.c.kind.not_in(_BESIDE))
        if event_id is not None:
            statement = statement.where(DRAFT.c.event_id == event_id)
        if kind is not None:
            statement = statement.where(DRAFT.c.kind == kind.value)
        ordered = statement.order_by(DRAFT.c.started_utc.desc(), DRAFT.c.draft_id)
        return tuple(_header(row) for row in self._all(ordered))

    def of_responses(self, response_ids: Iterable[str], *, kind: DraftKind) -> tuple[DraftHeader, ...]:
        """Return the headers of drafts of one kind, those that have ended too, of the responses."""
        theirs = DRAFT.c.response_id.in_(bindparam("responses", expanding=True)) & (DRAFT.c.kind == kind.value)
        statement = select(DRAFT).where(theirs)
        return tuple(
            _header(row) for chunk in chunks(response_ids) for row in self._all(statement, {"responses": chunk})
        )

    def change_of(self, response_id: str) -> DraftHeader | None:
        """Return the open draft in which a frozen response is being changed."""
        statement = select(DRAFT).where(
            DRAFT.c.response_id == response_id,
            DRAFT.c.kind == DraftKind.EDIT.value,
            DRAFT.c.ended == DraftEnd.OPEN.value,
        )
        row = self._first(statement.limit(1))
        return None if row is None else _header(row)

    def open_for_serial(self, serial: str, *, second: bool = False) -> DraftHeader | None:
        """Return the open draft in which the copy with ``serial`` is being keyed, the first or the second time."""
        again = DRAFT.c.kind == DraftKind.SECOND_KEYING.value
        statement = select(DRAFT).where(
            DRAFT.c.serial == serial, DRAFT.c.ended == DraftEnd.OPEN.value, again if second else ~again
        )
        row = self._first(statement.limit(1))
        return None if row is None else _header(row)

    def set_place(self, draft_id: str, path: str) -> None:
        """Keep where the person is."""
        self._connection.execute(update(DRAFT).where(DRAFT.c.draft_id == draft_id), {"place": path})

    def abandon(self, draft_id: str, reason: str) -> None:
        """Give the draft up: its journal goes, its header stays with the reason, its response is abandoned.

        A response that was being changed stays as it was.

        Raises:
            StoreDefect: the draft is not there.
            Defect: it has ended.
        """
        header = self.get(draft_id)
        if header is None:
            raise StoreDefect("there is no such draft")
        if header.kind is DraftKind.SECOND_KEYING:
            self._end([draft_id], DraftEnd.ABANDONED, reason)
            return
        of_response = RESPONSE.c.response_id == header.response_id
        row = self._first(select(RESPONSE.c.state).where(of_response).with_for_update())
        if row is None:
            raise StoreDefect("a draft has no response")
        if header.kind is not DraftKind.EDIT:
            state = after(ItemState(row.state), Move.ABANDON)
            self._connection.execute(update(RESPONSE).where(of_response), {"state": state.value})
        self._end([draft_id], DraftEnd.ABANDONED, reason)
        PictureRepository(self._connection).drop_unnamed([header.response_id])

    def finalised(self, response_ids: Sequence[str]) -> None:
        """End the open drafts of responses that were just frozen, and delete their journals.

        Called by :meth:`ResponseRepository.add_revisions`; a changed answer was withdrawn, so no trace stays.
        """
        statement = select(DRAFT.c.draft_id).where(
            DRAFT.c.response_id.in_(bindparam("responses", expanding=True)),
            DRAFT.c.ended == DraftEnd.OPEN.value,
            DRAFT.c.kind != DraftKind.SECOND_KEYING.value,
        )
        rows = self._all(statement, {"responses": list(response_ids)})
        self._end([row.draft_id for row in rows], DraftEnd.FINALISED, "")

    def keyed_again(self, draft_id: str) -> None:
        """End the draft of a second keying that was kept as what it is, and delete its journal."""
        self._end([draft_id], DraftEnd.FINALISED, "")

    def delete_journal(self, draft_id: str) -> None:
        """Delete the steps of the draft; its header stays as it is."""
        self._connection.execute(delete(JOURNAL_STEP).where(JOURNAL_STEP.c.draft_id == draft_id))
        self._shorten_log_after_commit()

    def _end(self, draft_ids: Sequence[str], end: DraftEnd, reason: str) -> None:
        for draft_id in draft_ids:
            self.delete_journal(draft_id)
            # its queries may quote the sheet, and no response comes to erase them by
            if end is DraftEnd.ABANDONED:
                self._connection.execute(delete(KEYING_QUERY).where(KEYING_QUERY.c.draft_id == draft_id))
            values = {"ended": end.value, "reason": reason, "place": ""}
            self._connection.execute(update(DRAFT).where(DRAFT.c.draft_id == draft_id), values)


def _header(row: Row[Any]) -> DraftHeader:
    return DraftHeader(
        draft_id=row.draft_id,
        response_id=row.response_id,
        kind=DraftKind(row.kind),
        form_id=row.form_id,
        form_version=row.form_version,
        form_sha256=row.form_sha256,
        programme_id=row.programme_id,
        event_id=row.event_id,
        channel=row.channel,
        language=row.language,
        recorder=Recorder(row.person_id, row.person_name, row.person_role, row.signed_in),
        started_at=moment(row.started_utc, row.started_offset),
        serial=row.serial,
        print_log_here=row.print_log_here,
        received_on=row.received_on,
        place=row.place,
        end=DraftEnd(row.ended),
        reason=row.reason,
    )
