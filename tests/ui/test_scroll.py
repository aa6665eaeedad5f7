"""What has the keyboard is in view."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from desktop.ui.design.theme import Theme
from desktop.ui.parts.scroll import Scroll


def test_a_box_that_takes_the_keyboard_is_seen_whole(qtbot, theme: Theme) -> None:
    scroll = Scroll(None)
    qtbot.addWidget(scroll)
    first = QPushButton("First", scroll.column)
    between = QLabel(scroll.column)
    between.setFixedHeight(300)
    box = QPlainTextEdit(scroll.column)
    box.setFixedHeight(160)
    for each in (first, between, box):
        scroll.layout_.addWidget(each)
    scroll.resize(500, 400)
    scroll.show()
    scroll.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus, timeout=30_000)
    shown = scroll.viewport().rect()
    assert not shown.contains(box.mapTo(scroll.viewport(), QPoint(0, box.height() - 1)))
    box.setFocus()
    qtbot.waitUntil(
        lambda: shown.contains(box.mapTo(scroll.viewport(), QPoint(0, box.height() - 1))), timeout=30_000
    )
    assert shown.contains(box.mapTo(scroll.viewport(), QPoint(0, 0)))
    first.setFocus()
    qtbot.waitUntil(lambda: shown.contains(first.mapTo(scroll.viewport(), QPoint(0, 0))), timeout=30_000)
