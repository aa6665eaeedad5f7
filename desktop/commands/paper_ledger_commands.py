"""``paper ledger``: where every sheet is, for each event and form."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.office import REFUSED, AsJson, AsName, office, warn
from desktop.foundation.translation import ntr, tr
from desktop.sheets.copies import RunKind
from desktop.sheets.state_words import edition_words, run_words, state_words

if TYPE_CHECKING:
    from desktop.workflows.paper_ledger import PaperReport

Programme = Annotated[str, typer.Option("--programme", help=tr("Id of the programme."))]


def ledger(
    context: typer.Context,
    programme: Programme,
    store: Annotated[str, typer.Option("--store", help=tr("A central store instead of this device's."))] = "",
    pdf: Annotated[Path | None, typer.Option("--pdf", help=tr("Write it as PDF too, for the file."))] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help=tr("Write it as CSV too, a row a count."))] = None,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Show the paper ledger. Exit code 1 when an equation does not hold."""
    from desktop.workflows.paper_files import write_ledger_csv, write_ledger_pdf
    from desktop.workflows.paper_ledger import central_paper_ledger, paper_ledger

    here = office(context)
    with here.workplace() as place:
        actor = here.actor(place, as_name)
        if store:
            found = central_paper_ledger(place, actor=actor, store_url=store, programme_id=programme)
        else:
            found = paper_ledger(place, actor=actor, programme_id=programme)
        if pdf is not None:
            write_ledger_pdf(place, found, actor=actor, out=pdf)
        if csv is not None:
            write_ledger_csv(found, actor=actor, out=csv)
    if as_json:
        typer.echo(json.dumps(_ledger_json(found), indent=1, ensure_ascii=False, default=str))
    else:
        _write_ledger(found)
    if not found.ledger.balances:
        raise typer.Exit(REFUSED)


def _ledger_json(report: PaperReport) -> dict[str, object]:
    return {
        "programme_id": report.programme_id,
        "lines": [
            {
                **{
                    name: getattr(each.line, name)
                    for name in (
                        "event_id", "form_id", "printed", "unused", "foreign", "came", "went", "masters", "sheets",
                        "out", "keyed_unseen", "back_at_event", "back_by_post", "back_not_said", "late",
                        "balances",
                    )
                },
                "event": each.event_name,
                "form": each.form_title,
                "drawn": {kind.value: many for kind, many in each.line.drawn.items()},
                "states": {state.value: many for state, many in each.line.states.items()},
                "equations": [{**asdict(one), "holds": one.holds} for one in each.line.equations],
            }
            for each in report.lines
        ],
        "posted": [
            {"format": edition, "day": day, "copies": many}
            for (edition, day), many in report.ledger.posted.items()
        ],
        "requests": [
            {"kind": kind.value, "day": day.isoformat(), "requests": many}
            for (kind, day), many in report.requests.items()
        ],
        "disagreements": [asdict(each) for each in report.disagreements],
        "elsewhere": [asdict(each) for each in report.elsewhere],
        "balances": report.ledger.balances,
    }  # fmt: skip


def _write_ledger(report: PaperReport) -> None:
    from desktop.workflows.paper_files import request_words

    for named in report.lines:
        line = named.line
        typer.echo(f"{named.event_name or tr('no event named')}, {named.form_title}")
        rows = [(run_words(RunKind.NUMBERED), line.printed)]
        rows += [(run_words(kind), many) for kind, many in line.drawn.items()]
        rows += [
            (tr("numbers on no sheet"), line.unused),
            (tr("printed on another laptop"), line.foreign),
            (tr("from other events"), line.came),
            (tr("to other events"), line.went),
            (tr("unnumbered masters"), line.masters),
        ]
        for words, many in rows:
            if many:
                typer.echo(f"{many:8}  {words}")
        for state, many in line.states.items():
            typer.echo(f"{many:8}    {state_words(state)}")
        if line.late:
            typer.echo(f"{line.late:8}  {tr('of what came back, after the closing date')}")
        for one in line.equations:
            mark = tr("holds") if one.holds else tr("DOES NOT HOLD")
            typer.echo(f"{mark}: {one.words} {one.left} = {one.right}")
    for (edition, day), many in report.ledger.posted.items():
        typer.echo(tr("{day}: posted {many} ({edition})", day=day, many=many, edition=edition_words(edition)))
    for (kind, asked), many in report.requests.items():
        typer.echo(
            tr("{day}: asked for {many} ({what})", day=asked.isoformat(), many=many, what=request_words(kind))
        )
    for each in report.disagreements:
        warn(f"{each.shown}: {each.words}")
    for other in report.elsewhere:
        name = other.label or other.device_id or tr("a laptop that is not known here")
        typer.echo(
            ntr(
                "{count} sheet was printed by {name}, whose print log is not here.",
                "{count} sheets were printed by {name}, whose print log is not here.",
                other.sheets,
                name=name,
            )
        )
