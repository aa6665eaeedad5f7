"""What the menu "View" has of the look: the size of the text and the colours, each kept for the next start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.colours import DARK, HIGH_CONTRAST, LIGHT
from desktop.ui.design.theme import TEXT_SIZES, Theme
from desktop.ui.parts.buttons import shortcut


class LookMenus(QObject):
    """Two menus of choices, of which the one in force is ticked.

    Attributes:
        actions: every choice, for whoever switches them off while the screen is locked.
    """

    def __init__(self, menu: QMenu, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sizes = self._group(
            menu.addMenu(tr("Text size")),
            [(tr("{count} per cent", count=size), size) for size in TEXT_SIZES],
            self._size_chosen,
        )
        self._schemes = self._group(
            menu.addMenu(tr("Colours")),
            [
                (tr("As the system has them"), ""),
                (tr("Light"), LIGHT.name),
                (tr("Dark"), DARK.name),
                (tr("High contrast"), HIGH_CONTRAST.name),
            ],
            self._scheme_chosen,
        )
        self.actions = (*self._sizes, *self._schemes)
        theme.changed.connect(self._tick)
        self._tick()

    def _group(self, menu: QMenu, choices: Sequence[tuple[str, Any]], then: Any) -> list[QAction]:
        group = QActionGroup(self)
        made = []
        for label, value in choices:
            action = QAction(label, self)
            action.setCheckable(True)
            action.setData(value)
            action.triggered.connect(then)
            group.addAction(action)
            menu.addAction(action)
            made.append(action)
        return made

    def _tick(self) -> None:
        for action in self._sizes:
            action.setChecked(action.data() == self._theme.scale)
        for action in self._schemes:
            action.setChecked(action.data() == self._theme.chosen)

    def _size_chosen(self) -> None:
        self._theme.set_scale(self.sender().data())

    def _scheme_chosen(self) -> None:
        self._theme.choose(self.sender().data())


def text_size_keys(screen: QWidget, theme: Theme) -> None:
    """Let the keys of the text size work on a screen where no menu is."""
    for keys, action in (
        ("Ctrl++", theme.larger),
        ("Ctrl+=", theme.larger),
        ("Ctrl+-", theme.smaller),
        ("Ctrl+0", theme.usual),
    ):
        shortcut(keys, screen, action)
