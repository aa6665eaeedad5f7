"""The ledger: every response in one state, and the equations that show that none is lost."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from desktop.engagement.programme import Window
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words

_STATES = {
    "draft": "Being answered: not finished",
    "abandoned": "Given up, with a reason",
    "finalised": "Finished and locked, in no batch yet",
    "batched": "In a batch on this laptop",
    "sent": "Sent in a batch, no receipt yet",
    "delivered_unsigned": "Delivered, but without a signed receipt",
    "synced": "Received by the centre, with a signed receipt",
    "quarantined": "Set apart by the centre",
    "voided": "Taken out by a person, with a reason",
    "withdrawn": "Taken back by the respondent",
    "erased": "Erased",
}


class LedgerPage(Page):
    """Counts and equations. No arguments."""

    heading = tr("Ledger")
    characters = 104

    def build(self) -> None:
        self.say(tr("Ledger"), Type.TITLE)

    def begin(self) -> None:
        """Work the ledger out."""
        work, desk = self.work, self.desk

        def job() -> Any:
            return work.balance.balance(desk.place)

        self.load(job, self._found, saying=tr("Counting…"))

    def _found(self, balance: Any) -> None:
        column = self.content.column
        ledger = balance.ledger
        if ledger.balances:
            self.add(
                Notice("success", tr("✓ The ledger balances"), tr("Nothing is lost: every count agrees."), column)
            )
        else:
            wrong = sum(1 for equation in ledger.equations if not equation.holds)
            self.add(
                Notice(
                    "error",
                    tr("✗ The ledger does not balance"),
                    tr(
                        "{count} of the equations below do not hold. Send a picture of this"
                        " page to the coordinator.",
                        count=wrong,
                    ),
                    column,
                )
            )
        if not sum(ledger.counts.values()):
            self.say(tr("Nothing was recorded on this laptop yet."))
        self.say(tr("Where every response is"), Type.SECTION)
        states = Table(tr("Responses by state"), (tr("Responses"), tr("State")), column, most_rows=11)
        states.show_rows(
            [
                (state.value, (str(count), tr(_STATES.get(state.value, state.value))))
                for state, count in ledger.counts.items()
            ]
        )
        self.add(states)
        for each in balance.timeliness:
            late = each.by_window.get(Window.LATE, 0)
            early = each.by_window.get(Window.BEFORE, 0)
            inside = each.by_window.get(Window.INSIDE, 0)
            self.say(
                tr(
                    "{title}: {inside} in time, {late} late, {early} before opening.",
                    title=each.title,
                    inside=inside,
                    late=late,
                    early=early,
                ),
                tone="muted",
            )
        self.say(tr("The equations"), Type.SECTION)
        card = QFrame(column)
        card.setProperty("kind", "card")
        grid = QGridLayout(card)
        roomy(grid, gap=3, margins=(4, 3, 4, 3))
        grid.setColumnStretch(2, 1)
        for at, equation in enumerate(ledger.equations):
            mark = words(
                tr("✓ holds") if equation.holds else tr("✗ differs"),
                card,
                Type.STRONG,
                tone="success" if equation.holds else "error",
            )
            mark.setWordWrap(False)
            figures = words(
                f"{equation.left} = {equation.right}" if equation.holds else f"{equation.left} ≠ {equation.right}",
                card,
            )
            figures.setWordWrap(False)
            grid.addWidget(mark, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(figures, at, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words(equation.words, card), at, 2)
        self.add(card)
        self.content.layout_.addStretch(1)
        states.setFocus()
