"""Keying with the custody of the sheet: the day it came in, photocopies, whole page codes, and what is late."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from desktop.engagement.programme import Programme
from desktop.sheets.copies import CopyState
from desktop.sheets.custody import SheetMoveKind
from desktop.sheets.page_codes import PageCode
from desktop.sheets.serials import issue_serial, read_serial
from desktop.workflows.custody import move
from desktop.workflows.print_paper import print_runs
from tests.ui.test_interview import ENTER, Hands, hands, small
from tests.ui.test_keying import begin, serials

__all__ = ["hands", "serials", "small"]

SHEET = ("1", "30", ENTER, "13", ENTER, "More buses", ENTER, "-", "?")


def keyed(window, hands: Hands, serial: str) -> None:
    begin(window, hands, serial)
    hands.press(*SHEET)
    assert window.page.at_end


def received(place) -> list[str]:
    with place.reading() as unit:
        found = [unit.responses.get(each.response_id).revision for each in unit.responses.summaries()]
    return [each.envelope.received_on for each in sorted(found, key=lambda each: each.envelope.serial)]


def test_the_day_that_was_logged_is_offered_and_else_that_of_the_pile(
    window, hands, serials, place, officer
) -> None:
    move(place, actor=officer, kind=SheetMoveKind.RETURN, given=serials[1:], day=date(2022, 1, 5))
    keyed(window, hands, serials[0])
    assert window.page._received.input.text() == "12012022"
    hands.press("09012022", ENTER)
    keyed(window, hands, serials[1])
    assert window.page._received.input.text() == "05012022"
    assert "logged as received on 5 January 2022" in window.page._received.hint_text
    hands.press(ENTER)
    assert received(place) == ["2022-01-09", "2022-01-05"]
    assert window.page._carried == "09012022"


def test_a_second_sheet_is_numbered_as_a_photocopy_and_keyed(window, hands, serials, place, small) -> None:
    keyed(window, hands, serials[0])
    hands.press(ENTER)
    hands.press(serials[0], ENTER)
    page = window.page
    assert "already keyed" in page._serial.fault
    assert page._photocopy.isVisible()
    page._photocopy._accept.click()
    hands.settle()
    number = read_serial(page._photocopy.number).canonical
    assert page._serial.input.hasFocus()
    hands.press(ENTER, *SHEET)
    assert page.at_end
    hands.press(ENTER)
    with place.reading() as unit:
        copy = unit.copies.copy(number)
        assert len(unit.responses.summaries()) == 2
    assert (copy.photocopy_of, copy.state) == (serials[0], CopyState.KEYED)


def page_code(place, serial: str, version: str = "") -> str:
    run = print_runs(place)[0]
    return PageCode(run.form_id, version or run.form_version, serial, 1, 2, "standard", run.layout_id).to_text()


def test_the_code_of_a_page_is_as_good_as_the_serial(window, hands, serials, place) -> None:
    keyed(window, hands, page_code(place, serials[0]))
    hands.press(ENTER)
    begin(window, hands, page_code(place, serials[0]))
    assert "already keyed" in window.page._serial.fault
    window.page._serial.input.selectAll()
    begin(window, hands, page_code(place, ""))
    assert "no number yet" in window.page._serial.fault
    window.page._serial.input.selectAll()
    begin(window, hands, "http://example.org|x")
    assert "not one of a form" in window.page._serial.fault


def test_a_version_that_is_not_here_is_not_guessed(window, hands, serials, place) -> None:
    run = print_runs(place)[0]
    with place.reading() as unit:
        key = unit.programmes.get(run.programme_id).serial_key
    theirs = issue_serial(device_id="another", run=1, number=1, serial_key=key, form_id=run.form_id).canonical
    begin(window, hands, page_code(place, theirs, version="of next year"))
    assert "Version of next year of its form is not on this device." in window.page._serial.fault


def test_of_several_versions_the_keyer_reads_the_one_on_the_sheet(window, hands, serials, place) -> None:
    run = print_runs(place)[0]
    with place.unit() as unit:
        form = unit.forms.by_sha(run.form_sha256)
        xml = form.xml.replace(f'version="{form.version}"'.encode(), b'version="newer"')
        unit.forms.put(replace(form, version="newer", xml=xml, sha256=hashlib.sha256(xml).hexdigest()))
        unit.commit()
        key = unit.programmes.get(run.programme_id).serial_key
    assert xml != form.xml
    theirs = issue_serial(device_id="another", run=1, number=1, serial_key=key, form_id=run.form_id).canonical
    begin(window, hands, theirs)
    hands.press(Qt.Key.Key_Down, ENTER)  # the event
    assert "Choose the version" in window.page._version.fault
    assert window.page._version.input.hasFocus()
    hands.press(Qt.Key.Key_Down, Qt.Key.Key_Down, ENTER)  # the newest stands first
    assert window.page._sheet.form_sha256 == form.sha256
    hands.press(*SHEET, ENTER)
    with place.reading() as unit:
        (kept,) = unit.responses.summaries()
    assert (kept.serial, kept.form_version) == (theirs, form.version)


@pytest.mark.parametrize("days", [0, 40])
def test_a_sheet_that_came_in_late_is_keyed_and_said_to_be_late(
    window, hands, serials, clock, monkeypatch, days
) -> None:
    monkeypatch.setattr(Programme, "last_day", property(lambda _programme: date(2022, 1, 23)))
    clock.move(timedelta(days=days))
    keyed(window, hands, serials[0])
    hands.press(ENTER)
    assert "✓ Sheet" in window.page._done.title.text()
    assert ("after the closing date" in window.page._done.text.text()) is bool(days)


def test_the_keyer_is_told_that_the_sheet_was_logged_as_spoiled(window, hands, serials, place, officer) -> None:
    move(place, actor=officer, kind=SheetMoveKind.SPOIL, given=serials[:1])
    begin(window, hands, serials[0])
    assert "logged as spoiled" in window.page._top.text()
    assert window.page._here() == "resident"
