"""``keying plan``, ``due``, ``differences``, ``decide`` and the piles that travel, from a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.office import AsJson, AsName, office, show, show_one
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import ntr, tr
from desktop.responses.verification_plan import QuestionScope, SheetRule, Tolerance

if TYPE_CHECKING:
    from desktop.responses.keyings import FieldKeyed
    from desktop.workflows.adjudicate import FieldToDecide

ProgrammeId = Annotated[str, typer.Option("--programme", help=tr("Id of the programme."))]
Serial = Annotated[str, typer.Argument(metavar="SERIAL", help=tr("Of the sheet."))]
PileId = Annotated[str, typer.Argument(metavar="ID", help=tr("Id of the pile, as “keying piles” lists it."))]
Out = Annotated[Path, typer.Option("--out", help=tr("File to write."))]


def add_keying(app: typer.Typer) -> None:
    """Add the commands of second keying."""
    for name, command in (
        ("plan", plan),
        ("due", due),
        ("differences", differences),
        ("decide", decide),
        ("decisions", decisions),
        ("piles", list_piles),
        ("export-pile", export_pile),
        ("import-pile", import_pile),
        ("return-pile", return_pile),
        ("end-pile", end_pile),
        ("clear-pile", clear_pile),
    ):
        app.command(name)(command)


def plan(
    context: typer.Context,
    form: Annotated[str, typer.Option("--form", help=tr("Id of the form."))],
    rule: Annotated[SheetRule | None, typer.Option("--rule", help=tr("Which sheets are keyed twice."))] = None,
    share: Annotated[float, typer.Option("--share", help=tr("Of 100 sheets, for the rule “sample”."))] = 10.0,
    limit: Annotated[
        float, typer.Option("--limit", help=tr("Of 100 sheets that may keep an error, for the rule “risk”."))
    ] = 1.0,
    run: Annotated[
        int, typer.Option("--run", help=tr("Sheets without an error after which a share is enough, for “risk”."))
    ] = 50,
    always: Annotated[
        list[str] | None, typer.Option("--always", help=tr("Path of a question to key twice on every sheet."))
    ] = None,
    never: Annotated[
        list[str] | None, typer.Option("--never", help=tr("Path of a question to leave out."))
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help=tr("Let no difference between words pass."))] = False,
    punctuation: Annotated[
        bool, typer.Option("--ignore-punctuation", help=tr("Let differences in punctuation pass."))
    ] = False,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Set which sheets and questions of a form are keyed twice; without --rule show what is set."""
    from desktop.workflows.set_verification import plan_of_form, set_plan

    here = office(context)
    with here.workplace() as place:
        if rule is not None:
            scopes = dict.fromkeys(always or (), QuestionScope.ALWAYS)
            scopes |= dict.fromkeys(never or (), QuestionScope.NEVER)
            tolerance = Tolerance(case=not exact, spaces=not exact, punctuation=punctuation and not exact)
            set_plan(
                place,
                actor=here.actor(place, as_name),
                form_id=form,
                rule=rule,
                share=share / 100,
                aoql=limit / 100,
                run=run,
                scopes=scopes,
                tolerance=tolerance,
            )
        found = plan_of_form(place, form_id=form).plan
    if found is None:
        show_one({"form_id": form, "version": 0, "rule": "none"}, tr("No sheet is keyed twice."), as_json=as_json)
        return
    raw = {
        "form_id": form,
        "version": found.version,
        "rule": found.rule.value,
        "share": found.share,
        "limit": found.aoql,
        "run": found.run,
        "scopes": {path: each.value for path, each in found.scopes.items()},
        "set_by": found.set_by,
    }
    show_one(raw, f"{found.version}  {tr(found.rule.value)}", as_json=as_json)


def due(context: typer.Context, programme: ProgrammeId, as_name: AsName = "", as_json: AsJson = False) -> None:
    """List the sheets that wait to be keyed a second time. Nothing of what was keyed is told."""
    from desktop.workflows.second_keying_due import due as due_

    here = office(context)
    with here.workplace() as place:
        found = due_(place, actor=here.actor(place, as_name), programme_id=programme)
    show(
        found.sheets,
        {
            "serial": lambda each: each.shown,
            "form": lambda each: each.form_title,
            "event": lambda each: each.event_name,
            "part": lambda each: each.part,
            "mine": lambda each: each.mine,
            "begun": lambda each: each.begun,
            "pile": lambda each: each.pile_name,
        },
        as_json=as_json,
    )


