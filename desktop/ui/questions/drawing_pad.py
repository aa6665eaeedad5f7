"""A sheet to draw or sign on, with a pen, a finger, the mouse or the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.design.spacing import space
from desktop.ui.design.theme import colours

_WIDE = 1200
"""Dots across of the picture that is made."""
_PAPER, _INK = "#ffffff", "#101820"
"""A drawing is the same in every colour scheme: it is looked at elsewhere and printed."""
_STEP = 0.01
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class DrawingPad(QWidget):
    """Holds lines in parts of its width, so that they stay where they are when it grows.

    By keyboard: the arrows move the pen (with Shift in large steps), Space puts it down and lifts it, Backspace
    takes the last line back.

    Signals:
        drawn: a line was finished or taken back.
    """

    drawn = Signal()

    def __init__(self, parent: QWidget, *, shape: float = 0.4) -> None:
        super().__init__(parent)
        self._shape = shape
        self._lines: list[list[QPointF]] = []
        self._under = QImage()
        self._pen = QPointF(0.1, shape / 2)
        self._down = False
        self._by_key = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def empty(self) -> bool:
        """Whether nothing was drawn."""
        return not self._lines

    def put_under(self, content: bytes) -> None:
        """Lay a picture under the lines; none takes it away."""
        self._under = QImage.fromData(content) if content else QImage()
        if not self._under.isNull():
            self._shape = self._under.height() / self._under.width()
        self._lines = []
        self.updateGeometry()
        self.update()

    def clear(self) -> None:
        """Take all lines away."""
        self._lines = []
        self._down = False
        self.update()

    def undo(self) -> None:
        """Take the last line back."""
        if self._lines:
            self._lines.pop()
            self._down = False
            self.update()
            self.drawn.emit()

    def content(self) -> bytes:
        """Return the drawing as PNG."""
        image = QImage(_WIDE, max(1, round(_WIDE * self._shape)), QImage.Format.Format_RGB32)
        image.fill(QColor(_PAPER))
        painter = QPainter(image)
        self._paint(painter, QRectF(image.rect()))
        painter.end()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        return bytes(data.data())

    # measuring and drawing --------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(min(width, space(150)) * self._shape)

    def sizeHint(self) -> QSize:
        width = max(self.width(), space(60))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(space(30), space(12))

    def _sheet(self) -> QRectF:
        """Return where the sheet is: as large as its shape lets it be."""
        width = min(self.width() - 4.0, (self.height() - 4.0) / self._shape)
        left = self.width() - width - 2 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 2.0
        return QRectF(left, 2.0, width, width * self._shape)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = self._sheet()
        painter.fillRect(sheet, QColor(_PAPER))
        self._paint(painter, sheet)
        scheme = colours()
        edge = QPen(QColor(scheme.focus if self.hasFocus() else scheme.border), 4 if self.hasFocus() else 2)
        painter.setPen(edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet)
        if self.hasFocus() and self._by_key:
            at = self._on(self._pen, sheet)
            painter.setPen(QPen(QColor(_INK), 2))
            painter.setBrush(QColor(_INK if self._down else _PAPER))
            painter.drawEllipse(at, space(1), space(1))

    def _paint(self, painter: QPainter, sheet: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self._under.isNull():
            painter.drawImage(sheet, self._under)
        wide = max(2.0, sheet.width() * 0.005)
        # on a picture the ink has a light rim, to be seen on dark ground too
        rim = [(_PAPER, wide * 2)] if not self._under.isNull() else []
        for colour, width in (*rim, (_INK, wide)):
            pen = QPen(QColor(colour), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            for line in self._lines:
                points = [self._on(point, sheet) for point in line]
                painter.drawPolyline(points) if len(points) > 1 else painter.drawPoint(points[0])

    @staticmethod
    def _on(point: QPointF, sheet: QRectF) -> QPointF:
        return QPointF(sheet.left() + point.x() * sheet.width(), sheet.top() + point.y() * sheet.width())

    def _from(self, position: QPointF) -> QPointF:
        sheet = self._sheet()
        across = (position.x() - sheet.left()) / max(1.0, sheet.width())
        return self._within(QPointF(across, (position.y() - sheet.top()) / max(1.0, sheet.width())))

    def _within(self, point: QPointF) -> QPointF:
        return QPointF(min(1.0, max(0.0, point.x())), min(self._shape, max(0.0, point.y())))

    # hand and keys ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._by_key = False
            self._lines.append([self._from(event.position())])
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._lines:
            self._lines[-1].append(self._from(event.position()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._lines:
            self.drawn.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Draw with the arrows; what is none of the pad's keys goes on to the page."""
        self._by_key = True
        move = _ARROWS.get(Qt.Key(event.key()))
        if move is not None:
            step = _STEP * (5 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            self._pen = self._within(self._pen + QPointF(move[0] * step, move[1] * step))
            if self._down:
                self._lines[-1].append(QPointF(self._pen))
        elif event.key() == Qt.Key.Key_Space:
            self._down = not self._down
            if self._down:
                self._lines.append([QPointF(self._pen)])
            else:
                self.drawn.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self.undo()
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lift the pen when the keyboard goes elsewhere."""
        super().focusOutEvent(event)
        if self._down:
            self._down = False
            self.drawn.emit()
        self.update()
