"""A scroll area that is made for one column of content and keeps what has the focus in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractSlider,
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.design.spacing import line_length, roomy, space

_KEYS = {
    int(Qt.Key.Key_PageDown): QAbstractSlider.SliderAction.SliderPageStepAdd,
    int(Qt.Key.Key_PageUp): QAbstractSlider.SliderAction.SliderPageStepSub,
    int(Qt.Key.Key_Down): QAbstractSlider.SliderAction.SliderSingleStepAdd,
    int(Qt.Key.Key_Up): QAbstractSlider.SliderAction.SliderSingleStepSub,
    int(Qt.Key.Key_Home): QAbstractSlider.SliderAction.SliderToMinimum,
    int(Qt.Key.Key_End): QAbstractSlider.SliderAction.SliderToMaximum,
}


class _Canvas(QWidget):
    """As high as its words are at the width they have.

    Qt would add up what each paragraph needs at its narrowest, and let one scroll through emptiness.
    """

    def minimumSizeHint(self) -> QSize:
        """Return the least width; the height follows from the width there is, where there are words at all."""
        least = super().minimumSizeHint()
        layout = self.layout()
        # pictures alone have a height of their own, which nothing else would hold
        follows = layout is not None and layout.hasHeightForWidth()
        return QSize(least.width(), 0 if follows else least.height())


class Scroll(QScrollArea):
    """Scrolls vertically only; its column is as wide as lines are good to read.

    Attributes:
        column: the widget that holds the content. layout_: its layout, top to bottom.
    """

    def __init__(self, parent: QWidget, *, characters: int = 78, margins: float = 6) -> None:
        super().__init__(parent)
        self._characters = characters
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        canvas = _Canvas(self)
        canvas.setProperty("scrolled", "true")
        across = QHBoxLayout(canvas)
        roomy(across, gap=0, margins=margins)
        self.column = QWidget(canvas)
        self.column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if characters:
            self.column.setMaximumWidth(line_length(characters))
        self.layout_ = QVBoxLayout(self.column)
        roomy(self.layout_, gap=4)
        across.addStretch(1)
        across.addWidget(self.column, 100)
        across.addStretch(1)
        self.setWidget(canvas)
        QApplication.instance().focusChanged.connect(self._follow_focus)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the measure of the column when the text size changes."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and self._characters:
            column = getattr(self, "column", None)
            if column is not None:
                column.setMaximumWidth(line_length(self._characters))
        super().changeEvent(event)

    def to_top(self) -> None:
        """Scroll to the top."""
        self.verticalScrollBar().setValue(0)

    def take_key(self, key: int) -> bool:
        """Scroll as ``key`` says, where the keyboard is beside what scrolls; tell whether it was one of those."""
        if key not in _KEYS:
            return False
        self.verticalScrollBar().triggerAction(_KEYS[key])
        return True

    def _follow_focus(self, _old: QObject | None, new: QObject | None) -> None:
        if isinstance(new, QWidget) and self.column.isAncestorOf(new):
            self._bring(new)
            # and once more when what was shown with it has found its place
            QTimer.singleShot(0, self, self.show_focus)

    def show_focus(self) -> None:
        """Bring what has the keyboard into view."""
        focused = QApplication.focusWidget()
        if focused is not None and self.column.isAncestorOf(focused):
            self._bring(focused)

    def _bring(self, widget: QWidget) -> None:
        """Bring it into view, whole where there is room: of a text box Qt would show no more than its cursor."""
        self.ensureWidgetVisible(widget, 0, space(6))
        half, margin = widget.height() // 2, space(6)
        if 2 * (half + margin) <= self.viewport().height():
            middle = widget.mapTo(self.widget(), QPoint(0, half))
            self.ensureVisible(middle.x(), middle.y(), 0, half + margin)
