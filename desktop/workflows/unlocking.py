"""Opening, setting up and recovering a data folder without a screen: by keyring, passphrase, or asking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.foundation.clock import Clock
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.keys.keyring_port import KeyringPort
from desktop.workflows.recovery_sheet import KeepSheet, already_there, keep_in
from desktop.workflows.set_up import (
    PASSPHRASE_VARIABLE,
    Found,
    create,
    look,
    open_workplace,
    practice_folder,
    recover,
)
from desktop.workflows.workplace import Workplace

FindKeyring = Callable[[], KeyringPort | None]
"""Gives the computer's keyring; asked only when it is needed, since it is slow to import."""
Ask = Callable[[str], str] | None
"""Asks a person at the terminal for a secret; ``None`` when nobody is there."""


def open_for_work(
    folder: Path, *, practice: bool, clock: Clock, keyring: FindKeyring, passphrase: str | None, ask: Ask
) -> Workplace:
    """Open the store of a data folder. Practice is made where there is none; any other store is set up first.

    Args:
        practice: the practice store below the folder, filled with made-up data when it is new.
        passphrase: from the environment.

    Raises:
        Refusal: there is no store.
        WorldError: it can't be unlocked or opened.
    """
    if practice:
        from desktop.workflows.practice import open_practice

        return open_practice(practice_folder(folder), clock=clock)
    match look(folder):
        case Found.NEW:
            raise Refusal(
                place=str(folder),
                fault=tr("There is no store in this folder yet."),
                remedy=tr(
                    "Make one with: store init --recovery-sheet FILE. Whoever keeps that sheet can open the store"
                    " when the keyring or the passphrase is lost."
                ),
            )
        case Found.PASSPHRASE:
            if passphrase is None and ask is not None:
                passphrase = ask(tr("Passphrase of this store:"))
            return open_workplace(folder, clock=clock, passphrase=passphrase)
        case Found.KEYRING:
            return open_workplace(folder, clock=clock, passphrase=passphrase, keyring=keyring())
        case _:
            return open_workplace(folder, clock=clock)


def set_up_for_work(
    folder: Path, *, clock: Clock, keyring: FindKeyring, passphrase: str | None, ask: Ask, keep_sheet: KeepSheet
) -> Workplace:
    """Make the store of a data folder; ``keep_sheet`` stores its recovery sheet before there is anything in it.

    Args:
        passphrase: from the environment; the store is then guarded by it alone.

    Raises:
        Refusal: something stands there already, or there is neither a keyring nor a passphrase.
        WorldError: the store or the sheet can't be written; no store was made.
    """
    if look(folder) is not Found.NEW:
        raise Refusal(
            place=str(folder),
            fault=tr("There is a store in this folder already."),
            remedy=tr("Use it as it is, or name another folder after --data."),
        )
    guard, ring = new_guard(folder, keyring=keyring, passphrase=passphrase, ask=ask)
    return create(folder, clock=clock, passphrase=guard, keyring=ring, keep_sheet=keep_sheet)


def recover_for_work(
    folder: Path, *, clock: Clock, keyring: FindKeyring, passphrase: str | None, ask: Ask, words: str | None
) -> Workplace:
    """Open a store with its recovery sheet, and give it a new key in the keyring or a new passphrase.

    Args:
        passphrase: the new one, from the environment.
        words: of the sheet; asked for when there are none.

    Raises:
        Refusal: nobody is there to be asked; or as :func:`desktop.workflows.set_up.recover`.
        WorldError: as there.
    """
    said = words if words is not None else asked_words(ask)
    guard, ring = new_guard(folder, keyring=keyring, passphrase=passphrase, ask=ask)
    return recover(folder, clock=clock, words=said, passphrase=guard, keyring=ring)


def new_guard(
    folder: Path, *, keyring: FindKeyring, passphrase: str | None, ask: Ask
) -> tuple[str | None, KeyringPort | None]:
    """Return the passphrase or the keyring that guards a key from now on: what is given, what is there, or asked.

    Raises:
        Refusal: there is none of it, and nobody is there to be asked; or the two passphrases differ.
    """
    ring = keyring() if passphrase is None else None
    if passphrase is None and ring is None:
        passphrase = asked_twice(ask, folder)
    return passphrase, ring


def asked_words(ask: Ask) -> str:
    """Return the words that a person types from the recovery sheet.

    Raises:
        Refusal: nobody is there to be asked.
    """
    if ask is None:
        raise Refusal(
            place=tr("The words of the recovery sheet"),
            fault=tr("Nobody is there to be asked for them."),
            remedy=tr("Name a file that holds them after --words-file; remove it afterwards."),
        )
    return ask(tr("The words of the recovery sheet, in order, with spaces between them (they are not shown):"))


def asked_twice(ask: Ask, folder: Path, *, variable: str = PASSPHRASE_VARIABLE) -> str:
    """Return a new passphrase that a person typed twice.

    Raises:
        Refusal: nobody is there to be asked, or the two are not the same.
    """
    if ask is None:
        raise Refusal(
            place=str(folder),
            fault=tr(
                "There is no keyring and no passphrase to hold the store's key, and nobody is there to be asked."
            ),
            remedy=tr("Set {variable} to a passphrase of your own and try again.", variable=variable),
        )
    first = ask(tr("Choose a passphrase:"))
    if ask(tr("The same passphrase again:")) != first:
        raise Refusal(place=tr("The passphrase"), fault=tr("The two are not the same."), remedy=tr("Start again."))
    return first


def keep_sheet_in(path: Path, *, away_from: Path) -> KeepSheet:
    """Return what writes a recovery sheet's PDF to ``path``; refuse a place where it would guard nothing.

    Raises:
        Refusal: the file is there already, or it would lie beside the store that it opens.
    """
    if path.exists():
        raise already_there(path)
    if path.resolve().is_relative_to(away_from.resolve()):
        raise Refusal(
            place=str(path),
            fault=tr("The recovery sheet must not lie beside the store that it opens."),
            remedy=tr("Choose a folder outside the data folder, such as on a stick that goes into the safe."),
        )
    return keep_in(path)
