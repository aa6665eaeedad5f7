"""Every page: shown with real data, every focusable widget named, and the jobs that pages start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from desktop.foundation.assets import packs_path, resource_path
from desktop.staff.people import Action, Actor, Role
from desktop.ui.design.theme import Theme
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.find import page_class
from desktop.ui.pages.keying_page import KeyingPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.start_page import StartPage
from desktop.ui.pages.today_page import TodayPage
from desktop.ui.pages.who_page import WhoPage
from desktop.ui.parts.practice_banner import PracticeBanner
from desktop.ui.services import Desk
from desktop.workflows.central_keys import init_central
from desktop.workflows.record_response import add_response
from desktop.workflows.run_event import events
from tests.ui.accessible import unnamed
from tests.ui.hands import Hands as Reader
from tests.ui.hands import confirm_sheet
from tests.ui.test_interview import Hands, hands
from tests.workplaces import FORM, keep_sheet, signed_in

__all__ = ["hands"]

ALL = [where for where in Where if where not in (Where.START, Where.SET_UP)]


AT_THE_CENTRE = (Where.LAPTOPS, Where.ERASE_CONTACT)


def central_store(place) -> str:
    url = str(place.folder / "central.db")
    nobody = Actor(person_id="", name="", role=None, signed_in=False)
    init_central(place, actor=nobody, store_url=url, keep_sheet=keep_sheet)
    return url


def recorded(place, event_id: str) -> dict[str, object]:
    nobody = Actor(person_id="", name="", role=None, signed_in=False)
    answers = {
        "respondent_type": "resident",
        **{f"{part}_agree": "agree" for part in ("best_start", "staying_healthy", "living_supported")},
        "dying_well_offer": "no",
    }
    made = add_response(place, actor=nobody, form_id=FORM, event_id=event_id, channel="interview", answers=answers)
    return {"response_id": made.response_id, "reason": "misheard"}


def arguments(where: Where, place, event_id: str) -> dict[str, object]:
    return {
        Where.INTERVIEW: {"form_id": "leicestershire-jhws-survey", "event_id": event_id},
        Where.PREVIEW: {"path": str(packs_path() / "leicestershire-jhws")},
        Where.UPDATE_LIST: {"form_id": "leicestershire-jhws-survey", "event_id": event_id},
        Where.KIOSK: {"form_id": "leicestershire-jhws-survey", "event_id": event_id},
        Where.DONE: {"form_id": "leicestershire-jhws-survey", "event_id": event_id},
        Where.PERSON: {"adding": True},
        Where.CENTRAL_SHEET: {"what": "recover"},
        **({where: {"store_url": central_store(place)}} if where in AT_THE_CENTRE else {}),
        **({where: recorded(place, event_id)} if where in (Where.RESPONSE, Where.EDIT_RESPONSE) else {}),
    }.get(where, {})


@pytest.mark.parametrize("where", ALL, ids=lambda where: where.value)
@pytest.mark.parametrize("scale", [100, 200])
def test_every_focusable_widget_has_a_name(at_work, hands, theme: Theme, place, event_id, where, scale) -> None:
    theme.set_scale(scale)
    coordinator = signed_in(place, "Cora", Role.COORDINATOR)
    at_work.desk = replace(at_work.desk, actor=coordinator)
    at_work.show_page(where, **arguments(where, place, event_id))
    hands.settle()
    assert unnamed(at_work) == []
    assert QApplication.focusWidget() is not None
    assert not at_work._errors.isVisible(), at_work._errors.said


@pytest.mark.parametrize("where", list(Where), ids=lambda where: where.value)
def test_help_opens_a_page_that_is_there(where) -> None:
    guide = page_class(where).guide
    assert not guide or resource_path(f"guide/{guide}.md").is_file()


def test_start_and_set_up_have_names(window: MainWindow, hands: Hands) -> None:
    for where in (Where.START, Where.SET_UP):
        window.show_page(where, **({"found": "new"} if where is Where.SET_UP else {}))
        hands.settle()
        assert unnamed(window) == []


def test_the_first_choice_is_practice_and_it_needs_nothing(window: MainWindow, hands: Hands, qtbot) -> None:
    window.show_page(Where.START)
    hands.settle()
    assert isinstance(window.page, StartPage)
    assert QApplication.focusWidget().text() == "Start practice"
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, WhoPage), timeout=60_000)
    hands.settle()
    assert window.findChild(PracticeBanner).isVisible()
    place = window.desk.place
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, TodayPage), timeout=60_000)
    hands.settle()
    assert window.findChild(PracticeBanner).isVisible()
    window.show_page(Where.COORDINATOR)
    hands.settle()
    assert window.findChild(PracticeBanner).isVisible()
    words = {"Make or open it", "Trust this laptop", "Receive from a folder…", "Export the responses…"}
    ways_out = [each for each in window.page.findChildren(QPushButton) if each.text() in words]
    assert {each.text() for each in ways_out} == words
    assert not any(each.isEnabled() for each in ways_out)
    place.close()


def test_who_is_not_on_the_list_goes_back_by_one_key(window: MainWindow, hands: Hands, place, officer) -> None:
    window.desk = Desk(place, officer, None)
    window.show_page(Where.WHO)
    hands.settle()
    next(each for each in window.findChildren(QPushButton) if each.text() == "I am not on the list").click()
    hands.settle()
    assert QApplication.focusWidget().text() == "Back to the list"
    hands.press(Qt.Key.Key_Space)
    assert "not on the list" not in QApplication.focusWidget().text()


def test_a_laptop_is_set_up_with_a_passphrase(window: MainWindow, hands: Hands, qtbot) -> None:
    window.show_page(Where.SET_UP, found="new")
    hands.settle()
    hands.press("short", Qt.Key.Key_Tab, "other", Qt.Key.Key_Return)
    assert "8 characters" in window.page._first.fault
    window.page._first.input.setText("four words make one")
    window.page._second.input.setText("four words make two")
    window.page._go_on()
    assert "not the same" in window.page._second.fault
    window.page._second.input.setText("four words make one")
    window.page._go_on()
    person = Reader(qtbot, window)
    person.reads("The recovery sheet of this laptop")
    assert window.page._first.input.text() == ""
    confirm_sheet(person)
    qtbot.waitUntil(lambda: isinstance(window.page, WhoPage), timeout=60_000)
    hands.settle()
    hands.press("Olu", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.actor.signed_in, timeout=30_000)
    hands.settle()
    assert window.desk.actor.role is Role.OFFICER
    window.close_workplace()


def test_a_volunteer_sees_the_keying_screens_only(at_work: MainWindow, hands: Hands, place, qtbot) -> None:
    volunteer = signed_in(place, "Vera", Role.VOLUNTEER)
    at_work._opened(volunteer)
    qtbot.waitUntil(lambda: isinstance(at_work.page, KeyingPage), timeout=30_000)
    hands.settle()
    enabled = [action.data() for action, _needed in at_work._menus.go_actions if action.isEnabled()]
    paper = (Where.PAPER_CUSTODY, Where.NUMBER_SHEETS)
    first = (Where.KEYING_OVERVIEW, Where.KEYING, Where.VERIFY, Where.QUERIES, Where.FILLED_IN)
    theirs = (*paper, *first, Where.TRAINING, Where.KEYING_FIGURES)
    assert enabled == [where.value for where in theirs]
    assert not at_work._home.isVisible()
    assert not at_work.desk.may(Action.INTERVIEW)


def test_today_says_the_window_plainly(at_work: MainWindow, hands: Hands, clock) -> None:
    at_work.show_page(Where.TODAY)
    hands.settle()
    said = " ".join(label.text() for label in at_work.page.findChildren(type(at_work._title)))
    assert "This consultation closes on 23 January 2022, in 11 days." in said


def test_an_event_is_made_after_its_faults_are_put_right(at_work: MainWindow, hands: Hands, place, qtbot) -> None:
    at_work.show_page(Where.EVENT)
    hands.settle()
    at_work.page._create()
    assert at_work.page._summary.hasFocus()
    assert at_work.page._name.fault
    at_work.page._name.input.setText("Drop-in at the mill")
    at_work.page._venue.input.setText("The mill")
    assert "not created" in at_work.page.would_lose()
    at_work.page._create()
    qtbot.waitUntil(lambda: isinstance(at_work.page, TodayPage), timeout=30_000)
    hands.settle()
    assert "Drop-in at the mill" in [event.name for event in events(place)]


def test_the_update_list_refuses_half_an_address_at_its_field(at_work: MainWindow, hands: Hands, place) -> None:
    at_work.show_page(Where.UPDATE_LIST, alone=True)
    hands.settle()
    name, field = next(iter(at_work.page._fields.items()))
    field.input.setText("somebody@")
    at_work.page._add_entry()
    hands.settle()
    assert field.fault
    assert name
    field.input.setText("somebody@example.org")
    at_work.page._add_entry()
    hands.qtbot.waitUntil(lambda: isinstance(at_work.page, TodayPage), timeout=30_000)
    hands.settle()
    with place.reading() as unit:
        assert sum(unit.contacts.held().values()) == 1


def test_paper_is_shown_and_written(at_work: MainWindow, hands: Hands, tmp_path: Path) -> None:
    at_work.show_page(Where.PAPER)
    hands.settle()
    at_work.page._preview()
    hands.settle()
    assert len(at_work.page._pictures) >= 2
    assert at_work.page._pictures[0].accessibleName().startswith("Page 1 of")
    at_work.page._copies.setValue(3)
    at_work.page.save_to(tmp_path / "copies.pdf")
    hands.settle()
    assert (tmp_path / "copies.pdf").read_bytes().startswith(b"%PDF")
    assert at_work.page._table.rowCount() == 1


def test_batches_go_out_and_receipts_come_back(
    at_work: MainWindow, hands: Hands, place, tmp_path, event_id, monkeypatch
) -> None:
    from desktop.workflows.interview import Interview
    from desktop.workflows.note_comment import add_comment

    coordinator = signed_in(place, "Cora", Role.COORDINATOR)
    at_work.desk = Desk(place, coordinator, at_work.desk.programme)
    stick = tmp_path / "stick"
    stick.mkdir()
    at_work.show_page(Where.COORDINATOR)
    hands.settle()
    init_central(place, actor=coordinator, store_url=str(tmp_path / "central.db"), keep_sheet=keep_sheet)
    at_work.page._store.input.setText(str(tmp_path / "central.db"))
    at_work.page._make_store()
    hands.settle()
    key = at_work.page._key.input.text()
    assert key.startswith("sbc1")
    at_work.show_page(Where.BATCHES)
    hands.settle()
    device = at_work.page._own_key.input.text()
    at_work.page._coordinator_key.input.setText(key[:-1])
    at_work.page._trust()
    hands.settle()
    assert at_work.page._coordinator_key.fault
    at_work.page._coordinator_key.input.setText(key)
    at_work.page._trust()
    hands.settle()
    interview = Interview.begin(place, actor=coordinator, form_id="leicestershire-jhws-survey", event_id=event_id)
    required = [each.path for each in interview.violations()]
    for path in required:
        interview.answer(path, interview.entry.node(path).choices[0][0])
    interview.finalise()
    add_comment(place, actor=coordinator, event_id=event_id, words="The bus is late.")
    at_work.page._make_batch()
    hands.settle()
    assert at_work.page._table.rowCount() == 1
    at_work.page.send_to(stick)
    hands.settle()
    at_work.show_page(Where.COORDINATOR)
    hands.settle()
    at_work.page._store.input.setText(str(tmp_path / "central.db"))
    at_work.page._device_key.input.setText(device)
    at_work.page._trust()
    hands.settle()
    at_work.page.receive_from(stick)
    hands.settle()
    assert at_work.page._results.item(0, 0).text() == "✓ received"
    at_work.page.export_to(tmp_path / "responses.csv")
    hands.settle()
    assert [path.name for path in tmp_path.glob("responses*")]
    assert all(path.suffix == ".age" for path in tmp_path.glob("responses*"))
    monkeypatch.setattr(at_work.page, "_choose_out", lambda name, _kinds: tmp_path / name)
    (comments,) = [each for each in at_work.page.findChildren(QPushButton) if each.text() == "Comments and notes…"]
    comments.click()
    hands.settle()
    assert {path.name for path in tmp_path.glob("comments*")} == {"comments.csv.age", "comments-codebook.csv.age"}
    assert at_work.page._said.title.text() == "✓ 1 row was exported"
    at_work.show_page(Where.BATCHES)
    hands.settle()
    at_work.page.collect_from(stick)
    hands.settle()
    assert at_work.page._table.item(0, 4).text() == "✓ received by the centre"
    at_work.show_page(Where.LEDGER)
    hands.settle()
    titles = [each.text() for each in at_work.page.findChildren(type(at_work._title))]
    assert "✓ The ledger balances" in titles
    assert not at_work._errors.isVisible(), at_work._errors.said


def test_text_size_by_keys_reaches_what_is_shown(at_work: MainWindow, hands: Hands, theme: Theme) -> None:
    at_work.show_page(Where.TODAY)
    hands.settle()
    before = at_work._title.font().pointSizeF()
    hands.qtbot.keyClick(at_work, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    theme.set_scale(200)
    assert at_work._title.font().pointSizeF() > before
    buttons = [each for each in at_work.page.findChildren(QPushButton) if each.isVisible()]
    assert buttons


def test_a_folder_with_nothing_in_it_is_no_success(at_work: MainWindow, hands: Hands, place, tmp_path) -> None:
    at_work.desk = replace(at_work.desk, actor=signed_in(place, "Cora", Role.COORDINATOR))
    at_work.show_page(Where.COORDINATOR)
    hands.settle()
    page = at_work.page
    kept: dict[str, str] = {}
    page.services = replace(page.services, keep_setting=kept.__setitem__)
    page._store.input.setText(str(tmp_path / "no" / "such" / "folder" / "central.db"))
    page._make_store()
    hands.settle()
    assert at_work._errors.isVisible()
    assert kept == {}  # an address that opens nothing is not offered again
    init_central(place, actor=at_work.desk.actor, store_url=str(tmp_path / "central.db"), keep_sheet=keep_sheet)
    page._store.input.setText(str(tmp_path / "central.db"))
    page._make_store()
    hands.settle()
    assert kept == {"central store": str(tmp_path / "central.db")}
    assert not at_work._errors.isVisible()  # it was of the attempt before
    empty = tmp_path / "empty"
    empty.mkdir()
    page.receive_from(empty)
    hands.settle()
    assert "No batch was found" in page._said.title.text()
    assert page._said.property("kind") == "warning"
    at_work.show_page(Where.BATCHES)
    hands.settle()
    at_work.page.collect_from(empty)
    hands.settle()
    assert "No new receipt" in at_work.page._said.title.text()
    assert at_work.page._said.property("kind") == "warning"


def test_dates_are_written_as_people_write_them(at_work: MainWindow, hands: Hands, event_id) -> None:
    at_work.show_page(Where.PAPER, event_id=event_id)
    hands.settle()
    assert at_work.page._events.currentText().endswith(", 6 December 2021")


def test_what_a_volunteer_does_is_said_where_the_role_is_given(at_work: MainWindow, hands: Hands) -> None:
    at_work.show_page(Where.PERSON, adding=True)
    hands.settle()
    said = [each.text() for each in at_work.page.findChildren(QLabel)]
    said += [each.accessibleDescription() + each.accessibleName() for each in at_work.page.findChildren(QWidget)]
    assert any("Keys paper, the first time or the second" in each for each in said)


def test_adding_a_person_can_be_cancelled(at_work: MainWindow, hands: Hands, place, qtbot) -> None:
    at_work.show_page(Where.PERSON, adding=True)
    hands.settle()
    next(each for each in at_work.page.findChildren(QPushButton) if each.text() == "Cancel").click()
    qtbot.waitUntil(lambda: isinstance(at_work.page, TodayPage), timeout=30_000)
    hands.settle()
