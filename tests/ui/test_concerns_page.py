"""Safeguarding concerns on the screen: the numbers first, restricted reading in words, nothing lost on leaving."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.engagement.hand_over import TO_BE_SAID, Safeguarding
from desktop.staff.people import Role
from desktop.ui.main_window import MainWindow
from desktop.ui.notes.numbers_first import NumbersFirst
from desktop.ui.notes.two_line_rows import TwoLineRows
from desktop.ui.pages.concerns_page import ConcernsPage
from desktop.ui.pages.page import Where
from desktop.workflows.safeguarding import concerns, note_concern
from tests.ui.accessible import unnamed
from tests.ui.at_event import at_event, when_asked
from tests.ui.test_interview import Hands, hands
from tests.workplaces import PROGRAMME, signed_in

__all__ = ["hands"]

ENTER, ESC, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab
WORDS = "Made up: nobody is at home at night."


def opened(window: MainWindow, hands: Hands, **arguments: Any) -> ConcernsPage:
    window.show_page(Where.CONCERNS, **arguments)
    hands.settle()
    return window.page


def kept(place: Any, actor: Any) -> list[Any]:
    return list(concerns(place, actor=actor, programme_id=PROGRAMME))


def test_noted_and_referred_by_keys_alone(at_work, hands: Hands, place, officer, event_id) -> None:
    page = opened(at_event(at_work, event_id), hands)
    assert page._what.hasFocus()
    hands.press(WORDS, TAB)
    hands.qtbot.keyClick(page._owner.input, ENTER)
    hands.settle()
    (noted,) = kept(place, officer)
    assert (noted.what, noted.owner, noted.event_id, noted.referred) == (WORDS, "Olu", event_id, False)
    assert page.would_lose() == ""
    assert page._list._rows.hasFocus()  # it is referred next
    titles = when_asked(page, "1", ENTER)
    hands.press(ENTER)
    assert titles() == ["Whom was it handed to?"]
    assert kept(place, officer)[0].referred


def test_what_the_programme_has_not_said_is_said_to_be_so(holder, qtbot) -> None:
    shown = NumbersFirst(Safeguarding("999", TO_BE_SAID, "Made-up Ms B"), holder)
    said = [each.accessibleName() for each in shown._held]
    assert said == [
        "In an emergency, first of all: 999",
        "The duty team: To be filled in by the programme",
        "Who leads on safeguarding: Made-up Ms B",
    ]


def test_its_words_are_shown_to_who_may_read_them_when_asked_for(at_work, hands, place, officer, event_id) -> None:
    vera = signed_in(place, "Vera", Role.VOLUNTEER)
    note_concern(place, actor=vera, event_id=event_id, what=WORDS, owner="Olu")
    page = opened(at_event(at_work, event_id), hands)
    assert page._list.text.text() == ""
    page._list._read.click()
    assert page._list.text.text() == WORDS
    page.keep_now()
    assert page._list.text.text() == ""
    at_work.desk = replace(at_work.desk, actor=vera)
    page = opened(at_work, hands)
    assert page._list.restricted.text() == "Only Olu and a coordinator can read what was written."
    assert not page._list._read.isVisible()
    page._list._show_text()
    assert page._list.text.text() == ""


def test_nothing_is_lost_on_leaving(at_work, hands: Hands, event_id) -> None:
    page = opened(at_event(at_work, event_id), hands)
    hands.press("x", ESC)
    assert at_work.page is page
    assert "not noted" in page.would_lose()


@pytest.mark.parametrize("scale", [100, 300])
def test_every_widget_has_a_name_and_the_page_its_room(
    at_work, hands, theme, place, officer, event_id, scale
) -> None:
    note_concern(place, actor=officer, event_id=event_id, what=WORDS, owner="Olu")
    theme.set_scale(scale)
    page = opened(at_event(at_work, event_id), hands)
    assert unnamed(at_work) == []
    assert page.content.horizontalScrollBar().maximum() == 0


def test_in_large_text_the_numbers_are_in_sight_first_and_the_field_once_it_is_written_in(
    at_work, hands, theme, event_id
) -> None:
    theme.set_scale(200)
    page = opened(at_event(at_work, event_id), hands)
    hands.qtbot.waitUntil(lambda: page.content.verticalScrollBar().value() == 0, timeout=30_000)
    assert page._what.hasFocus()
    whole = page.content.viewport().rect()

    def in_sight(widget: QWidget) -> bool:
        return whole.contains(widget.mapTo(page.content.viewport(), widget.rect().topLeft()))

    assert in_sight(page.findChild(NumbersFirst)._held[0])
    hands.press("S")
    assert in_sight(page._what)


def test_both_lines_of_a_concern_are_shown_whole(holder, qtbot) -> None:
    rows = TwoLineRows("Concerns", holder)
    rows.show_rows([("short", "Olu", "today"), ("long", "Not referred yet", "Noted by somebody; " * 20)])
    holder.show()
    rows.resize(300, 400)
    lines = rows.fontMetrics().height()
    assert rows.sizeHintForRow(1) > rows.sizeHintForRow(0) + 5 * lines
    narrow = rows.sizeHintForRow(1)
    rows.resize(900, 400)
    assert rows.sizeHintForRow(1) < narrow
    assert not rows.grab().isNull()


def test_a_volunteer_comes_from_keying_and_goes_back_there(at_work, hands, place, event_id, qtbot) -> None:
    vera = signed_in(place, "Vera", Role.VOLUNTEER)
    at_work.desk = replace(at_work.desk, actor=vera, event=None)
    at_work.show_page(Where.KEYING)
    hands.settle()
    at_work.page._to_concerns()
    qtbot.waitUntil(lambda: isinstance(at_work.page, ConcernsPage), timeout=30_000)
    hands.settle()
    page = at_work.page
    assert page._owner.input.text() == ""
    page._what.show_words(WORDS)
    page._owner.input.setText("Olu")
    page._save()
    assert page._event_field.fault
    page._event.pick(event_id)
    page._save()
    hands.settle()
    assert [each.what for each in kept(place, vera)] == [None]
    page._back()
    hands.settle()
    assert type(at_work.page).__name__ == "KeyingPage"


def test_what_is_typed_while_one_is_being_noted_is_of_the_next(at_work, hands, place, officer, event_id) -> None:
    page = opened(at_event(at_work, event_id), hands)
    hands.press(WORDS)
    page._save()
    hands.qtbot.keyClicks(page._what, "next")
    assert page.saving()
    hands.settle()
    assert [each.what for each in kept(place, officer)] == [WORDS]
    assert page._what.toPlainText() == "next"
    assert not page.saving()
