"""``training``: practice piles for keyers, and who is let in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.commands.office import AsJson, AsName, office, show, show_one
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("Practice piles for keyers: print them, and see who is let in."))

FormId = Annotated[str, typer.Option("--form", help=tr("Id of the form."))]


@app.command("start-pdf")
def start_pdf(
    context: typer.Context,
    form: FormId,
    out: Annotated[Path, typer.Option("--out", help=tr("The PDF to write."))],
    sheets: Annotated[int, typer.Option("--sheets", help=tr("How many sheets."))] = 5,
    pile: Annotated[
        int, typer.Option("--pile", help=tr("Number of the pile; a new one where it is not given."))
    ] = 0,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Write a practice pile as PDF. It is keyed by its number; no sheet of it has a serial."""
    from desktop.workflows.train_keyers import write_pile

    with office(context).workplace() as place:
        made = write_pile(
            place,
            actor=office(context).actor(place, as_name),
            form_id=form,
            out=out,
            number=pile,
            sheets=sheets,
        )
    raw = {"pile": made.number, "sheets": len(made.sheets), "path": str(out)}
    show_one(raw, tr("Practice pile {number}: {path}", number=made.number, path=out), as_json=as_json)


@app.command("list")
def list_keyers(
    context: typer.Context,
    form: Annotated[str, typer.Option("--form", help=tr("Only of this form."))] = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """List the keyers of each form, how they did, and whether they may key."""
    from desktop.workflows.train_keyers import trainings

    with office(context).workplace() as place:
        forms = trainings(place, actor=office(context).actor(place, as_name))
    rows = [(each, keyer) for each in forms if form in ("", each.form_id) for keyer in each.keyers]
    show(
        rows,
        {
            "form_id": lambda row: row[0].form_id,
            "asked": lambda row: row[0].rule.asked,
            "most_errors": lambda row: row[0].rule.most_errors,
            "name": lambda row: row[1].name,
            "role": lambda row: row[1].role.value,
            "piles": lambda row: row[1].attempts,
            "fields": lambda row: row[1].newest.fields if row[1].newest else 0,
            "errors": lambda row: row[1].newest.errors if row[1].newest else 0,
            "let_in_by": lambda row: row[1].newest.let_in_by if row[1].newest else "",
            "may_key": lambda row: row[1].let_in,
        },
        as_json=as_json,
    )


@app.command("let-in")
def let_somebody_in(
    context: typer.Context,
    person: Annotated[str, typer.Argument(help=tr("The person's name, as the list of people has it."))],
    form: FormId,
    reason: Annotated[str, typer.Option("--reason", help=tr("Why, in a few words. It is kept."))],
    as_name: AsName = "",
) -> None:
    """Let somebody key a form without a good practice pile."""
    from desktop.workflows.manage_staff import person_called
    from desktop.workflows.train_keyers import let_in

    with office(context).workplace() as place:
        found = person_called(place, person)
        let_in(
            place,
            actor=office(context).actor(place, as_name),
            person_id=found.person_id,
            form_id=form,
            reason=reason,
        )
    typer.echo(tr("{name} may key this form.", name=found.name))


@app.command("ask")
def ask(
    context: typer.Context,
    form: FormId,
    asked: Annotated[
        bool,
        typer.Option("--yes/--no", help=tr("Whether volunteers key a practice pile before they key the form.")),
    ],
    most_errors: Annotated[
        float,
        typer.Option("--most-errors", help=tr("Errors in 1,000 fields up to which a pile lets somebody in.")),
    ] = 20.0,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Set whether practice is asked for, and what lets a keyer in."""
    from desktop.workflows.train_keyers import set_rule

    with office(context).workplace() as place:
        rule = set_rule(
            place,
            actor=office(context).actor(place, as_name),
            form_id=form,
            asked=asked,
            most_errors=most_errors,
        )
    said = tr("Practice is asked for.") if rule.asked else tr("Practice is offered, and not asked for.")
    show_one(
        {"form_id": rule.form_id, "asked": rule.asked, "most_errors": rule.most_errors}, said, as_json=as_json
    )
