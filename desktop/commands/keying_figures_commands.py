"""``keying figures``: how sheets are keyed, at a terminal or as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.keying_commands import add_keying
from desktop.commands.office import AsJson, AsName, office, show, show_one
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.workflows.keying_figures import Counted, Line

app = typer.Typer(no_args_is_help=True, help=tr("How sheets are keyed, and keyed a second time."))
add_keying(app)
_BY = ("keyer", "form", "question", "sheets")


@app.callback()
def keying() -> None:
    """Stand for the group: one of a single command would be that command."""


@app.command("figures")
def figures(
    context: typer.Context,
    programme: Annotated[str, typer.Argument(metavar="PROGRAMME", help=tr("Id of the programme."))],
    by: Annotated[str, typer.Option("--by", help="keyer|form|question|sheets")] = "keyer",
    form: Annotated[str, typer.Option("--form", help=tr("Id of a form; needed for questions of several."))] = "",
    keyer: Annotated[str, typer.Option("--keyer", help=tr("Name of one keyer."))] = "",
    store: Annotated[str, typer.Option("--store", help=tr("A central store instead of this device's."))] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help=tr("Write everything to a file instead: .pdf or .csv."))
    ] = None,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Show keys an hour, errors that second keying showed and agreement: to help a person, not to rank anybody."""
    from desktop.workflows.keying_figure_files import write_figures
    from desktop.workflows.keying_figure_words import purpose_words
    from desktop.workflows.keying_figures import count

    if by not in _BY:
        raise Refusal(
            place="--by",
            fault=tr("There are no figures by {what}.", what=by),
            remedy=tr("Use one of: {kinds}.", kinds=", ".join(_BY)),
        )
    here = office(context)
    with here.workplace() as place:
        counted = count(place, actor=here.actor(place, as_name), programme_id=programme, store_url=store)
    if out is not None:
        write_figures(counted, out=out)
        show_one({"file": str(out)}, str(out), as_json=as_json)
        return
    if not as_json:
        typer.echo(purpose_words(counted), err=True)
    if by == "sheets":
        show(
            counted.waits,
            {"sheets": lambda each: each[1], "what": lambda each: each[0]},
            as_json=as_json,
        )
        return
    _show(_lines(counted, by, form, keyer), by, as_json=as_json)


def _lines(counted: Counted, by: str, form: str, name: str) -> Sequence[Line]:
    from desktop.workflows.keying_figures import by_form, by_keyer, by_question

    keyer = next((key for key, each in counted.names.items() if each.casefold() == name.casefold()), "")
    if name and not keyer:
        raise Refusal(
            place="--keyer",
            fault=tr("Nobody of the name {name} is in these figures.", name=name),
            remedy=tr("Give the name as the figures by keyer show it."),
        )
    if by == "keyer":
        return [each for each in by_keyer(counted, form_id=form) if keyer in ("", each.key)]
    if by == "form":
        return [each for each in by_form(counted, keyer=keyer) if form in ("", each.key)]
    wanted = (form,) if form else tuple(counted.forms)
    return [each for form_id in wanted for each in by_question(counted, form_id=form_id, keyer=keyer)]


def _show(lines: Sequence[Line], by: str, *, as_json: bool) -> None:
    from desktop.workflows import keying_figure_words as said

    if as_json:
        show(
            lines,
            {
                **({"number": lambda each: each.number} if by == "question" else {}),
                by: lambda each: each.label if by != "form" else each.key,
                "keystrokes": lambda each: each.tally.keystrokes,
                "seconds": lambda each: round(each.tally.seconds, 1),
                "keystrokes_an_hour": lambda each: each.an_hour,
                "fields": lambda each: each.tally.fields,
                "errors": lambda each: each.tally.errors,
                "errors_per_1000": lambda each: each.per_1000,
                "low_95": lambda each: each.low,
                "high_95": lambda each: each.high,
                "agreement": lambda each: each.agreement,
                "kappa": lambda each: each.kappa,
                "not_decided": lambda each: each.tally.waiting,
            },
            as_json=True,
        )
        return
    show(
        lines,
        {
            **({tr("no."): lambda each: each.number} if by == "question" else {}),
            tr(by): lambda each: each.label,
            tr("keys an hour"): said.pace_words,
            tr("errors in fields"): said.errors_words,
            tr("in 1,000"): said.rate_words,
            tr("95 % interval"): said.interval_words,
            tr("agreement"): said.agreement_words,
            tr("beyond chance"): said.kappa_words,
            tr("not decided"): said.waiting_words,
        },
        as_json=False,
    )
