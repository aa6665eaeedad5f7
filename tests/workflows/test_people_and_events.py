"""Who is at the laptop, what their role allows, and events."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop.foundation.errors import Refusal
from desktop.staff.people import Action, Actor, Role, may
from desktop.workflows.interview import Interview
from desktop.workflows.manage_staff import WrongPin, add_person, named, people, sign_in
from desktop.workflows.run_event import add_event, event_figures, events, events_today, window_words
from tests.workplaces import FORM, PROGRAMME, signed_in

NOBODY = Actor(person_id="", name="", role=None, signed_in=False)


def test_pin(place) -> None:
    person = add_person(place, actor=NOBODY, name="  Olu   A ", role=Role.OFFICER, pin="4711")
    assert (person.name, person.has_pin) == ("Olu A", True)
    with pytest.raises(WrongPin):
        sign_in(place, person_id=person.person_id, pin="4712")
    with pytest.raises(WrongPin):
        sign_in(place, person_id=person.person_id)
    actor = sign_in(place, person_id=person.person_id, pin="4711")
    assert (actor.name, actor.role, actor.signed_in) == ("Olu A", Role.OFFICER, True)


@pytest.mark.parametrize(
    ("name", "pin"), [("", None), ("   ", None), ("Vera", "123"), ("Vera", "12a4"), ("olu", None)]
)
def test_who_is_not_added(place, officer, name, pin) -> None:
    with pytest.raises(Refusal):
        add_person(place, actor=officer, name=name, role=Role.VOLUNTEER, pin=pin)
    assert [person.name for person in people(place)] == ["Olu"]


def test_an_officer_makes_no_coordinator(place, officer) -> None:
    with pytest.raises(Refusal, match="coordinator"):
        add_person(place, actor=officer, name="Cora", role=Role.COORDINATOR)


def test_a_volunteer_keys_paper_notes_a_concern_and_does_nothing_else(place, officer, event_id) -> None:
    volunteer = signed_in_by(place, officer, "Vera", Role.VOLUNTEER)
    allowed = {action for action in Action if may(Role.VOLUNTEER, action)}
    assert allowed == {Action.KEY_PAPER, Action.NOTE_CONCERN, Action.NOTE_FOLLOW_UP}
    with pytest.raises(Refusal, match="role"):
        Interview.begin(place, actor=volunteer, form_id=FORM, event_id=event_id)
    with pytest.raises(Refusal, match="role"):
        add_event(place, actor=volunteer, programme_id=PROGRAMME, name="A", day=date(2022, 1, 12), venue="B")


def signed_in_by(place, actor, name, role):
    person = add_person(place, actor=actor, name=name, role=role)
    return sign_in(place, person_id=person.person_id)


def test_a_name_on_the_command_line(place, officer) -> None:
    assert named(place, "OLU").person_id == officer.person_id
    assert not named(place, "olu").signed_in
    unknown = named(place, "Somebody else")
    assert (unknown.name, unknown.person_id, unknown.role) == ("Somebody else", "", None)


def test_events(place, officer) -> None:
    planned = events(place)
    assert planned
    assert all(event.planned for event in planned)
    made = add_event(
        place,
        actor=officer,
        programme_id=PROGRAMME,
        name=" Drop-in ",
        day=date(2022, 1, 12),
        venue="Library",
        partner="Carers group",
    )
    assert (made.name, made.made_by, made.planned) == ("Drop-in", "Olu", False)
    assert events_today(place) == (made,)
    figures = event_figures(place, made.event_id)
    assert (figures.drafts, figures.unsynced, dict(figures.by_channel)) == (0, 0, {})
    Interview.begin(place, actor=officer, form_id=FORM, event_id=made.event_id)
    assert event_figures(place, made.event_id).drafts == 1


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"venue": ""}, {"area": "no-such-area"}, {"programme_id": "none"}]
)
def test_event_refused(place, officer, wrong) -> None:
    right = {"programme_id": PROGRAMME, "name": "A", "venue": "B", "day": date(2022, 1, 12), "area": ""}
    before = events(place)
    with pytest.raises(Refusal):
        add_event(place, actor=officer, **{**right, **wrong})
    assert events(place) == before


def test_today_is_the_programmes_own(place, officer, clock) -> None:
    """At half past eleven at night in UTC it is the next day in summer time."""
    add_event(place, actor=officer, programme_id=PROGRAMME, name="A", day=date(2021, 7, 2), venue="B")
    clock.instant = datetime(2021, 7, 1, 23, 30, tzinfo=UTC)
    assert [event.name for event in events_today(place)] == ["A"]
    clock.instant = datetime(2021, 7, 2, 23, 30, tzinfo=UTC)
    assert events_today(place) == ()


def test_window_in_words(place, clock) -> None:
    clock.instant = datetime(2021, 11, 1, tzinfo=UTC)
    assert "opens on 29 November 2021" in window_words(place, PROGRAMME)
    clock.instant = datetime(2022, 1, 23, 23, 59, tzinfo=UTC)
    assert "closes today" in window_words(place, PROGRAMME)
    clock.instant = datetime(2022, 1, 24, 0, 0, tzinfo=UTC)
    assert "closed on 23 January 2022" in window_words(place, PROGRAMME)


def test_signing_in_with_no_such_person(place) -> None:
    with pytest.raises(Refusal):
        sign_in(place, person_id="nobody")


def test_first_person_may_be_anybody(place) -> None:
    assert signed_in(place, "Vera", Role.VOLUNTEER).role is Role.VOLUNTEER
