"""Forms that came by e-mail are taken in, looked at, corrected and counted by the keyboard; no file is made up."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from desktop.foundation.errors import WorldError
from desktop.responses.drafts import DraftKind
from desktop.sheets.fillable_marks import state_of
from desktop.ui.pages.filled_in_page import FilledInPage
from desktop.ui.pages.page import Where
from desktop.workflows.fillable import take_in_fillable, write_fillable
from desktop.workflows.interview import open_drafts
from desktop.workflows.record_response import response, responses
from tests.paper.filling import by_chance, fields_of, filled
from tests.ui.custody import hands, settled
from tests.workplaces import FORM

__all__ = ["hands"]


@pytest.fixture
def definition(place):
    with place.reading() as unit:
        form = unit.forms.list()[-1]
    return place.shelf.definition(form)


@pytest.fixture
def empty_form(place, officer, event_id, tmp_path) -> bytes:
    out = tmp_path / "form.pdf"
    write_fillable(place, actor=officer, form_id=FORM, event_id=event_id, out=out)
    return out.read_bytes()


@pytest.fixture
def sent(empty_form, definition, tmp_path) -> tuple[Path, dict[str, str]]:
    typed, meant = by_chance(empty_form, definition, random.Random(3))
    path = tmp_path / "back.pdf"
    path.write_bytes(filled(empty_form, typed))
    return path, meant


@pytest.fixture
def radio(empty_form, definition):
    return next(q for q in definition.questions() if q.asked and q.choices and q.path in fields_of(empty_form))


@pytest.fixture
def odd(empty_form, radio, tmp_path) -> Path:
    """Give a form in which a choice is marked that the form has not."""
    path = tmp_path / "odd.pdf"
    path.write_bytes(filled(empty_form, {radio.path: state_of(radio.choices[0].value)}))
    with pikepdf.open(path) as document:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) == radio.path:
                field.V = pikepdf.Name("/is-nobody")
        out = io.BytesIO()
        document.save(out)
    path.write_bytes(out.getvalue())
    return path


@pytest.fixture
def yes(monkeypatch) -> list[str]:
    """Answer every question of the window with yes, and give what was asked."""
    asked: list[str] = []

    def answer(_parent, title: str, text: str) -> QMessageBox.StandardButton:
        asked.append(f"{title} {text}")
        return QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "question", answer)
    return asked


def opened(hands, **arguments) -> FilledInPage:
    hands.window.show_page(Where.FILLED_IN, **arguments)
    page = hands.page(FilledInPage)
    settled(hands)
    return page


def choose(hands, monkeypatch, *paths: Path) -> None:
    """Press the button, and choose files in the system's window."""
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", lambda *_given: ([str(each) for each in paths], "PDF (*.pdf)")
    )
    hands.press("Choose PDF files…")
    settled(hands)


def count(hands) -> None:
    hands.bot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(hands)


def test_nothing_waits_at_first_and_the_keyboard_is_where_files_are_chosen(at_work, hands, event_id) -> None:
    page = opened(hands, event_id=event_id)
    hands.reads("No form waits to be looked at.")
    assert not page._table.isVisible()
    assert QApplication.focusWidget() is page._choose


def test_a_form_is_taken_in_looked_at_and_counted(at_work, hands, place, event_id, sent, monkeypatch, yes) -> None:
    path, meant = sent
    page = opened(hands, event_id=event_id)
    hands.fill("Date received", "05012022")
    choose(hands, monkeypatch, path)
    hands.reads("What the form says")
    hands.reads("Received 5 January 2022")
    assert [each.state.value for each in responses(place)] == ["draft"]
    lines = page._review._shown.lines
    assert {each.path for each in lines if each.answered} == set(meant)
    assert all(each.fits for each in lines)
    assert QApplication.focusWidget() is page._review.table
    count(hands)
    hands.reads("✓ The response is counted")
    hands.reads("No form waits to be looked at.")
    assert f"It has {len(meant)} answers." in yes[-1]
    (header,) = responses(place)
    stored = response(place, header.response_id).revision
    assert {**stored.answers, **stored.envelope.off_route} == meant
    assert (stored.envelope.channel, stored.envelope.received_on) == ("email", "2022-01-05")


