"""``store``: setting the encrypted store up, and what opens it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.office import REFUSED, AsName, Office, office, read_words, warn
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

if TYPE_CHECKING:
    from desktop.workflows.recovery_sheet import KeepSheet, RecoverySheet

app = typer.Typer(no_args_is_help=True, help=tr("The encrypted store of this data folder, and what opens it."))
NEW_PASSPHRASE_VARIABLE = "SOUNDING_BOARD_NEW_PASSPHRASE"
SheetFile = Annotated[
    Path,
    typer.Option(
        "--recovery-sheet",
        metavar="FILE",
        help=tr("Where the recovery sheet goes, as PDF. Print it, put it into the safe, and delete the file."),
    ),
]
WordsFile = Annotated[
    Path | None,
    typer.Option("--words-file", help=tr("A text file with the words of the recovery sheet; else you are asked.")),
]


@app.command("init")
def init(context: typer.Context, recovery_sheet: SheetFile) -> None:
    """Make the encrypted store. Guarded by the keyring, or by a passphrase where there is none or one is given."""
    from desktop.workflows.unlocking import set_up_for_work

    here = _for_real(context)
    with _sheet_at(here.folder, recovery_sheet) as keep:
        set_up_for_work(
            here.folder,
            clock=here.clock,
            keyring=here.keyring,
            passphrase=here.passphrase,
            ask=here.ask,
            keep_sheet=keep,
        ).close()
    _put_it_away(recovery_sheet)


@app.command("recover")
def recover(context: typer.Context, words_file: WordsFile = None) -> None:
    """Open the store with its recovery sheet, and give it a new passphrase or a new key in the keyring."""
    from desktop.workflows.unlocking import recover_for_work

    here = _for_real(context)
    recover_for_work(
        here.folder,
        clock=here.clock,
        keyring=here.keyring,
        passphrase=here.passphrase,
        ask=here.ask,
        words=read_words(words_file),
    ).close()


@app.command("check")
def check(context: typer.Context) -> None:
    """Read every page of the store. Exit code 1 when it is damaged, with what to do."""
    from desktop.workflows.integrity import check as read_through

    with office(context).workplace() as place:
        result = read_through(place)
    typer.echo(result.words, err=not result.ok)
    for fault in result.faults:
        typer.echo(fault, err=True)
    if not result.ok:
        raise typer.Exit(REFUSED)


@app.command("recovery-sheet")
def recovery_sheet(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=tr("Where the new sheet goes, as PDF."))],
    as_name: AsName = "",
) -> None:
    """Make a new recovery sheet. The one before it opens the store no more; older backups still open with it."""
    from desktop.workflows.change_keys import new_sheet

    here = office(context)
    with _sheet_at(here.folder, file) as keep, here.workplace() as place:
        new_sheet(place, actor=here.actor(place, as_name)).kept_by(keep)
    _put_it_away(file)


@app.command("passphrase")
def passphrase(context: typer.Context, as_name: AsName = "") -> None:
    """Change the passphrase, or put one in the place of the keyring. You are asked for the new one.

    Unattended the new one is taken from SOUNDING_BOARD_NEW_PASSPHRASE.
    """
    from desktop.workflows.change_keys import change_passphrase
    from desktop.workflows.unlocking import asked_twice

    here = office(context)
    old = _old_passphrase(here)
    with here.workplace(passphrase=old) as place:
        new = here.environment.get(NEW_PASSPHRASE_VARIABLE)
        if new is None:
            new = asked_twice(here.ask, here.folder, variable=NEW_PASSPHRASE_VARIABLE)
        change_passphrase(place, actor=here.actor(place, as_name), old=old, new=new)


@app.command("rekey")
def rekey(context: typer.Context, recovery_sheet: SheetFile, as_name: AsName = "") -> None:
    """Give the store another key and another recovery sheet, when somebody may have got hold of the old ones.

    Every page of the store is written anew; close the window and other commands first. The passphrase stays.
    """
    from desktop.workflows.change_keys import rekey as begin
    from desktop.workflows.change_keys import ways_in

    here = office(context)
    old = _old_passphrase(here)
    with _sheet_at(here.folder, recovery_sheet) as keep, here.workplace(passphrase=old) as place:
        by_keyring = ways_in(place).keyring
        begin(
            place,
            actor=here.actor(place, as_name),
            passphrase=None if by_keyring else old,
            keyring=here.keyring() if by_keyring else None,
        ).kept_by(keep)
    _put_it_away(recovery_sheet)


def _for_real(context: typer.Context) -> Office:
    here = office(context)
    if here.practice:  # the folder is the real one: practice lies below it
        raise Refusal(
            place=tr("Practice"),
            fault=tr("Practice needs no set-up and no recovery sheet: its data is made up."),
            remedy=tr("Leave --practice out to set this laptop up."),
        )
    return here


def _old_passphrase(here: Office) -> str | None:
    """Return the passphrase of now, asked for where the store needs one: it is needed for more than opening."""
    from desktop.workflows.set_up import Found, look

    if here.passphrase is None and here.ask is not None and look(here.folder) is Found.PASSPHRASE:
        return here.ask(tr("Passphrase of this store:"))
    return here.passphrase


@contextlib.contextmanager
def _sheet_at(folder: Path, file: Path) -> Iterator[KeepSheet]:
    """Give what writes the sheet to ``file``; where nothing came of it, it goes, lest somebody keep it."""
    from desktop.workflows.change_keys import sheet_opens
    from desktop.workflows.unlocking import keep_sheet_in

    keep = keep_sheet_in(file, away_from=folder)
    kept: list[RecoverySheet] = []

    def keeping(sheet: RecoverySheet) -> None:
        keep(sheet)
        kept.append(sheet)

    try:
        yield keeping
    except BaseException:
        if kept and not sheet_opens(folder, kept[0]):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
        raise


def _put_it_away(file: Path) -> None:
    warn(tr("{file} opens everything. Print it, put it into the safe, and delete the file.", file=file))
