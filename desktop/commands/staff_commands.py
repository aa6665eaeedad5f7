"""``staff``: who works with this laptop."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop.commands.office import AsJson, AsName, office, show, show_one
from desktop.foundation.translation import tr
from desktop.staff.people import Role

app = typer.Typer(no_args_is_help=True, help=tr("People at the laptop."))


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Option("--name", help=tr("Name as used at work."))],
    role: Annotated[Role, typer.Option("--role", help=tr("What they do."))],
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Add a person. A PIN is set at the screen, never on a command line."""
    from desktop.workflows.manage_staff import add_person

    with office(context).workplace() as place:
        person = add_person(place, actor=office(context).actor(place, as_name), name=name, role=role)
    show_one({"person_id": person.person_id, "name": person.name}, person.person_id, as_json=as_json)


@app.command("list")
def list_staff(context: typer.Context, as_json: AsJson = False) -> None:
    """List the people."""
    from desktop.workflows.manage_staff import people

    with office(context).workplace() as place:
        found = people(place)
    show(
        found,
        {
            "person_id": lambda each: each.person_id,
            "name": lambda each: each.name,
            "role": lambda each: each.role.value,
            "has_pin": lambda each: each.has_pin,
        },
        as_json=as_json,
    )
