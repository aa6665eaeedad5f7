"""A picture at its own shape, never larger than the room there is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from desktop.ui.design.spacing import space


class PictureView(QWidget):
    """Shows one picture; takes no keyboard.

    Attributes:
        pixmap: what is shown; null where the content was no picture.
    """

    def __init__(
        self, content: bytes, parent: QWidget, *, name: str, tallest: float = 60, middle: bool = False
    ) -> None:
        super().__init__(parent)
        self._across = Qt.AlignmentFlag.AlignHCenter if middle else Qt.AlignmentFlag.AlignLeft
        self.pixmap = QPixmap()
        self._tallest = tallest
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_content(content)

    def show_content(self, content: bytes) -> bool:
        """Show another picture and return whether it is one; without one there is nothing to see."""
        self.pixmap = QPixmap()
        there = bool(content) and self.pixmap.loadFromData(content)
        self.setVisible(there)
        self.updateGeometry()
        self.update()
        return there

    def _size_in(self, width: int) -> QSize:
        size = self.pixmap.size()
        limit = QSize(max(1, width), space(self._tallest))
        if size.width() <= limit.width() and size.height() <= limit.height():
            return size
        return size.scaled(limit, Qt.AspectRatioMode.KeepAspectRatio)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._size_in(width).height()

    def sizeHint(self) -> QSize:
        return self._size_in(max(self.width(), space(60)))

    def minimumSizeHint(self) -> QSize:
        return QSize(space(10), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QStyle.alignedRect(
            self.layoutDirection(),
            self._across | Qt.AlignmentFlag.AlignTop,
            self._size_in(self.width()),
            self.rect(),
        )
        painter.drawPixmap(box, self.pixmap)
