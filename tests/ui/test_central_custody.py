"""The coordinator's pages about custody at the centre, by the keyboard, with a real central store behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.responses.states import ItemState
from desktop.staff.people import Role
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.audit_page import AuditPage
from desktop.ui.pages.central_sheet_page import CentralSheetPage
from desktop.ui.pages.coordinator_page import CoordinatorPage
from desktop.ui.pages.erase_contact_page import EraseContactPage
from desktop.ui.pages.keying_figures_page import KeyingFiguresPage
from desktop.ui.pages.laptops_page import LaptopsPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.retention_page import RetentionPage
from desktop.ui.pages.withdraw_page import WithdrawPage
from desktop.workflows.central_keys import init_central
from desktop.workflows.central_store import open_centre
from desktop.workflows.lost_device import revoked_devices
from desktop.workflows.receive_batches import receive, trust_device
from desktop.workflows.recovery_sheet import RecoverySheet
from desktop.workflows.send_batches import device_key, make_batch, send_batch, trust_coordinator
from desktop.workflows.update_list import add_contact
from tests.ui.custody import finished_interview, settled
from tests.ui.hands import Hands, confirm_sheet
from tests.workplaces import PROGRAMME, signed_in

EMAIL = "made.up@example.org"


@pytest.fixture
def hands(qtbot, at_work: MainWindow) -> Hands:
    at_work.activateWindow()
    return Hands(qtbot, at_work)


@pytest.fixture
def centre(at_work: MainWindow, place, tmp_path: Path) -> dict[str, object]:
    """Give a central store that trusts this very laptop, and a coordinator at the window."""
    cora = signed_in(place, "Cora", Role.COORDINATOR)
    at_work.desk = replace(at_work.desk, actor=cora)
    url = str(tmp_path / "central.db")
    sheets: list[RecoverySheet] = []
    public = init_central(place, actor=cora, store_url=url, keep_sheet=sheets.append)
    trust_coordinator(place, actor=cora, key=public.to_text())
    trust_device(place, actor=cora, key=device_key(place), label="Laptop three")
    stick = tmp_path / "stick"
    stick.mkdir()
    return {"url": url, "cora": cora, "stick": stick, "public": public, "sheet": sheets[0]}


def exchanged(place, centre) -> None:
    """Send everything to the centre."""
    for batch in make_batch(place, actor=centre["cora"], contacts_now=True):
        send_batch(place, actor=centre["cora"], batch_id=batch.batch_id, target=f"folder:{centre['stick']}")
    receive(place, actor=centre["cora"], store_url=centre["url"], source=f"folder:{centre['stick']}")


def states_at(place, centre) -> dict[str, ItemState]:
    with open_centre(place, centre["url"]) as opened, opened.store.unit() as unit:
        return unit.responses.states(unit.responses.ids())


def test_the_page_of_the_centre_leads_to_each_page_of_its_custody(at_work, hands, centre) -> None:
    for label, kind in (
        ("Take answers back by their code…", WithdrawPage),
        ("Take somebody off the update list…", EraseContactPage),
        ("Lost or stolen laptops…", LaptopsPage),
        ("Retention at the centre…", RetentionPage),
        ("Audit trail of the centre…", AuditPage),
        ("Figures of keying of all laptops…", KeyingFiguresPage),
        ("Recovery sheet…", CentralSheetPage),
        ("Bring its keys back…", CentralSheetPage),
    ):
        at_work.show_page(Where.COORDINATOR, store_url=centre["url"])
        hands.page(CoordinatorPage)
        settled(hands)
        hands.press(label)
        hands.page(kind)
        settled(hands)
        assert not at_work._errors.isVisible(), at_work._errors.said
        assert at_work.page._store_url == centre["url"]


def test_answers_are_taken_back_at_the_centre_with_the_copies_that_are_known_there(
    at_work, hands, place, officer, event_id, centre
) -> None:
    response_id, code = finished_interview(place, officer, event_id)
    exchanged(place, centre)
    at_work.show_page(Where.WITHDRAW, store_url=centre["url"])
    page = hands.page(WithdrawPage)
    settled(hands)
    hands.fill("Withdrawal code", code)
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: page._no.hasFocus())
    hands.press("Take them out")
    hands.reads("✓ The answers were taken out")
    assert states_at(place, centre) == {response_id: ItemState.WITHDRAWN}


def test_somebody_is_found_and_taken_off_the_update_list(at_work, hands, place, centre) -> None:
    for email in (EMAIL, "somebody.else@example.org"):
        add_contact(place, actor=centre["cora"], programme_id=PROGRAMME, values={"email": email})
    exchanged(place, centre)
    at_work.show_page(Where.ERASE_CONTACT, store_url=centre["url"])
    page = hands.page(EraseContactPage)
    settled(hands)
    label = "E-mail address, telephone number or name"
    hands.fill(label, "nobody@example.org")
    hands.key(Qt.Key.Key_Return)
    hands.reads("No entry was found")
    hands.fill(label, EMAIL.upper())
    hands.key(Qt.Key.Key_Return)
    hands.reads("1 entry was found")
    settled(hands)
    hands.press("Erase what is ticked")
    hands.reads("Nothing is ticked")
    hands.bot.keyClick(page._rows[0], Qt.Key.Key_Space)
    hands.press("Erase what is ticked")
    hands.reads("✓ 1 entry was erased")
    settled(hands)
    assert page._rows == []
    assert page._typed.input.text() == ""
    with open_centre(place, centre["url"]) as opened, opened.store.reading() as unit:
        assert len(unit.contacts.list()) == 1


def test_a_lost_laptop_is_reported_and_revoked_from_a_day(
    at_work, hands, place, officer, event_id, centre, clock
) -> None:
    response_id, _code = finished_interview(place, officer, event_id)
    exchanged(place, centre)
    finished_interview(place, officer, event_id)
    at_work.show_page(Where.LAPTOPS, store_url=centre["url"])
    page = hands.page(LaptopsPage)
    settled(hands)
    hands.press("What was on it?")
    hands.reads("What was on Laptop three")
    assert "0 responses that the centre has not" in hands.words()
    hands.fill("Lost since (day)", "yesterday")
    hands.press("Revoke this laptop")
    assert page._day.fault
    hands.fill("Lost since (day)", "2022-01-12")
    hands.fill("Time (optional)", "half past")
    hands.press("Revoke this laptop")
    assert page._time.fault
    hands.fill("Time (optional)", "10:31")
    hands.press("Revoke this laptop")
    assert page._reason.fault
    hands.fill("Reason", "left on the bus")
    clock.move(timedelta(hours=2))
    hands.press("Revoke this laptop")
    hands.reads("✓ The laptop was revoked")
    settled(hands)
    assert "revoked since 12 January 2022, 10:31" in page._table.item(0, 1).text()
    assert page._card.isHidden()
    revoked = revoked_devices(place, actor=centre["cora"], store_url=centre["url"])
    assert [(each.device_id, each.since.strftime("%H:%M")) for each in revoked] == [(place.device_id, "10:31")]
    exchanged(place, centre)  # what it forms from then on counts nowhere
    assert states_at(place, centre)[response_id] is not ItemState.QUARANTINED
    assert len(states_at(place, centre)) == 1


def test_the_sheet_is_written_once_more_with_the_same_words(at_work, hands, centre, tmp_path: Path) -> None:
    at_work.show_page(Where.CENTRAL_SHEET, what="again", store_url=centre["url"])
    page = hands.page(CentralSheetPage)
    settled(hands)
    page.save_to(tmp_path / "sheet.pdf")
    hands.reads("✓ The sheet was saved as sheet.pdf")
    import pypdfium2

    document = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert all(word in text for word in centre["sheet"].words)
    assert not any(word in hands.words() for word in centre["sheet"].words if len(word) > 7)


def test_the_keys_come_back_from_the_words(at_work, hands, place, centre) -> None:
    at_work.show_page(Where.CENTRAL_SHEET, what="recover", store_url=centre["url"])
    page = hands.page(CentralSheetPage)
    settled(hands)
    words = list(centre["sheet"].words)
    hands.fill("The words of the sheet", " ".join(["nonsuch", *words[1:]]))
    hands.key(Qt.Key.Key_Return)
    hands.until(lambda: page._words.fault)
    hands.fill("The words of the sheet", " ".join(words).upper())
    hands.key(Qt.Key.Key_Return)
    hands.page(CoordinatorPage)
    hands.reads("✓ The coordinator's keys are back")


def test_a_central_store_is_made_only_with_its_sheet(at_work, hands, place, tmp_path: Path) -> None:
    at_work.desk = replace(at_work.desk, actor=signed_in(place, "Cora", Role.COORDINATOR))
    file = tmp_path / "new.db"
    at_work.show_page(Where.COORDINATOR)
    hands.page(CoordinatorPage)
    settled(hands)
    hands.fill("Where the central store is", str(file))
    hands.press("Make or open it")
    page = hands.page(CentralSheetPage)
    hands.until(lambda: page._confirmer is not None)
    assert "sbc1" not in "\n".join(each.text() for each in hands._shown(QLineEdit))
    assert not file.exists()
    assert "not made" in page.would_lose()
    confirm_sheet(hands)
    made = hands.page(CoordinatorPage)
    hands.reads("✓ The central store is made")
    hands.until(lambda: made._key.input.text().startswith("sbc1"))
    assert made._store.input.text() == str(file)
    assert file.exists()
