"""``event``: adding and listing events."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.office import AsJson, AsName, iso_date, office, show, show_one
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

if TYPE_CHECKING:
    from desktop.engagement.debrief import Cost

app = typer.Typer(no_args_is_help=True, help=tr("Add and list events, say what came of them, close them."))


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


@app.command("debrief")
def debrief(
    context: typer.Context,
    event: Annotated[str, typer.Argument(help=tr("Id of the event."))],
    cost: Annotated[
        list[str], typer.Option("--cost", help=tr("Such as hall=45.50; may stand more than once."))
    ] = [],  # noqa: B006  (typer copies it)
    publicity: Annotated[str, typer.Option("--publicity", help=tr("How people were told of it."))] = "",
    weather: Annotated[str, typer.Option("--weather", help=tr("As it was."))] = "",
    reach: Annotated[str, typer.Option("--reach", help=tr("Who came and who did not."))] = "",
    went_well: Annotated[str, typer.Option("--went-well", help=tr("What went well."))] = "",
    to_change: Annotated[str, typer.Option("--to-change", help=tr("What to change."))] = "",
    as_name: AsName = "",
) -> None:
    """Write down what came of an event; what is not given stays as it was."""
    from desktop.workflows.debrief import event_report, keep_debrief

    with office(context).workplace() as place:
        before = event_report(place, event).debrief
        keep_debrief(
            place,
            actor=office(context).actor(place, as_name),
            event_id=event,
            costs=tuple(_cost(each) for each in cost) or (before.costs if before else ()),
            publicity=publicity or (before.publicity if before else ""),
            weather=weather or (before.weather if before else ""),
            reach=reach or (before.reach if before else ""),
            went_well=went_well or (before.went_well if before else ""),
            to_change=to_change or (before.to_change if before else ""),
        )
    typer.echo(tr("The debrief was kept."))


@app.command("close")
def close(
    context: typer.Context,
    event: Annotated[str, typer.Argument(help=tr("Id of the event."))],
    as_name: AsName = "",
) -> None:
    """Close an event: nothing more is counted or said there; paper is keyed as before."""
    from desktop.workflows.debrief import close_event

    with office(context).workplace() as place:
        close_event(place, actor=office(context).actor(place, as_name), event_id=event)
    typer.echo(tr("The event is closed."))


@app.command("reopen")
def reopen(
    context: typer.Context,
    event: Annotated[str, typer.Argument(help=tr("Id of the event."))],
    reason: Annotated[str, typer.Option("--reason", help=tr("Why, without names."))],
    as_name: AsName = "",
) -> None:
    """Open a closed event again."""
    from desktop.workflows.debrief import reopen_event

    with office(context).workplace() as place:
        reopen_event(place, actor=office(context).actor(place, as_name), event_id=event, reason=reason)
    typer.echo(tr("The event is open again."))


@app.command("page")
def page(
    context: typer.Context,
    event: Annotated[str, typer.Argument(help=tr("Id of the event."))],
    out: Annotated[Path, typer.Option("--out", help=tr("The PDF to write."))],
    as_name: AsName = "",
) -> None:
    """Write one page about an event: its figures and charts, and nothing of a single person."""
    from desktop.workflows.event_page import write_event_page

    with office(context).workplace() as place:
        path = write_event_page(place, actor=office(context).actor(place, as_name), event_id=event, out=out)
    typer.echo(str(path))


def _cost(text: str) -> Cost:
    from desktop.engagement.debrief import Cost, pence_of

    label, _, amount = text.rpartition("=")
    pence = pence_of(amount)
    if pence is None:
        raise Refusal(
            place="--cost",
            fault=tr("{text} is no cost.", text=text),
            remedy=tr("Write what it was for and how much, such as hall=45.50."),
        )
    return Cost(label, pence)


@app.command("figures")
def figures(
    context: typer.Context,
    event: Annotated[str, typer.Argument(metavar="EVENT", help=tr("Id of the event."))],
    as_json: AsJson = False,
) -> None:
    """Show what was counted and noted at an event on this laptop; kinds of counts are never added up."""
    from desktop.commands.figure_words import COLUMNS, figure_rows
    from desktop.workflows.central_figures import laptop_figures

    with office(context).workplace() as place:
        found = laptop_figures(place, event)
    show(tuple(figure_rows([found])), COLUMNS, as_json=as_json)
