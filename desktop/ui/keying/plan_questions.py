"""Question by question: whether it is keyed a second time, and how much two readings of its words may differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.responses.verification_plan import QuestionScope, Tolerance
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.keying.plan_words import SCOPES, scope_words
from desktop.ui.parts.buttons import button
from desktop.ui.parts.choice_box import ChoiceBox
from desktop.ui.parts.fields import Field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import words

EXACT = Tolerance(case=False, spaces=False, punctuation=False)
LOOSE = Tolerance(case=True, spaces=True, punctuation=True)


class PlanQuestions(QWidget):
    """A table of the questions; what is set for the chosen one stands below.

    Attributes:
        table: the questions. scope, tolerance: of the chosen one.
    Signals:
        changed: something was set otherwise.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._questions: dict[str, Any] = {}
        self._scopes: dict[str, QuestionScope] = {}
        self._tolerances: dict[str, Tolerance] = {}
        self._quiet = False
        layout = QVBoxLayout(self)
        roomy(layout, gap=2)
        layout.addWidget(words(tr("Questions"), self, Type.SECTION))
        layout.addWidget(
            words(
                tr(
                    "A question goes with its sheet. One that matters much can be keyed a second time on every"
                    " sheet; long words can be left out."
                ),
                self,
            )
        )
        self.table = Table(
            tr("Questions, and whether they are keyed a second time"),
            (tr("No."), tr("Second time"), tr("Words"), tr("Question")),
            self,
            most_rows=8,
        )
        self.table.currentCellChanged.connect(self._chosen)
        layout.addWidget(self.table)
        row = Flow(gap=5)
        self.scope = ChoiceBox()
        for scope in SCOPES:
            self.scope.add(scope_words(scope), scope.value)
        self.scope.currentIndexChanged.connect(self._set)
        row.addWidget(Field(tr("The chosen question"), self.scope, self, characters=30))
        self.tolerance = ChoiceBox()
        self.tolerance.add(tr("as set for all words"), "")
        self.tolerance.add(tr("none: every sign counts"), "exact")
        self.tolerance.add(tr("capitals, spaces and punctuation"), "loose")
        self.tolerance.currentIndexChanged.connect(self._set)
        self._tolerance_field = Field(tr("Differences let pass"), self.tolerance, self, characters=34)
        row.addWidget(self._tolerance_field)
        layout.addLayout(row)
        both = Flow(gap=3)
        self.words_out = button(tr("Leave all questions with words out"), self, self._leave_words_out)
        self.all_in = button(tr("All questions with their sheet"), self, self._all_in)
        both.addWidget(self.words_out)
        both.addWidget(self.all_in)
        layout.addLayout(both)

    def show_questions(
        self,
        questions: tuple[Any, ...],
        scopes: Mapping[str, QuestionScope],
        tolerances: Mapping[str, Tolerance],
    ) -> None:
        """Show :class:`~desktop.workflows.set_verification.PlanQuestion` with what is set for them."""
        self._questions = {each.path: each for each in questions}
        self._scopes, self._tolerances = dict(scopes), dict(tolerances)
        self._refresh()

    @property
    def scopes(self) -> dict[str, QuestionScope]:
        """What is set; a question that goes with its sheet is not in it."""
        return {path: each for path, each in self._scopes.items() if each is not QuestionScope.AS_SHEET}

    @property
    def tolerances(self) -> dict[str, Tolerance]:
        """What is set for single questions."""
        return dict(self._tolerances)

    def _refresh(self) -> None:
        kept = self.table.chosen
        self._quiet = True
        self.table.show_rows(
            [
                (
                    path,
                    (
                        each.number,
                        scope_words(self._scopes.get(path, QuestionScope.AS_SHEET)),
                        self._tolerance_words(path) if each.words else "",
                        each.label,
                    ),
                )
                for path, each in self._questions.items()
            ]
        )
        if kept in self._questions:
            self.table.selectRow(self.table.keys.index(kept))
        self._quiet = False
        self._chosen()

    def _tolerance_words(self, path: str) -> str:
        found = self._tolerances.get(path)
        return tr("as all") if found is None else tr("exact") if found == EXACT else tr("loose")

    def _chosen(self) -> None:
        if self._quiet:
            return
        each = self._questions.get(self.table.chosen)
        self._quiet = True
        path = self.table.chosen
        self.scope.setEnabled(each is not None)
        self.scope.choose(self._scopes.get(path, QuestionScope.AS_SHEET).value)
        found = self._tolerances.get(path)
        self.tolerance.choose("" if found is None else "exact" if found == EXACT else "loose")
        self._tolerance_field.setVisible(each is not None and each.words)
        self._quiet = False

    def _set(self) -> None:
        each = self._questions.get(self.table.chosen)
        if self._quiet or each is None:
            return
        self._scopes[each.path] = QuestionScope(self.scope.currentData())
        self._tolerances.pop(each.path, None)
        if each.words and self.tolerance.currentData():
            self._tolerances[each.path] = EXACT if self.tolerance.currentData() == "exact" else LOOSE
        self._refresh()
        self.changed.emit()

    def _leave_words_out(self) -> None:
        self._scopes |= {path: QuestionScope.NEVER for path, each in self._questions.items() if each.words}
        self._refresh()
        self.changed.emit()

    def _all_in(self) -> None:
        self._scopes = {}
        self._refresh()
        self.changed.emit()
