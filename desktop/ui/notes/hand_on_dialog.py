"""Asks who takes a request over, and by which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.design.spacing import line_length, roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.words import words
from desktop.ui.questions.dates import DateFields
from desktop.ui.questions.view import QuestionView


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Who takes it over, and the day it is to be done by."""

    owner: str
    due: date


def due_fields(parent: QWidget) -> DateFields:
    """Return the three fields of a day that something is due."""
    view = QuestionView("due", "", QuestionType.DATE, tr("To be done by"), required=True)
    fields = DateFields(view, parent, alone=False)
    fields.explain(tr("From today on"))
    return fields


def show_example(fields: DateFields, day: date) -> None:
    """Show how a day is written by one that could be given."""
    example = f"{day.day} {day.month} {day.year}"
    fields.explain(tr("From today on; for example, {example}", example=example))


class HandOnDialog(QDialog):
    """Enter goes on, Esc cancels."""

    def __init__(self, owner: str, due: date, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._today = today
        self._day: date = due
        title = tr("Who takes it over?")
        self.setWindowTitle(title)
        outer = QVBoxLayout(self)
        roomy(outer, gap=3, margins=(5, 5, 5, 4))
        scroll = Scroll(self, characters=0, margins=0)
        scroll.layout_.addWidget(words(title, scroll.column, Type.SECTION))
        self._owner = text_field(tr("Who sees to it"), scroll.column, value=owner)
        scroll.layout_.addWidget(self._owner)
        self._due = due_fields(scroll.column)
        show_example(self._due, due)
        self._due.set_value(due.isoformat())
        scroll.layout_.addWidget(self._due)
        scroll.layout_.addStretch(1)
        outer.addWidget(scroll, 1)
        choices = Flow(gap=3)
        agreed = button(tr("Hand it on"), self, self.accept, kind="primary")
        agreed.setDefault(True)
        choices.addWidget(agreed)
        choices.addWidget(button(tr("Cancel"), self, self.reject, name=tr("Cancel, Esc")))
        outer.addLayout(choices)
        room = self.screen().availableGeometry().size()
        self.resize(min(line_length(60), room.width() - 40), min(line_length(52), room.height() - 40))
        self._owner.input.selectAll()
        self._owner.input.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def given(self) -> HandedOn:
        """What was given."""
        return HandedOn(self._owner.input.text().strip(), self._day)

    def accept(self) -> None:
        """Go on where both are said."""
        named = bool(self._owner.input.text().strip())
        self._owner.show_fault("" if named else tr("Name one person."))
        day = given_day(self._due.value(), self._today)
        self._due.show_fault("" if day is not None else day_fault())
        if not named:
            self._owner.input.setFocus(Qt.FocusReason.OtherFocusReason)
        elif day is None:
            self._due.take_focus()
        else:
            self._day = day
            super().accept()

    @classmethod
    def ask(cls, parent: QWidget, *, owner: str, due: date, today: date) -> HandedOn | None:
        """Show it and return what was given; ``None`` when it was cancelled."""
        dialog = cls(owner, due, today, parent)
        try:
            return dialog.given if dialog.exec() == QDialog.DialogCode.Accepted else None
        finally:
            dialog.deleteLater()


def given_day(typed: str, today: date) -> date | None:
    """Return the day that was typed; ``None`` where it is none, or past."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day >= today else None


def day_fault() -> str:
    """Return what is said of a day that can't be taken."""
    return tr("Give a day from today on: day, month and year.")
