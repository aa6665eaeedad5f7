"""The form as an attendee sees it: the question, where they are, and the ways on. No list of sections."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.interview.form_view import FormView
from desktop.ui.interview.shown import Shown, Stage
from desktop.ui.kiosk.targets import give_size
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words


class WaysOn(QFrame):
    """Below the question.

    Attributes:
        back, on, skip, give_up: buttons.
    """

    def __init__(self, parent: QWidget, *, does: Any) -> None:
        super().__init__(parent)
        self.setProperty("kind", "header")
        column = QVBoxLayout(self)
        roomy(column, gap=0, margins=(5, 1.2, 5, 1.2))
        row = Flow(gap=3)
        column.addLayout(row)
        self.back = button(tr("Back"), self, does._go_back, name=tr("Back, Esc"))
        self.on = button(tr("Continue"), self, does._continue, kind="primary")
        self.skip = button(tr("Skip the rest of this part"), self, does._skip_equality)
        self.give_up = button(tr("Stop and delete my answers"), self, does._abandon, kind="link")
        for each in (self.back, self.on, self.skip, self.give_up):
            row.addWidget(each)

    def show_shown(self, shown: Shown) -> None:
        """Offer what can be done at this stage."""
        self.back.setVisible(shown.stage is not Stage.CONSENT)
        self.skip.setVisible(shown.stage is Stage.EQUALITY)
        self.on.setVisible(shown.stage not in (Stage.EQUALITY_START, Stage.FINISH))
        text = {Stage.CONSENT: tr("I agree: go on"), Stage.CHECK: tr("My answers are right")}.get(
            shown.stage, tr("Back to the check") if shown.returning else tr("Continue")
        )
        if shown.listed is not None and shown.listed.opens:
            opens = next(card.label for card in shown.listed.cards if card.path == shown.listed.opens)
            text = tr("Open {label}", label=opens)
        self.on.setText(text.replace("&", "&&"))
        self.on.setAccessibleName(text)


class KioskForm(FormView):
    """A :class:`~desktop.ui.interview.form_view.FormView` with other bars."""

    def __init__(self, parent: QWidget, *, does: Any) -> None:
        super().__init__(parent, does=does)
        layout = self.layout()
        for bar in (self.top, self.bottom):
            layout.removeWidget(bar)
            bar.hide()
            bar.setEnabled(False)
        self.where = words("", self, tone="muted")
        self.where.setContentsMargins(24, 8, 24, 0)
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, self.where)
        self.bottom = WaysOn(self, does=does)
        layout.addWidget(self.bottom)

    def _show_frame(self, shown: Shown) -> None:
        self.top.show_shown(shown)  # out of sight; it knows how to say where one is
        self.where.setText(self.top.where.text())
        self.bottom.show_shown(shown)
        self._instance_row.setVisible(shown.instance is not None)
        self._place_sections()

    def _place_sections(self) -> None:
        self.sections.hide()

    def take_keyboard(self) -> None:
        """Give the keyboard to the way on."""
        first = getattr(self.stage_view, "finish", None) or getattr(self.stage_view, "answer", None)
        (first if first is not None else self.bottom.on).setFocus(Qt.FocusReason.OtherFocusReason)
        give_size(self)
