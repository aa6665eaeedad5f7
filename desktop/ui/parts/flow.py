"""A row of buttons that goes on in the next line when the text is large or the window narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

from desktop.ui.design.spacing import space


class Flow(QLayout):
    """Lays its widgets out like words of a paragraph, in the direction of reading."""

    def __init__(self, parent: QWidget | None = None, *, gap: float = 3) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + space(self._gap) * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        gap = space(self._gap)
        x, y, line = 0, 0, 0
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
        placed: list[tuple[QLayoutItem, QRect]] = []  # of the line that is being filled
        for item in (*(each for each in self._items if not each.isEmpty()), None):
            size = item.sizeHint() if item is not None else QSize()
            if item is None or (x and x + size.width() > rect.width()):
                for each, box in placed:  # a link is lower than a button: both stand on the line's middle
                    box.translate(0, (line - box.height()) // 2)
                    each.setGeometry(QStyle.visualRect(direction, rect, box))
                if item is None:
                    break
                placed, x, y, line = [], 0, y + line + gap, 0
            if move:
                width = min(size.width(), max(rect.width(), 1))
                placed.append((item, QRect(QPoint(rect.x() + x, rect.y() + y), QSize(width, size.height()))))
            x += size.width() + gap
            line = max(line, size.height())
        return y + line
