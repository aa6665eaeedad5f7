"""``audit``: the trail of who did what, and whether it is whole."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop.commands.office import REFUSED, AsJson, AsName, office, show, show_one
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("The trail of who did what."))
_Store = Annotated[str, typer.Option("--store", help=tr("A central store instead of this device's."))]


@app.command("list")
def list_lines(
    context: typer.Context,
    store: _Store = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help=tr("Most lines to write."))] = 100,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """List the newest lines, newest first."""
    from desktop.workflows.audit import audit_lines

    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        lines = audit_lines(place, actor=actor, limit=limit, store_url=store)
    show(
        lines,
        {
            "number": lambda each: each.number,
            "at": lambda each: each.at.isoformat(timespec="seconds"),
            "who": lambda each: each.actor_name,
            "signed_in": lambda each: each.signed_in,
            "what": lambda each: each.what,
            "about": lambda each: each.about_id,
            "why": lambda each: each.why,
        },
        as_json=as_json,
    )


@app.command("verify")
def verify(
    context: typer.Context,
    store: _Store = "",
    expect: Annotated[
        str, typer.Option("--expect", metavar="NUMBER:HASH", help=tr("A head that was noted before."))
    ] = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Verify the chain of the trail. Exit code 1 when it is broken."""
    from desktop.workflows.audit import parse_head, verify_audit

    known = parse_head(expect) if expect else None
    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        found = verify_audit(place, actor=actor, store_url=store, known_head=known)
    raw = {
        "ok": found.ok,
        "lines": found.lines,
        "first_broken": found.first_broken,
        "words": found.words,
        "head": f"{found.number}:{found.head}",
    }
    show_one(raw, f"{found.words} {found.number}:{found.head}", as_json=as_json)
    if not found.ok:
        raise typer.Exit(REFUSED)


@app.command("heads")
def heads(
    context: typer.Context,
    store: Annotated[str, typer.Option("--store", help=tr("The central store."))],
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """List how far each device's trail was with each batch. Exit code 1 when one of them went back."""
    from desktop.workflows.audit import device_heads

    with office(context).workplace() as place:
        found = device_heads(place, actor=office(context).actor(place, as_name), store_url=store)
    show(
        found,
        {
            "device_id": lambda each: each.device_id,
            "epoch": lambda each: each.epoch,
            "batch": lambda each: each.batch,
            "formed_at": lambda each: each.formed_at.isoformat(timespec="seconds"),
            "head": lambda each: f"{each.number}:{each.head}",
            "went_back": lambda each: each.went_back,
        },
        as_json=as_json,
    )
    if any(each.went_back for each in found):
        raise typer.Exit(REFUSED)
