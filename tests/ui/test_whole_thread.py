"""The main job through the window: set up, event, respondents on screen and paper, batch, receive, export.

Nine respondents in each run; thirty, as on a day, at length: ``pytest -m soak``.
"""

from __future__ import annotations

import csv
import io
import random
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from desktop.foundation.clock import SetClock
from desktop.keys.withdrawal_codes import read_code
from desktop.questionnaires.definition import QuestionType
from desktop.ui.interview.course import Stage
from desktop.ui.keying.codes import codes_of
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.batches_page import BatchesPage
from desktop.ui.pages.coordinator_page import CoordinatorPage
from desktop.ui.pages.done_page import DonePage
from desktop.ui.pages.event_page import EventPage
from desktop.ui.pages.interview_page import InterviewPage
from desktop.ui.pages.keying_page import KeyingPage
from desktop.ui.pages.ledger_page import LedgerPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.paper_page import PaperPage
from desktop.ui.pages.today_page import TodayPage
from desktop.ui.pages.update_list_page import UpdateListPage
from desktop.ui.questions.choices import CHOICE_KEYS
from desktop.ui.services import Services
from desktop.workflows.update_list import contacts_held
from tests.respondents import WORDS
from tests.ui.hands import Hands, confirm_sheet
from tests.workplaces import PROGRAMME_TITLE

PASSPHRASE = "made-up passphrase of the tests"


@pytest.fixture
def window(qtbot, theme, executors, background, tmp_path):
    services = Services(
        folder=tmp_path / "data",
        practice_folder=tmp_path / "data" / "practice",
        clock=SetClock(datetime(2022, 1, 12, 10, 30, tzinfo=UTC)),
        executors=executors,
        find_keyring=lambda: None,
    )
    made = MainWindow(services=services, theme=theme, background=background)
    made.show_page(Where.START)
    made.show()
    made.activateWindow()
    yield made
    executors.close()
    made.close_workplace()
    made.hide()
    made.deleteLater()


def _value(chance: random.Random, view, *, paper: bool) -> str:
    if not view.required and not paper and chance.random() < 0.2:
        return ""
    values = [value for value, _ in view.choices]
    if view.type is QuestionType.SELECT_ONE:
        return chance.choice(values)
    if view.type is QuestionType.SELECT_MULTIPLE:
        return " ".join(value for value in values if chance.random() < 0.3) or values[0]
    if "postcode" in f"{view.label} {view.hint}".lower():
        return "LE3 5"
    return chance.choice([word for word in WORDS if "\n" not in word])


def _answer_screen(hands: Hands, page: InterviewPage, chance, given: dict[str, str]) -> None:
    """Answer what is on the screen with keys, as the questions come and go; a figure can go on by itself."""
    done: set[str] = set()
    before = page._shown_key
    while page._shown_key == before and not page._hold.holding:
        widget = next(
            (
                each
                for each in page._questions.widgets
                if each.path not in done and each.view.asked and each.controls()
            ),
            None,
        )
        if widget is None:
            return
        done.add(widget.path)
        view = widget.view
        value = _value(chance, view, paper=False)
        if not value:
            continue
        widget.take_focus()
        focused = page.window().focusWidget()
        if view.choices:
            keys = {choice: key for key, (choice, _) in zip(CHOICE_KEYS, view.choices, strict=False)}
            for choice in value.split():
                hands.type(keys[choice], focused)
        else:
            hands.type(value, focused)
        assert widget.value() == value
        given[widget.path.rpartition("/")[2]] = value


