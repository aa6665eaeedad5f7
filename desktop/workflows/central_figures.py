"""What was counted and noted at events: by laptop and summed, on one laptop or at the centre.

What is counted is kept apart by kind: no figure here adds two kinds up, since one person may be in all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.engagement.attendance import CountKind, CountTotal
from desktop.engagement.notes import Note, NoteKind
from desktop.engagement.programme import Event, Programme, Window
from desktop.responses.finding import COUNTING
from desktop.responses.response import ResponseSummary
from desktop.staff.people import Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.central_store import open_centre, require_coordinator
from desktop.workflows.merge_events import stands_for, under_one
from desktop.workflows.workplace import Workplace, the_event


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one laptop, or of all of them.

    Attributes:
        attendance, footfall, conversations, refusals: people that were counted as such.
        by_role: role to people who came; role ``""`` where none was said.
        by_reason: reason to people who did not want to take part.
        comments, notes: comments and conversation notes in force; voided ones are left out.
        comments_late: of both, how many were first taken down after the closing date in force now.
        boards: dot votes and ranking boards.
    """

    attendance: int
    footfall: int
    conversations: int
    refusals: int
    by_role: Mapping[str, int]
    by_reason: Mapping[str, int]
    comments: int
    notes: int
    comments_late: int
    boards: int


@dataclass(frozen=True, slots=True)
class EventCounts:
    """One event, with those that are counted under it.

    Attributes:
        event: the one that stands for all of them.
        others: the events that are counted under it; every record keeps the id it was made under.
        total: of all laptops together.
        by_device: device id to the figures of that laptop.
        responses: that count, by channel.
        responses_late: how many of them came after the closing date in force now.
    """

    event: Event
    others: tuple[Event, ...]
    total: Figures
    by_device: Mapping[str, Figures]
    responses: Mapping[str, int]
    responses_late: int


def central_figures(
    place: Workplace, *, actor: Actor, store_url: str, programme_id: str | None = None, event_id: str | None = None
) -> tuple[EventCounts, ...]:
    """Return the figures of the events at the centre, by date and name; merged events stand under one.

    Raises:
        Refusal: the actor is no coordinator, or the event is not at the centre.
        WorldError: the store can't be reached.
    """
    require_coordinator(place, actor)
    with open_centre(place, store_url) as centre, centre.store.reading() as unit:
        if event_id is not None:
            return (_of_event(unit, event_id),)
        return tuple(
            _of_event(unit, event.event_id)
            for event in unit.events.list(programme_id=programme_id)
            if stands_for(unit, event.event_id) == event.event_id
        )


def laptop_figures(place: Workplace, event_id: str) -> EventCounts:
    """Return the figures of one event on this laptop, and of those that are counted together with it.

    Raises:
        Refusal: the event is not on this device.
    """
    with place.reading() as unit:
        return _of_event(unit, event_id)


def _of_event(unit: UnitOfWork, event_id: str) -> EventCounts:
    the_event(unit, event_id)
    together = sorted(under_one(unit, event_id))
    found = {each: event for each in together if (event := unit.events.get(each)) is not None}
    first = found[stands_for(unit, event_id)]
    programme = unit.programmes.get(first.programme_id)
    totals = unit.attendance.totals(together)
    notes = [(note, _is_late(unit, note, programme)) for note in unit.notes.list(event_ids=together)]
    boards = [board.device_id for board in unit.boards.list(together)]
    devices = {each.device_id for each in totals} | {note.device_id for note, _late in notes} | set(boards)
    responses = [each for one in together for each in unit.responses.summaries(event_id=one, states=COUNTING)]
    by_channel: dict[str, int] = defaultdict(int)
    for each in responses:
        by_channel[each.channel] += 1
    return EventCounts(
        event=first,
        others=tuple(event for each, event in found.items() if each != first.event_id),
        total=_figures(totals, notes, len(boards)),
        by_device={
            device_id: _figures(
                [each for each in totals if each.device_id == device_id],
                [(note, late) for note, late in notes if note.device_id == device_id],
                boards.count(device_id),
            )
            for device_id in sorted(devices)
        },
        responses=dict(sorted(by_channel.items())),
        responses_late=sum(_came_late(each, programme) for each in responses),
    )


def _figures(totals: Iterable[CountTotal], notes: Iterable[tuple[Note, bool]], boards: int) -> Figures:
    by_kind: dict[CountKind, int] = defaultdict(int)
    by_role: dict[str, int] = defaultdict(int)
    by_reason: dict[str, int] = defaultdict(int)
    for each in totals:
        by_kind[each.kind] += each.total
        if each.kind is CountKind.ATTENDANCE:
            by_role[each.role] += each.total
        elif each.kind is CountKind.REFUSAL:
            by_reason[each.detail] += each.total
    held = list(notes)
    kinds = [note.kind for note, _late in held]
    return Figures(
        attendance=by_kind[CountKind.ATTENDANCE],
        footfall=by_kind[CountKind.FOOTFALL],
        conversations=by_kind[CountKind.CONVERSATION],
        refusals=by_kind[CountKind.REFUSAL],
        by_role=dict(sorted(by_role.items())),
        by_reason=dict(sorted(by_reason.items())),
        comments=kinds.count(NoteKind.COMMENT),
        notes=kinds.count(NoteKind.CONVERSATION),
        comments_late=sum(late for _note, late in held),
        boards=boards,
    )


def _is_late(unit: UnitOfWork, note: Note, programme: Programme | None) -> bool:
    """Tell whether a note was first taken down after the closing date: a later change makes it no later."""
    if programme is None:
        return False
    first = note if note.revision == 1 else unit.notes.history(note.note_id)[0]
    return programme.window(first.made_at) is Window.LATE


def _came_late(response: ResponseSummary, programme: Programme | None) -> bool:
    if programme is None or response.finalised_at is None:
        return False
    day = programme.counted_on(response.received_on, response.finalised_at)
    return programme.window_of_day(day) is Window.LATE
