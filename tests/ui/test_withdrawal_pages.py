"""The code at the end of an interview, and taking answers back by it, at the keyboard."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from desktop.responses.states import ItemState
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.done_page import DonePage
from desktop.ui.pages.page import Where
from desktop.ui.pages.update_list_page import UpdateListPage
from desktop.ui.pages.withdraw_page import WithdrawPage
from desktop.ui.parts.printing import page_images, paint_pages
from tests.ui.custody import coordinator, finished_interview, hands, settled, state_of
from tests.ui.hands import Hands
from tests.workplaces import FORM

__all__ = ["coordinator", "hands"]

# the code at the end --------------------------------------------------------------------------------------


def done_with(at_work: MainWindow, hands: Hands, event_id: str, code: str) -> DonePage:
    at_work.show_page(Where.UPDATE_LIST, form_id=FORM, event_id=event_id, withdrawal_code=code)
    hands.page(UpdateListPage)
    hands.press("No, thank you")
    page = hands.page(DonePage)
    settled(hands)
    return page


def test_the_code_is_shown_once_and_goes_with_its_page(at_work, hands, place, officer, event_id) -> None:
    _, code = finished_interview(place, officer, event_id)
    kept: dict[str, str] = {}
    at_work._services = replace(at_work._services, keep_setting=kept.__setitem__)
    clipboard = QApplication.clipboard()
    clipboard.setText("what was there before")
    page = done_with(at_work, hands, event_id, code)
    shown = page._code_words
    assert code in hands.words()
    assert shown.accessibleName().endswith(" ".join(code))
    page.before_leaving()
    assert shown.text() == ""
    assert shown.accessibleName() == ""
    assert page._code == ""
    assert code not in repr(page.arguments)
    hands.press("Back to today")
    hands.until(lambda: at_work.page is not page)
    assert clipboard.text() == "what was there before"
    assert kept == {}
    assert code not in hands.words()


def test_the_update_list_says_that_the_code_was_not_shown_yet(at_work, hands, event_id) -> None:
    at_work.show_page(Where.UPDATE_LIST, form_id=FORM, event_id=event_id, withdrawal_code="MADE-UP0-CODE")
    page = hands.page(UpdateListPage)
    assert "code was not shown" in page.would_lose()
    at_work.show_page(Where.UPDATE_LIST, alone=True)
    assert at_work.page.would_lose() == ""


def test_the_slip_is_saved_where_the_person_says_and_says_that_it_holds_the_code(
    at_work, hands, place, officer, event_id, tmp_path: Path
) -> None:
    import pypdfium2

    _, code = finished_interview(place, officer, event_id)
    page = done_with(at_work, hands, event_id, code)
    assert QApplication.focusWidget() is page._code_words
    page.save_slip_to(tmp_path / "slip.pdf")
    hands.reads("the code is in it")
    document = pypdfium2.PdfDocument(tmp_path / "slip.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert code in text
    if sys.platform != "win32":
        assert (tmp_path / "slip.pdf").stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["slip.pdf"]


def test_without_a_code_the_page_has_no_slip(at_work, hands, event_id) -> None:
    done_with(at_work, hands, event_id, "")
    assert "withdrawal code" not in hands.words()
    assert hands._buttons("Print the slip…") == []


def test_a_pdf_is_painted_in_its_own_size(qapp, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    source, target = tmp_path / "in.pdf", tmp_path / "out.pdf"
    canvas = Canvas(str(source), pagesize=(595, 842))
    canvas.rect(100, 700, 72, 72, fill=1)
    canvas.showPage()
    canvas.rect(300, 100, 72, 72, fill=1)
    canvas.save()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    assert paint_pages(page_images(source.read_bytes()), printer)
    before = page_images(source.read_bytes(), 1)
    after = page_images(target.read_bytes(), 1)
    assert len(after) == 2
    for (wide, high, one), (wide_too, high_too, other) in zip(before, after, strict=True):
        assert abs(wide - wide_too) <= 2
        assert abs(high - high_too) <= 2
        dark, dark_too = (sum(1 for value in raw[::3] if value < 128) for raw in (one, other))
        assert abs(dark - dark_too) < dark * 0.08  # a square of an inch stays one


# withdrawal -----------------------------------------------------------------------------------------------


def test_answers_are_taken_back_by_their_code(at_work, hands, place, officer, event_id) -> None:
    response_id, code = finished_interview(place, officer, event_id)
    at_work.show_page(Where.WITHDRAW)
    page = hands.page(WithdrawPage)
    settled(hands)
    assert QApplication.focusWidget() is page._code.input
    hands.type(code.lower().replace("-", " "))
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: page._no.hasFocus())  # Enter once more does no harm
    assert state_of(place, response_id) is ItemState.FINALISED
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: page._code.input.hasFocus())
    assert state_of(place, response_id) is ItemState.FINALISED
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: page._no.hasFocus())
    hands.press("Take them out")
    hands.reads("✓ The answers were taken out")
    assert state_of(place, response_id) is ItemState.WITHDRAWN
    assert page._code.input.text() == ""
    assert "No copy is out of reach." in hands.words()
    hands.fill("Withdrawal code", code)
    hands.press("Go on")
    hands.until(lambda: page._no.hasFocus())
    hands.press("Take them out")
    hands.reads("These answers were taken out before")
    assert "✓ The answers were taken out" not in hands.words()


def test_a_mistyped_code_is_said_at_its_field_and_does_nothing(at_work, hands, place, officer, event_id) -> None:
    response_id, code = finished_interview(place, officer, event_id)
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    at_work.show_page(Where.WITHDRAW)
    page = hands.page(WithdrawPage)
    settled(hands)
    hands.fill("Withdrawal code", wrong)
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: page._code.fault)
    assert page._question.isHidden()
    assert state_of(place, response_id) is ItemState.FINALISED


def test_a_code_of_another_laptop_waits_and_says_so(at_work, hands, place) -> None:
    from desktop.keys.withdrawal_codes import new_code

    at_work.show_page(Where.WITHDRAW)
    page = hands.page(WithdrawPage)
    settled(hands)
    hands.fill("Withdrawal code", new_code())
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: page._no.hasFocus())
    hands.press("Take them out")
    hands.reads("No such answers are here")
    with place.reading() as unit:
        assert len(unit.instructions.list()) == 1


def test_copies_out_of_reach_are_ticked_off_one_by_one(
    at_work, hands, place, officer, event_id, tmp_path, coordinator
) -> None:
    from desktop.foundation.ids import new_id
    from desktop.responses.custody import BackupMade

    response_id, code = finished_interview(place, officer, event_id)
    with place.unit() as unit:
        for number in (1, 2):
            at = place.clock.now() + timedelta(minutes=number)
            unit.backups.add(BackupMade(new_id(), f"/stick/{number}", 1000, True, at))
        unit.commit()
    at_work.show_page(Where.WITHDRAW)
    page = hands.page(WithdrawPage)
    settled(hands)
    hands.fill("Withdrawal code", code)
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: page._no.hasFocus())
    hands.press("Take them out")
    hands.reads("2 copies are out of reach")
    assert page._copies.table.item(0, 0).text() == "Backup"
    at_work.show_page(Where.TODAY)
    hands.reads("2 copies of what was taken back wait to be deleted")
    settled(hands)
    hands.press("Copies…")
    page = hands.page(WithdrawPage)
    settled(hands)
    hands.press("This copy is dealt with")
    hands.reads("1 copy is out of reach")
    hands.press("This copy is dealt with")
    hands.until(lambda: page._copies.isHidden())
    with place.reading() as unit:
        assert [each.done_by for each in unit.copies_out.list()] == ["Cora", "Cora"]
    assert state_of(place, response_id) is ItemState.WITHDRAWN


def test_a_coordinator_erases_by_id_where_there_is_no_code(
    at_work, hands, place, officer, event_id, coordinator
) -> None:
    response_id, _code = finished_interview(place, officer, event_id)
    at_work.show_page(Where.WITHDRAW)
    page = hands.page(WithdrawPage)
    settled(hands)
    hands.press("There is no code…")
    hands.fill("Response id", response_id)
    hands.press("Erase this response")
    assert page._reason.fault
    hands.fill("Reason", "asked for in writing")
    hands.press("Erase this response")
    hands.reads("✓ The answers were taken out")
    assert state_of(place, response_id) is ItemState.ERASED


def test_an_officer_is_not_offered_erasing_by_id(at_work, hands) -> None:
    at_work.show_page(Where.WITHDRAW)
    hands.page(WithdrawPage)
    settled(hands)
    assert hands._buttons("There is no code…") == []
