"""``paper``: printing numbered copies, listing what became of them, and pictures of every edition."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.commands.office import AsJson, office, show
from desktop.commands.paper_custody_commands import add_custody
from desktop.commands.paper_fillable_commands import add_fillable
from desktop.commands.paper_print_commands import add_printing
from desktop.foundation.translation import ntr, tr

app = typer.Typer(no_args_is_help=True, help=tr("Print paper copies, say what became of them, and list them."))
add_printing(app)
add_custody(app)
add_fillable(app)


@app.command("list")
def list_paper(context: typer.Context, as_json: AsJson = False) -> None:
    """List the copies of the print log, and the sheets keyed here that another device printed."""
    from desktop.workflows.print_paper import paper_copies, print_runs

    with office(context).workplace() as place:
        runs = {run.run_id: run for run in print_runs(place)}
        found = paper_copies(place)
    show(
        found,
        {
            "serial": lambda each: each.serial,
            "state": lambda each: each.state.value,
            "print_log": lambda each: "here" if each.run_id else "not here",
            "form_id": lambda each: runs[each.run_id].form_id if each.run_id else "",
            "event_id": lambda each: runs[each.run_id].event_id if each.run_id else "",
            "run": lambda each: runs[each.run_id].run_number if each.run_id else None,
            "response_id": lambda each: each.response_id,
        },
        as_json=as_json,
    )


@app.command("pictures")
def paper_pictures(
    path: Annotated[Path, typer.Argument(help=tr("Folder of a pack, XLSForm or XForm."))],
    out: Annotated[Path, typer.Argument(help=tr("Folder for the pictures."))],
    only: Annotated[list[str] | None, typer.Option("--only", help=tr("One way, such as large-print."))] = None,
    width: Annotated[int, typer.Option("--width", min=100, max=4000, help=tr("Of one page, in pixels."))] = 480,
    columns: Annotated[int, typer.Option("--columns", min=1, max=12, help=tr("Pages beside one another."))] = 4,
    rows: Annotated[int, typer.Option("--rows", min=1, max=12, help=tr("Pages below one another."))] = 2,
) -> None:
    """Lay a form out in every edition, size and language, and write contact sheets of the pages.

    Needs no store, numbers nothing and logs nothing: for whoever checks a form or a translation by eye.
    """
    from desktop.workflows.paper_pictures import SheetOfPages, take_paper_pictures

    out.mkdir(parents=True, exist_ok=True)
    written = take_paper_pictures(
        path,
        out,
        only=only or (),
        sheet=SheetOfPages(columns, rows, width),
        done=lambda name, pages: typer.echo(
            ntr("{name}: {count} page", "{name}: {count} pages", pages, name=name), err=True
        ),
    )
    for each in written:
        typer.echo(each)
