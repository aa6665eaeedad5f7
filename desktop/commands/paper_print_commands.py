"""``paper print``, ``paper master`` and ``paper labels``: copies with numbers, and what an office copier needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from desktop.commands.office import AsJson, AsName, office, show_one, warn
from desktop.foundation.translation import ntr, tr
from desktop.sheets.print_jobs import PaperLook

FormId = Annotated[str, typer.Option("--form", help=tr("Id of the form."))]
EventId = Annotated[str, typer.Option("--event", help=tr("Id of the event."))]
Out = Annotated[Path, typer.Option("--out", help=tr("The PDF to write."))]
EditionName = Annotated[str, typer.Option("--edition", help=tr("standard, large-print or easy-read."))]
LanguageName = Annotated[str, typer.Option("--language", help=tr("Language of the form, as the form names it."))]
Second = Annotated[
    str, typer.Option("--second-language", help=tr("Another language of the form, side by side with the first."))
]
Size = Annotated[str, typer.Option("--size", help=tr("A4, A3, A5 or Letter."))]
OneSided = Annotated[bool, typer.Option("--one-sided", help=tr("For printing on one side of the paper."))]
TintName = Annotated[str, typer.Option("--tint", help=tr("A ground of yellow or cream; else white."))]
OnTinted = Annotated[bool, typer.Option("--on-tinted-paper", help=tr("The paper has the tint: draw no ground."))]
Pages = Annotated[
    str,
    typer.Option(
        "--pages",
        help=tr("Some pages only, such as 3-6, counted as they are printed; widened to whole sheets."),
    ),
]


def add_printing(app: typer.Typer) -> None:
    """Add the commands that print to those of paper."""
    app.command("print")(print_paper)
    app.command("master")(master)
    app.command("labels")(labels)


def print_paper(
    context: typer.Context,
    form: FormId,
    event: EventId,
    copies: Annotated[int, typer.Option("--copies", min=1, help=tr("How many copies."))],
    out: Out,
    edition: EditionName = "standard",
    language: LanguageName = "",
    second_language: Second = "",
    size: Size = "A4",
    one_sided: OneSided = False,
    tint: TintName = "",
    on_tinted_paper: OnTinted = False,
    pages: Pages = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Write numbered copies as PDF, log them, and print the serials."""
    from desktop.workflows.print_paper import paper_copies, print_copies

    look = _look(edition, language, second_language, size, one_sided, tint, on_tinted_paper)
    with office(context).workplace() as place:
        printed = print_copies(
            place,
            actor=office(context).actor(place, as_name),
            form_id=form,
            event_id=event,
            copies=copies,
            out=out,
            look=look,
            pages=_pages(pages),
            progress=_Told().progress,
        )
        serials = [copy.serial for copy in paper_copies(place, run_id=printed.run.run_id)]
    for path in printed.files:
        typer.echo(ntr("{count} copy: {path}", "{count} copies: {path}", copies, path=path), err=True)
    for advice in printed.advice:
        warn(advice)
    show_one(
        {
            "run_id": printed.run.run_id,
            "layout_id": printed.run.layout_id,
            "files": [str(path) for path in printed.files],
            "advice": list(printed.advice),
            "serials": serials,
        },
        "\n".join(serials),
        as_json=as_json,
    )


def master(
    context: typer.Context,
    form: FormId,
    event: EventId,
    out: Out,
    edition: EditionName = "standard",
    language: LanguageName = "",
    second_language: Second = "",
    size: Size = "A4",
    one_sided: OneSided = False,
    tint: TintName = "",
    on_tinted_paper: OnTinted = False,
    pages: Pages = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Write an unnumbered master for the photocopier as PDF, and log it."""
    from desktop.workflows.paper_files import print_master

    look = _look(edition, language, second_language, size, one_sided, tint, on_tinted_paper)
    with office(context).workplace() as place:
        run = print_master(
            place,
            actor=office(context).actor(place, as_name),
            form_id=form,
            event_id=event,
            out=out,
            look=look,
            pages=_pages(pages),
        )
    raw = {"run_id": run.run_id, "layout_id": run.layout_id, "file": str(out)}
    show_one(raw, str(out), as_json=as_json)


def labels(
    context: typer.Context,
    form: FormId,
    event: EventId,
    count: Annotated[int, typer.Option("--labels", min=1, help=tr("How many labels."))],
    out: Out,
    sheet: Annotated[str, typer.Option("--sheet", help=tr("How the labels stand on A4: 5x13 or 3x8."))] = "5x13",
    skip: Annotated[int, typer.Option("--skip", min=0, help=tr("Labels that are gone from the first sheet."))] = 0,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Write labels with numbers for sheets that were photocopied, log them, and print the serials."""
    from desktop.workflows.paper_files import print_labels

    with office(context).workplace() as place:
        drawn = print_labels(
            place,
            actor=office(context).actor(place, as_name),
            form_id=form,
            event_id=event,
            labels=count,
            out=out,
            sheet=sheet,
            skip=skip,
        )
    typer.echo(ntr("{count} label: {path}", "{count} labels: {path}", count, path=out), err=True)
    serials = [each.canonical for each in drawn.serials]
    raw = {"run_id": drawn.run.run_id, "file": str(out), "serials": serials}
    show_one(raw, "\n".join(serials), as_json=as_json)


@dataclass(slots=True)
class _Told:
    """Says how far a long job is, every tenth of it. Not frozen: it remembers what it said."""

    said: int = 0

    def progress(self, done: int, total: int) -> None:
        tenth = done * 10 // total
        if total >= 100 and tenth > self.said:
            self.said = tenth
            typer.echo(tr("{done} of {total} copies", done=done, total=total), err=True)


def _look(
    edition: str, language: str, second: str, size: str, one_sided: bool, tint: str, on_tinted_paper: bool
) -> PaperLook:
    return PaperLook(
        edition=edition,
        language=language or None,
        second_language=second or None,
        page_size=size,
        duplex=not one_sided,
        tint=tint,
        tinted_stock=on_tinted_paper,
    )


def _pages(text: str) -> tuple[int, int] | None:
    """Return first and last page of ``3-6`` or ``3``; ``None`` where nothing is given."""
    if not text:
        return None
    found = re.fullmatch(r"\s*(\d{1,4})\s*(?:[-–]\s*(\d{1,4}))?\s*", text)
    if found is None:
        raise typer.BadParameter(tr("Give one page or a range, such as 3-6."), param_hint="--pages")
    return int(found[1]), int(found[2] or found[1])