def _interview(hands: Hands, chance) -> dict[str, str]:
    page = hands.page(InterviewPage)
    given: dict[str, str] = {}
    hands.until(lambda: page.shown is not None)
    while True:
        hands.until(lambda: not page._hold.holding)
        shown = page.shown
        if shown.stage is Stage.FINISH:
            break
        key = page._shown_key
        if shown.stage in (Stage.QUESTIONS, Stage.EQUALITY):
            _answer_screen(hands, page, chance, given)
            hands.until(lambda: not page._hold.holding)
            if page._shown_key != key:
                continue
        page._on.setFocus()
        hands.key(Qt.Key.Key_Return, page._on)
        hands.until(lambda key=key: page._shown_key != key or page.shown.faults)
        assert not page.shown.faults
    page._stage_view.finish.setFocus()
    hands.key(Qt.Key.Key_Return, page._stage_view.finish)
    hands.page(UpdateListPage)
    return given


def _key_sheet(hands: Hands, page: KeyingPage, serial: str, chance) -> dict[str, str]:
    hands.until(lambda: page._serial.input.isVisible() and not page._hold.holding)
    hands.fill("Serial", serial)
    hands.key(Qt.Key.Key_Return, page._serial.input)
    given: dict[str, str] = {}
    hands.until(lambda: page._shown is not None)
    while True:
        hands.until(lambda: not page._hold.holding)
        if page.at_end:
            break
        view = page._shown.view
        field = page._field._stack.currentWidget()
        value = _value(chance, view, paper=True)
        if view.choices:
            codes = {choice: code for code, choice, _ in codes_of(view)}
            hands.type(" ".join(codes[choice] for choice in value.split()), field)
        else:
            hands.type(value, field)
        if page._here() == view.path and not page._hold.holding:
            hands.key(Qt.Key.Key_Return, field)
        hands.until(lambda view=view: page.at_end or page._here() != view.path)
        given[view.path.rpartition("/")[2]] = value
    page._received.input.setFocus()
    hands.key(Qt.Key.Key_Return, page._received.input)
    hands.until(lambda: page._shown is None and not page._hold.holding)
    return given


