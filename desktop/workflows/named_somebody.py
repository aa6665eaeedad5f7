"""Taking out of the laptop what named somebody: the words before, their digests, and batches that never left."""

from __future__ import annotations

from datetime import datetime

from desktop.engagement.boards import Board
from desktop.engagement.notes import Note
from desktop.foundation.translation import tr
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.giving_up import give_up


def forget_what_was_sent(unit: UnitOfWork, before: Note | Board, *, actor: Actor, at: datetime) -> None:
    """Empty the digests of the revisions up to ``before``; what was in a batch that never left goes into the next.

    The store has emptied the words themselves when the revision that says why was put.
    """
    thing_id = before.note_id if isinstance(before, Note) else before.board_id
    gone = [f"{thing_id} {number}" for number in range(1, before.revision + 1)]
    if isinstance(before, Board):
        standing = unit.boards.get(before.board_id)
        kept = standing.picture_id if standing is not None else ""
        for picture_id, _owner, _name in unit.pictures.names_of([before.board_id]):
            if picture_id != kept:
                unit.pictures.remove(picture_id)
                gone.append(picture_id)
    unwritten = [each for each in unit.batches.holding(gone) if not unit.batches.deliveries(each)]
    unit.batches.forget(gone)
    give_up(unit, unwritten, actor=actor, reason=tr("something in it named somebody"), at=at)
