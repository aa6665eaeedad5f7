"""A choice as one large target: mark, key, picture and wrapping words that can be pressed anywhere.

It is a real radio button or check box, so that screen readers say what it is; only the drawing is its own, since
the standard ones neither wrap their words nor grow their mark with the text.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QStyle, QWidget

from desktop.ui.design.spacing import LEAST_TARGET, space
from desktop.ui.design.theme import colours
from desktop.ui.design.words_direction import direction_of_words
from desktop.ui.questions.choice_mark import draw_mark

_UNBOUND = 10_000
_CENTRED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter
_LEADING = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading
_UP_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class Shape(Enum):
    """How a choice is drawn."""

    ROW = "row"
    """Mark, then words, then key, in one line."""
    BOX = "box"
    """Mark above its words, for choices side by side."""
    BARE = "bare"
    """The mark alone: the words stand in the head of the table."""


class _Row:
    """The drawing and the measuring; a plain mix-in, since a class can have one Qt base only."""

    key = ""
    round_mark = True
    shape = Shape.ROW
    marked = True
    """Whether there is a mark when the choice is not taken (appearance ``no-buttons``: there is none)."""
    across = False
    """Whether Up and Down are for the table around it."""
    by_mouse = False
    """Whether the press that is being told of came from a mouse, a finger or a pen."""

    def set_up(self, label: str, key: str) -> None:
        """Give the row its words and the key that picks it."""
        self.key = key
        self.setText(label.replace("&", "&&"))
        self.label = label
        self.picture = QPixmap()
        self.setAccessibleName(label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_picture(self, content: bytes) -> None:
        """Show a picture with the words; what is none is left out."""
        self.picture.loadFromData(content)
        self.updateGeometry()

    # measuring --------------------------------------------------------------------------------------------

    def _mark(self) -> int:
        return round(self.fontMetrics().height() * 1.15)

    def _mark_room(self) -> int:
        return self._mark() + space(3) if self.marked else 0

    def _key_width(self) -> int:
        return self.fontMetrics().horizontalAdvance("00") + space(2) if self.key else 0

    def _picture_size(self, width: int) -> QSize:
        if self.picture.isNull():
            return QSize(0, 0)
        limit = QSize(max(20, width), space(36))
        size = self.picture.size()
        return size.scaled(limit, Qt.AspectRatioMode.KeepAspectRatio) if not _fits(size, limit) else size

    def _words_rect(self, width: int) -> QRect:
        """Return where the words may stand in a row; its height is open."""
        left = space(3) + self._mark_room()
        right = space(3) + (self._key_width() + space(2) if self.key else 0)
        return QRect(left, space(2.6), max(40, width - left - right), _UNBOUND)

    def _words_height(self, rect: QRect, flags: int) -> int:
        return QFontMetrics(self.font()).boundingRect(rect, flags, self.label).height() if self.label else 0

    def least_width(self, shape: Shape) -> int:
        """Return the width in which no word of the label is broken."""
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(each) for each in self.label.split()), default=0)
        if shape is Shape.ROW:
            return longest + space(6) + self._mark_room() + (self._key_width() + space(2) if self.key else 0)
        return max(longest + space(3), self._mark() + self._key_width() + space(5))

    def whole_width(self) -> int:
        """Return the width of a row whose words stand in one line."""
        line = self.fontMetrics().horizontalAdvance(self.label) + space(1)
        return line + space(6) + self._mark_room() + (self._key_width() + space(2) if self.key else 0)

    def height_in(self, width: int, shape: Shape) -> int:
        """Return the height that the choice needs when it is so wide and so drawn."""
        if shape is Shape.BARE:
            return self._mark() + space(5.2)
        if shape is Shape.BOX:
            inner = QRect(0, 0, max(30, width - space(3)), _UNBOUND)
            picture = self._picture_size(inner.width()).height()
            top = self._mark() + space(1) if self.marked or self.key else 0
            return top + (picture + space(1) if picture else 0) + self._words_height(inner, _CENTRED) + space(4)
        rect = self._words_rect(width)
        picture = self._picture_size(rect.width()).height()
        height = self._words_height(rect, _LEADING) + (picture + space(1) if picture else 0)
        return max(LEAST_TARGET, max(height, self._mark()) + space(5.2))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.height_in(width, self.shape)

    def sizeHint(self) -> QSize:
        width = max(self.width(), space(60))
        return QSize(space(60), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(space(20), self._mark() + space(5.2))

    def changeEvent(self, event: QEvent) -> None:
        """Be measured anew when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self.updateGeometry()

    # keys and mouse ---------------------------------------------------------------------------------------

    def hitButton(self, position: object) -> bool:
        return self.rect().contains(position)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.by_mouse = True
        super().mouseReleaseEvent(event)
        self.by_mouse = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Up and Down to the table where there is one."""
        if self.across and event.key() in _UP_DOWN:
            event.ignore()
            return
        super().keyPressEvent(event)

    # drawing ----------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        scheme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setLayoutDirection(direction_of_words(self.label))
        whole = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        chosen, focused, enabled = self.isChecked(), self.hasFocus(), self.isEnabled()
        painter.setBrush(QColor(scheme.raised if chosen or (self.underMouse() and enabled) else scheme.surface))
        edge = scheme.accent if chosen else scheme.line
        painter.setPen(QPen(QColor(edge), 2 if chosen else 1))
        if focused:
            painter.setPen(QPen(QColor(scheme.focus), max(3, space(0.75))))
        painter.drawRoundedRect(whole, space(1), space(1))
        painter.setFont(self.font())
        {Shape.ROW: self._paint_row, Shape.BOX: self._paint_box, Shape.BARE: self._paint_bare}[self.shape](painter)

    def _paint_row(self, painter: QPainter) -> None:
        size = self._mark()
        middle = (self.height() - size) // 2
        if self.marked or self.isChecked():
            self._paint_mark(painter, QRect(space(3), middle, size, size), quiet=not self.marked)
        self._paint_key(painter, self.width() - self._key_width() - space(3))
        rect = self._words_rect(self.width())
        if not self.marked:  # a tick needs its room only where it is
            rect.setLeft(rect.left() + (size + space(2) if self.isChecked() else 0))
        rect.setHeight(self.height() - space(5.2))
        picture = self._picture_size(rect.width())
        if not picture.isEmpty():
            self._paint_picture(painter, QRect(rect.topLeft(), picture))
            rect.setTop(rect.top() + picture.height() + space(1))
        self._paint_words(painter, rect, _LEADING | Qt.AlignmentFlag.AlignVCenter)

    def _paint_box(self, painter: QPainter) -> None:
        size = self._mark()
        inner = QRect(space(1.5), space(2), max(30, self.width() - space(3)), self.height() - space(4))
        key = self._key_width()
        if self.marked or self.isChecked():
            # mark and key stand side by side in the middle
            left = (self.width() - size - (key + space(1.5) if key else 0)) // 2
            self._paint_mark(painter, QRect(left, inner.top(), size, size), quiet=not self.marked)
            self._paint_key(painter, left + size + space(1.5), inner.top() + (size - self._key_height()) // 2)
        elif key:
            self._paint_key(painter, (self.width() - key) // 2, inner.top())
        if self.marked or key:
            inner.setTop(inner.top() + size + space(1))
        picture = self._picture_size(inner.width())
        if not picture.isEmpty():
            left = inner.left() + (inner.width() - picture.width()) // 2
            self._paint_picture(painter, QRect(left, inner.top(), picture.width(), picture.height()))
            inner.setTop(inner.top() + picture.height() + space(1))
        self._paint_words(painter, inner, _CENTRED)

    def _paint_bare(self, painter: QPainter) -> None:
        size = self._mark()
        box = QRect((self.width() - size) // 2, (self.height() - size) // 2, size, size)
        self._paint_mark(painter, box, quiet=False)

    def _paint_words(self, painter: QPainter, rect: QRect, flags: int) -> None:
        scheme = colours()
        painter.setPen(QColor(scheme.text if self.isEnabled() else scheme.disabled))
        painter.drawText(self._mirrored(rect), flags, self.label)

    def _paint_picture(self, painter: QPainter, rect: QRect) -> None:
        painter.drawPixmap(self._mirrored(rect), self.picture)

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _paint_mark(self, painter: QPainter, box: QRect, *, quiet: bool) -> None:
        draw_mark(
            painter,
            QRectF(self._mirrored(box)).adjusted(1, 1, -1, -1),
            chosen=self.isChecked(),
            rounded=self.round_mark and not quiet,
            colour=colours().accent if self.isEnabled() else colours().disabled,
        )

    def _key_height(self) -> int:
        return round(self.fontMetrics().height() * 1.05)

    def _paint_key(self, painter: QPainter, left: int, top: int | None = None) -> None:
        if not self.key:
            return
        scheme = colours()
        height = self._key_height()
        box = QRect(left, (self.height() - height) // 2 if top is None else top, self._key_width(), height)
        box = self._mirrored(box)
        painter.setPen(QPen(QColor(scheme.border), 1))
        painter.setBrush(QColor(scheme.window))
        painter.drawRoundedRect(box, space(0.8), space(0.8))
        painter.setPen(QColor(scheme.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.key.upper())


def _fits(size: QSize, limit: QSize) -> bool:
    return size.width() <= limit.width() and size.height() <= limit.height()


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


ChoiceButton = RadioRow | CheckRow
