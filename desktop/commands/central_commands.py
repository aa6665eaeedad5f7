"""``central``: the coordinator's side: keys, trusted devices, receiving."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.office import (
    REFUSED,
    AsJson,
    AsName,
    Office,
    iso_instant,
    office,
    read_words,
    show,
    show_one,
    warn,
)
from desktop.commands.store_commands import WordsFile
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

if TYPE_CHECKING:
    from desktop.workflows.recovery_sheet import KeepSheet

app = typer.Typer(no_args_is_help=True, help=tr("The central store: keys, devices, receiving."))
Store = Annotated[str, typer.Option("--store", help=tr("Central store: a file or a PostgreSQL URL."))]


@app.command("init")
def init(
    context: typer.Context,
    store: Store,
    recovery_sheet: Annotated[
        Path | None,
        typer.Option(
            "--recovery-sheet",
            metavar="FILE",
            help=tr("Where the recovery sheet of the coordinator's keys goes, as PDF; needed for a new store."),
        ),
    ] = None,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Make the central store and the coordinator's keys, and print the public key for the devices.

    For a store that is there already the key is printed once more, and no sheet is written.
    """
    from desktop.workflows.central_keys import central_key, init_central

    here = office(context)
    with here.workplace() as place:
        actor = here.actor(place, as_name)
        public = central_key(place, actor=actor, store_url=store)
        if public is None:
            keep = _sheet_in(recovery_sheet, here)
            public = init_central(place, actor=actor, store_url=store, keep_sheet=keep)
            _put_it_away(recovery_sheet)
    show_one({"central_id": public.central_id, "key": public.to_text()}, public.to_text(), as_json=as_json)


@app.command("recover")
def recover(
    context: typer.Context,
    store: Store,
    words_file: WordsFile = None,
    new_store: Annotated[
        bool, typer.Option("--new-store", help=tr("Make the central store anew, because it was lost too."))
    ] = False,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Bring the coordinator's keys back from their recovery sheet, into this data folder."""
    from desktop.workflows.central_keys import recover_central
    from desktop.workflows.unlocking import asked_words

    here = office(context)
    with here.workplace() as place:
        words = read_words(words_file)
        public = recover_central(
            place,
            actor=here.actor(place, as_name),
            store_url=store,
            words=asked_words(here.ask) if words is None else words,
            make_anew=new_store,
        )
    show_one({"central_id": public.central_id, "key": public.to_text()}, public.to_text(), as_json=as_json)


@app.command("recovery-sheet")
def recovery_sheet(
    context: typer.Context,
    store: Store,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=tr("Where the sheet goes, as PDF."))],
    as_name: AsName = "",
) -> None:
    """Write the recovery sheet of the coordinator's keys once more; it says the same words as the first."""
    from desktop.workflows.central_keys import central_sheet

    here = office(context)
    keep = _sheet_in(file, here)
    with here.workplace() as place:
        keep(central_sheet(place, actor=here.actor(place, as_name), store_url=store))
    _put_it_away(file)


def _sheet_in(file: Path | None, here: Office) -> KeepSheet:
    from desktop.workflows.unlocking import keep_sheet_in

    if file is None:
        raise Refusal(
            place=tr("The recovery sheet"),
            fault=tr("New keys need a recovery sheet before anything is encrypted to them."),
            remedy=tr("Name a file for it after --recovery-sheet."),
        )
    return keep_sheet_in(file, away_from=here.folder)


def _put_it_away(file: Path | None) -> None:
    warn(tr("{file} opens everything. Print it, put it into the safe, and delete the file.", file=file))


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
    for each in taken:
        if each.words:
            typer.echo(f"{each.file}: {each.words}", err=True)
    if any(each.outcome.is_refusal for each in taken):
        raise typer.Exit(REFUSED)


@app.command("backup")
def backup(
    context: typer.Context,
    store: Store,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help=tr("Where the copy goes."))],
    as_name: AsName = "",
) -> None:
    """Copy a central store that is a file, open the copy to see that it is good, and print where it is."""
    from desktop.workflows.back_up_central import back_up_central

    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        typer.echo(back_up_central(place, actor=actor, store_url=store, folder=to).place)


