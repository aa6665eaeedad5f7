"""What today's page shows of the event that is worked at, in one look at the store."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.engagement.notes import NoteKind
from desktop.foundation.clock import civil_date
from desktop.workflows.closed_events import is_closed
from desktop.workflows.count_people import Tallies, tallies
from desktop.workflows.merge_events import under_one
from desktop.workflows.run_event import EventFigures, event_figures
from desktop.workflows.workplace import Workplace, the_event, the_programme


@dataclass(frozen=True, slots=True)
class Glance:
    """One event at a glance, with those that are counted together with it. Counts only.

    Attributes:
        figures: responses by channel, drafts, paper, and what the centre has not confirmed.
        tallies: who was counted.
        comments, conversations: notes that were taken down and not voided.
        requests_open, requests_overdue: follow-ups of the programme, whichever event they come from.
        concerns_open: safeguarding concerns of this event that were not referred.
        merged: how many other events are counted together with this one.
        closed: whether the event was closed.
        days_left: to the programme's closing date, 0 on the day itself, less than 0 after it; ``None`` where the
            programme has stated none.
    """

    figures: EventFigures
    tallies: Tallies
    comments: int
    conversations: int
    requests_open: int
    requests_overdue: int
    concerns_open: int
    merged: int
    closed: bool
    days_left: int | None


def at_a_glance(place: Workplace, event_id: str) -> Glance:
    """Return the figures of one event.

    Raises:
        Refusal: the event is not on this device.
    """
    figures, counted = event_figures(place, event_id), tallies(place, event_id)
    with place.reading() as unit:
        event = the_event(unit, event_id)
        programme = the_programme(unit, event.programme_id)
        today = civil_date(place.clock.now(), programme.time_zone)
        together = under_one(unit, event_id)
        notes = {kind: unit.notes.count(event_ids=together, kind=kind) for kind in NoteKind}
        requests = unit.follow_ups.list(programme.programme_id, open_only=True)
        return Glance(
            figures=figures,
            tallies=counted,
            comments=notes[NoteKind.COMMENT],
            conversations=notes[NoteKind.CONVERSATION],
            requests_open=len(requests),
            requests_overdue=sum(1 for each in requests if each.due < today),
            concerns_open=sum(len(unit.concerns.list(one, open_only=True)) for one in together),
            merged=len(together) - 1,
            closed=is_closed(unit, event_id),
            days_left=None if programme.last_day is None else (programme.last_day - today).days,
        )
