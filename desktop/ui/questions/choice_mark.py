"""The mark of a choice: a ring with a dot where one can be taken, a square with a tick where several can."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.ui.design.theme import colours


def draw_mark(painter: QPainter, box: QRectF, *, chosen: bool, rounded: bool, colour: str) -> None:
    """Draw the mark into ``box``; ``colour`` is that of a mark that is set."""
    scheme = colours()
    size = box.width()
    painter.setPen(QPen(QColor(colour if chosen else scheme.border), 2))
    painter.setBrush(QColor(scheme.surface))
    if rounded:
        painter.drawEllipse(box)
        if chosen:
            inset = size * 0.26
            painter.setBrush(QColor(colour))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
        return
    if chosen:
        painter.setBrush(QColor(colour))
    painter.drawRoundedRect(box, size * 0.12, size * 0.12)
    if chosen:
        pen = QPen(QColor(scheme.on_accent), max(2.0, size * 0.13))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(
            [
                QPointF(box.left() + size * x, box.top() + size * y)
                for x, y in ((0.2, 0.5), (0.4, 0.7), (0.75, 0.28))
            ]
        )
