"""A process that attaches pages and is killed on the way: see test_killed_scans.

``python -m tests.workflows.attach_until_killed FOLDER PILE KILLED_AT WHERE``: killed when so many files of pages
were written (``file``), or so many portions are about to be committed (``commit``).
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from desktop.foundation.clock import SetClock
from desktop.staff.people import Actor, Role
from desktop.store.scan_files import ScanFolder
from desktop.workflows import attach_scans
from desktop.workflows.set_up import open_workplace
from tests.workflows.scan_piles import read_here
from tests.workplaces import PASSPHRASE

CLOCK = SetClock(datetime(2022, 1, 12, 12, 30, tzinfo=UTC))
PORTION = 3


def main(folder: Path, pile: Path, killed_at: int, where: str) -> None:
    place = open_workplace(folder, clock=CLOCK, passphrase=PASSPHRASE)
    attach_scans.PORTION = PORTION
    name = "write" if where == "file" else "keep_names"
    usual, count = getattr(ScanFolder, name), 0

    def counted(self: ScanFolder, *given: object) -> None:
        nonlocal count
        usual(self, *given)
        count += 1
        if count == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(ScanFolder, name, counted)
    with read_here() as reading:
        attach_scans.attach(
            place,
            actor=Actor(person_id="", name="Olu", role=Role.OFFICER, signed_in=True),
            paths=[pile],
            reading=reading,
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
