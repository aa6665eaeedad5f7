"""The command line: its groups, and what every command has in common.

Exit codes: 0 done, 1 refused (with a message on standard error), 2 wrong usage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desktop.commands import (
    audit_commands,
    backup_commands,
    batch_commands,
    benchmark_commands,
    central_commands,
    contact_commands,
    event_commands,
    export_commands,
    form_commands,
    hand_over_commands,
    keying_figures_commands,
    ledger_commands,
    paper_commands,
    privacy_commands,
    programme_commands,
    query_commands,
    response_commands,
    retention_commands,
    scan_commands,
    staff_commands,
    store_commands,
    training_commands,
    withdraw_commands,
)
from desktop.commands.office import REFUSED, Office, utf8_streams
from desktop.foundation.clock import Clock
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr

if TYPE_CHECKING:
    from desktop.keys.keyring_port import KeyringPort


def application() -> typer.Typer:
    """Return the command line with all its groups."""
    app = typer.Typer(
        name="sounding-board",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help=tr(
            "Sounding Board. Without a command the application opens. "
            "--data DIR names the data folder, --practice works on made-up data."
        ),
    )
    for name, group in (
        ("store", store_commands.app),
        ("forms", form_commands.app),
        ("programme", programme_commands.app),
        ("event", event_commands.app),
        ("benchmark", benchmark_commands.app),
        ("response", response_commands.app),
        ("paper", paper_commands.app),
        ("keying", keying_figures_commands.app),
        ("queries", query_commands.app),
        ("scans", scan_commands.app),
        ("training", training_commands.app),
        ("contact", contact_commands.app),
        ("contacts", contact_commands.list_app),
        ("batch", batch_commands.app),
        ("device", batch_commands.device_app),
        ("central", central_commands.app),
        ("out-of-reach", withdraw_commands.app),
        ("staff", staff_commands.app),
        ("audit", audit_commands.app),
        ("backup", backup_commands.app),
        ("retention", retention_commands.app),
        ("privacy", privacy_commands.app),
        ("hand-over", hand_over_commands.app),
    ):
        app.add_typer(group, name=name)
    app.command("export")(export_commands.export)
    app.command("decrypt")(export_commands.decrypt)
    app.command("ledger")(ledger_commands.ledger)
    app.command("withdraw")(withdraw_commands.withdraw)
    return app


def run(
    arguments: Sequence[str],
    *,
    folder: Path,
    practice: bool,
    clock: Clock,
    keyring: Callable[[], KeyringPort | None],
    environment: Mapping[str, str],
    preview: Callable[[Path], int] | None = None,
) -> int:
    """Run one command and return its exit code.

    Args:
        arguments: without the program's name and without ``--data`` and ``--practice``.
        preview: opens a window on a form and returns when it is closed; ``None`` where there are no windows.
    """
    utf8_streams()
    surroundings = Office(folder, practice, clock, keyring, environment, preview)
    command = typer.main.get_command(application())
    try:
        command.main(args=list(arguments), prog_name="sounding-board", obj=surroundings)
    except SystemExit as ended:  # how the command library says that it is done, or that the usage is wrong
        return ended.code if isinstance(ended.code, int) else 0
    except WorldError as refused:
        typer.echo(f"{refused.place}: {refused.fault}\n{refused.remedy}", err=True)
        if refused.command:
            typer.echo(tr("The command for it: {command}", command=f"sounding-board {refused.command}"), err=True)
        return REFUSED
    return 0
