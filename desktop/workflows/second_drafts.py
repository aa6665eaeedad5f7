"""Second keyings that were begun and can't end any more: their journals hold answers that nobody needs."""

from __future__ import annotations

from datetime import datetime

from desktop.foundation.translation import tr
from desktop.responses.drafts import DraftEnd, DraftKind
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork


def close_of_response(unit: UnitOfWork, response_id: str, *, actor: Actor, at: datetime) -> None:
    """Give up what was begun of a sheet whose response was taken out, and delete its journal."""
    for draft in unit.drafts.of_responses([response_id], kind=DraftKind.SECOND_KEYING):
        if draft.end is DraftEnd.OPEN:
            _close(unit, draft.draft_id, tr("its response was taken out"), actor=actor, at=at)


def close_of_serial(unit: UnitOfWork, serial: str, *, actor: Actor, at: datetime) -> None:
    """Give up what was begun here of a sheet that was keyed a second time elsewhere, and delete its journal."""
    draft = unit.drafts.open_for_serial(serial, second=True)
    if draft is not None:
        _close(unit, draft.draft_id, tr("it was keyed a second time elsewhere"), actor=actor, at=at)


def _close(unit: UnitOfWork, draft_id: str, reason: str, *, actor: Actor, at: datetime) -> None:
    unit.drafts.abandon(draft_id, reason)
    unit.changes.add(actor=actor, what="second keying given up", about_id=draft_id, at=at)
