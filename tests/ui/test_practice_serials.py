"""Keying in practice, where there is no paper: the serials that came back are offered, and keyed by one key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.sheets.serials import read_serial
from desktop.ui.pages.page import Where
from desktop.ui.services import Desk
from desktop.workflows.keying_overview import practice_to_key
from desktop.workflows.manage_staff import named
from desktop.workflows.practice import PROGRAMME_ID, open_practice
from tests.ui.accessible import unnamed
from tests.ui.test_interview import Hands, hands

__all__ = ["hands"]


@pytest.fixture
def desk(window, services, hands):
    place = open_practice(services.practice_folder, clock=services.clock)
    with place.reading() as unit:
        programme = unit.programmes.get(PROGRAMME_ID)
    yield Desk(place, named(place, "Vera Practice"), programme)
    hands.settle()
    place.close()


def test_a_volunteer_keys_a_sheet_that_came_back_and_it_is_offered_no_more(window, hands: Hands, desk) -> None:
    serials = practice_to_key(desk.place, actor=desk.actor, programme_id=PROGRAMME_ID)
    window.desk = desk
    window.show_page(Where.KEYING)
    hands.settle()
    offered = window.page._serial_part.practice
    shown = [f"Practice: key {read_serial(each).shown}" for each in serials]
    assert [each.text() for each in offered.links if each.isVisible()] == shown
    assert unnamed(window) == []
    assert window.page._serial.input.hasFocus()
    hands.press(Qt.Key.Key_Tab)
    while QApplication.focusWidget() is not offered.links[0]:
        assert QApplication.focusWidget() is not window.page._serial.input
        hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Space)
    assert window.page._sheet.serial == serials[0]
    assert window.page._here()
    window.show_page(Where.KEYING)
    hands.settle()
    offered = window.page._serial_part.practice
    assert [each.text() for each in offered.links if each.isVisible()] == shown[1:]


def test_real_work_offers_no_serial(window, hands: Hands, desk) -> None:
    window.desk = replace(desk, place=replace(desk.place, practice=False))
    window.show_page(Where.KEYING)
    hands.settle()
    assert not window.page._serial_part.practice.isVisible()
