"""A list to choose from whose long names end in an ellipsis, and are read whole in a tooltip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget


class ChoiceBox(QComboBox):
    """A combo box that is as wide as its place lets it be, however long its names are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.currentTextChanged.connect(self.setToolTip)

    def add(self, text: str, value: object) -> None:
        """Add a choice with the value that it stands for."""
        self.addItem(text, value)
        self.setItemData(self.count() - 1, text, Qt.ItemDataRole.ToolTipRole)

    def choose(self, value: object) -> None:
        """Choose the one that stands for ``value``; the first where none does."""
        self.setCurrentIndex(max(self.findData(value), 0))

    @property
    def shown(self) -> str:
        """The words that are seen: cut with an ellipsis where the place is too narrow."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        # the style keeps a little at both ends that it does not tell of
        width = room.width() - self.fontMetrics().averageCharWidth()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box with its words cut where they don't fit."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
