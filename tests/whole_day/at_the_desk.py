"""The rest of the day by command line, after the crash: each command as it is typed, one after the other.

Run by the test of this folder. What a command prints for the person who typed it (a withdrawal code, somebody's
address that was looked for) is kept from the test's output; all else is printed, and looked through.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

from argon2 import low_level

from desktop import startup
from desktop.commands import main as commands
from tests.whole_day.needles import (
    BY_LETTER,
    LEFT,
    NEW_PASSPHRASE,
    PASSPHRASE,
    SECOND_EMAIL,
    WRONG_PASSPHRASE,
)
from tests.whole_day.watched import Day
from tests.workplaces import FORM, PROGRAMME

ANSWERS = {
    "respondent_type": "organisation",
    "best_start_agree": "agree",
    "staying_healthy_agree": "agree",
    "living_supported_agree": "agree",
    "dying_well_offer": "no",
}


class Desk:
    """Somebody at a terminal."""

    def __init__(self, day: Day) -> None:
        self._day = day

    def __call__(self, *words: object, typed: str = "", code: int = 0) -> str:
        """Carry out a command; return what it printed, which nobody else sees."""
        out = io.StringIO()
        standing, sys.stdin = sys.stdin, io.StringIO(typed)
        try:
            with contextlib.redirect_stdout(out):
                got = startup.main(["--data", str(self._day.data), *(str(word) for word in words)])
        finally:
            sys.stdin = standing
        assert got == code, (words[:2], got)
        return out.getvalue()

    def shown(self, *words: object, typed: str = "", code: int = 0) -> str:
        """Carry out a command and show what it printed."""
        said = self(*words, typed=typed, code=code)
        sys.stdout.write(said)
        return said

    def json(self, *words: object, **how: Any) -> Any:
        """Carry out a command and return its JSON."""
        return json.loads(self(*words, "--json", **how))


def live(day: Day, by_window: list[str]) -> None:
    """Record, withdraw, send, receive, export, erase, back up, change keys, report and check."""
    desk = Desk(day)
    store, stick, sent = ("--store", day.central), f"folder:{day.stick}", ("--as", "Cora")
    os.environ["SOUNDING_BOARD_PASSPHRASE"] = WRONG_PASSPHRASE
    desk.shown("event", "list", code=1)
    os.environ["SOUNDING_BOARD_PASSPHRASE"] = PASSPHRASE
    event = desk.json("event", "list")[0]["event_id"]
    adding = ("response", "add", "--form", FORM, "--event", event, "--answers", "-")
    codes = []
    for said in (BY_LETTER, LEFT):
        answers = json.dumps({**ANSWERS, "organisation_name": said})
        codes.append(desk.json(*adding, "--channel", "interview", typed=answers)["withdrawal_code"])
    day.tell("codes", codes)
    desk.shown("contact", "add", "--programme", PROGRAMME, "--field", f"email={SECOND_EMAIL}")
    day.photograph("gone on with")

    def carry() -> None:
        for batch in desk.json("batch", "make", "--contacts-now", *sent):
            desk.shown("batch", "send", batch["batch_id"], "--to", stick)
        desk.shown("central", "receive", *store, "--from", stick, *sent)
        desk.shown("batch", "receipts", "--from", stick)

    carry()
    desk.shown("withdraw", "-", typed=by_window[0])
    desk.shown("withdraw", "-", typed=codes[0])
    desk.shown("response", "list")
    carry()
    desk.shown("export", *store, "--format", "csv", "--out", day.root / "responses.csv", *sent)
    desk.shown("export", *store, "--format", "xlsx", "--out", day.root / "responses.xlsx", *sent)
    desk.shown("contacts", "export", *store, "--out", day.root / "list.csv", *sent)
    (found,) = desk.json("contacts", "find", "-", *store, *sent, typed=SECOND_EMAIL)
    desk.shown("contacts", "erase", found["contact_id"], *store, "--reason", "they asked", *sent)
    desk.shown("backup", "plan", "--to", day.backups, *sent)
    desk.shown("backup", "now", *sent)
    desk.shown("store", "recovery-sheet", day.chosen / "second sheet.pdf", *sent)
    os.environ["SOUNDING_BOARD_NEW_PASSPHRASE"] = NEW_PASSPHRASE
    desk.shown("store", "passphrase", *sent)
    os.environ["SOUNDING_BOARD_PASSPHRASE"] = os.environ.pop("SOUNDING_BOARD_NEW_PASSPHRASE")
    desk.shown("store", "rekey", "--recovery-sheet", day.chosen / "third sheet.pdf", *sent)
    desk.shown("central", "recovery-sheet", day.chosen / "coordinator.pdf", *store, *sent)
    desk.shown("backup", "now", *sent)
    for name in ("report.pdf", "report.json"):
        desk.shown("privacy", "report", "--out", day.root / name)
    desk.shown("audit", "list")
    desk.shown("audit", "verify")
    desk.shown("ledger")
    desk.shown("retention", "due")
    desk.shown("store", "check")


def main(root: str, aside: str) -> None:
    """Live the second half of the day."""
    day = Day(Path(root), Path(aside))
    day.watch()
    # the same passphrase thirty times, and the same list of commands: worked out once
    low_level.hash_secret_raw = functools.lru_cache(low_level.hash_secret_raw)
    commands.application = functools.cache(commands.application)
    live(day, json.loads((day.aside / "told at_the_window.json").read_text())["codes"])


if __name__ == "__main__":
    main(*sys.argv[1:])
