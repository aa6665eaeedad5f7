"""The laptop is switched off in the middle of an interview: nothing that was acknowledged is lost."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from desktop.questionnaires.entry import answers_from_xml
from desktop.responses.states import ItemState
from desktop.workflows.balance import balance
from desktop.workflows.interview import Interview, open_drafts
from desktop.workflows.set_up import open_workplace
from tests.workplaces import FORM, PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]


def _kill_after(place, event_id: str, *, lines: int, seed: int) -> list[list[str]]:
    """Start an interviewer, kill it once it has acknowledged so many things, return all it had said."""
    child = subprocess.Popen(
        [
            sys.executable, "-m", "tests.workflows.interviewer",
            str(place.folder), PASSPHRASE, event_id, FORM, str(seed),
        ],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    said = []
    assert child.stdout is not None
    with child.stdout:
        for line in child.stdout:
            said.append(line)
            if len(said) == lines:
                child.kill()  # SIGKILL, TerminateProcess: no handler runs; what it was doing stays half done
        child.wait()
    return [json.loads(line) for line in said if line.endswith("\n")]


def _check(place, officer, said: list[list[str]]) -> None:
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    finalised: dict[str, str] = {}
    for what, draft_id, *rest in said:
        if what == "answered":
            answers[draft_id][rest[0]] = rest[1]
        elif what == "finalised":
            finalised[draft_id] = rest[0]
    reopened = open_workplace(place.folder, clock=place.clock, passphrase=PASSPHRASE)
    try:
        waiting = {draft.draft_id for draft in open_drafts(reopened)}
        for draft_id, given in answers.items():
            if draft_id in waiting:
                assert draft_id not in finalised
                entry = Interview.resume(reopened, actor=officer, draft_id=draft_id).entry
                assert {path: entry.node(path).value for path in given} == given
                continue
            # finalised, said so or not (killed between the commit and the word)
            with reopened.reading() as unit:
                header = unit.drafts.get(draft_id)
                stored = unit.responses.get(header.response_id)
                form = unit.forms.by_sha(header.form_sha256)
            assert stored.state is ItemState.FINALISED
            frozen = answers_from_xml(reopened.shelf.definition(form), stored.revision.xml)
            assert {path: frozen[path] for path in given if path in frozen} == {
                path: value for path, value in given.items() if path in frozen
            }
            assert set(given) <= set(frozen)
            assert dict(stored.revision.answers) == frozen
        assert balance(reopened).ledger.balances
    finally:
        reopened.close()


def _run(place, officer, event_id: str, *, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    place.close()
    for number in range(kills):
        said = _kill_after(place, event_id, lines=chance.randint(1, 60), seed=seed * 1000 + number)
        assert said
        _check(place, officer, said)


def test_killed_twenty_times(place, officer, event_id) -> None:
    _run(place, officer, event_id, kills=20, seed=7)


@pytest.mark.soak
def test_killed_two_hundred_times(place, officer, event_id) -> None:
    _run(place, officer, event_id, kills=200, seed=11)
