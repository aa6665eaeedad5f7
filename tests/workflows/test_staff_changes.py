"""Changing people: who may, what the trail says of it, and that guessing a PIN is slow whatever one does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.foundation.errors import Refusal
from desktop.foundation.slow_down import LONGEST_WAIT, TooSoon
from desktop.staff.people import Actor, Role
from desktop.workflows.manage_staff import (
    WrongPin,
    add_person,
    change_pin,
    change_role,
    people,
    person_called,
    remove_person,
    sign_in,
)
from desktop.workflows.set_up import open_workplace
from tests.workplaces import PASSPHRASE, signed_in

COMMAND = Actor(person_id="", name="", role=None, signed_in=False)


@pytest.fixture
def coordinator(empty_place):
    return signed_in(empty_place, "Cora", Role.COORDINATOR)


@pytest.fixture
def pinned(empty_place, coordinator):
    return add_person(empty_place, actor=coordinator, name="Olu", role=Role.OFFICER, pin="4711")


def wrong(place, person, pin="0000"):
    with pytest.raises(WrongPin) as caught:
        sign_in(place, person_id=person.person_id, pin=pin)
    return caught.value.seconds


def too_soon(place, person, pin="4711"):
    with pytest.raises(TooSoon) as caught:
        sign_in(place, person_id=person.person_id, pin=pin)
    return caught.value.seconds


def test_guessing_is_slow_and_the_right_pin_waits_as_well(empty_place, pinned, clock) -> None:
    assert [wrong(empty_place, pinned) for _ in range(3)] == [0, 0, 2]
    assert too_soon(empty_place, pinned) == 2
    clock.move(timedelta(seconds=1))
    assert too_soon(empty_place, pinned) == 1
    clock.move(timedelta(seconds=1))
    assert wrong(empty_place, pinned) == 4
    clock.move(timedelta(seconds=4))
    assert sign_in(empty_place, person_id=pinned.person_id, pin="4711").name == "Olu"
    assert wrong(empty_place, pinned) == 0  # the right one starts the count anew


def test_the_wait_stops_growing(empty_place, pinned, clock) -> None:
    with empty_place.unit() as unit:
        for _ in range(20):
            unit.attempts.failed(pinned.person_id, clock.now())
        unit.commit()
    assert too_soon(empty_place, pinned) == LONGEST_WAIT
    clock.move(timedelta(seconds=LONGEST_WAIT))
    assert wrong(empty_place, pinned) == LONGEST_WAIT


def test_a_restart_wins_no_guess(empty_place, pinned, clock) -> None:
    for _ in range(3):
        wrong(empty_place, pinned)
    empty_place.close()
    again = open_workplace(empty_place.folder, clock=clock, passphrase=PASSPHRASE)
    try:
        assert too_soon(again, pinned) == 2
    finally:
        again.close()


def test_a_clock_set_back_wins_no_guess_and_locks_nobody_out(empty_place, pinned, clock) -> None:
    for _ in range(3):
        wrong(empty_place, pinned)
    clock.move(timedelta(days=-400))
    assert too_soon(empty_place, pinned) == 2
    clock.move(timedelta(seconds=2))
    assert sign_in(empty_place, person_id=pinned.person_id, pin="4711").name == "Olu"


def test_one_persons_attempts_are_not_anothers(empty_place, pinned, coordinator) -> None:
    other = add_person(empty_place, actor=coordinator, name="Vera", role=Role.VOLUNTEER, pin="1234")
    for _ in range(3):
        wrong(empty_place, pinned)
    assert sign_in(empty_place, person_id=other.person_id, pin="1234").name == "Vera"


def test_no_pin_typed_is_no_guess(empty_place, pinned) -> None:
    for _ in range(5):
        assert wrong(empty_place, pinned, pin="") == 0
    assert sign_in(empty_place, person_id=pinned.person_id, pin="4711").name == "Olu"


def test_another_pin(empty_place, pinned, coordinator) -> None:
    for _ in range(3):
        wrong(empty_place, pinned)
    change_pin(empty_place, actor=coordinator, person_id=pinned.person_id, pin="815000")
    assert wrong(empty_place, pinned, pin="4711") == 0
    own = sign_in(empty_place, person_id=pinned.person_id, pin="815000")
    change_pin(empty_place, actor=own, person_id=pinned.person_id, pin="24680")  # everybody their own
    change_pin(empty_place, actor=coordinator, person_id=pinned.person_id, pin=None)
    assert sign_in(empty_place, person_id=pinned.person_id).name == "Olu"
    with pytest.raises(Refusal, match="digits"):
        change_pin(empty_place, actor=coordinator, person_id=pinned.person_id, pin="12")


def test_nobody_rises_above_themself(empty_place, pinned, coordinator) -> None:
    officer = sign_in(empty_place, person_id=pinned.person_id, pin="4711")
    vera = add_person(empty_place, actor=officer, name="Vera", role=Role.VOLUNTEER)
    for refused in (
        lambda: change_role(empty_place, actor=officer, person_id=officer.person_id, role=Role.COORDINATOR),
        lambda: change_role(empty_place, actor=officer, person_id=vera.person_id, role=Role.AUDITOR),
        lambda: change_pin(empty_place, actor=officer, person_id=coordinator.person_id, pin="1111"),
        lambda: remove_person(empty_place, actor=officer, person_id=coordinator.person_id),
        lambda: change_role(empty_place, actor=officer, person_id=coordinator.person_id, role=Role.VOLUNTEER),
        lambda: add_person(empty_place, actor=officer, name="Audrey", role=Role.AUDITOR),
    ):
        with pytest.raises(Refusal, match="coordinator"):
            refused()
    change_role(empty_place, actor=officer, person_id=vera.person_id, role=Role.OFFICER)
    assert {each.name: each.role for each in people(empty_place)} == {
        "Cora": Role.COORDINATOR,
        "Olu": Role.OFFICER,
        "Vera": Role.OFFICER,
    }


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.AUDITOR])
def test_who_manages_nobody(empty_place, coordinator, pinned, role) -> None:
    low = signed_in_by(empty_place, coordinator, role)
    for refused in (
        lambda: change_role(empty_place, actor=low, person_id=pinned.person_id, role=Role.VOLUNTEER),
        lambda: change_pin(empty_place, actor=low, person_id=pinned.person_id, pin="1111"),
        lambda: remove_person(empty_place, actor=low, person_id=pinned.person_id),
    ):
        with pytest.raises(Refusal, match="role"):
            refused()
    change_pin(empty_place, actor=low, person_id=low.person_id, pin="1111")


def signed_in_by(place, actor, role):
    person = add_person(place, actor=actor, name=f"A {role.value}", role=role)
    return sign_in(place, person_id=person.person_id)


def test_the_last_who_manages_people_stays(empty_place, coordinator) -> None:
    for refused in (
        lambda: remove_person(empty_place, actor=COMMAND, person_id=coordinator.person_id),
        lambda: change_role(empty_place, actor=COMMAND, person_id=coordinator.person_id, role=Role.AUDITOR),
    ):
        with pytest.raises(Refusal, match="Nobody would be left"):
            refused()
    with pytest.raises(Refusal, match="themself"):
        remove_person(empty_place, actor=coordinator, person_id=coordinator.person_id)


def test_the_trail_keeps_who_went(empty_place, coordinator, pinned) -> None:
    change_role(empty_place, actor=coordinator, person_id=pinned.person_id, role=Role.VOLUNTEER)
    change_pin(empty_place, actor=COMMAND, person_id=pinned.person_id, pin="998877")
    remove_person(empty_place, actor=coordinator, person_id=pinned.person_id)
    assert [each.name for each in people(empty_place)] == ["Cora"]
    with empty_place.reading() as unit:
        lines = unit.changes.list(about_id=pinned.person_id)
    assert [(line.what, line.why) for line in lines] == [
        ("person removed", "Olu, volunteer"),
        ("PIN changed", ""),
        ("role changed", "officer -> volunteer"),
        ("person added", "officer"),
    ]
    assert [line.signed_in for line in lines] == [True, False, True, True]
    assert not any("998877" in line.why or "4711" in line.why for line in lines)
    with pytest.raises(Refusal):
        sign_in(empty_place, person_id=pinned.person_id, pin="998877")


def test_guesses_stand_in_the_trail(empty_place, pinned, clock) -> None:
    for _ in range(3):
        wrong(empty_place, pinned)
    with empty_place.reading() as unit:
        newest = unit.changes.list(limit=1)[0]
    assert (newest.what, newest.about_id, newest.why) == (
        "PIN tried again after it was wrong",
        pinned.person_id,
        "2",
    )


def test_called(empty_place, pinned) -> None:
    assert person_called(empty_place, " OLU ").person_id == pinned.person_id
    with pytest.raises(Refusal):
        person_called(empty_place, "Nobody")
