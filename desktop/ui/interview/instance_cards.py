"""The instances of a repeat as cards: what stands in each, how far it is, and ways to open, add and remove."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMessageBox, QPushButton, QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.how_far import how_far_words
from desktop.ui.interview.shown import InstanceCard, InstanceList
from desktop.ui.interview.stages import StageView
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words

_KEYS = "123456789"


class InstanceCards(StageView):
    """Lists the instances.

    Signals:
        open_wanted (str), remove_wanted (str): path of an instance.
        add_wanted: another one is to be added.
    """

    open_wanted = Signal(str)
    remove_wanted = Signal(str)
    add_wanted = Signal()

    def __init__(self, listed: InstanceList, parent: QWidget) -> None:
        super().__init__(parent)
        self._listed = listed
        title = listed.label or tr("Entries")
        self.say(title, Type.TITLE)
        if listed.cards:
            self.say(
                tr("A figure opens one of these, + adds another, Enter goes on when all are there."), tone="muted"
            )
        else:
            self.say(tr("There is none yet. + adds one. Enter goes on without."), Type.LEAD)
        self._openers: list[QPushButton] = []
        for key, card in zip(f"{_KEYS:<{max(len(listed.cards), len(_KEYS))}}", listed.cards, strict=False):
            self.column.addWidget(self._card(card, key.strip()))
        self.add = button(
            tr("Add one") if not listed.cards else tr("Add another"), self, self.add_wanted, name=tr("Add one, +")
        )
        self.add.setAccessibleDescription(title)
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)

    def _card(self, card: InstanceCard, key: str) -> QFrame:
        frame = QFrame(self)
        frame.setProperty("kind", "card")
        row = QHBoxLayout(frame)
        roomy(row, gap=3, margins=(4, 3, 4, 3))
        said = QVBoxLayout()
        roomy(said, gap=0.5)
        said.addWidget(words(f"{key}. {card.label}" if key else card.label, frame, Type.STRONG))
        if card.words:
            said.addWidget(words(card.words, frame))
        said.addWidget(words(how_far_words(card.state, card.asked, card.answered), frame, tone="muted"))
        row.addLayout(said, 1)
        # the one line that the buttons' names need: several cards have the same ones
        opener = button(tr("Open"), frame, self._open, name=tr("Open: {label}", label=card.label))
        opener.setAccessibleDescription(how_far_words(card.state, card.asked, card.answered))
        opener.setProperty("path", card.path)
        remover = button(
            tr("Remove"), frame, self._remove, kind="danger", name=tr("Remove: {label}", label=card.label)
        )
        remover.setProperty("path", card.path)
        for each in (opener, remover):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        self._openers.append(opener)
        return frame

    def pick(self, key: str) -> bool:
        """Take a figure, or "+"; return whether it was one of them."""
        if key == "+":
            self.add_wanted.emit()
            return True
        place = _KEYS.find(key) if key else -1
        if not 0 <= place < len(self._listed.cards):
            return False
        self.open_wanted.emit(self._listed.cards[place].path)
        return True

    def remove_focused(self) -> bool:
        """Remove the instance whose card has the keyboard; return whether one has."""
        for each in self.findChildren(QPushButton):
            if each.hasFocus() and each.property("path"):
                self._ask_and_remove(each.property("path"))
                return True
        return False

    def _open(self) -> None:
        self.open_wanted.emit(self.sender().property("path"))

    def _remove(self) -> None:
        self._ask_and_remove(self.sender().property("path"))

    def _ask_and_remove(self, path: str) -> None:
        card = next(each for each in self._listed.cards if each.path == path)
        if may_remove(card, self):
            self.remove_wanted.emit(path)


def may_remove(card: InstanceCard, parent: QWidget) -> bool:
    """Ask whether an instance may go; one with no answer loses nothing."""
    if not card.answered:
        return True
    answer = QMessageBox.question(
        parent,
        tr("Remove “{label}”?", label=card.label),
        ntr("The {count} answer in it is deleted.", "The {count} answers in it are deleted.", card.answered),
        QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.Cancel,
    )
    return answer == QMessageBox.StandardButton.Yes
