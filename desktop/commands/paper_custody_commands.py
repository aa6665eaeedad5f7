"""``paper issue``, ``return``, ``spoil`` and so on: custody of paper from a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.office import REFUSED, AsJson, AsName, iso_date, office, show, show_one, warn
from desktop.commands.paper_ledger_commands import ledger
from desktop.foundation.translation import ntr, tr
from desktop.sheets.custody import SheetHow, SheetMoveKind

if TYPE_CHECKING:
    from desktop.workflows.custody import Moved
    from desktop.workflows.number_sheets import NumberedSheet

Given = Annotated[
    list[str],
    typer.Argument(
        help=tr(
            "Serials, page codes, two serials with “…” between them, or “run 3 10-25”. "
            "“-” reads them from standard input, one a line, as a scanner types them."
        )
    ),
]
Day = Annotated[str, typer.Option("--day", help=tr("Day on which it happened (YYYY-MM-DD); else today."))]
How = Annotated[SheetHow, typer.Option("--how", help=tr("At an event or by post."), show_default=False)]
EventId = Annotated[str, typer.Option("--event", help=tr("Id of the event; else where the copies count already."))]
FormId = Annotated[str, typer.Option("--form", help=tr("Id of the form."))]
Why = Annotated[str, typer.Option("--reason", help=tr("Why, with nothing of a respondent."))]
Programme = Annotated[str, typer.Option("--programme", help=tr("Id of the programme; else all."))]


def add_custody(app: typer.Typer) -> None:
    """Add the commands of custody to those of paper."""
    for name, command in (
        ("issue", issue),
        ("return", return_),
        ("blank", blank),
        ("refuse", refuse),
        ("spoil", spoil),
        ("unaccounted", unaccounted),
        ("put-back", put_back),
        ("undo", undo),
        ("number", number),
        ("photocopy", photocopy),
        ("pile", pile),
        ("pile-sheet", pile_sheet),
        ("acts", acts),
        ("ledger", ledger),
    ):
        app.command(name)(command)


def issue(
    context: typer.Context,
    given: Given,
    how: How = SheetHow.NOT_SAID,
    edition: Annotated[str, typer.Option("--format", help=tr("Format that was posted."))] = "",
    event: EventId = "",
    day: Day = "",
    reason: Why = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Log copies as handed out or posted."""
    _move(context, SheetMoveKind.ISSUE, given, how, event, day, reason, as_name, as_json, edition=edition)


