"""``contact`` and ``contacts``: the update list, apart from every answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.commands.office import AsName, office, warn
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("Add somebody to the update list."))
list_app = typer.Typer(no_args_is_help=True, help=tr("Export the update list."))


@app.callback()
def _group() -> None:
    """Keep ``add`` a subcommand also while it is the only one."""


@list_app.callback()
def _list_group() -> None:
    """Keep ``export`` a subcommand also while it is the only one."""


@app.command("add")
def add(
    context: typer.Context,
    programme: Annotated[str, typer.Option("--programme", help=tr("Id of the programme."))],
    fields: Annotated[
        list[str], typer.Option("--field", help=tr("NAME=WORDS, once for each field of the update list."))
    ],
    as_name: AsName = "",
) -> None:
    """Put somebody on the update list. Nothing is printed: the entry can't be looked up by anything."""
    from desktop.workflows.update_list import add_contact

    values = {}
    for each in fields:
        name, found, words = each.partition("=")
        if not found:
            raise Refusal(
                place="--field", fault=tr("A field is given as NAME=WORDS."), remedy=tr("Write it with =.")
            )
        values[name] = words
    with office(context).workplace() as place:
        add_contact(place, actor=office(context).actor(place, as_name), programme_id=programme, values=values)


@list_app.command("export")
def export(
    context: typer.Context,
    store: Annotated[str, typer.Option("--store", help=tr("Central store: a file or a PostgreSQL URL."))],
    out: Annotated[Path, typer.Option("--out", help=tr("The CSV file to write."))],
    programme: Annotated[str, typer.Option("--programme", help=tr("Only this programme's."))] = "",
    plain: Annotated[bool, typer.Option("--plain", help=tr("Do not encrypt the file."))] = False,
    as_name: AsName = "",
) -> None:
    """Write the update list as CSV, encrypted to the coordinator unless --plain is given."""
    from desktop.workflows.export_contacts import export_contacts

    with office(context).workplace() as place:
        exported = export_contacts(
            place,
            actor=office(context).actor(place, as_name),
            store_url=store,
            out=out,
            programme_id=programme or None,
            plain=plain,
        )
    for sentence in exported.warnings:
        warn(sentence)
    for path in exported.files:
        typer.echo(str(path))
