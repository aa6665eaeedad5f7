"""Merging events that were made on the spot on two laptops and are one: counted together, both ids kept.

A merge is a record of its own, and changes nothing that was recorded under either id; so it can be taken apart.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop.engagement.debrief import EventMerge
from desktop.engagement.programme import Event
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.reasons import checked_reason
from desktop.workflows.workplace import Workplace, require, the_event


def merge(place: Workplace, *, actor: Actor, event_id: str, into_id: str, reason: str) -> EventMerge:
    """Count ``event_id`` under ``into_id`` from now on.

    Args:
        event_id: an event that was made on the spot; one of the pack has a fixed id, and is nobody's double.
        into_id: another event of the same programme, which is not itself counted under another.
        reason: why, in words.

    Raises:
        Refusal: one of them is not here, the two can't be merged, or the reason is empty or holds a contact
            detail.
    """
    require(actor, Action.RUN_EVENT)
    with place.unit() as unit:
        event, into = the_event(unit, event_id), the_event(unit, into_id)
        _refuse(event, into, unit.merges.into())
        _refuse_unseen(unit, event, into)
        made = _put(place, unit, actor, event, into.event_id, _why(event, reason))
        unit.changes.add(actor=actor, what="events merged", about_id=event_id, why=made.reason, at=made.made_at)
        unit.commit()
    return made


def unmerge(place: Workplace, *, actor: Actor, event_id: str, reason: str) -> EventMerge:
    """Count ``event_id`` by itself again.

    Raises:
        Refusal: it is not here, it is counted by itself, or the reason is empty or holds a contact detail.
    """
    require(actor, Action.RUN_EVENT)
    with place.unit() as unit:
        event = the_event(unit, event_id)
        if event_id not in unit.merges.into():
            raise Refusal(
                place=event.name,
                fault=tr("This event is counted by itself already."),
                remedy=tr("Nothing has to be done."),
            )
        made = _put(place, unit, actor, event, "", _why(event, reason))
        unit.changes.add(
            actor=actor, what="events taken apart", about_id=event_id, why=made.reason, at=made.made_at
        )
        unit.commit()
    return made


def merges(place: Workplace, *, programme_id: str) -> tuple[tuple[Event, Event], ...]:
    """Return the merges in force, as (event, the one it is counted under), by name."""
    with place.reading() as unit:
        into = unit.merges.into()
        events = {each.event_id: each for each in unit.events.list(programme_id=programme_id)}
    pairs = [(events[one], events[other]) for one, other in into.items() if one in events and other in events]
    return tuple(sorted(pairs, key=lambda pair: (pair[0].day, pair[0].name, pair[0].event_id)))


def under_one(unit: UnitOfWork, event_id: str) -> frozenset[str]:
    """Return the ids of all events that are counted together with ``event_id``, itself among them.

    Two laptops may each merge in their own way, and the centre hears of both: what hangs together in whatever way
    is one, so the order in which merges arrive does not matter, and a circle does no harm.
    """
    together, found = {event_id}, True
    merges_in_force = tuple(unit.merges.into().items())
    while found:
        found = False
        for one, other in merges_in_force:
            if (one in together) != (other in together):
                together |= {one, other}
                found = True
    return frozenset(together)


def stands_for(unit: UnitOfWork, event_id: str) -> str:
    """Return the id of the event under which everything that is counted together with ``event_id`` is shown.

    It is the one that no merge moved; where the merges of two laptops run in a circle or apart, a planned one,
    else the first by its id: on every laptop and at the centre the same.
    """
    moved = unit.merges.into()
    found = (unit.events.get(each) for each in under_one(unit, event_id))
    there = [(each.event_id in moved, not each.planned, each.event_id) for each in found if each is not None]
    return min(there)[2] if there else event_id


def _put(place: Workplace, unit: UnitOfWork, actor: Actor, event: Event, into_id: str, reason: str) -> EventMerge:
    said = [each.revision for each in unit.merges.history(event.event_id) if each.device_id == place.device_id]
    made = EventMerge(
        event_id=event.event_id,
        revision=max(said, default=0) + 1,
        programme_id=event.programme_id,
        into_id=into_id,
        reason=reason,
        device_id=place.device_id,
        made_by=actor.name,
        person_id=actor.person_id,
        made_at=place.clock.now(),
    )
    unit.merges.put(made)
    return made


def _refuse(event: Event, into: Event, in_force: Mapping[str, str]) -> None:
    fault = remedy = ""
    if event.event_id == into.event_id:
        fault, remedy = tr("An event can't be merged with itself."), tr("Choose another event.")
    elif event.planned:
        fault = tr("This event comes from the programme's pack, and every laptop knows it by the same id.")
        remedy = tr("Merge the event that was made on the spot into this one.")
    elif event.programme_id != into.programme_id:
        fault = tr("“{other}” belongs to another programme.", other=into.name)
        remedy = tr("Choose two events of one programme.")
    elif into.event_id in in_force:
        fault = tr("“{other}” is itself counted under another event.", other=into.name)
        remedy = tr("Choose the event that it is counted under.")
    elif event.event_id in in_force:
        fault = tr("This event is counted under another one already.")
        remedy = tr("Take the two apart first.")
    elif event.event_id in in_force.values():
        fault = tr("Other events are counted under this one.")
        remedy = tr("Take them apart first, or merge the other way round.")
    if fault:
        raise Refusal(place=event.name, fault=fault, remedy=remedy)


def _refuse_unseen(unit: UnitOfWork, event: Event, into: Event) -> None:
    """Raise where the merge would close or reopen an event, past what is asked of who does that."""
    closed = [
        debrief is not None and debrief.closed
        for debrief in (unit.debriefs.get(event.event_id), unit.debriefs.get(into.event_id))
    ]
    if closed == [False, True]:
        raise Refusal(
            place=event.name,
            fault=tr("“{other}” is closed, and this event is not.", other=into.name),
            remedy=tr("Close this event first, or open the other one again."),
        )
    if closed == [True, False]:
        raise Refusal(
            place=event.name,
            fault=tr("This event is closed, and “{other}” is not.", other=into.name),
            remedy=tr("Open this event again with the reason, or close the other one first."),
            command="event reopen",
        )


def _why(event: Event, reason: str) -> str:
    why = checked_reason(reason, place=event.name)
    if not why:
        raise Refusal(
            place=event.name,
            fault=tr("No reason was given."),
            remedy=tr("Say in a few words why, so that others can follow it."),
        )
    return why
