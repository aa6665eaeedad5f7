"""Sheets that were not keyed to their end: a volunteer sees no other page that could take them there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy, space
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words

_MOST = 5
"""So many are offered."""


class BegunList(QWidget):
    """One link a sheet.

    Signals:
        chosen (str): the serial of the sheet to go on with.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        roomy(self._rows, gap=2)
        self.hide()

    def offer(self, drafts: Sequence[Any]) -> None:
        """Offer ``drafts`` in place of those before; those whose queries were answered stand first."""
        while self._rows.count():
            old = self._rows.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.setVisible(bool(drafts))
        if drafts:
            self._rows.addWidget(words(tr("Not keyed to the end"), self, Type.SECTION))
        before = self._reached_before()
        for draft in sorted(drafts, key=_turn)[:_MOST]:
            shown = "-".join(draft.serial[at : at + 4] for at in range(0, len(draft.serial), 4))
            text = tr("Go on with {serial}", serial=shown)  # a link has one line: it must fit at any text size
            name = draft.started_by or tr("nobody named")
            how_far = tr("{count} keyed, begun by {name}", count=draft.keyed, name=name)
            told = [how_far, *(_query_words(each) for each in draft.queries)]
            # a screen reader comes to the link alone, so its name has what stands under it
            made = button(text, self, self._go_on, kind="link", name=". ".join((text, *told)))
            made.setProperty("serial", draft.serial)
            self._rows.addWidget(made, 0, Qt.AlignmentFlag.AlignLeading)
            QWidget.setTabOrder(before, made)  # made after all else on the page, it would be reached after it
            before = made
            for said in told:
                self._rows.addWidget(self._under_the_link(said))

    def _reached_before(self) -> QWidget:
        """Return what Tab reaches last before the list; Qt orders nothing by a widget that takes no focus."""
        before = self.previousInFocusChain()
        while before.focusPolicy() == Qt.FocusPolicy.NoFocus and before is not self:
            before = before.previousInFocusChain()
        return before

    def _under_the_link(self, said: str) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)  # Qt mirrors the room before it; margins would stay on the left
        roomy(row, gap=0)
        row.addSpacing(space(5))
        row.addWidget(words(said, holder, tone="muted"), 1)
        return holder

    def _go_on(self) -> None:
        self.chosen.emit(self.sender().property("serial"))


def _turn(draft: Any) -> int:
    """Return 0 where every query was answered, 1 where there is none, 2 where one waits: that sheet has time."""
    if not draft.queries:
        return 1
    return 2 if draft.parked else 0


def _query_words(query: Any) -> str:
    about = tr("Question {number}", number=query.number) if query.number else tr("The whole sheet")
    if query.answered_at is None:
        return tr("{about}: asked, and not answered yet", about=about)
    if not query.answer:
        return tr("✓ {about}: the query was taken back", about=about)
    return tr("✓ {about}: {name} says: {answer}", about=about, name=query.answered_by, answer=query.answer)
