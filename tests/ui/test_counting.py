"""Counting by keys and by buttons: at once on the screen, then on disk; taken back; kinds kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.engagement.attendance import CountKind, RefusalReason
from desktop.foundation.errors import WorldError
from desktop.ui.counting.letters import letters_for
from desktop.ui.counting.presses import Press, Presses
from desktop.ui.counting.words import counted_words, kind_words, reason_words
from desktop.ui.pages.page import Where
from desktop.ui.pages.today_page import TodayPage
from desktop.workflows.count_people import Tallies, count, tallies
from desktop.workflows.run_event import events
from tests.ui.accessible import unnamed
from tests.ui.at_event import when_asked
from tests.ui.test_interview import hands
from tests.workplaces import FORM

__all__ = ["hands"]
CAME, PASSED, TALKED, REFUSED = CountKind
ENTER = Qt.Key.Key_Return
assert FORM


@pytest.fixture
def at_event(at_work, hands, place, event_id, clock):
    """Give the window at an event of a programme that counts roles; the clock goes on by itself."""

    class Ticking:
        def now(self):
            clock.move(timedelta(milliseconds=1))
            return clock.now()

    event = next(each for each in events(place) if each.event_id == event_id)
    programme = replace(at_work.desk.programme, counts_roles=True)
    ticking = replace(place, clock=Ticking())
    at_work.desk = replace(at_work.desk, place=ticking, event=event, programme=programme)
    at_work.show_page(Where.COUNT)
    hands.settle()
    return at_work


@pytest.fixture
def told(place, event_id):
    """Give the counts as they are on disk."""
    return lambda: tallies(place, event_id)


def shown(window) -> dict[str, str]:
    return {tile.label: tile.figure for tile in window.page._tiles.values()}


def key_of(window, label: str) -> str:
    return next(tile.key for tile in window.page._tiles.values() if tile.label == label).lower()


def test_space_enter_and_plus_count_one_more(at_event, hands, told) -> None:
    hands.press(Qt.Key.Key_Space, ENTER, "+")
    assert shown(at_event)["People who came"] == "3"
    assert told().by_kind == {CAME: 3}


def test_it_shows_before_it_is_saved(at_event, hands, told) -> None:
    hands.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert shown(at_event)["People who came"] == "1"  # no event loop was run: the worker has not answered
    hands.settle()
    assert told().by_kind == {CAME: 1}


def test_a_letter_counts_its_button_and_figures_before_it_so_many(at_event, hands, told, pack) -> None:
    role = pack.programme.respondent_types[1]
    hands.press("12", key_of(at_event, role.label))
    hands.press(key_of(at_event, "Passed by"), "30", key_of(at_event, "Passed by"))
    hands.press("2", ENTER, key_of(at_event, "Conversations"))
    now = told()
    assert now.by_kind == {CAME: 14, PASSED: 31, TALKED: 1}
    assert now.by_role[CAME] == {role.code: 12, "": 2}
    assert shown(at_event)[role.label] == "12"
    assert shown(at_event)["People who came"] == "14"
    assert shown(at_event)["Passed by"] == "31"


def test_keys_are_all_different(at_event) -> None:
    keys = [tile.key for tile in at_event.page._tiles.values()]
    assert len(set(keys)) == len(keys)
    assert not any(key.isdecimal() for key in keys)


def test_backspace_takes_back_a_figure_first_and_then_the_last_press(at_event, hands, told, pack) -> None:
    role = pack.programme.respondent_types[0]
    hands.press(ENTER, "3", key_of(at_event, role.label))
    hands.press("45", Qt.Key.Key_Backspace)
    assert at_event.page._several.text().startswith("4 at once")
    hands.press(Qt.Key.Key_Escape)
    assert at_event.page._several.text() == "One at a time"
    hands.press(Qt.Key.Key_Backspace)
    assert told().by_kind == {CAME: 1}
    assert shown(at_event) | {"People who came": "1", role.label: "0"} == shown(at_event)
    hands.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert told().by_kind == {}
    hands.press(Qt.Key.Key_Backspace)
    assert "Nothing is left" in at_event.page._said.text()
    assert told().by_kind == {}


def test_what_was_counted_before_the_page_was_opened_is_taken_back_too(
    at_event, hands, told, place, officer, event_id
) -> None:
    count(place, actor=officer, event_id=event_id, kind=PASSED, amount=5)
    at_event.show_page(Where.COUNT)
    hands.settle()
    assert shown(at_event)["Passed by"] == "5"
    when_asked(at_event, Qt.Key.Key_Escape)
    at_event.page._undo.click()
    hands.settle()
    assert told().by_kind == {PASSED: 5}
    asked = when_asked(at_event, Qt.Key.Key_Tab, ENTER)
    hands.press(Qt.Key.Key_Backspace)
    hands.settle()
    assert asked() == ["Take back what was counted before?"]
    assert at_event.page._said.text() == "Taken back: 5 people who passed by"
    assert not at_event.page._later.isActive()
    assert shown(at_event)["Passed by"] == "0"
    assert told().by_kind == {}


def test_a_refusal_asks_why_by_a_figure(at_event, hands, told) -> None:
    hands.press(key_of(at_event, "Did not want to take part"))
    assert at_event.page._why.isVisible()
    hands.press("4")
    assert not at_event.page._why.isVisible()
    assert told().refusals == {RefusalReason.LANGUAGE: 1}
    hands.press("3", key_of(at_event, "Did not want to take part"), "1")
    assert told().refusals == {RefusalReason.LANGUAGE: 1, RefusalReason.NO_TIME: 3}
    hands.press(key_of(at_event, "Did not want to take part"), Qt.Key.Key_Escape)
    assert not at_event.page._why.isVisible()
    assert told().by_kind == {REFUSED: 4}
    assert shown(at_event)["People who came"] == "0"


def test_a_key_that_is_held_down_counts_once(at_event, hands, told) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QKeyEvent

    focused = QApplication.focusWidget()
    for key, text in ((ENTER, "\r"), (Qt.Key.Key_Plus, "+")):
        for repeated in (False, True, True, True):
            press = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, repeated)
            QCoreApplication.sendEvent(focused, press)
    hands.settle()
    assert told().by_kind == {CAME: 2}


def test_what_cannot_be_saved_is_said_and_the_screen_goes_back_to_the_disk(
    at_event, hands, told, monkeypatch
) -> None:
    hands.press(ENTER)

    def full(*_: object) -> None:
        raise WorldError(place="The disk", fault="It is full.", remedy="Make room.")

    monkeypatch.setattr(type(at_event.page), "_count_job", staticmethod(full))
    hands.press("5", ENTER)
    assert "full" in at_event._errors.said
    assert at_event.page._said.text() == "The last press was not kept."
    assert shown(at_event)["People who came"] == "1"
    assert told().by_kind == {CAME: 1}


def test_the_hours_come_by_themselves_after_the_last_press(at_event, hands, clock) -> None:
    page = at_event.page
    assert not page._hours.isVisible()
    hands.press(ENTER)
    assert page._later.isActive()
    page._later.stop()
    page._look_again()
    hands.settle()
    assert [page._hours.item(0, column).text() for column in range(5)] == ["10:00", "1", "0", "0", "0"]
    assert page._hours.selectedItems() == []


def test_of_two_laptops_it_says_which_part_is_from_here(at_event, hands, place, officer, event_id) -> None:
    count(replace(place, device_id="another"), actor=officer, event_id=event_id, kind=CAME, amount=4)
    count(place, actor=officer, event_id=event_id, kind=CAME, amount=3)
    at_event.show_page(Where.COUNT)
    hands.settle()
    assert shown(at_event)["People who came"] == "7"
    assert at_event.page._devices.text() == "Of those who came, 3 were counted on this laptop."


def test_esc_leads_back_to_today(at_event, hands, qtbot) -> None:
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(at_event.page, TodayPage), timeout=30_000)
    hands.settle()


def test_without_an_event_it_leads_to_where_one_is_chosen(at_work, hands, qtbot) -> None:
    at_work.show_page(Where.COUNT)
    hands.settle()
    assert unnamed(at_work) == []
    hands.press("+")
    assert QApplication.focusWidget().text() == "Choose an event"
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(at_work.page, TodayPage), timeout=30_000)
    hands.settle()


@pytest.mark.parametrize("scale", [100, 200])
def test_every_button_says_what_it_counts_and_how_many(at_event, hands, theme, scale) -> None:
    theme.set_scale(scale)
    hands.press("7", ENTER)
    assert unnamed(at_event) == []
    names = [each.accessibleName() for each in at_event.page.findChildren(QPushButton)]
    assert "People who came: 7" in names
    for tile in at_event.page._tiles.values():
        assert tile.height() >= tile.heightForWidth(tile.width())


def test_every_kind_and_reason_has_words() -> None:
    assert len({kind_words(kind) for kind in CountKind}) == len(CountKind)
    assert len({reason_words(reason) for reason in RefusalReason}) == len(RefusalReason)
    said = {counted_words(kind, "", amount) for kind in CountKind for amount in (1, 2)}
    assert len(said) == 2 * len(CountKind)
    assert counted_words(CAME, "Carer", 1) == "1 person who came: Carer"


@given(st.lists(st.text(max_size=12), max_size=23))
def test_letters_are_different_and_stand_in_the_words_where_they_can(labels: list[str]) -> None:
    letters = letters_for(labels, taken="xyz")
    assert len(letters) == len(labels)
    assert len(set(letters)) == len(letters)
    assert not set(letters) & set("xyz")
    assert all(len(letter) == 1 and letter.isascii() and letter.isalpha() for letter in letters)


def test_first_letters_come_first_and_after_26_there_are_none() -> None:
    assert letters_for(["Carer", "Patient", "Community"]) == ("c", "p", "o")
    assert letters_for(["کیر کرنے والا", "مریض"]) == ("a", "b")
    assert letters_for(["a"] * 28)[26:] == ("", "")


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.builds(
                Press,
                kind=st.sampled_from(CountKind),
                role=st.sampled_from(["", "carer", "patient"]),
                detail=st.just(""),
                amount=st.integers(1, 999),
            ),
        ),
        max_size=20,
    ),
    st.integers(0, 50),
)
def test_the_screen_is_the_disk_and_what_was_pressed_since(presses: list[Press | None], before: int) -> None:
    counted = Presses()
    counted.start_from(Tallies({CAME: before}, {CAME: {"carer": before}}, {}, (), {}))
    standing: list[Press] = []
    for press in presses:
        if press is None:
            assert counted.take_back() == (standing.pop() if standing else None)
        else:
            counted.add(press)
            standing.append(press)
    for kind in CountKind:
        started = before if kind is CAME else 0
        assert counted.of(kind) == started + sum(each.amount for each in standing if each.kind is kind)
        for role in ("", "carer", "patient"):
            assert counted.of(kind, role) == (started if role == "carer" else 0) + sum(
                each.amount for each in standing if (each.kind, each.role) == (kind, role)
            )
