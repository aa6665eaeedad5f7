"""``forms``: checking a pack, a spreadsheet or an XForm before anybody relies on it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.commands.office import REFUSED, AsJson, show
from desktop.foundation.translation import tr
from desktop.questionnaires.problems import Severity

app = typer.Typer(no_args_is_help=True, help=tr("Check forms and programme packs."))


@app.callback()
def _group() -> None:
    """Keep ``check`` a subcommand also while it is the only one."""


@app.command("check")
def check(
    path: Annotated[Path, typer.Argument(help=tr("Pack folder, .xlsx or .xml."))], as_json: AsJson = False
) -> None:
    """List every problem: one line each, with sheet, row, fault and remedy. Errors give exit code 1."""
    from desktop.workflows.check_forms import check_any

    problems = check_any(path)
    if as_json:
        show(
            problems,
            {
                "severity": lambda each: each.severity.value,
                "sheet": lambda each: each.sheet,
                "row": lambda each: each.row,
                "column": lambda each: each.column,
                "fault": lambda each: each.fault,
                "remedy": lambda each: each.remedy,
            },
            as_json=True,
        )
    else:
        for each in problems:
            typer.echo(f"{each.severity.value}: {each.line()}")
    errors = sum(1 for each in problems if each.severity is Severity.ERROR)
    unfilled = sum(1 for each in problems if each.severity is Severity.TO_FILL_IN)
    typer.echo(
        tr("{errors} errors, {unfilled} places to be filled in, {all} lines in all.",
           errors=errors, unfilled=unfilled, all=len(problems)),
        err=True,
    )  # fmt: skip
    if errors:
        raise typer.Exit(REFUSED)
