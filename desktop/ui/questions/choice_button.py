"""A choice as one large target: mark, key and wrapping words in one row that can be pressed anywhere.

It is a real radio button or check box, so that screen readers say what it is; only the drawing is its own, since
the standard ones neither wrap their words nor grow their mark with the text.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QStyle, QWidget

from desktop.ui.design.spacing import space
from desktop.ui.design.theme import colours
from desktop.ui.design.words_direction import direction_of_words


class _Row:
    """The drawing and the measuring; a plain mix-in, since a class can have one Qt base only."""

    key = ""
    round_mark = True

    def set_up(self, label: str, key: str) -> None:
        """Give the row its words and the key that picks it."""
        self.key = key
        self.setText(label.replace("&", "&&"))
        self.label = label
        self.setAccessibleName(label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _mark(self) -> int:
        return round(self.fontMetrics().height() * 1.15)

    def _key_width(self) -> int:
        return self.fontMetrics().horizontalAdvance("00") + space(2) if self.key else 0

    def _words_rect(self, width: int) -> QRect:
        left = space(3) + self._mark() + space(3)
        right = space(3) + (self._key_width() + space(2) if self.key else 0)
        return QRect(left, space(2.6), max(40, width - left - right), 10_000)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        box = QFontMetrics(self.font()).boundingRect(
            self._words_rect(width), Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading, self.label
        )
        return max(box.height(), self._mark()) + space(5.2)

    def sizeHint(self) -> QSize:
        width = max(self.width(), space(60))
        return QSize(space(60), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(space(20), self._mark() + space(5.2))

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        scheme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(direction_of_words(self.label))
        whole = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        chosen, focused, enabled = self.isChecked(), self.hasFocus(), self.isEnabled()
        painter.setBrush(QColor(scheme.raised if chosen or (self.underMouse() and enabled) else scheme.surface))
        edge = scheme.accent if chosen else scheme.line
        painter.setPen(QPen(QColor(edge), 2 if chosen else 1))
        if focused:
            painter.setPen(QPen(QColor(scheme.focus), max(3, space(0.75))))
        painter.drawRoundedRect(whole, space(1), space(1))
        self._paint_mark(painter, chosen)
        self._paint_key(painter)
        rect = self._words_rect(self.width())
        rect.setHeight(self.height() - space(5.2))
        painter.setPen(QColor(scheme.text if enabled else scheme.disabled))
        painter.setFont(self.font())
        painter.drawText(
            self._mirrored(rect),
            Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter,
            self.label,
        )

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _paint_mark(self, painter: QPainter, chosen: bool) -> None:
        scheme = colours()
        size = self._mark()
        box = QRectF(self._mirrored(QRect(space(3), (self.height() - size) // 2, size, size))).adjusted(
            1, 1, -1, -1
        )
        painter.setPen(QPen(QColor(scheme.accent if chosen else scheme.border), 2))
        painter.setBrush(QColor(scheme.surface))
        if self.round_mark:
            painter.drawEllipse(box)
            if chosen:
                inset = size * 0.26
                painter.setBrush(QColor(scheme.accent))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
            return
        if chosen:
            painter.setBrush(QColor(scheme.accent))
        painter.drawRoundedRect(box, size * 0.12, size * 0.12)
        if chosen:
            pen = QPen(QColor(scheme.on_accent), max(2.0, size * 0.13))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            points = [
                QPoint(round(box.left() + size * x), round(box.top() + size * y))
                for x, y in ((0.2, 0.5), (0.4, 0.7), (0.75, 0.28))
            ]
            painter.drawPolyline(points)

    def _paint_key(self, painter: QPainter) -> None:
        if not self.key:
            return
        scheme = colours()
        height = round(self.fontMetrics().height() * 1.05)
        width = self._key_width()
        box = QRect(self.width() - width - space(3), (self.height() - height) // 2, width, height)
        box = self._mirrored(box)
        painter.setPen(QPen(QColor(scheme.border), 1))
        painter.setBrush(QColor(scheme.window))
        painter.drawRoundedRect(box, space(0.8), space(0.8))
        painter.setPen(QColor(scheme.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.key.upper())


class RadioRow(_Row, QRadioButton):
    """A choice of which only one can be taken."""

    def __init__(self, label: str, key: str, parent: QWidget) -> None:
        QRadioButton.__init__(self, parent)
        self.set_up(label, key)


class CheckRow(_Row, QCheckBox):
    """A choice of which several can be taken."""

    round_mark = False

    def __init__(self, label: str, key: str, parent: QWidget) -> None:
        QCheckBox.__init__(self, parent)
        self.set_up(label, key)
