"""Requests with contact details, and safeguarding concerns: in no batch, no export and no log of who did what."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, select

from desktop.engagement.concerns import SealedConcern
from desktop.engagement.follow_ups import FollowUpKind, SealedFollowUp
from desktop.store.errors import StoreDefect
from desktop.store.repositories.base import Repository, instant, moment, moment_or_none, no_instant
from desktop.store.repositories.slots import SlotRepository, unpacked
from desktop.store.tables import CONCERN, FOLLOW_UP_SLOT


class FollowUpRepository(SlotRepository):
    """Requests, each in a slot, given back by day due and random id, never in the order in which they came."""

    slots = FOLLOW_UP_SLOT
    slot_bytes = 3900
    """One such row fills a page of a SQLCipher file."""
    least_free = 32
    room = 64

    def put(self, request: SealedFollowUp) -> None:
        """Keep a request, or how it stands now; it is overwritten where it lies.

        Raises:
            StoreDefect: its words are longer than a slot has room for.
        """
        content = self._packed(_parts(request))
        there = [number for number, each in self._held() if each.request_id == request.request_id]
        if there:
            self._fill([(there[0], content)])
        else:
            self._keep(content)

    def get(self, request_id: str) -> SealedFollowUp | None:
        """Return one request."""
        return next((each for _, each in self._held() if each.request_id == request_id), None)

    def list(self, programme_id: str | None = None, *, open_only: bool = False) -> tuple[SealedFollowUp, ...]:
        """Return the requests, of one programme or of all, by the day they are due."""
        wanted = [
            each
            for _, each in self._held()
            if (programme_id is None or each.programme_id == programme_id)
            and not (open_only and each.done_on is not None)
        ]
        return tuple(sorted(wanted, key=lambda each: (each.due, each.request_id)))

    def remove(self, request_id: str) -> bool:
        """Overwrite a request with noughts; tell whether it was there."""
        return self.erase([request_id]) == 1

    def erase(self, request_ids: Iterable[str]) -> int:
        """Overwrite requests with noughts; return how many were there."""
        self._shorten_log_after_commit()
        unwanted = set(request_ids)
        numbers = [number for number, each in self._held() if each.request_id in unwanted]
        self._clear(numbers)
        return len(numbers)

    def erase_programme(self, programme_id: str) -> int:
        """Overwrite every request of a programme; return how many there were."""
        return self.erase([each.request_id for each in self.list(programme_id)])

    def _held(self) -> tuple[tuple[int, SealedFollowUp], ...]:
        return tuple((number, _follow_up(content)) for number, content in self._full())


class ConcernRepository(Repository):
    """Safeguarding concerns. Whoever asks for one says who they are first, in the workflow."""

    def put(self, concern: SealedConcern) -> None:
        """Keep a concern, or how it stands now."""
        referred = (
            no_instant("referred") if concern.referred_at is None else instant("referred", concern.referred_at)
        )
        row = {
            "concern_id": concern.concern_id,
            "programme_id": concern.programme_id,
            "event_id": concern.event_id,
            "sealed": concern.sealed,
            "owner": concern.owner,
            "noted_by": concern.noted_by,
            **instant("noted", concern.noted_at),
            "referred_to": concern.referred_to,
            **referred,
        }
        self._upsert(CONCERN, row)
        self._shorten_log_after_commit()

    def get(self, concern_id: str) -> SealedConcern | None:
        """Return one concern."""
        row = self._first(select(CONCERN).where(CONCERN.c.concern_id == concern_id))
        return None if row is None else _concern(row)

    def list(
        self, event_id: str | None = None, *, programme_id: str | None = None, open_only: bool = False
    ) -> tuple[SealedConcern, ...]:
        """Return the concerns, oldest first; with ``open_only`` those that were not referred."""
        statement = select(CONCERN).order_by(CONCERN.c.noted_utc, CONCERN.c.concern_id)
        if event_id is not None:
            statement = statement.where(CONCERN.c.event_id == event_id)
        if programme_id is not None:
            statement = statement.where(CONCERN.c.programme_id == programme_id)
        if open_only:
            statement = statement.where(CONCERN.c.referred_utc == "")
        return tuple(_concern(row) for row in self._all(statement))

    def remove(self, concern_id: str) -> bool:
        """Delete one, which is never done by retention; tell whether it was there."""
        self._shorten_log_after_commit()
        gone = self._connection.execute(delete(CONCERN).where(CONCERN.c.concern_id == concern_id)).rowcount
        return bool(gone == 1)


def _parts(request: SealedFollowUp) -> tuple[bytes, bytes]:
    told = {
        "id": request.request_id,
        "programme": request.programme_id,
        "event": request.event_id,
        "asked": request.asked_on.isoformat(),
        "kind": request.kind.value,
        "what": request.what,
        "owner": request.owner,
        "due": request.due.isoformat(),
        "done": "" if request.done_on is None else request.done_on.isoformat(),
        "outcome": request.outcome,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), request.sealed


def _follow_up(content: bytes) -> SealedFollowUp:
    words, sealed = unpacked(content, 2)
    told = json.loads(words)
    if not isinstance(told, dict):
        raise StoreDefect("a slot holds no request")
    return SealedFollowUp(
        request_id=told["id"],
        programme_id=told["programme"],
        event_id=told["event"],
        asked_on=date.fromisoformat(told["asked"]),
        kind=FollowUpKind(told["kind"]),
        what=told["what"],
        sealed=sealed,
        owner=told["owner"],
        due=date.fromisoformat(told["due"]),
        done_on=date.fromisoformat(told["done"]) if told["done"] else None,
        outcome=told["outcome"],
    )


def _concern(row: Row[Any]) -> SealedConcern:
    return SealedConcern(
        concern_id=row.concern_id,
        programme_id=row.programme_id,
        event_id=row.event_id,
        sealed=bytes(row.sealed),
        owner=row.owner,
        noted_by=row.noted_by,
        noted_at=moment(row.noted_utc, row.noted_offset),
        referred_to=row.referred_to,
        referred_at=moment_or_none(row.referred_utc, row.referred_offset),
    )
