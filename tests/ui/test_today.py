"""Today: the event of today chosen by itself or by a key, its figures, and what waits; all of it on one screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.engagement.attendance import CountKind
from desktop.engagement.follow_ups import FollowUpKind
from desktop.engagement.programme import Coded
from desktop.sheets.custody import SheetHow, SheetMoveKind
from desktop.ui.design.colours import SCHEMES
from desktop.ui.design.theme import Theme
from desktop.ui.pages.page import Where
from desktop.ui.pages.programme_page import ProgrammePage
from desktop.ui.pages.today_figures import TodayFigures, _who_came
from desktop.ui.pages.today_page import TodayPage
from desktop.ui.parts.tile import Tile
from desktop.ui.services import Desk
from desktop.workflows.count_people import Tallies, count
from desktop.workflows.custody import move
from desktop.workflows.follow_up import ask
from desktop.workflows.interview import Interview
from desktop.workflows.manage_staff import named
from desktop.workflows.merge_events import merge
from desktop.workflows.note_comment import add_comment
from desktop.workflows.open_programme import programmes
from desktop.workflows.practice import open_practice
from desktop.workflows.record_response import add_response
from desktop.workflows.run_event import add_event
from tests.ui.accessible import unnamed
from tests.ui.test_interview import hands
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, PROGRAMME

__all__ = ["hands"]


@pytest.fixture
def make(place, officer, clock):
    """Give a way to make an event, of today unless said otherwise."""

    def event(name: str, days: int = 0):
        return add_event(
            place,
            actor=officer,
            programme_id=PROGRAMME,
            name=name,
            venue="Library",
            day=clock.now().date() + timedelta(days=days),
        )

    return event


def words(window) -> str:
    return "\n".join(each.text() for each in window.page.findChildren(QLabel) if each.isVisible())


def figures(window) -> dict[str, tuple[str, str]]:
    (held,) = window.page.findChildren(TodayFigures)
    return {each.caption.text(): (each.number.text(), each.detail.text()) for each in held.figures}


def test_the_only_event_of_today_is_chosen_and_stays_chosen(at_work, hands, make) -> None:
    event = make("Drop-in at the mill")
    at_work.show_page(Where.TODAY)
    hands.settle()
    assert at_work.desk.event == event
    assert "Drop-in at the mill" in words(at_work)
    make("Stall at the market")
    at_work.show_page(Where.LEDGER)
    at_work.show_page(Where.TODAY)
    hands.settle()
    assert at_work.desk.event == event
    assert QApplication.focusWidget().label == "Count people"


def test_of_two_events_one_is_chosen_by_a_figure(at_work, hands, make, qtbot) -> None:
    make("Drop-in at the mill")
    other = make("Stall at the market")
    at_work.show_page(Where.TODAY)
    hands.settle()
    assert at_work.desk.event is None
    assert "Which event are you at?" in words(at_work)
    hands.press("2")
    qtbot.waitUntil(lambda: at_work.desk.event is not None, timeout=30_000)
    hands.settle()
    assert at_work.desk.event == other
    assert "Stall at the market" in words(at_work)


def test_an_event_of_another_day_is_chosen_on_the_page_of_the_programme(at_work, hands, make, qtbot) -> None:
    event = make("Evening session", days=3)
    at_work.show_page(Where.TODAY)
    hands.settle()
    assert "No event is planned for today." in words(at_work)
    at_work.show_page(Where.PROGRAMME)
    hands.settle()
    chooser = next(
        each
        for each in at_work.page.findChildren(QPushButton)
        if each.accessibleName() == "Work at it: Evening session"
    )
    chooser.click()
    qtbot.waitUntil(lambda: isinstance(at_work.page, TodayPage), timeout=30_000)
    hands.settle()
    assert at_work.desk.event == event
    assert "not today, but 15 January 2022" in words(at_work)
    at_work.show_page(Where.PROGRAMME)
    hands.settle()
    assert "✓ You are at it" in words(at_work)


def test_an_event_just_made_is_the_one_that_is_worked_at(at_work, hands, make, qtbot) -> None:
    make("Drop-in at the mill")
    made = make("Stall at the market")
    at_work.show_page(Where.TODAY, said="made", made=made)
    hands.settle()
    assert at_work.desk.event == made
    tomorrow = make("Session", days=1)
    at_work.show_page(Where.TODAY, said="made", made=tomorrow)
    hands.settle()
    assert at_work.desk.event == made


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"": 4}, ""),
        ({"a": 13, "b": 9}, "13 Partner, 9 Community"),
        ({"a": 13, "b": 9, "": 2}, "13 Partner, 9 Community and 2 more"),
        ({"a": 13, "b": 9, "c": 7, "d": 3, "": 2}, "13 Partner, 9 Community, 7 Organisation and 5 more"),
        ({"a": 13, "b": 9, "c": 7, "d": 0}, "13 Partner, 9 Community, 7 Organisation"),
    ],
    ids=[
        "no roles",
        "all named",
        "some without a role",
        "more roles than are named",
        "a role that was taken back",
    ],
)
def test_the_roles_of_those_who_came_add_up(pack, counts: dict[str, int], told: str) -> None:
    labels = {"a": "Partner", "b": "Community", "c": "Organisation", "d": "Press"}
    programme = replace(pack.programme, respondent_types=tuple(Coded(*each) for each in labels.items()))
    came = CountKind.ATTENDANCE
    assert _who_came(Tallies({came: sum(counts.values())}, {came: counts}, {}, (), {}), programme) == told


def test_one_glance_tells_the_day(at_work, hands, make, place, officer, clock) -> None:
    event, other = make("Drop-in at the mill"), make("The same, made on the other laptop")
    at_work.desk = replace(at_work.desk, event=event)
    merge(place, actor=officer, event_id=other.event_id, into_id=event.event_id, reason="made twice")
    role = at_work.desk.programme.respondent_types[0]
    told = {"actor": officer, "event_id": event.event_id}
    count(place, **told, kind=CountKind.ATTENDANCE, role=role.code, amount=7)
    count(place, actor=officer, event_id=other.event_id, kind=CountKind.ATTENDANCE, amount=2)
    count(place, **told, kind=CountKind.FOOTFALL, amount=40)
    add_comment(place, **told, words="The bus is late.")
    for _number in range(2):
        interview = Interview.begin(place, **told, form_id=FORM)
        for path in [each.path for each in interview.violations()]:
            interview.answer(path, interview.entry.node(path).choices[0][0])
        interview.finalise()
    begun = Interview.begin(place, **told, form_id=FORM)
    first = begun.subject_screens()[0].paths[0]
    begun.answer(first, begun.entry.node(first).choices[0][0])
    ask(
        place,
        actor=officer,
        programme_id=PROGRAMME,
        kind=FollowUpKind.CALL_BACK,
        what="call back",
        reach="01632 960000",
        owner="Olu",
        due=clock.now().date(),
    )
    clock.move(timedelta(days=1))
    at_work.show_page(Where.TODAY)
    hands.settle()
    assert figures(at_work) == {
        "came": ("9", f"7 {role.label} and 2 more; 40 passed by"),
        "responses": ("2", "2 face to face"),
        "comment": ("1", "0 conversations noted"),
        "paper out": ("0", ""),
        "not finished": ("1", ""),
        "not sent yet": ("2", "or not confirmed by the centre"),
        "follow-up open": ("1", "1 overdue"),
        "days to closing": ("10", "on 23 January 2022"),
    }
    assert "counted together with 1 other" in words(at_work)
    assert "call back" not in words(at_work)
    assert "960000" not in words(at_work)
    go_on = next(each for each in at_work.page.findChildren(QPushButton) if each.text() == "Go on with it")
    assert go_on.property("draft_id") == begun.draft_id


def test_paper_is_read_from_its_custody(at_work, hands, make, place, officer) -> None:
    event = make("Drop-in at the mill")
    at_work.desk = replace(at_work.desk, event=event)
    serials = printed(place, event.event_id, 10)
    move(place, actor=officer, kind=SheetMoveKind.ISSUE, given=serials[:8], how=SheetHow.EVENT)
    move(place, actor=officer, kind=SheetMoveKind.RETURN, given=serials[:3])
    move(place, actor=officer, kind=SheetMoveKind.BLANK, given=serials[3:4])
    move(place, actor=officer, kind=SheetMoveKind.SPOIL, given=serials[9:])
    add_response(
        place, actor=officer, form_id=FORM, event_id=event.event_id, channel="paper", serial=serials[0],
        answers={"about_you/respondent_type": "resident"}, as_written=True,
    )  # fmt: skip
    at_work.show_page(Where.TODAY)
    hands.settle()
    assert figures(at_work)["paper back"] == ("4 of 10", "1 of them keyed")


def test_the_doors_to_everything_else_are_one_key_away(at_work, hands, qtbot) -> None:
    at_work.show_page(Where.TODAY)
    hands.settle()
    action = next(each for each, _ in at_work._menus.go_actions if each.data() == Where.PROGRAMME.value)
    assert action.shortcut().toString() == "Ctrl+Shift+T"
    action.trigger()
    qtbot.waitUntil(lambda: isinstance(at_work.page, ProgrammePage), timeout=30_000)
    hands.settle()
    doors = {each.text() for each in at_work.page.findChildren(QPushButton)}
    assert {"Key paper", "Batches", "Ledger", "Update list…", "New event", "Merge events…"} <= doors


@pytest.fixture
def practising(window, services, qtbot, hands):
    """Give the window at the fuller event of practice: the banner takes its room too."""
    place = open_practice(services.practice_folder, clock=services.clock)
    window.desk = Desk(place, replace(named(place, "Olu Practice"), signed_in=True), programmes(place)[0])
    window.show_page(Where.TODAY)
    hands.settle()
    hands.press("1")
    qtbot.waitUntil(lambda: window.desk.event is not None, timeout=30_000)
    hands.settle()
    yield window
    hands.settle()
    place.close()


def test_all_of_it_is_seen_on_a_small_laptop_without_scrolling(practising, hands) -> None:
    assert (practising.width(), practising.height()) == (1366, 728)
    scroll = practising.page.content
    assert scroll.verticalScrollBar().maximum() == 0
    for tile in practising.page.findChildren(Tile):
        assert not tile.visibleRegion().isEmpty()
    assert {number for number, _detail in figures(practising).values()} > {"0", "28"}
    for label in practising.page.findChildren(QLabel):
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width()), label.text()


@pytest.mark.parametrize("scale", [150, 300])
def test_at_large_text_all_of_it_can_be_reached_and_nothing_is_cut(practising, hands, theme: Theme, scale) -> None:
    theme.set_scale(scale)
    hands.settle()
    page = practising.page
    assert unnamed(practising) == []
    for tile in page.findChildren(Tile):
        assert tile.height() >= tile.heightForWidth(tile.width())
        assert page.rect().contains(tile.mapTo(page, tile.rect().topRight()).x(), 1)
    seen = set()
    for _press in range(80):
        seen.add(QApplication.focusWidget())
        hands.press(Qt.Key.Key_Tab)
    assert {each for each in page.findChildren(Tile) if each.isEnabled()} <= seen


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_a_tile_is_drawn_in_every_scheme(theme, holder, scheme) -> None:
    theme.choose(scheme.name)
    tile = Tile("Count people", "F2", holder, figure="12", detail="of them 3 carers", main=True)
    tile.resize(300, tile.heightForWidth(300))
    drawn = tile.grab().toImage()
    inks = {drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in range(drawn.height())}
    assert {scheme.accent, scheme.on_accent} <= inks
    tile.setEnabled(False)
    drawn = tile.grab().toImage()
    inks = {drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in range(drawn.height())}
    assert scheme.accent not in inks
