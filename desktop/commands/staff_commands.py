"""``staff``: who works with this laptop."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.office import AsJson, AsName, office, show, show_one
from desktop.foundation.translation import tr
from desktop.staff.people import Role

if TYPE_CHECKING:
    from desktop.workflows.workplace import Workplace

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


_Who = Annotated[str, typer.Argument(metavar="NAME", help=tr("Their name as it is on the list."))]


@app.command("set-pin")
def set_pin(
    context: typer.Context,
    name: _Who,
    no_pin: Annotated[bool, typer.Option("--none", help=tr("Take the PIN away."))] = False,
    as_name: AsName = "",
) -> None:
    """Set somebody's PIN: asked for at the terminal or read as one line, never given on the command line."""
    from desktop.workflows.manage_staff import change_pin

    pin = None if no_pin else _ask_pin()
    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        change_pin(place, actor=actor, person_id=_id_of(place, name), pin=pin)


@app.command("set-role")
def set_role(
    context: typer.Context,
    name: _Who,
    role: Annotated[Role, typer.Option("--role", help=tr("What they do from now on."))],
    as_name: AsName = "",
) -> None:
    """Give somebody another role."""
    from desktop.workflows.manage_staff import change_role

    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        change_role(place, actor=actor, person_id=_id_of(place, name), role=role)


@app.command("remove")
def remove(context: typer.Context, name: _Who, as_name: AsName = "") -> None:
    """Take somebody off the list. What they did keeps their name."""
    from desktop.workflows.manage_staff import remove_person

    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        remove_person(place, actor=actor, person_id=_id_of(place, name))


def _ask_pin() -> str:
    """Return the PIN that is typed unseen at a terminal, or given as one line by whatever feeds this command."""
    if sys.stdin is not None and sys.stdin.isatty():
        import getpass

        return getpass.getpass(tr("New PIN:") + " ")
    return sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""


def _id_of(place: Workplace, name: str) -> str:
    from desktop.workflows.manage_staff import person_called

    return person_called(place, name).person_id
