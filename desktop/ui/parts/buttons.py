"""Buttons: one look for the main action of a page, one for the others, one for links and one for what destroys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.ui.design.spacing import LEAST_TARGET


def button(
    text: str,
    parent: QWidget,
    action: Any = None,
    *,
    kind: str = "",
    name: str = "",
) -> QPushButton:
    """Return a button.

    Args:
        action: bound method to call, or a signal to pass the press on to.
        kind: ``primary``, ``danger``, ``link`` or empty.
        name: accessible name where the words alone say too little ("Change: What is your sex?").
    """
    made = QPushButton(parent)
    made.setText(text.replace("&", "&&"))
    made.setAutoDefault(True)
    made.setAccessibleName(name or text)
    if kind:
        made.setProperty("kind", kind)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    if kind != "link":
        made.setMinimumSize(LEAST_TARGET, LEAST_TARGET)
    if action is not None:
        made.clicked.connect(action)
    return made


def shortcut(keys: str, parent: QWidget, action: Callable[[], None]) -> QShortcut:
    """Tie ``keys`` to a bound method while ``parent`` is on the screen."""
    made = QShortcut(QKeySequence(keys), parent)
    made.activated.connect(action)
    return made
