"""Drill 9: the power goes in the middle of an interview. It waits on the page of today, with every answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from desktop.responses.states import ItemState
from desktop.workflows.balance import balance
from desktop.workflows.interview import Interview, open_drafts
from desktop.workflows.record_response import responses
from desktop.workflows.set_up import open_workplace
from tests.workplaces import FORM, PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]
ENOUGH = 9  # things it says are saved: well into the first interview


def test_the_interview_waits_with_every_answer(place, officer, event_id, clock, closing) -> None:
    place.close()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.workflows.interviewer", str(place.folder), PASSPHRASE, event_id, FORM, "1"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert child.stdout is not None
    with child.stdout:
        said = [json.loads(child.stdout.readline()) for _ in range(ENOUGH)]
        child.kill()  # no handler runs: what it was doing stays half done
        child.wait()
    given = {words[2]: words[3] for words in said if words[0] == "answered"}
    assert len(given) == ENOUGH - 1

    again = closing(open_workplace(place.folder, clock=clock, passphrase=PASSPHRASE))
    [waiting] = open_drafts(again)
    assert waiting.draft_id == said[0][1]
    resumed = Interview.resume(again, actor=officer, draft_id=waiting.draft_id)
    assert {path: resumed.entry.node(path).value for path in given} == given
    resumed.abandon(reason="the respondent had left")
    assert open_drafts(again) == ()
    assert [each.state for each in responses(again)] == [ItemState.ABANDONED]
    assert balance(again).ledger.balances
