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

from desktop.ui.design.spacing import LEAST_TARGET


def give_size(root: QWidget) -> None:
    """Make everything in ``root`` that is pressed at least :data:`LEAST_TARGET` high and wide."""
    for field in root.findChildren(QWidget):
        if isinstance(field, QScrollBar):
            continue
        if isinstance(field, (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QAbstractSpinBox)):
            inside = isinstance(field, QLineEdit) and isinstance(
                field.parentWidget(), (QAbstractSpinBox, QComboBox)
            )
            if inside:
                continue
            if field.minimumHeight() < LEAST_TARGET and field.maximumHeight() >= LEAST_TARGET:
                field.setMinimumHeight(LEAST_TARGET)
            if isinstance(field, QAbstractButton) and field.minimumWidth() < LEAST_TARGET <= field.maximumWidth():
                field.setMinimumWidth(LEAST_TARGET)
        elif isinstance(field, QSlider):
            field.setMinimumHeight(LEAST_TARGET)
        if isinstance(field, QAbstractItemView):
            field.verticalScrollBar().setMinimumWidth(28)
