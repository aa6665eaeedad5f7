"""``ledger``: where every item is, and whether the equations hold."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from desktop.commands.office import REFUSED, AsJson, office
from desktop.foundation.translation import tr


def ledger(
    context: typer.Context,
    store: Annotated[str, typer.Option("--store", help=tr("A central store instead of this device's."))] = "",
    as_json: AsJson = False,
) -> None:
    """Show the ledger. Exit code 1 when an equation does not hold."""
    from desktop.workflows.balance import balance
    from desktop.workflows.receive_batches import central_balance

    with office(context).workplace() as place:
        found = central_balance(place, store_url=store) if store else balance(place)
    ledger = found.ledger
    if as_json:
        raw = {
            "counts": {state.value: count for state, count in ledger.counts.items()},
            "equations": [
                {"words": each.words, "left": each.left, "right": each.right, "holds": each.holds}
                for each in ledger.equations
            ],
            "timeliness": {
                each.programme_id: {window.value: count for window, count in each.by_window.items()}
                for each in found.timeliness
            },
            "balances": ledger.balances,
        }
        typer.echo(json.dumps(raw, indent=1, ensure_ascii=False))
    else:
        for state, count in ledger.counts.items():
            typer.echo(f"{count:8}  {tr(state.value.replace('_', ' '))}")
        for each in found.timeliness:
            counts = ", ".join(f"{tr(window.value)} {count}" for window, count in each.by_window.items())
            typer.echo(f"{each.title}: {counts}")
        for equation in ledger.equations:
            mark = tr("holds") if equation.holds else tr("DOES NOT HOLD")
            typer.echo(f"{mark}: {equation.words} {equation.left} = {equation.right}")
    if not ledger.balances:
        raise typer.Exit(REFUSED)
