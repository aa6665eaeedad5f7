"""``programme``: opening packs and listing what is open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.commands.office import AsJson, AsName, office, show, show_one
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("Open programme packs."))


@app.command("open")
def open_pack(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help=tr("Folder of a pack, or one form (.xlsx, .xml)."))],
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Open a programme; opening it again brings it up to date."""
    from desktop.workflows.open_programme import open_programme

    with office(context).workplace() as place:
        programme = open_programme(place, actor=office(context).actor(place, as_name), path=path)
    show_one(
        {"programme_id": programme.programme_id, "forms": [form.form_id for form in programme.forms]},
        programme.programme_id,
        as_json=as_json,
    )


@app.command("list")
def list_programmes(context: typer.Context, as_json: AsJson = False) -> None:
    """List the programmes that are open here, with their forms."""
    from desktop.workflows.open_programme import programmes
    from desktop.workflows.run_event import window_words

    with office(context).workplace() as place:
        found = programmes(place)
        words = {each.programme_id: window_words(place, each.programme_id) for each in found}
    show(
        found,
        {
            "programme_id": lambda each: each.programme_id,
            "title": lambda each: each.title,
            "organisation": lambda each: each.organisation,
            "opens": lambda each: each.opens,
            "closes": lambda each: each.last_day,
            "forms": lambda each: ",".join(form.form_id for form in each.forms),
            "window": lambda each: words[each.programme_id],
        },
        as_json=as_json,
    )
