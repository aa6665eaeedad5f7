"""Who we have not heard from: for staff alone, and never on a screen that an attendee sees."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from desktop.analysis.benchmarks import Dimension
from desktop.analysis.representation import GroupHeard, Showing, Standing, View
from desktop.analysis.representation_words import (
    base_words,
    dimension_words,
    figures_words,
    group_sentence,
    not_said_words,
    source_words,
)
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.parts.bars import Bar, Bars
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words

EVENT, PROGRAMME = "event", "programme"
_STEP = 10
"""A full bar is so many per cent, or a multiple of it: a round figure, which is told."""


class NotHeard(QFrame):
    """One dimension at a time, chosen above its bars, for the event or for the whole programme.

    Attributes:
        scope: :data:`EVENT` or :data:`PROGRAMME`.
    Signals:
        scope_changed (str): the other one was chosen; the page fetches its views and hands them in.
    """

    scope_changed = Signal(str)

    def __init__(self, parent: QWidget, *, scope: str = EVENT) -> None:
        super().__init__(parent)
        self.scope = scope
        self.setProperty("kind", "card")
        self.setAccessibleName(tr("Who we have not heard from"))
        self._views: tuple[View, ...] = ()
        self._chosen = 0
        self._asked_for: Dimension | None = None
        column = QVBoxLayout(self)
        roomy(column, gap=1.5, margins=(4, 3, 4, 3))
        column.addWidget(words(tr("Who we have not heard from"), self, Type.SECTION))
        self._scopes = QButtonGroup(self)
        self._dimensions = QButtonGroup(self)
        row = Flow(gap=1.5)
        for at, (key, label) in enumerate(((EVENT, tr("This event")), (PROGRAMME, tr("Whole programme")))):
            made = _choice(label, self)
            made.setChecked(key == scope)
            self._scopes.addButton(made, at)
            row.addWidget(made)
        column.addLayout(row)
        self._dimension_row = Flow(gap=1.5)
        column.addLayout(self._dimension_row)
        self._fewer = words("", self, Type.STRONG)
        self._bars = Bars(self)
        self._unmapped_words = words("", self)
        self._unmapped = Bars(self)
        self._notes = words("", self, Type.SMALL, tone="muted")
        for part in (self._fewer, self._bars, self._unmapped_words, self._unmapped, self._notes):
            column.addWidget(part)
        column.addStretch(1)
        self._scopes.idClicked.connect(self._scope_chosen)
        self._dimensions.idClicked.connect(self._dimension_chosen)
        self._show()

    def show_views(self, views: Sequence[View]) -> None:
        """Show ``views``, one a dimension; the one that was chosen stays, else the first with bars is shown."""
        self._views = tuple(views)
        known = [view.dimension for view in self._views]
        first = next((at for at, view in enumerate(self._views) if view.showing is Showing.SHOWN), 0)
        self._chosen = known.index(self._asked_for) if self._asked_for in known else first
        for made in self._dimensions.buttons():
            self._dimensions.removeButton(made)
            self._dimension_row.removeWidget(made)
            made.hide()
            made.deleteLater()
        for at, view in enumerate(self._views):
            made = _choice(dimension_words(view.dimension), self)
            made.setChecked(at == self._chosen)
            self._dimensions.addButton(made, at)
            self._dimension_row.addWidget(made)
            made.show()
        self._show()

    def _scope_chosen(self, at: int) -> None:
        chosen = (EVENT, PROGRAMME)[at]
        if chosen != self.scope:
            self.scope = chosen
            self.scope_changed.emit(chosen)

    def _dimension_chosen(self, at: int) -> None:
        self._chosen = at
        self._asked_for = self._views[at].dimension
        self._show()

    def _show(self) -> None:
        view = self._views[self._chosen] if self._views else None
        shown = view is not None and view.showing is Showing.SHOWN
        fewer = view.fewer if view is not None else ()
        self._fewer.setText(
            tr("Fewer than in the area: {groups}", groups=", ".join(group.label for group in fewer))
        )
        self._fewer.setVisible(shown and bool(fewer))
        groups = view.groups if view is not None else ()
        unmapped = view.unmapped if view is not None else ()
        longest = max((max(group.share, group.expected or 0) for group in (*groups, *unmapped)), default=0)
        scale = -(-longest // _STEP) * _STEP or 100
        self._bars.show_bars([_bar(group, scale) for group in groups])
        self._bars.setVisible(shown and bool(groups))
        self._unmapped_words.setText(tr("Not in the benchmark:"))
        self._unmapped_words.setVisible(shown and bool(unmapped))
        self._unmapped.show_bars([_bar(group, scale) for group in unmapped])
        self._unmapped.setVisible(shown and bool(unmapped))
        self._notes.setText(_notes(view, scale) if view is not None else tr("Nothing to show yet."))


def _notes(view: View, scale: int) -> str:
    parts = [base_words(view), not_said_words(view)]
    if view.showing is Showing.SHOWN and (view.groups or view.unmapped):
        parts.append(tr("A full bar is {percent}%.", percent=scale))
    if view.showing is Showing.SHOWN and view.benchmark is not None:
        parts.append(tr("Bar: those heard. Mark: the area."))
    parts.append(source_words(view.benchmark, spoken=spoken_date))
    return " ".join(part for part in parts if part)


def _bar(group: GroupHeard, scale: int) -> Bar:
    figures = figures_words(group)
    behind = group.standing is Standing.FEWER
    if behind:
        figures = tr("▼ fewer: {figures}", figures=figures)
    elif group.standing is Standing.MORE:
        figures = tr("▲ more: {figures}", figures=figures)
    return Bar(
        label=group.label,
        share=group.share / scale,
        figures=figures,
        mark=None if group.expected is None else group.expected / scale,
        sentence=group_sentence(group),
        strong=behind,
    )


def _choice(label: str, parent: QWidget) -> QPushButton:
    made = QPushButton(label.replace("&", "&&"), parent)
    made.setAccessibleName(label)
    made.setCheckable(True)
    made.setAutoDefault(False)
    made.setProperty("kind", "segment")
    return made
