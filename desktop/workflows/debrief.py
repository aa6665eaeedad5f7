"""The end of an event: its figures, what was said of it, closing it, and opening it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.analysis.representation import View
from desktop.engagement.attendance import CountKind
from desktop.engagement.boards import Board
from desktop.engagement.contact_words import ContactWord, contact_words
from desktop.engagement.debrief import Cost, Debrief
from desktop.engagement.notes import NoteKind
from desktop.engagement.programme import Event, Programme
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import ntr, tr
from desktop.responses.drafts import DraftKind
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.count_people import Tallies, tallies
from desktop.workflows.merge_events import stands_for, under_one
from desktop.workflows.noted_words import cleaned, one_line, refuse_too_long
from desktop.workflows.reasons import checked_reason
from desktop.workflows.representation import views_of
from desktop.workflows.run_event import EventFigures, event_figures
from desktop.workflows.workplace import Workplace, require, the_event, the_programme

MOST_COSTS = 30
MOST_PENCE = 100_000_000
"""A million pounds; a larger figure is a slip of the hand."""
MOST_WORDS = 4_000


@dataclass(frozen=True, slots=True)
class EventReport:
    """Everything that is known here of an event, as counts; nothing of a single person.

    Attributes:
        event: the one that speaks for all that are counted together.
        tallies: people counted, by kind; never added up.
        comments, conversations: noted, and not voided.
        boards: dot votes and ranking boards.
        views: who was heard at the event.
        debrief: as it stands here; ``None`` before anything was written.
        elsewhere: what else was said of it: by other laptops, which only the centre has, and on this one of an
            event that is counted under it since.
        in_the_way: what is to be done before the event can be closed, in sentences.
    """

    programme: Programme
    event: Event
    figures: EventFigures
    tallies: Tallies
    comments: int
    conversations: int
    boards: tuple[Board, ...]
    views: tuple[View, ...]
    debrief: Debrief | None
    elsewhere: tuple[Debrief, ...]
    in_the_way: tuple[str, ...]

    @property
    def closed(self) -> bool:
        """Whether the event was closed."""
        return self.debrief is not None and self.debrief.closed

    @property
    def came(self) -> int:
        """How many people came, as they were counted."""
        return self.tallies.of(CountKind.ATTENDANCE)


@dataclass(frozen=True, slots=True)
class KeptDebrief:
    """A debrief as it was kept.

    Attributes:
        looks_like: contact details that its words seem to hold; somebody should look at them again.
    """

    debrief: Debrief
    looks_like: tuple[ContactWord, ...]


def event_report(place: Workplace, event_id: str) -> EventReport:
    """Return the figures of an event and what was said of it.

    Raises:
        Refusal: the event is not on this device.
    """
    with place.reading() as unit:
        the_event(unit, event_id)
        speaks = stands_for(unit, event_id)
        event = the_event(unit, speaks)
        programme = the_programme(unit, event.programme_id)
        together = under_one(unit, speaks)
        ids = tuple(sorted(together))
        debrief = unit.debriefs.get(speaks, place.device_id) or unit.debriefs.get(speaks)
        elsewhere = tuple(
            each
            for each in unit.debriefs.list(ids)
            if debrief is None or (each.event_id, each.device_id) != (debrief.event_id, debrief.device_id)
        )
        comments = unit.notes.count(event_ids=ids, kind=NoteKind.COMMENT)
        conversations = unit.notes.count(event_ids=ids, kind=NoteKind.CONVERSATION)
        boards = unit.boards.list(ids)
        views = views_of(place, unit, programme.programme_id, together)
        in_the_way = _in_the_way(unit, ids)
    return EventReport(
        programme=programme,
        event=event,
        figures=event_figures(place, speaks),
        tallies=tallies(place, speaks),
        comments=comments,
        conversations=conversations,
        boards=boards,
        views=views,
        debrief=debrief,
        elsewhere=elsewhere,
        in_the_way=in_the_way,
    )


def keep_debrief(
    place: Workplace,
    *,
    actor: Actor,
    event_id: str,
    costs: Sequence[Cost] = (),
    publicity: str = "",
    weather: str = "",
    reach: str = "",
    went_well: str = "",
    to_change: str = "",
) -> KeptDebrief:
    """Keep what is said of an event, as a further revision; an event that was closed stays closed.

    Raises:
        Refusal: a cost has no name or a figure that can't be, something is too long; or the role forbids it.
    """
    require(actor, Action.RUN_EVENT)
    with place.unit() as unit:
        before = _standing(place, unit, event_id)
        written = replace(
            before,
            costs=_checked_costs(costs),
            publicity=_checked_words(publicity, tr("Publicity")),
            weather=_checked_words(weather, tr("Weather")),
            reach=_checked_words(reach, tr("Who came and who did not")),
            went_well=_checked_words(went_well, tr("What went well")),
            to_change=_checked_words(to_change, tr("What to change")),
        )
        if written != before or before.revision == 0:
            written = _put(place, unit, actor, replace(written, reason=""), "debrief kept")
            unit.commit()
    words = (written.publicity, written.weather, written.reach, written.went_well, written.to_change)
    found = (each for text in (*words, *(cost.label for cost in written.costs)) for each in contact_words(text))
    return KeptDebrief(written, tuple(dict.fromkeys(found)))


def close_event(place: Workplace, *, actor: Actor, event_id: str) -> Debrief:
    """Close an event: nothing more is counted or said there; paper is keyed as before.

    Raises:
        Refusal: a safeguarding concern was not referred, something was begun there and not finished, it is closed
            already, or the role does not allow it.
    """
    require(actor, Action.RUN_EVENT)
    with place.unit() as unit:
        before = _standing(place, unit, event_id)
        event = the_event(unit, before.event_id)
        if before.closed:
            raise Refusal(
                place=event.name, fault=tr("This event is closed already."), remedy=tr("Nothing has to be done.")
            )
        waiting = _in_the_way(unit, tuple(sorted(under_one(unit, before.event_id))))
        if waiting:
            raise Refusal(
                place=event.name,
                fault=" ".join(waiting),
                remedy=tr("See to it first, then close the event."),
            )
        closed = _put(place, unit, actor, replace(before, closed=True, reason=""), "event closed")
        unit.commit()
    return closed


def reopen_event(place: Workplace, *, actor: Actor, event_id: str, reason: str) -> Debrief:
    """Open a closed event again.

    Args:
        reason: why, without names.

    Raises:
        Refusal: it is not closed, no reason was given, or the role does not allow it.
    """
    require(actor, Action.RUN_EVENT)
    why = checked_reason(reason, place=tr("Opening an event again"))
    with place.unit() as unit:
        before = _standing(place, unit, event_id)
        event = the_event(unit, before.event_id)
        if not before.closed:
            raise Refusal(
                place=event.name, fault=tr("This event is not closed."), remedy=tr("Nothing has to be done.")
            )
        if not why:
            raise Refusal(
                place=event.name,
                fault=tr("No reason was given."),
                remedy=tr("Say in a few words why, so that others can follow it."),
            )
        opened = _put(place, unit, actor, replace(before, closed=False, reason=why), "event opened again")
        unit.commit()
    return opened


def _standing(place: Workplace, unit: UnitOfWork, event_id: str) -> Debrief:
    """Return the debrief of this laptop as it stands; revision 0 where there is none yet."""
    the_event(unit, event_id)
    event = the_event(unit, stands_for(unit, event_id))
    found = unit.debriefs.get(event.event_id, place.device_id)
    if found is not None:
        return found
    return Debrief(
        programme_id=event.programme_id, event_id=event.event_id, revision=0, closed=False, costs=(), publicity="",
        weather="", reach="", went_well="", to_change="", reason="", device_id=place.device_id, made_by="",
        person_id="", made_at=place.clock.now(),
    )  # fmt: skip


def _put(place: Workplace, unit: UnitOfWork, actor: Actor, debrief: Debrief, what: str) -> Debrief:
    made = replace(
        debrief,
        revision=debrief.revision + 1,
        device_id=place.device_id,
        made_by=actor.name,
        person_id=actor.person_id,
        made_at=place.clock.now(),
    )
    unit.debriefs.put(made)
    unit.changes.add(actor=actor, what=what, about_id=made.event_id, why=made.reason, at=made.made_at)
    return made


def _in_the_way(unit: UnitOfWork, event_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return what keeps an event from being closed, a sentence each."""
    concerns = sum(len(unit.concerns.list(each, open_only=True)) for each in event_ids)
    drafts = [
        header
        for each in event_ids
        for header in unit.drafts.list_open(event_id=each)
        if header.kind
        not in (DraftKind.KEYING, DraftKind.FILLED)  # what came on paper is keyed after the event too
    ]
    notes = sum(len(unit.note_drafts.list(event_id=each)) for each in event_ids)
    said = []
    if concerns:
        said.append(
            ntr(
                "{count} safeguarding concern was not referred.",
                "{count} safeguarding concerns were not referred.",
                concerns,
            )
        )
    if drafts:
        names = ", ".join(dict.fromkeys(header.recorder.name or tr("nobody named") for header in drafts))
        said.append(
            ntr(
                "{count} interview was begun and not finished (begun by {names}).",
                "{count} interviews were begun and not finished (begun by {names}).",
                len(drafts),
                names=names,
            )
        )
    if notes:
        said.append(
            ntr(
                "{count} conversation was begun and not saved.",
                "{count} conversations were begun and not saved.",
                notes,
            )
        )
    return tuple(said)


def _checked_words(text: str, place: str) -> str:
    return refuse_too_long(cleaned(text), place=place, most=MOST_WORDS)


def _checked_costs(costs: Sequence[Cost]) -> tuple[Cost, ...]:
    where = tr("Costs")
    if len(costs) > MOST_COSTS:
        raise Refusal(
            place=where,
            fault=tr("There are more than {count} items.", count=MOST_COSTS),
            remedy=tr("Put some of them together."),
        )
    found = []
    for cost in costs:
        label = refuse_too_long(one_line(cost.label), place=where, most=120)
        if not label:
            raise Refusal(
                place=where, fault=tr("An item has no name."), remedy=tr("Say what it was for, such as the hall.")
            )
        if not 0 <= cost.pence <= MOST_PENCE:
            raise Refusal(
                place=where,
                fault=tr("The amount of “{item}” can't be.", item=label),
                remedy=tr("Give pounds and pence, such as 45.50."),
            )
        found.append(Cost(label, cost.pence))
    return tuple(found)
