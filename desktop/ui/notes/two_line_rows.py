"""A list of two-line rows that is worked by keys: Enter does the usual thing to a row, Delete takes it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from desktop.ui.design.spacing import space
from desktop.ui.notes.two_lines import QUIET, TwoLines

_LEAST, _MOST = 2, 6
"""So many rows are shown at least and at most before the list scrolls."""


class TwoLineRows(QListWidget):
    """Rows of (id, words, quieter words).

    Signals:
        usual_wanted: Enter or a double click on the chosen row.
        away_wanted: Delete on it.
        other_chosen: another row is the chosen one.
    """

    usual_wanted = Signal()
    away_wanted = Signal()
    other_chosen = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys: list[str] = []
        self.setAccessibleName(name)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(TwoLines(self, wraps=True))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.currentRowChanged.connect(self._moved)
        self.itemDoubleClicked.connect(self._opened)

    @property
    def chosen(self) -> str:
        """The id of the chosen row, or empty."""
        row = self.currentRow()
        return self._keys[row] if 0 <= row < len(self._keys) else ""

    def show_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show other rows; the one that was chosen stays chosen where it is still there, else its neighbour is."""
        before, row_before = self.chosen, self.currentRow()
        self.blockSignals(True)
        self.clear()
        self._keys = [key for key, _said, _known in rows]
        for _key, said, known in rows:
            item = QListWidgetItem(said)
            item.setData(QUIET, known)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{said}. {known}")
            self.addItem(item)
        at = self._keys.index(before) if before in self._keys else min(max(row_before, 0), len(rows) - 1)
        self.setCurrentRow(at)
        self.blockSignals(False)
        self.updateGeometry()
        self.other_chosen.emit()

    def choose(self, key: str) -> None:
        """Choose the row of that id, where there is one."""
        if key in self._keys:
            self.setCurrentRow(self._keys.index(key))

    def sizeHint(self) -> QSize:
        """Ask for room for a few rows."""
        usual = self.fontMetrics().height() * 3
        heights = [self.sizeHintForRow(row) for row in range(min(self.count(), _MOST))]
        heights += [heights[0] if heights else usual] * (_LEAST - len(heights))
        return QSize(space(70), sum(heights) + 2 * self.frameWidth() + space(2))

    def minimumSizeHint(self) -> QSize:
        """Never be less than a few rows."""
        return QSize(space(20), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for other room where the lines wrap otherwise."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what Enter and Delete mean; leave Esc to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.usual_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.away_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _moved(self, _row: int) -> None:
        self.other_chosen.emit()

    def _opened(self, _item: object) -> None:
        self.usual_wanted.emit()
