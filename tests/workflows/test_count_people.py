"""Counting: marks that are only added, taken back by further ones, kept apart by kind, laptop and hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.engagement.attendance import CountKind, RefusalReason
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.staff.people import Role
from desktop.workflows.count_people import MOST_AT_ONCE, count, tallies, undo
from desktop.workflows.merge_events import merge
from desktop.workflows.run_event import add_event
from tests.workplaces import PROGRAMME, signed_in

CAME, PASSED, TALKED, REFUSED = CountKind


@pytest.fixture
def counts(place, officer, event_id, clock):
    """Give a way to count at the event, a second later each time."""

    def press(kind: CountKind = CAME, **more: object):
        clock.move(timedelta(seconds=1))
        return count(place, actor=officer, **{"event_id": event_id, "kind": kind, **more})

    return press


@pytest.fixture
def role(pack) -> str:
    return pack.programme.respondent_types[0].code


def test_kinds_are_counted_apart(place, event_id, counts, role) -> None:
    counts()
    counts(role=role, amount=4)
    counts(PASSED, amount=30)
    counts(TALKED)
    counts(REFUSED, detail=RefusalReason.NO_TIME.value)
    counts(REFUSED, detail=RefusalReason.NOT_SAID.value, amount=2)
    told = tallies(place, event_id)
    assert told.by_kind == {CAME: 5, PASSED: 30, TALKED: 1, REFUSED: 3}
    assert told.by_role[CAME] == {"": 1, role: 4}
    assert told.refusals == {RefusalReason.NO_TIME: 1, RefusalReason.NOT_SAID: 2}
    assert told.by_device == {place.device_id: told.by_kind}
    assert told.of(CAME) == 5


def test_nobody_counted_is_nothing_counted(place, event_id) -> None:
    told = tallies(place, event_id)
    assert (told.by_kind, told.by_role, told.by_hour, told.by_device) == ({}, {}, (), {})
    assert told.of(CAME) == 0


def test_a_mark_is_taken_back_by_a_further_one_and_none_is_removed(
    place, officer, event_id, counts, role, clock
) -> None:
    first, second = counts(amount=3), counts(role=role)
    clock.move(timedelta(seconds=1))
    back = undo(place, actor=officer, event_id=event_id)
    assert (back.undoes, back.amount, back.role) == (second.mark_id, -1, role)
    assert tallies(place, event_id).by_role[CAME] == {"": 3}
    back = undo(place, actor=officer, event_id=event_id)
    assert (back.undoes, back.amount) == (first.mark_id, -3)
    assert undo(place, actor=officer, event_id=event_id) is None
    assert tallies(place, event_id).by_kind == {}
    with place.reading() as unit:
        assert len(unit.attendance.marks([event_id])) == 4


def test_hours_are_those_of_the_programme_and_what_was_taken_back_leaves_its_own(
    place, officer, event_id, counts, clock
) -> None:
    clock.instant = clock.instant.replace(month=7, hour=9, minute=58)  # ten in London, in summer
    counts()
    clock.move(timedelta(minutes=4))
    counts(amount=2)
    counts(PASSED)
    told = tallies(place, event_id)
    assert [(at.hour, kind, total) for at, kind, total in told.by_hour] == [
        (10, CAME, 1),
        (11, CAME, 2),
        (11, PASSED, 1),
    ]
    clock.move(timedelta(hours=2))
    undo(place, actor=officer, event_id=event_id)
    undo(place, actor=officer, event_id=event_id)
    assert [(at.hour, kind, total) for at, kind, total in tallies(place, event_id).by_hour] == [(10, CAME, 1)]


def test_undo_takes_the_last_press_back_though_the_clock_was_set_back(
    place, officer, event_id, counts, clock
) -> None:
    first = counts(amount=3)
    clock.move(timedelta(hours=-2))
    second = counts()
    assert undo(place, actor=officer, event_id=event_id).undoes == second.mark_id
    assert undo(place, actor=officer, event_id=event_id).undoes == first.mark_id


def test_two_laptops_count_apart_and_undo_their_own(place, officer, event_id, counts, clock) -> None:
    other = replace(place, device_id=new_id())
    counts(amount=2)
    clock.move(timedelta(seconds=1))
    count(other, actor=officer, event_id=event_id, kind=CAME, amount=5)
    assert tallies(place, event_id).by_device == {place.device_id: {CAME: 2}, other.device_id: {CAME: 5}}
    assert tallies(place, event_id).of(CAME) == 7
    assert undo(place, actor=officer, event_id=event_id).amount == -2
    assert undo(place, actor=officer, event_id=event_id) is None
    assert tallies(other, event_id).by_device == {other.device_id: {CAME: 5}}


def test_events_that_were_merged_are_counted_together(place, officer, event_id, counts, clock) -> None:
    spot = add_event(
        place, actor=officer, programme_id=PROGRAMME, name="Drop-in", venue="Library", day=clock.now().date()
    )
    counts()
    counts(event_id=spot.event_id, amount=3)
    assert tallies(place, event_id).of(CAME) == 1
    merge(place, actor=officer, event_id=spot.event_id, into_id=event_id, reason="made on both laptops")
    assert tallies(place, event_id).of(CAME) == tallies(place, spot.event_id).of(CAME) == 4


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (CAME, {"amount": 0}),
        (CAME, {"amount": -1}),
        (CAME, {"amount": MOST_AT_ONCE + 1}),
        (CAME, {"role": "nobody has this role"}),
        (CAME, {"detail": RefusalReason.NO_TIME.value}),
        (REFUSED, {}),
        (REFUSED, {"detail": "because"}),
        (CAME, {"event_id": "no such event"}),
    ],
    ids=["none", "less than none", "a slip of the hand", "role", "reason", "no reason", "other reason", "event"],
)
def test_what_does_not_fit_is_refused_and_counts_nothing(place, event_id, counts, kind, wrong) -> None:
    with pytest.raises(Refusal):
        counts(kind, **wrong)
    assert tallies(place, event_id).by_kind == {}


def test_a_volunteer_does_not_count_and_an_officer_leaves_a_line(place, officer, event_id, counts) -> None:
    volunteer = signed_in(place, "Vera", Role.VOLUNTEER)
    for job in (count, undo):
        with pytest.raises(Refusal):
            job(place, actor=volunteer, event_id=event_id, **({"kind": CAME} if job is count else {}))
    mark = counts()
    back = undo(place, actor=officer, event_id=event_id)
    with place.reading() as unit:
        lines = {each.about_id: each.what for each in unit.changes.list()}
    assert lines[mark.mark_id] == "people counted"
    assert lines[back.mark_id] == "count taken back"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.integers(1, MOST_AT_ONCE), st.none()), max_size=12))
def test_the_count_is_what_was_pressed_less_what_was_taken_back(place, officer, clock, presses) -> None:
    """``None`` stands for the key that takes back."""
    event = add_event(
        place, actor=officer, programme_id=PROGRAMME, name="Stall", venue="Market", day=clock.now().date()
    )
    standing: list[int] = []
    for amount in presses:
        clock.move(timedelta(minutes=7))
        if amount is None:
            mark = undo(place, actor=officer, event_id=event.event_id)
            assert (mark is None) == (not standing)
            if standing:
                assert mark.amount == -standing.pop()
        else:
            count(place, actor=officer, event_id=event.event_id, kind=CAME, amount=amount)
            standing.append(amount)
    told = tallies(place, event.event_id)
    assert told.of(CAME) == sum(standing)
    assert sum(total for _at, _kind, total in told.by_hour) == sum(standing)
    assert all(total > 0 for _at, _kind, total in told.by_hour)
