"""A process that gives a store another key and is killed at a named step. Run by test_change_keys."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from desktop.foundation.clock import SystemClock
from desktop.keys import key_change, slot_kinds
from desktop.keys.passphrases import Argon2Cost
from desktop.staff.people import Actor, Role
from desktop.store.opening import Store
from desktop.workflows import change_keys
from desktop.workflows.recovery_sheet import RecoverySheet
from desktop.workflows.set_up import open_workplace

CHEAP = Argon2Cost(time=1, memory_kib=8, lanes=1)
NEW_PASSPHRASE = "the passphrase under the new key"


def _killed(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(folder: str, passphrase: str, sheet: str, point: str) -> None:
    """Rekey the store in ``folder``, and be killed before the step ``point``."""
    slot_kinds.INTERACTIVE = CHEAP
    place = open_workplace(Path(folder), clock=SystemClock(), passphrase=passphrase)
    actor = Actor(person_id="", name="Olu", role=Role.OFFICER, signed_in=True)
    unfinished = change_keys.rekey(place, actor=actor, passphrase=NEW_PASSPHRASE)

    def keep(made: RecoverySheet) -> None:
        Path(sheet).write_text(" ".join(made.words))

    if point == "during":
        file = Path(folder) / "store.db"

        def watch() -> None:
            while not file.with_name("store.db-journal").exists():
                pass
            _killed()

        threading.Thread(target=watch, daemon=True).start()
    elif point == "unlink":  # the new key file is in place, the next one not removed yet
        Path.unlink = _killed  # type: ignore[method-assign]
    elif point == "reopen":
        Store.reopen = _killed  # type: ignore[method-assign]
    elif point == "write_slots":
        written = key_change.write_slots
        calls: list[object] = []

        def second_is_the_last(*arguments: object, **named: object) -> None:
            calls.append(arguments)
            if len(calls) == 2:
                _killed()
            written(*arguments, **named)  # type: ignore[arg-type]

        key_change.write_slots = second_is_the_last
    else:
        setattr(change_keys, point, _killed)
    unfinished.kept_by(keep)


if __name__ == "__main__":
    main(*sys.argv[1:])
