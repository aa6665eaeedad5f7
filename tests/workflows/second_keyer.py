"""A process that keys sheets a second time until it is killed: see test_killed_second_keying.

``python -m tests.workflows.second_keyer FOLDER PASSPHRASE SERIAL…`` writes what is on disk, a line each.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from desktop.foundation.clock import SetClock
from desktop.staff.people import Actor, Role
from desktop.workflows.set_up import open_workplace
from desktop.workflows.verify_keying import SecondKeying, look_up_second
from tests.workflows.keyed_twice import FIRST

VERA = Actor(person_id="", name="Vera", role=Role.OFFICER, signed_in=True)


def main() -> None:
    folder, passphrase, *serials = sys.argv[1:]
    clock = SetClock(datetime(2022, 1, 12, 12, 30, tzinfo=UTC))
    place = open_workplace(Path(folder), clock=clock, passphrase=passphrase)
    for serial in serials:
        keying = SecondKeying.begin_second(place, actor=VERA, sheet=look_up_second(place, serial, actor=VERA))
        for path, value in FIRST.items():
            keying.answer(path, value)
            say("answered", serial, path, value)
        keying.keep()
        say("kept", serial)


def say(*what: str) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
