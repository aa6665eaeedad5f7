"""``paper fillable``, ``read-fillable`` and so on: forms that are filled in on a screen and sent by e-mail."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.office import AsJson, AsName, iso_date, office, show, show_one, warn
from desktop.foundation.translation import ntr, tr

if TYPE_CHECKING:
    from desktop.workflows.fillable_reading import ReadAnswer

FormId = Annotated[str, typer.Option("--form", help=tr("Id of the form."))]
EventId = Annotated[str, typer.Option("--event", help=tr("Id of the event."))]
FilledFile = Annotated[Path, typer.Argument(help=tr("The PDF that came back."))]
DraftId = Annotated[str, typer.Argument(help=tr("Id of the entry, as “paper filled-in” lists it."))]


def add_fillable(app: typer.Typer) -> None:
    """Add the commands of fillable forms to those of paper."""
    for name, command in (
        ("fillable", fillable),
        ("read-fillable", read_fillable),
        ("take-in-fillable", take_in),
        ("filled-in", filled_in),
        ("finish-fillable", finish),
        ("drop-fillable", drop),
    ):
        app.command(name)(command)


def fillable(
    context: typer.Context,
    form: FormId,
    event: EventId,
    out: Annotated[Path, typer.Option("--out", help=tr("The PDF to write."))],
    language: Annotated[str, typer.Option("--language", help=tr("Language of the form."))] = "",
    edition: Annotated[
        str, typer.Option("--edition", help=tr("standard, large-print or easy-read."))
    ] = "standard",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Write the form as a PDF that is filled in on a screen and sent by e-mail. It has no number."""
    from desktop.workflows.fillable import write_fillable

    with office(context).workplace() as place:
        made = write_fillable(
            place,
            actor=office(context).actor(place, as_name),
            form_id=form,
            event_id=event,
            out=out,
            language=language or None,
            edition=edition,
        )
    for advice in made.advice:
        warn(advice)
    show_one({**asdict(made), "path": str(made.path)}, str(made.path), as_json=as_json)


def read_fillable(context: typer.Context, path: FilledFile, as_json: AsJson = False) -> None:
    """Show what a filled-in form holds, and what of it does not fit. Nothing is taken over."""
    from desktop.workflows.fillable import read_fillable

    with office(context).workplace() as place:
        found = read_fillable(place, path=path)
    if found.taken:
        warn(tr("This file was taken in before."))
    if found.newer:
        newer = tr("The form has another version by now: {version}. Answers go by their own.", version=found.newer)
        warn(newer)
    if found.left_over:
        warn(ntr("{count} field of the file is not used: the form has no such question, or it holds no text.",
                 "{count} fields of the file are not used: the form has no such questions, or they hold no text.",
                 found.left_over))  # fmt: skip
    if as_json:
        typer.echo(json.dumps(asdict(found), indent=1, ensure_ascii=False))
        return
    typer.echo(tr("{title}, version {version}, {tongue}, {edition}", title=found.form_title,
                  version=found.form_version, tongue=found.language, edition=found.edition))  # fmt: skip
    _write_answers((*found.answers, *found.misfits))


def take_in(
    context: typer.Context,
    path: FilledFile,
    event: EventId,
    received_on: Annotated[
        str, typer.Option("--received-on", help=tr("Day on which it came in (YYYY-MM-DD); else today."))
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help=tr("Although the same file was taken in: it is another person's."))
    ] = False,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help=tr("You have looked at what read-fillable shows: count it at once."))
    ] = False,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Take a filled-in form over as an entry, as it was written, that waits to be looked at."""
    from desktop.workflows.fillable import take_in_fillable

    with office(context).workplace() as place:
        taken = take_in_fillable(
            place,
            actor=office(context).actor(place, as_name),
            path=path,
            event_id=event,
            received_on=iso_date(received_on, "--received-on") if received_on else "",
            again=again,
        )
        answers, misfits = taken.answers(), len(taken.misfits)
        if reviewed:
            taken.finalise()
    if misfits:
        warn(ntr("{count} answer does not fit and counts as illegible.",
                 "{count} answers do not fit and count as illegible.", misfits))  # fmt: skip
    raw = {
        "draft_id": taken.draft_id,
        "response_id": taken.header.response_id,
        "answers": len(answers) - misfits,
        "misfits": misfits,
        "finalised": reviewed,
    }
    show_one(raw, taken.header.response_id if reviewed else taken.draft_id, as_json=as_json)


def filled_in(context: typer.Context, as_json: AsJson = False) -> None:
    """List the filled-in forms that were taken over and wait to be looked at."""
    from desktop.responses.drafts import DraftKind
    from desktop.workflows.interview import open_drafts

    with office(context).workplace() as place:
        found = open_drafts(place, kind=DraftKind.FILLED)
    show(
        found,
        {
            "draft_id": lambda each: each.draft_id,
            "form": lambda each: each.form_title,
            "event": lambda each: each.event_name,
            "answered": lambda each: each.answered,
            "taken_in_by": lambda each: each.started_by,
        },
        as_json=as_json,
    )


def finish(
    context: typer.Context,
    draft: DraftId,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help=tr("You have looked at it. Without this it is shown and stays."))
    ] = False,
    as_name: AsName = "",
) -> None:
    """Show an entry that was taken over; with ``--reviewed``, count it."""
    from desktop.workflows.filled_in import FilledIn

    with office(context).workplace() as place:
        entry = FilledIn.resume(place, actor=office(context).actor(place, as_name), draft_id=draft)
        _write_answers(entry.answers())
        if reviewed:
            entry.finalise()
    if reviewed:
        typer.echo(entry.header.response_id)


def drop(
    context: typer.Context,
    draft: DraftId,
    reason: Annotated[str, typer.Option("--reason", help=tr("Why, with nothing of a respondent."))],
    as_name: AsName = "",
) -> None:
    """Give up an entry that was taken over: its answers are deleted, the reason is kept."""
    from desktop.workflows.filled_in import FilledIn

    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        FilledIn.resume(place, actor=actor, draft_id=draft).abandon(reason=reason)


def _write_answers(answers: tuple[ReadAnswer, ...]) -> None:
    for each in answers:
        asked = f"{each.number}. {each.label}" if each.number else each.label
        typer.echo(" ".join(asked.split()))
        typer.echo("   " + each.shown.replace("\n", "\n   "))
        if each.fault:
            typer.echo("   " + tr("Does not fit: {why}", why=each.fault))
        elif each.breaks_rule:
            typer.echo("   " + tr("The form forbids this. It is kept as written."))