def return_(
    context: typer.Context,
    given: Given,
    how: How = SheetHow.NOT_SAID,
    event: EventId = "",
    day: Day = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Log copies as returned; the day is the day on which they were received."""
    _move(context, SheetMoveKind.RETURN, given, how, event, day, "", as_name, as_json)


def blank(
    context: typer.Context,
    given: Given,
    how: How = SheetHow.NOT_SAID,
    event: EventId = "",
    day: Day = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Log copies as returned with nothing on them."""
    _move(context, SheetMoveKind.BLANK, given, how, event, day, "", as_name, as_json)


def refuse(
    context: typer.Context,
    given: Given,
    how: How = SheetHow.NOT_SAID,
    event: EventId = "",
    day: Day = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Log copies as returned with a refusal."""
    _move(context, SheetMoveKind.REFUSE, given, how, event, day, "", as_name, as_json)


def spoil(
    context: typer.Context,
    given: Given,
    reason: Why = "",
    day: Day = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Log copies as spoiled."""
    _move(context, SheetMoveKind.SPOIL, given, SheetHow.NOT_SAID, "", day, reason, as_name, as_json)


def unaccounted(
    context: typer.Context,
    given: Given,
    reason: Why = "",
    day: Day = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Log that nobody knows where copies are."""
    _move(context, SheetMoveKind.UNACCOUNTED, given, SheetHow.NOT_SAID, "", day, reason, as_name, as_json)


def put_back(
    context: typer.Context,
    given: Given,
    reason: Why,
    all_moves: Annotated[bool, typer.Option("--all", help=tr("Everything, as it was printed."))] = False,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Take back what was done last with each copy."""
    from desktop.workflows.custody import put_back as put_back_

    here = office(context)
    with here.workplace() as place:
        actor = here.actor(place, as_name)
        done = put_back_(place, actor=actor, given=_lines(given), reason=reason, all_moves=all_moves)
    _say(done, as_json)


def undo(
    context: typer.Context,
    act: Annotated[str, typer.Argument(help=tr("Id of what was done, as “paper acts” lists it."))],
    reason: Why,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Take a whole act back, for all its copies."""
    from desktop.workflows.custody import undo as undo_

    here = office(context)
    with here.workplace() as place:
        done = undo_(place, actor=here.actor(place, as_name), move_id=act, reason=reason)
    _say(done, as_json)


def number(
    context: typer.Context,
    form: FormId,
    event: Annotated[str, typer.Option("--event", help=tr("Id of the event."))],
    label: Annotated[str, typer.Option("--label", help=tr("Serial on the label that is on the sheet."))] = "",
    page: Annotated[str, typer.Option("--page", help=tr("The square code of a page of it."))] = "",
    how: How = SheetHow.NOT_SAID,
    day: Day = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Give a returned sheet of the unnumbered master its number, and print it."""
    from desktop.workflows.number_sheets import number_sheet

    here = office(context)
    with here.workplace() as place:
        sheet = number_sheet(
            place,
            actor=here.actor(place, as_name),
            form_id=form,
            event_id=event,
            label=label,
            page_code=page,
            day=_day(day),
            how=how,
        )
    _say_number(sheet, as_json)


def photocopy(
    context: typer.Context,
    serial: Annotated[str, typer.Argument(help=tr("The serial that is on both sheets."))],
    event: EventId = "",
    how: How = SheetHow.NOT_SAID,
    day: Day = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Accept a second sheet with one serial as a photocopy, and print the number of its own."""
    from desktop.workflows.number_sheets import accept_photocopy

    here = office(context)
    with here.workplace() as place:
        sheet = accept_photocopy(
            place, actor=here.actor(place, as_name), original=serial, event_id=event, day=_day(day), how=how
        )
    _say_number(sheet, as_json)


def pile(context: typer.Context, given: Given, as_json: AsJson = False) -> None:
    """List what is in a stack; nothing is moved."""
    from desktop.workflows.custody import pile as pile_

    with office(context).workplace() as place:
        found = pile_(place, _lines(given))
    show(
        found.copies,
        {
            "serial": lambda each: each.shown,
            "state": lambda each: tr(each.copy.state.value),
            "form_id": lambda each: each.copy.form_id,
            "event_id": lambda each: each.copy.event_id,
            "run": lambda each: None if each.run is None else each.run.run_number,
            "number": lambda each: each.number,
            "received_on": lambda each: each.copy.received_on,
            "late": lambda each: tr("late") if each.late else "",
        },
        as_json=as_json,
    )
    for left in found.left_out:
        warn(f"{left.given}: {left.why}")
    if found.twice:
        warn(_photocopies(found.twice))


def pile_sheet(
    context: typer.Context,
    given: Given,
    out: Annotated[Path, typer.Option("--out", help=tr("The PDF to write."))],
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Write the sheet that lies on a stack as PDF: a page for each pile. Nothing is moved."""
    from desktop.workflows.paper_files import write_pile_sheet

    here = office(context)
    with here.workplace() as place:
        piles = write_pile_sheet(place, actor=here.actor(place, as_name), given=_lines(given), out=out)
    typer.echo(ntr("{count} pile: {path}", "{count} piles: {path}", piles, path=out), err=True)
    show_one({"file": str(out), "piles": piles}, str(out), as_json=as_json)


def acts(context: typer.Context, programme: Programme = "", as_json: AsJson = False) -> None:
    """List what was done with paper, newest first."""
    from desktop.workflows.custody import acts as acts_

    with office(context).workplace() as place:
        found = acts_(place, programme_id=programme)
    show(
        found,
        {
            "id": lambda each: each.move_id,
            "at": lambda each: each.made_at.isoformat(timespec="minutes"),
            "done": lambda each: tr(each.kind.value),
            "copies": lambda each: len(each.serials),
            "day": lambda each: each.day.isoformat(),
            "how": lambda each: each.how.value,
            "by": lambda each: each.made_by,
            "reason": lambda each: each.reason,
        },
        as_json=as_json,
    )


def _move(
    context: typer.Context,
    kind: SheetMoveKind,
    given: list[str],
    how: SheetHow,
    event: str,
    day: str,
    reason: str,
    as_name: str,
    as_json: bool,
    *,
    edition: str = "",
) -> None:
    from desktop.workflows.custody import move

    here = office(context)
    with here.workplace() as place:
        done = move(
            place,
            actor=here.actor(place, as_name),
            kind=kind,
            given=_lines(given),
            day=_day(day),
            how=how,
            edition=edition,
            event_id=event,
            reason=reason,
        )
    _say(done, as_json)


def _lines(given: Iterable[str]) -> list[str]:
    return [line for each in given for line in (sys.stdin.read().splitlines() if each == "-" else [each])]


def _day(text: str) -> date | None:
    return date.fromisoformat(iso_date(text, "--day")) if text else None


def _say(done: Moved, as_json: bool) -> None:
    for left in done.left_out:
        warn(f"{left.given}: {left.why}")
    if done.twice:
        warn(_photocopies(done.twice))
    raw = {
        "acts": [each.move_id for each in done.moves],
        "copies": list(done.serials),
        "late": done.late,
        "left_out": [asdict(each) for each in done.left_out],
        "twice": list(done.twice),
    }
    many = len(done.serials)
    show_one(raw, ntr("{count} copy moved.", "{count} copies moved.", many), as_json=as_json)
    if not done.moves:
        raise typer.Exit(REFUSED)


def _say_number(sheet: NumberedSheet, as_json: bool) -> None:
    raw = {"serial": sheet.serial.canonical, "shown": sheet.shown, "act": sheet.move.move_id}
    show_one(raw, sheet.shown, as_json=as_json)


def _photocopies(serials: Iterable[str]) -> str:
    return tr("given twice, or photocopies: {serials}", serials=", ".join(serials))
