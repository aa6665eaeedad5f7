"""Lines about keying: each comes back as it was, and one that no laptop could have written is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from desktop.foundation.clock import to_utc_text
from desktop.responses.batches import KEYING_KINDS
from desktop.responses.keyings import Which
from desktop.responses.queries import QueryState
from desktop.sheets.serials import issue_run
from desktop.workflows.keying_records import KeyingRecord, identity_of, keying_record, keying_record_from
from tests.store.builders import NOW, decision, keying, plan, query

(SERIAL,) = (
    each.canonical
    for each in issue_run(device_id="device-1", run=1, copies=1, serial_key="00" * 32, form_id="survey")
)
SECOND = keying(SERIAL, answers={"q": "\u00e9 \U0001f4ee", "home[2]/age": "7"}, lot=0.1 + 0.2)
PLAN = plan()
DECISION = decision(SERIAL, response_id="uuid:1")
QUERY = query(SERIAL, state=QueryState.DONE, answer="A seven", answered_by="Ann", answered_at=NOW)
THINGS = [
    KeyingRecord(SECOND, "made-up", "event-1", "uuid:made-up"),
    KeyingRecord(PLAN, "made-up", "", ""),
    KeyingRecord(DECISION, "made-up", "", "uuid:1"),
    KeyingRecord(QUERY, "made-up", "", "uuid:2"),
]
ALSO = [
    KeyingRecord(keying(SERIAL, which=Which.FIRST, instance_id="uuid:3"), "made-up", "event-1", "uuid:made-up"),
    KeyingRecord(
        replace(QUERY, path="", number="", answer="", answered_by="", answered_at=None), "made-up", "", "x"
    ),
]


@pytest.mark.parametrize("place", range(len(THINGS) + len(ALSO)))
def test_a_line_comes_back_as_it_was(place: int) -> None:
    thing = [*THINGS, *ALSO][place]
    line = keying_record(thing)
    assert keying_record_from(line.kind, line.body) == thing
    assert line.identity == identity_of(thing.thing)
    assert keying_record(keying_record_from(line.kind, line.body)) == line


def test_a_line_of_what_is_of_a_response_says_which() -> None:
    for thing in THINGS:
        assert json.loads(keying_record(thing).body)["response_id"] == thing.response_id
    assert identity_of(PLAN) == f"survey 1 {to_utc_text(PLAN.set_at)}"


@pytest.mark.parametrize(
    ("kind", "part", "wrong"),
    [
        ("keyed sheet", "serial", "AAAAAAAAAAAAAAAA"), ("keyed sheet", "which", "third"),
        ("keyed sheet", "lot", 1.5),
        ("keyed sheet", "lot", True), ("keyed sheet", "which", "first"), ("keyed sheet", "missing", {"q": "gone"}),
        ("keyed sheet", "answers", {"q": 7}), ("keyed sheet", "answers", []),
        ("keyed sheet", "answers", {"q": "\0"}),
        ("keyed sheet", "efforts", {"q": [1]}), ("keyed sheet", "efforts", {"q": [-1, 1.0]}),
        ("keyed sheet", "efforts", {"q": [1, float("nan")]}), ("keyed sheet", "scope", "q"),
        ("keyed sheet", "keyer", "Ann"), ("keyed sheet", "response_id", ""), ("keyed sheet", "plan_version", -1),
        ("keyed sheet", "finished_offset", 10**6), ("keyed sheet", "keying_id", "a b"),
        ("verification plan", "rule", "some"), ("verification plan", "share", 0), ("verification plan", "aoql", 1),
        ("verification plan", "run", 0), ("verification plan", "version", 0),
        ("verification plan", "scopes", {"q": "maybe"}), ("verification plan", "tolerance", {"case": 1}),
        ("verification plan", "tolerances", {"q": None}), ("verification plan", "set_by", "\ud800"),
        ("keying decision", "adopted", "yes"), ("keying decision", "first", {"value": "a", "missing": "lost"}),
        ("keying decision", "decided_by", {}), ("keying decision", "reason", "x" * 200_001),
        ("keying query", "state", "open"), ("keying query", "response_id", None), ("keying query", "words", 3),
    ],
)  # fmt: skip
def test_a_line_that_no_laptop_could_have_written_is_refused(kind: str, part: str, wrong: object) -> None:
    line = next(each for each in map(keying_record, THINGS) if each.kind.value == kind)
    body = {**json.loads(line.body), part: wrong}
    with pytest.raises(ValueError, match=r"its part [a-z_]+ is not what it should be"):
        keying_record_from(line.kind, json.dumps(body))


@pytest.mark.parametrize("kind", sorted(KEYING_KINDS))
def test_what_is_no_line_is_refused(kind) -> None:
    for wrong in ("[]", "{", "3"):
        with pytest.raises(ValueError, match="read"):
            keying_record_from(kind, wrong)
