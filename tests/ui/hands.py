"""A person at the window: reads the screen, presses buttons by their words, types into labelled fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

TIMEOUT = 30_000


class Hands:
    """Drives a window by what a person sees."""

    def __init__(self, qtbot: Any, window: Any) -> None:
        self.bot = qtbot
        self.window = window

    # looking ----------------------------------------------------------------------------------------------

    def _shown(self, kind: type) -> list[Any]:
        return [each for each in self.window.findChildren(kind) if each.isVisible()]

    def words(self) -> str:
        """Return all that can be read."""
        return "\n".join(each.text() for each in self._shown(QLabel))

    def until(self, condition: Callable[[], Any]) -> None:
        """Wait until something holds."""
        self.bot.waitUntil(lambda: bool(condition()), timeout=TIMEOUT)

    def reads(self, text: str) -> None:
        """Wait until some words are on the screen."""
        self.until(lambda: text in self.words())

    def page(self, kind: type) -> Any:
        """Wait until a page of that kind is shown, and return it."""
        self.until(lambda: isinstance(self.window.page, kind) and self.window.page.isVisible())
        return self.window.page

    def button(self, text: str) -> QAbstractButton:
        """Wait until a button with these words can be pressed, and return it."""
        self.until(lambda: self._buttons(text))
        return self._buttons(text)[0]

    def _buttons(self, text: str) -> list[Any]:
        return [each for each in self._shown(QAbstractButton) if each.text() == text and each.isEnabled()]

    def _of_card(self, text: str, title: str) -> QAbstractButton:
        def there() -> list[Any]:
            return [each for each in self._buttons(text) if each.accessibleName() == f"{text}: {title}"]

        self.until(there)
        return there()[0]

    def field(self, label: str) -> QLineEdit:
        """Wait until the line with that label is there, and return it."""
        self.until(lambda: self._fields(label))
        return self._fields(label)[0]

    def _fields(self, label: str) -> list[Any]:
        return [each for each in self._shown(QLineEdit) if each.accessibleName() == label]

    # doing ------------------------------------------------------------------------------------------------

    def press(self, text: str, *, of: str = "") -> None:
        """Press a button on the keyboard; ``of`` is the title of its card, where several have one."""
        found = self._of_card(text, of) if of else self.button(text)
        found.setFocus(Qt.FocusReason.TabFocusReason)
        self.bot.keyClick(found, Qt.Key.Key_Space)

    def fill(self, label: str, text: str) -> None:
        """Type into a line, in place of what stands."""
        line = self.field(label)
        line.setFocus(Qt.FocusReason.TabFocusReason)
        line.selectAll()
        self.type(text, line)

    def type(self, text: str, widget: QWidget | None = None) -> None:
        """Type; what no Latin keyboard has comes as from an input method."""
        target = widget or QApplication.focusWidget() or self.window.focusWidget()
        assert target is not None
        if text.isascii() and "\n" not in text:
            self.bot.keyClicks(target, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(target, event)

    def key(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        """Press one key where the keyboard is."""
        target = widget or QApplication.focusWidget() or self.window.focusWidget()
        assert target is not None
        self.bot.keyClick(target, key)


def confirm_sheet(hands: Hands) -> None:
    """Copy the words of a recovery sheet from the screen, as a person does by hand, and type those asked for."""
    hands.until(lambda: hands._buttons("I have it on paper: go on"))
    told = (each.accessibleName() for each in hands._shown(QLabel))
    copied = {name.split(": ")[0]: name.split(": ")[1] for name in told if name.startswith("Word ")}
    hands.press("I have it on paper: go on")
    for line in hands._shown(QLineEdit):
        if line.accessibleName() in copied:
            hands.fill(line.accessibleName(), copied[line.accessibleName()])
    hands.press("These are the words")
