"""Lines of counts, notes, boards, debriefs, merges and pictures: there and back, and what is believed of them."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from hypothesis import given

from desktop.responses.batches import DAY_KINDS, RecordKind
from desktop.workflows.event_day_records import (
    MOST_PICTURE_BYTES,
    MOST_TEXT,
    DayRecord,
    day_record,
    day_record_from,
    identity_of,
)

from .event_days import EXAMPLES, SAID, things


@given(things)
def test_there_and_back(thing: DayRecord) -> None:
    record = day_record(thing)
    assert day_record_from(record.kind, record.body) == thing
    assert day_record(day_record_from(record.kind, record.body)) == record
    assert record.identity == identity_of(thing)
    assert record.sha256 == hashlib.sha256(record.body.encode()).hexdigest()


def test_there_is_an_example_of_each_kind() -> None:
    assert set(EXAMPLES) == DAY_KINDS
    assert all(day_record(thing).kind is kind for kind, thing in EXAMPLES.items())


def test_concerns_requests_and_notes_being_written_have_no_kind_of_record() -> None:
    kinds = {kind.value for kind in RecordKind}
    assert not [kind for kind in kinds for word in ("concern", "follow", "request", "draft") if word in kind]


def _altered(kind: RecordKind, name: str, value: object) -> str:
    return json.dumps({**json.loads(day_record(EXAMPLES[kind]).body), name: value})


PARTS = [(kind, name) for kind, thing in EXAMPLES.items() for name in json.loads(day_record(thing).body)]
WRONG = {
    "map": {SAID: 1},
    "list of maps": [{SAID: 1}],
    "none": None,
    "fraction": 1.5,
    "huge": 10**30,
    "half a sign": f"{SAID}\ud800",
    "nought sign": f"{SAID}\0",
    "too long": SAID * (MOST_TEXT // 10),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize(("kind", "name"), PARTS, ids=[f"{kind.value}-{name}" for kind, name in PARTS])
def test_a_part_of_the_wrong_kind_is_refused_and_not_quoted(kind: RecordKind, name: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        day_record_from(kind, _altered(kind, name, WRONG[wrong]))
    assert SAID not in str(caught.value)


@pytest.mark.parametrize(("kind", "name"), PARTS, ids=[f"{kind.value}-{name}" for kind, name in PARTS])
def test_a_missing_part_is_refused(kind: RecordKind, name: str) -> None:
    raw = json.loads(day_record(EXAMPLES[kind]).body)
    del raw[name]
    with pytest.raises(ValueError, match=r"is not what|no picture"):
        day_record_from(kind, json.dumps(raw))


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        (RecordKind.ATTENDANCE, "kind", SAID),
        (RecordKind.ATTENDANCE, "detail", SAID),
        (RecordKind.ATTENDANCE, "amount", 0),
        (RecordKind.ATTENDANCE, "amount", -1),
        (RecordKind.ATTENDANCE, "amount", True),
        (RecordKind.ATTENDANCE, "amount", 10**7),
        (RecordKind.ATTENDANCE, "undoes", "another"),  # what takes a mark back is below nought
        (RecordKind.ATTENDANCE, "mark_id", ""),
        (RecordKind.ATTENDANCE, "made_at", SAID),
        (RecordKind.ATTENDANCE, "made_at", "9999-99-99T00:00:00.000000Z"),
        (RecordKind.ATTENDANCE, "offset", 10_000),
        (RecordKind.NOTE, "kind", SAID),
        (RecordKind.NOTE, "sentiment", SAID),
        (RecordKind.NOTE, "source", ""),
        (RecordKind.NOTE, "codes", SAID),
        (RecordKind.NOTE, "codes", [SAID] * 1001),
        (RecordKind.NOTE, "codes", [[SAID]]),
        (RecordKind.NOTE, "voided", 1),
        (RecordKind.NOTE, "revision", 0),
        (RecordKind.NOTE, "note_id", f"{SAID} 1"),
        (RecordKind.BOARD, "kind", SAID),
        (RecordKind.BOARD, "options", [[SAID, -1]]),
        (RecordKind.BOARD, "options", [[SAID, 1, 2]]),
        (RecordKind.BOARD, "options", [[1, 1]]),
        (RecordKind.BOARD, "options", [SAID]),
        (RecordKind.DEBRIEF, "costs", [[SAID, 10**10]]),
        (RecordKind.DEBRIEF, "closed", "yes"),
        (RecordKind.PICTURE, "name", "../../autostart.jpg"),
        (RecordKind.PICTURE, "name", f"{SAID}.jpg"),
        (RecordKind.PICTURE, "name", "11111111-2222-4333-8444-555555555555.exe"),
        (RecordKind.PICTURE, "media_type", "text/html"),
        (RecordKind.PICTURE, "media_type", "image/png"),
        (RecordKind.PICTURE, "sha256", hashlib.sha256(b"other").hexdigest()),
        (RecordKind.PICTURE, "content", base64.b64encode(b"<html>").decode()),
        (RecordKind.PICTURE, "content", SAID),
        (RecordKind.PICTURE, "content", "A" * (MOST_PICTURE_BYTES * 4 // 3 + 8)),
        (RecordKind.PICTURE, "width", 0),
        (RecordKind.PICTURE, "owner_id", ""),
    ],
)
def test_what_no_laptop_could_have_written_is_refused_and_not_quoted(
    kind: RecordKind, name: str, value: object
) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        day_record_from(kind, _altered(kind, name, value))
    assert SAID not in str(caught.value)


@pytest.mark.parametrize("body", ["", "[]", "5", '"text"', "{", "{}", "[" * 100_000], ids=range(7))
@pytest.mark.parametrize("kind", sorted(DAY_KINDS))
def test_a_line_that_is_no_record_is_refused(kind: RecordKind, body: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_record_from(kind, body)


def test_what_a_later_program_adds_is_passed_over() -> None:
    for kind, thing in EXAMPLES.items():
        assert day_record_from(kind, _altered(kind, "a later part", [1])) == thing
