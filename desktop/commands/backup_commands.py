"""``backup``: making backups, looking at them, and going on from one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.commands.office import AsJson, AsName, office, read_words, show, show_one, warn
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("Backups of the encrypted store."))
_Where = Annotated[Path | None, typer.Option("--to", metavar="DIR", help=tr("Instead of the folder of the plan."))]
_Backup = Annotated[Path, typer.Argument(metavar="PATH", help=tr("Folder of one backup, as listed."))]


@app.command("now")
def now(context: typer.Context, to: _Where = None, as_name: AsName = "", as_json: AsJson = False) -> None:
    """Make a backup, open it to see that it is good, remove those that the plan does not keep, and print where."""
    from desktop.workflows.back_up import back_up

    with office(context).workplace() as place:
        made = back_up(place, actor=office(context).actor(place, as_name), folder=to)
    show_one(
        {
            "backup_id": made.backup_id,
            "path": made.place,
            "size": made.size,
            "taken_at": made.taken_at.isoformat(),
        },
        made.place,
        as_json=as_json,
    )


@app.command("plan")
def plan(
    context: typer.Context,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help=tr("The folder, on a stick or a network folder."))
    ] = None,
    hourly: Annotated[
        int | None, typer.Option(min=0, help=tr("Keep the last of each hour, so many hours."))
    ] = None,
    daily: Annotated[int | None, typer.Option(min=0, help=tr("Keep the last of each day, so many days."))] = None,
    weekly: Annotated[
        int | None, typer.Option(min=0, help=tr("Keep the last of each week, so many weeks."))
    ] = None,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Choose where backups go and how many are kept; without --to, say what was chosen."""
    from desktop.foundation.errors import Refusal
    from desktop.workflows import back_up

    with office(context).workplace() as place:
        chosen = back_up.plan(place)
        given = {"hourly": hourly, "daily": daily, "weekly": weekly}
        if to is not None or any(each is not None for each in given.values()):
            folder = to or chosen.folder
            if folder is None:
                raise Refusal(
                    place=tr("Backups"), fault=tr("No folder was chosen yet."), remedy=tr("Name one after --to.")
                )
            counts = {
                name: getattr(chosen.rule, name) if count is None else count for name, count in given.items()
            }
            actor = office(context).actor(place, as_name)
            chosen = back_up.set_plan(place, actor=actor, folder=folder, rule=back_up.KeepRule(**counts))
        last = back_up.last_backup(place)
    rule = chosen.rule
    raw = {
        "folder": None if chosen.folder is None else str(chosen.folder),
        "hourly": rule.hourly,
        "daily": rule.daily,
        "weekly": rule.weekly,
        "last_backup": None if last is None else last.taken_at.isoformat(),
    }
    where = raw["folder"] or tr("no folder was chosen")
    plain = tr(
        "{folder}: {hourly} hourly, {daily} daily, {weekly} weekly",
        folder=where, hourly=rule.hourly, daily=rule.daily, weekly=rule.weekly,
    )  # fmt: skip
    show_one(raw, plain, as_json=as_json)


@app.command("list")
def list_backups(
    context: typer.Context,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help=tr("Look in this folder; the store stays shut."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the backups in the folder of the plan, newest first. Needs no passphrase."""
    from desktop.foundation.errors import Refusal
    from desktop.workflows.back_up import backups_in, planned_folder

    folder = source or planned_folder(office(context).folder)
    if folder is None:
        raise Refusal(
            place=tr("Backups"),
            fault=tr("No folder was chosen for the backups."),
            remedy=tr("Choose one with backup plan --to DIR, or name one after --from."),
        )
    show(
        backups_in(folder),
        {
            "path": lambda each: str(each.path),
            "taken_at": lambda each: each.taken_at.isoformat(),
            "device_id": lambda each: each.device_id,
            "whole": lambda each: each.whole,
            "words": lambda each: each.words,
        },
        as_json=as_json,
    )


@app.command("verify")
def verify(context: typer.Context, backup: _Backup, as_json: AsJson = False) -> None:
    """Read a backup of this store through and open it. Exit code 1 when it is not as it was written."""
    from desktop.workflows.back_up import verify as read_through

    with office(context).workplace() as place:
        record = read_through(place, backup)
    show_one(
        {"backup_id": record.backup_id, "responses": record.responses, "drafts": record.drafts},
        tr("Whole: {responses} responses, {drafts} of them drafts.",
           responses=record.responses, drafts=record.drafts),
        as_json=as_json,
    )  # fmt: skip


@app.command("restore")
def restore(
    context: typer.Context,
    backup: _Backup,
    words: Annotated[
        bool, typer.Option("--words", help=tr("Open it with the recovery sheet; you are asked for the words."))
    ] = False,
    words_file: Annotated[
        Path | None, typer.Option("--words-file", help=tr("A text file with the words of the recovery sheet."))
    ] = None,
) -> None:
    """Go on from a backup, as a new device, and print its public key. What stands here is moved aside.

    With the recovery sheet the store gets a new passphrase, or a new key in the keyring.
    """
    from desktop.workflows.restore import restore_for_work
    from desktop.workflows.send_batches import device_key

    here = office(context)
    place = restore_for_work(
        backup,
        here.folder,
        clock=here.clock,
        keyring=here.keyring,
        passphrase=here.passphrase,
        ask=here.ask,
        words=read_words(words_file),
        by_words=words,
    )
    try:
        typer.echo(device_key(place))
    finally:
        place.close()
    warn(
        tr(
            "This laptop is a new device from now on: let the coordinator trust its key. What was collected after"
            " the backup is not here."
        )
    )