@pytest.mark.parametrize(
    ("on_screen", "on_paper"), [(6, 3), pytest.param(20, 10, marks=pytest.mark.soak)], ids=["few", "a day's"]
)
def test_the_main_job_through_the_window(qtbot, window, tmp_path, monkeypatch, on_screen, on_paper) -> None:
    hands = Hands(qtbot, window)
    chance = random.Random(5)
    stick = tmp_path / "stick"
    stick.mkdir()

    # a laptop with no keyring is set up: passphrase twice, the first person, the pack
    hands.press("Set up this laptop")
    hands.fill("Passphrase", PASSPHRASE)
    hands.fill("The same passphrase again", PASSPHRASE)
    hands.key(Qt.Key.Key_Return, hands.field("The same passphrase again"))
    confirm_sheet(hands)
    hands.reads("Who are you?")
    hands.fill("Name", "Cora")
    coordinator = next(row for role, row in window.page._roles.items() if role.value == "coordinator")
    coordinator.click()
    hands.press("Go on")
    hands.press("Open this programme", of=PROGRAMME_TITLE)

    # an event today
    hands.page(TodayPage)
    hands.reads("closes on 23 January 2022")
    hands.press("New event")
    hands.page(EventPage)
    hands.until(lambda: window.page._day.value())
    hands.fill("Name of the event", "Drop-in")
    hands.fill("Venue", "Library")
    hands.press("Create the event")
    hands.page(TodayPage)
    hands.reads("Drop-in")

    # paper: numbered copies
    pdf = tmp_path / "copies.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(pdf), ""))
    hands.press("Paper")
    paper = hands.page(PaperPage)
    hands.until(lambda: paper._events.count())
    paper._copies.setValue(on_paper)
    hands.press("Save as PDF…")
    hands.reads("copies were written and logged")
    assert pdf.read_bytes().startswith(b"%PDF")
    with window.desk.place.reading() as unit:
        serials = [copy.serial for copy in unit.copies.list()]
    assert len(serials) == on_paper

    # interviews
    hands.press("Today")
    hands.page(TodayPage)
    expected: list[dict[str, str]] = []
    codes: set[str] = set()
    for number in range(on_screen):
        hands.press("Interview" if number == 0 else "Start the next one")
        expected.append({**_interview(hands, chance), "channel": "interview"})
        if number == 3:
            email = next(field for name, field in window.page._fields.items() if name == "email")
            hands.type("made.up@example.org", email.input)
            hands.press("Add to the list")
        else:
            hands.press("No, thank you")
        codes.add(read_code(hands.page(DonePage)._code_words.text()))
    assert len(codes) == on_screen  # each person was shown a code of their own

    # sheets keyed by serial
    window.show_page(Where.KEYING)
    keying = hands.page(KeyingPage)
    hands.until(lambda: keying._carried)
    for serial in serials:
        expected.append({**_key_sheet(hands, keying, serial, chance), "channel": "paper", "serial": serial})

    # keys both ways, a batch to the stick, received, receipts back
    window.show_page(Where.COORDINATOR)
    central = hands.page(CoordinatorPage)
    hands.fill("Where the central store is", str(tmp_path / "central.db"))
    hands.press("Make or open it")
    confirm_sheet(hands)
    central = hands.page(CoordinatorPage)
    hands.until(lambda: central._key.input.text().startswith("sbc1"))
    coordinator_key = central._key.input.text()
    window.show_page(Where.BATCHES)
    page = hands.page(BatchesPage)
    hands.until(lambda: page._own_key.input.text().startswith("sbd1"))
    own_key = page._own_key.input.text()
    hands.fill("The coordinator's public key", coordinator_key)
    hands.press("Trust this coordinator")
    hands.until(lambda: page._make.isEnabled())
    hands.press("Form a batch")
    hands.until(lambda: page._table.rowCount() == 1)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(stick))
    page._table.selectRow(0)
    hands.press("Write it to a folder…")
    hands.until(lambda: list(stick.glob("*.sbbatch")))
    window.show_page(Where.COORDINATOR)
    central = hands.page(CoordinatorPage)
    hands.fill("Where the central store is", str(tmp_path / "central.db"))
    hands.fill("A laptop's public key", own_key)
    hands.press("Trust this laptop")
    hands.until(lambda: central._devices.rowCount() == 1)
    hands.press("Receive from a folder…")
    hands.reads(f"{on_screen + on_paper} responses were taken in")
    window.show_page(Where.BATCHES)
    page = hands.page(BatchesPage)
    hands.press("Collect receipts…")
    hands.until(lambda: page._table.rowCount() == 1 and "received by the centre" in page._table.item(0, 4).text())

    assert contacts_held(window.desk.place) == {"leicestershire-jhws": 1}  # fewer than ten: it stays here

    # the ledger
    window.show_page(Where.LEDGER)
    hands.page(LedgerPage)
    hands.reads("The ledger balances")

    # the CSV, plain after a warning
    window.show_page(Where.COORDINATOR)
    central = hands.page(CoordinatorPage)
    hands.fill("Where the central store is", str(tmp_path / "central.db"))
    central._encrypted.click()
    out = tmp_path / "responses.csv"
    warned: list[str] = []
    monkeypatch.setattr(
        QMessageBox, "warning", lambda *words, **__: warned.append(words[2]) or QMessageBox.StandardButton.Ok
    )
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(out), ""))
    hands.press("Export the responses…")
    hands.reads(f"{on_screen + on_paper} rows were exported")
    assert warned

    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    assert len(rows) == on_screen + on_paper
    with window.desk.place.reading() as unit:
        definition = window.desk.place.shelf.definition(unit.forms.list()[0])
    names = [question.name for question in definition.questions() if question.asked]
    got = [{name: row[name].removeprefix("'") for name in (*names, "channel", "serial")} for row in rows]
    wanted = [{name: each.get(name, "") for name in (*names, "channel", "serial")} for each in expected]
    assert sorted(map(str, got)) == sorted(map(str, wanted))
    assert {row["recorded_by"] for row in rows} == {"Cora"}
    assert {row["recorder_signed_in"] for row in rows} == {"1"}
    assert {row["print_log"] for row in rows if row["serial"]} == {"here"}
