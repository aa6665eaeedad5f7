"""Keying a sheet a second time by keyboard alone: blind, what the plan asks for, and piles for other laptops."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QTableWidget

from desktop.responses.keyings import Which
from desktop.responses.verification_plan import QuestionScope, SheetRule
from desktop.sheets.copies import CopyState
from desktop.sheets.serials import read_serial
from desktop.staff.people import Role
from desktop.ui.pages.page import Where
from desktop.ui.pages.verify_page import VerifyPage
from desktop.workflows.key_paper import Keying, look_up_serial
from desktop.workflows.print_paper import paper_copies, print_copies
from desktop.workflows.second_piles import own_fingerprint, piles
from desktop.workflows.set_verification import set_plan
from tests.ui.test_interview import ENTER, ESC, Hands, hands, small
from tests.workflows.keyed_twice import CORA, fill
from tests.workplaces import signed_in

__all__ = ["hands", "small"]

FIRST = {"resident": "y", "years": "30", "uses": "bus pool", "comment": "heliotrope"}


@pytest.fixture
def serials(tmp_path: Path, small, place, officer) -> list[str]:
    """Give two sheets that the officer keyed, every one to be keyed a second time."""
    set_plan(place, actor=CORA, form_id=small["form_id"], rule=SheetRule.ALL)
    run = print_copies(
        place,
        actor=officer,
        form_id=small["form_id"],
        event_id=small["event_id"],
        copies=2,
        out=tmp_path / "copies.pdf",
    ).run
    found = [copy.serial for copy in paper_copies(place, run_id=run.run_id)]
    for serial in found:
        keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial))
        fill(keying, FIRST)
        keying.finalise(received_on="2022-01-10")
    return found


@pytest.fixture
def vera(window, serials, place):
    """Put a volunteer who keyed nothing at the laptop."""
    person = signed_in(place, "Vera", Role.VOLUNTEER)
    window.desk = replace(window.desk, actor=person)
    return person


def opened(window, hands: Hands, **arguments) -> VerifyPage:
    window.show_page(Where.VERIFY, **arguments)
    hands.settle()
    assert isinstance(window.page, VerifyPage)
    return window.page


def on_screen(window) -> str:
    """Return everything that is written anywhere in the window, seen or not."""
    found = [each.text() for each in window.findChildren(QLabel)]
    found += [each.text() for each in window.findChildren(QLineEdit)]
    found += [each.toPlainText() for each in window.findChildren(QPlainTextEdit)]
    for table in window.findChildren(QTableWidget):
        found += [
            table.item(row, column).text()
            for row in range(table.rowCount())
            for column in range(table.columnCount())
            if table.item(row, column) is not None
        ]
    return "\n".join(found)


def test_a_pile_is_keyed_a_second_time_by_keyboard_alone(window, hands, vera, serials, place) -> None:
    page = opened(window, hands)
    assert page._start.serial.input.hasFocus()
    assert page._start.table.rowCount() == 2
    hands.press(serials[0].lower(), ENTER)
    assert page.here == "resident"
    seen = on_screen(window)
    hands.press("1", "30", ENTER, "13", ENTER)
    assert page.here == "comment"
    seen += on_screen(window)
    assert "heliotrope" not in seen  # what the first keyer keyed is nowhere
    hands.press("heliotrope", ENTER, "-", "-")
    assert page.at_end
    assert page._end.keep.hasFocus()
    hands.press(ENTER)
    assert page._start.serial.input.hasFocus()
    assert "is keyed a second time" in page._start.done.title.text()
    assert page._start.table.rowCount() == 1
    with place.reading() as unit:
        assert unit.copies.copy(serials[0]).state is CopyState.VERIFIED
        (second,) = unit.keyings.list(which=Which.SECOND)
        assert second.answers == FIRST
        assert second.efforts["comment"].keystrokes > 10
        assert len(unit.responses.summaries()) == 2
    # the next one from the list, with a difference: nothing is said of it to the keyer
    page._start.table.setFocus()
    hands.press(ENTER)
    assert page.here == "resident"
    hands.press("2", "1", ENTER, "heliotrope", ENTER, "-", ENTER)
    assert page._end.blank.title.text() == "Nothing was keyed at 6: it counts as blank"
    hands.press(ENTER)
    assert "is keyed a second time" in page._start.done.title.text()
    assert "differ" not in page._start.done.text.text()
    with place.reading() as unit:
        assert unit.copies.copy(serials[1]).state is CopyState.KEYED
    assert "No sheet waits" in page._start._count.text()


def test_esc_goes_back_and_what_was_left_is_gone_on_with(window, hands, vera, serials) -> None:
    page = opened(window, hands)
    hands.press(serials[0], ENTER, "1", "3")
    hands.press(ESC)
    assert page.here == "resident"
    hands.press(Qt.Key.Key_Down)
    assert page.here == "years"
    page = opened(window, hands)
    assert "you began it" in page._start.table.item(0, 1).text()
    hands.press(serials[0], ENTER)
    assert page.here in ("years", "uses")


def test_the_first_keyer_is_told_to_pass_it_on(window, hands, serials) -> None:
    page = opened(window, hands)
    assert "you keyed first" in page._start._more.text()
    hands.press(serials[0], ENTER)
    assert "another person keys it now" in page._start.serial.fault
    assert page._sheet_part.course is None
    hands.press(ENTER)
    assert page._start.serial.input.hasFocus()


def test_another_person_may_begin_it_anew(window, hands, vera, serials, place) -> None:
    page = opened(window, hands)
    hands.press(serials[0], ENTER, "1")
    window.desk = replace(window.desk, actor=signed_in(place, "Wim", Role.VOLUNTEER))
    page = opened(window, hands)
    hands.press(serials[0], ENTER)
    assert "Vera" in page._start.serial.fault
    assert page._start._anew.isVisible()
    page._start._anew.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert page.here == "resident"
    assert page._sheet_part.course.keying.entry.answers() == {}


def test_only_some_questions_are_come_by(window, hands, vera, small, place, officer, tmp_path) -> None:
    set_plan(
        place,
        actor=CORA,
        form_id=small["form_id"],
        rule=SheetRule.ALL,
        scopes={"resident": QuestionScope.NEVER, "comment": QuestionScope.NEVER},
    )
    run = print_copies(
        place,
        actor=officer,
        form_id=small["form_id"],
        event_id=small["event_id"],
        copies=1,
        out=tmp_path / "more.pdf",
    ).run
    (serial,) = [copy.serial for copy in paper_copies(place, run_id=run.run_id)]
    keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial))
    fill(keying, FIRST)
    keying.finalise(received_on="2022-01-10")
    page = opened(window, hands)
    hands.press(serial, ENTER)
    assert page.here == "years"  # whether it is asked hangs on a question that is left out: it is come by
    assert page._sheet_part.list.rowCount() == 4
    hands.press("30", ENTER, "13", ENTER, "-", "-", ENTER)
    with place.reading() as unit:
        assert unit.copies.copy(serial).state is CopyState.VERIFIED


def test_a_sheet_not_chosen_can_be_asked_for(window, hands, serials, small, place, officer, tmp_path) -> None:
    set_plan(place, actor=CORA, form_id=small["form_id"], rule=SheetRule.NONE)
    run = print_copies(
        place,
        actor=officer,
        form_id=small["form_id"],
        event_id=small["event_id"],
        copies=1,
        out=tmp_path / "more.pdf",
    ).run
    (serial,) = [copy.serial for copy in paper_copies(place, run_id=run.run_id)]
    Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial)).finalise(received_on="2022-01-10")
    window.desk = replace(window.desk, actor=signed_in(place, "Cora", Role.COORDINATOR))
    page = opened(window, hands)
    hands.press(serial, ENTER)
    assert "does not ask" in page._start.serial.fault
    page._start._asked.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert page.here == "resident"


def test_a_pile_is_made_and_comes_back(window, hands, serials, place, tmp_path, monkeypatch) -> None:
    """Both laptops are played here: the way between two stores is tested with the workflows."""
    page = opened(window, hands)
    file = tmp_path / "tuesday"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    page._piles.name.input.setFocus()
    hands.press(ENTER)
    assert "name first" in page._piles.name.fault
    hands.press("Tuesday", ENTER)
    assert "The pile Tuesday is made" in page._piles.said.title.text()
    assert file.with_name("tuesday.sbpile").exists()
    (seen,) = piles(place)
    assert seen.left == 2
    assert "2 are away" in page._start._more.text()
    assert page._piles.end.isVisible()
    assert not page._piles.back.isVisible()
    # the same file is not for this laptop
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (f"{file}.sbpile", ""))
    page._piles.take_in.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert "sent from this laptop" in page._piles.said.text.text()
    monkeypatch.setattr(
        page.work.returned_piles, "look_at_return", lambda *_args, **_named: ReturnLike(seen.pile, "ab12 cd34")
    )
    page._piles.take_back.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert page._piles.question.isVisible()
    assert page._piles._print.text() == "ab12 cd34"
    assert QApplication.focusWidget() is page._piles.no
    hands.press(Qt.Key.Key_Space)
    assert not page._piles.question.isVisible()
    # ending a pile is asked for once more, and brings its sheets back here
    page._piles.end.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert "2 sheets" in page._piles._asked.text()
    page._piles.yes.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert "away" not in page._start._more.text()
    assert not page._piles.end.isVisible()
    assert own_fingerprint(place) in page._piles._own.text()


class ReturnLike:
    def __init__(self, pile, fingerprint: str) -> None:
        self.pile, self.fingerprint = pile, fingerprint


def test_a_volunteer_takes_piles_in_and_sends_none(window, hands, vera) -> None:
    page = opened(window, hands)
    assert page._piles.take_in.isVisible()
    assert not page._piles.send.isVisible()
    assert not page._piles.take_back.isVisible()


def test_a_pile_that_was_taken_in_leads_back_to_the_serial(window, hands, vera, monkeypatch) -> None:
    """The pile is played here: how one is taken in is tested with the workflows."""
    page = opened(window, hands)
    hands.press(ENTER)
    assert "Type the serial" in page._start.serial.fault
    pile = SimpleNamespace(name="Tuesday", sheets=("one", "two"))
    taken = SimpleNamespace(seen=SimpleNamespace(pile=pile, fingerprint="ab12 cd34"), fresh=True)
    monkeypatch.setattr(page.work.other_laptops_piles, "take_in_pile", lambda *_args, **_named: taken)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("tuesday.sbpile", ""))
    page._piles.take_in.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert "The pile Tuesday is here" in page._piles.said.title.text()
    assert page._start.serial.fault == ""
    assert page._start.serial.input.hasFocus()


def test_a_sheet_that_is_keyed_leaves_the_list_alone(window, hands, vera, serials) -> None:
    page = opened(window, hands)
    start = page._start
    first, second = start.table.keys
    kept = start.table.item(1, 0)
    start.take_off(read_serial(first).canonical)
    assert start.table.keys == [second]
    assert start.table.item(0, 0) is kept  # its row was not made anew
    assert start.table.chosen == second
    assert start._count.text().startswith("1 sheet waits")
    start.take_off(read_serial(first).canonical)  # which is none of them now
    assert start.table.keys == [second]
    start.take_off(read_serial(second).canonical)
    assert not start.table.isVisible()
    assert start._count.text().startswith("No sheet waits")
