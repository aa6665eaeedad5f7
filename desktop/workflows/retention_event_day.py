"""What an event has beside its questionnaires, when its time has come.

Comments, conversation notes and boards with their photographs go with the answers; requests with contact details
go with the update list. Counts and debriefs name nobody and stay. A safeguarding concern goes by no rule: whoever
answers for it deletes it by hand.
"""

from __future__ import annotations

from datetime import datetime

from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.event_day_records import identity_of
from desktop.workflows.giving_up import give_up


def noted(unit: UnitOfWork, programme_id: str) -> int:
    """Return how many notes, those being written among them, and boards there are of a programme."""
    notes = unit.notes.count(programme_id=programme_id, voided=True)
    return notes + len(unit.boards.of_programme(programme_id)) + len(_drafts(unit, programme_id))


def delete_noted(
    unit: UnitOfWork, programme_id: str, *, actor: Actor, reason: str, at: datetime
) -> tuple[tuple[str, int], ...]:
    """Delete notes and boards of a programme, and the digests of them; return what and how many.

    A batch that was never written can't be written any more; what else it holds goes into the next.
    """
    notes = unit.notes.list(programme_id=programme_id, voided=True)
    boards = unit.boards.of_programme(programme_id)
    going = [identity_of(each) for note in notes for each in unit.notes.history(note.note_id)]
    going += [identity_of(each) for board in boards for each in unit.boards.history(board.board_id)]
    going += [identity_of(each) for board in boards for each in unit.pictures.of_owner(board.board_id)]
    drafts = _drafts(unit, programme_id)
    for draft_id in drafts:
        unit.note_drafts.remove(draft_id)
    unit.notes.erase_programme(programme_id)
    unit.pictures.remove_of(unit.boards.erase_programme(programme_id))
    unwritten = [each for each in unit.batches.holding(going) if not unit.batches.deliveries(each)]
    unit.batches.forget(going)
    give_up(unit, unwritten, actor=actor, reason=reason, at=at)
    told = (("notes", len(notes) + len(drafts)), ("boards", len(boards)))
    return tuple((what, many) for what, many in told if many)


def _drafts(unit: UnitOfWork, programme_id: str) -> tuple[str, ...]:
    events = {event.event_id for event in unit.events.list(programme_id)}
    return tuple(each.draft_id for each in unit.note_drafts.list() if each.event_id in events)
