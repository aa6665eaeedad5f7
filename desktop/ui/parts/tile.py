"""A large button: what it does, the key that does it, and where it counts something, the figure."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QWidget

from desktop.ui.design.spacing import space
from desktop.ui.design.theme import colours
from desktop.ui.design.type_scale import Type, font_of
from desktop.ui.design.words_direction import direction_of_words


class Tile(QPushButton):
    """Large enough for a finger; its words wrap, and its key stands at its end.

    Attributes:
        label: what it does. key: of the keyboard, as it is written on it; may be empty.
        figure: large, before the words; empty where it counts nothing.
        detail: small, under the words; may be empty.
        main: whether it is what is done most here.
    """

    def __init__(
        self,
        label: str,
        key: str,
        parent: QWidget,
        action: Any = None,
        *,
        figure: str = "",
        detail: str = "",
        main: bool = False,
    ) -> None:
        super().__init__(parent)
        self.label, self.key, self.main, self.detail = label, key, main, detail
        self.figure = figure
        self.setText(label.replace("&", "&&"))
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)  # as high as its row
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_figure(figure)
        if action is not None:
            self.clicked.connect(action)

    def show_figure(self, figure: str) -> None:
        """Show another figure."""
        self.figure = figure
        name = f"{self.label}: {figure}" if figure else self.label
        name = f"{name}. {self.detail}" if self.detail else name
        if name != self.accessibleName():
            self.setAccessibleName(name)
        self.setAccessibleDescription(self.key)
        self.update()

    # measuring --------------------------------------------------------------------------------------------

    def _label_font(self) -> QFont:
        return font_of(Type.SECTION if self.main or not self.figure else Type.STRONG)

    def _figure_font(self) -> QFont:
        font = font_of(Type.CODE if self.main else Type.TITLE)
        font.setFamilies(font_of(Type.BODY).families())
        if self.main:
            font.setPointSizeF(font.pointSizeF() * 1.5)
        return font

    def _key_size(self) -> QSize:
        if not self.key:
            return QSize(0, 0)
        metrics = QFontMetrics(font_of(Type.BODY))
        return QSize(metrics.horizontalAdvance(self.key) + space(3), round(metrics.height() * 1.2))

    def _figure_height(self) -> int:
        return QFontMetrics(self._figure_font()).height() if self.figure else 0

    def _words_width(self, width: int) -> int:
        key = self._key_size().width()
        return max(space(12), width - 2 * space(3.5) - (key + space(2) if key else 0))

    def _words_height(self, width: int) -> int:
        return self._height_of(self.label, self._label_font(), width)

    def _detail_height(self, width: int) -> int:
        return self._height_of(self.detail, font_of(Type.BODY), width) if self.detail else 0

    def _height_of(self, text: str, font: QFont, width: int) -> int:
        box = QRect(0, 0, self._words_width(width), 10_000)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading
        return QFontMetrics(font).boundingRect(box, flags, text).height()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        inside = self._words_height(width) + self._figure_height() + self._detail_height(width)
        least = space(13 if not self.figure else 14)
        return max(least, inside + space(5))

    def sizeHint(self) -> QSize:
        return QSize(space(36), self.heightForWidth(max(self.width(), space(36))))

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(self._label_font())
        longest = max((metrics.horizontalAdvance(word) for word in self.label.split()), default=0)
        key = self._key_size().width()
        beside = 2 * space(3.5) + (key + space(2) if key else 0)
        return QSize(max(space(24), longest + beside), space(13))

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    # doing ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that is held down presses once."""
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            event.accept()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    # drawing ----------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        scheme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(direction_of_words(self.label))
        enabled = self.isEnabled()
        ground = scheme.accent if self.main and enabled else scheme.surface
        if enabled and not self.main and (self.underMouse() or self.isDown()):
            ground = scheme.raised
        ink = scheme.disabled if not enabled else scheme.on_accent if self.main else scheme.text
        edge = QPen(QColor(scheme.line if not enabled else scheme.accent if self.main else scheme.border), 1.5)
        if self.hasFocus():
            edge = QPen(QColor(scheme.focus), max(3, space(0.8)))
        painter.setBrush(QColor(ground))
        painter.setPen(edge)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), space(1.5), space(1.5))
        self._paint_key(painter, ink, ground)
        painter.setPen(QColor(ink))
        figure, words = self._figure_height(), self._words_height(self.width())
        detail = self._detail_height(self.width())
        top = (self.height() - figure - words - detail) // 2
        start, width = space(3.5), self._words_width(self.width())
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        if self.figure:
            painter.setFont(self._figure_font())
            painter.drawText(self._mirrored(QRect(start, top, width, figure)), int(flags), self.figure)
        painter.setFont(self._label_font())
        painter.drawText(self._mirrored(QRect(start, top + figure, width, words)), int(flags), self.label)
        if self.detail:
            painter.setPen(QColor(ink if self.main or not enabled else scheme.muted))
            painter.setFont(font_of(Type.BODY))
            below = QRect(start, top + figure + words, width, detail)
            painter.drawText(self._mirrored(below), int(flags), self.detail)

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _paint_key(self, painter: QPainter, ink: str, ground: str) -> None:
        if not self.key:
            return
        size = self._key_size()
        box = QRect(self.width() - size.width() - space(3), (self.height() - size.height()) // 2, 0, 0)
        box.setSize(size)
        box = self._mirrored(box)
        painter.setPen(QPen(QColor(ink), 1))
        painter.setBrush(QColor(ground if self.main else colours().window))
        painter.drawRoundedRect(box, space(0.8), space(0.8))
        painter.setFont(font_of(Type.BODY))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.key)
