"""The coordinator's side of practice: whether it is asked for, what lets a keyer in, and who was let in."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.staff.people import Role
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.keying.practice_words import rate_words
from desktop.ui.pages.who_page import role_words
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import words


class PracticeRules(QFrame):
    """A card with the rule of one form and the keyers of it.

    Args:
        sets: whether the person may set the rule; who may not, sees it.
    Signals:
        rule_wanted (bool, float): whether practice is asked for, and how many errors in 1,000 fields let in.
        let_in_wanted (str, str): id of a person, and why they are let in.
    """

    rule_wanted = Signal(bool, float)
    let_in_wanted = Signal(str, str)

    def __init__(self, parent: QWidget, *, sets: bool) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        layout = QVBoxLayout(self)
        roomy(layout, gap=3, margins=(5, 4, 5, 4))
        layout.addWidget(words(tr("Who is let in"), self, Type.SECTION))
        self.asked = QCheckBox(tr("Volunteers key a practice pile before they key this form"), self)
        layout.addWidget(self.asked)
        self.most = text_field(
            tr("Errors in 1,000 fields up to which a pile lets somebody in"),
            self,
            hint=tr(
                "A pile has about 100 to 150 fields, some of them doubtful on purpose. "
                "One error in it is 7 to 10 of 1,000."
            ),
            characters=8,
        )
        self.most.input.returnPressed.connect(self._set)
        layout.addWidget(self.most)
        self.set = button(tr("Keep this rule"), self, self._set)
        layout.addWidget(self.set, 0, Qt.AlignmentFlag.AlignLeading)
        if not sets:
            self.asked.setEnabled(False)
            self.most.hide()
            self.set.hide()
        self.keyers = Table(
            tr("Keyers of this form"),
            (tr("Name"), tr("Role"), tr("May key"), tr("Piles"), tr("Last")),
            self,
            most_rows=7,
        )
        self.keyers.currentCellChanged.connect(self._chosen)
        layout.addWidget(self.keyers)
        self.reason = text_field(
            tr("Why the chosen person is let in without a good pile"),
            self,
            hint=tr("A few words, such as: has keyed for years. They are kept."),
            characters=50,
        )
        self.reason.input.returnPressed.connect(self._let_in)
        layout.addWidget(self.reason)
        self.let_in = button(tr("Let in by hand"), self, self._let_in)
        layout.addWidget(self.let_in, 0, Qt.AlignmentFlag.AlignLeading)
        self._form: Any = None

    def show_form(self, form: Any) -> None:
        """Show the practice of a form (:class:`~desktop.workflows.keyers_let_in.FormTraining`)."""
        chosen = self.keyers.chosen
        self._form = form
        self.asked.setChecked(form.rule.asked)
        self.most.input.setText(rate_words(form.rule.most_errors))
        self.most.show_fault("")
        self.reason.show_fault("")
        self.keyers.show_rows([(each.person_id, _row(each)) for each in form.keyers])
        if chosen in self.keyers.keys:
            self.keyers.selectRow(self.keyers.keys.index(chosen))
        self._chosen()

    def _chosen(self, *_at: int) -> None:
        """A volunteer who was never let in is the one that somebody can let in."""
        person = self._person()
        waits = person is not None and person.role is Role.VOLUNTEER and not person.passed
        self.reason.setEnabled(waits)
        self.let_in.setEnabled(waits)

    def _person(self) -> Any:
        keyers = self._form.keyers if self._form is not None else ()
        return next((each for each in keyers if each.person_id == self.keyers.chosen), None)

    def _set(self) -> None:
        text = self.most.input.text().strip().replace(",", ".")
        try:
            most = float(text)
        except ValueError:
            most = -1.0
        if not 0 <= most <= 1000:
            self.most.show_fault(tr("Type a number from 0 to 1000."))
            self.most.input.setFocus()
            return
        self.most.show_fault("")
        self.rule_wanted.emit(self.asked.isChecked(), most)

    def _let_in(self) -> None:
        person = self._person()
        if person is None:
            return
        why = self.reason.input.text().strip()
        if not why:
            self.reason.show_fault(tr("Say in a few words why."))
            self.reason.input.setFocus()
            return
        self.reason.show_fault("")
        self.let_in_wanted.emit(person.person_id, why)


def _row(keyer: Any) -> tuple[str, ...]:
    last = ""
    if keyer.newest is not None and keyer.newest.let_in_by:
        last = tr(
            "let in by {name} on {day}: {reason}",
            name=keyer.newest.let_in_by,
            day=spoken_date(keyer.newest.at.date()),
            reason=keyer.newest.reason,
        )
    elif keyer.newest is not None:
        rate = 1000 * keyer.newest.errors / keyer.newest.fields if keyer.newest.fields else 0.0
        last = tr(
            "{rate} errors in 1,000 fields, {day}", rate=rate_words(rate), day=spoken_date(keyer.newest.at.date())
        )
    return (
        keyer.name,
        role_words(keyer.role),
        tr("yes") if keyer.let_in else tr("not yet"),
        str(keyer.attempts),
        last,
    )
