"""Targets that a finger hits, on every screen of the kiosk."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QSlider,
    QWidget,
)

LEAST = 44
"""Device-independent pixels a side: WCAG 2.2, 2.5.5 (level AAA)."""


def give_size(root: QWidget) -> None:
    """Make everything in ``root`` that is pressed at least :data:`LEAST` high and wide."""
    for field in root.findChildren(QWidget):
        if isinstance(field, QScrollBar):
            continue
        if isinstance(field, (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QAbstractSpinBox)):
            inside = isinstance(field, QLineEdit) and isinstance(
                field.parentWidget(), (QAbstractSpinBox, QComboBox)
            )
            if inside:
                continue
            if field.minimumHeight() < LEAST and field.maximumHeight() >= LEAST:
                field.setMinimumHeight(LEAST)
            if isinstance(field, QAbstractButton) and field.minimumWidth() < LEAST <= field.maximumWidth():
                field.setMinimumWidth(LEAST)
        elif isinstance(field, QSlider):
            field.setMinimumHeight(LEAST)
        if isinstance(field, QAbstractItemView):
            field.verticalScrollBar().setMinimumWidth(28)