def differences(
    context: typer.Context,
    programme: ProgrammeId = "",
    serial: Annotated[str, typer.Option("--serial", help=tr("Of one sheet: its fields, and what was read."))] = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """List the sheets that wait for a decision, or what two keyers read differently on one of them."""
    from desktop.workflows.adjudicate import Adjudication, waiting
    from desktop.workflows.sheet_lookup import read_sheet_code

    here = office(context)
    with here.workplace() as place:
        actor = here.actor(place, as_name)
        if not serial:
            show(
                waiting(place, actor=actor, programme_id=programme),
                {
                    "serial": lambda each: each.shown,
                    "form": lambda each: each.form_title,
                    "differences": lambda each: each.differences,
                    "mine": lambda each: each.mine,
                },
                as_json=as_json,
            )
            return
        canonical = read_sheet_code(serial)[0].canonical
        fields = Adjudication.begin(place, actor=actor, serial=canonical).fields
    show(
        fields,
        {
            "path": lambda each: each.path,
            "number": lambda each: each.number,
            "question": lambda each: each.label,
            "first": lambda each: _said(each.first),
            "second": lambda each: _said(each.second),
        },
        as_json=as_json,
    )


def decide(
    context: typer.Context,
    serial: Serial,
    field: Annotated[
        list[str],
        typer.Option(
            "--field",
            help=tr("PATH=1 or PATH=2 for what was keyed the first or second time, PATH=:VALUE for another value, "
                    "PATH=?, PATH=- or PATH=! for illegible, blank, more than one marked. One a difference."),
        ),
    ],
    reason: Annotated[str, typer.Option("--reason", help=tr("Why, where neither keyer was right."))] = "",
    exception: Annotated[
        str, typer.Option("--exception", help=tr("Why it is no third person who decides; coordinators only."))
    ] = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Decide all differences of a sheet at once."""
    from desktop.workflows.adjudicate import Adjudication
    from desktop.workflows.sheet_lookup import read_sheet_code

    here = office(context)
    with here.workplace() as place:
        canonical = read_sheet_code(serial)[0].canonical
        found = Adjudication.begin(place, actor=here.actor(place, as_name), serial=canonical)
        by_path = {each.path: each for each in found.fields}
        for given in field:
            path, _, said = given.partition("=")
            if path not in by_path or not said:
                raise Refusal(
                    place=tr("The option --field"),
                    fault=tr("It names no field that differs, or does not say what is adopted."),
                    remedy=tr("Look at the differences of the sheet again."),
                    command=f"keying differences --serial {canonical}",
                )
            found.decide(path, _adopted(by_path[path], said), reason=reason)
        done = found.finish(exception=exception)
    raw = {"serial": canonical, "revised": done.revised, "decisions": len(done.decisions)}
    show_one(
        raw,
        tr("The response has a new revision.") if done.revised else tr("The response stays as it is."),
        as_json=as_json,
    )


def decisions(
    context: typer.Context,
    programme: ProgrammeId = "",
    serial: Annotated[str, typer.Option("--serial", help=tr("Of one sheet."))] = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """List what was decided: who keyed what, what was adopted, by whom and why. It quotes answers."""
    from desktop.workflows.decided_differences import decided
    from desktop.workflows.sheet_lookup import read_sheet_code

    here = office(context)
    with here.workplace() as place:
        found = decided(
            place,
            actor=here.actor(place, as_name),
            programme_id=programme,
            serial=read_sheet_code(serial)[0].canonical if serial else "",
        )
    show(
        found,
        {
            "serial": lambda each: each.shown,
            "number": lambda each: each.number,
            "path": lambda each: each.decision.path,
            "first": lambda each: _said(each.decision.first),
            "first_by": lambda each: each.first_keyer,
            "second": lambda each: _said(each.decision.second),
            "second_by": lambda each: each.second_keyer,
            "adopted": lambda each: _said(each.decision.adopted),
            "by": lambda each: each.decision.decided_by.name,
            "at": lambda each: each.decision.decided_at.isoformat(timespec="minutes"),
            "reason": lambda each: each.decision.reason,
            "exception": lambda each: each.decision.exception,
        },
        as_json=as_json,
    )


def list_piles(context: typer.Context, as_json: AsJson = False) -> None:
    """List the piles that went to other laptops or came from them."""
    from desktop.workflows.second_piles import piles

    here = office(context)
    with here.workplace() as place:
        found = piles(place)
    show(
        found,
        {
            "id": lambda each: each.pile.pile_id,
            "name": lambda each: each.pile.name,
            "way": lambda each: each.pile.way.value,
            "sheets": lambda each: len(each.pile.sheets),
            "keyed": lambda each: each.keyed,
            "ended": lambda each: each.pile.ended_at is not None,
            "fingerprint": lambda each: each.fingerprint,
        },
        as_json=as_json,
    )


def export_pile(
    context: typer.Context,
    programme: ProgrammeId,
    name: Annotated[str, typer.Option("--name", help=tr("As it stands on the paper pile; no names of people."))],
    out: Out,
    serials: Annotated[list[str] | None, typer.Argument(help=tr("Which sheets; else all that wait."))] = None,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Write the file of a pile that another laptop keys a second time. It holds no answer."""
    from desktop.workflows.second_piles import send_pile
    from desktop.workflows.sheet_lookup import read_sheet_code

    here = office(context)
    with here.workplace() as place:
        seen = send_pile(
            place,
            actor=here.actor(place, as_name),
            programme_id=programme,
            name=name,
            path=out,
            serials=[read_sheet_code(each)[0].canonical for each in serials or ()],
        )
    raw = {"id": seen.pile.pile_id, "sheets": len(seen.pile.sheets), "fingerprint": seen.fingerprint}
    show_one(raw, seen.pile.pile_id, as_json=as_json)


def import_pile(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=tr("A pile (.sbpile), or what was keyed of one (.sbkeyed)."))],
    fingerprint: Annotated[
        str, typer.Option("--from", help=tr("Fingerprint of the laptop that keyed, as its people say it."))
    ] = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Take in a pile to key it here; or what another laptop keyed of a pile that was sent from here."""
    from desktop.workflows.other_laptops_piles import take_in_pile
    from desktop.workflows.returned_piles import take_back

    here = office(context)
    with here.workplace() as place:
        actor = here.actor(place, as_name)
        if file.suffix != ".sbkeyed":
            taken = take_in_pile(place, actor=actor, path=file)
            seen = taken.seen
            raw: dict[str, object] = {
                "id": seen.pile.pile_id,
                "new": taken.fresh,
                "sheets": len(seen.pile.sheets),
                "fingerprint": seen.fingerprint,
            }
            show_one(raw, seen.pile.pile_id, as_json=as_json)
            return
        back = take_back(place, actor=actor, path=file, fingerprint=fingerprint)
    waiting = back.new - back.verified
    raw = {
        "id": back.pile.pile.pile_id,
        "new": back.new,
        "known": back.known,
        "verified": back.verified,
        "waiting": waiting,
        "left_out": [list(each) for each in back.left_out],
    }
    said = ntr("{count} sheet came back.", "{count} sheets came back.", back.new)
    waits = ntr("{count} of them waits for a decision.", "{count} of them wait for a decision.", waiting)
    out = [tr("{serial} was left out. {why}", serial=serial, why=why) for serial, why in back.left_out]
    show_one(raw, "\n".join([f"{said} {waits}", *out]), as_json=as_json)


def return_pile(
    context: typer.Context, pile: PileId, out: Out, as_name: AsName = "", as_json: AsJson = False
) -> None:
    """Write what was keyed here of a pile, encrypted to the laptop that sent it."""
    from desktop.workflows.other_laptops_piles import return_pile as return_pile_
    from desktop.workflows.second_piles import own_fingerprint

    here = office(context)
    with here.workplace() as place:
        seen = return_pile_(place, actor=here.actor(place, as_name), pile_id=pile, path=out)
        own = own_fingerprint(place)
    raw = {"id": pile, "keyed": seen.keyed, "left": seen.left, "fingerprint": own}
    show_one(raw, tr("This laptop's fingerprint: {fingerprint}", fingerprint=own), as_json=as_json)


def end_pile(context: typer.Context, pile: PileId, as_name: AsName = "") -> None:
    """Say that nothing more comes back of a pile: what was not keyed elsewhere is due here again."""
    from desktop.workflows.second_piles import end_pile as end_pile_

    here = office(context)
    with here.workplace() as place:
        end_pile_(place, actor=here.actor(place, as_name), pile_id=pile)


def clear_pile(context: typer.Context, pile: PileId, as_name: AsName = "", as_json: AsJson = False) -> None:
    """Delete what was keyed here of a pile, once the laptop that sent it has it."""
    from desktop.workflows.other_laptops_piles import clear_pile as clear_pile_

    here = office(context)
    with here.workplace() as place:
        gone = clear_pile_(place, actor=here.actor(place, as_name), pile_id=pile)
    show_one({"id": pile, "deleted": gone}, str(gone), as_json=as_json)


def _said(keyed: FieldKeyed) -> str:
    return keyed.value or f"({keyed.missing or 'blank'})"


def _adopted(field: FieldToDecide, said: str) -> FieldKeyed:
    from desktop.responses.keyings import FieldKeyed
    from desktop.responses.response import MissingKind

    kinds = {"?": MissingKind.ILLEGIBLE, "-": MissingKind.BLANK, "!": MissingKind.MULTIPLE}
    if said in ("1", "2"):
        return field.first if said == "1" else field.second
    if said in kinds:
        return FieldKeyed("", kinds[said].value)
    if said.startswith(":"):
        return FieldKeyed(said[1:])
    raise Refusal(
        place=tr("Question {number}", number=field.number),
        fault=tr("It is not said what is adopted."),
        remedy=tr("Give 1, 2, a colon and the value, or one of ?, - and !."),
    )
