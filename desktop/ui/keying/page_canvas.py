"""One scanned page, put straight, with a frame around what is being keyed, at any size. It takes no keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.design.spacing import space, unit
from desktop.ui.design.theme import colours

_AROUND = 4.0
"""Millimetres of the page that are shown around the frame."""
_STEP = 1.25
_MOST_STEPS = 8
_FINEST = 24.0
"""Pixels a millimetre: six times its size on paper."""
_MOVE = 0.25
"""Part of what is seen by which the page moves at a key."""
_COARSE = 0.3
"""Pixels of the screen for one of the picture: with fewer, a picture half as fine is painted."""
_LEGIBLE = 0.65
"""Units of spacing, which grow with the text, that a millimetre has at least: a tall question is made smaller to
be seen whole, but not so small that its words can't be read."""
_LEAST = 3.3
"""Pixels a millimetre: so small at least are the boxes, to be seen all at once."""


class PageCanvas(QWidget):
    """Shows a picture of a page (:class:`~desktop.workflows.sheet_pictures.PagePicture`).

    Attributes:
        whole: the whole page is shown; else the question that is framed, enlarged by ``steps``.
    Signals:
        fineness_changed: another size may want a finer picture.
    """

    fineness_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.whole = False
        self.steps = 0
        self._image, self._half = QImage(), QImage()
        self._size = QSizeF()
        self._to_page = QTransform()
        self._turns = self._page = 0
        self._place: Any = None
        self._moved = QPointF()
        self._dragged: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_page(self, picture: Any, place: Any) -> None:
        """Show a page, and the frame of ``place`` (a ``QuestionPlace`` on it) where there is one."""
        form = QImage.Format.Format_Grayscale8 if picture.grey else QImage.Format.Format_RGB888
        stride = picture.width * (1 if picture.grey else 3)
        raw = QImage(picture.pixels, picture.width, picture.height, stride, form)
        self._image = raw.convertToFormat(QImage.Format.Format_RGB32)  # what painting is fast with; its own memory
        self._half = QImage()
        lie = picture.lie
        self._size = QSizeF(*picture.page_size)
        if lie is not None:
            self._to_page = QTransform(lie.a, lie.d, lie.b, lie.e, lie.c, lie.f).inverted()[0]
            self._turns = 0
        else:
            self._to_page = QTransform.fromScale(
                self._size.width() / picture.width, self._size.height() / picture.height
            )
        if picture.page != self._page:
            self._moved = QPointF()
        self._page = picture.page
        self.frame_place(place)

    def frame_place(self, place: Any) -> None:
        """Frame another question of the same page, and bring it into view; the same one stays where it is."""
        if place != self._place:
            self._moved = QPointF()
        self._place = place
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._image, self._half = QImage(), QImage()
        self._place, self._turns, self._page = None, 0, 0
        self.update()

    def turn(self) -> None:
        """Turn the page by a quarter; for one of which nobody knows how it lies."""
        self._turns = (self._turns + 1) % 4
        self._moved = QPointF()
        self.update()

    def zoom(self, steps: int) -> None:
        """Make the page larger or smaller."""
        self.whole = False
        self.steps = max(-_MOST_STEPS, min(_MOST_STEPS, self.steps + steps))
        self._resized()

    def show_whole(self, whole: bool) -> None:
        """Show the whole page, or the question at its usual size."""
        self.whole = whole
        self.steps = 0
        self._moved = QPointF()
        self._resized()

    def move_by(self, right: int, down: int) -> None:
        """Move what is seen of the page, in steps."""
        self._moved += QPointF(right * self.width(), down * self.height()) * (_MOVE / self.scale())
        self.update()

    def _resized(self) -> None:
        self.fineness_changed.emit()
        self.update()

    # sizes and places ---------------------------------------------------------------------------------------

    @property
    def fine(self) -> float:
        """Pixels of the screen that a millimetre of the page takes."""
        return self.scale() * self.devicePixelRatioF()

    def scale(self) -> float:
        """Return pixels a millimetre."""
        size = self._page_size()
        if size.isEmpty() or self.width() < 2 or self.height() < 2:
            return 4.0
        whole = min(self.width() / size.width(), self.height() / size.height())
        if self.whole:
            return whole
        base = whole
        if self._place is not None:
            frame = self._place.frame
            wide = self.width() / (frame.width + 2 * _AROUND)
            high = self.height() / (frame.height + 2 * _AROUND)
            boxes_high = self.height() / (self._place.boxes.height + _AROUND)
            base = min(wide, max(high, min(unit() * _LEGIBLE, boxes_high), _LEAST))
        return max(whole, min(_FINEST, base * _STEP**self.steps))

    def frame_on_screen(self) -> QRectF:
        """Return where the frame is in this widget; empty where nothing is framed."""
        if self._place is None or self._image.isNull():
            return QRectF()
        frame = self._place.frame
        return self._view().mapRect(QRectF(frame.x, frame.y, frame.width, frame.height))

    def _page_size(self) -> QSizeF:
        return self._size.transposed() if self._turns % 2 else self._size

    def _view(self) -> QTransform:
        """Return the way from millimetres on the page to this widget."""
        scale, corner = self.scale(), self._corner()
        return QTransform.fromTranslate(-corner.x(), -corner.y()) * QTransform.fromScale(scale, scale)

    def _corner(self) -> QPointF:
        """Return the point of the page that is at this widget's top left corner."""
        scale, size = self.scale(), self._page_size()
        seen = QSizeF(self.width() / scale, self.height() / scale)
        x, y = (size.width() - seen.width()) / 2, 0.0
        if self._place is not None and not self.whole:
            x, y = self._to_the_place(seen)
        x = _within(x + self._moved.x(), size.width(), seen.width())
        y = _within(y + self._moved.y(), size.height(), seen.height())
        return QPointF(x, y)

    def _to_the_place(self, seen: QSizeF) -> tuple[float, float]:
        frame, boxes = self._place.frame, self._place.boxes
        x = frame.x + frame.width / 2 - seen.width() / 2
        if seen.width() < frame.width:
            # not all of it fits: the boxes first, and what stands behind them on their line
            starts_right = boxes.x + boxes.width / 2 > frame.x + frame.width / 2
            x = boxes.right + _AROUND - seen.width() if starts_right else boxes.x - 2.5 * _AROUND
            if boxes.width + 2 * _AROUND > seen.width():
                x = boxes.x - _AROUND
        y = frame.y + frame.height / 2 - seen.height() / 2
        if seen.height() < frame.height + 2 * _AROUND:
            y = frame.bottom + _AROUND - seen.height()  # the boxes stand at its end
            first_box = boxes.y - _AROUND / 2
            y = first_box if seen.height() < boxes.height + _AROUND else min(y, first_box)
        return x, y

    # painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().line))
        if self._image.isNull():
            return
        view = self._view()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        to_view = self._to_page * self._turned() * view
        image = self._image
        if abs(to_view.determinant()) < _COARSE:
            image = self._half_as_fine()
            to_view = QTransform.fromScale(2.0, 2.0) * to_view
        painter.setTransform(to_view)
        painter.drawImage(0, 0, image)
        painter.resetTransform()
        if self._place is not None:
            self._paint_frame(painter, self.frame_on_screen())

    def _half_as_fine(self) -> QImage:
        """Return the picture for a page seen small: what is left out between pixels makes its lines flicker."""
        if self._half.isNull():
            size = self._image.size() / 2
            self._half = self._image.scaled(
                size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        return self._half

    def _turned(self) -> QTransform:
        width, height = self._size.width(), self._size.height()
        along = {1: (height, 0.0), 2: (width, height), 3: (0.0, width)}.get(self._turns, (0.0, 0.0))
        return QTransform().rotate(90 * self._turns) * QTransform.fromTranslate(*along)

    def _paint_frame(self, painter: QPainter, frame: QRectF) -> None:
        """Two lines, one light and one dark, so that it is seen on any paper; and the rest of the page darker."""
        rest = QPainterPath()
        rest.addRect(QRectF(self.rect()))
        rest.addRect(frame)
        painter.fillPath(rest, QColor(0, 0, 0, 56))
        thick = max(3.0, space(0.8))
        for colour, width in ((QColor("white"), 2.2 * thick), (QColor("#14212b"), thick)):
            pen = QPen(colour, width)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(frame)

    # by hand ------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move the page; with Ctrl, make it larger or smaller."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if turned.y() > 0 else -1)
        else:
            self._moved -= QPointF(turned.x(), turned.y()) / (2.0 * self.scale())
            self.update()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            self._moved -= (event.position() - self._dragged) / self.scale()
            self._dragged = event.position()
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._dragged = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fineness_changed.emit()

    def sizeHint(self) -> QSize:
        return QSize(space(90), space(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)  # pixels: large text leaves little room, and the field comes first


def _within(at: float, size: float, seen: float) -> float:
    """Keep the page in view: a narrower one in the middle."""
    return (size - seen) / 2 if seen >= size else max(0.0, min(at, size - seen))
