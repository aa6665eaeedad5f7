"""Pictures of choices that stand in a list, beside their words."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListWidgetItem

from desktop.ui.design.spacing import space
from desktop.ui.questions.view import QuestionView

_SIDE = 14.0


def icon_size(view: QuestionView) -> QSize:
    """Return how large a picture stands beside its words; nothing where the choices have none."""
    side = space(_SIDE) if view.choice_pictures else 0
    return QSize(side, side)


def icon_of(view: QuestionView, value: str) -> QIcon:
    """Return the picture of a choice, empty where there is none."""
    made = QPixmap()
    content = view.choice_pictures.get(value, b"")
    if not content or not made.loadFromData(content):
        return QIcon()
    icon = QIcon(made)
    icon.addPixmap(made, QIcon.Mode.Selected)  # else a marked line would tint it
    return icon


def give_icon(item: QListWidgetItem, view: QuestionView, value: str) -> None:
    """Put the picture of a choice beside its words."""
    if value in view.choice_pictures:
        item.setIcon(icon_of(view, value))
