"""What every command works with: the data folder, who is named, how results are shown."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from desktop.foundation.clock import Clock
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from desktop.keys.keyring_port import KeyringPort
    from desktop.staff.people import Actor
    from desktop.workflows.workplace import Workplace

REFUSED = 1
"""Exit code of a command that was refused; 2, wrong usage, is the command library's own."""
AsName = Annotated[
    str,
    typer.Option("--as", metavar="NAME", help="Who does this; recorded as not signed in."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, for programs to read.")]


@dataclass(frozen=True, slots=True)
class Office:
    """The surroundings of one command.

    Attributes:
        folder: the data folder.
        practice: work on the practice store below it.
        clock: says what time it is.
        keyring: gives the computer's keyring, or ``None`` where there is none; asked only when it is needed.
        environment: the process's environment variables.
        preview: opens a window on a form and returns its exit code; ``None`` where there are no windows.
    """

    folder: Path
    practice: bool
    clock: Clock
    keyring: Callable[[], KeyringPort | None]
    environment: Mapping[str, str]
    preview: Callable[[Path], int] | None = None

    @property
    def passphrase(self) -> str | None:
        """The passphrase of the environment, for when nobody is there."""
        return self.environment.get("SOUNDING_BOARD_PASSPHRASE")

    @property
    def ask(self) -> Callable[[str], str] | None:
        """Asks the person at the terminal for a secret, which is not shown; ``None`` when nobody is there."""
        return _ask_secret if sys.stdin is not None and sys.stdin.isatty() else None

    @contextmanager
    def workplace(self, passphrase: str | None = None) -> Iterator[Workplace]:
        """Open the data folder; ``passphrase`` is what a command has asked for already.

        Raises:
            Refusal: there is no store yet: ``store init`` makes it.
            WorldError: it can't be unlocked or opened.
        """
        from desktop.workflows.unlocking import open_for_work

        place = open_for_work(
            self.folder,
            practice=self.practice,
            clock=self.clock,
            keyring=self.keyring,
            passphrase=self.passphrase if passphrase is None else passphrase,
            ask=self.ask,
        )
        try:
            yield place
        finally:
            place.close()

    def actor(self, place: Workplace, name: str) -> Actor:
        """Return who a command is done by."""
        from desktop.workflows.manage_staff import named

        return named(place, name)


def office(context: typer.Context) -> Office:
    """Return the command's surroundings."""
    found = context.obj
    assert isinstance(found, Office)
    return found


def _ask_secret(prompt: str) -> str:
    import getpass

    return getpass.getpass(prompt + " ")


def read_words(path: Path | None) -> str | None:
    """Return the words of a recovery sheet in a text file; ``None`` when no file was named.

    Raises:
        WorldError: it can't be read.
    """
    if path is None:
        return None
    from desktop.foundation.durable_files import file_fault

    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            return stream.read(4096)
    except OSError as fault:
        raise file_fault(path, fault) from fault


T = TypeVar("T")


def show(rows: Sequence[T], columns: Mapping[str, Callable[[T], object]], *, as_json: bool) -> None:
    """Write a listing: JSON objects, or columns in plain text with a heading."""
    table = [{name: take(row) for name, take in columns.items()} for row in rows]
    if as_json:
        typer.echo(json.dumps(table, indent=1, ensure_ascii=False, default=str))
        return
    if not table:
        typer.echo(tr("Nothing to list."), err=True)
        return
    cells = [list(columns), *([("" if value is None else str(value)) for value in row.values()] for row in table)]
    widths = [max(len(row[position]) for row in cells) for position in range(len(columns))]
    for row in cells:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def show_one(raw: Mapping[str, object], plain: str, *, as_json: bool) -> None:
    """Write one result: a JSON object, or the one thing that a person wants of it."""
    typer.echo(json.dumps(raw, indent=1, ensure_ascii=False, default=str) if as_json else plain)


def warn(message: str) -> None:
    """Write a warning to standard error; it changes nothing."""
    typer.echo(tr("Warning: {message}", message=message), err=True)


def iso_date(text: str, option: str) -> str:
    """Return ``text`` when it is an ISO date.

    Raises:
        Refusal: it is none.
    """
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refusal(
            place=option,
            fault=tr("{text} is no date.", text=text),
            remedy=tr("Write year-month-day, such as 2022-01-23."),
        ) from None


def iso_instant(text: str, option: str, zone: tzinfo | None) -> datetime:
    """Return the instant of an ISO date or date and time; without an offset it is meant in ``zone``.

    Raises:
        Refusal: it is none.
    """
    from datetime import datetime

    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(
            place=option,
            fault=tr("{text} is no date or time.", text=text),
            remedy=tr("Write year-month-day, such as 2022-01-23, or with the time, such as 2022-01-23T14:30."),
        ) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)


def utf8_streams() -> None:
    """Let both streams write any language; a Windows console or a pipe may stand on another encoding."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and not os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(encoding="utf-8", errors="replace")
