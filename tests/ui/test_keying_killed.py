"""The laptop is switched off in the middle of a sheet: nothing that was keyed is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.ui.keying.asking import Asking
from desktop.ui.keying.sheet_course import SheetCourse
from desktop.ui.services import Workflows
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.print_paper import paper_copies, print_copies
from desktop.workflows.set_up import open_workplace
from tests.workplaces import FORM, PASSPHRASE, clock, event_id, made_once, officer, pack, place

__all__ = ["clock", "event_id", "made_once", "officer", "pack", "place"]

ROOT = Path(__file__).resolve().parents[2]

KEYER = """
import itertools, json, sys
from pathlib import Path
from desktop.foundation.clock import SystemClock
from desktop.responses.keyings import FieldEffort
from desktop.responses.response import MissingKind
from desktop.ui.keying.asking import Asking
from desktop.ui.keying.codes import codes_of
from desktop.ui.keying.sheet_course import SheetCourse
from desktop.ui.services import Workflows
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.manage_staff import named
from desktop.workflows.set_up import open_workplace

folder, passphrase, serial = sys.argv[1:]
place = open_workplace(Path(folder), clock=SystemClock(), passphrase=passphrase)
actor = named(place, "Olu")
keying = Keying.begin(place, actor=actor, sheet=look_up_serial(place, serial))
course = SheetCourse(keying, Asking(Workflows(), place, actor))
shown = course.start()
for number in itertools.count():
    if shown.view is None:
        shown = course.go(shown.rows[0].path)
    path = shown.view.path
    course.count({path: FieldEffort(1, 0.5)})
    if number % 7 == 5:
        shown = course.undo()
    elif number % 5 == 3:
        shown = course.mark(path, MissingKind.ILLEGIBLE)
    else:
        codes = codes_of(shown.view)
        shown = course.key(path, codes[number % len(codes)][1] if codes else str(number % 90 + 1))
        if shown.warning or shown.refused:
            shown = course.force(path, "as written on the sheet") if shown.warning else course.back(path)
    answers = {row.path: [keying.entry.node(row.path).value, row.missing] for row in shown.rows}
    kept = {path: each for path, each in answers.items() if any(each)}
    keys = sum(each.keystrokes for each in keying._notes.efforts.values())
    print(json.dumps([number, kept, keys, len(keying._notes.acts)]), flush=True)
"""


@pytest.mark.parametrize("after", [3, 19])
def test_what_was_keyed_is_there_after_a_kill(place, officer, event_id, tmp_path, after: int) -> None:
    print_copies(place, actor=officer, form_id=FORM, event_id=event_id, copies=1, out=tmp_path / "a.pdf")
    serial = paper_copies(place)[0].serial
    place.close()
    child = subprocess.Popen(
        [sys.executable, "-c", KEYER, str(place.folder), PASSPHRASE, serial],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert child.stdout is not None
    told = [None, {}, 0, 0]
    with child.stdout:
        for line in child.stdout:
            told = json.loads(line)
            if told[0] == after:
                child.kill()  # SIGKILL, TerminateProcess: no handler runs; what it was doing stays half done
                break
        more = [json.loads(line) for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        child.wait()
    acknowledged = [told, *more]

    reopened = open_workplace(place.folder, clock=place.clock, passphrase=PASSPHRASE)
    try:
        keying = Keying.begin(reopened, actor=officer, sheet=look_up_serial(reopened, serial))
        course = SheetCourse(keying, Asking(Workflows(), reopened, officer))
        shown = course.start()
        stood = {row.path: [keying.entry.node(row.path).value, row.missing] for row in shown.rows}
        stood = {path: each for path, each in stood.items() if any(each)}
        # one step more than was acknowledged may be there, whole; never less, and never half of one
        keys = sum(each.keystrokes for each in keying._notes.efforts.values())
        last = acknowledged[-1]
        if keys == last[2]:
            assert stood == last[1]
            assert len(keying._notes.acts) == last[3]
        else:
            assert keys == last[2] + 1
            differing = {path for path in {*stood, *last[1]} if stood.get(path) != last[1].get(path)}
            assert len(differing) <= 1
    finally:
        reopened.close()
