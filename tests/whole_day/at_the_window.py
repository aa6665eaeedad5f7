"""A day at the real window, off the screen, that ends with a crash. Run by the test of this folder."""

from __future__ import annotations

import itertools
import os
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from desktop import startup
from desktop.foundation.clock import SetClock
from desktop.questionnaires.definition import QuestionType
from desktop.ui import application
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.batches_page import BatchesPage
from desktop.ui.pages.coordinator_page import CoordinatorPage
from desktop.ui.pages.done_page import DonePage
from desktop.ui.pages.event_page import EventPage
from desktop.ui.pages.interview_page import InterviewPage
from desktop.ui.pages.keying_page import KeyingPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.paper_page import PaperPage
from desktop.ui.pages.today_page import TodayPage
from tests.ui import test_whole_thread as person
from tests.ui.hands import TIMEOUT, Hands, confirm_sheet
from tests.whole_day.needles import EMAIL, LEFT, PASSPHRASE, PIN, SAID, WRITTEN
from tests.whole_day.watched import Day
from tests.workplaces import PROGRAMME_TITLE

_NUMBERS = itertools.count(1)


class Bot:
    """The keys and the waiting of pytest-qt, for a process that runs no test."""

    keyClick = staticmethod(QTest.keyClick)
    keyClicks = staticmethod(QTest.keyClicks)

    def waitUntil(self, holds: Callable[[], bool], *, timeout: int) -> None:
        """Let the window work until something holds."""
        for _ in range(timeout // 5):
            if holds():
                return
            QTest.qWait(5)
        raise AssertionError("it never came")


def _value(chance: random.Random, view: Any, *, paper: bool) -> str:
    values = [value for value, _ in view.choices]
    if view.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE):
        return chance.choice(values)
    if "postcode" in f"{view.label} {view.hint}".lower():
        return "LE3 5"
    return f"{WRITTEN if paper else SAID} {next(_NUMBERS)}"


def _words_of_the_sheet(hands: Hands) -> list[str]:
    hands.until(lambda: hands._buttons("I have it on paper: go on"))
    told = [each.accessibleName() for each in hands._shown(QLabel) if each.accessibleName().startswith("Word ")]
    return [name.split(": ")[1] for name in told]


