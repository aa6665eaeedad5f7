"""The laptop is switched off in the middle of a second keying: nothing keyed is lost, nothing half kept."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from desktop.responses.drafts import DraftKind
from desktop.responses.keyings import Which
from desktop.sheets.copies import CopyState
from desktop.workflows.balance import balance
from desktop.workflows.set_up import open_workplace
from desktop.workflows.verify_keying import SecondKeying
from tests.workflows.keyed_twice import FIRST, key_first, plan_all
from tests.workflows.paper_days import printed
from tests.workflows.second_keyer import VERA
from tests.workplaces import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("lines", [2, 7])
def test_what_was_acknowledged_is_there(place, officer, event_id, lines) -> None:
    plan_all(place)
    serials = printed(place, event_id, 3)
    for serial in serials:
        key_first(place, officer, serial, FIRST)
    place.close()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.workflows.second_keyer", str(place.folder), PASSPHRASE, *serials],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    said: list[str] = []
    assert child.stdout is not None
    with child.stdout:
        for line in child.stdout:
            said.append(line)
            if len(said) == lines:
                child.kill()
        child.wait()
    told = [json.loads(line) for line in said if line.endswith("\n")]
    keyed: dict[str, dict[str, str]] = defaultdict(dict)
    for what, serial, *rest in told:
        if what == "answered":
            keyed[serial][rest[0]] = rest[1]
    reopened = open_workplace(place.folder, clock=place.clock, passphrase=PASSPHRASE)
    try:
        with reopened.reading() as unit:
            open_ = {each.serial: each for each in unit.drafts.list_open(kind=DraftKind.SECOND_KEYING)}
            kept = {each.serial: each for each in unit.keyings.list(which=Which.SECOND)}
            copies = unit.copies.copies(serials)
        assert not set(open_) & set(kept)
        assert {serial for what, serial, *_ in told if what == "kept"} <= set(kept)
        for serial, answers in keyed.items():
            if serial in open_:
                entry = SecondKeying.resume(reopened, actor=VERA, draft_id=open_[serial].draft_id).entry
                assert {path: entry.node(path).value for path in answers} == answers
            else:
                # kept, and compared in the same transaction
                assert kept[serial].answers == FIRST
                assert copies[serial].state is CopyState.VERIFIED
        assert balance(reopened).ledger.balances
    finally:
        reopened.close()
