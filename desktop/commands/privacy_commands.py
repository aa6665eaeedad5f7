"""``privacy report``: every field stored, where, under which key, who receives it, how long."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.commands.office import office
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("What is stored, for a data protection impact assessment."))


@app.callback()
def _group() -> None:
    """Keep ``report`` a command of a group, though it is the only one."""


@app.command()
def report(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help=tr("The file to write: .md, .pdf or .json."))],
    store: Annotated[str, typer.Option("--store", help=tr("A central store instead of this device's."))] = "",
) -> None:
    """Write every field stored, where, under which key, who receives it and how long; no data is in it."""
    from desktop.workflows.privacy_report import make_report, write_report

    with office(context).workplace() as place:
        write_report(make_report(place, store_url=store), out)
    typer.echo(str(out))
