"""The concerns that were noted: who owns each, whether it was referred, and its words for who may read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_time
from desktop.ui.notes.two_line_rows import TwoLineRows
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import restyle, words


class ConcernList(QWidget):
    """Lists concerns; no word of one is shown before it is asked for, since others may look on.

    Signals:
        refer_wanted, delete_wanted (object): what to do to the chosen concern.
    """

    refer_wanted = Signal(object)
    delete_wanted = Signal(object)

    def __init__(self, parent: QWidget, *, deletes: bool) -> None:
        super().__init__(parent)
        self._deletes = deletes
        self._concerns: dict[str, Any] = {}
        self._events: Mapping[str, str] = {}
        column = QVBoxLayout(self)
        roomy(column, gap=2)
        column.addWidget(words(tr("Noted on this laptop"), self, Type.SECTION))
        self.count = words("", self, Type.STRONG)
        column.addWidget(self.count)
        self.empty = words(tr("No concern was noted."), self)
        column.addWidget(self.empty)
        self._rows = TwoLineRows(tr("Safeguarding concerns"), self)
        self._rows.usual_wanted.connect(self._usual)
        self._rows.other_chosen.connect(self._show_chosen)
        column.addWidget(self._rows, 1)
        self._card = QFrame(self)
        self._card.setProperty("kind", "card")
        inside = QVBoxLayout(self._card)
        roomy(inside, gap=1.5, margins=(4, 3, 4, 3))
        self._known = words("", self._card)
        self.text = words("", self._card, Type.LEAD)
        self.text.hide()
        self.restricted = words("", self._card, Type.STRONG)
        for part in (self._known, self.restricted, self.text):
            inside.addWidget(part)
        row = Flow(gap=2)
        self._refer = button(tr("It was referred to…"), self._card, self._pass_on, kind="primary")
        self._read = button(tr("Read it"), self._card, self._show_text)
        self._delete = button(tr("Delete…"), self._card, self._take_away, name=tr("Delete it…"))
        for each in (self._refer, self._read, self._delete):
            row.addWidget(each)
        inside.addLayout(row)
        column.addWidget(self._card)
        column.addWidget(
            words(
                tr("Kept apart: in no batch, no export, and not among the answers. A person deletes it, no rule."),
                self,
                tone="muted",
            )
        )
        column.addStretch(0)

    @property
    def concerns(self) -> tuple[Any, ...]:
        """What is listed, in its order."""
        return tuple(self._concerns.values())

    @property
    def chosen(self) -> Any:
        """The chosen concern, or ``None``."""
        return self._concerns.get(self._rows.chosen)

    def show_concerns(self, concerns: tuple[Any, ...], events: Mapping[str, str]) -> None:
        """Show those that wait, the oldest first, then those that were referred, the newest first."""
        waiting = [each for each in concerns if not each.referred]
        ordered = (*waiting, *reversed([each for each in concerns if each.referred]))
        self._concerns = {each.concern_id: each for each in ordered}
        self._events = events
        self.count.setText(
            ntr("{count} not referred yet", "{count} not referred yet", len(waiting))
            if waiting
            else tr("All were referred")
        )
        restyle(self.count, "tone", "error" if waiting else "")
        self.count.setVisible(bool(ordered))
        self.empty.setVisible(not ordered)
        self._rows.setVisible(bool(ordered))
        self._rows.show_rows([(each.concern_id, *self._row(each)) for each in ordered])

    def choose(self, concern_id: str) -> None:
        """Choose one."""
        self._rows.choose(concern_id)

    def take_focus(self) -> None:
        """Give the keyboard to the rows."""
        self._rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def hide_text(self) -> None:
        """Show no longer what was written."""
        self.text.setText("")
        self.text.hide()
        self._read.setText(tr("Read it"))
        self._read.setAccessibleName(self._read.text())

    def _row(self, concern: Any) -> tuple[str, str]:
        said = (
            tr("Referred to {team}", team=concern.referred_to)
            if concern.referred
            else tr("Not referred yet: {owner} sees to it", owner=concern.owner)
        )
        event = self._events.get(concern.event_id, "")
        noted = tr("Noted {time} by {name}", time=spoken_time(concern.noted_at), name=concern.noted_by)
        return said, f"{noted}; {event}" if event else noted

    def _show_chosen(self) -> None:
        self.hide_text()
        concern = self.chosen
        self._card.setVisible(concern is not None)
        if concern is None:
            return
        parts = [tr("{owner} sees to it.", owner=concern.owner)]
        if concern.referred:
            parts.append(
                tr(
                    "Referred to {team}, {time}.",
                    team=concern.referred_to,
                    time=spoken_time(concern.referred_at),
                )
            )
        self._known.setText(" ".join(parts))
        readable = concern.what is not None
        self._read.setVisible(readable)
        self.restricted.setVisible(not readable)
        self.restricted.setText(
            ""
            if readable
            else tr("Only {owner} and a coordinator can read what was written.", owner=concern.owner)
        )
        self._refer.setVisible(not concern.referred)
        self._delete.setVisible(self._deletes and concern.referred)

    def _show_text(self) -> None:
        if self.chosen is None or self.chosen.what is None or not self.text.isHidden():
            self.hide_text()
            return
        self.text.setText(self.chosen.what)
        self.text.show()
        self._read.setText(tr("Hide it again"))
        self._read.setAccessibleName(tr("Hide it again. {words}", words=self.text.text()))

    def _usual(self) -> None:
        if self.chosen is not None and not self.chosen.referred:
            self.refer_wanted.emit(self.chosen)
        else:
            self._show_text()

    def _pass_on(self) -> None:
        if self.chosen is not None:
            self.refer_wanted.emit(self.chosen)

    def _take_away(self) -> None:
        if self.chosen is not None:
            self.delete_wanted.emit(self.chosen)
