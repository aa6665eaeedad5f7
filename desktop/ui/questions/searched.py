"""Selects with many choices: searched by a part of the words, or in a list that opens (appearance ``minimal``)."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QWidget,
)

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import space
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field
from desktop.ui.parts.words import words
from desktop.ui.questions.choices import SelectMultiple
from desktop.ui.questions.icons import give_icon, icon_of, icon_size
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget


def _plain(text: str) -> str:
    """Return ``text`` without case and accents, so that "Ynys Môn" is found by "mon"."""
    return "".join(
        each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each)
    )


class SearchedSelect(QuestionWidget):
    """One or several of many: type a part of the words, then choose in the list by arrows and Space."""

    several = False

    def build(self, view: QuestionView) -> None:
        self._search = QLineEdit(self)
        field = Field(
            tr("Search these {count} choices", count=len(view.choices)),
            self._search,
            self,
            hint=tr("Type a part of the words, then press Down. Space chooses.")
            if self.several
            else tr("Type a part of the words, then press Down. Space or Enter chooses."),
            characters=40,
        )
        self.put(field)
        self.label.setBuddy(self._search)
        self.name_control(self._search, tr("search"))
        self._list = QListWidget(self)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # where the text is large, fewer lines are seen rather than none of what is around the list
        self._list.setMinimumHeight(min(space(70), max(space(24), 380)))
        self._list.setWordWrap(True)
        self.name_control(self._list)
        self._list.setIconSize(icon_size(view))
        for value, label in view.choices:
            item = QListWidgetItem(label, self._list)
            item.setData(Qt.ItemDataRole.UserRole, value)
            give_icon(item, view, value)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Unchecked)
        self.put(self._list)
        self._chosen_words = words("", self)
        self.put(self._chosen_words)
        self._search.textChanged.connect(self._filter)
        self._search.installEventFilter(self)
        self._list.itemChanged.connect(self._item_changed)
        self._list.installEventFilter(self)
        self._setting = False
        self._say_chosen()

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def controls(self) -> list[QWidget]:
        return [self._search, self._list]

    def value(self) -> str:
        return " ".join(
            item.data(Qt.ItemDataRole.UserRole)
            for item in self._items()
            if item.checkState() == Qt.CheckState.Checked
        )

    def set_value(self, value: str) -> None:
        chosen = set(value.split())
        self._setting = True
        for item in self._items():
            on = item.data(Qt.ItemDataRole.UserRole) in chosen
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            if on:
                self._list.setCurrentItem(item)
        self._setting = False
        self._say_chosen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Down go from the search to the list, and Enter in the search take the only choice that is left."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        shown = [item for item in self._items() if not item.isHidden()]
        if watched is self._search and event.key() == Qt.Key.Key_Down and shown:
            self._list.setCurrentItem(shown[0])
            self._list.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if (
            watched is self._search
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self._search.text()
            and len(shown) == 1
            and shown[0].checkState() != Qt.CheckState.Checked
        ):
            shown[0].setCheckState(Qt.CheckState.Checked)
            return True
        marked = self._list.currentItem()
        if (
            watched is self._list
            and not self.several
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and marked is not None
            and not marked.isHidden()
            and marked.checkState() != Qt.CheckState.Checked
        ):
            marked.setCheckState(Qt.CheckState.Checked)  # the next Enter goes on
            return True
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        parts = _plain(text).split()
        for item in self._items():
            label = _plain(item.text())
            item.setHidden(not all(part in label for part in parts))

    def _item_changed(self, changed: QListWidgetItem) -> None:
        if self._setting:
            return
        if not self.several and changed.checkState() == Qt.CheckState.Checked:
            self._setting = True
            for item in self._items():
                if item is not changed:
                    item.setCheckState(Qt.CheckState.Unchecked)
            self._setting = False
        self._say_chosen()
        self.changed.emit()
        self.settled.emit()

    def _say_chosen(self) -> None:
        chosen = [item.text() for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        if not chosen:
            self._chosen_words.setText(tr("Nothing is chosen yet."))
        else:
            self._chosen_words.setText(
                ntr("Chosen: {labels}", "{count} chosen: {labels}", len(chosen), labels="; ".join(chosen))
            )


class SearchedSelectMultiple(SearchedSelect):
    """Several of many."""

    several = True


class DropDown(QuestionWidget):
    """One choice in a list that opens: typing goes to what begins so, Alt + Down opens it."""

    def build(self, view: QuestionView) -> None:
        self._box = QComboBox(self)
        self._box.addItem(tr("No answer"), "")
        if view.choice_pictures:
            self._box.setIconSize(icon_size(view))
        for value, label in view.choices:
            self._box.addItem(icon_of(view, value), label, value)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(12)
        self._box.setMaxVisibleItems(12)
        self._box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box.installEventFilter(self)
        self.name_control(self._box)
        self._box.activated.connect(self._picked)
        self._box.currentIndexChanged.connect(self._say)
        self.put(self._box)
        # a long label is cut off in the box: it is said whole below
        self._whole = words("", self)
        self.put(self._whole)
        self._say()

    def controls(self) -> list[QWidget]:
        return [self._box]

    def value(self) -> str:
        return str(self._box.currentData() or "")

    def set_value(self, value: str) -> None:
        self._box.setCurrentIndex(max(0, self._box.findData(value)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the page: turned over a closed list it would change the answer unseen."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _picked(self) -> None:
        self.changed.emit()
        self.settled.emit()

    def _say(self) -> None:
        text = self._box.currentText() if self._box.currentIndex() > 0 else ""
        self._whole.setText(tr("Chosen: {labels}", labels=text) if text else "")
        room = self._box.width() - 3 * self._box.fontMetrics().height()
        self._whole.setVisible(self._box.fontMetrics().horizontalAdvance(text) > room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See anew whether the label fits."""
        super().resizeEvent(event)
        self._say()


class Folded(SelectMultiple):
    """Several choices that unfold under a button, with what is chosen said beside it."""

    def build(self, view: QuestionView) -> None:
        self._open = button(tr("Show the choices"), self, self._toggle)
        self.put(self._open, leading=True)
        self._said = words("", self)
        self.put(self._said)
        super().build(view)
        self._holder = self._rows[0].parentWidget() if self._rows else QWidget(self)
        self._holder.hide()
        self.changed.connect(self._say)
        self.label.setBuddy(self._open)
        self._say()

    def controls(self) -> list[QWidget]:
        return [self._open, *self._rows]

    def set_value(self, value: str) -> None:
        super().set_value(value)
        self._say()

    def pick(self, key: str) -> bool:
        if not self._holder.isVisibleTo(self) and self.row_of(key) is not None:
            self._toggle()
        return super().pick(key)

    def _toggle(self) -> None:
        shown = not self._holder.isVisibleTo(self)
        self._holder.setVisible(shown)
        self._say()
        if shown and self._rows:
            self._rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        chosen = [row.label for row in self._rows if row.isChecked()]
        if chosen:
            self._said.setText(
                ntr("Chosen: {labels}", "{count} chosen: {labels}", len(chosen), labels="; ".join(chosen))
            )
        else:
            self._said.setText(tr("Nothing is chosen yet."))
        self._open.setText(tr("Hide the choices") if self._holder.isVisibleTo(self) else tr("Show the choices"))
        self._open.setAccessibleName(f"{self.view.label}: {self._open.text()}")
