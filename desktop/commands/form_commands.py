"""``forms``: checking, reading and trying a pack, a spreadsheet or an XForm before anybody relies on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.commands.office import REFUSED, AsJson, office, show
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.questionnaires.problems import Severity

if TYPE_CHECKING:
    from desktop.questionnaires.scripts import Run

_FORM = tr("XLSForm (.xlsx, .xls, .csv, .md), XForm (.xml), or pack folder.")
app = typer.Typer(no_args_is_help=True, help=tr("Check, read and try forms and programme packs."))


@app.command("check")
def check(path: Annotated[Path, typer.Argument(help=_FORM)], as_json: AsJson = False) -> None:
    """List every problem: one line each, with sheet, row, fault and remedy. Errors give exit code 1."""
    from desktop.workflows.check_forms import check_any

    problems = check_any(path)
    if as_json:
        show(
            problems,
            {
                "severity": lambda each: each.severity.value,
                "sheet": lambda each: each.sheet,
                "row": lambda each: each.row,
                "column": lambda each: each.column,
                "fault": lambda each: each.fault,
                "remedy": lambda each: each.remedy,
            },
            as_json=True,
        )
    else:
        for each in problems:
            typer.echo(f"{each.severity.value}: {each.line()}")
    errors = sum(1 for each in problems if each.severity is Severity.ERROR)
    unfilled = sum(1 for each in problems if each.severity is Severity.TO_FILL_IN)
    typer.echo(
        tr("{errors} errors, {unfilled} places to be filled in, {all} lines in all.",
           errors=errors, unfilled=unfilled, all=len(problems)),
        err=True,
    )  # fmt: skip
    if errors:
        raise typer.Exit(REFUSED)


@app.command("words")
def words_to_translate(
    pack: Annotated[Path, typer.Argument(help=tr("Folder of a programme pack."))],
    language: Annotated[str, typer.Option("--language", help=tr("Code of the language, such as ur."))],
    out: Annotated[Path, typer.Option("--out", help=tr("The PO file to write."))],
) -> None:
    """Write what a translator needs: the fixed words of paper and the programme's own, as a PO file.

    Put it back into the pack as translations/CODE.po; a person approves it in programme.toml.
    """
    from desktop.workflows.translate_pack import write_words

    written = write_words(pack, language=language, out=out)
    typer.echo(
        tr("{words} words and sentences, {missing} of them not translated: {path}",
           words=written.words, missing=written.missing, path=out)
    )  # fmt: skip


@app.command("show")
def show_form(
    path: Annotated[Path, typer.Argument(help=_FORM)],
    language: Annotated[str, typer.Option("--language", help=tr("Name of a language of the form."))] = "",
) -> None:
    """Write the form as text: parts, questions, choices, and who is asked what."""
    from desktop.workflows.try_forms import form_as_text

    typer.echo(form_as_text(path, language=language or None), nl=False)


@app.command("preview")
def preview_form(context: typer.Context, path: Annotated[Path, typer.Argument(help=_FORM)]) -> None:
    """Open a window and go through the form as a respondent would; nothing is saved."""
    open_window = office(context).preview
    if not path.exists() or open_window is None:
        raise Refusal(
            place=str(path),
            fault=tr("There is nothing here.") if open_window is not None else tr("No window can be opened here."),
            remedy=tr("Give an XLSForm, an XForm or the folder of a pack, on a computer with a screen."),
        )
    raise typer.Exit(open_window(path))


@app.command("run")
def run_form(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help=_FORM)],
    script: Annotated[Path, typer.Option("--script", help=tr("JSON file with the steps."))],
    expect: Annotated[
        bool, typer.Option("--expect", help=tr("Compare with EXPECTED, or with the states in the script."))
    ] = False,
    expected: Annotated[
        Path | None, typer.Argument(metavar="[EXPECTED]", help=tr("JSON file with the states that are expected."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Play a script of steps and write the state of every node that changed. A difference gives exit code 1."""
    from desktop.workflows.try_forms import run_script

    if expected is not None and path.suffix.lower() == ".json" and expected.suffix.lower() != ".json":
        path, expected = expected, path  # "--expect FILE" may stand before the form
    if expected is not None and not expect:
        raise typer.BadParameter(tr("A file with expected states goes with --expect."))
    tried = run_script(path, script, clock=office(context).clock, expected=expected)
    if as_json:
        typer.echo(json.dumps(tried.run.to_plain(), indent=1, ensure_ascii=False))
    elif not expect:
        for line in _run_lines(tried.run):
            typer.echo(line)
    if not expect:
        return
    if tried.difference:
        typer.echo(tried.difference, err=True)
        raise typer.Exit(REFUSED)
    typer.echo(tr("{count} steps, all as expected.", count=len(tried.run.steps)), err=True)


def _run_lines(run: Run) -> Iterator[str]:
    yield tr("After loading:")
    for state in run.initial.values():
        yield f"  {_state_line(state)}"
    for number, played in enumerate(run.steps, start=1):
        step = played.to_plain()
        said = " ".join(str(step[key]) for key in ("op", "ref", "value") if step.get(key) not in (None, ""))
        yield tr("Step {number}: {step}", number=number, step=said)
        if played.refused:
            yield "  " + tr("refused: {fault}", fault=played.refused)
        for state in played.changed:
            yield f"  {_state_line(state)}"
        for ref in played.removed:
            yield "  " + tr("{ref} is gone", ref=ref)
        if played.output:
            yield f"  {played.output}"


def _state_line(state: dict[str, Any]) -> str:
    """Return a node's state in one line: what is out of the ordinary, and the value."""
    marks = [] if state["relevant"] else [tr("not relevant")]
    marks += [tr("read only")] if state["readonly"] else []
    marks += [tr("required")] if state.get("required") else []
    marks += [f"{state['violation']}: {state['message']}"] if state.get("violation") else []
    if "choices" in state:
        marks.append(tr("choices {values}", values=" ".join(value for value, _label in state["choices"])))
    value = f" = {state['value']}" if "value" in state else ""
    return f"{state['ref']}{value}" + (f"  ({'; '.join(marks)})" if marks else "")
