"""Events that were closed: nothing more is counted or said there, and sheets of paper are keyed as before."""

from __future__ import annotations

from desktop.engagement.programme import Event
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.store.unit import UnitOfWork
from desktop.workflows.merge_events import stands_for
from desktop.workflows.workplace import the_event


def is_closed(unit: UnitOfWork, event_id: str) -> bool:
    """Tell whether the event, or the one that it is counted under, was closed here."""
    debrief = unit.debriefs.get(stands_for(unit, event_id))
    return debrief is not None and debrief.closed


def refuse_closed(unit: UnitOfWork, event_id: str) -> Event:
    """Return the event.

    Raises:
        Refusal: it was closed, or there is none with that id.
    """
    event = the_event(unit, event_id)
    if is_closed(unit, event_id):
        raise Refusal(
            place=event.name,
            fault=tr("This event was closed."),
            remedy=tr("Open it again on the page of its debrief, with the reason, and go on."),
            command="event reopen",
        )
    return event
