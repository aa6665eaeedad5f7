"""``export`` and ``decrypt``: data files out of the central store, encrypted by default."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.office import AsName, office, warn
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

if TYPE_CHECKING:
    from desktop.workflows.export_responses import Exported

RESPONSES, COMMENTS = "responses", "comments"


def export(
    context: typer.Context,
    store: Annotated[str, typer.Option("--store", help=tr("Central store: a file or a PostgreSQL URL."))],
    form: Annotated[str, typer.Option("--format", help="csv|xlsx")],
    out: Annotated[Path, typer.Option("--out", help=tr("The file to write."))],
    what: Annotated[str, typer.Argument(metavar="[responses|comments]", help=tr("What is exported."))] = RESPONSES,
    batch: Annotated[str, typer.Option("--batch", help=tr("Only what this batch brought."))] = "",
    programme: Annotated[str, typer.Option("--programme", help=tr("Only this programme's."))] = "",
    language: Annotated[str, typer.Option("--language", help=tr("Language of the labels."))] = "",
    plain: Annotated[bool, typer.Option("--plain", help=tr("Do not encrypt the file."))] = False,
    as_name: AsName = "",
) -> None:
    """Write the responses or the comments, a row each, with a codebook; encrypted unless --plain is given."""
    from desktop.workflows.export_comments import export_comments
    from desktop.workflows.export_responses import export_responses

    if what not in (RESPONSES, COMMENTS):
        raise Refusal(
            place=tr("Export"),
            fault=tr("There is no export of {what}.", what=what),
            remedy=tr("Use one of: {kinds}.", kinds=f"{RESPONSES}, {COMMENTS}"),
        )
    if what == COMMENTS:
        if batch or language:
            raise Refusal(
                place=tr("Export"),
                fault=tr("Comments are not chosen by batch, and have no labels in several languages."),
                remedy=tr("Leave --batch and --language out."),
            )
        with office(context).workplace() as place:
            exported = export_comments(
                place,
                actor=office(context).actor(place, as_name),
                store_url=store,
                kind=form,
                out=out,
                programme_id=programme or None,
                plain=plain,
            )
        _tell(exported)
        return
    with office(context).workplace() as place:
        exported = export_responses(
            place,
            actor=office(context).actor(place, as_name),
            store_url=store,
            kind=form,
            out=out,
            batch_id=batch or None,
            programme_id=programme or None,
            language=language or None,
            plain=plain,
        )
    _tell(exported)


def _tell(exported: Exported) -> None:
    for sentence in exported.warnings:
        warn(sentence)
    for path in (*exported.files, *([exported.pictures] if exported.pictures else [])):
        typer.echo(str(path))


def decrypt(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help=tr("An encrypted export (.age)."))],
    out: Annotated[Path, typer.Option("--out", help=tr("The file to write, in clear."))],
    as_name: AsName = "",
) -> None:
    """Open an encrypted export with the coordinator's keys of this data folder."""
    from desktop.workflows.export_responses import decrypt_export

    with office(context).workplace() as place:
        decrypt_export(place, actor=office(context).actor(place, as_name), path=path, out=out)
    warn(tr("{path} holds personal data in clear. Delete it when it is no longer needed.", path=out))
    typer.echo(str(out))
