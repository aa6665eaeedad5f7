"""The update list at the keyboard: whatever a programme asks for there, one way to reach a person, and topics."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.engagement.programme import Contact
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.done_page import DonePage
from desktop.ui.pages.page import Where
from desktop.ui.pages.today_page import TodayPage
from desktop.ui.pages.update_list_page import UpdateListPage
from desktop.ui.services import Desk
from desktop.workflows.check_forms import read_any_pack
from desktop.workflows.open_programme import put_pack
from desktop.workflows.update_list import LOCAL_CONTACTS_KEY, open_sealed
from tests.packs.builders import spoilt, write_pack
from tests.ui.accessible import unnamed
from tests.ui.custody import settled
from tests.ui.hands import Hands

ENTER, ESC, TAB, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Space
EMAIL = '[[contact_questions]]\nname = "email"\nlabel = "Your e-mail address"\nkind = "email"\n'
NAME = '[[contact_questions]]\nname = "name"\nlabel = "Your name"\nkind = "name"\n'
TELEPHONE = '[[contact_questions]]\nname = "phone"\nlabel = "Your telephone number"\nkind = "telephone"\n'
ONE = 'choices = [{ code = "path", label = "The path" }]'
TWO = 'choices = [{ code = "path", label = "The path" }, { code = "bank", label = "The north bank" }]'
WORDING = '[updates_consent]\nversion = "1"'


@pytest.fixture
def listed(at_work: MainWindow, place, officer, tmp_path) -> MainWindow:
    """Give the window with a made-up programme: name, telephone, e-mail, two topics; the third wording."""
    return _with_pack(at_work, place, officer, tmp_path, spoilt(EMAIL, NAME + TELEPHONE + EMAIL))


def _with_pack(window: MainWindow, place: Any, officer: Any, folder: Any, text: str) -> MainWindow:
    text = spoilt(WORDING, '[updates_consent]\nversion = "3"', spoilt(ONE, TWO, text))
    made = read_any_pack(write_pack(folder / "walk", text=text))
    with place.unit() as unit:
        put_pack(place, unit, actor=officer, pack=made)
        unit.commit()
    window.desk = Desk(place, officer, made.programme)
    return window


@pytest.fixture
def hands(qtbot, at_work: MainWindow) -> Hands:
    at_work.activateWindow()
    return Hands(qtbot, at_work)


def opened(window: MainWindow, hands: Hands, **arguments: Any) -> UpdateListPage:
    given = arguments or {"form_id": "walk", "event_id": "river-walk-1", "withdrawal_code": ""}
    window.show_page(Where.UPDATE_LIST, **given)
    page = hands.page(UpdateListPage)
    hands.until(lambda: page.isAncestorOf(QApplication.focusWidget()))
    return page


def kept(place: Any) -> list[Contact]:
    with place.reading() as unit:
        identity = unit.secrets.get(LOCAL_CONTACTS_KEY)
        return [open_sealed(each, identity.decode()) for each in unit.contacts.list()]


def test_name_telephone_and_topics_by_keys_alone_with_the_version_of_the_wording(listed, hands, place) -> None:
    opened(listed, hands)
    assert "Send me news." in hands.words()
    assert "Version 3" in hands.words()
    hands.type("Made-up Name")
    hands.key(TAB)
    hands.type("01632 960001")
    hands.key(TAB)  # no e-mail address
    hands.key(TAB)
    hands.key(SPACE)
    hands.key(TAB)
    hands.key(SPACE)
    hands.key(TAB)
    hands.key(SPACE)
    hands.page(DonePage)
    hands.reads("was added to the update list")
    settled(hands)
    (entry,) = kept(place)
    assert dict(entry.values) == {"name": "Made-up Name", "phone": "01632 960001", "topics": "path bank"}
    assert entry.consent_version == "3"
    assert entry.day == place.clock.now().date()


def test_enter_in_a_field_adds_and_a_telephone_number_that_is_none_is_said_there(listed, hands, place) -> None:
    page = opened(listed, hands, alone=True)
    hands.fill("Your telephone number", "ring me")
    hands.key(ENTER)
    hands.reads("does not look complete")
    assert "does not look complete" in page._fields["phone"].fault
    assert kept_none(place)
    hands.until(page._summary.hasFocus)
    hands.key(TAB)
    hands.key(ENTER)
    assert QApplication.focusWidget() is page._fields["phone"].input
    assert page._fields["phone"].input.text() == "ring me"  # to be corrected, not typed again
    hands.fill("Your telephone number", "+44 1632 960001")
    hands.key(ENTER)
    hands.page(TodayPage)
    settled(hands)
    (entry,) = kept(place)
    assert dict(entry.values) == {"phone": "+44 1632 960001"}


def kept_none(place: Any) -> bool:
    with place.reading() as unit:
        return unit.contacts.list() == ()


def test_no_way_to_reach_the_person_is_said_where_one_can_be_given(listed, hands, place) -> None:
    page = opened(listed, hands)
    hands.fill("Your name", "Made-up Name")
    hands.key(ENTER)
    hands.reads("no e-mail address or telephone number")
    assert page._fields["name"].fault == ""
    assert "telephone" in page._fields["phone"].fault
    assert kept_none(place)


def test_topics_that_were_ticked_are_not_thrown_away_by_a_key(listed, hands) -> None:
    page = opened(listed, hands)
    assert page.would_lose() == ""
    row = page._choices["topics"][0]
    row.setFocus()
    hands.key(SPACE)
    assert "ticked would be lost" in page.would_lose()
    hands.key(ESC)
    assert listed.page is page
    hands.key(SPACE)
    assert page.would_lose() == ""
    hands.key(ESC)
    hands.page(DonePage)
    settled(hands)


def left_behind(page: UpdateListPage) -> list[dict[str, str]]:
    """Return a list that is told, when the page goes, what stands in it."""
    told: list[dict[str, str]] = []
    page.wanted.connect(lambda *_: told.append(page._values()))
    return told


@pytest.mark.parametrize("answer", ["No, thank you", "Add to the list"])
def test_nothing_typed_or_ticked_outlives_the_answer(listed, hands, place, answer) -> None:
    page = opened(listed, hands)
    told = left_behind(page)
    hands.fill("Your telephone number", "01632 960001")
    for row in page._choices["topics"]:
        row.setFocus()
        hands.key(SPACE)
    assert page._values() == {"phone": "01632 960001", "topics": "path bank"}
    hands.press(answer)
    hands.page(DonePage)
    settled(hands)
    assert told == [{}]
    assert kept_none(place) is (answer == "No, thank you")
    assert opened(listed, hands)._values() == {}


def test_a_programme_that_asks_for_a_telephone_number_alone(
    at_work: MainWindow, hands, place, officer, tmp_path
) -> None:
    window = _with_pack(at_work, place, officer, tmp_path, spoilt(EMAIL, TELEPHONE))
    page = opened(window, hands)
    assert list(page._fields) == ["phone"]
    hands.type("(01632) 960-001")
    hands.key(ENTER)
    hands.page(DonePage)
    settled(hands)
    (entry,) = kept(place)
    assert dict(entry.values) == {"phone": "(01632) 960-001"}


@pytest.mark.parametrize("scale", [100, 200, 300])
def test_every_widget_has_a_name_and_the_page_its_room(listed, hands, theme, scale) -> None:
    theme.set_scale(scale)
    page = opened(listed, hands)
    assert unnamed(listed) == []
    assert page.content.horizontalScrollBar().maximum() == 0


class Counted:
    """Stands for the workflows, and counts who was asked and joined nothing."""

    def __init__(self, real: Any) -> None:
        self._real, self.update_list = real, self
        self.added, self.nobody = 0, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def add_contact(self, *args: Any, **kwargs: Any) -> None:
        self.added += 1
        self._real.update_list.add_contact(*args, **kwargs)

    def nobody_joins(self, *_args: Any) -> None:
        self.nobody += 1


def test_no_thank_you_is_not_said_while_an_entry_is_on_its_way(listed, hands, place) -> None:
    page = opened(listed, hands)
    page.work = counted = Counted(page.work)
    hands.fill("Your telephone number", "01632 960001")
    page._add_entry()
    assert not page._no.isEnabled()
    page._add_entry()
    page._ended()
    hands.page(DonePage)
    settled(hands)
    assert (counted.added, counted.nobody) == (1, 0)


def test_who_goes_away_without_an_answer_leaves_the_trace_of_one_who_says_no(listed, hands, place) -> None:
    page = opened(listed, hands)
    page.work = counted = Counted(page.work)
    listed.show_page(Where.WHO)
    settled(hands)
    assert (counted.added, counted.nobody) == (0, 1)
