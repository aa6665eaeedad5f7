"""Dates as three fields (the GOV.UK pattern: nobody has to work a calendar), times as two, and both together."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.parts.fields import Field
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.written import Parts

_OFFSET = re.compile(r"(?<=\d)(?:Z|[+-]\d{2}:?\d{2})\Z", re.ASCII)


def iso_date(day: str, month: str, year: str) -> str:
    """Return ISO text of three fields, zero-padded; what is no figure is left as typed, for the form to refuse.

    Two figures of a year are taken as written: nobody can know the century. Empty when all three are.
    """
    day, month, year = day.strip(), month.strip(), year.strip()
    if not (day or month or year):
        return ""
    return f"{year.zfill(4) if len(year) == 4 else year}-{month.zfill(2)}-{day.zfill(2)}"


class _Fields(Parts):
    """Makes the row of small fields."""

    def row(self, parts: tuple[tuple[str, int], ...]) -> list[QLineEdit]:
        """Make a row of small fields (label, figures) and return them."""
        holder = QWidget(self)
        layout = QHBoxLayout(holder)
        roomy(layout, gap=4)
        edits = []
        for label, figures in parts:
            edit = QLineEdit()
            edit.setMaxLength(figures)
            layout.addWidget(Field(label, edit, holder, characters=figures + 2))
            self.name_control(edit, label)
            self.watch(edit, figures)
            edits.append(edit)
        layout.addStretch(1)
        holder.setLayoutDirection(self.layoutDirection())
        self.put(holder)
        if isinstance(self.label.buddy(), QWidget) and self.label.buddy() is holder:
            self.label.setBuddy(edits[0])
        return edits


class DateFields(_Fields):
    """Day, month and year."""

    with_day, with_month = True, True

    def build(self, view: QuestionView) -> None:
        self.with_day = not view.appearances & {"month-year", "year"}
        self.with_month = "year" not in view.appearances
        example = ("27 " if self.with_day else "") + ("3 " if self.with_month else "") + "1985"
        self.explain(tr("For example, {example}", example=example))
        parts = [(tr("Year"), 4)]
        if self.with_month:
            parts.insert(0, (tr("Month"), 2))
        if self.with_day:
            parts.insert(0, (tr("Day"), 2))
        self._edits = self.row(tuple(parts))

    def controls(self) -> list[QWidget]:
        return list(self._edits)

    def value(self) -> str:
        typed = [edit.text() for edit in self._edits]
        if not any(text.strip() for text in typed):
            return ""
        filled = ["1"] * (3 - len(typed)) + typed
        return iso_date(*filled)

    def set_value(self, value: str) -> None:
        year, month, day = ([*value.split("T")[0].split("-"), "", "", ""])[:3]
        shown = [day.lstrip("0"), month.lstrip("0"), year][3 - len(self._edits) :]
        for edit, text in zip(self._edits, shown, strict=True):
            edit.setText(text)


def _two(hour: str) -> str:
    """Return an hour in two figures; none stays none, for the form to refuse."""
    return hour.zfill(2) if hour else ""


class TimeFields(_Fields):
    """Hour and minute, of 24 hours."""

    def build(self, view: QuestionView) -> None:
        self.explain(tr("24 hours, for example 14 30"))
        self._edits = self.row(((tr("Hour"), 2), (tr("Minute"), 2)))
        self._given = ""
        self._shown = ("", "")

    def controls(self) -> list[QWidget]:
        return list(self._edits)

    def _texts(self) -> tuple[str, ...]:
        return tuple(edit.text().strip() for edit in self._edits)

    def value(self) -> str:
        hour, minute = self._texts()
        if (hour, minute) == self._shown:
            return self._given  # with its seconds and its offset
        return f"{_two(hour)}:{(minute or '0').zfill(2)}:00.000" if hour or minute else ""

    def set_value(self, value: str) -> None:
        hour, minute = ([*value.split(":"), "", ""])[:2]
        self._edits[0].setText(hour)
        self._edits[1].setText(minute[:2])
        self._given, self._shown = value, self._texts()


class DateTimeFields(_Fields):
    """A date and a time."""

    def build(self, view: QuestionView) -> None:
        self.explain(tr("For example, 27 3 2022 14 30"))
        self._date = self.row(((tr("Day"), 2), (tr("Month"), 2), (tr("Year"), 4)))
        self._time = self.row(((tr("Hour"), 2), (tr("Minute"), 2)))
        self._given = ""
        self._shown: tuple[str, ...] = self._texts()

    def controls(self) -> list[QWidget]:
        return [*self._date, *self._time]

    def _texts(self) -> tuple[str, ...]:
        return tuple(edit.text().strip() for edit in (*self._date, *self._time))

    def value(self) -> str:
        texts = self._texts()
        if texts == self._shown:
            return self._given
        if not any(texts):
            return ""
        day, hour, minute = iso_date(*texts[:3]), *texts[3:]
        if not (hour or minute):
            return f"{day}T"  # no midnight that nobody said: the form asks for the time
        # the seconds go with the time that they belonged to; the offset stays
        offset = _OFFSET.search(self._given)
        return f"{day}T{_two(hour)}:{(minute or '0').zfill(2)}:00.000{offset.group() if offset else ''}"

    def set_value(self, value: str) -> None:
        day, _, time = value.replace(" ", "T", 1).partition("T")
        for edit, text in zip(reversed(self._date), ([*day.split("-"), "", "", ""])[:3], strict=True):
            edit.setText(text)
        for edit, text in zip(self._time, ([*time.split(":"), "", ""])[:2], strict=True):
            edit.setText(text[:2])
        self._given, self._shown = value, self._texts()

    def take_focus(self) -> None:
        self._date[0].setFocus(Qt.FocusReason.TabFocusReason)
