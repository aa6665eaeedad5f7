"""What an event cost: a row an item, Enter goes on to the next one, the sum below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.engagement.debrief import Cost, pence_of
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import line_length, roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import restyle, words


class CostRows(QWidget):
    """Rows of "what for" and "pounds"; rows without either are left out.

    Signals:
        changed: something was typed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        roomy(column, gap=1.5)
        column.addWidget(words(tr("Costs"), self, Type.STRONG))
        self._grid = QGridLayout()
        roomy(self._grid, gap=1.5)
        self._grid.setColumnStretch(0, 1)
        for at, label in enumerate((tr("What for"), tr("Pounds"))):
            self._grid.addWidget(words(label, self, tone="muted"), 0, at)
        column.addLayout(self._grid)
        self._fault = words("", self, Type.STRONG, tone="error")
        self._fault.hide()
        column.addWidget(self._fault)
        self._sum = words("", self)
        column.addWidget(self._sum)
        self._more = button(tr("One more item"), self, self._add_and_go)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeading)
        self._rows: list[tuple[QLineEdit, QLineEdit]] = []
        self._quiet = False
        self.show_costs(())

    def show_costs(self, costs: Sequence[Cost]) -> None:
        """Show ``costs``, and an empty row after them."""
        self._quiet = True
        while len(self._rows) < len(costs) + 1:
            self._add()
        for at, (label, amount) in enumerate(self._rows):
            cost = costs[at] if at < len(costs) else None
            label.setText(cost.label if cost else "")
            amount.setText(f"{cost.pence // 100}.{cost.pence % 100:02d}" if cost else "")
        self._quiet = False
        self.show_fault("")
        self._say_sum()

    def costs(self) -> tuple[Cost, ...] | None:
        """Return what was typed; ``None``, with the fault said and the field in focus, where an amount is none."""
        found = []
        for label, amount in self._rows:
            if not label.text().strip() and not amount.text().strip():
                continue
            pence = pence_of(amount.text())
            if pence is None or not label.text().strip():
                wrong = amount if pence is None else label
                self.show_fault(
                    tr("Write pounds and pence, such as 45.50.")
                    if pence is None
                    else tr("Say what it was for, such as the hall.")
                )
                restyle(wrong, "fault", "true")
                wrong.setFocus(Qt.FocusReason.OtherFocusReason)
                return None
            found.append(Cost(label.text().strip(), pence))
        self.show_fault("")
        return tuple(found)

    def show_fault(self, message: str) -> None:
        """Say what is wrong; an empty message takes it back."""
        self._fault.setText(tr("Error: {message}", message=message) if message else "")
        self._fault.setVisible(bool(message))
        if not message:
            for edit in (each for row in self._rows for each in row):
                restyle(edit, "fault", "false")

    def typed(self) -> tuple[tuple[str, str], ...]:
        """Return what stands in the rows, as typed."""
        rows = ((label.text().strip(), amount.text().strip()) for label, amount in self._rows)
        return tuple(row for row in rows if any(row))

    def _add(self) -> None:
        number = len(self._rows) + 1
        label, amount = QLineEdit(self), QLineEdit(self)
        label.setAccessibleName(tr("Cost {number}, what for", number=number))
        amount.setAccessibleName(tr("Cost {number}, pounds", number=number))
        label.setMaxLength(120)
        amount.setMaxLength(14)
        amount.setMaximumWidth(line_length(16))
        amount.setMinimumWidth(line_length(12))
        label.returnPressed.connect(amount.setFocus)
        amount.returnPressed.connect(self._add_and_go)
        for edit in (label, amount):
            edit.textChanged.connect(self._typed)
        before = self._rows[-1][1] if self._rows else None
        self._grid.addWidget(label, number, 0)
        self._grid.addWidget(amount, number, 1)
        self._rows.append((label, amount))
        if before is not None:
            QWidget.setTabOrder(before, label)
        QWidget.setTabOrder(label, amount)
        QWidget.setTabOrder(amount, self._more)

    def _add_and_go(self) -> None:
        free = next((label for label, amount in self._rows if not label.text() and not amount.text()), None)
        if free is None:
            self._add()
            free = self._rows[-1][0]
        free.setFocus(Qt.FocusReason.TabFocusReason)

    def _typed(self) -> None:
        if not self._quiet:
            self._say_sum()
            self.changed.emit()

    def _say_sum(self) -> None:
        pence = sum(pence_of(amount.text()) or 0 for _label, amount in self._rows)
        self._sum.setText(tr("Together £{pounds}", pounds=f"{pence // 100:,}.{pence % 100:02d}"))
