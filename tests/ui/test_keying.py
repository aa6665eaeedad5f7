"""Keying a sheet of the small form: keys, missing codes, soft warnings, and the next serial."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from desktop.sheets.serials import issue_serial
from desktop.ui.pages.page import Where
from desktop.workflows.print_paper import paper_copies, print_copies
from tests.ui.test_interview import ENTER, ESC, Hands, hands, small

__all__ = ["hands", "small"]


@pytest.fixture
def serials(tmp_path: Path, small, place, officer) -> list[str]:
    run = print_copies(
        place,
        actor=officer,
        form_id=small["form_id"],
        event_id=small["event_id"],
        copies=2,
        out=tmp_path / "copies.pdf",
    ).run
    return [copy.serial for copy in paper_copies(place, run_id=run.run_id)]


def begin(window, hands: Hands, serial: str) -> None:
    if window.page is None:
        window.show_page(Where.KEYING)
        hands.settle()
    hands.press(serial, ENTER)


def test_a_sheet_is_keyed_with_as_many_keys_as_codes(window, hands, serials, place) -> None:
    begin(window, hands, serials[0].lower())
    assert window.page._here() == "resident"
    hands.press("1", "30", ENTER, "13", ENTER, "More buses", ENTER, "-", "?")
    assert window.page.at_end
    assert "Date received" in window.page._received.label_text
    hands.press("10012022", ENTER)
    with place.reading() as unit:
        (summary,) = unit.responses.summaries()
        revision = unit.responses.get(summary.response_id).revision
    assert revision.answers == {"resident": "y", "years": "30", "uses": "bus pool", "comment": "More buses"}
    assert revision.envelope.missing == {"equality/carer": "blank", "equality/health": "illegible"}
    assert not window.page._end_part.blank.isVisible()
    assert revision.envelope.received_on == "2022-01-10"
    assert revision.envelope.print_log_here is True
    assert window.page._serial.input.hasFocus()
    hands.press(serials[0], ENTER)
    assert "already keyed" in window.page._serial.fault
    window.page._serial.input.selectAll()
    begin(window, hands, serials[1])
    assert window.page._here() == "resident"


def test_skips_are_followed_and_esc_goes_back(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("2")
    assert window.page._here() == "uses"
    hands.press(ESC)
    assert window.page._here() == "resident"
    hands.press(Qt.Key.Key_Down)
    assert window.page._here() == "years"  # the sheet may say something where the form skips
    hands.press("7", ENTER)
    assert window.page._course.keying.entry.off_route() == {"years": "7"}


def test_a_value_that_the_form_forbids_is_kept_with_a_reason(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("1", "300", ENTER)
    assert window.page._here() == "years"
    assert "Under 120" in window.page._warning.text.text()
    assert QApplication.focusWidget() is window.page._reason.input
    hands.press(ESC, "400", ENTER)
    window.page._reason.input.selectAll()
    hands.press("written very clearly", ENTER)
    assert window.page._here() == "uses"
    assert window.page._course.keying._forced() == {"years": "written very clearly"}


def test_an_unknown_code_is_refused_and_nothing_is_kept(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("7")
    assert "no code 7" in window.page._fault.text()
    assert window.page._here() == "resident"
    assert window.page._course.keying.entry.answers() == {}


def test_a_wrong_serial_says_what_is_wrong(window, hands, serials) -> None:
    last = "0" if serials[0][-1] != "0" else "1"
    begin(window, hands, serials[0][:-1] + last)
    assert window.page._serial.fault
    assert window.page._course is None


def test_a_sheet_of_another_laptop_asks_for_its_event(window, hands, serials, small) -> None:
    programme = window.desk.programme
    serial = issue_serial(
        device_id="another laptop", run=1, number=5, serial_key=programme.serial_key, form_id=small["form_id"]
    )
    begin(window, hands, serial.shown)
    assert window.page._events.hasFocus()
    hands.press(ENTER)  # nothing is chosen for the keyer
    assert "Choose the event" in window.page._event_field.fault
    assert window.page._course is None
    window.page._events.setCurrentIndex(window.page._events.findData(small["event_id"]))
    window.page._events_go.click()
    hands.settle()
    assert "print log not here" in window.page._top.text()


def test_a_sheet_that_was_left_is_gone_on_with(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("1")
    window.show_page(Where.KEYING)
    hands.settle()
    begin(window, hands, serials[0])
    assert window.page._here() == "years"


def test_the_sheet_in_the_field_is_keyed_not_the_one_looked_up_before(window, hands, serials, small) -> None:
    programme = window.desk.programme
    first, second = (
        issue_serial(
            device_id="another laptop", run=1, number=n, serial_key=programme.serial_key, form_id=small["form_id"]
        )
        for n in (5, 6)
    )
    begin(window, hands, first.shown)
    window.page._serial.input.setText(second.shown)
    window.page._events.setCurrentIndex(window.page._events.findData(small["event_id"]))
    window.page._events_go.click()
    hands.settle()
    assert second.shown in window.page._top.text()


def test_words_typed_before_esc_or_leaving_are_kept(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("2", "1", ENTER)
    assert window.page._here() == "comment"
    hands.press("A long comment")
    hands.press(ESC)
    assert window.page._here() == "uses"
    assert window.page._course.keying.entry.answers()["comment"] == "A long comment"
    hands.press(ENTER)
    window.page._field._box.setPlainText("Another comment")
    window.show_page(Where.KEYING)
    hands.settle()
    begin(window, hands, serials[0])
    assert window.page._course.keying.entry.answers()["comment"] == "Another comment"


def test_sheets_not_keyed_to_the_end_are_offered(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("1", "?", "-")  # a code that there is none is keyed as well
    window.show_page(Where.KEYING)
    hands.settle()
    (offer,) = window.page._begun.findChildren(QAbstractButton)
    assert "3 keyed" in offer.accessibleName()
    assert any("3 keyed" in each.text() for each in window.page._begun.findChildren(QLabel))
    offer.click()
    hands.settle()
    assert window.page._here() == "comment"


def test_what_enter_went_past_is_told_at_the_end_and_counts_as_blank(window, hands, serials, place) -> None:
    begin(window, hands, serials[0])
    hands.press("2", ENTER, ENTER, "1", ENTER)  # the years are not asked: nobody left them out
    assert window.page.at_end
    told = window.page._end_part.blank
    assert told.isVisible()
    assert told.title.text() == "Nothing was keyed at 3, 4, 6: they count as blank"
    assert told.text.text() == "Esc goes back."
    hands.press(ESC)
    assert window.page._here() == "equality/health"
    hands.press("-")
    assert told.title.text() == "Nothing was keyed at 3, 4: they count as blank"
    hands.press("10012022", ENTER)
    with place.reading() as unit:
        (summary,) = unit.responses.summaries()
        revision = unit.responses.get(summary.response_id).revision
    assert revision.envelope.missing == {"uses": "blank", "comment": "blank", "equality/health": "blank"}


def test_a_value_that_was_warned_of_can_be_corrected_where_it_stands(window, hands, serials) -> None:
    begin(window, hands, serials[0])
    hands.press("1", "300", ENTER, ESC)
    line = window.page._field._line
    assert (line.text(), line.selectedText()) == ("300", "300")
    hands.press(Qt.Key.Key_End, Qt.Key.Key_Backspace, ENTER)
    assert window.page._course.keying.entry.answers()["years"] == "30"
