"""The options of a board, one below the other, each with its figure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.engagement.boards import BoardOption
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import line_length, roomy
from desktop.ui.parts.buttons import button
from desktop.ui.parts.count_edit import CountEdit

MOST_DOTS = 100_000
LEAST_ROWS = 3
MOST_ROWS = 40
_PLUS = (Qt.Key.Key_Plus, Qt.Key.Key_Space)


class FigureEdit(CountEdit):
    """A figure; + or the space bar counts one more, - one less."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count by keys."""
        if event.key() in _PLUS:
            self.setValue(self.value() + 1)
        elif event.key() == Qt.Key.Key_Minus:
            self.setValue(self.value() - 1)
        else:
            super().keyPressEvent(event)


class OptionRows(QWidget):
    """Rows of words and figure; Enter goes on to the next row, and makes one where there is none.

    Signals:
        submitted: Enter was pressed in an empty last row: all options are there.
    """

    submitted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        roomy(self._column, gap=1.5)
        self._rows: list[tuple[QWidget, QLineEdit, FigureEdit]] = []
        self._unit = tr("dots")
        for _ in range(LEAST_ROWS):
            self.add_row()

    def say_unit(self, unit: str) -> None:
        """Name what the figures are."""
        self._unit = unit
        for number, (_row, words, figure) in enumerate(self._rows, start=1):
            self._name(number, words, figure)

    def _name(self, number: int, words: QLineEdit, figure: FigureEdit) -> None:
        words.setAccessibleName(tr("Option {number}", number=number))
        words.setPlaceholderText(tr("Option {number}", number=number))
        figure.setAccessibleName(tr("Option {number}: {unit}", number=number, unit=self._unit))
        figure.setAccessibleDescription(tr("+ counts one more, - one less"))

    def add_row(self) -> None:
        """Make room for one more option."""
        if len(self._rows) >= MOST_ROWS:
            return
        row = QWidget(self)
        across = QHBoxLayout(row)
        roomy(across, gap=1.5)
        words = QLineEdit(row)
        figure = FigureEdit(0, MOST_DOTS, 0)
        figure.setParent(row)
        figure.setFixedWidth(line_length(12))
        figure.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        number = len(self._rows) + 1
        across.addWidget(words, 1)
        for sign, step in (("−", -1), ("+", 1)):
            made = button(sign, row, self._step, name=tr("{sign}, option {number}", sign=sign, number=number))
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # for fingers: the keys + and - do the same in the figure
            made.setProperty("step", step)
            made.setProperty("row", number - 1)
            across.addWidget(made)
            if step < 0:
                across.addWidget(figure)
        self._rows.append((row, words, figure))
        self._name(number, words, figure)
        words.returnPressed.connect(self._go_on)
        figure.returnPressed.connect(self._go_on)
        self._column.addWidget(row)

    def _step(self) -> None:
        made = self.sender()
        figure = self._rows[made.property("row")][2]
        figure.setValue(figure.value() + made.property("step"))
        figure.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        at = next(row for row, parts in enumerate(self._rows) if self.sender() in parts)
        words = self._rows[at][1]
        if not words.text().strip() and len(self.options()) >= 2:
            self.submitted.emit()
            return
        if at + 1 == len(self._rows):
            self.add_row()
        if at + 1 < len(self._rows):
            self._rows[at + 1][1].setFocus(Qt.FocusReason.TabFocusReason)

    def options(self) -> tuple[BoardOption, ...]:
        """Return the options that have words."""
        return tuple(
            BoardOption(words.text().strip(), figure.value())
            for _row, words, figure in self._rows
            if words.text().strip()
        )

    def show_options(self, options: Sequence[BoardOption]) -> None:
        """Show ``options`` and empty rows below them."""
        while len(self._rows) > max(LEAST_ROWS, len(options)):
            row, _words, _figure = self._rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(options):
            self.add_row()
        for at, (_row, words, figure) in enumerate(self._rows):
            words.setText(options[at].label if at < len(options) else "")
            figure.setValue(options[at].figure if at < len(options) else 0)

    def take_focus(self) -> None:
        """Give the keyboard to the first option."""
        self._rows[0][1].setFocus(Qt.FocusReason.OtherFocusReason)
