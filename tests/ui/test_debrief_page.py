"""The debrief page by keyboard: what is written is kept, costs are added up, the event closed and opened."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.engagement.debrief import Cost
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.debrief_page import DebriefPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.today_page import TodayPage
from desktop.ui.parts.cost_rows import CostRows
from desktop.workflows.debrief import event_report, keep_debrief
from desktop.workflows.interview import Interview
from desktop.workflows.merge_events import merge
from desktop.workflows.note_comment import add_comment
from desktop.workflows.run_event import add_event
from desktop.workflows.safeguarding import note_concern
from tests.ui.accessible import unnamed
from tests.ui.at_event import at_event
from tests.ui.test_interview import Hands, hands
from tests.workplaces import FORM, PROGRAMME

__all__ = ["hands"]

ENTER, TAB, ESC, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Space


@pytest.fixture
def show(at_work: MainWindow, hands: Hands, event_id: str) -> Any:
    """Give a function that shows the page of the event."""

    def shown() -> DebriefPage:
        at_event(at_work, event_id)
        at_work.show_page(Where.DEBRIEF)
        hands.settle()
        assert isinstance(at_work.page, DebriefPage)
        return at_work.page

    return shown


def test_what_was_written_of_an_event_before_it_was_merged_is_shown(show, place, officer, event_id) -> None:
    day = date(2022, 1, 12)
    spot = add_event(
        place, actor=officer, programme_id=PROGRAMME, name="Made-up stall", venue="Market", day=day
    ).event_id
    assert not show()._elsewhere.isVisible()
    keep_debrief(place, actor=officer, event_id=spot, weather="wet", costs=(Cost("Stall", 3000),))
    merge(place, actor=officer, event_id=spot, into_id=event_id, reason="the same afternoon")
    keep_debrief(place, actor=officer, event_id=event_id, weather="dry")
    page = show()
    assert page._elsewhere.isVisible()
    assert "Weather: wet" in page._elsewhere.text.text()
    assert "£30.00 together: Stall £30.00" in page._elsewhere.text.text()
    assert "dry" not in page._elsewhere.text.text()


def test_written_kept_and_closed_by_keys_alone(show, hands: Hands, place, event_id) -> None:
    page = show()
    hands.press("Made up: mostly carers", TAB, "Made up: tea", TAB, TAB, "Posters", TAB, "dry")
    hands.press(TAB, "Hall", ENTER, "45.50", ENTER, "Tea", ENTER, "12")
    assert page._costs._sum.text() == "Together £57.50"
    assert "not kept" in page.would_lose()
    hands.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    kept = event_report(place, event_id).debrief
    assert (kept.reach, kept.went_well, kept.publicity, kept.weather) == (
        "Made up: mostly carers", "Made up: tea", "Posters", "dry",
    )  # fmt: skip
    assert kept.costs == (Cost("Hall", 4550), Cost("Tea", 1200))
    assert page.would_lose() == ""
    page._close_button.setFocus()
    hands.press(SPACE)
    assert event_report(place, event_id).closed
    assert "closed" in page._state.title.text()
    assert page._open_button.isVisible()
    assert not page._close_button.isVisible()
    page._reason.input.setFocus()
    hands.press(ENTER)
    assert "why" in page._reason.fault
    hands.press("made up: late", ENTER)
    assert not event_report(place, event_id).closed
    assert page._texts["reach"].input.toPlainText() == "Made up: mostly carers"


def test_closing_keeps_what_was_typed(show, hands: Hands, place, event_id) -> None:
    page = show()
    hands.press("Made up: not kept yet")
    page._close_button.click()
    hands.settle()
    report = event_report(place, event_id)
    assert report.closed
    assert report.debrief.reach == "Made up: not kept yet"


def test_what_is_in_the_way_is_said_and_leads_there(show, hands: Hands, place, officer, event_id) -> None:
    Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    note_concern(place, actor=officer, event_id=event_id, what="Made up.", owner=officer.name)
    page = show()
    assert not page._close_button.isEnabled()
    assert "1 interview was begun and not finished" in page._closing_more.text()
    assert "1 safeguarding concern was not referred" in page._closing_more.text()
    assert "Made up" not in page._closing_more.text()
    assert page._unfinished.isVisible()


def test_refused_while_the_page_is_open(show, hands: Hands, place, officer, event_id) -> None:
    """Somebody began an interview since the page was shown."""
    page = show()
    Interview.begin(place, actor=officer, form_id=FORM, event_id=event_id)
    page._close_button.click()
    hands.settle()
    assert "not finished" in page._said.text.text()
    assert not page._close_button.isEnabled()
    assert not event_report(place, event_id).closed


def test_a_wrong_amount_takes_the_focus_and_nothing_is_kept(show, hands: Hands, place, event_id) -> None:
    page = show()
    page._costs._rows[0][0].setFocus()
    hands.press("Hall", ENTER, "much")
    page._keep()
    hands.settle()
    assert "45.50" in page._costs._fault.text()
    assert QApplication.focusWidget() is page._costs._rows[0][1]
    assert event_report(place, event_id).debrief is None


def test_what_looks_like_an_address_is_pointed_out(show, hands: Hands) -> None:
    page = show()
    hands.press("Made up: a.b@example.org")
    page._keep()
    hands.settle()
    assert "Look again" in page._said.text.text()


def test_the_figures_and_the_page_to_hand_round(
    show, hands: Hands, place, officer, event_id, tmp_path: Path
) -> None:
    add_comment(place, actor=officer, event_id=event_id, words="Made up: buses.")
    keep_debrief(place, actor=officer, event_id=event_id, weather="Made up: dry")
    page = show()
    assert page._shown[4].accessibleName() == "Comments: 1"
    page.save_page_to(tmp_path / "event.pdf")
    hands.settle()
    with pypdfium2.PdfDocument(tmp_path / "event.pdf") as document:
        assert len(document) == 1
        assert "Made up: dry" in document[0].get_textpage().get_text_range()
    assert "event.pdf" in page._said.text.text()
    assert "buses" not in (tmp_path / "event.pdf").read_bytes().decode("latin-1")


def test_esc_leads_back_and_without_an_event_one_is_asked_for(show, at_work, hands: Hands) -> None:
    show()
    hands.press(ESC)
    assert isinstance(at_work.page, TodayPage)
    at_work.desk = at_work.desk.__class__(at_work.desk.place, at_work.desk.actor, at_work.desk.programme)
    at_work.show_page(Where.DEBRIEF)
    hands.settle()
    assert QApplication.focusWidget().text() == "Choose an event"


@pytest.mark.parametrize("scale", [100, 300])
def test_everything_has_a_name(show, at_work, hands: Hands, theme, scale: int) -> None:
    theme.set_scale(scale)
    show()
    assert unnamed(at_work) == []


def test_rows_of_costs_grow_and_shrink(qtbot, holder: QWidget) -> None:
    rows = CostRows(holder)
    rows.show_costs((Cost("A", 100), Cost("B", 250)))
    assert rows.costs() == (Cost("A", 100), Cost("B", 250))
    assert len(rows._rows) == 3
    rows.show_costs(())
    assert rows.costs() == ()
    rows._rows[1][1].setText("5")
    assert rows.costs() is None
    assert "what it was for" in rows._fault.text()
