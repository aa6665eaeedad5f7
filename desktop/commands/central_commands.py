"""``central``: the coordinator's side: keys, trusted devices, receiving."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop.commands.office import REFUSED, AsJson, AsName, office, show, show_one
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("The central store: keys, devices, receiving."))
Store = Annotated[str, typer.Option("--store", help=tr("Central store: a file or a PostgreSQL URL."))]


@app.command("init")
def init(context: typer.Context, store: Store, as_name: AsName = "", as_json: AsJson = False) -> None:
    """Make the central store and the coordinator's keys, and print the public key for the devices."""
    from desktop.workflows.central_keys import init_central

    with office(context).workplace() as place:
        public = init_central(place, actor=office(context).actor(place, as_name), store_url=store)
    show_one({"central_id": public.central_id, "key": public.to_text()}, public.to_text(), as_json=as_json)


@app.command("trust-device")
def trust_device(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help=tr("The line that device key printed."))],
    label: Annotated[str, typer.Option("--label", help=tr("What people call the laptop."))] = "",
    as_name: AsName = "",
) -> None:
    """Take in batches that this device signed."""
    from desktop.workflows.receive_batches import trust_device as trust

    with office(context).workplace() as place:
        trust(place, actor=office(context).actor(place, as_name), key=key, label=label)


@app.command("receive")
def receive(
    context: typer.Context,
    store: Store,
    source: Annotated[str, typer.Option("--from", help=tr("Where the batches are: folder:PATH."))],
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Take every batch file in, and write a signed receipt beside each. Exit code 1 when one is refused."""
    from desktop.workflows.receive_batches import receive as take_in

    with office(context).workplace() as place:
        taken = take_in(place, actor=office(context).actor(place, as_name), store_url=store, source=source)
    show(
        taken,
        {
            "file": lambda each: each.file,
            "batch_id": lambda each: each.batch_id,
            "outcome": lambda each: each.outcome.value,
            "accepted": lambda each: each.accepted,
            "already_there": lambda each: each.already_there,
            "quarantined": lambda each: each.quarantined,
            "words": lambda each: each.words,
        },
        as_json=as_json,
    )
    refused = [each for each in taken if each.outcome.is_refusal]
    for each in refused:
        typer.echo(f"{each.file}: {each.words}", err=True)
    if refused:
        raise typer.Exit(REFUSED)
