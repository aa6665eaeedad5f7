"""The bars above the question and below it: where one is, the language, whether it is saved, and the ways on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.shown import Shown, Stage
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words


class TopBar(QFrame):
    """Where the interview stands, in which language, and whether it is saved.

    Attributes:
        sections: shows and hides the list of sections. language: chooses among the form's. saved: says "Saved".
    """

    def __init__(self, parent: QWidget, *, toggle: Callable[[], None], chosen: Callable[[int], None]) -> None:
        super().__init__(parent)
        self.setProperty("kind", "header")
        row = QHBoxLayout(self)
        roomy(row, gap=3, margins=(5, 0.8, 5, 0.8))
        self.sections = button(tr("Sections"), self, toggle, kind="link")
        row.addWidget(self.sections)
        self.where = words("", self, tone="muted")
        row.addWidget(self.where, 1, Qt.AlignmentFlag.AlignVCenter)
        self._language_words = words(tr("Language (Alt+L)"), self, tone="muted")
        self._language_words.setWordWrap(False)
        row.addWidget(self._language_words, 0, Qt.AlignmentFlag.AlignVCenter)
        self.language = QComboBox(self)
        self._language_words.setBuddy(self.language)
        self.language.setAccessibleName(tr("Language of the form, Alt+L"))
        self.language.setToolTip(tr("Language of the form (Alt+L)"))
        self.language.activated.connect(chosen)
        row.addWidget(self.language)
        self.saved = words("", self, tone="success")
        self.saved.setWordWrap(False)
        row.addWidget(self.saved, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_shown(self, shown: Shown) -> None:
        """Say where the interview stands."""
        self.where.setText(_where(shown))
        self.language.setVisible(len(shown.languages) > 1)
        self._language_words.setVisible(len(shown.languages) > 1)
        if self.language.count() != len(shown.languages):
            self.language.clear()
            self.language.addItems(list(shown.languages))
        self.language.setCurrentText(shown.language)


def _where(shown: Shown) -> str:
    if shown.total and (shown.views or shown.listed):
        labels = [label for label in (shown.section, shown.heading) if label]
        section = "".join(f"{label}. " for label in labels)
        # a part of one screen has none to count: its answer brings the others
        if shown.total > 1:
            return section + tr("Screen {position} of {total}", position=shown.position, total=shown.total)
        return section
    return {
        Stage.CONSENT: tr("Start"),
        Stage.CHECK: tr("Check your answers"),
        Stage.EQUALITY_START: tr("About you"),
        Stage.FINISH: tr("Finish"),
    }.get(shown.stage, "")


class BottomBar(QFrame):
    """The ways on from here.

    Attributes:
        quick: says that a figure picks and goes on, while it does.
        back, on, no, skip: go back, go on, the person does not agree, skip the rest of the equality block.
        stop: keep it for later. give_up: delete it. All are buttons.
    """

    def __init__(self, parent: QWidget, *, does: Any) -> None:
        """``does``: who has the methods that the buttons call."""
        super().__init__(parent)
        self.setProperty("kind", "header")
        column = QVBoxLayout(self)
        roomy(column, gap=0, margins=(5, 1.2, 5, 1.2))
        row = Flow(gap=3)
        column.addLayout(row)
        self.back = button(tr("Back"), self, does._go_back, name=tr("Back, Esc"))
        self.on = button(tr("Continue"), self, does._continue, kind="primary", name=tr("Continue, Enter"))
        self.no = button(tr("The person does not agree"), self, does._decline)
        self.skip = button(tr("Skip the rest of this part"), self, does._skip_equality)
        self.stop = button(
            tr("Stop, go on later (Ctrl+S)"),
            self,
            does._stop,
            kind="link",
            name=tr("Stop and go on later, Ctrl+S"),
        )
        self.give_up = button(
            tr("Give up… (Ctrl+G)"), self, does._abandon, kind="link", name=tr("Give up this interview, Ctrl+G")
        )
        self.stop.setToolTip(tr("The answers are kept as a draft (Ctrl+S)"))
        for each in (self.back, self.on, self.no, self.skip, self.stop, self.give_up):
            row.addWidget(each)
        self.quick = words(tr("A figure picks and goes on. Change it under View."), self, Type.SMALL, tone="muted")
        self.quick.hide()
        column.addWidget(self.quick)

    def show_shown(self, shown: Shown) -> None:
        """Offer what can be done at this stage."""
        self.skip.setVisible(shown.stage is Stage.EQUALITY)
        self.no.setVisible(shown.stage is Stage.CONSENT)
        self.give_up.setVisible(shown.stage is not Stage.CONSENT)
        self.stop.setVisible(shown.stage is not Stage.CONSENT)
        self.on.setVisible(shown.stage not in (Stage.EQUALITY_START, Stage.FINISH))
        on = _on_words(shown)
        self.on.setText(on.replace("&", "&&"))
        self.on.setAccessibleName(on)


def _on_words(shown: Shown) -> str:
    if shown.listed is not None and shown.listed.opens:
        opens = next(card.label for card in shown.listed.cards if card.path == shown.listed.opens)
        return tr("Open {label}", label=opens)
    if shown.stage is Stage.CONSENT:
        return tr("The person agrees: start")
    if shown.stage is Stage.CHECK:
        return tr("The answers are right")
    return tr("Back to the check") if shown.returning else tr("Continue")
