"""Dates as three fields (the GOV.UK pattern: nobody has to work a calendar), times as two, and both together."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.parts.fields import Field
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.written import Parts


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


def _tail(time: str) -> str:
    """Return what of a time stands behind its minutes: seconds and offset, which have no field of their own."""
    rest = time.partition(":")[2]
    return rest[2:] if rest[:2].isdecimal() else ""


class TimeFields(_Fields):
    """Hour and minute, of 24 hours."""

    def build(self, view: QuestionView) -> None:
        self.explain(tr("24 hours, for example 14 30"))
        self._edits = self.row(((tr("Hour"), 2), (tr("Minute"), 2)))
        self._given = ("", "", "")

    def controls(self) -> list[QWidget]:
        return list(self._edits)

    def value(self) -> str:
        hour, minute = (edit.text().strip() for edit in self._edits)
        if not (hour or minute):
            return ""
        tail = self._given[2] if (hour, minute) == self._given[:2] and self._given[2] else ":00.000"
        return f"{hour.zfill(2)}:{(minute or '0').zfill(2)}{tail}"

    def set_value(self, value: str) -> None:
        hour, minute = ([*value.split(":"), "", ""])[:2]
        self._given = (hour, minute[:2], _tail(value))
        self._edits[0].setText(hour)
        self._edits[1].setText(minute[:2])


class DateTimeFields(_Fields):
    """A date and a time."""

    def build(self, view: QuestionView) -> None:
        self.explain(tr("For example, 27 3 2022 14 30"))
        self._date = self.row(((tr("Day"), 2), (tr("Month"), 2), (tr("Year"), 4)))
        self._time = self.row(((tr("Hour"), 2), (tr("Minute"), 2)))
        self._given: tuple[str, ...] = ()
        self._tail = ""

    def controls(self) -> list[QWidget]:
        return [*self._date, *self._time]

    def _texts(self) -> tuple[str, ...]:
        return tuple(edit.text().strip() for edit in (*self._date, *self._time))

    def value(self) -> str:
        texts = self._texts()
        if not any(texts):
            return ""
        hour, minute = texts[3:]
        # the seconds go when the time is another one; what is ahead of Greenwich stays so
        tail = self._tail if texts == self._given else ":00.000" + self._tail.lstrip(":.0123456789")
        return f"{iso_date(*texts[:3])}T{hour.zfill(2)}:{(minute or '0').zfill(2)}{tail or ':00.000'}"

    def set_value(self, value: str) -> None:
        day, _, time = value.replace(" ", "T", 1).partition("T")
        for edit, text in zip(reversed(self._date), ([*day.split("-"), "", "", ""])[:3], strict=True):
            edit.setText(text)
        for edit, text in zip(self._time, ([*time.split(":"), "", ""])[:2], strict=True):
            edit.setText(text[:2])
        self._tail = _tail(time)
        self._given = self._texts()

    def take_focus(self) -> None:
        self._date[0].setFocus(Qt.FocusReason.TabFocusReason)
