"""What was done with paper on this laptop, and the way to take an act back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.paper.act_list import ActList
from desktop.ui.parts.buttons import button
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.ui.parts.words import words
from desktop.ui.services import Desk


class ActsPanel(QWidget):
    """The list, and a button for the chosen act.

    Attributes:
        list: one row an act.
    Signals:
        undone (object): an act was taken back; what the workflow says of it.
    """

    undone = Signal(object)

    def __init__(self, parent: QWidget, *, work: Any, desk: Desk | None, background: Background) -> None:
        super().__init__(parent)
        self._work, self._desk, self._background = work, desk, background
        self._events: Mapping[str, Any] = {}
        layout = QVBoxLayout(self)
        roomy(layout, gap=3)
        layout.addWidget(words(tr("What was done on this laptop"), self, Type.SECTION))
        self.list = ActList(self)
        self.list.itemSelectionChanged.connect(self._chosen)
        self._none = words(tr("Nothing was logged yet. The first stack shows up here."), self, tone="muted")
        self._undo = button(tr("Take this act back…"), self, self._ask_to_undo)
        layout.addWidget(self.list)
        layout.addWidget(self._none)
        layout.addWidget(self._undo, 0, Qt.AlignmentFlag.AlignLeading)
        self._chosen()

    def show_acts(self, acts: Sequence[Any], events: Mapping[str, Any]) -> None:
        """Show ``acts``, whose events are among ``events`` by id."""
        self._events = events
        self._show(acts)

    def fetch(self) -> None:
        """Show what was done since."""
        self._background.run(
            partial(self._work.custody.acts, self._desk.place, programme_id=self._desk.programme.programme_id),
            then=self._show,
        )

    def _show(self, acts: Sequence[Any]) -> None:
        self.list.show_acts(acts, self._events)
        self.list.setVisible(bool(acts))
        self._none.setVisible(not acts)
        self._chosen()

    def _chosen(self) -> None:
        self._undo.setEnabled(self.list.can_be_undone)

    def _ask_to_undo(self) -> None:
        reason = ReasonDialog.ask(
            self,
            tr("Take this act back"),
            tr("It stays in the log, with a line that says that it was taken back, by whom and why."),
            (
                ("wrong stack", tr("Another stack was meant")),
                ("wrong act", tr("Something else happened to the sheets")),
                ("found", tr("The sheets were found")),
            ),
            own=tr("Another reason, with no names"),
            agree=tr("Take it back"),
        )
        if reason is not None:
            self._background.run(
                partial(
                    self._work.custody.undo,
                    self._desk.place,
                    actor=self._desk.actor,
                    move_id=self.list.chosen,
                    reason=reason[1],
                ),
                then=self._undone,
            )

    def _undone(self, moved: Any) -> None:
        self.undone.emit(moved)
        self.fetch()
