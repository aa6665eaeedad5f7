"""Opening the data folder without a screen: by keyring, by the passphrase given, or by asking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.foundation.clock import Clock
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.keys.keyring_port import KeyringPort
from desktop.workflows.set_up import PASSPHRASE_VARIABLE, Found, create, look, open_workplace, practice_folder
from desktop.workflows.workplace import Workplace


def open_or_create(
    folder: Path,
    *,
    practice: bool,
    clock: Clock,
    keyring: Callable[[], KeyringPort | None],
    passphrase: str | None,
    ask: Callable[[str], str] | None,
) -> Workplace:
    """Open the store of a data folder; make it where there is none.

    Args:
        practice: the practice store below the folder, filled with made-up data when it is new.
        keyring: asked for only when it is needed, since it is slow to import.
        passphrase: from the environment; a new store is then guarded by it alone.
        ask: asks a person at the terminal; ``None`` when nobody is there.

    Raises:
        WorldError: it can't be unlocked, opened or made.
    """
    if practice:
        from desktop.workflows.practice import open_practice

        return open_practice(practice_folder(folder), clock=clock)
    match look(folder):
        case Found.NEW:
            ring = keyring() if passphrase is None else None
            if passphrase is None and ring is None:
                passphrase = _asked_twice(ask, folder)
            return create(folder, clock=clock, passphrase=passphrase, keyring=ring)
        case Found.PASSPHRASE:
            if passphrase is None and ask is not None:
                passphrase = ask(tr("Passphrase of this store:"))
            return open_workplace(folder, clock=clock, passphrase=passphrase)
        case Found.KEYRING:
            return open_workplace(folder, clock=clock, passphrase=passphrase, keyring=keyring())
        case _:
            return open_workplace(folder, clock=clock)


def _asked_twice(ask: Callable[[str], str] | None, folder: Path) -> str:
    if ask is None:
        raise Refusal(
            place=str(folder),
            fault=tr("This computer has no keyring to hold the store's key, and nobody is there to be asked."),
            remedy=tr("Set {variable} to a passphrase of your own and try again.", variable=PASSPHRASE_VARIABLE),
        )
    first = ask(tr("Choose a passphrase; without it nobody can open the store again:"))
    if ask(tr("The same passphrase again:")) != first:
        raise Refusal(place=tr("The passphrase"), fault=tr("The two are not the same."), remedy=tr("Start again."))
    return first
