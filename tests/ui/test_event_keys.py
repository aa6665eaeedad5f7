"""The keys of the event: from every page of staff, while an event is chosen, and never while the screen is out of
sight or in somebody else's hands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.engagement.programme import PackForm
from desktop.staff.people import Role
from desktop.ui.event_keys import further, tiles, way_to
from desktop.ui.lock import EmptyScreen
from desktop.ui.pages.find import page_class, page_named
from desktop.ui.pages.forms_page import FormsPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.today_page import TodayPage
from desktop.ui.parts.tile import Tile
from desktop.workflows.run_event import events
from tests.ui.test_interview import hands
from tests.workplaces import FORM, signed_in

__all__ = ["hands"]

PAGES = [key for key in tiles() if key.page and page_named(key.page)]
FURTHER = [key for key in further() if page_named(key.page)]


@pytest.fixture
def at_event(at_work, hands, place, event_id):
    """Give the window with an event chosen, on a page of staff that is not today."""
    event = next(each for each in events(place) if each.event_id == event_id)
    at_work.desk = replace(at_work.desk, event=event)
    at_work.show_page(Where.LEDGER)
    hands.settle()
    return at_work


def enabled(window) -> set[str]:
    return {key.page for action, key in window._menus.event_keys.actions if action.isEnabled()}


def test_each_thing_to_do_has_a_page_and_a_key_of_its_own() -> None:
    assert [key.keys for key in tiles()] == [f"F{number}" for number in range(2, 10)]
    for key in (*PAGES, *FURTHER):
        assert page_class(page_named(key.page))
    assert page_named("no such page") is None


@pytest.mark.parametrize("key", PAGES, ids=lambda key: key.keys)
def test_one_key_leads_there_from_another_page(at_event, hands, qtbot, key) -> None:
    wanted = page_class(page_named(key.page))
    assert not isinstance(at_event.page, wanted)
    QTest.keyClick(at_event.windowHandle(), getattr(Qt.Key, f"Key_{key.keys}"))
    qtbot.waitUntil(lambda: isinstance(at_event.page, wanted), timeout=30_000)
    hands.settle()
    assert not at_event._errors.isVisible(), at_event._errors.said


def test_without_an_event_no_key_leads_anywhere(at_work, hands) -> None:
    at_work.show_page(Where.LEDGER)
    hands.settle()
    assert enabled(at_work) == set()
    page = at_work.page
    QTest.keyClick(at_work.windowHandle(), Qt.Key.Key_F2)
    hands.settle()
    assert at_work.page is page


def test_neither_behind_the_lock_nor_in_other_hands(at_event, hands) -> None:
    everything = {key.page for key in (*PAGES, *FURTHER)}
    assert enabled(at_event) == everything
    at_event._lock_screen()
    hands.settle()
    assert enabled(at_event) == set()
    at_event._lock.open()
    assert enabled(at_event) == everything
    at_event.page.held = True
    at_event._refresh_header()
    assert enabled(at_event) == set()
    assert not at_event.menuBar().isVisible()
    assert not [each for each, _needed in at_event._menus.go_actions if each.isEnabled()]


def test_a_volunteer_has_none_of_them(at_event, hands, place) -> None:
    at_event.desk = replace(at_event.desk, actor=signed_in(place, "Vera", Role.VOLUNTEER))
    at_event._refresh_header()
    assert enabled(at_event) <= {"concerns"}


def test_f9_blanks_and_the_tile_does_too(at_event, hands) -> None:
    at_event.show_page(Where.TODAY)
    hands.settle()
    tile = next(each for each in at_event.page.findChildren(Tile) if each.key == "F9")
    tile.click()
    assert isinstance(at_event._whole.currentWidget(), EmptyScreen)


def test_where_there_are_several_questionnaires_one_is_chosen_first(at_event, hands, qtbot) -> None:
    programme = at_event.desk.programme
    other = PackForm("another", "another.xlsx", "")
    desk = replace(at_event.desk, programme=replace(programme, forms=(*programme.forms, other)))
    where, arguments = way_to("interview", desk)
    assert where is Where.FORMS
    assert way_to("interview", at_event.desk) == (
        Where.INTERVIEW,
        {"form_id": FORM, "event_id": desk.event.event_id},
    )
    at_event.show_page(where, **arguments)
    hands.settle()
    assert isinstance(at_event.page, FormsPage)
    hands.press("1")
    qtbot.waitUntil(lambda: isinstance(at_event.page, page_class(Where.INTERVIEW)), timeout=30_000)
    hands.settle()
    assert at_event.page.arguments == {"form_id": FORM, "event_id": desk.event.event_id}
    at_event.show_page(where, **arguments)
    hands.settle()
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(at_event.page, TodayPage), timeout=30_000)
    hands.settle()


def test_the_event_stays_when_somebody_else_takes_over_and_goes_with_the_programme(at_event, place, pack) -> None:
    event = at_event.desk.event
    at_event._opened(signed_in(place, "Ola", Role.OFFICER))
    assert at_event.desk.event == event
    at_event._opened(pack.programme)
    assert at_event.desk.event is None
