"""What tests of the pages of an event share: a window at an event, and a person who answers the question why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from desktop.ui.main_window import MainWindow


def at_event(window: MainWindow, event_id: str) -> MainWindow:
    """Put whoever is at the window to work at an event."""
    with window.desk.place.reading() as unit:
        event = unit.events.get(event_id)
        programme = unit.programmes.get(event.programme_id)
    window.desk = replace(window.desk, event=event, programme=programme)
    window._refresh_header()
    return window


def when_asked(parent: Any, *keys: Any) -> Callable[[], list[str]]:
    """Press ``keys`` in the dialog that opens next; return a function that tells its title."""
    titles: list[str] = []
    timer = QTimer(parent)
    timer.setInterval(10)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        focused = QApplication.focusWidget()
        if not isinstance(dialog, QDialog) or focused is None or not dialog.isAncestorOf(focused):
            return
        timer.stop()
        titles.append(dialog.windowTitle())
        for key in keys:
            target = QApplication.focusWidget()
            if isinstance(key, str):
                QTest.keyClicks(target, key)
            else:
                QTest.keyClick(target, key)

    timer.timeout.connect(look)
    timer.start()
    return lambda: titles
