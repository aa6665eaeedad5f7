"""``contact`` and ``contacts``: the update list, apart from every answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.commands.office import AsJson, AsName, office, show, warn
from desktop.commands.withdraw_commands import tell
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("Add somebody to the update list."))
list_app = typer.Typer(no_args_is_help=True, help=tr("Export the update list; look an entry up and erase it."))


@app.callback()
def _group() -> None:
    """Keep ``add`` a subcommand also while it is the only one."""


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


@list_app.command("find")
def find(
    context: typer.Context,
    matching: Annotated[str, typer.Argument(help=tr("Part of an address, a number or a name; - for input."))],
    store: Annotated[str, typer.Option("--store", help=tr("Central store: a file or a PostgreSQL URL."))],
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Coordinator: look somebody up in the update list at the centre."""
    from desktop.workflows.withdraw import find_contacts

    typed = typer.get_text_stream("stdin", encoding="utf-8").readline() if matching == "-" else matching
    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        found = find_contacts(place, actor=actor, store_url=store, matching=typed)
    show(
        found,
        {
            "contact_id": lambda each: each.contact_id,
            "programme_id": lambda each: each.programme_id,
            "words": lambda each: each.words,
        },
        as_json=as_json,
    )


@list_app.command("erase")
def erase(
    context: typer.Context,
    contacts: Annotated[list[str], typer.Argument(metavar="ID...", help=tr("Ids, as contacts find printed."))],
    store: Annotated[str, typer.Option("--store", help=tr("Central store: a file or a PostgreSQL URL."))],
    reason: Annotated[str, typer.Option("--reason", help=tr("Why, with no names."))] = "",
    as_name: AsName = "",
) -> None:
    """Coordinator: erase entries of the update list, at the centre and on every laptop."""
    from desktop.workflows.withdraw import erase_contact

    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        done = erase_contact(place, actor=actor, store_url=store, contact_ids=contacts, reason=reason)
    for each in done:
        tell(each, as_json=False)
