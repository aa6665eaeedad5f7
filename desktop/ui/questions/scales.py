"""Range as a slider with figures, and rank as a list that keys put in order."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSlider, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget


def _number(text: str, otherwise: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(otherwise)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"


class RangeSlider(QuestionWidget):
    """A figure between two others: a slider, its ends and its value in figures. Unanswered until it is touched."""

    def build(self, view: QuestionView) -> None:
        self._start = _number(view.parameters.get("start", "0"), "0")
        self._step = abs(_number(view.parameters.get("step", "1"), "1")) or Decimal(1)
        end = _number(view.parameters.get("end", "10"), "10")
        self._down = end < self._start
        steps = int(abs(end - self._start) / self._step)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, steps)
        self._slider.setPageStep(max(1, steps // 10))
        self._slider.setTickPosition(
            QSlider.TickPosition.TicksBelow if steps <= 20 else QSlider.TickPosition.NoTicks
        )
        self.name_control(self._slider)
        self._answered = False
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        roomy(row, gap=3)
        row.addWidget(words(_plain(self._start), holder, Type.STRONG))
        row.addWidget(self._slider, 1)
        row.addWidget(words(_plain(end), holder, Type.STRONG))
        self.put(holder)
        self.label.setBuddy(self._slider)
        below = QWidget(self)
        line = QHBoxLayout(below)
        roomy(line, gap=3)
        self._figure = words("", below, Type.SECTION)
        line.addWidget(self._figure)
        line.addStretch(1)
        self._clear = button(tr("Clear"), below, self._forget, name=tr("Clear: {label}", label=view.label))
        line.addWidget(self._clear)
        self.put(below)
        self._slider.valueChanged.connect(self._moved)
        self._slider.sliderPressed.connect(self._touched)
        self._slider.installEventFilter(self)
        self._show()

    def controls(self) -> list[QWidget]:
        return [self._slider]

    def value(self) -> str:
        if not self._answered:
            return ""
        steps = self._step * self._slider.value()
        return _plain(self._start - steps if self._down else self._start + steps)

    def set_value(self, value: str) -> None:
        self._answered = value != ""
        if value:
            self._slider.blockSignals(True)
            self._slider.setValue(int(abs(_number(value, "0") - self._start) / self._step))
            self._slider.blockSignals(False)
        self._show()

    def pick(self, key: str) -> bool:
        """Take a figure as the value where all values are single figures."""
        if not key.isdigit():
            return False
        place = abs(Decimal(key) - self._start) / self._step
        if place != int(place) or place > self._slider.maximum() or self._slider.maximum() > 10:
            return False
        self._slider.setValue(int(place))
        self._touched()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Space take the value that the slider stands on, since not moving it is no answer."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            self._touched()
            return True
        return super().eventFilter(watched, event)

    def _moved(self, _value: int) -> None:
        self._touched()

    def _touched(self) -> None:
        self._answered = True
        self._show()
        self.changed.emit()
        self.settled.emit()

    def _forget(self) -> None:
        self._answered = False
        self._show()
        self.changed.emit()
        self.settled.emit()
        self._slider.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        self._figure.setText(
            tr("Answer: {value}", value=self.value())
            if self._answered
            else tr("No answer yet. Move the slider with the arrow keys.")
        )
        self._clear.setEnabled(self._answered)


class RankList(QuestionWidget):
    """Choices put in order: Alt and the arrow keys, or a figure, move the one that is marked."""

    def build(self, view: QuestionView) -> None:
        if not view.hint:
            self.hint.setText(
                tr(
                    "Mark a line with the arrow keys. Alt + Up and Alt + Down move it; a"
                    " figure puts it at that place."
                )
            )
            self.hint.show()
        self._answered = False
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        roomy(row, gap=3)
        self._list = QListWidget(holder)
        self._list.setWordWrap(True)
        self.name_control(self._list)
        for value, label in view.choices:
            item = QListWidgetItem(label, self._list)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setData(Qt.ItemDataRole.UserRole + 1, label)
        self._list.setCurrentRow(0)
        self._list.setMinimumHeight(
            round(self._list.fontMetrics().lineSpacing() * 2.1 * min(9, len(view.choices) + 1))
        )
        self._list.installEventFilter(self)
        row.addWidget(self._list, 1)
        side = QVBoxLayout()
        roomy(side, gap=2)
        self._buttons = [
            button(tr("Move up"), holder, self._up),
            button(tr("Move down"), holder, self._down),
            button(tr("Keep this order"), holder, self._keep),
            button(tr("Clear"), holder, self._forget),
        ]
        for each in self._buttons:
            side.addWidget(each)
        side.addStretch(1)
        row.addLayout(side)
        self.put(holder)
        self.label.setBuddy(self._list)
        self._state = words("", self, tone="muted")
        self.put(self._state)
        self._show()

    def controls(self) -> list[QWidget]:
        return [self._list]

    def value(self) -> str:
        if not self._answered:
            return ""
        return " ".join(self._list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self._list.count()))

    def set_value(self, value: str) -> None:
        order = value.split()
        self._answered = bool(order)
        items = [self._list.takeItem(0) for _ in range(self._list.count())]
        known = {item.data(Qt.ItemDataRole.UserRole): item for item in items}
        first = [known[each] for each in order if each in known]
        for item in [*first, *(item for item in items if item not in first)]:
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that move a line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt and event.key() == Qt.Key.Key_Up:
                self._up()
                return True
            if alt and event.key() == Qt.Key.Key_Down:
                self._down()
                return True
            if event.text().isdigit() and 1 <= int(event.text()) <= self._list.count():
                self._move(int(event.text()) - 1)
                return True
        return super().eventFilter(watched, event)

    def _up(self) -> None:
        self._move(self._list.currentRow() - 1)

    def _down(self) -> None:
        self._move(self._list.currentRow() + 1)

    def _move(self, to: int) -> None:
        at = self._list.currentRow()
        if at < 0 or not 0 <= to < self._list.count():
            return
        item = self._list.takeItem(at)
        self._list.insertItem(to, item)
        self._list.setCurrentRow(to)
        self._keep()

    def _keep(self) -> None:
        self._answered = True
        self._show()
        self.changed.emit()
        self.settled.emit()

    def _forget(self) -> None:
        self._answered = False
        self._show()
        self.changed.emit()
        self.settled.emit()

    def _show(self) -> None:
        for row in range(self._list.count()):
            item = self._list.item(row)
            label = item.data(Qt.ItemDataRole.UserRole + 1)
            item.setText(tr("{place}. {label}", place=row + 1, label=label) if self._answered else label)
        self._state.setText(tr("In this order.") if self._answered else tr("Not put in order yet."))
