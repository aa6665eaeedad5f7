"""``retention``: what is due to go by the rules of the packs, carrying it out, and the certificates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.commands.office import AsJson, AsName, office, show, show_one, warn
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

app = typer.Typer(no_args_is_help=True, help=tr("How long things are kept, and letting them go."))
_Store = Annotated[str, typer.Option("--store", help=tr("A central store instead of this device's."))]


@app.command()
def due(
    context: typer.Context,
    store: _Store = "",
    all_of_them: Annotated[bool, typer.Option("--all", help=tr("Also what is not due."))] = False,
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """List what is to go now; with --all every rule of every programme."""
    from desktop.workflows import retention

    with office(context).workplace() as place:
        lines = retention.planned if all_of_them else retention.due
        shown = lines(place, actor=office(context).actor(place, as_name), store_url=store)
    show(
        shown,
        {
            "programme_id": lambda line: line.programme_id,
            "subject": lambda line: line.subject.value,
            "due": lambda line: line.due.isoformat() if line.due else "",
            "now": lambda line: tr("due") if line.overdue else "",
            "count": lambda line: line.count,
            "rule": lambda line: line.rule_words,
            "done": lambda line: line.done,
        },
        as_json=as_json,
    )
    for line in shown:
        if line.overdue and line.warning:
            warn(f"{line.programme_id}, {line.subject.value}: {line.warning}")


@app.command("carry-out")
def carry_out(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(help="contacts|responses|scans|audit")],
    programme: Annotated[str, typer.Option("--programme", help=tr("Id of the programme."))],
    confirm: Annotated[str, typer.Option("--confirm", help=tr("The programme's id once more: this is for good."))],
    out: Annotated[Path | None, typer.Option("--certificate", help=tr("Also write the certificate here."))] = None,
    store: _Store = "",
    as_name: AsName = "",
    as_json: AsJson = False,
) -> None:
    """Delete what is due for good, and write its certificate."""
    from desktop.workflows.retention import carry_out as let_go

    with office(context).workplace() as place:
        if out is not None:
            _refuse_standing(out)
        certificate = let_go(
            place,
            actor=office(context).actor(place, as_name),
            programme_id=programme,
            subject=subject,
            confirm=confirm,
            store_url=store,
        )
        if out is not None:
            _write(out, certificate)
    for sentence in certificate.left:
        warn(sentence)
    raw = {"certificate_id": certificate.certificate_id, "counts": dict(certificate.counts)}
    show_one(raw, certificate.certificate_id, as_json=as_json)


@app.command()
def certificate(
    context: typer.Context,
    certificate_id: Annotated[str, typer.Argument(help=tr("Id of the certificate; none lists them."))] = "",
    out: Annotated[Path | None, typer.Option("--out", help=tr("The PDF to write."))] = None,
    store: _Store = "",
    as_json: AsJson = False,
) -> None:
    """List the certificates that were given, or write one as PDF."""
    from desktop.workflows.retention import certificates

    with office(context).workplace() as place:
        found = certificates(place, store_url=store)
    if not certificate_id:
        show(
            found,
            {
                "certificate_id": lambda each: each.certificate_id,
                "programme_id": lambda each: each.programme_id,
                "subject": lambda each: each.subject.value,
                "done_at": lambda each: each.done_at.isoformat(timespec="minutes"),
                "done_by": lambda each: each.done_by,
            },
            as_json=as_json,
        )
        return
    wanted = next((each for each in found if each.certificate_id == certificate_id), None)
    if wanted is None or out is None:
        raise Refusal(
            place=tr("Certificate {id}", id=certificate_id),
            fault=tr("There is no such certificate here.") if wanted is None else tr("No file was named."),
            remedy=tr("List the certificates without an id.") if wanted is None else tr("Name one after --out."),
        )
    _refuse_standing(out)
    _write(out, wanted)
    typer.echo(str(out))


def _refuse_standing(out: Path) -> None:
    if out.exists():
        raise Refusal(
            place=str(out), fault=tr("This file is there already."), remedy=tr("Choose another name for it.")
        )


def _write(out: Path, certificate: object) -> None:
    from desktop.engagement.certificate import Certificate
    from desktop.foundation.durable_files import write_durably
    from desktop.workflows.retention import certificate_pdf

    assert isinstance(certificate, Certificate)
    write_durably(out, certificate_pdf(certificate))
