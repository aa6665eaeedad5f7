"""The answers and the history of one response, to be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.clock import from_utc_text
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy, space
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import answer_words, spoken_time
from desktop.ui.parts.words import words
from desktop.ui.responses.response_words import ending_words

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


class AnswerList(QWidget):
    """Every question with its answer in words, in the order of the form."""

    def __init__(self, answers: Sequence[Any], parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        roomy(column, gap=1)
        for line in answers:
            number = f"{line.number}. " if line.number else ""
            column.addWidget(words(f"{number}{line.label}", self, Type.STRONG))
            said = words(answer_words(line.kind, line.value, line.choices, line.appearances), self)
            said.setTextInteractionFlags(_SELECTABLE)
            column.addWidget(said)
            if line.note:
                column.addWidget(words(tr("Noted: {note}", note=tr(line.note)), self, tone="muted"))
            column.addSpacing(space(2))


class History(QWidget):
    """Who recorded the response, who changed it, when and why; and how it was taken out."""

    def __init__(self, found: Any, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        roomy(column, gap=2)
        for move, by, at, why in reversed(found.ended):
            self._add(column, ending_words(move), by, at, why, ())
        for line in found.history:
            at = from_utc_text(line.at, _offset(found))
            what = tr("Changed") if line.reason else tr("Recorded")
            self._add(column, what, line.by, at, line.reason, line.changed)

    def _add(
        self, column: QVBoxLayout, what: str, by: str, at: datetime, why: str, changed: Sequence[str]
    ) -> None:
        who = by or tr("nobody named")
        column.addWidget(words(tr("{what}, {time}, by {name}", what=what, time=spoken_time(at), name=who), self))
        if why:
            column.addWidget(words(tr("Why: {why}", why=why), self, tone="muted"))
        if changed:
            column.addWidget(words(tr("Other answers to: {questions}", questions=", ".join(changed)), self,
                                   tone="muted"))  # fmt: skip


def _offset(found: Any) -> int:
    """Return the offset that the response was started with, in minutes: its day is told by it."""
    offset = found.line.started_at.utcoffset()
    return 0 if offset is None else round(offset.total_seconds() / 60)
