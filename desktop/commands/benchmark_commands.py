"""``benchmark``: the published tables that those who were heard are compared with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from desktop.commands.office import AsJson, AsName, iso_date, office, show, show_one, warn
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("Load, list and remove benchmarks; show who was heard."))

_DIMENSIONS = "age|sex|ethnic_group|disability"


@app.command("import")
def import_table(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help=tr("A CSV file: code, label, people or percent, answers."))],
    dimension: Annotated[str, typer.Option("--dimension", help=_DIMENSIONS)],
    source: Annotated[str, typer.Option("--source", help=tr("Who published the table."))],
    table: Annotated[str, typer.Option("--table", help=tr("Its name or number."))],
    published: Annotated[str, typer.Option("--published", help=tr("Date of publishing, year-month-day."))],
    licence: Annotated[str, typer.Option("--licence", help=tr("Under which it may be used."))],
    programme: Annotated[str, typer.Option("--programme", help=tr("Only for this programme."))] = "",
    made_up: Annotated[bool, typer.Option("--made-up", help=tr("For trying out; always said."))] = False,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Load a benchmark; the one that was in force gives way to it."""
    from desktop.analysis.representation_words import source_words
    from desktop.workflows.benchmarks import import_benchmark

    with office(context).workplace() as place:
        loaded = import_benchmark(
            place,
            actor=office(context).actor(place, as_name),
            path=path,
            dimension=dimension,
            source=source,
            table=table,
            published=date.fromisoformat(iso_date(published, "--published")),
            licence=licence,
            made_up=made_up,
            programme_id=programme,
        )
    for sentence in loaded.warnings:
        warn(sentence)
    benchmark = loaded.benchmark
    show_one(
        {"dimension": benchmark.dimension.value, "programme_id": programme, "groups": len(benchmark.rows)},
        source_words(benchmark),
        as_json=as_json,
    )


@app.command("list")
def list_tables(context: typer.Context, as_json: AsJson = False) -> None:
    """List the benchmarks that are loaded."""
    from desktop.workflows.benchmarks import benchmarks

    with office(context).workplace() as place:
        found = benchmarks(place)
    show(
        found,
        {
            "dimension": lambda each: each.dimension.value,
            "programme_id": lambda each: each.programme_id,
            "source": lambda each: each.source,
            "table": lambda each: each.table,
            "published": lambda each: each.published,
            "licence": lambda each: each.licence,
            "made_up": lambda each: each.made_up,
            "groups": lambda each: len(each.rows),
        },
        as_json=as_json,
    )


@app.command("remove")
def remove(
    context: typer.Context,
    dimension: Annotated[str, typer.Argument(help=_DIMENSIONS)],
    programme: Annotated[str, typer.Option("--programme", help=tr("The one of this programme."))] = "",
    as_name: AsName = "",
) -> None:
    """Let a benchmark go."""
    from desktop.workflows.benchmarks import remove_benchmark

    with office(context).workplace() as place:
        remove_benchmark(
            place, actor=office(context).actor(place, as_name), dimension=dimension, programme_id=programme
        )
    typer.echo(tr("The benchmark was removed."))


@app.command("heard")
def heard(
    context: typer.Context,
    programme: Annotated[str, typer.Argument(help=tr("Id of the programme."))],
    event: Annotated[str, typer.Option("--event", help=tr("Only at this event."))] = "",
) -> None:
    """Say who was heard, in steps of ten responses and rounded to five."""
    from desktop.analysis.representation_words import (
        base_words,
        dimension_words,
        group_sentence,
        not_said_words,
        source_words,
    )
    from desktop.workflows.representation import not_heard

    with office(context).workplace() as place:
        views = not_heard(place, programme, event)
    for view in views:
        typer.echo(f"{dimension_words(view.dimension)}: {base_words(view)}")
        for group in (*view.groups, *view.unmapped):
            typer.echo(f"  {group_sentence(group)}")
        for line in (not_said_words(view), source_words(view.benchmark)):
            if line:
                typer.echo(f"  {line}")
