"""An event in words."""

from __future__ import annotations

from desktop.engagement.programme import Event, Programme
from desktop.foundation.translation import tr


def event_place(event: Event, programme: Programme) -> str:
    """Return venue, area and partner in one line."""
    areas = {area.code: area.label for area in programme.areas}
    partner = tr("with {partner}", partner=event.partner) if event.partner else ""
    return ", ".join(part for part in (event.venue, areas.get(event.area, ""), partner) if part)
