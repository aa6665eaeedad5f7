"""What somebody can try at a laptop that nobody watches: each has its answer here, or its limit in the guide."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QClipboard, QContextMenuEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from desktop.ui.design.spacing import LEAST_TARGET
from desktop.ui.kiosk.guard import lets_key
from desktop.ui.kiosk.respondent import Respondent
from desktop.ui.kiosk.screens import Welcome
from desktop.ui.pages.kiosk_page import KioskPage
from tests.ui.accessible import unnamed
from tests.ui.kiosk.strangers import (
    ALT,
    CONTROL,
    NONE,
    SECRET,
    SHIFT,
    everything_held,
    gone_quiet,
    in_the_comment,
)

# keys -----------------------------------------------------------------------------------------------------


KEYS = {
    "function keys": [(getattr(Qt.Key, f"Key_F{number}"), NONE) for number in range(1, 13)],
    "letters": [(getattr(Qt.Key, f"Key_{letter}"), CONTROL) for letter in "BCFHKLNOPQSTVWX"],
    "others": [
        (Qt.Key.Key_T, CONTROL | SHIFT),
        (Qt.Key.Key_L, CONTROL | SHIFT),
        (Qt.Key.Key_F1, SHIFT),
        (Qt.Key.Key_F10, SHIFT),
        (Qt.Key.Key_F4, ALT),
        (Qt.Key.Key_Space, ALT),
        (Qt.Key.Key_P, ALT),
        (Qt.Key.Key_Menu, NONE),
        (Qt.Key.Key_Help, NONE),
        (Qt.Key.Key_Print, NONE),
        (Qt.Key.Key_HomePage, NONE),
        (Qt.Key.Key_Insert, CONTROL),
        (Qt.Key.Key_Insert, SHIFT),
        (Qt.Key.Key_Tab, CONTROL),
    ],
}


@pytest.mark.parametrize("which", KEYS)
def test_no_key_leads_out(stranger, window, which) -> None:
    stranger.to_the_first_question()
    before = stranger.shown
    for key, modifiers in KEYS[which]:
        stranger.key(key, modifiers=modifiers)
        said = (key.name, modifiers)
        assert isinstance(window.page, KioskPage), said
        assert stranger.page.body.currentWidget() is stranger.page._front, said
        assert stranger.shown == before, said
        assert QApplication.activePopupWidget() is None, said
        assert QApplication.activeModalWidget() is None, said


def test_no_action_of_the_window_can_be_carried_out(stranger, window) -> None:
    enabled = [action.text() for action in window._menus.findChildren(type(window._menus._people)) if
               action.isEnabled() and not action.shortcut().isEmpty()]  # fmt: skip
    assert enabled == []
    assert not window.menuBar().isVisible()
    assert window.isFullScreen()


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "let"),
    [
        (Qt.Key.Key_E, NONE, "e", True),
        (Qt.Key.Key_Q, CONTROL | ALT, "@", True),  # AltGr
        (Qt.Key.Key_Q, CONTROL | ALT, "", False),
        (Qt.Key.Key_Dead_Acute, NONE, "", True),
        (Qt.Key.Key_Hangul, NONE, "", True),
        (Qt.Key.Key_Left, CONTROL, "", True),
        (Qt.Key.Key_A, CONTROL, "\x01", True),
        (Qt.Key.Key_V, CONTROL, "\x16", False),
        (Qt.Key.Key_Down, ALT, "", True),  # opens a list
        (Qt.Key.Key_Left, ALT, "", False),
        (Qt.Key.Key_L, Qt.KeyboardModifier.MetaModifier, "l", False),
        (Qt.Key.Key_unknown, NONE, "ß", True),
        (Qt.Key.Key_LaunchMail, NONE, "", False),
    ],
    ids=str,
)
def test_writing_is_let_and_commands_are_not(key, modifiers, text, let) -> None:
    assert lets_key(key, modifiers, text) is let


def test_tab_goes_round_inside_the_page(stranger, window) -> None:
    stranger.to_the_first_question()
    for _press in range(30):
        stranger.key(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert stranger.page.isAncestorOf(focused)
        assert focused.isVisible()


def test_closing_the_window_asks_for_the_pin(stranger, window) -> None:
    stranger.to_the_first_question()
    assert not window.close()
    assert window.isVisible()
    assert stranger.page.body.currentWidget() is stranger.page._leave
    assert "Do you live here?" not in stranger.reads()
    stranger.press("Go back")
    assert "Do you live here?" in stranger.reads()


# fields: menus, paste, undo, drop, what keyboards learn -----------------------------------------------------


def test_a_field_has_no_menu(stranger, window) -> None:
    field = in_the_comment(stranger)
    middle = field.viewport().mapTo(window, QPoint(20, 20))
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.RightButton, NONE, middle)
    stranger.key(Qt.Key.Key_Menu)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), field.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(field.viewport(), asked)
    assert QApplication.activePopupWidget() is None


def test_nothing_is_copied_or_pasted(qapp, stranger, window) -> None:
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == ""
    field = in_the_comment(stranger)
    stranger.key(Qt.Key.Key_A, modifiers=CONTROL)
    for key in (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_Insert):
        stranger.key(key, modifiers=CONTROL)
    assert clipboard.text() == ""
    assert field.toPlainText() == SECRET
    clipboard.setText("of the staff")
    stranger.key(Qt.Key.Key_V, modifiers=CONTROL)
    QTest.mouseClick(
        window.windowHandle(), Qt.MouseButton.MiddleButton, NONE, field.viewport().mapTo(window, QPoint(9, 9))
    )
    assert field.toPlainText() == SECRET


def test_the_clipboard_of_the_staff_is_empty_when_the_laptop_is_handed_over(qtbot, window, stranger) -> None:
    QGuiApplication.clipboard().setText("of the staff")
    stranger.page._welcome()
    assert QGuiApplication.clipboard().text(QClipboard.Mode.Clipboard) == ""


def test_nothing_is_dropped_into_a_field(stranger, window) -> None:
    field = in_the_comment(stranger)
    data = QMimeData()
    data.setText("dropped")
    place = QPointF(field.viewport().mapTo(window, QPoint(5, 5)))
    event = QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE, QEvent.Type.Drop)
    QApplication.sendEvent(window.windowHandle(), event)
    assert not event.isAccepted()
    assert not field.acceptDrops()
    assert not field.viewport().acceptDrops()
    assert field.toPlainText() == SECRET


def test_the_keyboard_of_the_system_is_asked_to_learn_nothing(stranger) -> None:
    hints = in_the_comment(stranger).inputMethodHints()
    assert hints & Qt.InputMethodHint.ImhSensitiveData
    assert hints & Qt.InputMethodHint.ImhNoPredictiveText


def test_nothing_of_the_one_before_is_held_anywhere(stranger, window, steady) -> None:
    in_the_comment(stranger)
    assert SECRET in everything_held(window)
    gone_quiet(stranger, steady, 500)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert isinstance(stranger.page.piece, Welcome)
    assert SECRET not in everything_held(window)
    field = in_the_comment(stranger, "")
    assert not field.document().isUndoAvailable()
    stranger.key(Qt.Key.Key_Z, modifiers=CONTROL)
    assert field.toPlainText() == ""
    for line in stranger.page.findChildren(QLineEdit):
        assert line.completer() is None
    assert SECRET not in everything_held(window)


# for everybody ----------------------------------------------------------------------------------------------


def test_everything_that_is_pressed_is_large_enough_and_has_a_name(stranger, window) -> None:
    window._theme.set_scale(100)

    def look() -> None:
        stranger.settle()
        assert unnamed(window) == []
        small = [
            (each.text(), each.size())
            for each in stranger.page.findChildren(QAbstractButton)
            if each.isVisible() and (each.height() < LEAST_TARGET or each.width() < LEAST_TARGET)
        ]
        assert small == []

    look()
    stranger.press("English")
    look()
    stranger.press("16 years or older")
    look()
    stranger.press("I agree: start")
    look()
    stranger.press("Stop and delete my answers")
    look()
    stranger.press("Staff")
    look()


def test_the_helps_are_on_every_screen_and_can_be_hidden(stranger) -> None:
    stranger.press("Hide these")
    assert "A+" not in stranger.buttons()
    stranger.press("English")
    assert "A+" not in stranger.buttons()
    stranger.press("Language, text size, contrast")
    assert {"A−", "A+", "Contrast", "Read aloud"} <= set(stranger.buttons())


def test_text_from_100_to_300_fits_the_width(stranger, window) -> None:
    stranger.to_the_first_question()
    window.showNormal()
    window.resize(1366, 728)
    for scale in (100, 200, 300):
        window._theme.set_scale(scale)
        stranger.settle()
        for each in stranger.page.findChildren(QAbstractButton):
            if each.isVisible() and isinstance(stranger.page.piece, Respondent):
                right = each.mapTo(window, QPoint(each.width(), 0)).x()
                assert right <= window.width() + 1, (scale, each.text())
