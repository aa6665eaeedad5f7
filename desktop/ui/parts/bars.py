"""Bars with words and figures beside them: nothing in them is told by colour or by length alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.design.spacing import line_length, roomy, space
from desktop.ui.design.theme import colours
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.words import words

_WIDE = 58
"""Characters that label, bar and words need side by side."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        label: what it is of.
        share: its length, 0 to 1.
        figures: its figures in words, beside it.
        mark: where a mark for comparison stands, 0 to 1; ``None`` for no mark.
        sentence: everything in one sentence, for who cannot see the bar.
        strong: whether the figures are set in bold.
    """

    label: str
    share: float
    figures: str
    mark: float | None = None
    sentence: str = ""
    strong: bool = False


class Bars(QWidget):
    """Bars below each other on one scale."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        roomy(self._column, gap=1)
        self._rows: list[_Row] = []

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars and no others."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [_Row(bar, self) for bar in bars]
        for row in self._rows:
            self._column.addWidget(row)
            row.show()


class _Row(QWidget):
    def __init__(self, bar: Bar, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(bar.sentence or f"{bar.label}: {bar.figures}")
        self._grid = QGridLayout(self)
        roomy(self._grid, gap=2)
        self._grid.setVerticalSpacing(space(0.5))
        self._label = words(bar.label, self)
        self._line = _Line(bar, self)
        self._figures = words(bar.figures, self, Type.STRONG if bar.strong else Type.BODY)
        for part in (self._label, self._figures):
            # the columns of all rows are of one width, however long the words are
            policy = part.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            part.setSizePolicy(policy)
        self._wide: bool | None = None
        self._arrange(wide=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put label, bar and figures beside or below each other, as the room allows."""
        super().resizeEvent(event)
        self._arrange(wide=self.width() >= line_length(_WIDE))

    def _arrange(self, *, wide: bool) -> None:
        if wide is self._wide:
            return
        self._wide = wide
        middle = Qt.AlignmentFlag.AlignVCenter
        for part in (self._label, self._line, self._figures):
            self._grid.removeWidget(part)
        if wide:
            self._grid.addWidget(self._label, 0, 0, middle)
            self._grid.addWidget(self._line, 0, 1)
            self._grid.addWidget(self._figures, 0, 2, middle)
        else:
            self._grid.addWidget(self._label, 0, 0)
            self._grid.addWidget(self._figures, 0, 1, 1, 2)
            self._grid.addWidget(self._line, 1, 0, 1, 3)
        for column, stretch in enumerate((4, 5, 7) if wide else (5, 5, 2)):
            self._grid.setColumnStretch(column, stretch)


class _Line(QWidget):
    """The bar itself; who cannot see it has its row's words."""

    def __init__(self, bar: Bar, parent: QWidget) -> None:
        super().__init__(parent)
        self._bar = bar
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(space(20), space(4))

    def minimumSizeHint(self) -> QSize:
        return QSize(space(8), space(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        scheme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        edge = max(1.0, space(0.2))
        thick = space(2)
        top = (self.height() - thick) / 2
        room = QRectF(edge, top, self.width() - 2 * edge - space(1), thick)
        painter.setPen(QPen(QColor(scheme.border), edge))
        painter.setBrush(QColor(scheme.surface))
        painter.drawRect(room)
        filled = QRectF(room)
        filled.setWidth(room.width() * min(1.0, max(0.0, self._bar.share)))
        painter.fillRect(filled, QColor(scheme.accent))
        if self._bar.mark is not None:
            self._draw_mark(painter, room, min(1.0, max(0.0, self._bar.mark)))

    def _draw_mark(self, painter: QPainter, room: QRectF, mark: float) -> None:
        """Draw a line with a point on top: seen on the bar and beside it, and without any colour."""
        scheme = colours()
        x = room.left() + room.width() * mark
        half, width = space(0.8), max(2.0, space(0.45))
        painter.setPen(QPen(QColor(scheme.surface), width + 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(QPen(QColor(scheme.text), width))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.text))
        painter.drawPolygon(QPolygonF((QPointF(x - half, 0), QPointF(x + half, 0), QPointF(x, half * 1.4))))
