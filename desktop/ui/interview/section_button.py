"""A row of the section list: label and state, wrapping, with a bar beside the one where the person is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import space
from desktop.ui.design.theme import colours
from desktop.ui.design.words_direction import direction_of_words


class SectionButton(QPushButton):
    """Goes to a section."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._label, self._state, self._here = "", "", False
        self._heights: dict[tuple[int, bool], int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_section(self, label: str, state: str, *, here: bool, path: str) -> None:
        """Show a section; what stands already is left alone: measuring it lays the whole list out again."""
        self.setProperty("path", path)
        if (label, state, here) == (self._label, self._state, self._here):
            return
        same_height = label == self._label and here == self._here
        if label != self._label:
            self._heights.clear()
        self._label, self._state, self._here = label, state, here
        place = tr(", you are here") if here else ""
        self.setAccessibleName(f"{label}{place}")
        self.setAccessibleDescription(state)
        if not same_height:
            self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange, QEvent.Type.StyleChange):
            getattr(self, "_heights", {}).clear()  # Qt may tell of a font before there is anything to measure

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self._here else QFont.Weight.Normal)
        return font

    def _label_height(self, width: int) -> int:
        key = (width, self._here)
        if key not in self._heights:
            room = QRect(0, 0, max(40, width - space(6)), 10_000)
            box = QFontMetrics(self._bold()).boundingRect(room, Qt.TextFlag.TextWordWrap, self._label)
            self._heights[key] = box.height()
        return self._heights[key]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._label_height(width) + self.fontMetrics().height() + space(3)

    def sizeHint(self) -> QSize:
        return QSize(space(36), self.heightForWidth(max(self.width(), space(36))))

    def minimumSizeHint(self) -> QSize:
        return QSize(space(20), self.fontMetrics().height() * 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        scheme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(direction_of_words(self._label))
        whole = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(QColor(scheme.focus), max(3, space(0.75))) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.raised if self._here or self.underMouse() else scheme.surface))
        painter.drawRoundedRect(whole, space(0.8), space(0.8))
        if self._here:
            bar = QStyle.visualRect(
                self.layoutDirection(), self.rect(), QRect(0, space(1), space(1), self.height() - space(2))
            )
            painter.fillRect(bar, QColor(scheme.accent))
        height = self._label_height(self.width())
        painter.setPen(QColor(scheme.text))
        painter.setFont(self._bold())
        leading = Qt.AlignmentFlag.AlignLeading
        painter.drawText(
            QRect(space(3), space(1.5), self.width() - space(6), height),
            Qt.TextFlag.TextWordWrap | leading,
            self._label,
        )
        painter.setPen(QColor(scheme.muted))
        painter.setFont(self.font())
        painter.drawText(
            QRect(space(3), space(1.5) + height, self.width() - space(6), self.fontMetrics().height()),
            leading,
            self._state,
        )
