"""One page about an event, to be handed round: its figures and charts, and nothing of a single person."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.analysis.representation import STEP, rounded
from desktop.engagement.attendance import CountKind
from desktop.engagement.boards import Board, BoardKind
from desktop.engagement.channel_words import channel_words
from desktop.engagement.debrief import Debrief
from desktop.engagement.programme import Event, Programme
from desktop.exports.event_page import BoardFigures, EventPage, event_page_pdf
from desktop.foundation.durable_files import write_durably
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Actor
from desktop.workflows.debrief import EventReport, event_report
from desktop.workflows.run_event import spoken
from desktop.workflows.workplace import Workplace, require

MOST_COLUMNS = 14
"""So many columns stand beside each other with their figures above them."""


def page_of(report: EventReport) -> EventPage:
    """Return what stands on the page of an event."""
    event, programme = report.event, report.programme
    made_up = programme.made_up
    return EventPage(
        title=event.name,
        about=_about(event, programme),
        programme=f"{programme.title}. {programme.organisation}",
        figures=_figures(report),
        by_hour=_by_hour(report),
        by_channel=tuple(
            (channel_words(channel), count)
            for channel, count in sorted(report.figures.by_channel.items(), key=lambda each: (-each[1], each[0]))
        ),
        by_role=_by_role(report),
        views=report.views,
        boards=tuple(_board(board) for board in report.boards),
        words=_words(report),
        foot=tr(
            "Sounding Board, event {id}. {state}",
            id=event.event_id,
            state=tr("The event is closed.")
            if report.closed
            else tr("The event is not closed: figures may change."),
        ),
        author=programme.organisation,
        banner=tr("Practice: made-up data") if made_up else "",
    )


def event_page(place: Workplace, *, actor: Actor, event_id: str) -> bytes:
    """Return the page of an event as PDF.

    Raises:
        Refusal: the event is not on this device, or the role does not allow it.
    """
    require(actor, Action.RUN_EVENT)
    pdf = event_page_pdf(page_of(event_report(place, event_id)))
    with place.unit() as unit:
        unit.changes.add(actor=actor, what="event page made", about_id=event_id, at=place.clock.now())
        unit.commit()
    return pdf


def write_event_page(place: Workplace, *, actor: Actor, event_id: str, out: Path) -> Path:
    """Write the page of an event to ``out`` and return it.

    Raises:
        Refusal: the event is not on this device, or the role does not allow it.
        WorldError: the file can't be written.
    """
    write_durably(out, event_page(place, actor=actor, event_id=event_id))
    return out


def pounds(pence: int) -> str:
    """Return an amount in words: £45.50."""
    return f"£{pence // 100:,}.{pence % 100:02d}"


def _about(event: Event, programme: Programme) -> str:
    areas = {area.code: area.label for area in programme.areas}
    partner = tr("with {partner}", partner=event.partner) if event.partner else ""
    parts = (spoken(event.day), event.venue, areas.get(event.area, ""), partner)
    return ", ".join(part for part in parts if part)


def _figures(report: EventReport) -> tuple[tuple[str, int], ...]:
    tallies = report.tallies
    return (
        (tr("people came"), tallies.of(CountKind.ATTENDANCE)),
        (tr("passed by"), tallies.of(CountKind.FOOTFALL)),
        (tr("conversations counted"), tallies.of(CountKind.CONVERSATION)),
        (tr("conversations noted"), report.conversations),
        (tr("comments"), report.comments),
        (tr("responses"), sum(report.figures.by_channel.values())),
        (tr("did not want to take part"), tallies.of(CountKind.REFUSAL)),
    )


def _by_hour(report: EventReport) -> tuple[tuple[str, int], ...]:
    """Return who came in each hour from the first to the last, those in which nobody did too.

    By two hours where the event was long, and by day where it was on several.
    """
    zone = ZoneInfo(report.programme.time_zone)
    counted = [
        (at.astimezone(zone), total)
        for at, kind, total in report.tallies.by_hour
        if kind is CountKind.ATTENDANCE and total
    ]
    if not counted:
        return ()
    days: dict[date, int] = {}
    hours: dict[int, int] = {}
    for at, total in counted:
        days[at.date()] = days.get(at.date(), 0) + total
        hours[at.hour] = hours.get(at.hour, 0) + total
    if len(days) > 1:
        found = [(f"{day.day}/{day.month}", total) for day, total in sorted(days.items())]
        rest = sum(total for _day, total in found[MOST_COLUMNS - 1 :])
        return tuple(found) if len(found) <= MOST_COLUMNS else (*found[: MOST_COLUMNS - 1], (tr("later"), rest))
    first, last = min(hours), max(hours)
    step = 1 if last - first < MOST_COLUMNS else 2
    shown = "{hour}:00" if (last - first) // step < 9 else "{hour}"
    return tuple(
        (shown.format(hour=hour), sum(hours.get(each, 0) for each in range(hour, hour + step)))
        for hour in range(first, last + 1, step)
    )


def _by_role(report: EventReport) -> tuple[tuple[str, int], ...]:
    """Return who came by role, to the nearest five and from ten people on: a page goes from hand to hand."""
    counted = report.tallies.by_role.get(CountKind.ATTENDANCE, {})
    if report.came < STEP or not any(counted.get(role.code) for role in report.programme.respondent_types):
        return ()
    labels = [(role.label, counted.get(role.code, 0)) for role in report.programme.respondent_types]
    return tuple((label, rounded(max(0, count))) for label, count in labels)


def _board(board: Board) -> BoardFigures:
    options = board.options
    if board.kind is BoardKind.DOTS:
        rows = sorted(options, key=lambda option: -option.figure)
        return BoardFigures(
            board.question,
            tuple(
                (option.label, tr("{count} dots", count=option.figure), float(option.figure)) for option in rows
            ),
        )
    places = sorted((option for option in options if option.figure), key=lambda option: option.figure)
    left_out = [option for option in options if not option.figure]
    return BoardFigures(
        board.question,
        (
            *(
                (option.label, tr("place {place}", place=option.figure), float(len(options) - option.figure + 1))
                for option in places
            ),
            *((option.label, tr("left out"), 0.0) for option in left_out),
        ),
    )


def _words(report: EventReport) -> tuple[tuple[str, str], ...]:
    debrief = report.debrief
    if debrief is None:
        return ((tr("Debrief"), tr("Nothing was written yet.")),)
    return debrief_words(debrief)


def debrief_words(debrief: Debrief) -> tuple[tuple[str, str], ...]:
    """Return (heading, what was said of it) of everything that a debrief can say; empty where nothing was."""
    items = ", ".join(f"{cost.label} {pounds(cost.pence)}" for cost in debrief.costs)
    pence = sum(cost.pence for cost in debrief.costs)
    costs = tr("{total} together: {items}", total=pounds(pence), items=items) if items else ""
    return (
        (tr("Who came"), debrief.reach),
        (tr("What went well"), debrief.went_well),
        (tr("What to change"), debrief.to_change),
        (tr("Publicity"), debrief.publicity),
        (tr("Weather"), debrief.weather),
        (tr("Costs"), costs),
    )