def test_what_does_not_fit_is_shown_and_corrected_in_place(
    at_work, hands, place, event_id, odd, radio, monkeypatch, yes
) -> None:
    page = opened(hands, event_id=event_id)
    choose(hands, monkeypatch, odd)
    hands.reads("1 answer does not fit")
    hands.reads("It says: nobody")
    hands.reads("Does not fit: ")
    assert page._review._line().path == radio.path
    hands.key(Qt.Key.Key_Return)
    settled(hands)
    hands.reads("back to the list")
    hands.key(Qt.Key.Key_Escape)
    settled(hands)
    assert QApplication.focusWidget() is page._review.table
    hands.reads("1 answer does not fit")
    hands.key(Qt.Key.Key_Return)
    settled(hands)
    hands.type("2")
    settled(hands)
    hands.reads("✓ 1 answer, and all fits")
    assert QApplication.focusWidget() is page._review.table
    count(hands)
    hands.reads("✓ The response is counted")
    (header,) = responses(place)
    stored = response(place, header.response_id).revision
    assert stored.answers == {radio.path: radio.choices[1].value}
    assert "illegible" not in stored.envelope.missing.values()


def test_what_does_not_fit_may_stay_illegible(
    at_work, hands, place, event_id, odd, radio, monkeypatch, yes
) -> None:
    opened(hands, event_id=event_id)
    choose(hands, monkeypatch, odd)
    hands.reads("1 answer does not fit")
    count(hands)
    hands.reads("✓ The response is counted")
    assert "1 question counts as illegible." in yes[-1]
    (header,) = responses(place)
    stored = response(place, header.response_id).revision
    assert stored.answers == {}
    assert stored.envelope.missing[radio.path] == "illegible"


def test_an_answer_is_made_illegible_only_when_it_is_confirmed(
    at_work, hands, place, event_id, sent, monkeypatch, yes
) -> None:
    page = opened(hands, event_id=event_id)
    choose(hands, monkeypatch, sent[0])
    hands.reads("What the form says")
    at = next(at for at, line in enumerate(page._review._shown.lines) if line.answered)
    path = page._review._shown.lines[at].path
    page._review.table.selectRow(at)
    with monkeypatch.context() as no:
        no.setattr(QMessageBox, "question", lambda *_given: QMessageBox.StandardButton.No)
        hands.press("Leave it as illegible")
        settled(hands)
    assert page._review._shown.lines[at].answered
    hands.press("Leave it as illegible")
    settled(hands)
    hands.reads("Counts as illegible.")
    assert not page._review._shown.lines[at].answered
    count(hands)
    hands.reads("✓ The response is counted")
    (header,) = responses(place)
    assert response(place, header.response_id).revision.envelope.missing[path] == "illegible"


def test_a_file_that_was_seen_before_is_taken_in_again_when_it_is_confirmed(
    at_work, hands, place, officer, event_id, sent, tmp_path, monkeypatch, yes
) -> None:
    first = take_in_fillable(place, actor=officer, path=sent[0], event_id=event_id)
    none = tmp_path / "letter.pdf"
    none.write_bytes(b"%PDF-1.4 made up")
    page = opened(hands, event_id=event_id)
    assert QApplication.focusWidget() is page._table
    choose(hands, monkeypatch, sent[0], none)
    hands.reads("2 files were not taken in")
    hands.reads("back.pdf: This file was taken in before.")
    hands.reads("letter.pdf: ")
    assert [each.draft_id for each in open_drafts(place, kind=DraftKind.FILLED)] == [first.draft_id]
    assert QApplication.focusWidget() is page._again
    hands.key(Qt.Key.Key_Space)
    settled(hands)
    assert "back.pdf" in yes[-1]
    assert "letter.pdf" not in yes[-1]
    hands.reads("What the form says")
    assert len(open_drafts(place, kind=DraftKind.FILLED)) == 2


