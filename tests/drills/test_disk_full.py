"""Drill 5: the disk is full. It is said in words, what was saved stays, and with room the interview goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.responses.states import ItemState
from desktop.workflows.balance import balance
from desktop.workflows.record_response import responses
from desktop.workflows.set_up import open_workplace
from tests.workplaces import FORM, PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a process's files")
def test_an_interview_goes_on_when_there_is_room_again(place, officer, event_id, clock, closing) -> None:
    place.close()
    child = subprocess.run(
        [
            sys.executable, "-m", "tests.drills.interviewer_on_a_full_disk",
            str(place.folder), PASSPHRASE, event_id, FORM,
        ],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert child.returncode == 0, child.stderr
    said = json.loads(child.stdout)
    assert said["kind"] == "StoreFull"
    assert "full" in said["fault"]
    assert said["remedy"]
    assert said["kept"]
    assert said["answers"]["best_start/best_start_outcome/best_start_comment"] == "the last answer once more"
    assert said["answers"]["about_you/respondent_type"] == "resident"
    again = closing(open_workplace(place.folder, clock=clock, passphrase=PASSPHRASE))
    assert [each.state for each in responses(again)] == [ItemState.FINALISED]
    assert balance(again).ledger.balances
