"""A link that wraps: a standard button would cut long words off."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.ui.design.spacing import space
from desktop.ui.design.theme import colours
from desktop.ui.design.words_direction import direction_of_words


class Link(QPushButton):
    """Underlined words of any length that can be pressed."""

    def __init__(self, text: str, parent: QWidget, action: Any = None) -> None:
        super().__init__(parent)
        self._words = text
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if action is not None:
            self.clicked.connect(action)

    def _room(self, width: int) -> QRect:
        return QRect(space(1.5), space(1), max(40, width - space(3)), 10_000)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        box = QFontMetrics(self.font()).boundingRect(self._room(width), Qt.TextFlag.TextWordWrap, self._words)
        return box.height() + space(2)

    def sizeHint(self) -> QSize:
        return QSize(space(60), self.heightForWidth(max(self.width(), space(60))))

    def minimumSizeHint(self) -> QSize:
        return QSize(space(20), self.fontMetrics().height() + space(2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        scheme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(direction_of_words(self._words))
        font = QFont(self.font())
        font.setUnderline(True)
        painter.setFont(font)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading
        if self.hasFocus():
            box = painter.boundingRect(self._room(self.width()), int(flags), self._words)
            painter.setPen(QPen(QColor(scheme.focus), max(3, space(0.75))))
            edge = QRectF(box).adjusted(-space(1), -space(0.5), space(1), space(0.5))
            painter.drawRoundedRect(
                edge.intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2)), space(0.8), space(0.8)
            )
        painter.setPen(QColor(scheme.link))
        painter.drawText(self._room(self.width()), int(flags), self._words)
