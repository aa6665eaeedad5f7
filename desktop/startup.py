"""Puts the parts together: the only place that does. With no command the window opens, with one it is carried out.

Kept light: what a window does not need at its first paint is imported when it is used.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from desktop.foundation.clock import SystemClock
from desktop.foundation.process_guard import keep_memory_private
from desktop.foundation.translation import tr

DATA_OPTION = "--data"
PRACTICE_OPTION = "--practice"


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the application, or carry out one command, and return the exit code.

    ``--data DIR`` (or ``--data=DIR``) and ``--practice`` may stand anywhere on the command line.
    """
    multiprocessing.freeze_support()  # in a bundle, the child that reads a spreadsheet starts here and ends here
    try:
        folder, practice, rest = split_arguments(sys.argv[1:] if arguments is None else list(arguments))
    except ValueError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    keep_memory_private(window=not rest)  # before anything of a person, or a key, is in it
    if rest:
        from desktop.commands.main import run

        return run(
            rest,
            folder=folder or default_folder(),
            practice=practice,
            clock=SystemClock(),
            keyring=_keyring,
            environment=os.environ,
            preview=partial(_preview, folder or default_folder()),
        )
    from desktop.jobs.executors import Executors
    from desktop.ui.application import run_application

    return run_application(
        folder=folder or default_folder(),
        practice=practice,
        clock=SystemClock(),
        executors=Executors(),
        find_keyring=_keyring,
        passphrase=os.environ.get("SOUNDING_BOARD_PASSPHRASE"),
    )


def _preview(folder: Path, path: Path) -> int:
    """Open a window on the form at ``path`` and return the exit code when it is closed."""
    from desktop.jobs.executors import Executors
    from desktop.ui.application import run_application

    return run_application(
        folder=folder, clock=SystemClock(), executors=Executors(), find_keyring=_keyring, preview=path
    )


def split_arguments(arguments: Sequence[str]) -> tuple[Path | None, bool, list[str]]:
    """Return the data folder, whether it is practice, and what is left for the command.

    Raises:
        ValueError: ``--data`` has no folder after it.
    """
    folder: Path | None = None
    practice = False
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == DATA_OPTION or word.startswith(DATA_OPTION + "="):
            following = next(words, "") if word == DATA_OPTION else word.partition("=")[2]
            if not following.strip() or (word == DATA_OPTION and following.startswith("--")):
                # an empty variable of a script must not make a store in whatever folder it runs in
                raise ValueError(tr("--data needs a folder after it."))
            folder = Path(following)
        elif word == PRACTICE_OPTION:
            practice = True
        else:
            rest.append(word)
    return folder, practice, rest


def default_folder() -> Path:
    """Return where the data of this user belongs on this operating system."""
    from platformdirs import user_data_path

    return user_data_path("Sounding Board", appauthor=False)


def _keyring():  # type: ignore[no-untyped-def]  # the port's type would import the keys room at start
    from desktop.keys.keyring_port import system_keyring

    return system_keyring()
