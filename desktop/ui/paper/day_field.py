"""A date as eight figures, as it is keyed from paper: day, month, year."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.keying.codes import keyed
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.questions.view import QuestionView

_DATE = QuestionView("day", "", QuestionType.DATE, "")


def day_field(label: str, parent: QWidget) -> Field:
    """Return a field for a civil date; :func:`day_typed` reads it."""
    return text_field(label, parent, hint=tr("Day, month, year: 27032026."), characters=12)


def show_day(field: Field, day: date) -> None:
    """Put ``day`` into the field."""
    field.input.setText(day.strftime("%d%m%Y"))


def day_typed(field: Field) -> date | None:
    """Return the date in the field; ``None``, with the fault shown and the keyboard there, where it is none."""
    result = keyed(_DATE, field.input.text())
    try:
        day = date.fromisoformat(result.value or "")
    except ValueError:
        field.show_fault(tr("Key the date as 8 figures: day, month, year."))
        field.input.setFocus()
        field.input.selectAll()
        return None
    field.show_fault("")
    return day
