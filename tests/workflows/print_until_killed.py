"""A process that prints copies and is killed on the way: see test_killed_print.

``python -m tests.workflows.print_until_killed FOLDER OUT COPIES KILLED_AT``: killed once that many are drawn; 0:
at once, when the numbers are logged and nothing is drawn.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from desktop.foundation.clock import SetClock
from desktop.staff.people import Actor, Role
from desktop.workflows.print_paper import print_copies
from desktop.workflows.set_up import open_workplace
from tests.workplaces import FORM, PASSPHRASE

CLOCK = SetClock(datetime(2022, 1, 12, 12, 30, tzinfo=UTC))


def main(folder: Path, out: Path, copies: int, killed_at: int) -> None:
    place = open_workplace(folder, clock=CLOCK, passphrase=PASSPHRASE)
    with place.reading() as unit:
        event_id = unit.events.list()[0].event_id

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def cancelled() -> bool:
        if killed_at == 0:
            die()
        return False

    print_copies(
        place, actor=Actor(person_id="", name="Olu", role=Role.OFFICER, signed_in=True), form_id=FORM,
        event_id=event_id, copies=copies, out=out, cancelled=cancelled,
        progress=lambda done, _total: die() if done == killed_at else None,
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
