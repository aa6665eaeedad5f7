"""Text size, fonts, and the binding that must not leak references."""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.design.theme import TEXT_SIZES, Theme
from desktop.ui.design.type_scale import Type, give_type, refresh_type
from desktop.ui.garbage import Collector
from desktop.ui.interview.direction import direction_of
from desktop.ui.notes.pick_list import PickList
from desktop.ui.parts.fields import text_field


def test_text_goes_from_100_to_300_by_one_setting(qapp, theme: Theme) -> None:
    usual = qapp.font().pointSizeF()
    kept: list[int] = []
    theme._keep = kept.append
    for _step in range(10):
        theme.larger()
    assert theme.scale == TEXT_SIZES[-1] == 300
    assert qapp.font().pointSizeF() == pytest.approx(3 * usual)
    theme.smaller()
    theme.usual()
    assert qapp.font().pointSizeF() == usual
    assert kept[-1] == 100


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen can neither raise a window nor grab keys
@pytest.mark.parametrize("scale", [100, 200])
def test_a_list_that_opens_shows_all_of_its_few_lines(qtbot, theme: Theme, scale: int) -> None:
    theme.set_scale(scale)
    holder = QWidget()
    qtbot.addWidget(holder)
    picks = PickList([("dots", "Dot vote"), ("ranking", "Ranking of a group"), ("other", "Something else")])
    column = QVBoxLayout(holder)
    column.addWidget(picks)
    column.addStretch(1)
    holder.resize(700, 500)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow, timeout=30_000)
    picks.setFocus()
    picks.showPopup()
    view = picks.view()
    qtbot.waitUntil(view.hasFocus, timeout=30_000)
    view.window().grab()  # laid out as it is painted, not as it was guessed
    last = view.visualRect(view.model().index(picks.count() - 1, 0))
    room = view.viewport().rect()
    picks.hidePopup()
    assert last.bottom() <= room.bottom()


def test_headings_follow_the_text_size(qtbot, qapp, theme: Theme) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    heading = QLabel("Heading", root)
    give_type(heading, Type.TITLE)
    before = heading.font().pointSizeF()
    theme.set_scale(200)
    refresh_type(root)
    assert heading.font().pointSizeF() == 2 * before


def test_a_field_on_the_screen_keeps_room_for_its_characters(qtbot, theme: Theme) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    field = text_field("A code", root, characters=10)
    root.show()
    before = field.input.width()
    theme.set_scale(200)
    qtbot.waitUntil(lambda: field.input.width() >= 1.9 * before, timeout=30_000)
    theme.usual()
    qtbot.waitUntil(lambda: field.input.width() == before, timeout=30_000)


def test_every_script_has_glyphs(qapp, theme: Theme) -> None:
    families = qapp.font().families()
    assert "Noto Sans" in families
    assert "Noto Sans Arabic" in families
    assert families.index("Noto Sans") < families.index("Noto Sans Arabic")


def test_setting_text_leaves_the_count_of_none_alone(qtbot, qapp) -> None:
    edit, label = QLineEdit(), QLabel()
    qtbot.addWidget(edit)
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(500):
        label.setText(str(number))
        edit.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 50


def test_garbage_is_collected_on_the_main_thread_only(qtbot, qapp) -> None:
    was = gc.isenabled()
    collector = Collector(every_ms=5)
    assert not gc.isenabled()
    rounds = collector._rounds
    qtbot.waitUntil(lambda: collector._rounds > rounds, timeout=30_000)
    collector.stop()
    assert gc.isenabled() == was


def test_direction_of_a_forms_language() -> None:
    assert direction_of("Urdu (ur)").name == "RightToLeft"
    assert direction_of("Arabic (ar-SY)").name == "RightToLeft"
    assert direction_of("ar").name == "RightToLeft"
    assert direction_of("English (en)").name == "LeftToRight"
    assert direction_of("Panjabi (pa)").name == "LeftToRight"
    assert direction_of("default").name == "LeftToRight"


def test_a_look_that_is_lent_is_not_kept(theme: Theme) -> None:
    kept: list[int] = []
    theme._keep = kept.append
    theme.set_scale(130)
    theme.lend()
    theme.set_scale(300)
    theme.show_contrast(True)
    assert theme.contrast
    assert theme.scale == 300
    theme.as_lent()
    assert (theme.scale, theme.contrast) == (130, False)
    theme.larger()
    theme.take_back()
    assert theme.scale == 130
    assert kept == [130]
    theme.lend(least=150)
    theme.as_lent()
    assert theme.scale == 150
    theme.take_back()
    assert theme.scale == 130
    theme.show_contrast(True)
    assert not theme.contrast
