"""The pages about the custody of the data, driven by the keyboard, with the real workflows behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from desktop.engagement.retention import Retention, RetentionRule
from desktop.foundation.errors import WorldError
from desktop.responses.states import ItemState
from desktop.staff.people import Role
from desktop.ui.pages.audit_page import AuditPage
from desktop.ui.pages.backups_page import BackupsPage
from desktop.ui.pages.keys_page import KeysPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.people_page import PeoplePage
from desktop.ui.pages.retention_page import RetentionPage
from desktop.ui.pages.today_page import TodayPage
from desktop.workflows.back_up import back_up, backups_in, plan, set_plan
from desktop.workflows.manage_staff import people, sign_in
from desktop.workflows.set_up import open_workplace
from tests.ui.custody import coordinator, finished_interview, hands, settled, state_of
from tests.ui.hands import confirm_sheet
from tests.workplaces import PASSPHRASE, PROGRAMME, signed_in

__all__ = ["coordinator", "hands"]

# people ---------------------------------------------------------------------------------------------------


def test_a_pin_a_role_and_a_place_on_the_list_are_changed(
    at_work, hands, place, officer, coordinator, monkeypatch
) -> None:
    vera = signed_in(place, "Vera", Role.VOLUNTEER)
    at_work.show_page(Where.PEOPLE)
    page = hands.page(PeoplePage)
    settled(hands)
    page._table.selectRow(page._table.keys.index(vera.person_id))
    hands.fill("New PIN", "12")
    hands.key(Qt.Key.Key_Return)
    assert page._pin.fault
    hands.fill("New PIN", "2468")
    assert "not set" in page.would_lose()
    hands.key(Qt.Key.Key_Return)
    hands.reads("✓ The PIN was set")
    settled(hands)
    assert page._pin.input.text() == ""
    with pytest.raises(WorldError):
        sign_in(place, person_id=vera.person_id, pin="1357")
    assert sign_in(place, person_id=vera.person_id, pin="2468").name == "Vera"
    page._role.setCurrentIndex(page._role.findData("auditor"))
    hands.press("Change the role")
    hands.reads("✓ The role was changed")
    settled(hands)
    roles = {each.name: each.role for each in people(place)}
    assert roles["Vera"] is Role.AUDITOR
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    hands.press("Take off the list…")
    hands.reads("✓ They are off the list")
    settled(hands)
    assert "Vera" not in {each.name for each in people(place)}


def test_nobody_takes_themself_off_the_list(at_work, hands, coordinator) -> None:
    at_work.show_page(Where.PEOPLE)
    page = hands.page(PeoplePage)
    settled(hands)
    page._table.selectRow(page._table.keys.index(coordinator.person_id))
    assert not page._remove.isEnabled()


# audit ----------------------------------------------------------------------------------------------------


def test_an_auditor_lands_on_the_trail_and_sees_that_and_the_ledger_only(at_work, hands, place) -> None:
    auditor = signed_in(place, "Ada", Role.AUDITOR)
    at_work._opened(auditor)
    page = hands.page(AuditPage)
    settled(hands)
    assert page._model.rowCount() > 0
    assert QApplication.focusWidget() is page._table
    hands.press("Verify the trail")
    hands.reads("✓ The audit trail is whole.")
    enabled = {
        action.data()
        for action, _needed in (*at_work._menus.go_actions, *at_work._menus.custody_actions)
        if action.isEnabled()
    }
    assert enabled == {Where.LEDGER.value, Where.PAPER_LEDGER.value, Where.AUDIT.value}


def test_a_line_that_was_changed_by_another_program_shows(at_work, hands, place, officer, coordinator) -> None:
    at_work.show_page(Where.AUDIT)
    page = hands.page(AuditPage)
    settled(hands)
    hands.press("Verify the trail")
    hands.reads("✓ The audit trail is whole.")
    head = page._verdict.text.text().splitlines()[-1]
    number = int(head.partition(":")[0])
    hands.fill("A head that was noted earlier (optional)", f"{number + 5}:{head.partition(':')[2]}")
    hands.key(Qt.Key.Key_Return)
    hands.reads(f"✗ Line {number + 1} of the audit trail is missing.")
    hands.fill("A head that was noted earlier (optional)", "no head at all")
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: page._known.fault)


def test_thousands_of_lines_are_shown_at_once_and_said_in_full(qtbot, at_work, hands, place, coordinator) -> None:
    with place.unit() as unit:
        for number in range(700):
            unit.changes.add(
                actor=coordinator, what="event made", about_id=f"id {number}", at=place.clock.now(), why="made up"
            )
        unit.commit()
    at_work.show_page(Where.AUDIT)
    page = hands.page(AuditPage)
    settled(hands)
    assert page._model.rowCount() == 500
    assert "About: id 699" in page._line.text()
    hands.press("Read earlier lines")
    hands.until(lambda: page._model.rowCount() > 700)
    assert page._more.isHidden()
    assert all(label.isVisible() or not label.text() for label in page.findChildren(QLabel) if label is page._line)


# backups --------------------------------------------------------------------------------------------------


def test_a_folder_is_chosen_and_a_backup_made_and_listed(at_work, hands, place, officer, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    at_work.show_page(Where.BACKUPS)
    page = hands.page(BackupsPage)
    settled(hands)
    assert "No backups are made" in hands.words()
    assert not page._now.isEnabled()
    hands.fill("Folder for the backups", str(stick))
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: page._folder.fault)  # it is not there
    stick.mkdir()
    hands.fill("Daily ones, for days", "5")
    hands.press("Keep these settings")
    hands.reads("✓ The settings are kept")
    settled(hands)
    assert plan(place).rule.daily == 5
    hands.press("Back up now")
    hands.reads("✓ A backup was made, and opened to see that it is good")
    settled(hands)
    assert page._table.rowCount() == 1
    assert page._table.item(0, 1).text() == "✓ whole"
    assert page._disk.isVisible() == (stick.stat().st_dev == place.folder.stat().st_dev)


def test_today_says_what_is_to_do_about_backups_and_leads_there(
    at_work, hands, place, officer, clock, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    def line() -> str:
        at_work.show_page(Where.TODAY)
        page = hands.page(TodayPage)
        settled(hands)
        return page._backups.title.text() if page._backups.isVisible() else ""

    assert line() == "No backups are made"
    set_plan(place, actor=officer, folder=stick)
    assert line() == "No backup was made yet"
    back_up(place, actor=officer)
    assert line() == ""
    clock.move(timedelta(hours=26))
    assert line() == "The backup is old"
    stick.rename(tmp_path / "pulled out")
    assert line() == "The folder for the backups is not there"
    hands.press("Backups…")
    hands.page(BackupsPage)
    settled(hands)
    assert "is not there" in hands.words()


def test_a_backup_is_made_each_hour_and_at_the_end_by_itself(
    at_work, hands, place, officer, clock, tmp_path: Path, qtbot
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    set_plan(place, actor=officer, folder=stick)
    at_work.show_page(Where.TODAY)
    settled(hands)

    def there() -> int:
        return len(backups_in(stick))

    for wanted in (1, 1):  # the second time none is due
        at_work._backups.look()
        settled(hands)
        assert there() == wanted
    clock.move(timedelta(minutes=61))
    at_work._backups.look()
    settled(hands)
    assert there() == 2
    clock.move(timedelta(minutes=61))
    at_work.close()
    settled(hands)
    assert there() == 3
    assert not at_work._errors.isVisible()


def test_a_folder_that_is_gone_interrupts_nobody(at_work, hands, place, officer, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    set_plan(place, actor=officer, folder=stick)
    stick.rmdir()
    at_work.show_page(Where.TODAY)
    settled(hands)
    at_work._backups.look()
    settled(hands)
    assert not at_work._errors.isVisible()


# keys -----------------------------------------------------------------------------------------------------


def test_the_passphrase_is_changed_and_a_wrong_one_is_said_at_its_field(at_work, hands, place) -> None:
    at_work.show_page(Where.KEYS)
    page = hands.page(KeysPage)
    settled(hands)
    hands.fill("The passphrase as it is now", "not the passphrase at all")
    hands.fill("The new passphrase", "five words are better still")
    hands.fill("The new passphrase again", "five words are better stil")
    hands.press("Change the passphrase")
    assert page._again.fault
    hands.fill("The new passphrase again", "five words are better still")
    hands.press("Change the passphrase")
    hands.until(lambda: page._old.fault)
    hands.fill("The passphrase as it is now", PASSPHRASE)
    hands.press("Change the passphrase")
    hands.reads("✓ The passphrase was changed")
    settled(hands)
    assert [field.input.text() for field in (page._old, page._new, page._again)] == ["", "", ""]
    open_workplace(place.folder, clock=place.clock, passphrase="five words are better still").close()


# retention ------------------------------------------------------------------------------------------------


def test_what_is_due_goes_after_its_id_was_typed_and_gives_a_certificate(
    at_work, hands, place, officer, coordinator, event_id, clock, tmp_path: Path
) -> None:
    response_id, _code = finished_interview(place, officer, event_id)
    with place.unit() as unit:
        programme = unit.programmes.get(PROGRAMME)
        rules = Retention(responses=RetentionRule(months=2))
        unit.programmes.put(replace(programme, retention=rules, version="99.0"), "0" * 64, {})
        unit.commit()
    at_work.show_page(Where.RETENTION)
    page = hands.page(RetentionPage)
    settled(hands)
    assert page._card.isHidden()  # nothing is due before its day
    assert "kept until then" in [page._table.item(row, 3).text() for row in range(page._table.rowCount())]
    clock.move(timedelta(days=120))
    at_work.show_page(Where.TODAY)
    hands.reads("The day has come to let things go")
    hands.press("Retention…")
    page = hands.page(RetentionPage)
    settled(hands)
    assert page._card.isVisible()
    label = "Type the programme's id to confirm"
    hands.fill(label, "something else")
    hands.press("Carry it out")
    hands.until(lambda: page._confirm.fault)
    assert state_of(place, response_id) is ItemState.FINALISED
    hands.fill(label, PROGRAMME)
    hands.key(Qt.Key.Key_Return)
    hands.reads("✓ It was carried out")
    settled(hands)
    assert state_of(place, response_id) is ItemState.ERASED
    assert page._given_table.rowCount() == 1
    page.save_certificate_to(tmp_path / "certificate.pdf")
    hands.reads("✓ The certificate was saved")
    assert (tmp_path / "certificate.pdf").read_bytes().startswith(b"%PDF")


def test_a_new_sheet_counts_only_when_it_was_confirmed(at_work, hands, place, monkeypatch) -> None:
    at_work.show_page(Where.KEYS)
    page = hands.page(KeysPage)
    settled(hands)
    before = (place.folder / "keys.json").read_bytes()
    hands.press("Make a new recovery sheet")
    hands.until(lambda: page._confirmer is not None)
    assert "was not confirmed" in page.would_lose()
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    hands.press("Not now")
    hands.until(lambda: page._confirmer is None)
    settled(hands)
    assert page.would_lose() == ""
    assert (place.folder / "keys.json").read_bytes() == before
    hands.press("Make a new recovery sheet")
    hands.until(lambda: page._confirmer is not None)
    shown = page._unfinished.sheet.words
    number = page._unfinished.questions[0]
    hands.press("I have it on paper: go on")
    for each in page._unfinished.questions:
        hands.fill(f"Word {each}", "nonsense")
    hands.press("These are the words")
    hands.until(lambda: page._confirmer._fields[number].fault)
    for each in page._unfinished.questions:
        assert str(each) in page._confirmer._fields[each].fault
    hands.press("Show the sheet again")
    confirm_sheet(hands)
    hands.reads("✓ The new recovery sheet is good from now on")
    settled(hands)
    assert page.would_lose() == ""
    assert (place.folder / "keys.json").read_bytes() != before
    assert not any(word in hands.words().split() for word in shown if len(word) > 6)


def test_the_store_gets_another_key_and_work_goes_on(at_work, hands, place, officer, event_id) -> None:
    at_work.show_page(Where.KEYS)
    page = hands.page(KeysPage)
    settled(hands)
    before = place.store.key
    hands.press("Make a new key")
    assert page._rekey_pass.fault
    hands.fill("A passphrase for the new key", "six words are better than five")
    hands.press("Make a new key")
    confirm_sheet(hands)
    hands.reads("✓ The new recovery sheet is good from now on")
    settled(hands)
    assert place.store.key != before
    finished_interview(place, officer, event_id)
