"""Practice has something to show at its events: counts, words, a board and requests, all of them made up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.engagement.attendance import CountKind
from desktop.foundation.clock import SetClock
from desktop.workflows.glance import at_a_glance
from desktop.workflows.note_comment import notes
from desktop.workflows.practice import PROGRAMME_ID, open_practice
from desktop.workflows.run_boards import boards
from desktop.workflows.run_event import events_today


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
