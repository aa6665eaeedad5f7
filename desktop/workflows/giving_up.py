"""Giving batches up: what is in them goes into the next, and the centre is told that their numbers stay empty.

A batch is given up when it can't be written any more, since something in it was taken back, and when the store
was restored, since nobody knows whether it ever left. Should the centre have it after all, its receipt revives it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from desktop.responses.batches import RecordKind
from desktop.responses.states import ItemState, Move, can_move
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.event_day_batches import put_back, take_up
from desktop.workflows.keying_batches import keying_put_back, keying_take_up
from desktop.workflows.paper_batches import paper_put_back, paper_take_up


def give_up(
    unit: UnitOfWork, batch_ids: Iterable[str], *, actor: Actor, reason: str, at: datetime
) -> tuple[str, ...]:
    """End the batches among ``batch_ids`` for which no receipt came; their items go into the next batches.

    Responses go back to finalised, entries of the update list wait for release again, and instructions, counts,
    notes and the like wait to be sent. A batch that a receipt speaks of, or that was given up before, stays as it
    is.

    Returns:
        the ids of those that were given up.
    """
    before = unit.batches.ended()
    ending = [each for each in batch_ids if each not in before and not unit.receipts.by_batch(each)]
    unit.batches.end(ending, reason, at)
    for batch_id in ending:
        items = unit.batches.items(batch_id)
        newest = unit.responses.newest_of(each.identity for each in items if each.kind is RecordKind.RESPONSE)
        states = unit.responses.states(newest.values())
        back = [each for each, state in states.items() if can_move(state, Move.PUT_BACK)]
        unit.responses.move(back, Move.PUT_BACK)
        unit.responses.set_batch(back, "")
        unit.contacts.mark_released("", [each.contact_id for each in unit.contacts.list(batch_id=batch_id)])
        instructions = [each.identity for each in items if each.kind is RecordKind.INSTRUCTION]
        unit.instructions.mark_batched("", instructions)
        put_back(unit, batch_id)
        paper_put_back(unit, batch_id)
        keying_put_back(unit, batch_id)
        unit.changes.add(actor=actor, what="batch given up", about_id=batch_id, why=reason, at=at)
    return tuple(ending)


def revive(unit: UnitOfWork, batch_id: str, *, actor: Actor, at: datetime) -> None:
    """Take back that a batch was given up: its receipt came, so the centre has what is in it.

    What waits for the next batch, and is in this one, waits no more; the receipt then says where it stands.
    """
    unit.batches.revive(batch_id)
    items = unit.batches.items(batch_id)
    newest = unit.responses.newest_of(each.identity for each in items if each.kind is RecordKind.RESPONSE)
    states = unit.responses.states(newest.values())
    waiting = [each for each, state in states.items() if state is ItemState.FINALISED]
    unit.responses.move(waiting, Move.PUT_IN_BATCH)
    unit.responses.set_batch(waiting, batch_id)
    contacts = [each.identity for each in items if each.kind is RecordKind.CONTACT]
    unit.contacts.mark_released(batch_id, contacts)
    instructions = [each.identity for each in items if each.kind is RecordKind.INSTRUCTION]
    unit.instructions.mark_batched(batch_id, instructions)
    take_up(unit, items, batch_id)
    paper_take_up(unit, items, batch_id)
    keying_take_up(unit, items, batch_id)
    unit.changes.add(actor=actor, what="batch revived by its receipt", about_id=batch_id, at=at)
