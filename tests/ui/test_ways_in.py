"""Setting up with the recovery sheet, and the ways back in: the sheet, and a backup."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox

from desktop.foundation.errors import WorldError
from desktop.staff.people import Role
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.damaged_page import DamagedPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.recovery_page import RecoveryPage
from desktop.ui.pages.set_up_page import SetUpPage
from desktop.ui.pages.start_page import StartPage
from desktop.ui.pages.who_page import WhoPage
from desktop.ui.parts import sheet_confirmer
from desktop.workflows.back_up import back_up, set_plan
from desktop.workflows.manage_staff import people
from desktop.workflows.recovery_sheet import RecoverySheet
from desktop.workflows.set_up import Found, begin, create, look, open_workplace
from tests.keys.fakes import FakeKeyring
from tests.ui.accessible import unnamed
from tests.ui.hands import Hands, confirm_sheet
from tests.workplaces import PASSPHRASE, keep_sheet, signed_in

NEW = "a new made-up passphrase"


@pytest.fixture
def person(qtbot, window: MainWindow) -> Hands:
    window.activateWindow()
    return Hands(qtbot, window)


@pytest.fixture
def keyring() -> FakeKeyring:
    return FakeKeyring()


def with_keyring(window: MainWindow, keyring: FakeKeyring | None) -> None:
    window._services = replace(window._services, find_keyring=lambda: keyring)


def made(services: Any, **how: Any) -> RecoverySheet:
    """Set the folder up, close it, and return its sheet."""
    kept: list[RecoverySheet] = []
    place = create(services.folder, clock=services.clock, keep_sheet=kept.append, **how)
    place.close()
    return kept[0]


def settled(person: Hands) -> None:
    person.until(lambda: not person.window._background.busy)


def close(person: Hands) -> None:
    settled(person)
    person.window.close_workplace()


# set-up ---------------------------------------------------------------------------------------------------


def test_with_a_keyring_the_sheet_comes_first_and_the_store_after_it(window, person, services, keyring) -> None:
    with_keyring(window, keyring)
    window.show_page(Where.START)
    person.press("Set up this laptop")
    person.reads("The recovery sheet of this laptop")
    settled(person)
    assert unnamed(window) == []
    assert look(services.folder) is Found.NEW
    assert "not set up" in window.page.would_lose()
    confirm_sheet(person)
    person.page(WhoPage)
    close(person)
    assert look(services.folder) is Found.KEYRING


def test_the_words_are_out_of_sight_while_they_are_asked_for(window, person, keyring) -> None:
    with_keyring(window, keyring)
    window.show_page(Where.SET_UP, found="new")
    person.reads("The recovery sheet of this laptop")
    words = window.page._unfinished.sheet.words
    shown = [each.text() for each in person._shown(QLabel)]
    assert [word for word in shown if word in words] == list(words)
    person.press("I have it on paper: go on")
    assert not set(words) & {each.text() for each in person._shown(QLabel)}
    assert unnamed(window) == []
    first, *others = window.page._unfinished.questions
    person.fill(f"Word {first}", "zebra" if words[first - 1] != "zebra" else "apple")
    for number in others:
        person.fill(f"Word {number}", words[number - 1].upper())
    person.press("These are the words")
    person.reads(f"Word {first} is not what the sheet says.")
    settled(person)
    assert look(window._services.folder) is Found.NEW
    assert [number for number, field in window.page._confirmer._fields.items() if field.fault] == [first]


def test_giving_it_up_asks_first_and_leaves_nothing(window, person, services, keyring, monkeypatch) -> None:
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard]
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: answers.pop(0))
    with_keyring(window, keyring)
    window.show_page(Where.SET_UP, found="new")
    person.press("Not now")
    assert isinstance(window.page, SetUpPage)
    person.press("Not now")
    person.page(StartPage)
    assert look(services.folder) is Found.NEW
    assert not (services.folder / "store.db").exists()
    assert keyring.kept == {}


def test_the_sheet_is_saved_where_the_person_says_and_over_nothing(
    window, person, keyring, tmp_path, monkeypatch
) -> None:
    with_keyring(window, keyring)
    window.show_page(Where.SET_UP, found="new")
    person.reads("The recovery sheet of this laptop")
    out = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_named: (str(out), ""))
    person.press("Save it as PDF…")
    person.reads("✓ The sheet was saved as sheet.pdf")
    written = out.read_bytes()
    assert written.startswith(b"%PDF")
    person.press("Save it as PDF…")
    person.reads("There is a file of this name already")
    assert out.read_bytes() == written


def test_the_sheet_is_printed_without_a_file(window, person, keyring, tmp_path, monkeypatch) -> None:
    printed: list[tuple[int, str]] = []
    monkeypatch.setattr(
        sheet_confirmer, "print_pages", lambda pages, title, _parent: not printed.append((len(pages), title))
    )
    with_keyring(window, keyring)
    window.show_page(Where.SET_UP, found="new")
    person.press("Print the sheet…")
    person.reads("✓ The sheet went to the printer")
    assert printed == [(1, "Recovery sheet")]
    assert list(tmp_path.rglob("*.pdf")) == []


def test_no_word_reaches_the_clipboard_or_the_settings(window, person, services, keyring) -> None:
    kept: dict[str, str] = {}
    object.__setattr__(window._services, "keep_setting", kept.__setitem__)
    QGuiApplication.clipboard().setText("before")
    with_keyring(window, keyring)
    window.show_page(Where.SET_UP, found="new")
    confirm_sheet(person)
    person.page(WhoPage)
    close(person)
    assert QGuiApplication.clipboard().text() == "before"
    assert kept == {}


# the sheet as a way in ------------------------------------------------------------------------------------


def test_a_wiped_keyring_is_answered_by_the_sheet(window, person, services, keyring) -> None:
    sheet = made(services, keyring=keyring)
    other = FakeKeyring()
    with_keyring(window, other)
    window.show_page(Where.START)
    person.press("Open")
    person.press("Open with the recovery sheet…")
    page = person.page(RecoveryPage)
    settled(person)
    assert unnamed(window) == []
    person.type("abandon zzzz " + " ".join(sheet.words[2:]), page._fields._edit)
    person.key(Qt.Key.Key_Return, page._fields._edit)
    person.reads("Word 2 is not in the list")
    page._fields._edit.clear()
    person.type(" ".join(word[:4].upper() for word in sheet.words), page._fields._edit)
    person.key(Qt.Key.Key_Return, page._fields._edit)
    person.page(WhoPage)
    close(person)
    open_workplace(services.folder, clock=services.clock, keyring=other).close()


def test_a_forgotten_passphrase_is_answered_by_the_sheet_and_a_new_one(window, person, services) -> None:
    sheet = made(services, passphrase=PASSPHRASE)
    window.show_page(Where.START)
    person.press("Open")
    person.fill("Passphrase", "forgotten, all of it")
    person.press("Open")
    person.until(lambda: window.page._first.fault)
    person.press("Open with the recovery sheet…")
    page = person.page(RecoveryPage)
    person.until(lambda: page._fields is not None)
    assert unnamed(window) == []
    person.press("Open the store")
    assert "Type the words" in page._fields.said
    assert "characters or more" in page._fields.said
    page._fields._edit.setPlainText("\n".join(sheet.words))
    person.fill("New passphrase", NEW)
    person.fill("The new passphrase again", NEW + " ")
    person.press("Open the store")
    assert "not the same" in page._fields.said
    person.fill("The new passphrase again", NEW)
    person.key(Qt.Key.Key_Return)
    person.page(WhoPage)
    close(person)
    open_workplace(services.folder, clock=services.clock, passphrase=NEW).close()


def test_leaving_forgets_what_was_typed(window, person, services) -> None:
    made(services, passphrase=PASSPHRASE)
    window.show_page(Where.RECOVERY)
    page = person.page(RecoveryPage)
    person.until(lambda: page._fields is not None)
    page._fields._edit.setPlainText("abandon")
    person.fill("New passphrase", NEW)
    page.before_leaving()
    assert (page._fields.typed, page._fields.passphrase) == ("", "")


# a backup as a way in -------------------------------------------------------------------------------------


def backed_up(services: Any, stick: Path) -> RecoverySheet:
    """Set up, put somebody on the list, make a backup, and close."""
    kept: list[RecoverySheet] = []
    place = create(services.folder, clock=services.clock, passphrase=PASSPHRASE, keep_sheet=kept.append)
    cora = signed_in(place, "Cora", Role.COORDINATOR)
    set_plan(place, actor=cora, folder=stick)
    back_up(place, actor=cora)
    place.close()
    return kept[0]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def test_a_damaged_store_is_said_and_its_backup_restored(window, person, services, stick) -> None:
    backed_up(services, stick)
    store = services.folder / "store.db"
    store.write_bytes(b"\x00" * store.stat().st_size)
    window.show_page(Where.START)
    person.press("Open")
    person.fill("Passphrase", PASSPHRASE)
    person.key(Qt.Key.Key_Return)
    page = person.page(DamagedPage)
    person.reads("The store is damaged")
    person.until(lambda: page._rows)
    settled(person)
    assert unnamed(window) == []
    person.press("Restore this backup")
    person.reads("What opens the backup?")
    person.fill("The passphrase of the store", "not this one")
    person.press("Restore this backup")
    person.until(lambda: page._passphrase.fault)
    person.fill("The passphrase of the store", PASSPHRASE)
    person.key(Qt.Key.Key_Return)
    person.reads("The backup is restored")
    assert "new device" in person.words()
    assert list(services.folder.glob("damaged-*"))
    person.press("Go on")
    person.page(WhoPage)
    settled(person)
    assert [each.name for each in people(window.desk.place)] == ["Cora"]
    close(person)


def test_a_new_laptop_takes_the_place_of_the_lost(window, person, services, stick, tmp_path, monkeypatch) -> None:
    sheet = backed_up(services, stick)
    keyring = FakeKeyring()
    window._services = replace(window._services, folder=tmp_path / "new laptop", find_keyring=lambda: keyring)
    window.show_page(Where.START)
    person.press("Restore a backup onto this laptop…")
    page = person.page(DamagedPage)
    person.reads("None is known")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(stick))
    person.press("Look in another folder…")
    person.until(lambda: page._rows)
    person.press("Restore this backup")
    person.press("I have the recovery sheet instead")
    page._fields._edit.setPlainText(" ".join(sheet.words))
    person.key(Qt.Key.Key_Return, page._fields._edit)
    person.reads("The backup is restored")
    person.press("Go on")
    person.page(WhoPage)
    close(person)
    open_workplace(tmp_path / "new laptop", clock=services.clock, keyring=keyring).close()


def test_an_empty_folder_has_no_backup_and_says_so(window, person, tmp_path) -> None:
    window.show_page(Where.DAMAGED, fresh=True)
    page = person.page(DamagedPage)
    settled(person)
    page.look_in(tmp_path)
    person.reads("No whole backup was found there")
    assert not page._restore_button.isVisible()


def test_missing_keys_lead_to_the_ways_out(window, person, services) -> None:
    made(services, passphrase=PASSPHRASE)
    (services.folder / "keys.json").unlink()
    window.show_page(Where.START)
    person.press("See the ways out")
    person.page(DamagedPage)
    person.reads("key file is missing or damaged")
    settled(person)
    person.press("Back to the start")
    person.page(StartPage)


def test_a_store_with_a_broken_page_is_told_of_while_it_is_open(window, person, services, qtbot) -> None:
    place = create(services.folder, clock=services.clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    window._check._work = Broken(window._services.workflows)
    window._opened(place)
    person.reads("The store of this laptop")
    person.press("Close the store and see the ways out")
    person.page(DamagedPage)
    settled(person)
    assert window.desk is None
    assert "page 7" in person.words()


class Broken:
    """Workflows in which the check of a store finds something."""

    def __init__(self, work: Any) -> None:
        self._work = work

    def __getattr__(self, name: str) -> Any:
        return self if name == "integrity" else getattr(self._work, name)

    @staticmethod
    def check(_place: Any) -> Any:
        from desktop.workflows.integrity import CheckResult

        return CheckResult(False, "The store is damaged: page 7.", ("page 7",))


def test_a_whole_store_is_not_remarked_on(window, person, services) -> None:
    place = create(services.folder, clock=services.clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    window._opened(place)
    person.page(WhoPage)
    settled(person)
    assert not window._errors.isVisible()
    close(person)


@pytest.mark.parametrize("scale", [100, 200])
def test_every_widget_of_the_sheet_has_a_name_and_every_word_its_room(
    window, person, theme, services, keyring, scale
) -> None:
    theme.set_scale(scale)
    with_keyring(window, keyring)
    window.show_page(Where.SET_UP, found="new")
    person.reads("The recovery sheet of this laptop")
    settled(person)
    assert unnamed(window) == []
    assert QApplication.focusWidget() is not None
    page = window.page
    for label in page.findChildren(QLabel):
        if label.text() in page._unfinished.sheet.words:
            assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
    image: QImage = window.grab().toImage()
    assert image.rect().contains(QRect(0, 0, 640, 480))


def test_an_unfinished_set_up_is_refused_over_one_that_came_first(window, person, services, keyring) -> None:
    with_keyring(window, keyring)
    window.show_page(Where.SET_UP, found="new")
    person.reads("The recovery sheet of this laptop")
    settled(person)
    other = begin(services.folder, clock=services.clock, passphrase=PASSPHRASE)
    other.kept_by(lambda _sheet: None).close()
    confirm_sheet(person)
    person.until(lambda: window.page._confirmer._fields[window.page._unfinished.questions[0]].fault)
    assert look(services.folder) is Found.PASSPHRASE


def test_nothing_else_is_offered_while_the_practice_data_is_made(window, person, qtbot, monkeypatch) -> None:
    """Both jobs are done one after the other: this laptop is looked at while practice was asked for already."""
    hold = threading.Event()

    def slow(_folder: Any, **_named: Any) -> Any:
        hold.wait(20)
        raise WorldError(place="Practice", fault="The disk is full.", remedy="Free some space.")

    monkeypatch.setattr(window._services.workflows.practice, "open_practice", slow)
    window.show_page(Where.START, practise=True)
    page = person.page(StartPage)
    try:
        qtbot.waitUntil(lambda: page._found == "new", timeout=30_000)
        assert page._real.text() == "Set up this laptop"
        assert not page._real.isEnabled()
        assert page._real.property("kind") == ""
        assert not page._backup.isEnabled()
    finally:
        hold.set()
    settled(person)
    assert page._real.isEnabled()
    assert page._real.property("kind") == "primary"
    assert page._backup.isEnabled()


@pytest.mark.parametrize(("width", "whole"), [(1280, True), (1366, True), (1920, False)])
def test_the_window_fills_a_small_screen(window, width: int, whole: bool) -> None:
    window.resize(1280, 700)
    window.open_on_screen(width)
    assert window.isVisible()
    assert window.isMaximized() is whole
    assert whole or (window.width(), window.height()) == (1366, 768)
