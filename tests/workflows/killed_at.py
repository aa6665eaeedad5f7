"""A process that carries one job out again and again, killed at another point each time: see test_killed_copies.

``python -m tests.workflows.killed_at JOB FOLDER`` writes one line of JSON for each point: which call it was killed
before (or ``null`` once the job came to its end), and what was found in the folders afterwards.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.foundation.clock import SetClock
from desktop.staff.people import Actor
from desktop.workflows.back_up import back_up, backups_in, verify
from desktop.workflows.integrity import check
from desktop.workflows.restore import restore
from desktop.workflows.set_up import Found, look, open_workplace
from tests.workplaces import PASSPHRASE

NOBODY = Actor(person_id="", name="", role=None, signed_in=False)
CALLS = ("rename", "replace", "unlink", "mkdir", "rmdir", "fsync", "fdatasync")
"""Between any two of these the disk stands as it may stand when the power goes."""
CLOCK = SetClock(datetime(2022, 1, 12, 12, 30, tzinfo=UTC))


def kill_before(number: int, note: Path) -> None:
    """Let this process be killed before the ``number``-th of the calls."""
    counted = 0

    def counting(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted_call(*given: Any, **named: Any) -> Any:
            nonlocal counted
            counted += 1
            if counted == number:
                note.write_text(name, encoding="utf-8")
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return counted_call

    for name in CALLS:
        setattr(os, name, counting(name, getattr(os, name)))


def in_a_child(work: Callable[[], None], number: int, note: Path) -> bool:
    """Carry ``work`` out in a forked process that is killed on the way; return whether it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            kill_before(number, note)
            work()
        except BaseException as fault:
            sys.stderr.write(f"{type(fault).__name__}: {fault}\n")
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit("the job failed by itself")
    return os.WIFEXITED(status)


def back_up_once(folder: Path) -> None:
    place = open_workplace(folder / "data", clock=CLOCK, passphrase=PASSPHRASE)
    back_up(place, actor=NOBODY, folder=folder / "usb")
    place.close()


def restore_once(folder: Path) -> None:
    (backup,) = backups_in(folder / "usb")
    restore(backup.path, folder / "data", clock=CLOCK, passphrase=PASSPHRASE).close()


def after_a_backup(folder: Path, *, again: bool) -> dict[str, Any]:
    """Tell how many backups look whole, whether each is, and what the next one leaves."""
    place = open_workplace(folder / "data", clock=CLOCK, passphrase=PASSPHRASE)
    try:
        found = backups_in(folder / "usb")
        good = 0
        for each in found:
            verify(place, each.path)
            good += 1
        left = []
        if again:
            back_up(place, actor=NOBODY, folder=folder / "usb")
            left = [path.name for path in (folder / "usb").glob("*/*/*.partial")]
        return {"whole": sum(each.whole for each in found), "good": good, "left": left, "store": check(place).ok}
    finally:
        place.close()


def after_a_restore(folder: Path, *, again: bool) -> dict[str, Any]:
    """Tell which of the two stores opens, whether the other is still there, and what the next restore leaves."""
    found = look(folder / "data")
    if found is not Found.PASSPHRASE:
        return {"found": found.value}
    place = open_workplace(folder / "data", clock=CLOCK, passphrase=PASSPHRASE)
    try:
        with place.reading() as unit:
            before = {"responses": len(unit.responses.ids()), "device": place.device_id}
        ok = check(place).ok
    finally:
        place.close()
    kept = sorted(path.name for path in (folder / "data").glob("damaged-*/*"))
    left = []
    if again:
        restore_once(folder)
        left = sorted(path.name for path in (folder / "data").iterdir() if path.name.startswith("rest"))
    return {**before, "ok": ok, "kept": kept, "left": left}


JOBS = {"back up": (back_up_once, after_a_backup), "restore": (restore_once, after_a_restore)}


def main(job: str, folder: Path) -> None:
    work, look_after = JOBS[job]
    number, ended = 0, False
    while not ended:
        number += 1
        run = folder / f"run {number}"
        shutil.copytree(folder / "before", run)
        ended = in_a_child(lambda run=run: work(run), number, run / "killed before")
        killed = None if ended else (run / "killed before").read_text(encoding="utf-8")
        print(json.dumps({"killed": killed, **look_after(run, again=number % 4 == 0)}), flush=True)  # noqa: T201
        shutil.rmtree(run)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
