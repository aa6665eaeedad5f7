"""The size of the text and the colours, chosen in the menu, ticked there, and kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from desktop.ui.application import ScreenSettings
from desktop.ui.design.colours import DARK, HIGH_CONTRAST, LIGHT
from desktop.ui.design.theme import Theme, scheme_named
from desktop.ui.look_menu import LookMenus
from desktop.ui.main_window import MainWindow


def chosen(window: MainWindow, words: str) -> QAction:
    (action,) = [each for each in window._menus.findChildren(LookMenus)[0].actions if each.text() == words]
    return action


@pytest.mark.parametrize(
    ("words", "name"), [("Light", "light"), ("Dark", "dark"), ("High contrast", "high contrast")]
)
def test_colours_are_chosen_ticked_and_kept(window: MainWindow, theme: Theme, words: str, name: str) -> None:
    kept: list[str] = []
    theme._keep_scheme = kept.append
    theme.choose("")
    chosen(window, words).trigger()
    assert theme.chosen == name
    assert chosen(window, words).isChecked()
    assert not chosen(window, "As the system has them").isChecked()
    chosen(window, "As the system has them").trigger()
    assert theme.chosen == ""
    assert kept == ["", name, ""]


def test_the_size_of_the_text_is_chosen_ticked_and_kept(window: MainWindow, theme: Theme) -> None:
    kept: list[int] = []
    theme._keep = kept.append
    chosen(window, "300 per cent").trigger()
    assert theme.scale == 300
    assert kept == [300]
    theme.smaller()
    assert chosen(window, "250 per cent").isChecked()
    assert not chosen(window, "300 per cent").isChecked()
    theme.usual()


def test_the_choice_outlives_the_program(tmp_path) -> None:
    ScreenSettings(tmp_path).keep_colours(HIGH_CONTRAST.name)
    assert scheme_named(ScreenSettings(tmp_path).read_colours()) is HIGH_CONTRAST
    ScreenSettings(tmp_path).keep_colours("")
    assert scheme_named(ScreenSettings(tmp_path).read_colours()) is None
    assert [scheme_named(each.name) for each in (LIGHT, DARK)] == [LIGHT, DARK]


def test_a_choice_while_the_laptop_is_handed_over_is_not_kept(theme: Theme) -> None:
    kept: list[str] = []
    theme._keep_scheme = kept.append
    theme.lend()
    theme.choose(DARK.name)
    assert theme.chosen == DARK.name
    theme.take_back()
    assert theme.chosen == LIGHT.name
    assert kept == []


def test_no_choice_is_open_while_the_screen_is_out_of_sight(window: MainWindow) -> None:
    window._menus.refresh(None, covered=True)
    assert not any(action.isEnabled() for action in window._menus.findChildren(LookMenus)[0].actions)
    window._menus.refresh(None, covered=False)
    assert all(action.isEnabled() for action in window._menus.findChildren(LookMenus)[0].actions)


def test_the_keys_of_the_text_size_work_on_the_locked_screen(at_work: MainWindow, theme: Theme, qtbot) -> None:
    at_work._lock_screen()
    qtbot.waitUntil(lambda: not at_work._background.busy, timeout=30_000)
    control = Qt.KeyboardModifier.ControlModifier
    for key, size in (
        (Qt.Key.Key_Plus, 115),
        (Qt.Key.Key_Plus, 130),
        (Qt.Key.Key_Minus, 115),
        (Qt.Key.Key_0, 100),
    ):
        qtbot.keyClick(at_work.windowHandle(), key, control)
        assert theme.scale == size
    assert at_work._lock.covered
