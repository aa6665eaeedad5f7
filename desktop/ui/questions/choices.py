"""Selects: radio rows and check rows with keys, and a searched list where there are too many to see at once."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy, space
from desktop.ui.parts.fields import Field
from desktop.ui.parts.words import words
from desktop.ui.questions.choice_button import CheckRow, RadioRow
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget

CHOICE_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
SEARCH_FROM = 16
"""From so many choices on they are searched instead of all shown as rows."""


class SelectOne(QuestionWidget):
    """One choice of a few: large radio rows; a figure or letter picks one, and picking it again takes it back."""

    def build(self, view: QuestionView) -> None:
        self._rows: list[RadioRow] = []
        self._group = QButtonGroup(self)
        holder = QWidget(self)
        layout = QVBoxLayout(holder)
        roomy(layout, gap=1.5)
        for key, (value, label) in zip(CHOICE_KEYS, view.choices, strict=False):
            row = RadioRow(label, key, holder)
            row.setProperty("choice", value)
            row.setAccessibleDescription(tr("{question}. Key {key}", question=view.label, key=key))
            row.clicked.connect(self._picked)
            self._group.addButton(row)
            self._rows.append(row)
            layout.addWidget(row)
        self.put(holder)
        if self._rows:
            self.label.setBuddy(self._rows[0])

    def controls(self) -> list[QWidget]:
        chosen = [row for row in self._rows if row.isChecked()]
        return [*chosen, *(row for row in self._rows if not row.isChecked())]

    def value(self) -> str:
        return next((row.property("choice") for row in self._rows if row.isChecked()), "")

    def set_value(self, value: str) -> None:
        self._group.setExclusive(False)
        for row in self._rows:
            row.setChecked(row.property("choice") == value)
        self._group.setExclusive(True)

    def pick(self, key: str) -> bool:
        place = CHOICE_KEYS.find(key.lower()) if len(key) == 1 else -1
        if not 0 <= place < len(self._rows):
            return False
        row = self._rows[place]
        if row.isChecked():
            self.set_value("")
        else:
            row.setChecked(True)
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        self._picked()
        return True

    def _picked(self) -> None:
        self.changed.emit()
        self.settled.emit()


class SelectMultiple(QuestionWidget):
    """Several choices of a few: large check rows; a figure or letter turns one on or off."""

    def build(self, view: QuestionView) -> None:
        self._rows: list[CheckRow] = []
        holder = QWidget(self)
        layout = QVBoxLayout(holder)
        roomy(layout, gap=1.5)
        if not view.hint:
            layout.addWidget(words(tr("Choose all that apply."), holder, tone="muted"))
        for key, (value, label) in zip(CHOICE_KEYS, view.choices, strict=False):
            row = CheckRow(label, key, holder)
            row.setProperty("choice", value)
            row.setAccessibleDescription(tr("{question}. Key {key}", question=view.label, key=key))
            row.clicked.connect(self._picked)
            self._rows.append(row)
            layout.addWidget(row)
        self.put(holder)
        if self._rows:
            self.label.setBuddy(self._rows[0])

    def controls(self) -> list[QWidget]:
        return list(self._rows)

    def value(self) -> str:
        return " ".join(row.property("choice") for row in self._rows if row.isChecked())

    def set_value(self, value: str) -> None:
        chosen = set(value.split())
        for row in self._rows:
            row.setChecked(row.property("choice") in chosen)

    def pick(self, key: str) -> bool:
        place = CHOICE_KEYS.find(key.lower()) if len(key) == 1 else -1
        if not 0 <= place < len(self._rows):
            return False
        row = self._rows[place]
        row.setChecked(not row.isChecked())
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        self._picked()
        return True

    def _picked(self) -> None:
        self.changed.emit()
        self.settled.emit()


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
            hint=tr("Type a part of the words, then press Down. Space chooses."),
            characters=40,
        )
        self.put(field)
        self.label.setBuddy(self._search)
        self.name_control(self._search, tr("search"))
        self._list = QListWidget(self)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setMinimumHeight(space(70))
        self._list.setWordWrap(True)
        self.name_control(self._list)
        for value, label in view.choices:
            item = QListWidgetItem(label, self._list)
            item.setData(Qt.ItemDataRole.UserRole, value)
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


class Acknowledge(SelectMultiple):
    """One row to say that something was read or understood."""

    def build(self, view: QuestionView) -> None:
        holder = QWidget(self)
        layout = QVBoxLayout(holder)
        roomy(layout, gap=1.5)
        row = CheckRow(tr("Yes, understood"), "1", holder)
        row.setProperty("choice", "OK")
        row.setAccessibleDescription(view.label)
        row.clicked.connect(self._picked)
        layout.addWidget(row)
        self._rows = [row]
        self.put(holder)
        self.label.setBuddy(row)
