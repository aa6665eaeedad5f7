"""A read-only table of a few hundred rows at most: batches, print runs, results."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from desktop.ui.design.spacing import space


class Table(QTableWidget):
    """Rows of words under a header. Rows have a fixed height; the last column takes what is left.

    Attributes:
        keys: one id a row, in order.
    """

    def __init__(
        self, name: str, columns: Sequence[str], parent: QWidget, *, most_rows: int = 10, widest: int = 0
    ) -> None:
        """Make an empty one.

        Args:
            most_rows: more are scrolled to.
            widest: characters that a column shows at most, whatever the text size; 0: as many as it has.
        """
        super().__init__(0, len(columns), parent)
        self.keys: list[str] = []
        self._most_rows = most_rows
        self._widest = widest
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(columns))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(space(60))
        self._fit()

    @property
    def chosen(self) -> str:
        """The id of the chosen row, or empty."""
        row = self.currentRow()
        return self.keys[row] if 0 <= row < len(self.keys) else ""

    def show_rows(self, rows: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Show ``rows``: (id, words of each column)."""
        self.keys = [key for key, _cells in rows]
        self.setRowCount(len(rows))
        for at, (_key, cells) in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(at, column, item)
        self._fit()
        if rows:
            self.selectRow(0)

    def take_row(self, key: str) -> None:
        """Show the row of ``key`` no more, and leave the others as they stand; nothing where there is none.

        Columns stay as wide as they are: of thousands of rows, to measure them anew takes a keyer's time.
        """
        if key not in self.keys:
            return
        at = self.keys.index(key)
        self.keys.pop(at)  # before the row goes: whoever is told of another current row looks its key up
        self.removeRow(at)
        self._fit_height()
        if self.keys:
            self.selectRow(0)

    def selectRow(self, row: int) -> None:
        """Choose ``row``. Qt's own looks for a column at the outer edge, and finds none from right to left."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), flags.ClearAndSelect | flags.Rows)

    def changeEvent(self, event: QEvent) -> None:
        """Give rows and columns the room that a new text size needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_most_rows"):
            self._fit()

    def _fit(self) -> None:
        height = self._row_height()
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column in range(self.columnCount() - 1):
            self.resizeColumnToContents(column)
            width = self.columnWidth(column) + space(3)
            most = self.fontMetrics().averageCharWidth() * self._widest
            self.setColumnWidth(column, min(width, most) if most else width)
        self._fit_height()

    def _row_height(self) -> int:
        return self.fontMetrics().height() + space(3)

    def _fit_height(self) -> None:
        shown = min(max(self.rowCount(), 1), self._most_rows)
        self.setFixedHeight(self._row_height() * shown + self.horizontalHeader().sizeHint().height() + space(5))
