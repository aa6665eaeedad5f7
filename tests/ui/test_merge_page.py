"""Merging events at the screen: two chosen, a reason, and taken apart again."""

from __future__ import annotations

import pytest

from desktop.ui.pages.page import Where
from desktop.ui.pages.programme_page import ProgrammePage
from desktop.workflows.merge_events import merges
from desktop.workflows.run_event import add_event
from tests.ui.accessible import unnamed
from tests.ui.test_interview import hands
from tests.workplaces import PROGRAMME

__all__ = ["hands"]


@pytest.fixture
def spots(place, officer, clock):
    """Give two events that were made on the spot."""
    return [
        add_event(place, actor=officer, programme_id=PROGRAMME, name=name, venue="Library", day=clock.now().date())
        for name in ("Drop-in", "Drop-in too")
    ]


def choose(box, event_id: str) -> None:
    box.setCurrentIndex(box.findData(event_id))


def test_with_nothing_made_on_the_spot_it_says_so(at_work, hands, qtbot) -> None:
    at_work.show_page(Where.MERGE)
    hands.settle()
    assert at_work.page._none.isVisible()
    assert not at_work.page._go_on.isVisible()
    assert unnamed(at_work) == []
    at_work.page._back()
    qtbot.waitUntil(lambda: isinstance(at_work.page, ProgrammePage), timeout=30_000)
    hands.settle()


def test_two_are_merged_for_a_reason_and_taken_apart(at_work, hands, place, spots, event_id) -> None:
    first, second = spots
    at_work.show_page(Where.MERGE)
    hands.settle()
    page = at_work.page
    offered = {page._one.input.itemData(row) for row in range(page._one.input.count())}
    assert offered == {first.event_id, second.event_id}  # not those of the pack
    choose(page._one.input, second.event_id)
    choose(page._into.input, second.event_id)
    page._merge()
    assert page._into.fault
    assert page._reason.fault
    assert page._summary.hasFocus()
    choose(page._into.input, first.event_id)
    page._reason.input.setText("made on both laptops")
    assert "Nothing was merged" in page.would_lose()
    page._merge()
    hands.settle()
    assert page.would_lose() == ""
    assert [(one.event_id, other.event_id) for one, other in merges(place, programme_id=PROGRAMME)] == [
        (second.event_id, first.event_id)
    ]
    assert page._table.rowCount() == 1
    assert page._table.hasFocus() or page._one.input.count() == 0
    assert unnamed(at_work) == []
    page._take_apart()
    assert page._apart_reason.fault
    page._apart_reason.input.setText("two stalls after all")
    page._take_apart()
    hands.settle()
    assert merges(place, programme_id=PROGRAMME) == ()
    assert not page._table.isVisible()
    assert "by itself again" in page._said.title.text()


def test_a_merged_event_says_so_in_the_list_of_events(at_work, hands, place, officer, spots) -> None:
    from PySide6.QtWidgets import QLabel

    from desktop.workflows.merge_events import merge

    first, second = spots
    merge(place, actor=officer, event_id=second.event_id, into_id=first.event_id, reason="made twice")
    at_work.show_page(Where.PROGRAMME)
    hands.settle()
    said = [each.text() for each in at_work.page.findChildren(QLabel)]
    assert said.count("Counted together with “Drop-in”") == 1


def test_what_is_refused_on_the_way_is_said_at_the_field(at_work, hands, place, officer, spots) -> None:
    from desktop.workflows.merge_events import merge

    first, second = spots
    at_work.show_page(Where.MERGE)
    hands.settle()
    page = at_work.page
    choose(page._one.input, second.event_id)
    choose(page._into.input, first.event_id)
    page._reason.input.setText("made on both laptops")
    merge(place, actor=officer, event_id=second.event_id, into_id=first.event_id, reason="meanwhile")
    page._merge()
    hands.settle()
    assert page._summary.isVisible()
    assert "already" in page._summary.accessibleName()
    assert page._go_on.isEnabled()
