"""What an event has beside its questionnaires, taken in: any order, again and again, and what is not believed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.engagement.attendance import CountKind
from desktop.engagement.named import NAMED_SOMEBODY, without_words
from desktop.engagement.pictures import Picture
from desktop.engagement.retention import Subject
from desktop.responses.batches import Batch, BatchKind, BatchRecord, RecordKind
from desktop.workflows.batch_records import event_record
from desktop.workflows.count_people import count, undo
from desktop.workflows.event_day_records import DayRecord, day_record, identity_of
from desktop.workflows.note_comment import add_comment, change_note
from desktop.workflows.retention_deletion import set_apart
from desktop.workflows.take_in import RecordsOfBatch
from tests.workflows.event_day_stores import (
    held,
)
from tests.workflows.event_days import EVENTS, things
from tests.workflows.exchange import CORA
from tests.workplaces import PROGRAMME


def batch_of(number: int) -> Batch:
    from datetime import UTC, datetime

    return Batch(
        f"batch-{number}", BatchKind.RESPONSES, "laptop-1", 1, number, "", f"{number}",
        datetime(2022, 1, 12, tzinfo=UTC), "Olu", 1, 0, False,
    )  # fmt: skip


def taken_in(place, parcels) -> tuple[dict[str, set[str]], list[str]]:
    """Take parcels of records in, one batch each, and return what is there then; nothing of it is kept."""
    apart: list[str] = []
    with place.unit() as unit:
        here = [event_record(unit.events.get(event_id)) for event_id in EVENTS]
        for number, records in enumerate(parcels):
            taking = RecordsOfBatch(unit, batch_of(number), actor=CORA, now=place.clock.now(), file="f")
            _results, set_apart = taking.take([*here, *records])
            apart += [each.identity for each in set_apart]
        pictures = {
            day_record(thing).body
            for records in parcels
            for each in records
            if each.kind is RecordKind.PICTURE and (thing := unit.pictures.get(each.identity)) is not None
        }
        return {**held(unit, list(EVENTS)), "picture": pictures}, apart


def lines(found: list[DayRecord]) -> list[BatchRecord]:
    return [day_record(thing) for thing in found]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(found=st.lists(things, max_size=12), chance=st.randoms(use_true_random=False))
def test_the_order_does_not_matter_and_twice_is_once(place, found: list[DayRecord], chance: random.Random) -> None:
    records = lines(found)
    other = [*records, *records]
    chance.shuffle(other)
    parcels: list[list[BatchRecord]] = [[] for _ in range(4)]
    for record in other:
        parcel = chance.choice(parcels)
        if record not in parcel:
            parcel.append(record)
    straight, _ = taken_in(place, [[record] for record in records])
    shuffled, _ = taken_in(place, parcels)
    assert {kind: bodies for kind, bodies in shuffled.items() if kind in ("note", "board")} == {
        kind: bodies for kind, bodies in straight.items() if kind in ("note", "board")
    }
    if len({(each.kind, each.identity) for each in records}) == len(
        {(each.kind, each.sha256) for each in records}
    ):
        assert shuffled == straight


def test_of_two_notes_with_one_number_the_one_written_later_holds_and_neither_is_lost(
    place, officer, event_id
) -> None:
    """A laptop was restored from a backup, and the note was changed once more."""
    note = add_comment(place, actor=officer, event_id=event_id, words="First").note
    with place.unit() as unit:
        unit.notes.erase([note.note_id])
        unit.commit()
    earlier = replace(note, words="Earlier")
    later = replace(note, words="Later", made_at=note.made_at + timedelta(seconds=1))
    for first, then in ((earlier, later), (later, earlier)):
        found, apart = taken_in(place, [[day_record(first)], [day_record(then)]])
        assert found["note"] == {day_record(later).body}
        assert apart == [identity_of(note)]
        found, apart = taken_in(place, [lines([first]), lines([then]), lines([first]), lines([then])])
        assert found["note"] == {day_record(later).body}


def test_what_takes_a_mark_back_may_come_before_it(place, officer, event_id) -> None:
    mark = count(place, actor=officer, event_id=event_id, kind=CountKind.ATTENDANCE, amount=4)
    back = undo(place, actor=officer, event_id=event_id)
    stays = count(place, actor=officer, event_id=event_id, kind=CountKind.ATTENDANCE, amount=2)
    assert back is not None
    with place.unit() as unit:
        unit.attendance.erase_programme(PROGRAMME)
        unit.commit()
    twice = replace(back, mark_id="again")
    for parcels in ([[back], [stays], [mark]], [[mark], [back, stays]], [[twice], [back, mark, stays]]):
        with place.unit() as unit:
            for number, parcel in enumerate(parcels):
                taking = RecordsOfBatch(unit, batch_of(number), actor=CORA, now=place.clock.now(), file="f")
                taking.take(lines(parcel))
            assert [each.total for each in unit.attendance.totals([event_id])] == [2]


def test_a_strange_event_is_set_apart_alone(place, officer, event_id) -> None:
    mark = count(place, actor=officer, event_id=event_id, kind=CountKind.FOOTFALL)
    with place.unit() as unit:
        unit.attendance.erase_programme(PROGRAMME)
        unit.commit()
    strange = replace(mark, mark_id="strange", event_id="of-nobody")
    other = replace(mark, mark_id="other", programme_id="another-programme")
    found, apart = taken_in(place, [lines([strange, mark, other])])
    assert found["attendance"] == {day_record(mark).body}
    assert sorted(apart) == ["other", "strange"]


def test_another_picture_with_the_same_id_does_not_replace_the_first(place) -> None:
    first = Picture("x", "board", "11111111-2222-4333-8444-555555555555.png", "image/png", 1, 1, "", b"")
    pictures = [_with_content(first, b"\x89PNG\r\n\x1a\n" + mark) for mark in (b"one", b"two")]
    found, apart = taken_in(place, [lines([each]) for each in pictures])
    assert found["picture"] == {day_record(pictures[0]).body}
    assert apart == ["x"]


def _with_content(picture: Picture, content: bytes) -> Picture:
    import hashlib

    return replace(picture, content=content, sha256=hashlib.sha256(content).hexdigest())


def test_a_line_under_another_id_is_set_apart(place, officer, event_id) -> None:
    note = add_comment(place, actor=officer, event_id=event_id, words="What somebody said").note
    with place.unit() as unit:
        unit.notes.erase([note.note_id])
        unit.commit()
    found, apart = taken_in(place, [[replace(day_record(note), identity="another 1")]])
    assert found["note"] == set()
    assert apart == ["another 1"]


def test_a_comment_that_was_set_apart_goes_with_the_answers_when_their_time_has_come(
    place, officer, event_id
) -> None:
    note = add_comment(place, actor=officer, event_id=event_id, words="What somebody said").note
    with place.unit() as unit:
        unit.notes.erase([note.note_id])
        taking = RecordsOfBatch(unit, batch_of(1), actor=CORA, now=place.clock.now(), file="f")
        _results, apart = taking.take([replace(day_record(note), identity="another 1")])
        unit.received.add_quarantined(apart)
        unit.commit()
    with place.reading() as unit:
        assert set_apart(unit, "another-programme", Subject.RESPONSES) == ()
        assert set_apart(unit, PROGRAMME, Subject.CONTACTS) == ()
        assert set_apart(unit, PROGRAMME, Subject.RESPONSES) == (apart[0].quarantine_id,)


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0), (1, 0, 0)])
def test_no_word_of_a_note_that_named_somebody_stays_at_the_centre(place, officer, event_id, order) -> None:
    """In whatever order: the words came first, or after it was known whom they named."""
    first = add_comment(place, actor=officer, event_id=event_id, words="Jane Doe said so").note
    second = change_note(
        place, actor=officer, note_id=first.note_id, reason=NAMED_SOMEBODY, words="A neighbour said so"
    ).note
    other = replace(first, words="Jane Doe wrote so", made_at=first.made_at + timedelta(seconds=1))
    with place.unit() as unit:
        unit.notes.erase([first.note_id])
        unit.commit()
    parcels = [[day_record(first)], [day_record(second)]]
    found, apart = taken_in(place, [parcels[each] for each in order])
    assert found["note"] == {day_record(without_words(first)).body, day_record(second).body}
    assert apart == []
    # a laptop that was restored tells another first revision: it is set apart, and without its bytes
    with place.unit() as unit:
        here = [event_record(unit.events.get(each)) for each in EVENTS]
        sets_apart = []
        for number, records in enumerate([[day_record(other)], *([day_record(first)], [day_record(second)])]):
            taking = RecordsOfBatch(unit, batch_of(number), actor=CORA, now=place.clock.now(), file="f")
            _results, apart_now = taking.take([*here, *records])
            unit.received.add_quarantined(apart_now)
            sets_apart += apart_now
        assert [each.identity for each in sets_apart] == [identity_of(first)]
        assert [each.body for each in unit.received.quarantined()] == [b""]
        assert [each.words for each in unit.notes.history(first.note_id)] == ["", "A neighbour said so"]
