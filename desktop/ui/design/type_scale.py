"""Type sizes in points, relative to the application font, so that a person's own text size wins everywhere."""

from __future__ import annotations

from enum import Enum

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget


class Type(Enum):
    """A role of words. The value is (size relative to body, weight); no two may be equal, or they are one."""

    CODE = (2.1, QFont.Weight.Bold)
    """Something that is copied by hand, figure by figure: every character as wide as the others."""
    TITLE = (1.7, QFont.Weight.Bold)
    QUESTION = (1.45, QFont.Weight.DemiBold)
    SECTION = (1.2, QFont.Weight.DemiBold)
    LEAD = (1.15, QFont.Weight.Normal)
    STRONG = (1.0, QFont.Weight.DemiBold)
    BODY = (1.0, QFont.Weight.Normal)
    SMALL = (0.88, QFont.Weight.Normal)


def font_of(role: Type) -> QFont:
    """Return the font of ``role`` at the present text size."""
    factor, weight = role.value
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setWeight(weight)
    if role is Type.CODE:
        font.setFamilies(["DejaVu Sans Mono", "Consolas", "Menlo", "monospace", *font.families()])
    return font


def give_type(widget: QWidget, role: Type) -> None:
    """Give ``widget`` the font of ``role`` and remember the role, so that a new text size can be applied to it."""
    widget.setProperty("type_role", role.name)
    widget.setFont(font_of(role))


def refresh_type(root: QWidget) -> None:
    """Apply the present text size to ``root`` and everything in it that was given a type."""
    for widget in (root, *root.findChildren(QWidget)):
        name = widget.property("type_role")
        if name:
            widget.setFont(font_of(Type[name]))
