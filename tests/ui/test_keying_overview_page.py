"""Sheets that wait, by keyboard alone: what waits for what, and the way to each job."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from desktop.foundation.errors import WorldError
from desktop.sheets.custody import SheetMoveKind
from desktop.staff.people import Role
from desktop.ui.pages.adjudicate_page import AdjudicatePage
from desktop.ui.pages.keying_overview_page import KeyingOverviewPage
from desktop.ui.pages.keying_page import KeyingPage
from desktop.ui.pages.page import Where
from desktop.ui.pages.paper_custody_page import PaperCustodyPage
from desktop.ui.pages.queries_page import QueriesPage
from desktop.ui.pages.verify_page import VerifyPage
from desktop.workflows.ask_coordinator import park
from desktop.workflows.custody import move
from desktop.workflows.key_paper import Keying, look_up_serial
from tests.ui.accessible import unnamed
from tests.ui.test_interview import ENTER, Hands, hands
from tests.workflows.paper_days import printed
from tests.workplaces import signed_in

__all__ = ["hands"]


@pytest.fixture
def pile(place, officer, event_id) -> tuple[str, ...]:
    """Let five sheets come back; one is begun, and one is parked."""
    serials = printed(place, event_id, 5)
    move(place, actor=officer, kind=SheetMoveKind.RETURN, given=serials)
    for serial, asks in zip(serials, (False, True), strict=False):
        keying = Keying.begin(place, actor=officer, sheet=look_up_serial(place, serial))
        if asks:
            park(place, actor=officer, keying=keying, path="")
    return serials


def opened(window, hands: Hands) -> KeyingOverviewPage:
    window.show_page(Where.KEYING_OVERVIEW)
    hands.settle()
    assert isinstance(window.page, KeyingOverviewPage)
    return window.page


def test_each_figure_leads_to_its_job(at_work, hands: Hands, pile, qtbot) -> None:
    page = opened(at_work, hands)
    assert [tile.figure for tile in page._tiles] == ["3", "1", "1", "0", "0"]
    face = QAccessible.queryAccessibleInterface(QApplication.focusWidget())
    assert face.text(QAccessible.Text.Name) == "came back, not keyed: 3"
    assert page._told.text() == "5 sheets came back."
    hidden = [page._table.isColumnHidden(at) for at in range(page._table.columnCount())]
    shown = [page._table.horizontalHeaderItem(at).text() for at, gone in enumerate(hidden) if not gone]
    assert shown == ["Event", "To key", "Begun", "Asked", "Sheets"]
    hands.press("3")
    qtbot.waitUntil(lambda: isinstance(at_work.page, QueriesPage), timeout=30_000)
    hands.settle()
    for figure, page_there in (("4", VerifyPage), ("5", AdjudicatePage)):
        opened(at_work, hands)
        hands.press(figure)
        qtbot.waitUntil(lambda there=page_there: isinstance(at_work.page, there), timeout=30_000)
        hands.settle()
    opened(at_work, hands)
    hands.press(ENTER)
    qtbot.waitUntil(lambda: isinstance(at_work.page, KeyingPage), timeout=30_000)
    hands.settle()


def test_no_sheet_has_come_back(at_work, hands: Hands, qtbot) -> None:
    page = opened(at_work, hands)
    assert page._empty.isVisible()
    assert not page._table.isVisible()
    hands.press(ENTER)
    qtbot.waitUntil(lambda: isinstance(at_work.page, PaperCustodyPage), timeout=30_000)
    hands.settle()


def test_a_volunteer_decides_nothing(at_work, hands: Hands, place, pile) -> None:
    at_work.desk = replace(at_work.desk, actor=signed_in(place, "Vera", Role.VOLUNTEER))
    page = opened(at_work, hands)
    assert not page._tiles[4].isEnabled()
    assert page._tiles[0].isEnabled()
    hands.press("5")
    assert at_work.page is page


def test_what_the_disk_refuses_is_said_and_tried_again(at_work, hands: Hands, pile) -> None:
    class Broken:
        keying_overview = property(lambda self: self)

        def overview(self, *_args: Any, **_named: Any) -> None:
            raise WorldError(place="The disk", fault="It can't be read.", remedy="Try again.")

    page = opened(at_work, hands)
    page.work = Broken()
    page.begin()
    hands.settle()
    assert "It can't be read." in page._failed_notice.text.text()
    assert page._again.hasFocus()


@pytest.mark.parametrize("scale", [100, 200, 300])
def test_every_widget_has_a_name_and_the_page_its_room(at_work, hands: Hands, theme, pile, scale) -> None:
    theme.set_scale(scale)
    page = opened(at_work, hands)
    assert unnamed(at_work) == []
    assert page.content.horizontalScrollBar().maximum() == 0
    assert all(tile.height() >= tile.heightForWidth(tile.width()) for tile in page._tiles)


def test_esc_goes_home(at_work, hands: Hands, pile, qtbot) -> None:
    page = opened(at_work, hands)
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: at_work.page is not page, timeout=30_000)
    hands.settle()
