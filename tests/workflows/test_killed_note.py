"""The laptop is switched off while a conversation is being written down: what was kept before is still there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.workflows.note_drafts import waiting_drafts
from desktop.workflows.set_up import open_workplace
from tests.workplaces import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
import json, sys
from pathlib import Path
from desktop.engagement.notes import NoteKind
from desktop.foundation.clock import SystemClock
from desktop.workflows.manage_staff import named
from desktop.workflows.note_drafts import keep_draft
from desktop.workflows.set_up import open_workplace

folder, passphrase, event_id = sys.argv[1:]
place = open_workplace(Path(folder), clock=SystemClock(), passphrase=passphrase)
actor = named(place, "Olu")
said = ""
for number in range(10_000):
    said += f" word{number}"
    keep_draft(
        place, actor=actor, draft_id="d1", kind=NoteKind.CONVERSATION, event_id=event_id, fields={"words": said}
    )
    print(json.dumps(number), flush=True)
"""


@pytest.mark.parametrize("after", [1, 2, 7, 23])
def test_what_was_kept_is_there_after_a_kill(place, officer, event_id, after: int) -> None:
    place.close()
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(place.folder), PASSPHRASE, event_id],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert child.stdout is not None
    kept = -1
    with child.stdout:
        for line in child.stdout:
            kept = json.loads(line)
            if kept == after:
                child.kill()  # SIGKILL, TerminateProcess: no handler runs; what it was doing stays half done
                break
        rest = [line for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        child.wait()
    kept = json.loads(rest[-1]) if rest else kept
    reopened = open_workplace(place.folder, clock=place.clock, passphrase=PASSPHRASE)
    try:
        (draft,) = waiting_drafts(reopened, actor=officer, event_id=event_id)
    finally:
        reopened.close()
    words = draft.fields["words"].split()
    assert words == [f"word{number}" for number in range(len(words))]
    assert len(words) > kept  # the one that was being written may be there too, and never half
