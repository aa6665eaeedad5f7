"""Draws a row of a list as two lines: words, and in a quieter tone what is known of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.design.spacing import space
from desktop.ui.design.theme import colours
from desktop.ui.design.words_direction import direction_of_words

_Index = QModelIndex | QPersistentModelIndex
QUIET = Qt.ItemDataRole.UserRole + 1
"""Role of the second line; the first is the item's text."""


class TwoLines(QStyledItemDelegate):
    """Each line keeps its own direction.

    Either it is cut at its own end, and all rows are equally high; or it wraps, and a row is as high as it needs.
    """

    def __init__(self, view: QAbstractItemView, *, wraps: bool = False) -> None:
        super().__init__(view)
        self._view = view
        self._wraps = wraps

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the size of a row: scripts with high letters have their room too."""
        width = self._view.viewport().width() - 2 * space(2.5)
        return QSize(space(20), sum(self._height(option, text, width) for text in _texts(index)) + space(3))

    def _height(self, option: QStyleOptionViewItem, text: str, width: int) -> int:
        if not self._wraps:
            return self._line(option)
        room = QRect(0, 0, max(space(20), width), _UNBOUND)
        return max(self._line(option), option.fontMetrics.boundingRect(room, _WRAPPED, text).height())

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
        room = option.rect.adjusted(space(2.5), space(1.5), -space(2.5), -space(1.5))
        painter.save()
        top = room.top()
        for text, tone in zip(_texts(index), (scheme.text, scheme.muted), strict=True):
            painter.setPen(QColor(scheme.on_accent if chosen else tone))
            painter.setLayoutDirection(direction_of_words(text))
            at = QRect(room.left(), top, room.width(), self._height(option, text, room.width()))
            top += at.height()
            cut = text
            if not self._wraps:
                cut = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, at.width())
            side = Qt.AlignmentFlag.AlignRight if option.direction == Qt.LayoutDirection.RightToLeft else _LEFT
            flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
            painter.drawText(at, int(flags) | (_WRAPPED if self._wraps else 0), cut)
        painter.restore()


def _texts(index: _Index) -> tuple[str, str]:
    return str(index.data(Qt.ItemDataRole.DisplayRole)), str(index.data(QUIET) or "")


_LEFT = Qt.AlignmentFlag.AlignLeft
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_UNBOUND = 10_000
