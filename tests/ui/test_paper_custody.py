"""Paper is logged, numbered and counted by the keyboard and a scanner that types; nothing behind it is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.engagement.follow_ups import FollowUpKind
from desktop.sheets.copies import CopyState
from desktop.sheets.custody import SheetHow, SheetMoveKind
from desktop.sheets.page_codes import PageCode
from desktop.sheets.serials import issue_serial, read_serial
from desktop.staff.people import Role
from desktop.ui.pages.number_sheets_page import NumberSheetsPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.paper_custody_page import PaperCustodyPage
from desktop.ui.pages.paper_ledger_page import PaperLedgerPage
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.workflows.central_store import open_centre
from desktop.workflows.custody import move
from desktop.workflows.follow_up import ask
from desktop.workflows.paper_ledger import paper_ledger
from tests.ui.custody import hands, settled
from tests.ui.test_pages import central_store
from tests.workflows.paper_days import printed
from tests.workplaces import FORM, PROGRAMME, signed_in

__all__ = ["hands"]


def state(place, serial: str) -> CopyState:
    with place.reading() as unit:
        return unit.copies.copy(serial).state


def opened(hands, where=Where.PAPER_CUSTODY, kind=PaperCustodyPage, **arguments):
    hands.window.show_page(where, **arguments)
    page = hands.page(kind)
    settled(hands)
    return page


def scan(hands, *lines: str) -> None:
    """Type as a scanner does: each line, then Enter, where the keyboard is."""
    for line in lines:
        hands.type(line)
        hands.key(Qt.Key.Key_Return)
    settled(hands)


def log(hands) -> None:
    hands.bot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(hands)


def page_code(serial: str, page: int) -> str:
    return PageCode(FORM, "2021112901", serial, page, 4, "standard", "made-up").to_text()


def test_a_stack_is_scanned_and_logged_by_the_keyboard_alone(at_work, hands, place, event_id) -> None:
    serials = printed(place, event_id, 6)
    page = opened(hands, event_id=event_id)
    assert QApplication.focusWidget() is page._scan.input
    scan(hands, page_code(serials[0], 1), page_code(serials[0], 2), read_serial(serials[1]).shown.lower())
    assert page._list.rowCount() == 2
    scan(hands, f"{serials[3]} .. {serials[5]}", "TQCD-0000")
    assert page._list.rowCount() == 5
    assert "TQCD-0000" in page._scan.fault
    hands.reads("5 sheets in the stack")
    assert "nothing was logged yet" in page.would_lose()
    log(hands)
    hands.reads("✓ 5 sheets are logged: returned")
    assert [state(place, each).value for each in serials] == ["returned"] * 2 + ["printed"] + ["returned"] * 3
    with place.reading() as unit:
        (act,) = unit.sheet_moves.list()
        assert (act.how, act.event_id, act.day) == (SheetHow.EVENT, event_id, date(2022, 1, 12))
    assert page.would_lose() == ""
    assert QApplication.focusWidget() is page._scan.input


def test_posted_on_request_keeps_format_and_day(at_work, hands, place, event_id) -> None:
    serials = printed(place, event_id, 2)
    page = opened(hands)
    hands.bot.keyClick(page._scan.input, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert page._picker.act.how is SheetHow.POST
    assert not page._picker.event.isVisible()
    page._picker.edition.input.setCurrentIndex(page._picker.edition.input.findData("large-print"))
    hands.fill("Day", "10012022")
    page._scan.input.setFocus()
    scan(hands, *serials)
    log(hands)
    hands.reads("✓ 2 sheets are logged: posted on request")
    with place.reading() as unit:
        (act,) = unit.sheet_moves.list()
    assert (act.kind, act.edition, act.day) == (SheetMoveKind.ISSUE, "large-print", date(2022, 1, 10))


def test_what_is_left_out_is_said_with_the_reason(at_work, hands, place, officer, event_id) -> None:
    serials = printed(place, event_id, 3)
    move(place, actor=officer, kind=SheetMoveKind.SPOIL, given=serials[:1])
    page = opened(hands)
    scan(hands, "run 1")
    hands.reads("3 sheets in the stack. 1 can't be logged so")
    assert "no: stays as it is" in [page._list.item(row, 2).text() for row in range(3)]
    log(hands)
    hands.reads("1 was left out")
    hands.reads(f"{read_serial(serials[0]).shown}: It is down as spoiled.")
    hands.reads("✓ 2 sheets are logged: returned")


def test_a_day_that_has_not_come_is_refused_and_the_stack_stays(at_work, hands, place, event_id) -> None:
    serials = printed(place, event_id, 1)
    page = opened(hands)
    scan(hands, *serials)
    hands.fill("Day", "99992022")
    log(hands)
    assert page._picker.day.fault
    hands.fill("Day", "12012023")
    log(hands)
    assert at_work._errors.isVisible()
    assert state(place, serials[0]) is CopyState.PRINTED
    assert len(page._stack) == 1
    assert page._log.isEnabled()


def test_late_returns_are_shown_late(at_work, hands, place, clock, event_id) -> None:
    serials = printed(place, event_id, 2)
    clock.move(timedelta(days=40))
    page = opened(hands)
    scan(hands, serials[0])
    log(hands)
    hands.reads("1 came in after the closing date")
    scan(hands, serials[0])
    assert "late" in page._list.item(0, 1).text()


def test_a_second_sheet_with_one_serial_is_accepted_as_a_photocopy(at_work, hands, place, event_id) -> None:
    serials = printed(place, event_id, 1)
    page = opened(hands)
    scan(hands, serials[0], serials[0])
    assert "photocopy" in page._list.item(0, 2).text()
    hands.press("A photocopy: give it a number")
    hands.until(lambda: page._number.number)
    number = read_serial(page._number.number).canonical
    assert number != serials[0]
    settled(hands)
    with place.reading() as unit:
        copy = unit.copies.copy(number)
    assert (copy.photocopy_of, copy.state) == (serials[0], CopyState.RETURNED)
    log(hands)
    assert state(place, serials[0]) is CopyState.RETURNED
    scan(hands, serials[0])
    assert page._list.item(0, 2).text() == "no: a photocopy?"
    assert page._photocopy.isEnabled()


def test_a_sheet_that_another_laptop_printed_is_logged_and_a_forged_one_is_not(
    at_work, hands, place, event_id
) -> None:
    with place.reading() as unit:
        key = unit.programmes.get(PROGRAMME).serial_key
    theirs = issue_serial(device_id="another laptop", run=2, number=5, serial_key=key, form_id=FORM)
    forged = issue_serial(device_id="another laptop", run=2, number=6, serial_key="78" * 32, form_id=FORM)
    page = opened(hands)
    scan(hands, theirs.shown, forged.shown)
    assert page._scan.fault
    assert "printed elsewhere" in page._list.item(0, 1).text()
    log(hands)
    assert state(place, theirs.canonical) is CopyState.RETURNED


def test_an_act_is_taken_back_with_a_reason(at_work, hands, place, clock, event_id, monkeypatch) -> None:
    serials = printed(place, event_id, 3)
    page = opened(hands)
    assert "Nothing was logged yet" in hands.words()
    hands.bot.keyClick(page._scan.input, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    scan(hands, *serials)
    log(hands)
    assert state(place, serials[2]) is CopyState.SPOILED
    clock.move(timedelta(minutes=1))
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_, **__: ("wrong stack", "Another stack was meant"))
    hands.press("Take this act back…")
    hands.reads("✓ 3 sheets are as they were before")
    settled(hands)
    assert state(place, serials[2]) is CopyState.PRINTED
    assert [page._acts.list.item(row, 0).text() for row in range(2)] == ["taken back", "spoiled"]
    assert not page._acts._undo.isEnabled()


def test_the_last_act_of_single_sheets_is_taken_back_with_a_reason(
    at_work, hands, place, officer, event_id
) -> None:
    serials = printed(place, event_id, 2)
    move(place, actor=officer, kind=SheetMoveKind.UNACCOUNTED, given=serials)
    page = opened(hands)
    hands.bot.keyClick(page._scan.input, Qt.Key.Key_8, Qt.KeyboardModifier.AltModifier)
    scan(hands, serials[0])
    log(hands)
    assert page._picker.reason.fault
    hands.fill("Why, in a few words, with no names", "it lay under the table")
    log(hands)
    hands.reads("✓ 1 sheet is logged: take the last act back")
    assert [state(place, each).value for each in serials] == ["printed", "unaccounted"]


def test_what_was_given_twice_is_logged_once_and_said(at_work, hands, place, event_id) -> None:
    serials = printed(place, event_id, 2)
    opened(hands)
    scan(hands, serials[0], serials[1], serials[1])
    log(hands)
    hands.reads("✓ 2 sheets are logged: returned")
    hands.reads("1 was given twice and is logged once.")


def test_a_sheet_is_taken_out_and_the_stack_is_emptied(at_work, hands, place, event_id, monkeypatch) -> None:
    serials = printed(place, event_id, 3)
    page = opened(hands)
    scan(hands, *serials)
    page._list.setFocus()
    hands.key(Qt.Key.Key_Delete)
    assert list(page._stack) == list(serials[:2])
    scan(hands)
    page._scan.input.setFocus()
    scan(hands, serials[2])
    assert page._twice == {}
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    hands.press("Empty the stack…")
    hands.reads("No sheet is in the stack yet.")
    assert page._list.isHidden()


def test_what_was_done_with_a_sheet_is_said(at_work, hands, place, officer, event_id) -> None:
    serials = printed(place, event_id, 1)
    move(place, actor=officer, kind=SheetMoveKind.ISSUE, given=serials, how=SheetHow.EVENT)
    opened(hands)
    scan(hands, serials[0])
    hands.press("What was done with it")
    hands.reads("handed out at an event on 12 January 2022; logged by Olu")


def test_the_pile_sheet_is_written_and_moves_nothing(at_work, hands, place, event_id, tmp_path: Path) -> None:
    serials = printed(place, event_id, 2)
    page = opened(hands)
    scan(hands, *serials)
    page.save_pile_to(tmp_path / "pile.pdf")
    hands.reads("✓ The pile sheet was written")
    assert (tmp_path / "pile.pdf").read_bytes().startswith(b"%PDF")
    assert state(place, serials[0]) is CopyState.PRINTED


def test_a_volunteer_logs_paper_but_declares_none_lost(at_work, hands, place, event_id) -> None:
    serials = printed(place, event_id, 1)
    at_work.desk = replace(at_work.desk, actor=signed_in(place, "Vera", Role.VOLUNTEER))
    page = opened(hands)
    assert "Unaccounted for" not in [each.words() for each in page._picker.acts]
    scan(hands, *serials)
    log(hands)
    assert state(place, serials[0]) is CopyState.RETURNED


# numbers --------------------------------------------------------------------------------------------------


def numbers(hands, **arguments):
    return opened(hands, Where.NUMBER_SHEETS, NumberSheetsPage, **arguments)


def test_one_key_numbers_one_sheet(at_work, hands, place, officer, event_id) -> None:
    page = numbers(hands, event_id=event_id)
    assert QApplication.focusWidget() is page._scan.input
    shown = []
    for _sheet in range(3):
        hands.key(Qt.Key.Key_Return)
        settled(hands)
        shown.append(page._card.number)
    assert [read_serial(each).number for each in shown] == [1, 2, 3]
    assert "Write this number on the sheet" in hands.words()
    # a key that is held down draws no numbers
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(page._scan.input, held)
    settled(hands)
    assert page._card.number == shown[-1]
    hands.bot.keyClick(page._scan.input, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.reads(f"✓ {shown[-1]} was taken back")
    settled(hands)
    line = paper_ledger(place, actor=officer, programme_id=PROGRAMME).lines[0].line
    assert (line.sheets, line.unused, line.balances) == (2, 1, True)


def test_a_scanned_page_says_the_version_and_a_numbered_one_is_refused(at_work, hands, place, event_id) -> None:
    serials = printed(place, event_id, 1)
    page = numbers(hands, event_id=event_id)
    scan(hands, page_code("", 1))
    assert page._card.number
    scan(hands, page_code(serials[0], 1))
    assert "has a number already" in page._scan.fault
    page._scan.input.clear()
    scan(hands, "some words")
    assert "no square code" in page._scan.fault


def test_labels_are_written_stuck_on_and_scanned(at_work, hands, place, event_id, tmp_path: Path) -> None:
    page = numbers(hands, event_id=event_id)
    page._files.save_labels_to(tmp_path / "labels.pdf")
    hands.reads("✓ 24 labels were written and logged")
    settled(hands)
    with place.reading() as unit:
        (run,) = unit.copies.runs()
        label = unit.copies.list(run.run_id)[3].serial
    hands.bot.keyClick(page._scan.input, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    scan(hands, "")
    assert "Scan the label" in page._scan.fault
    scan(hands, page_code("", 2), label)
    assert page._card.number == read_serial(label).shown
    assert state(place, label) is CopyState.RETURNED
    scan(hands, label)
    assert "on a sheet already" in page._scan.fault


def test_a_master_is_written_and_a_sheet_can_come_back_blank(
    at_work, hands, place, event_id, tmp_path: Path
) -> None:
    page = numbers(hands, event_id=event_id)
    page._files.save_master_to(tmp_path / "master.pdf")
    hands.reads("✓ The master was written and logged")
    assert (tmp_path / "master.pdf").read_bytes().startswith(b"%PDF")
    page._kind.input.setCurrentIndex(1)
    page._scan.input.setFocus()
    hands.key(Qt.Key.Key_Return)
    settled(hands)
    assert state(place, read_serial(page._card.number).canonical) is CopyState.BLANK


# the ledger -----------------------------------------------------------------------------------------------


def test_the_ledger_is_empty_at_first(at_work, hands, place) -> None:
    page = opened(hands, Where.PAPER_LEDGER, PaperLedgerPage)
    hands.reads("No paper yet")
    assert not page._pdf.isEnabled()


def test_the_ledger_balances_and_shows_requests_beside_what_was_posted(
    at_work, hands, place, officer, event_id, tmp_path: Path
) -> None:
    serials = printed(place, event_id, 5)
    move(
        place, actor=officer, kind=SheetMoveKind.ISSUE, given=serials[:2], how=SheetHow.POST, edition="large-print"
    )
    move(
        place, actor=officer, kind=SheetMoveKind.RETURN, given=serials[2:3], how=SheetHow.EVENT, event_id=event_id
    )
    for _person in range(2):
        ask(
            place, actor=officer, programme_id=PROGRAMME, kind=FollowUpKind.LARGE_PRINT, what="large print",
            reach="made-up address", owner="Olu", due=date(2022, 1, 14),
        )  # fmt: skip
    page = opened(hands, Where.PAPER_LEDGER, PaperLedgerPage)
    hands.reads("✓ The paper ledger balances")
    assert [page._table.item(0, column).text() for column in range(1, 6)] == ["✓ yes", "5", "4", "1", "0"]
    hands.reads("5\nprinted with numbers")
    hands.reads("✓ 5 = 5")
    assert [page._requests.item(0, column).text() for column in range(3)] == [
        "12 January 2022", "2 × large print by post", "2 × large print",
    ]  # fmt: skip
    assert "made-up address" not in hands.words()
    page.save_pdf_to(tmp_path / "ledger.pdf")
    hands.reads("✓ The paper ledger was written")
    page.save_csv_to(tmp_path / "ledger.csv")
    settled(hands)
    assert (tmp_path / "ledger.pdf").exists()
    assert "printed with numbers,5" in (tmp_path / "ledger.csv").read_text("utf-8-sig")


def test_the_ledger_of_the_centre_is_reached_and_says_what_is_missing_there(at_work, hands, place) -> None:
    at_work.desk = replace(at_work.desk, actor=signed_in(place, "Cora", Role.COORDINATOR))
    url = central_store(place)
    page = opened(hands, Where.PAPER_LEDGER, PaperLedgerPage, store_url=url)
    hands.button("Try again")
    with open_centre(place, url) as centre, centre.store.unit() as unit, place.reading() as here:
        programme = here.programmes.get(PROGRAMME)
        unit.programmes.put(programme, "", {})
        unit.commit()
    hands.press("Try again")
    hands.reads("Paper ledger of all laptops")
    hands.reads("No paper yet")
    assert page._report.programme_id == PROGRAMME


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COORDINATOR])
def test_whoever_may_see_the_ledger_sees_it(at_work, hands, place, event_id, role) -> None:
    printed(place, event_id, 1)
    at_work.desk = replace(at_work.desk, actor=signed_in(place, "Ada", role))
    opened(hands, Where.PAPER_LEDGER, PaperLedgerPage)
    hands.reads("✓ The paper ledger balances")
