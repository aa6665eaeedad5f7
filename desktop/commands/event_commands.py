"""``event``: adding and listing events."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from desktop.commands.office import AsJson, AsName, iso_date, office, show, show_one
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("Add and list events."))


@app.command("add")
def add(
    context: typer.Context,
    programme: Annotated[str, typer.Option("--programme", help=tr("Id of the programme."))],
    name: Annotated[str, typer.Option("--name", help=tr("Name of the event."))],
    day: Annotated[str, typer.Option("--date", help=tr("Date, year-month-day."))],
    venue: Annotated[str, typer.Option("--venue", help=tr("Where it takes place."))],
    area: Annotated[str, typer.Option("--area", help=tr("Code of an area of the programme."))] = "",
    partner: Annotated[str, typer.Option("--partner", help=tr("Partner that hosts it."))] = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Add an event and print its id."""
    from desktop.workflows.run_event import add_event

    with office(context).workplace() as place:
        event = add_event(
            place,
            actor=office(context).actor(place, as_name),
            programme_id=programme,
            name=name,
            day=date.fromisoformat(iso_date(day, "--date")),
            venue=venue,
            area=area,
            partner=partner,
        )
    show_one({"event_id": event.event_id}, event.event_id, as_json=as_json)


@app.command("list")
def list_events(
    context: typer.Context,
    programme: Annotated[str, typer.Option("--programme", help=tr("Only this programme's."))] = "",
    as_json: AsJson = False,
) -> None:
    """List the events, planned ones too."""
    from desktop.workflows.run_event import events

    with office(context).workplace() as place:
        found = events(place, programme_id=programme or None)
    show(
        found,
        {
            "event_id": lambda each: each.event_id,
            "date": lambda each: each.day,
            "name": lambda each: each.name,
            "venue": lambda each: each.venue,
            "area": lambda each: each.area,
            "partner": lambda each: each.partner,
            "programme_id": lambda each: each.programme_id,
            "planned": lambda each: each.planned,
            "made_by": lambda each: each.made_by,
        },
        as_json=as_json,
    )
