"""Rank as a list that keys, buttons or the mouse put in order."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import space
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words
from desktop.ui.questions.icons import give_icon, icon_size
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget


class RankList(QuestionWidget):
    """Choices put in order: Alt and the arrows, a figure, the buttons or the mouse move the one that is marked."""

    def build(self, view: QuestionView) -> None:
        self.explain(
            tr(
                "Mark a line with the arrow keys. Alt + Up and Alt + Down move it; a figure puts it at that place."
                " With a mouse, drag it."
            )
        )
        self._answered = False
        self._list = QListWidget(self)
        self._list.setWordWrap(True)
        self._list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self._list.setDropIndicatorShown(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.name_control(self._list)
        self._list.setIconSize(icon_size(view))
        for value, label in view.choices:
            item = QListWidgetItem(label, self._list)
            item.setData(Qt.ItemDataRole.UserRole, value)
            give_icon(item, view, value)
            item.setData(Qt.ItemDataRole.UserRole + 1, label)
            # not onto another line, which would put it there in place of that one
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
        self._list.setCurrentRow(0)
        self._list.installEventFilter(self)
        self._list.model().rowsMoved.connect(self._keep)
        self.put(self._list)
        holder = QWidget(self)
        row = Flow(holder, gap=2)
        self._buttons = [
            button(tr("Move up"), holder, self._up),
            button(tr("Move down"), holder, self._down),
            button(tr("Keep this order"), holder, self._keep),
            button(tr("Clear"), holder, self._forget, name=tr("Clear: {label}", label=view.label)),
        ]
        for each in self._buttons:
            row.addWidget(each)
        self.put(holder)
        self.label.setBuddy(self._list)
        self._state = words("", self, tone="muted")
        self.put(self._state)
        self._show()

    def controls(self) -> list[QWidget]:
        return [self._list, *self._buttons]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep all lines in view: what is put in order must be seen whole."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = sum(self._list.sizeHintForRow(row) for row in range(self._list.count()))
        self._list.setFixedHeight(height + 2 * self._list.frameWidth() + space(3))

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
            if event.text() in tuple("123456789") and 1 <= int(event.text()) <= self._list.count():
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
        self._fit()