@app.command("restore")
def restore(
    context: typer.Context,
    copy: Annotated[Path, typer.Argument(metavar="COPY", help=tr("The file that central backup printed."))],
    store: Store,
    as_name: AsName = "",
) -> None:
    """Make a new central store of a copy. What was withdrawn or erased since is taken out again."""
    from desktop.workflows.back_up_central import restore_central

    with office(context).workplace() as place:
        restore_central(place, actor=office(context).actor(place, as_name), copy=copy, store_url=store)


@app.command("revoke-device")
def revoke_device(
    context: typer.Context,
    device: Annotated[str, typer.Argument(help=tr("Id of the laptop."))],
    store: Store,
    since: Annotated[
        str, typer.Option("--since", help=tr("Last time it was in good hands: year-month-day, or with Thh:mm."))
    ],
    reason: Annotated[str, typer.Option("--reason", help=tr("What happened, with no names."))],
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Believe nothing that a lost laptop forms from then on, and print the batches of it taken in before."""
    from desktop.workflows.lost_device import revoke_device as revoke

    with office(context).workplace() as place:
        done = revoke(
            place,
            actor=office(context).actor(place, as_name),
            store_url=store,
            device_id=device,
            since=iso_instant(since, "--since", place.clock.now().tzinfo),
            reason=reason,
        )
    show(
        done.taken_in,
        {
            "batch_id": lambda each: each.batch_id,
            "number": lambda each: each.number,
            "formed_at": lambda each: each.formed_at.isoformat(),
            "responses": lambda each: each.responses,
        },
        as_json=as_json,
    )
    if done.taken_in:
        warn(tr("These batches were formed after it was lost, and had been taken in before: look at them."))


@app.command("lost")
def lost(
    context: typer.Context,
    device: Annotated[str, typer.Argument(help=tr("Id of the laptop."))],
    store: Store,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Say what was on a laptop by the last ledger that it sent, less what has come since."""
    from desktop.workflows.lost_device import lost_report

    with office(context).workplace() as place:
        found = lost_report(place, actor=office(context).actor(place, as_name), store_url=store, device_id=device)
    heard = found.last_heard.isoformat() if found.last_heard else None
    counts = {
        "drafts": found.drafts,
        "unsynced": len(found.unsynced),
        "contacts": found.contacts,
        "copies_out": found.copies_out,
        "second_keyings": found.second_keyings,
    }
    if as_json:
        rows = [
            {"response_id": each.response_id, "state": each.state, "event_id": each.event_id,
             "channel": each.channel, "day": each.day.isoformat()}
            for each in found.unsynced
        ]  # fmt: skip
        show_one({**counts, "last_heard": heard, "unsynced": rows}, "", as_json=True)
        return
    if heard is None:
        typer.echo(tr("It never sent a ledger, so nobody can say what was on it."))
        return
    typer.echo(tr("Last heard of: {time} by its own clock.", time=heard))
    for name, many in counts.items():
        typer.echo(f"{many:8}  {tr(name.replace('_', ' '))}")
    for each in found.unsynced:
        typer.echo(f"  {each.day.isoformat()}  {each.channel}  {each.event or each.event_id}  {each.response_id}")


@app.command("figures")
def figures(
    context: typer.Context,
    store: Store,
    event: Annotated[str, typer.Argument(metavar="[EVENT]", help=tr("Id of one event; without it all."))] = "",
    programme: Annotated[str, typer.Option("--programme", help=tr("Only this programme's."))] = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Show what was counted and noted at events: of all laptops, and of each; kinds are never added up."""
    from desktop.commands.figure_words import COLUMNS, figure_rows
    from desktop.workflows.central_figures import central_figures

    with office(context).workplace() as place:
        found = central_figures(
            place,
            actor=office(context).actor(place, as_name),
            store_url=store,
            programme_id=programme or None,
            event_id=event or None,
        )
    show(tuple(figure_rows(found)), COLUMNS, as_json=as_json)


@app.command("gaps")
def gaps(context: typer.Context, store: Store, as_name: AsName = "", as_json: AsJson = False) -> None:
    """List the batch numbers that are missing, and what their laptop said of them."""
    from desktop.workflows.lost_device import number_gaps

    with office(context).workplace() as place:
        found = number_gaps(place, actor=office(context).actor(place, as_name), store_url=store)
    show(
        found,
        {
            "device_id": lambda each: each.device_id,
            "epoch": lambda each: each.epoch,
            "number": lambda each: each.numbers,
            "words": lambda each: each.words,
        },
        as_json=as_json,
    )
