"""The requests of the programme: what is open and by when, how to reach one person on demand, and what to do."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from desktop.engagement.follow_ups import FollowUp
from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.notes.follow_up_words import day_words, kind_words, request_rows
from desktop.ui.notes.two_line_rows import TwoLineRows
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import restyle, words


class RequestList(QWidget):
    """Lists requests. How to reach somebody is shown for one at a time, when it is asked for: others look on.

    Signals:
        done_wanted, hand_on_wanted, again_wanted, delete_wanted (object): what to do to the chosen request.
        all_wanted (bool): those that are done are wanted too, or no more.
    """

    done_wanted = Signal(object)
    hand_on_wanted = Signal(object)
    again_wanted = Signal(object)
    delete_wanted = Signal(object)
    all_wanted = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._requests: dict[str, FollowUp] = {}
        self._today = date.min
        column = QVBoxLayout(self)
        roomy(column, gap=2)
        column.addWidget(words(tr("What was asked for"), self, Type.SECTION))
        self.count = words("", self, Type.STRONG)
        column.addWidget(self.count)
        self.empty = words(
            tr("Nothing is open. A call back, large print or an interpreter that somebody asks for stands here."),
            self,
        )
        column.addWidget(self.empty)
        self._rows = TwoLineRows(tr("Requests"), self)
        self._rows.usual_wanted.connect(self._usual)
        self._rows.away_wanted.connect(self._delete)
        self._rows.other_chosen.connect(self._show_chosen)
        column.addWidget(self._rows, 1)
        self._build_card(column)
        self.all = QCheckBox(tr("Show what is done, too"), self)
        self.all.toggled.connect(self.all_wanted)
        column.addWidget(self.all)
        column.addStretch(0)

    def _build_card(self, column: QVBoxLayout) -> None:
        self._card = QFrame(self)
        self._card.setProperty("kind", "card")
        inside = QVBoxLayout(self._card)
        roomy(inside, gap=1.5, margins=(4, 3, 4, 3))
        self._kind = words("", self._card, Type.STRONG)
        self._what = words("", self._card)
        self._known = words("", self._card, tone="muted")
        self.reach = words("", self._card, Type.LEAD)
        self.reach.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reach.hide()
        for part in (self._kind, self._what, self._known, self.reach):
            inside.addWidget(part)
        row = Flow(gap=2)
        self._reach_button = button(tr("Show how to reach them"), self._card, self._show_reach)
        self._done = button(tr("Done…"), self._card, self._usual, kind="primary", name=tr("It is done…"))
        self._hand_on = button(tr("Hand on…"), self._card, self._pass_on, name=tr("Hand it on…"))
        self._again = button(tr("Take up again"), self._card, self._take_up)
        self._delete_button = button(tr("Delete…"), self._card, self._delete, name=tr("Delete it…"))
        for each in (self._done, self._reach_button, self._hand_on, self._again, self._delete_button):
            row.addWidget(each)
        inside.addLayout(row)
        column.addWidget(self._card)

    @property
    def requests(self) -> tuple[FollowUp, ...]:
        """What is listed, in its order."""
        return tuple(self._requests.values())

    @property
    def chosen(self) -> FollowUp | None:
        """The chosen request."""
        return self._requests.get(self._rows.chosen)

    def show_requests(self, requests: tuple[FollowUp, ...], today: date) -> None:
        """Show ``requests``: the open ones by the day they are due, then those that are done, the newest first."""
        waiting = [each for each in requests if each.done_on is None]
        done = sorted((each for each in requests if each.done_on), key=lambda each: each.done_on or today)
        ordered = (*waiting, *reversed(done))
        self._requests = {each.request_id: each for each in ordered}
        self._today = today
        overdue = sum(1 for each in waiting if each.due < today)
        said = ntr("{count} open", "{count} open", len(waiting))
        late = ntr("{count} overdue", "{count} overdue", overdue) if overdue else tr("none overdue")
        self.count.setText(f"{said}, {late}")
        restyle(self.count, "tone", "error" if overdue else "")
        self.count.setVisible(bool(waiting))
        self.empty.setVisible(not waiting)
        self._rows.setVisible(bool(ordered))
        self._rows.show_rows(request_rows(ordered, today))

    def choose(self, request_id: str) -> None:
        """Choose one."""
        self._rows.choose(request_id)

    def take_focus(self) -> None:
        """Give the keyboard to the rows, or to what is there where there are none."""
        (self._rows if self._requests else self.all).setFocus(Qt.FocusReason.OtherFocusReason)

    def hide_reach(self) -> None:
        """Show no longer how to reach anybody."""
        self.reach.setText("")
        self.reach.hide()
        self._reach_button.setText(tr("Show how to reach them"))
        self._reach_button.setAccessibleName(self._reach_button.text())

    def _show_chosen(self) -> None:
        self.hide_reach()
        request = self.chosen
        self._card.setVisible(request is not None)
        if request is None:
            return
        waits = request.done_on is None
        self._kind.setText(kind_words(request.kind))
        self._what.setText(request.what)
        self._known.setText(
            tr(
                "{day}. {owner} sees to it. Asked on {asked}.",
                day=day_words(request, self._today),
                owner=request.owner,
                asked=spoken_date(request.asked_on),
            )
        )
        self._done.setVisible(waits)
        self._hand_on.setVisible(waits)
        self._again.setVisible(not waits)

    def _show_reach(self) -> None:
        request = self.chosen
        if request is None or not self.reach.isHidden():
            self.hide_reach()
            return
        self.reach.setText(request.reach or tr("Nothing was written of how to reach them."))
        self.reach.show()
        self._reach_button.setText(tr("Hide it again"))
        self._reach_button.setAccessibleName(tr("Hide how to reach them. {reach}", reach=self.reach.text()))

    def _usual(self) -> None:
        if self.chosen is not None:
            (self.done_wanted if self.chosen.done_on is None else self.again_wanted).emit(self.chosen)

    def _pass_on(self) -> None:
        if self.chosen is not None:
            self.hand_on_wanted.emit(self.chosen)

    def _take_up(self) -> None:
        if self.chosen is not None:
            self.again_wanted.emit(self.chosen)

    def _delete(self) -> None:
        if self.chosen is not None:
            self.delete_wanted.emit(self.chosen)
