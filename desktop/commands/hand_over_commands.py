"""``hand-over``: for a laptop that was handed over and whose PIN is lost."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop.commands.office import AsName, office
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("The laptop in an attendee's hands."))


@app.command("show")
def show_it(context: typer.Context) -> None:
    """Say whether the laptop is handed over, by whom and since when."""
    from desktop.workflows.kiosk import handed_over

    with office(context).workplace() as place:
        held = handed_over(place)
    if held is None:
        typer.echo(tr("The laptop is not handed over."))
    else:
        typer.echo(
            tr("Handed over by {name} since {since}.", name=held.name, since=held.since.isoformat(" ", "minutes"))
        )


@app.command("end")
def end(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help=tr("Take it back without its PIN."))] = False,
    as_name: AsName = "",
) -> None:
    """Take the laptop back without its PIN, which is written into the audit trail. Close the window first."""
    from desktop.workflows.kiosk import take_back_without_pin

    if not yes:
        raise typer.BadParameter(tr("Give --yes: whoever is at the laptop then needs no PIN."))
    with office(context).workplace() as place:
        held = take_back_without_pin(place, actor=office(context).actor(place, as_name))
    typer.echo(tr("The laptop is not handed over.") if held is None else tr("The laptop is taken back."))
