"""Responses, their revisions and their states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select, update

from desktop.responses.response import ResponseSummary, Revision
from desktop.responses.states import EMPTIED, STOPPED, ItemState, Move, after
from desktop.responses.stored import StoredResponse
from desktop.staff.people import Actor
from desktop.store.erasure import emptying, scans_of, tombstone
from desktop.store.errors import StoreDefect
from desktop.store.repositories.base import chunks, instant, moment
from desktop.store.repositories.drafts import DraftRepository
from desktop.store.repositories.pictures import PictureRepository
from desktop.store.repositories.response_rows import response_row, revision_row, to_revision, to_summary
from desktop.store.repositories.response_search import OF_MANY, SUMMARY_COLUMNS, ResponseSearch
from desktop.store.tables import RESPONSE, RESPONSE_ENDING, REVISION


class ResponseRepository(ResponseSearch):
    """Responses. Their stored state is one source of the ledger, the other tables are the other."""

    def add_revision(
        self, revision: Revision, state: ItemState = ItemState.FINALISED, *, batch_id: str = ""
    ) -> None:
        """Add one revision: see :meth:`add_revisions`."""
        self.add_revisions([revision], state, batch_id=batch_id)

    def add_revisions(
        self, revisions: Sequence[Revision], state: ItemState = ItemState.FINALISED, *, batch_id: str = ""
    ) -> None:
        """Add frozen revisions; the response of each comes into ``state``, and its draft, if any, ends.

        With ``FINALISED`` (a device) the move is checked: a draft is finalised, a finalised response revised.
        With any other state (the centre) it is set as it is, but a response that was voided, withdrawn or erased
        stays so. The newest revision, whichever arrives last, is the one that no other replaces.

        Args:
            batch_id: kept on the response; empty on a device, where a batch is formed later.

        Raises:
            StoreDefect: an instance id is there already.
            Defect: a response may not be finalised or revised as it stands.
        """
        if not revisions:
            return
        by_response: dict[str, list[Revision]] = defaultdict(list)
        for revision in revisions:
            by_response[revision.response_id].append(revision)
        known = self.states(by_response)
        newest_revisions: list[Revision] = []
        new_rows: list[dict[str, Any]] = []
        changed_rows: list[dict[str, Any]] = []
        older = self._links([each for each in by_response if each in known])
        for response_id, group in by_response.items():
            newest_id = _newest([*older.get(response_id, ()), *(_link(each) for each in group)])
            newest = next((each for each in group if each.instance_id == newest_id), None)
            before = known.get(response_id)
            if newest is not None and before not in EMPTIED:
                newest_revisions.append(newest)
            if before is None:
                new_rows.append(response_row(newest or group[-1], state, batch_id))
            elif newest is not None:
                row = response_row(newest, _state_after_adding(before, state), batch_id)
                row["of_response"] = row.pop("response_id")
                changed_rows.append(row)
        self._insert(RESPONSE, new_rows)
        if changed_rows:
            statement = update(RESPONSE).where(RESPONSE.c.response_id == bindparam("of_response"))
            names = [name for name in changed_rows[0] if name != "of_response"]
            self._connection.execute(statement.values({name: bindparam(name) for name in names}), changed_rows)
        self._insert(REVISION, [revision_row(each) for each in revisions])
        self.index_words(newest_revisions)
        frozen_here = state is ItemState.FINALISED  # on a device: then it may have been a change of a frozen one
        drafts = [each for each in by_response if frozen_here or known.get(each) is ItemState.DRAFT]
        if drafts:
            DraftRepository(self._connection).finalised(drafts)
        if state is ItemState.FINALISED:
            # the log has the answers that were changed and so withdrawn; and if it began anew only when somebody
            # joins the update list, where it begins would tell after whose answers that was
            self._shorten_log_after_commit()
            PictureRepository(self._connection).drop_unnamed(by_response)

    def get(self, response_id: str) -> StoredResponse | None:
        """Return the response with its newest revision."""
        row = self._first(select(RESPONSE).where(RESPONSE.c.response_id == response_id))
        return None if row is None else self._stored(row)

    def endings(self, response_id: str) -> tuple[tuple[str, str, datetime, str], ...]:
        """Return (move, by whom, when, why) for each time a response was taken out, oldest first."""
        statement = select(RESPONSE_ENDING).where(RESPONSE_ENDING.c.response_id == response_id)
        ordered = statement.order_by(RESPONSE_ENDING.c.at_utc, RESPONSE_ENDING.c.move)
        return tuple(
            (row.move, row.person_name, moment(row.at_utc, row.at_offset), row.reason)
            for row in self._all(ordered)
        )

    def by_instance(self, instance_id: str) -> StoredResponse | None:
        """Return the response that has a revision of that instance id, be it the newest or not."""
        known = select(REVISION.c.response_id).where(REVISION.c.instance_id == instance_id).scalar_subquery()
        row = self._first(select(RESPONSE).where(RESPONSE.c.response_id == known))
        return None if row is None else self._stored(row)

    def by_serial(self, serial: str) -> tuple[ResponseSummary, ...]:
        """Return the responses on the paper copy with ``serial``, drafts among them, oldest first."""
        if not serial:
            return ()
        statement = select(*SUMMARY_COLUMNS).where(RESPONSE.c.serial == serial)
        ordered = statement.order_by(RESPONSE.c.started_utc, RESPONSE.c.response_id)
        return tuple(to_summary(row) for row in self._all(ordered))

    def revision(self, instance_id: str) -> Revision | None:
        """Return one revision; ``None`` when it is not there or was erased."""
        row = self._first(select(REVISION).where(REVISION.c.instance_id == instance_id))
        return None if row is None or not row.envelope else to_revision(row)

    def newest_revisions(self, response_ids: Iterable[str]) -> tuple[Revision, ...]:
        """Return the newest revision of each response that has one and was not erased, in the order given."""
        wanted = list(response_ids)
        found: dict[str, Revision] = {}
        for chunk in chunks(wanted):
            statement = select(REVISION).join(RESPONSE, RESPONSE.c.instance_id == REVISION.c.instance_id)
            for row in self._all(statement.where(OF_MANY), {"responses": chunk}):
                if row.envelope:
                    found[row.response_id] = to_revision(row)
        return tuple(found[each] for each in wanted if each in found)

    def summaries(
        self,
        *,
        programme_id: str | None = None,
        event_id: str | None = None,
        form_id: str | None = None,
        channel: str | None = None,
        states: Iterable[ItemState] | None = None,
        batch_id: str | None = None,
        newest_first: bool = True,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[ResponseSummary, ...]:
        """Return rows of a list, sorted by when they were started, in SQL and along an index."""
        statement = _filtered(select(*SUMMARY_COLUMNS), programme_id, event_id, form_id, channel, states, batch_id)
        order = (RESPONSE.c.started_utc, RESPONSE.c.response_id)
        statement = statement.order_by(*(column.desc() if newest_first else column for column in order))
        if limit is not None:
            statement = statement.limit(limit)
        if offset:
            statement = statement.limit(limit if limit is not None else 2**31 - 1).offset(offset)
        return tuple(to_summary(row) for row in self._all(statement))

    def ids(
        self, *, states: Iterable[ItemState] | None = None, programme_id: str | None = None
    ) -> tuple[str, ...]:
        """Return the ids of the responses in ``states``, oldest first: what a batch is formed of."""
        statement = _filtered(select(RESPONSE.c.response_id), programme_id, None, None, None, states, None)
        ordered = statement.order_by(RESPONSE.c.started_utc, RESPONSE.c.response_id)
        return tuple(row.response_id for row in self._all(ordered))

    def counts_by_state(
        self, *, event_id: str | None = None, programme_id: str | None = None
    ) -> dict[ItemState, int]:
        """Return how many responses are in each state, nought for none."""
        statement = select(RESPONSE.c.state, func.count().label("many")).group_by(RESPONSE.c.state)
        statement = _filtered(statement, programme_id, event_id, None, None, None, None)
        found = {row.state: int(row.many) for row in self._all(statement)}
        return {state: found.get(state.value, 0) for state in ItemState}

    def states(self, response_ids: Iterable[str]) -> dict[str, ItemState]:
        """Return the state of each response that is there; where the unit writes, the rows stay locked.

        One that only reads sees one state throughout, and PostgreSQL lets it lock nothing.
        """
        statement = select(RESPONSE.c.response_id, RESPONSE.c.state).where(OF_MANY)
        if not self._connection.get_execution_options().get("reading"):
            statement = statement.with_for_update()
        return {
            row.response_id: ItemState(row.state)
            for chunk in chunks(response_ids)
            for row in self._all(statement, {"responses": chunk})
        }

    def programmes_of(self, response_ids: Iterable[str]) -> dict[str, str]:
        """Return response id to programme id of those that are there, whatever became of them."""
        statement = select(RESPONSE.c.response_id, RESPONSE.c.programme_id).where(OF_MANY)
        return {
            row.response_id: row.programme_id
            for chunk in chunks(response_ids)
            for row in self._all(statement, {"responses": chunk})
        }

    def newest_of(self, instance_ids: Iterable[str]) -> dict[str, str]:
        """Return instance id to response id of those that are the newest revision of a response.

        A receipt for an older one says nothing of where the response stands.
        """
        # from the revision, whose key the instance id is, to its response: there is no index on the newest
        statement = (
            select(RESPONSE.c.response_id, RESPONSE.c.instance_id)
            .join(REVISION, REVISION.c.response_id == RESPONSE.c.response_id)
            .where(REVISION.c.instance_id == RESPONSE.c.instance_id)
            .where(REVISION.c.instance_id.in_(bindparam("instances", expanding=True)))
        )
        return {
            row.instance_id: row.response_id
            for chunk in chunks(instance_ids)
            for row in self._all(statement, {"instances": chunk})
        }

    def content_digests(self, instance_ids: Iterable[str]) -> dict[str, str]:
        """Return instance id to ``content_sha256`` of the revisions that are there; "" for an erased one."""
        statement = select(REVISION.c.instance_id, REVISION.c.content_sha256).where(
            REVISION.c.instance_id.in_(bindparam("instances", expanding=True))
        )
        return {
            row.instance_id: row.content_sha256
            for chunk in chunks(instance_ids)
            for row in self._all(statement, {"instances": chunk})
        }

    def move(self, response_ids: Iterable[str], move: Move) -> None:
        """Move responses to the state that ``move`` leads to from where each is; all of them or none.

        Voiding, withdrawing and erasing need a reason: :meth:`take_out`. Finalising and revising come with their
        revision: :meth:`add_revisions`. Abandoning is the draft's.

        Raises:
            StoreDefect: one of them is not there.
            Defect: the move may not happen in the state that one of them is in.
        """
        wanted = list(dict.fromkeys(response_ids))
        known = self.states(wanted)
        if len(known) != len(wanted):
            raise StoreDefect("a response that is not there cannot be moved")
        to: dict[ItemState, list[str]] = defaultdict(list)
        for response_id, state in known.items():
            target = after(state, move)
            if target is not state:
                to[target].append(response_id)
        for target, ids in to.items():
            for chunk in chunks(ids):
                statement = update(RESPONSE).where(OF_MANY).values(state=target.value)
                self._connection.execute(statement, {"responses": chunk})

    def take_out(
        self, response_ids: Iterable[str], move: Move, *, actor: Actor, reason: str, at: datetime
    ) -> None:
        """Void, withdraw or erase responses, and record who did it, when and why.

        Withdrawing and erasing leave a tombstone: every revision is emptied (bytes, envelope, answers, digest), so
        are the digest in the outbox and what the centre set apart of it; a draft's journal goes. The file
        overwrites what was there (``secure_delete``). :mod:`desktop.store.erasure` lists it by table and column.

        Raises:
            StoreDefect: the move is none of the three, or a response is not there.
            Defect: it may not happen in the state that one of them is in.
        """
        if move not in {Move.VOID, Move.WITHDRAW, Move.ERASE}:
            raise StoreDefect("only voiding, withdrawing and erasing take a response out")
        wanted = list(dict.fromkeys(response_ids))
        self.move(wanted, move)
        who = {"person_id": actor.person_id, "person_name": actor.name, "reason": reason, **instant("at", at)}
        self._insert(RESPONSE_ENDING, [{"response_id": each, "move": move.value, **who} for each in wanted])
        if move is not Move.VOID:
            self.empty(wanted)

    def add_tombstones(
        self, revisions: Sequence[Revision], move: Move, *, actor: Actor, reason: str, at: datetime, batch_id: str
    ) -> None:
        """Keep that responses came which had been withdrawn or erased before they arrived.

        They are in their end state from the first, and nothing of the answers is ever written: not their bytes,
        not their envelope, not a digest.

        Args:
            revisions: one of each response, of which none is here yet.
        """
        state = after(ItemState.SYNCED, move)
        who = {"person_id": actor.person_id, "person_name": actor.name, "reason": reason, **instant("at", at)}
        self._insert(RESPONSE, [response_row(each, state, batch_id) for each in revisions])
        self._insert(REVISION, [tombstone(revision_row(each)) for each in revisions])
        rows = [{"response_id": each.response_id, "move": move.value, **who} for each in revisions]
        self._insert(RESPONSE_ENDING, rows)

    def empty(self, response_ids: Iterable[str]) -> None:
        """Empty whatever holds an answer of those responses, or a hash of one; the rows stay."""
        for chunk in chunks(response_ids):
            scans = self._all(scans_of(), {"responses": chunk})
            self._remove_scans_after_commit(row.scan_id for row in scans)
            for statement in emptying():
                self._connection.execute(statement, {"responses": chunk})
        self._shorten_log_after_commit()

    def set_batch(self, response_ids: Iterable[str], batch_id: str) -> None:
        """Keep on each response which batch its newest revision is in."""
        for chunk in chunks(response_ids):
            statement = update(RESPONSE).where(OF_MANY).values(batch_id=batch_id)
            self._connection.execute(statement, {"responses": chunk})

    def _stored(self, row: Row[Any]) -> StoredResponse:
        statement = select(REVISION).where(REVISION.c.response_id == row.response_id)
        revisions = self._all(statement.order_by(REVISION.c.finalised_utc, REVISION.c.instance_id))
        newest = next((each for each in revisions if each.instance_id == row.instance_id), None)
        return StoredResponse(
            summary=to_summary(row),
            revision=None if newest is None or not newest.envelope else to_revision(newest),
            revisions=tuple(each.instance_id for each in revisions),
            device_id=row.device_id,
        )

    def _links(self, response_ids: Iterable[str]) -> dict[str, list[tuple[str, str, str]]]:
        links: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        columns = (
            REVISION.c.response_id,
            REVISION.c.finalised_utc,
            REVISION.c.instance_id,
            REVISION.c.deprecated_id,
        )
        statement = select(*columns).where(REVISION.c.response_id.in_(bindparam("responses", expanding=True)))
        for chunk in chunks(response_ids):
            for row in self._all(statement, {"responses": chunk}):
                links[row.response_id].append((row.finalised_utc, row.instance_id, row.deprecated_id))
        return links


def _link(revision: Revision) -> tuple[str, str, str]:
    return revision.envelope.finalised_at, revision.instance_id, revision.deprecated_id


def _newest(links: Sequence[tuple[str, str, str]]) -> str:
    """Return the instance id that no other replaces; of several the one finalised last."""
    replaced = {deprecated for _, _, deprecated in links}
    standing = [link for link in links if link[1] not in replaced]
    return max(standing or links)[1]


def _state_after_adding(before: ItemState, state: ItemState) -> ItemState:
    if state is ItemState.FINALISED:
        return after(before, Move.FINALISE if before is ItemState.DRAFT else Move.REVISE)
    return before if before in STOPPED else state


def _filtered(
    statement: Select[Any],
    programme_id: str | None,
    event_id: str | None,
    form_id: str | None,
    channel: str | None,
    states: Iterable[ItemState] | None,
    batch_id: str | None,
) -> Select[Any]:
    wanted = {
        RESPONSE.c.programme_id: programme_id,
        RESPONSE.c.event_id: event_id,
        RESPONSE.c.form_id: form_id,
        RESPONSE.c.channel: channel,
        RESPONSE.c.batch_id: batch_id,
    }
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(column == value)
    if states is not None:
        statement = statement.where(RESPONSE.c.state.in_([state.value for state in states]))
    return statement
