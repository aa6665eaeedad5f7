"""``scans``: attach scanned sheets to their copies, list what is attached, put a page by hand, remove one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.office import REFUSED, AsJson, AsName, office, show, show_one, warn
from desktop.foundation.translation import ntr, tr

if TYPE_CHECKING:
    from desktop.workflows.attach_scans import Attached

app = typer.Typer(no_args_is_help=True, help=tr("Scans of sheets."))


@app.command()
def attach(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help=tr("PDF, TIFF, JPEG or PNG files, or folders of them."))],
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Attach the pages of scanned files to their copies, by the codes on them; list what is left over.

    The exit code is 1 where a page was not attached, whatever the reason.
    """
    from desktop.workflows.attach_scans import attach as attach_files

    with office(context).workplace() as place:
        done = attach_files(place, actor=office(context).actor(place, as_name), paths=paths)
    if as_json:
        typer.echo(json.dumps(_raw(done), indent=1, ensure_ascii=False))
    else:
        _write(done)
    if any(each.path is not None for each in done.listed):
        raise typer.Exit(REFUSED)


@app.command("list")
def list_scans(
    context: typer.Context,
    programme: Annotated[str, typer.Option("--programme", help=tr("Id of a programme; else of all."))] = "",
    incomplete: Annotated[bool, typer.Option("--incomplete", help=tr("Only copies that lack a page."))] = False,
    pages: Annotated[bool, typer.Option("--pages", help=tr("A line for each page, with its id."))] = False,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """List the copies that have scanned pages, and what each lacks."""
    from desktop.workflows import scans

    with office(context).workplace() as place:
        found = scans.scanned_copies(place, actor=office(context).actor(place, as_name), programme_id=programme)
    if incomplete:
        found = scans.incomplete(found)
    if pages:
        show(
            [scan for copy in found for scan in copy.scans],
            {
                "scan_id": lambda scan: scan.scan_id,
                "serial": lambda scan: scan.serial,
                "page": lambda scan: scan.page,
                "attached_by": lambda scan: scan.attached_by,
                "attached_at": lambda scan: scan.attached_at.isoformat(),
            },
            as_json=as_json,
        )
        return
    show(
        found,
        {
            "serial": lambda copy: copy.shown,
            "pages": lambda copy: f"{len({scan.page for scan in copy.scans})}/{copy.pages}",
            "missing": lambda copy: " ".join(str(page) for page in copy.missing),
            "file_gone": lambda copy: " ".join(str(page) for page in copy.gone),
            "form": lambda copy: copy.form_id,
        },
        as_json=as_json,
    )


@app.command()
def put(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help=tr("The scanned file."))],
    serial: Annotated[str, typer.Option("--serial", help=tr("The serial on the sheet."))],
    page: Annotated[int, typer.Option("--page", help=tr("Which page of the form it is."))],
    number: Annotated[int, typer.Option("--number", help=tr("Which page of the file it is."))] = 1,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Attach one page of a file whose code can't be read to the copy that a person reads on it."""
    from desktop.workflows.scans import attach_by_hand

    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        made = attach_by_hand(place, actor=actor, path=path, number=number, serial=serial, page=page)
    show_one({"scan_id": made.scan_id, "serial": made.serial, "page": made.page}, made.scan_id, as_json=as_json)


@app.command()
def remove(
    context: typer.Context,
    scan: Annotated[str, typer.Argument(help=tr("Id of the page, as “scans list --pages” has it."))],
    reason: Annotated[str, typer.Option("--reason", help=tr("Why, with nothing of a respondent."))],
    as_name: AsName = "",
) -> None:
    """Delete an attached page: its key, and its file."""
    from desktop.workflows.scans import remove_scan

    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        remove_scan(place, actor=actor, scan_id=scan, reason=reason)


@app.command()
def check(context: typer.Context, as_json: AsJson = False) -> None:
    """Open every attached page and list those whose file is gone or damaged."""
    from desktop.workflows.scans import check_scans

    with office(context).workplace() as place:
        found = check_scans(place)
    show(
        found,
        {"scan_id": lambda scan: scan.scan_id, "serial": lambda scan: scan.serial, "page": lambda scan: scan.page},
        as_json=as_json,
    )
    if found:
        raise typer.Exit(REFUSED)


def _write(done: Attached) -> None:
    from desktop.workflows.scan_judging import fault_words

    typer.echo(ntr("{count} page was attached.", "{count} pages were attached.", done.attached))
    if done.already:
        typer.echo(ntr("{count} was attached before.", "{count} were attached before.", done.already))
    if done.empty:
        typer.echo(ntr("{count} empty side was left out.", "{count} empty sides were left out.", done.empty))
    for each in done.listed:
        about = each.problem
        where = tr("{file}, page {number}", file=about.source, number=about.number) if about.source else ""
        copy = tr("serial {serial}, page {page}", serial=about.serial, page=about.page) if about.serial else ""
        parts = [part for part in (where, copy) if part]
        warn(f"{', '.join(parts)}: {' '.join(part for part in (fault_words(about.fault), each.why) if part)}")


def _raw(done: Attached) -> dict[str, object]:
    return {
        "pages": done.pages,
        "attached": done.attached,
        "already": done.already,
        "empty": done.empty,
        "serials": list(done.serials),
        "listed": [
            {
                "fault": each.problem.fault.value,
                "file": "" if each.path is None else str(each.path),
                "number": each.problem.number,
                "serial": each.problem.serial,
                "page": each.problem.page,
                "why": each.why,
            }
            for each in done.listed
        ],
    }
