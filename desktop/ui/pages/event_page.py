"""A new event: name, venue, date, area, partner."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox

from desktop.engagement.programme import Event
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.questions.dates import DateFields
from desktop.ui.questions.view import QuestionView


class EventPage(Page):
    """Creates an event. No arguments."""

    heading = tr("New event")
    characters = 70

    def build(self) -> None:
        column = self.content.column
        self.say(tr("New event"), Type.TITLE)
        self._summary = ErrorSummary(column)
        self._summary.wanted.connect(self._focus)
        self.add(self._summary)
        self._name = text_field(tr("Name of the event"), column, hint=tr("For example, drop-in at the library"))
        self._venue = text_field(tr("Venue"), column)
        for field in (self._name, self._venue):
            self.add(field)
        self._day = DateFields(
            QuestionView(
                "day", "", QuestionType.DATE, tr("Date"), hint=tr("For example, 27 3 2026"), required=True
            ),
            column,
            alone=False,
        )
        self.add(self._day)
        areas = QComboBox()
        areas.addItem(tr("No area"), "")
        for area in self.desk.programme.areas:
            areas.addItem(area.label, area.code)
        self._areas = areas
        self.add(Field(tr("Area (optional)"), areas, column, hint=tr("What the event is about, or where.")))
        self._partner = text_field(
            tr("Partner (optional)"),
            column,
            hint=tr("The voluntary or community organisation that hosts or promotes it."),
        )
        self.add(self._partner)
        row = Flow(gap=3)
        self._button = button(tr("Create the event"), column, self._create, kind="primary")
        row.addWidget(self._button)
        row.addWidget(button(tr("Cancel"), column, self._cancel))
        self.content.layout_.addLayout(row)
        self.content.layout_.addStretch(1)
        for field in (self._name, self._venue, self._partner):
            field.input.returnPressed.connect(self._create)

    def begin(self) -> None:
        """Offer today's date."""
        work, desk = self.work, self.desk
        self._name.input.setFocus()

        def job() -> date:
            return work.run_event.today(desk.place, desk.programme.programme_id)

        self.background.run(job, then=self._offer_day)

    def _offer_day(self, today: date) -> None:
        if not self._day.value():
            self._day.set_value(today.isoformat())

    def would_lose(self) -> str:
        """Say that what was typed would be gone."""
        typed = self._name.input.text() or self._venue.input.text() or self._partner.input.text()
        return tr("The event was not created. What you typed would be lost.") if typed else ""

    def _focus(self, key: str) -> None:
        if key == "day":
            self._day.take_focus()
        else:
            {"name": self._name, "venue": self._venue}[key].input.setFocus()

    def _create(self) -> None:
        name, venue, partner = (field.input.text().strip() for field in (self._name, self._venue, self._partner))
        faults = []
        if not name:
            faults.append(Fault("name", tr("Give the event a name.")))
        if not venue:
            faults.append(Fault("venue", tr("Say where it is held.")))
        try:
            day = date.fromisoformat(self._day.value())
        except ValueError:
            day = None
            faults.append(Fault("day", tr("Give the date as day, month and year, for example 27 3 2026.")))
        by_key = {fault.key: fault.message for fault in faults}
        self._name.show_fault(by_key.get("name", ""))
        self._venue.show_fault(by_key.get("venue", ""))
        self._day.show_fault(by_key.get("day", ""))
        self._summary.show_faults(faults)
        if faults:
            return
        self._button.setEnabled(False)
        self.background.run(
            partial(
                self.work_add,
                self.work,
                self.desk,
                name=name,
                venue=venue,
                day=day,
                area=self._areas.currentData(),
                partner=partner,
            ),
            then=self._created,
            failed=self._refused,
        )

    @staticmethod
    def work_add(work: Any, desk: Any, **values: Any) -> Event:
        """Add the event; on the worker."""
        return work.run_event.add_event(
            desk.place, actor=desk.actor, programme_id=desk.programme.programme_id, **values
        )

    def _created(self, event: Event) -> None:
        for field in (self._name, self._venue, self._partner):
            field.input.clear()
        self.go(Where.TODAY, said=tr("The event “{name}” was created.", name=event.name), made=event)

    def _refused(self, error: Exception) -> None:
        self._button.setEnabled(True)
        if isinstance(error, WorldError):
            self._summary.show_faults([Fault("name", f"{error.fault} {error.remedy}")])
        else:
            self.background.refused.emit(error)

    def _cancel(self) -> None:
        self.go(Where.TODAY)
