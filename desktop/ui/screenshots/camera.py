"""What takes the pictures: it waits until a screen is there, and presses what a person would press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.ui.pages.find import page_class
from desktop.ui.pages.page import Where

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.ui.main_window import MainWindow

_WAIT_S = 120.0


class Camera:
    """Drives the window from page to page and keeps a picture of each.

    Attributes:
        taken: the pictures, in the order of the walk.
    """

    def __init__(
        self, app: QApplication, window: MainWindow, background: Any, out: Path, only: Sequence[str] = ()
    ) -> None:
        self._app = app
        self.window = window
        self._background = background
        self._out = out
        self._only = only
        self._number = 0
        self.taken: list[Path] = []

    def until(self, condition: Callable[[], bool]) -> None:
        """Let the event loop run until ``condition`` holds.

        Raises:
            TimeoutError: it does not hold after two minutes.
        """
        from PySide6.QtCore import QDeadlineTimer, QEventLoop

        deadline = QDeadlineTimer(int(_WAIT_S * 1000))
        while not condition():
            if deadline.hasExpired():
                raise TimeoutError("a screen did not come")
            self._app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def settle(self) -> None:
        """Wait until nothing is under way and everything is drawn."""
        for _round in range(3):
            self.until(lambda: not self._background.busy)
            for _turn in range(4):
                self._app.processEvents()

    def take(self, name: str) -> None:
        """Keep a picture of the window as it is."""
        self.settle()
        self._number += 1
        if self._only and name not in self._only:
            return
        path = self._out / (f"{name}.png" if self._only else f"{self._number:02d}-{name}.png")
        self.window.grab().save(str(path))
        self.taken.append(path)

    def press(self, *keys: Any, text: str = "") -> None:
        """Press keys one after another, and then those of ``text``, on whatever has the focus."""
        from PySide6.QtTest import QTest

        for key in (*keys, *text):
            target = self._app.focusWidget() or self.window
            if isinstance(key, str):
                QTest.keyClicks(target, key)
            else:
                QTest.keyClick(target, key)
            self.settle()

    def at(self, where: Where) -> bool:
        """Tell whether the window shows the page of ``where``."""
        return type(self.window.page) is page_class(where)

    def go(self, where: Where, **arguments: Any) -> None:
        """Show a page, and wait until it is there."""
        self.window.show_page(where, **arguments)
        self.settle()

    def pressed(self, words: str) -> None:
        """Press the button of the page that says ``words``."""
        from PySide6.QtWidgets import QPushButton

        buttons = [
            each
            for each in self.window.page.findChildren(QPushButton)
            if each.text() == words and each.isVisible()
        ]
        buttons[0].click()
        self.settle()
