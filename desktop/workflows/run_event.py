"""Events: taking a planned one, creating one, and the figures of one at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop.engagement.programme import Event, Window
from desktop.foundation.clock import civil_date
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.responses.finding import COUNTING
from desktop.responses.states import ItemState
from desktop.sheets.copies import CopyState
from desktop.sheets.paper_ledger import KEYED, make_paper_ledger
from desktop.staff.people import Action, Actor
from desktop.workflows.merge_events import under_one
from desktop.workflows.workplace import Workplace, require, the_event, the_programme


@dataclass(frozen=True, slots=True)
class EventFigures:
    """What happened at one event on this device so far. Counts only.

    Attributes:
        by_channel: channel to responses that count.
        drafts: entries begun and not finished.
        unsynced: responses that no signed receipt names yet.
        copies, copies_back, copies_keyed: sheets that count at this event, those of them that came back, and
            those that were keyed, as :mod:`desktop.sheets.custody` has them.
    """

    event: Event
    by_channel: Mapping[str, int]
    drafts: int
    unsynced: int
    copies: int
    copies_back: int
    copies_keyed: int


def events(place: Workplace, *, programme_id: str | None = None) -> tuple[Event, ...]:
    """Return the events of this device, by date and name."""
    with place.reading() as unit:
        return tuple(sorted(unit.events.list(programme_id=programme_id), key=lambda each: (each.day, each.name)))


def events_today(place: Workplace) -> tuple[Event, ...]:
    """Return the events that are today in their own programme's time zone."""
    now = place.clock.now()
    with place.reading() as unit:
        zones = {programme.programme_id: programme.time_zone for programme in unit.programmes.list()}
        return tuple(
            each
            for each in sorted(unit.events.list(), key=lambda each: each.name)
            if each.day == civil_date(now, zones.get(each.programme_id, "UTC"))
        )


def today(place: Workplace, programme_id: str) -> date:
    """Return today's date in the programme's time zone."""
    with place.reading() as unit:
        return civil_date(place.clock.now(), the_programme(unit, programme_id).time_zone)


def add_event(
    place: Workplace,
    *,
    actor: Actor,
    programme_id: str,
    name: str,
    day: date,
    venue: str,
    area: str = "",
    partner: str = "",
) -> Event:
    """Create an event.

    Args:
        day: civil date in the programme's time zone; outside the programme's window it is kept and flagged.
        area: code of one of the programme's areas, or empty.
        partner: voluntary or community partner that hosts or promotes it, or empty.

    Raises:
        Refusal: name or venue is empty, the area is none of the programme's, or the role does not allow it.
    """
    require(actor, Action.RUN_EVENT)
    where = tr("New event")
    if not name.strip() or not venue.strip():
        raise Refusal(
            place=where, fault=tr("Name or venue is empty."), remedy=tr("Fill both in, so that others find it.")
        )
    with place.unit() as unit:
        programme = the_programme(unit, programme_id)
        if area and area not in {each.code for each in programme.areas}:
            raise Refusal(
                place=where,
                fault=tr("The programme has no area {area}.", area=area),
                remedy=tr("Use one of: {areas}.", areas=", ".join(each.code for each in programme.areas)),
            )
        event = Event(
            event_id=new_id(),
            programme_id=programme_id,
            name=name.strip(),
            venue=venue.strip(),
            day=day,
            area=area,
            partner=partner.strip(),
            planned=False,
            revision=1,
            made_by=actor.name,
            made_at=place.clock.now(),
        )
        unit.events.put(event)
        unit.changes.add(actor=actor, what="event added", about_id=event.event_id, at=event.made_at)
        unit.commit()
    return event


def event_figures(place: Workplace, event_id: str) -> EventFigures:
    """Return the figures of one event on this device, and of those that are counted together with it."""
    with place.reading() as unit:
        event = the_event(unit, event_id)
        together = sorted(under_one(unit, event_id))
        summaries = [
            each for one in together for each in unit.responses.summaries(event_id=one) if each.state in COUNTING
        ]
        by_channel: dict[str, int] = {}
        for each in summaries:
            by_channel[each.channel] = by_channel.get(each.channel, 0) + 1
        paper = [
            line
            for line in make_paper_ledger(unit.paper_counts.counts(event.programme_id)).lines
            if line.event_id in together
        ]
        sheets = sum(line.sheets for line in paper)
        return EventFigures(
            event=event,
            by_channel=by_channel,
            drafts=sum(len(unit.drafts.list_open(event_id=one)) for one in together),
            unsynced=sum(1 for each in summaries if each.state is not ItemState.SYNCED),
            copies=sheets,
            copies_back=sheets - sum(line.out + line.states[CopyState.SPOILED] for line in paper),
            copies_keyed=sum(line.states[state] for line in paper for state in KEYED),
        )


def window_words(place: Workplace, programme_id: str) -> str:
    """Return, in one plain sentence, where today lies against the programme's dates."""
    with place.reading() as unit:
        programme = the_programme(unit, programme_id)
    closes = spoken(programme.closes)
    match programme.window(place.clock.now()):
        case Window.BEFORE if programme.opens is not None:
            return tr(
                "This consultation opens on {opens}. What you record now is kept and marked as before opening.",
                opens=spoken(programme.opens),
            )
        case Window.LATE:
            return tr(
                "This consultation closed on {closes}. What you record now is kept and counted as late.",
                closes=closes,
            )
        case _ if programme.last_day is None:
            return tr("No closing date has been set.")
        case _:
            left = (programme.closes - civil_date(place.clock.now(), programme.time_zone)).days
            if left == 0:
                return tr("This consultation closes today, at the end of the day.")
            return tr("This consultation closes on {closes}, in {days} days.", closes=closes, days=left)


def spoken(day: date) -> str:
    """Return a day in words: 23 January 2022."""
    return f"{day.day} {tr(_MONTHS[day.month - 1])} {day.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
