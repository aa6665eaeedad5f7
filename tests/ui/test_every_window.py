"""Every window as a screen reader and a finger meet it: at an event, handed over, and with a dialog open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QDialog, QPushButton, QRadioButton, QWidget

from desktop.staff.people import Role
from desktop.ui.design.spacing import LEAST_TARGET
from desktop.ui.notes.hand_on_dialog import HandOnDialog
from desktop.ui.pages.page import Where
from desktop.ui.parts.link import Link
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.ui.parts.tile import Tile
from tests.ui.accessible import unnamed, walk
from tests.ui.at_event import at_event
from tests.ui.kiosk.conftest import asha, printer, ready, rules, stranger, voice
from tests.ui.test_interview import hands
from tests.ui.test_pages import arguments
from tests.workplaces import signed_in

__all__ = ["asha", "hands", "printer", "ready", "rules", "stranger", "voice"]

LEAST_OTHER = 24  # WCAG 2.2, 2.5.8
R = QAccessible.Role
ROLES = {
    QRadioButton: {R.RadioButton},
    QCheckBox: {R.CheckBox},
    QPushButton: {R.Button, R.CheckBox, R.RadioButton, R.ButtonMenu},
}


def wrong_roles(root: QWidget) -> list[str]:
    """Return what a screen reader would call by a wrong name, such as a tile that it takes for a picture."""
    faults = []
    for face in walk(QAccessible.queryAccessibleInterface(root)):
        widget = face.object()
        if not isinstance(widget, QWidget) or not widget.isVisible():
            continue
        known = next((roles for kind, roles in ROLES.items() if isinstance(widget, kind)), None)
        if known is not None and face.role() not in known:
            faults.append(f"{type(widget).__name__} {widget.accessibleName()}: {face.role()}")
    return faults


def small_targets(root: QWidget) -> list[str]:
    """Return what a finger would miss: main actions and choices under 44 pixels, all else under 24."""
    faults = []
    for field in root.findChildren(QAbstractButton):
        if not field.isVisible() or field.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        kind = field.property("kind") or ""
        small = kind in ("link", "segment") or type(field) in (Link, QCheckBox)
        least = LEAST_OTHER if small else LEAST_TARGET
        if field.height() < least or field.width() < LEAST_OTHER:
            size = f"{field.width()} x {field.height()}"
            faults.append(f"{type(field).__name__} {field.accessibleName() or field.text()}: {size}")
    return faults


AT_EVENT = [where for where in Where if where not in (Where.START, Where.SET_UP)]


@pytest.mark.parametrize("where", AT_EVENT, ids=lambda where: where.value)
def test_every_page_at_an_event_is_named_and_can_be_hit(at_work, hands, theme, place, event_id, where) -> None:
    at_work.desk = replace(at_work.desk, actor=signed_in(place, "Cora", Role.COORDINATOR))
    at_event(at_work, event_id)
    at_work.show_page(where, **arguments(where, place, event_id))
    hands.settle()
    assert unnamed(at_work) == []
    assert wrong_roles(at_work) == []
    assert small_targets(at_work) == []


@pytest.mark.parametrize("where", [Where.START, Where.SET_UP], ids=lambda where: where.value)
def test_the_ways_in_are_named_and_can_be_hit(window, hands, where) -> None:
    window.show_page(where, **({"found": "new"} if where is Where.SET_UP else {}))
    hands.settle()
    assert (unnamed(window), wrong_roles(window), small_targets(window)) == ([], [], [])


def test_every_screen_of_the_hand_over_is_named_and_can_be_hit(stranger) -> None:
    def look(name: str) -> None:
        stranger.settle()
        found = (unnamed(stranger.window), wrong_roles(stranger.window), small_targets(stranger.window))
        assert found == ([], [], []), name

    page = stranger.page
    look("welcome")
    page._started(page._languages[0])
    look("age")
    page._beginning.age_told("of age")
    look("notice")
    stranger.press("I agree: start")
    look("question")
    page._quiet(30)
    look("still there")
    page._still_there()
    page._ended("MADE-UPXX-CODE")
    look("code")
    page._ask_pin()
    look("staff")


def dialogs(parent: QWidget) -> dict[str, QDialog]:
    reasons = [("gone", "They went away"), ("other", "Another reason")]
    return {
        "reason": ReasonDialog("Why?", "It is kept.", reasons, parent, own="Own words", agree="Go on"),
        "hand on": HandOnDialog("Asha", date(2022, 1, 20), date(2022, 1, 12), parent),
    }


@pytest.mark.parametrize("name", ["reason", "hand on"])
def test_every_dialog_is_named_and_can_be_hit(qtbot, theme, holder: QWidget, name: str) -> None:
    holder.show()
    dialog = dialogs(holder)[name]
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.windowTitle()
    assert (unnamed(dialog), wrong_roles(dialog), small_targets(dialog)) == ([], [], [])
    dialog.close()


def test_the_walk_finds_what_has_no_name_and_what_is_too_small(qtbot, theme, holder: QWidget) -> None:
    nameless = QPushButton("", holder)
    nameless.setFixedSize(20, 20)
    holder.show()
    assert len(unnamed(holder)) == 1
    assert len(small_targets(holder)) == 1


def test_a_tile_is_a_button_that_tells_its_key(qtbot, theme, holder: QWidget) -> None:
    tile = Tile("Count people", "F2", holder, figure="12")
    holder.show()
    face = QAccessible.queryAccessibleInterface(tile)
    assert face.role() == R.Button
    assert face.text(QAccessible.Text.Name) == "Count people: 12"
    assert face.text(QAccessible.Text.Description) == "F2"
