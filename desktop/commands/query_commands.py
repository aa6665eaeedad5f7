"""``queries``: what keyers ask the coordinator, from a terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop.commands.office import AsJson, AsName, office, show, show_one
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("What keyers ask about a field or a sheet."))


@app.command("list")
def list_queries(
    context: typer.Context,
    programme: Annotated[str, typer.Option("--programme", help=tr("Id of the programme; else all."))] = "",
    open_only: Annotated[bool, typer.Option("--open", help=tr("Only those that wait for an answer."))] = False,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """List the queries of sheets that are not keyed to the end. Their words may quote what somebody wrote."""
    from desktop.workflows.ask_coordinator import queries

    here = office(context)
    with here.workplace() as place:
        found = queries(place, actor=here.actor(place, as_name), programme_id=programme, open_only=open_only)
    show(
        found,
        {
            "id": lambda each: each.query.query_id,
            "serial": lambda each: each.shown,
            "form_id": lambda each: each.query.form_id,
            "number": lambda each: each.query.number,
            "question": lambda each: each.question,
            "asked_by": lambda each: each.query.asked_by,
            "at": lambda each: each.query.asked_at.isoformat(timespec="minutes"),
            "words": lambda each: each.query.words if as_json else " ".join(each.query.words.split()),
            "state": lambda each: tr(each.query.state.value),
            "answer": lambda each: each.query.answer if as_json else " ".join(each.query.answer.split()),
        },
        as_json=as_json,
    )


@app.command("answer")
def answer(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="ID", help=tr("Id of the query, as “queries list” shows it."))],
    words: Annotated[str, typer.Option("--words", help=tr("What is to be keyed."))],
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Answer a query; answered again, the new answer replaces the one before."""
    from desktop.workflows.ask_coordinator import answer as answer_

    here = office(context)
    with here.workplace() as place:
        told = answer_(place, actor=here.actor(place, as_name), query_id=query, answer=words)
    show_one({"id": told.query_id, "state": told.state.value}, told.query_id, as_json=as_json)