def live(day: Day, window: MainWindow) -> None:
    """Set up, interview, put on the list, key, send, receive; then die."""
    hands, chance = Hands(Bot(), window), random.Random(5)
    person._value = _value
    window.activateWindow()
    hands.press("Set up this laptop")
    hands.fill("Passphrase", PASSPHRASE)
    hands.fill("The same passphrase again", PASSPHRASE)
    hands.key(Qt.Key.Key_Return, hands.field("The same passphrase again"))
    day.tell("words of the store", _words_of_the_sheet(hands))
    QFileDialog.getSaveFileName = lambda *_, **__: (str(day.chosen / "store sheet.pdf"), "")
    hands.press("Save it as PDF…")
    hands.until((day.chosen / "store sheet.pdf").exists)
    day.photograph("before the sheet was confirmed")
    confirm_sheet(hands)
    hands.reads("Who are you?")
    hands.fill("Name", "Cora")
    next(row for role, row in window.page._roles.items() if role.value == "coordinator").click()
    hands.fill("PIN (optional)", PIN)
    hands.press("Go on")
    hands.press("Open this programme", of=PROGRAMME_TITLE)
    hands.page(TodayPage)
    hands.press("New event")
    hands.page(EventPage)
    hands.until(lambda: window.page._day.value())
    hands.fill("Name of the event", "Drop-in")
    hands.fill("Venue", "Library")
    hands.press("Create the event")
    hands.page(TodayPage)
    hands.reads("Drop-in")

    QFileDialog.getSaveFileName = lambda *_, **__: (str(day.root / "copies.pdf"), "")
    hands.press("Paper")
    paper = hands.page(PaperPage)
    hands.until(lambda: paper._events.count())
    paper._copies.setValue(1)
    hands.press("Save as PDF…")
    hands.reads("logged")
    with window.desk.place.reading() as unit:
        serial = unit.copies.list()[0].serial

    hands.press("Today")
    hands.page(TodayPage)
    hands.press("Interview")
    person._interview(hands, chance)
    hands.type(EMAIL, next(field for name, field in window.page._fields.items() if name == "email").input)
    hands.press("Add to the list")
    done = hands.page(DonePage)
    hands.until(lambda: not window._background.busy)
    day.tell("codes", [done._code])
    day.photograph("with a code on the screen")
    window.show_page(Where.KEYING)
    keying = hands.page(KeyingPage)
    hands.until(lambda: keying._carried)
    person._key_sheet(hands, keying, serial, chance)

    window.show_page(Where.COORDINATOR)
    hands.page(CoordinatorPage)
    hands.fill("Where the central store is", str(day.central))
    hands.press("Make or open it")
    day.tell("words of the coordinator", _words_of_the_sheet(hands))
    confirm_sheet(hands)
    central = hands.page(CoordinatorPage)
    hands.until(lambda: central._key.input.text().startswith("sbc1"))
    key = central._key.input.text()
    window.show_page(Where.BATCHES)
    page = hands.page(BatchesPage)
    hands.until(lambda: page._own_key.input.text().startswith("sbd1"))
    own = page._own_key.input.text()
    hands.fill("The coordinator's public key", key)
    hands.press("Trust this coordinator")
    hands.until(lambda: page._make.isEnabled())
    hands.press("Form a batch")
    hands.until(lambda: page._table.rowCount() == 1)
    QFileDialog.getExistingDirectory = lambda *_, **__: str(day.stick)
    page._table.selectRow(0)
    hands.press("Write it to a folder…")
    hands.until(lambda: list(day.stick.glob("*.sbbatch")))
    window.show_page(Where.COORDINATOR)
    central = hands.page(CoordinatorPage)
    hands.fill("Where the central store is", str(day.central))
    hands.fill("A laptop's public key", own)
    hands.press("Trust this laptop")
    hands.until(lambda: central._devices.rowCount() == 1)
    hands.press("Receive from a folder…")
    hands.reads("taken in")

    # somebody goes away in the middle of their answers, and the laptop dies
    window.show_page(Where.TODAY)
    hands.page(TodayPage)
    hands.press("Interview")
    asked = hands.page(InterviewPage)
    hands.until(lambda: asked.shown is not None and not asked._hold.holding)
    hands.until(lambda: not window._background.busy)
    _leave_words(hands, asked, chance)
    day.photograph("in the middle of answers")
    os.abort()


def _leave_words(hands: Hands, page: InterviewPage, chance: random.Random) -> None:
    """Answer until somebody has said something in their own words."""
    person._value = lambda chance, view, *, paper: (
        f"{LEFT} {next(_NUMBERS)}" if not view.choices else _value(chance, view, paper=paper)
    )
    given: dict[str, str] = {}
    while not any(LEFT in value for value in given.values()):
        hands.until(lambda: not page._hold.holding)
        key = page._shown_key
        person._answer_screen(hands, page, chance, given)
        hands.until(lambda: not page._hold.holding)
        if page._shown_key != key:
            continue
        page._on.setFocus()
        hands.key(Qt.Key.Key_Return, page._on)
        hands.until(lambda key=key: page._shown_key != key or page.shown.faults)
    hands.until(lambda: not hands.window._background.busy)


def main(root: str, aside: str) -> None:
    """Start the application as a person does, and live a day in it."""
    day = Day(Path(root), Path(aside))
    day.watch()
    real = application.run_application

    def painted() -> None:
        try:
            live(day, next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)))
        except BaseException:
            window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))
            sys.stdout.write(Hands(Bot(), window).words() + "\n")
            import traceback

            traceback.print_exc()
            os._exit(3)

    application.run_application = lambda **given: real(
        **{**given, "clock": SetClock(datetime(2022, 1, 12, 10, 30, tzinfo=UTC)), "when_painted": painted}
    )
    startup.main(["--data", str(day.data)])


if __name__ == "__main__":
    assert TIMEOUT
    main(*sys.argv[1:])
