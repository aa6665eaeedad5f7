"""Practice has something to show at its events: counts, words, a board and requests, all of them made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop.engagement.attendance import CountKind
from desktop.foundation.clock import SetClock
from desktop.foundation.errors import Refusal
from desktop.responses.keyings import Which
from desktop.staff.people import Role
from desktop.workflows.adjudicate import waiting
from desktop.workflows.ask_coordinator import queries
from desktop.workflows.glance import at_a_glance
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.keying_overview import Stage, overview, practice_to_key
from desktop.workflows.manage_staff import named
from desktop.workflows.note_comment import notes
from desktop.workflows.practice import PROGRAMME_ID, open_practice
from desktop.workflows.run_boards import boards
from desktop.workflows.run_event import events_today
from desktop.workflows.verify_keying import NotToBeKeyed, look_up_second


@pytest.fixture
def practice(tmp_path):
    place = open_practice(tmp_path / "practice", clock=SetClock(datetime(2026, 3, 12, 10, 30, tzinfo=UTC)))
    yield place
    place.close()


def test_today_is_not_empty_and_every_word_says_that_it_is_made_up(practice) -> None:
    first, second = events_today(practice)
    glance = at_a_glance(practice, first.event_id)
    assert all(glance.tallies.of(kind) > 0 for kind in CountKind)
    assert len({at for at, _kind, _total in glance.tallies.by_hour}) == 3
    assert len(glance.tallies.by_role[CountKind.ATTENDANCE]) > 1
    assert (glance.comments, glance.conversations) == (6, 2)
    assert (glance.requests_open, glance.requests_overdue, glance.concerns_open) == (2, 0, 0)
    assert not glance.closed
    assert glance.days_left == 28
    assert at_a_glance(practice, second.event_id).tallies.of(CountKind.ATTENDANCE) > 0
    for note in notes(practice, programme_id=PROGRAMME_ID):
        assert note.made_up
        assert note.words.startswith("Made up: ")
        assert note.reflection.startswith("Made up: ") or not note.reflection
    (board,) = boards(practice, event_id=first.event_id)
    assert board.made_up
    assert board.question.startswith("Made up: ")


def test_it_is_the_same_on_every_laptop(practice, tmp_path) -> None:
    other = open_practice(tmp_path / "other", clock=practice.clock)
    first = events_today(practice)[0].event_id
    try:
        one, two = at_a_glance(practice, first), at_a_glance(other, first)
        assert one.tallies.by_hour == two.tallies.by_hour
        assert one.figures.by_channel == two.figures.by_channel
    finally:
        other.close()


def test_a_pile_came_back_and_every_page_of_keying_has_something_to_show(practice) -> None:
    cora, vera = named(practice, "Cora Practice"), named(practice, "Vera Practice")
    found = overview(practice, actor=cora, programme_id=PROGRAMME_ID)
    assert {stage.value: found.total(stage) for stage in Stage if found.total(stage)} == {
        "to key": 3, "asked": 1, "second": 2, "decision": 1, "verified": 3,
    }  # fmt: skip
    (query,) = queries(practice, actor=cora)
    assert query.query.words.startswith("Made up: ")
    assert query.choices
    (sheet,) = waiting(practice, actor=cora, programme_id=PROGRAMME_ID)
    assert (sheet.differences, sheet.mine) == (2, False)
    with practice.reading() as unit:
        firsts = unit.keyings.list(which=Which.FIRST)
        decisions = unit.decisions.list(programme_id=PROGRAMME_ID)
        margins = [unit.responses.revision(each.instance_id).envelope.margin_notes for each in firsts]
    assert {each.keyer.name for each in firsts} == {"Vera Practice", "Olu Practice"}
    assert all(each.efforts for each in firsts)
    assert len(decisions) == 2
    assert sorted({each[:9] for each in margins}) == ["", "Made up: "]
    for person in (vera, named(practice, "Olu Practice")):  # each has a sheet that another one keyed first
        assert len([each for each in firsts if is_due(practice, person, each)]) == 1


def test_the_serials_that_can_be_keyed_are_known_in_practice_alone(practice) -> None:
    vera = named(practice, "Vera Practice")
    serials = practice_to_key(practice, actor=vera, programme_id=PROGRAMME_ID)
    assert len(serials) == 3
    Keying.begin(practice, actor=vera, sheet=look_up_serial(practice, serials[0]))
    assert practice_to_key(practice, actor=vera, programme_id=PROGRAMME_ID) == serials[1:]
    assert practice_to_key(replace(practice, practice=False), actor=vera, programme_id=PROGRAMME_ID) == ()
    with pytest.raises(Refusal):
        practice_to_key(practice, actor=replace(vera, role=Role.AUDITOR), programme_id=PROGRAMME_ID)


def is_due(place, person, first) -> bool:
    try:
        look_up_second(place, first.serial, actor=person)
    except NotToBeKeyed:
        return False
    return True
