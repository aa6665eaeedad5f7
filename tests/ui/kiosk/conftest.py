"""A laptop that is handed over: time that passes when the test says so, a printer and a voice that remember."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit

from desktop.engagement.hand_over import HandOver
from desktop.staff.people import Actor, Role
from desktop.ui.kiosk.respondent import Respondent
from desktop.ui.kiosk.speech import Speech
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.hand_over_page import HandOverPage
from desktop.ui.pages.kiosk_page import KioskPage
from desktop.ui.pages.page import Where
from desktop.ui.services import Desk, Services
from desktop.workflows.manage_staff import add_person, sign_in
from desktop.workflows.workplace import Workplace
from tests.kiosk_form import FORM_ID, WITH_ASSENT, open_kiosk_programme

PIN = "8642"
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


class Steady:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


class Printer:
    """Remembers what was printed, and on which printer."""

    def __init__(self) -> None:
        self.printed: list[tuple[int, str, str]] = []
        self.works = True

    def names(self) -> list[str]:
        return ["Slips"]

    def print(self, pages: list[Any], title: str, name: str) -> bool:
        self.printed.append((len(pages), title, name))
        return self.works


class Voice(Speech):
    """Remembers what was said."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.said: list[tuple[str, str]] = []
        self.stopped = 0

    def say(self, text: str, language: str) -> bool:
        self.said.append((text, language))
        return language == "en"

    def stop(self) -> None:
        self.stopped += 1


class Stranger:
    """Somebody at the laptop: reads what is shown, presses keys as the system hands them to the window."""

    def __init__(self, qtbot: Any, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    @property
    def page(self) -> KioskPage:
        assert isinstance(self.window.page, KioskPage)
        return self.window.page

    @property
    def shown(self) -> Any:
        assert isinstance(self.page.piece, Respondent)
        return self.page.piece.shown

    def settle(self) -> None:
        for _round in range(2):
            self.qtbot.waitUntil(lambda: not self.window._background.busy, timeout=30_000)
            QApplication.processEvents()

    def key(self, *keys: Any, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            if isinstance(key, str):
                for letter in key:
                    QTest.keyClick(self.window.windowHandle(), letter, modifiers)
            else:
                QTest.keyClick(self.window.windowHandle(), key, modifiers)
            self.settle()

    def press(self, text: str) -> None:
        found = [
            each
            for each in self.window.findChildren(QAbstractButton)
            if each.text() == text and each.isVisible() and each.isEnabled()
        ]
        assert found, f"no button {text!r} among {self.buttons()}"
        found[0].click()
        self.settle()

    def buttons(self) -> list[str]:
        return [each.text() for each in self.window.findChildren(QAbstractButton) if each.isVisible()]

    def reads(self) -> str:
        """Return everything that can be read, in fields too."""
        lines = [each.text() for each in self.window.findChildren(QLabel) if each.isVisible()]
        lines += [each.text() for each in self.window.findChildren(QLineEdit) if each.isVisible()]
        lines += [each.toPlainText() for each in self.window.findChildren(QPlainTextEdit) if each.isVisible()]
        return "\n".join([*lines, *self.buttons()])

    def to_the_first_question(self, language: str = "English", age: str = "16 years or older") -> None:
        self.press(language)
        if age:
            self.press(age)
        self.press("We both agree: start" if "both" in self.reads() else "I agree: start")
        assert isinstance(self.page.piece, Respondent)


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def services(services: Services, steady: Steady) -> Services:
    return replace(services, steady=steady)


@pytest.fixture
def rules() -> HandOver:
    return WITH_ASSENT


@pytest.fixture
def asha(place: Workplace, officer: Actor) -> Actor:
    person = add_person(place, actor=officer, name="Asha", role=Role.OFFICER, pin=PIN)
    return sign_in(place, person_id=person.person_id, pin=PIN)


@pytest.fixture
def ready(
    tmp_path: Path, window: MainWindow, place: Workplace, officer: Actor, asha: Actor, rules: HandOver
) -> dict[str, str]:
    """Put Asha, who has a PIN, at the laptop, with a form that can be handed over."""
    programme, event_id = open_kiosk_programme(tmp_path, place, officer, rules)
    window.desk = Desk(place, asha, programme)
    window.activateWindow()
    return {"form_id": FORM_ID, "event_id": event_id}


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def voice(window: MainWindow) -> Voice:
    return Voice(window)


@pytest.fixture
def stranger(qtbot, window: MainWindow, ready: dict[str, str], printer: Printer, voice: Voice) -> Stranger:
    """Hand the laptop over, and give whoever has it now."""
    made = Stranger(qtbot, window)
    window.show_page(Where.KIOSK, **ready, printer=printer, speech=voice)
    made.settle()
    assert isinstance(window.page, HandOverPage)
    window.page._printer.setCurrentIndex(1)
    made.press("Hand over now")
    qtbot.waitUntil(lambda: isinstance(window.page, KioskPage), timeout=20_000)
    made.settle()
    return made
