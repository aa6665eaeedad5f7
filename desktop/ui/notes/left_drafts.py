"""Conversations that were begun and not saved, offered when the page is opened again."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.notes.note_words import first_line
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words


class LeftDrafts(QWidget):
    """A card for each draft: one's own with its first words, another's with no word of it.

    Signals:
        go_on_wanted (object): with this ``WaitingDraft``; its card stays until :meth:`take`.
        drop_wanted (str): the draft with this id is to go; that was asked twice, and its card has gone.
    """

    go_on_wanted = Signal(object)
    drop_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cards: dict[str, QWidget] = {}
        self._drafts: dict[str, Any] = {}
        self._column = QVBoxLayout(self)
        roomy(self._column, gap=2)
        self.hide()

    def offer(self, draft: Any) -> None:
        """Offer one more."""
        said = draft.fields.get("words") or draft.fields.get("reflection", "")
        card = QFrame(self)
        card.setProperty("kind", "warning")
        inside = QVBoxLayout(card)
        roomy(inside, gap=1, margins=(4, 2, 3, 2))
        title = tr("A conversation that was not saved") if draft.own else tr("A colleague's that was not saved")
        inside.addWidget(words(title, card, Type.STRONG))
        told = ntr("{count} word", "{count} words", len(said.split()))
        inside.addWidget(words(first_line(said, 60) if draft.own else told, card))
        row = Flow(gap=2)
        for label, action in ((tr("Go on with it"), self._go_on), (tr("Throw it away"), self._drop)):
            made = button(label, card, action, name=f"{label}: {title}")
            made.setProperty("draft_id", draft.draft_id)
            row.addWidget(made)
        inside.addLayout(row)
        self._cards[draft.draft_id] = card
        self._drafts[draft.draft_id] = draft
        self._column.addWidget(card)
        self.show()

    def take(self, draft_id: str) -> None:
        """Offer this one no more."""
        del self._drafts[draft_id]
        card = self._cards.pop(draft_id)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self.setVisible(bool(self._cards))

    def _go_on(self) -> None:
        self.go_on_wanted.emit(self._drafts[self.sender().property("draft_id")])

    def _drop(self) -> None:
        made = self.sender()
        if made.text() != tr("Really throw it away"):  # what was said can't be brought back
            made.setText(tr("Really throw it away"))
            made.setAccessibleName(made.text())
            return
        draft_id = made.property("draft_id")
        self.take(draft_id)
        self.drop_wanted.emit(draft_id)
