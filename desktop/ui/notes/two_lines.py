"""Draws a row of a list as two lines: words, and in a quieter tone what is known of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.design.spacing import space
from desktop.ui.design.theme import colours
from desktop.ui.design.words_direction import direction_of_words

_Index = QModelIndex | QPersistentModelIndex
QUIET = Qt.ItemDataRole.UserRole + 1
"""Role of the second line; the first is the item's text."""


class TwoLines(QStyledItemDelegate):
    """Each line keeps its own direction, and is cut at its own end; all rows are equally high."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return the size of every row: scripts with high letters have their room too."""
        return QSize(space(20), 2 * self._line(option) + space(3))

    @staticmethod
    def _line(option: QStyleOptionViewItem) -> int:
        return round(option.fontMetrics.height() * 1.2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the row."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        shown.text = ""
        style = shown.widget.style() if shown.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        scheme = colours()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        line = self._line(option)
        room = option.rect.adjusted(space(2.5), space(1.5), -space(2.5), -space(1.5))
        painter.save()
        for number, (text, tone) in enumerate(
            (
                (str(index.data(Qt.ItemDataRole.DisplayRole)), scheme.text),
                (str(index.data(QUIET) or ""), scheme.muted),
            )
        ):
            painter.setPen(QColor(scheme.on_accent if chosen else tone))
            painter.setLayoutDirection(direction_of_words(text))
            at = QRect(room.left(), room.top() + number * line, room.width(), line)
            cut = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, at.width())
            side = Qt.AlignmentFlag.AlignRight if option.direction == Qt.LayoutDirection.RightToLeft else _LEFT
            painter.drawText(at, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute), cut)
        painter.restore()


_LEFT = Qt.AlignmentFlag.AlignLeft
