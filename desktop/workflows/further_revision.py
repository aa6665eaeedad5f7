"""One more revision of a note or a board: with a reason, never of a voided one, and logged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from desktop.engagement.boards import Board
from desktop.engagement.named import NAMED_SOMEBODY
from desktop.engagement.notes import Note
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.named_somebody import forget_what_was_sent
from desktop.workflows.reasons import checked_reason
from desktop.workflows.workplace import Workplace, require

Revised = TypeVar("Revised", Note, Board)


@dataclass(frozen=True, slots=True)
class RevisionWords:
    """What a refusal says of the thing.

    Attributes:
        changing: what is being done; this: the thing; instead: what to do with a voided one.
    """

    changing: str
    this: str
    instead: str


def put_revision(
    place: Workplace,
    *,
    actor: Actor,
    reason: str,
    words: RevisionWords,
    get: Callable[[UnitOfWork], Revised],
    change: Callable[[UnitOfWork, Revised], Revised],
    put: Callable[[UnitOfWork, Revised], None],
    what: str,
) -> Revised:
    """Put a further revision in force, log it, and return it.

    Args:
        get: fetches what stands, or refuses.
        change: returns it as it is to stand, checked.
        what: it is called in the log.

    Raises:
        Refusal: no reason, it is voided already, nothing was changed, or the role does not allow it.
    """
    require(actor, Action.RUN_EVENT)
    why = checked_reason(reason, place=words.changing)
    if not why:
        raise Refusal(
            place=words.changing,
            fault=tr("No reason was given."),
            remedy=tr("Say in a few words why, with no names."),
        )
    with place.unit() as unit:
        before = get(unit)
        if before.voided:
            raise Refusal(place=words.this, fault=tr("It was voided."), remedy=words.instead)
        changed = change(unit, before)
        if changed == before:
            raise Refusal(place=words.this, fault=tr("Nothing was changed."), remedy=tr("Change it, or leave it."))
        after = replace(
            changed,
            revision=before.revision + 1,
            reason=why,
            device_id=place.device_id,
            made_by=actor.name,
            person_id=actor.person_id,
            made_at=place.clock.now(),
        )
        put(unit, after)
        if why == NAMED_SOMEBODY:
            forget_what_was_sent(unit, before, actor=actor, at=after.made_at)
        about_id = after.note_id if isinstance(after, Note) else after.board_id
        unit.changes.add(actor=actor, what=what, about_id=about_id, why=why, at=after.made_at)
        unit.commit()
    return after
