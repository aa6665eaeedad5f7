"""Practice by keyboard: a pile from the first sheet to what went wrong, and the coordinator's side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.responses.practice_pile import PracticeField, PracticeSheet
from desktop.staff.people import Role
from desktop.ui.design.theme import Theme
from desktop.ui.keying.codes import codes_of, typed_form
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.keying_page import KeyingPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.training_page import TrainingPage
from desktop.ui.services import Desk
from desktop.workflows import train_keyers
from desktop.workflows.open_programme import open_programme
from tests.practice_form import FORM_ID, write_every_form
from tests.ui.accessible import unnamed
from tests.ui.test_interview import ENTER, ESC, Hands, hands
from tests.workplaces import signed_in

__all__ = ["hands"]

KEYS_OF_MISSING = {"": "", "blank": "-", "illegible": "?", "more than one marked": "!"}


@pytest.fixture
def sheets() -> int:
    """Give how many sheets a pile has."""
    return 2


@pytest.fixture
def volunteer(tmp_path: Path, window: MainWindow, place, officer, monkeypatch, sheets: int):
    """Open the form of every kind, with short piles, and put a volunteer at the laptop."""
    programme = open_programme(place, actor=officer, path=write_every_form(tmp_path))
    actor = signed_in(place, "Vera", Role.VOLUNTEER)
    window.desk = Desk(place, actor, programme)
    begin = train_keyers.begin
    monkeypatch.setattr(
        train_keyers,
        "begin",
        lambda place, **how: begin(place, **{**how, "sheets": sheets, "number": how["number"] or 4}),
    )
    return actor


def shown(window: MainWindow, hands: Hands, **arguments: object) -> TrainingPage:
    window.show_page(Where.TRAINING, **arguments)
    hands.settle()
    assert isinstance(window.page, TrainingPage)
    window.page._moment.setInterval(60_000)  # it ends in read(), however slow the machine is
    return window.page


def key(page: TrainingPage, hands: Hands, field: PracticeField | None, *, slip: bool = False) -> None:
    """Press what a keyer presses for the field that is shown; with ``slip`` another code of it."""
    part = page._sheet_part
    view, here = part.shown.view, part.here
    value = field.right.value if field is not None else ""
    # a block that the sheet leaves empty is gone past with Enter: a blank that is keyed is something keyed
    missing = field.right.missing if field is not None else ""
    if slip:
        value, missing = next(other for _code, other, _label in codes_of(view) if other != value), ""
    hands.press(typed_form(replace(view, value=value)) if value else KEYS_OF_MISSING[missing])
    if part.here == here and not part.card.reason.isVisible():
        hands.press(ENTER)
    if part.card.reason.isVisible():
        assert QApplication.focusWidget() is part.card.reason.input
        hands.press(ENTER)
    assert part.here != here


def key_sheet(page: TrainingPage, hands: Hands, *, slip_at: str = "") -> PracticeSheet:
    sheet: PracticeSheet = page._training.pile.sheets[page._sheet - 1]
    for _field in range(60):
        if page._sheet_part.shown.view is None:
            return sheet
        here = page._sheet_part.here
        key(page, hands, sheet.field(here), slip=here == slip_at)
    raise AssertionError("the sheet has no end")


def read(page: TrainingPage, hands: Hands) -> None:
    """Let the moment go by in which keys are forgotten."""
    assert page._moment.isActive()
    page._moment.stop()
    page._moment.timeout.emit()
    hands.settle()


def test_a_pile_is_keyed_by_keyboard_and_nothing_went_wrong(window, hands, volunteer, place) -> None:
    page = shown(window, hands)
    assert QApplication.focusWidget() is page._offer.start
    hands.press(ENTER)
    assert "sheet 1 of 2: made up" in page._sheet_part.top.text()
    assert page._view.there
    assert page._view.isVisible()
    assert page._view.path == page._sheet_part.here == "radio"
    key_sheet(page, hands)
    assert page._on.text() == "Next sheet"
    assert QApplication.focusWidget() is page._on
    hands.press(ENTER)
    assert "sheet 2 of 2" in page._sheet_part.top.text()
    key_sheet(page, hands)
    assert page._on.text() == "See how it went"
    hands.press(ENTER)
    assert page._result.isVisible()
    assert "you may key this form" in page._result.notice.title.text()
    assert not page._result.wrong.isVisible()
    assert page._result.questions.rowCount() > 15
    with place.reading() as unit:
        (attempt,) = unit.trainings.list()
        assert unit.responses.summaries() == ()
        assert unit.drafts.list_open() == ()
    assert (attempt.person_id, attempt.errors, attempt.passed) == (volunteer.person_id, 0, True)
    read(page, hands)
    page._result.key.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert isinstance(window.page, KeyingPage)


def test_what_went_wrong_stands_beside_what_is_right_with_its_picture(window, hands, volunteer, place) -> None:
    coordinator = signed_in(place, "Cora", Role.COORDINATOR)
    train_keyers.set_rule(place, actor=coordinator, form_id=FORM_ID, asked=True, most_errors=1)
    page = shown(window, hands)
    assert "before you key this form" in page._offer.standing.title.text()
    hands.press(ENTER)
    key_sheet(page, hands, slip_at="matrix/line1")
    hands.press(ENTER)
    key_sheet(page, hands)
    hands.press(ENTER)
    result = page._result
    assert "Not yet good enough" in result.notice.title.text()
    assert "1 field was keyed wrong" in result.notice.text.text()
    assert not result.key.isVisible()
    assert QApplication.focusWidget() is result.wrong
    assert result.wrong.rowCount() == 1
    cells = [result.wrong.item(0, column).text() for column in range(5)]
    assert cells[:2] == ["1", "6"]
    assert cells[2] != cells[3]
    assert "The park is easy to reach" in result._asked.text()
    assert result.crop.pixmap().width() > 300
    assert "question 6" in result.crop.accessibleName()
    first = [result.questions.item(0, column).text() for column in range(5)]
    assert first == ["6", "2", "1", "500", "The park is easy to reach"]
    read(page, hands)
    result.again.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert page._sheet_part.isVisible()
    assert page._sheet == 1


@pytest.mark.parametrize("sheets", [1])
@pytest.mark.parametrize("slip_at", ["", "radio"])
def test_a_key_too_many_leaves_the_result_on_the_screen(window, hands, volunteer, slip_at) -> None:
    page = shown(window, hands)
    hands.press(ENTER)
    key_sheet(page, hands, slip_at=slip_at)
    hands.press(ENTER)
    assert QApplication.focusWidget() not in (page._result.again, page._result.key)
    result = QApplication.focusWidget()
    page._result.again.setFocus()
    hands.press(ENTER, Qt.Key.Key_Space)
    read(page, hands)  # what was typed ahead is nobody's
    assert page._result.isVisible()
    result.setFocus()
    hands.press(ENTER, ENTER, Qt.Key.Key_Space)
    assert page._result.isVisible()
    assert page._training.pile.number == 4


@pytest.mark.parametrize("sheets", [1])
def test_what_belongs_elsewhere_is_practised_and_nothing_is_sent(window, hands, volunteer, place, qtbot) -> None:
    page = shown(window, hands)
    hands.press(ENTER)
    part, here = page._sheet_part, page._sheet_part.here
    for key_of_way in "123":
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
        assert part.found.isVisible()
        hands.press(key_of_way)
        assert window.page is page
        assert not part.found.isVisible()
        assert "In practice nothing is noted or sent" in part.card.spelling.text()
        assert part.card.spelling.isVisible()
        assert part.here == here
        assert part.field.isAncestorOf(QApplication.focusWidget())
    key_sheet(page, hands)
    assert not part.card.spelling.isVisible()


@pytest.mark.parametrize("sheets", [1])
def test_esc_goes_back_from_the_end_and_a_pile_that_is_left_is_said_to_be_lost(window, hands, volunteer) -> None:
    page = shown(window, hands)
    assert page.would_lose() == ""
    hands.press(ENTER)
    key_sheet(page, hands)
    hands.press(ESC)
    assert page._sheet_part.isVisible()
    assert page._sheet_part.shown.view is not None
    assert "not kept" in page.would_lose()


def test_a_printed_pile_is_keyed_by_its_number_without_a_picture(
    window, hands, volunteer, tmp_path, place
) -> None:
    page = shown(window, hands)
    out = tmp_path / "practice.pdf"
    page.save_to(out)
    hands.settle()
    assert out.read_bytes().startswith(b"%PDF")
    assert "is saved" in page._said.title.text()
    number = page._offer.number.input
    assert number.text().isdigit()
    number.setFocus()
    for text in ("", "x", "0", "10000"):
        number.setText(text)
        hands.press(ENTER)
        assert "from 1 to 9999" in page._offer.number.fault
    number.setText("12")
    hands.press(ENTER)
    assert page._training.pile.number == 12
    assert page._sheet_part.isVisible()
    assert not page._view.isVisible()


def test_a_volunteer_sees_no_rules_and_an_officer_no_way_to_set_them(window, hands, volunteer, officer) -> None:
    page = shown(window, hands)
    assert not page._rules.isVisible()
    window.desk = replace(window.desk, actor=officer)
    page = shown(window, hands)
    assert page._rules.isVisible()
    assert not page._rules.set.isVisible()
    assert not page._rules.asked.isEnabled()


def test_the_coordinator_sets_the_rule_and_lets_somebody_in_by_hand(window, hands, volunteer, place) -> None:
    window.desk = replace(window.desk, actor=signed_in(place, "Cora", Role.COORDINATOR))
    page = shown(window, hands)
    rules = page._rules
    rules.asked.setFocus()
    hands.press(Qt.Key.Key_Space)
    rules.most.input.setFocus()
    rules.most.input.selectAll()
    hands.press("many", ENTER)
    assert "from 0 to 1000" in rules.most.fault
    rules.most.input.selectAll()
    hands.press("12,5", ENTER)
    assert "rule is kept" in page._said.title.text()
    assert not train_keyers.may_key(place, actor=volunteer, form_id=FORM_ID)
    names = [rules.keyers.item(row, 0).text() for row in range(rules.keyers.rowCount())]
    assert names == ["Cora", "Olu", "Vera"]
    assert not rules.let_in.isEnabled()
    rules.keyers.selectRow(names.index("Vera"))
    hands.settle()
    assert rules.keyers.item(2, 2).text() == "not yet"
    rules.let_in.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert "why" in rules.reason.fault
    hands.press("has keyed for years", ENTER)
    assert "Vera may key this form" in page._said.title.text()
    assert rules.keyers.item(2, 2).text() == "yes"
    assert "has keyed for years" in rules.keyers.item(2, 4).text()
    assert not rules.let_in.isEnabled()
    assert train_keyers.may_key(place, actor=volunteer, form_id=FORM_ID)


@pytest.mark.parametrize("sheets", [1])
def test_every_part_is_named(window, hands, volunteer, theme: Theme) -> None:
    theme.set_scale(200)
    page = shown(window, hands)
    assert unnamed(window) == []
    hands.press(ENTER)
    assert unnamed(window) == []
    key_sheet(page, hands, slip_at="radio")
    assert unnamed(window) == []
    hands.press(ENTER)
    assert page._result.wrong.isVisible()
    assert unnamed(window) == []


def test_without_a_form_the_page_says_what_to_do(window, hands, place, officer, monkeypatch) -> None:
    window.desk = Desk(place, officer, None)
    monkeypatch.setattr(train_keyers, "trainings", lambda *_args, **_how: ())
    page = shown(window, hands)
    assert page._empty.isVisible()
    assert not page._offer.isVisible()
    assert "Open a programme" in page._empty.text.text()


def test_a_keyer_is_led_from_the_sheets_to_practice(window, hands, volunteer) -> None:
    window.show_page(Where.KEYING)
    hands.settle()
    door = next(each for each in window.page.findChildren(QPushButton) if each.text() == "Practise keying")
    assert door.isVisible()
    door.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert isinstance(window.page, TrainingPage)