def test_what_was_left_waits_in_the_list_and_can_be_dropped(
    at_work, hands, place, officer, event_id, odd, sent, monkeypatch
) -> None:
    page = opened(hands, event_id=event_id)
    choose(hands, monkeypatch, odd, sent[0])
    hands.reads("✓ 2 forms were taken in, and wait to be looked at")
    assert QApplication.focusWidget() is page._table
    hands.key(Qt.Key.Key_Return)
    hands.reads("What the form says")
    assert page.stays_on_disk()
    hands.press("Leave it for later")
    settled(hands)
    assert page._table.rowCount() == 2
    assert not page.stays_on_disk()
    monkeypatch.setattr(
        "desktop.ui.paper.filled_review.ReasonDialog.ask", lambda *_given, **_how: ("twice", "made up: twice")
    )
    hands.press("Look at it")
    hands.reads("What the form says")
    hands.press("Drop it…")
    hands.reads("The form was dropped")
    settled(hands)
    assert page._table.rowCount() == len(open_drafts(place, kind=DraftKind.FILLED)) == 1
    assert sorted(each.state.value for each in responses(place)) == ["abandoned", "draft"]


def test_a_day_ahead_and_an_event_that_nobody_chose_are_refused(
    at_work, hands, place, event_id, sent, monkeypatch
) -> None:
    page = opened(hands, event_id=event_id)
    hands.fill("Date received", "01012099")
    choose(hands, monkeypatch, sent[0])
    hands.reads("1 file was not taken in")
    page._events.setCurrentIndex(-1)
    hands.press("Choose PDF files…")
    hands.reads("Choose the event that the forms are counted to.")
    assert open_drafts(place, kind=DraftKind.FILLED) == ()


def test_a_value_that_the_form_forbids_is_kept_as_written_when_that_is_said(
    at_work, hands, place, event_id, sent, definition, monkeypatch, yes
) -> None:
    page = opened(hands, event_id=event_id)
    choose(hands, monkeypatch, sent[0])
    hands.reads("What the form says")
    lines = page._review._shown.lines
    at = next(at for at, line in enumerate(lines) if line.path.endswith("neighbourhood"))
    page._review.table.selectRow(at)
    hands.key(Qt.Key.Key_Return, page._review.table)
    settled(hands)
    hands.type("no postcode")
    hands.key(Qt.Key.Key_Return)
    settled(hands)
    hands.reads("⚠ The form does not allow this")
    assert QApplication.focusWidget() is page._review._keep
    hands.key(Qt.Key.Key_Space)
    settled(hands)
    hands.reads("Against the form's rules, kept as written")
    count(hands)
    hands.reads("✓ The response is counted")
    (header,) = responses(place)
    stored = response(place, header.response_id).revision
    assert "no postcode" in {**stored.answers, **stored.envelope.off_route}.values()


def test_what_can_not_be_fetched_is_said_and_tried_again(at_work, hands, place, event_id, monkeypatch) -> None:
    fault = WorldError(place="The store", fault="The disk does not answer.", remedy="Plug it in.")

    def fails(*_given: object, **_how: object) -> None:
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr("desktop.workflows.interview.open_drafts", fails)
        hands.window.show_page(Where.FILLED_IN, event_id=event_id)
        hands.reads("The disk does not answer.")
    hands.press("Try again")
    hands.reads("No form waits to be looked at.")


def test_the_menu_leads_there(at_work, hands, place) -> None:
    at_work.show_page(Where.TODAY)
    settled(hands)
    action = next(each for each, _ in at_work._menus.go_actions if each.text() == "Forms that came by e-mail")
    assert action.isEnabled()
    action.trigger()
    hands.page(FilledInPage)
    settled(hands)
