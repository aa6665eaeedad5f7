"""Deciding where two keyings differ, by keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.responses.verification_plan import SheetRule
from desktop.sheets.copies import CopyState
from desktop.staff.people import Role
from desktop.ui.pages.adjudicate_page import AdjudicatePage
from desktop.ui.pages.page import Where
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.set_verification import set_plan
from desktop.workflows.verify_keying import SecondKeying, look_up_second
from tests.ui.accessible import unnamed
from tests.ui.test_interview import ENTER, ESC, Hands, hands, small
from tests.workflows.keyed_twice import CORA, fill
from tests.workplaces import signed_in

__all__ = ["hands", "small"]

FIRST = {"resident": "y", "years": "30", "uses": "bus pool", "comment": "More buses"}
SECOND = {"resident": "y", "years": "80", "uses": "bus", "comment": "more buses"}


def printed_small(place, small, tmp_path: Path, copies: int) -> list[str]:
    from desktop.workflows.print_paper import paper_copies, print_copies

    run = print_copies(
        place,
        actor=CORA,
        form_id=small["form_id"],
        event_id=small["event_id"],
        copies=copies,
        out=tmp_path / "copies.pdf",
    ).run
    return [copy.serial for copy in paper_copies(place, run_id=run.run_id)]


def keyed_twice(place, actor, other, serial: str, first, second) -> None:
    keying = Keying.begin(place, actor=actor, sheet=look_up_serial(place, serial))
    fill(keying, first)
    keying.finalise(received_on="2022-01-10")
    again = SecondKeying.begin_second(place, actor=other, sheet=look_up_second(place, serial, actor=other))
    fill(again, second)
    again.keep()


@pytest.fixture
def serial(tmp_path, small, place, officer, window) -> str:
    """Give a sheet with two differences, and somebody at the laptop who keyed neither time."""
    set_plan(place, actor=CORA, form_id=small["form_id"], rule=SheetRule.ALL)
    (made,) = printed_small(place, small, tmp_path, 1)
    keyed_twice(place, officer, signed_in(place, "Vera", Role.VOLUNTEER), made, FIRST, SECOND)
    window.desk = replace(window.desk, actor=signed_in(place, "Bo", Role.OFFICER))
    return made


def opened(window, hands: Hands, **arguments) -> AdjudicatePage:
    window.show_page(Where.ADJUDICATE, **arguments)
    hands.settle()
    assert isinstance(window.page, AdjudicatePage)
    return window.page


def stored(place, serial: str):
    with place.reading() as unit:
        (summary,) = unit.responses.by_serial(serial)
        return unit.responses.get(summary.response_id), unit.copies.copy(serial).state


def test_a_sheet_is_decided_by_keyboard_alone(window, hands, serial, place) -> None:
    page = opened(window, hands)
    assert page._table.hasFocus()
    hands.press(ENTER)
    assert page.here == "years"
    assert (page._card._first_words.text(), page._card._second_words.text()) == ("30", "80")
    assert unnamed(window) == []
    hands.press(ENTER)  # which adopts neither
    assert page.here == "years"
    hands.press("2")
    assert page.here == "uses"
    assert page._card._first_words.text() == "Buses\nThe pool"
    hands.press("1")
    assert page.here == ""
    assert page._end.keep.hasFocus()
    assert [page._end.table.item(row, 1).text() for row in range(2)] == ["80", "Buses; The pool"]
    assert [page._end.table.item(row, 2).text() for row in range(2)] == ["the second time", "the first time"]
    assert "2 decisions" in page.would_lose()
    hands.press(ENTER)
    assert "is verified" in page._said.title.text()
    assert "No sheet waits" in page._count.text()
    assert page.would_lose() == ""
    assert [page._made.item(1, column).text() for column in range(1, 6)] == [
        "3",
        "Buses; The pool",
        "Buses",
        "Buses; The pool",
        "Bo",
    ]
    response, state = stored(place, serial)
    assert state is CopyState.VERIFIED
    assert response.revision.answers == {**FIRST, "years": "80"}
    assert len(response.revisions) == 2


def test_what_a_decision_took_away_is_asked_again(window, hands, serial) -> None:
    page = opened(window, hands)
    hands.press(ENTER)
    hands.press("2")
    assert page.here == "uses"
    del page._found.adopted["years"], page._found.reasons["years"]  # as where a block goes with a count
    hands.press("1")
    assert page.here == "years"
    hands.press("1")
    hands.press("1")
    assert page.here == ""
    assert page._end.keep.hasFocus()


def test_neither_is_right_and_esc_goes_back(window, hands, serial, place) -> None:
    page = opened(window, hands)
    hands.press(ENTER, "3")
    assert page._card.field.isVisible()
    assert not page._card.how.isVisible()  # figures are codes here
    hands.press(ESC)
    assert page._card.hasFocus()
    assert "Press 1, 2 or 3" in page._card.how.text()
    assert page._card.how.isVisible()
    hands.press("3", "abc", ENTER)
    assert "Error" in page._card.fault.text()
    hands.press("38", ENTER)
    assert page._card.reason.input.hasFocus()
    assert page._card.reason.fault == ""  # it was not asked for before
    assert "Why 38?" in page._card.reason.hint_text
    hands.press(ENTER)
    assert "Say in a few words" in page._card.reason.fault
    assert page.here == "years"
    hands.press("a 3 and an 8", ENTER)
    assert page.here == "uses"
    hands.press(ESC)
    assert page.here == "years"
    assert page._card.reason.input.text() == "a 3 and an 8"
    assert "Why" not in page._card.reason.hint_text
    assert page._card.how.isVisible()
    hands.press("3", "38", ENTER)  # the reason stands from before
    assert page.here == "uses"
    hands.press("3", "!")
    page._card.reason.input.setText("two crossed out")
    hands.press(ENTER)
    assert page.here == ""
    hands.press(ENTER)
    response, _state = stored(place, serial)
    assert response.revision.answers["years"] == "38"
    assert dict(response.revision.envelope.missing)["uses"] == "more than one marked"


def test_one_who_keyed_it_is_sent_on_and_the_coordinator_says_why(window, hands, serial, place, officer) -> None:
    window.desk = replace(window.desk, actor=officer)
    page = opened(window, hands)
    assert "you keyed it" in page._table.item(0, 2).text()
    hands.press(ENTER)
    assert "another person decides" in page._serial.fault
    window.desk = replace(window.desk, actor=replace(officer, role=Role.COORDINATOR))
    page = opened(window, hands, serial=serial)
    hands.press("2", "2")
    assert page._end.exception.input.hasFocus()
    hands.press(ENTER)
    assert "Say why" in page._end.exception.fault
    hands.press("alone this week", ENTER)
    with place.reading() as unit:
        assert {each.exception for each in unit.decisions.of_serial(serial)} == {"alone this week"}


def test_what_was_changed_meanwhile_is_said_and_nothing_kept(window, hands, serial, place, officer) -> None:
    from desktop.workflows.edit_response import ResponseEdit

    page = opened(window, hands)
    hands.press(ENTER, "2", "2")
    response, _state = stored(place, serial)
    change = ResponseEdit.begin(place, actor=officer, response_id=response.response_id, reason="a typing error")
    change.answer("comment", "More trams")
    change.finalise()
    hands.press(ENTER)
    assert "nothing of what you decided" in page._end.exception.fault
    page = opened(window, hands, serial=serial)
    assert page.here == "years"


def test_nothing_waits(window, hands, small) -> None:
    page = opened(window, hands)
    assert "No sheet waits" in page._count.text()
    assert QApplication.focusWidget() is page._on
    assert not page._table.isVisible()


@pytest.mark.parametrize("scale", [100, 200])
def test_it_can_be_read_mirrored_and_large(window, hands, serial, theme, mirrored, scale) -> None:
    theme.set_scale(scale)
    page = opened(window, hands)
    hands.press(ENTER)
    assert page.here == "years"
    hands.press("3")
    assert page._card.field.isVisible()
    assert unnamed(window) == []
    hands.press(Qt.Key.Key_Escape)
