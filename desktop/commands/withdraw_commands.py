"""``withdraw`` and ``out-of-reach``: taking answers back by their code, and the copies left to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.office import AsJson, AsName, office, show, show_one
from desktop.foundation.translation import tr

if TYPE_CHECKING:
    from desktop.workflows.withdraw import Withdrawal

app = typer.Typer(no_args_is_help=True, help=tr("Copies that no withdrawal reaches, for a person to act on."))
MaybeStore = Annotated[
    str, typer.Option("--store", help=tr("A central store instead of this laptop's: a file or a PostgreSQL URL."))
]


def withdraw(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help=tr("The code on the slip; - to read it from standard input."))],
    store: MaybeStore = "",
    reason: Annotated[str, typer.Option("--reason", help=tr("Why, with no names; nobody has to give one."))] = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Take back the answers that belong to a code. Where they are not here, the instruction travels and waits."""
    from desktop.workflows import withdraw as taking_back

    # a shell keeps what was typed after a command: from standard input the code stays out of its history
    given = typer.get_text_stream("stdin").readline() if code == "-" else code
    with office(context).workplace() as place:
        actor = office(context).actor(place, as_name)
        if store:
            done = taking_back.withdraw_at_centre(place, actor=actor, store_url=store, code=given, reason=reason)
        else:
            done = taking_back.withdraw(place, actor=actor, code=given, reason=reason)
    tell(done, as_json=as_json)


def tell(done: Withdrawal, *, as_json: bool) -> None:
    """Write what became of a withdrawal or an erasure, and which copies are left to a person."""
    if not done.found:
        lines = [tr("It is not here. The instruction waits for it, and goes on with the batches.")]
    elif done.before:
        lines = [tr("It was taken back here before. There was nothing left to do.")]
    else:
        lines = [tr("Taken back here.")]
    lines += [f"{each.kind}: {each.place}. {each.words}" for each in done.out_of_reach]
    show_one(
        {
            "instruction_id": done.instruction_id,
            "found": done.found,
            "before": done.before,
            "state": done.state.value if done.state else None,
            "out_of_reach": [
                {"copy_id": each.copy_id, "kind": each.kind, "place": each.place, "expires": each.expires}
                for each in done.out_of_reach
            ],
        },
        "\n".join(lines),
        as_json=as_json,
    )


@app.command("list")
def list_copies(context: typer.Context, store: MaybeStore = "", as_json: AsJson = False) -> None:
    """List the copies that nobody has dealt with yet."""
    from desktop.workflows.withdraw import copies_to_act_on

    with office(context).workplace() as place:
        found = copies_to_act_on(place, store_url=store)
    show(
        found,
        {
            "copy_id": lambda each: each.copy_id,
            "kind": lambda each: each.kind,
            "place": lambda each: each.place,
            "made_at": lambda each: each.made_at.isoformat(),
            "expires": lambda each: each.expires,
            "instruction_id": lambda each: each.instruction_id,
            "words": lambda each: each.words,
        },
        as_json=as_json,
    )


@app.command("done")
def done(
    context: typer.Context,
    copy: Annotated[str, typer.Argument(help=tr("Id of the copy."))],
    store: MaybeStore = "",
    as_name: AsName = "",
) -> None:
    """Say that a copy was dealt with: deleted, or seen to."""
    from desktop.workflows.withdraw import mark_dealt_with

    with office(context).workplace() as place:
        mark_dealt_with(place, actor=office(context).actor(place, as_name), copy_id=copy, store_url=store)
