"""An entry that was begun and not finished, with the button that goes on with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_time
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words


class DraftCard(QFrame):
    """One draft. It holds no answer: what form, which event, when, by whom, how far."""

    def __init__(self, draft: Any, today: date, parent: QWidget, go_on: Callable[[], None]) -> None:
        """Make the card.

        Args:
            go_on: pressed; its sender bears ``draft_id``, and ``serial`` where it is a sheet that was keyed.
        """
        super().__init__(parent)
        self.setProperty("kind", "warning")
        row = QHBoxLayout(self)
        roomy(row, gap=4, margins=(4, 2, 4, 2))
        keying = draft.kind.value == "keying"
        if keying:
            what = tr("A sheet that was not keyed to its end")
        elif draft.channel == "kiosk":
            what = tr("Left unfinished while the laptop was handed over")
        else:
            what = tr("An interview that was not finished")
        at = draft.started_at
        text = tr(
            "{form}, {event}. Started {time} by {name}, {answered} answered.",
            form=draft.form_title,
            event=draft.event_name or tr("no event"),
            time=at.strftime("%H:%M") if at.date() == today else spoken_time(at),
            name=draft.started_by or tr("nobody named"),
            answered=draft.answered,
        )
        inside = QVBoxLayout()
        roomy(inside, gap=0.5)
        inside.addWidget(words(what, self, Type.STRONG))
        inside.addWidget(words(text, self))
        row.addLayout(inside, 1)
        self.button = button(
            tr("Go on with it"), self, go_on, kind="primary", name=tr("Go on with it: {what}", what=text)
        )
        self.button.setProperty("draft_id", draft.draft_id)
        self.button.setProperty("serial", draft.serial if keying else "")
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
