"""``batch`` and ``device``: forming batches, sending them, taking receipts, and the keys that go with it."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop.commands.office import REFUSED, AsJson, AsName, office, show, show_one
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("Form batches, send them, take receipts."))
device_app = typer.Typer(no_args_is_help=True, help=tr("This device's key, and whom it trusts."))


@app.command("make")
def make(
    context: typer.Context,
    contacts_now: Annotated[
        bool, typer.Option("--contacts-now", help=tr("Coordinator: send the update list though it is short."))
    ] = False,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Form a batch of everything finalised and print its id (and that of the update list's, if one is formed)."""
    from desktop.workflows.send_batches import make_batch

    with office(context).workplace() as place:
        formed = make_batch(place, actor=office(context).actor(place, as_name), contacts_now=contacts_now)
    if as_json:
        show(
            formed,
            {
                "batch_id": lambda each: each.batch_id,
                "kind": lambda each: each.kind.value,
                "number": lambda each: each.number,
                "items": lambda each: each.items,
                "responses": lambda each: each.responses,
            },
            as_json=True,
        )
    else:
        for batch in formed:
            typer.echo(batch.batch_id)


@app.command("list")
def list_batches(context: typer.Context, as_json: AsJson = False) -> None:
    """List the batches of this device and how far each got."""
    from desktop.workflows.send_batches import batches

    with office(context).workplace() as place:
        found = batches(place)
    show(
        found,
        {
            "batch_id": lambda each: each.batch.batch_id,
            "kind": lambda each: each.batch.kind.value,
            "number": lambda each: each.batch.number,
            "epoch": lambda each: each.batch.epoch,
            "responses": lambda each: each.batch.responses,
            "formed_at": lambda each: each.batch.formed_at.isoformat(),
            "formed_by": lambda each: each.batch.formed_by,
            "state": lambda each: each.state.value,
            "targets": lambda each: "; ".join(
                f"{delivery.target} {delivery.status.value}" for delivery in each.deliveries
            ),
        },
        as_json=as_json,
    )


@app.command("send")
def send(
    context: typer.Context,
    batch: Annotated[str, typer.Argument(help=tr("Id of the batch."))],
    to: Annotated[str, typer.Option("--to", help=tr("Target: folder:PATH."))],
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Write a batch to a target as one signed and encrypted file."""
    from desktop.workflows.send_batches import send_batch

    with office(context).workplace() as place:
        delivery = send_batch(place, actor=office(context).actor(place, as_name), batch_id=batch, target=to)
    show_one(
        {"batch_id": batch, "target": delivery.target, "file": delivery.file_name},
        delivery.file_name,
        as_json=as_json,
    )


@app.command("receipts")
def receipts(
    context: typer.Context,
    source: Annotated[str, typer.Option("--from", help=tr("Where the receipts are: folder:PATH."))],
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Take the centre's receipts; what they name is then synced. Exit code 1 when one is refused."""
    from desktop.workflows.collect_receipts import collect_receipts

    with office(context).workplace() as place:
        taken = collect_receipts(place, actor=office(context).actor(place, as_name), source=source)
    show(
        taken,
        {
            "file": lambda each: each.file,
            "batch_id": lambda each: each.batch_id,
            "outcome": lambda each: each.outcome.value,
            "synced": lambda each: each.synced,
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


@device_app.command("key")
def key(context: typer.Context) -> None:
    """Print this device's public key, for central trust-device."""
    from desktop.workflows.send_batches import device_key

    with office(context).workplace() as place:
        typer.echo(device_key(place))


@device_app.command("trust-coordinator")
def trust(
    context: typer.Context,
    public_key: Annotated[str, typer.Argument(metavar="KEY", help=tr("The line that central init printed."))],
    as_name: AsName = "",
) -> None:
    """Encrypt batches to this coordinator and believe their receipts."""
    from desktop.workflows.send_batches import trust_coordinator

    with office(context).workplace() as place:
        trust_coordinator(place, actor=office(context).actor(place, as_name), key=public_key)
