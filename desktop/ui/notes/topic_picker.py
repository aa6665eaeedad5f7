"""Picks the programme's statements and actions that a conversation spoke of, by a part of their words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.engagement.hand_over import TopicCode
from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy, space
from desktop.ui.parts.fields import Field
from desktop.ui.parts.words import words

_LABEL = Qt.ItemDataRole.UserRole + 2


def _plain(text: str) -> str:
    """Return ``text`` without case and accents."""
    return "".join(
        each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each)
    )


class TopicPicker(QWidget):
    """A line to search in, and the list; Down goes from the line to the list, Space picks, Enter takes the first.

    Attributes:
        fields: what takes the keyboard, in order.
    Signals:
        changed: other ones are picked.
    """

    changed = Signal()

    def __init__(self, topics: Sequence[TopicCode], parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        roomy(column, gap=1.5)
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._search.installEventFilter(self)
        column.addWidget(
            Field(
                tr("Statements and actions it speaks of"),
                self._search,
                self,
                hint=tr(
                    "Type a part of the words. Enter picks the first, Down goes to the list, Space picks there."
                ),
            )
        )
        self._list = QListWidget(self)
        self._list.setAccessibleName(tr("Statements and actions"))
        self._list.setWordWrap(True)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMinimumHeight(space(34))
        self.fields = (self._search, self._list)
        parents = {topic.code: topic.label for topic in topics}
        for topic in _in_order(topics):
            # each keeps its own direction, whatever the layout's is: "1. Help" begins with a figure
            shown = f"\u2068{topic.label}\u2069"
            item = QListWidgetItem(f"    {shown}" if topic.under else shown, self._list)
            item.setData(_LABEL, topic.label)
            item.setData(Qt.ItemDataRole.UserRole, topic.code)
            item.setData(Qt.ItemDataRole.UserRole + 1, _plain(f"{topic.label} {parents.get(topic.under, '')}"))
            said = tr("{action}, under {statement}", action=topic.label, statement=parents.get(topic.under, ""))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said if topic.under else topic.label)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Unchecked)
        self._list.itemChanged.connect(self._picked)
        column.addWidget(self._list, 1)
        self._said = words("", self, tone="muted")
        column.addWidget(self._said)
        self._say()

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def codes(self) -> list[str]:
        """Return the codes that are picked, in the order of the list."""
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in self._items()
            if item.checkState() == Qt.CheckState.Checked
        ]

    def show_codes(self, codes: Sequence[str]) -> None:
        """Pick ``codes`` and no other; what was searched for is forgotten."""
        self._list.blockSignals(True)
        for item in self._items():
            on = item.data(Qt.ItemDataRole.UserRole) in codes
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._list.blockSignals(False)
        self._search.clear()
        self._say()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Down and Enter from the line."""
        if watched is self._search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            shown = [item for item in self._items() if not item.isHidden()]
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() == Qt.Key.Key_Down and shown:
                self._list.setCurrentItem(shown[0])
                self._list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if self._search.text().strip() and shown:
                    shown[0].setCheckState(Qt.CheckState.Checked)
                    self._search.clear()
                return True
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        parts = _plain(text).split()
        for item in self._items():
            item.setHidden(not all(part in item.data(Qt.ItemDataRole.UserRole + 1) for part in parts))

    def _picked(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        labels = [item.data(_LABEL) for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        chosen = ntr("Picked: {labels}", "{count} picked: {labels}", len(labels), labels="; ".join(labels))
        self._said.setText(chosen if labels else tr("None is picked."))


def _in_order(topics: Sequence[TopicCode]) -> list[TopicCode]:
    """Return each statement with its actions behind it; what stands under none comes last."""
    heads = [topic for topic in topics if not topic.under]
    ordered = [each for head in heads for each in (head, *(one for one in topics if one.under == head.code))]
    return [*ordered, *(topic for topic in topics if topic not in ordered)]
