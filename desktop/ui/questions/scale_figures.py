"""The figures beside a slider, each where the handle stands for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QSlider, QStyle, QStyleOptionSlider, QWidget

from desktop.ui.design.spacing import space


class ScaleFigures(QWidget):
    """Paints as many of the figures as there is room for; the first and the last always."""

    def __init__(self, figures: tuple[str, ...], slider: QSlider, parent: QWidget) -> None:
        super().__init__(parent)
        self._figures = figures
        self._slider = slider
        self._upright = slider.orientation() == Qt.Orientation.Vertical
        if self._upright:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        slider.installEventFilter(self)

    def eventFilter(self, _watched: QWidget, event: QEvent) -> bool:
        """Follow the slider's size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange):
            self.update()
        return False

    def sizeHint(self) -> QSize:
        widest = max(self.fontMetrics().horizontalAdvance(figure) for figure in self._figures)
        return QSize(widest + space(1), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _handle(self) -> int:
        option = QStyleOptionSlider()
        self._slider.initStyleOption(option)
        handle = self._slider.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self._slider
        )
        return handle.height() if self._upright else handle.width()

    def _each(self, room: int) -> int:
        """Return which figures fit: all, or each second, fifth, tenth..."""
        last = len(self._figures) - 1
        size = self.sizeHint()
        need = (size.height() if self._upright else size.width()) + space(1)
        for each in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500):
            if last % each == 0 and (last // each) * need <= room:
                return each
        return max(1, last)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self.palette().color(QPalette.ColorRole.WindowText)))
        handle = self._handle()
        along = self._slider.height() if self._upright else self._slider.width()
        span, last = along - handle, max(1, len(self._figures) - 1)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        height = self.fontMetrics().height()
        for place in range(0, len(self._figures), self._each(span)):
            at = QStyle.sliderPositionFromValue(0, last, place, span, self._upright or mirrored) + handle // 2
            figure = self._figures[place]
            if self._upright:
                box = QRect(0, at - height // 2, self.width(), height)
                side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
                painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, figure)
                continue
            width = self.fontMetrics().horizontalAdvance(figure) + 4
            left = min(max(0, at - width // 2), self.width() - width)
            painter.drawText(QRect(left, 0, width, height), Qt.AlignmentFlag.AlignCenter, figure)
