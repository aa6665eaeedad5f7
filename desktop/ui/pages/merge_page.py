"""Events made on the spot that are one: counted together, and taken apart again."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox

from desktop.engagement.programme import Event
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice


class MergePage(Page):
    """Merges events, and takes them apart. No arguments."""

    heading = tr("Merge events")
    characters = 84

    def build(self) -> None:
        column = self.content.column
        self.say(tr("Merge events"), Type.TITLE)
        self.say(
            tr(
                "Two laptops may each have made an event for the same drop-in. Merged, they are counted together."
                " Both keep their ids, nothing that was recorded is changed, and they can be taken apart again."
            )
        )
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self._summary = ErrorSummary(column)
        self._summary.wanted.connect(self._focus)
        self.add(self._summary)
        self._one = Field(tr("The event that was made on the spot"), QComboBox(), column)
        self._into = Field(tr("Count it together with"), QComboBox(), column)
        self._reason = text_field(tr("Reason"), column, hint=tr("For example, made on both laptops"))
        for field in (self._one, self._into, self._reason):
            self.add(field)
        row = Flow(gap=3)
        self._go_on = button(tr("Merge them"), column, self._merge, kind="primary")
        row.addWidget(self._go_on)
        row.addWidget(button(tr("Back to the programme"), column, self._back))
        self.content.layout_.addLayout(row)
        self._none = self.say(tr("No event was made on the spot so far: there is nothing to merge."), tone="muted")
        self._none.hide()
        self._list_title = self.say(tr("Merged"), Type.SECTION)
        self._table = Table(tr("Merged events"), (tr("Event"), tr("Counted together with")), column)
        self.add(self._table)
        self._apart_reason = text_field(tr("Reason for taking them apart"), column)
        self.add(self._apart_reason)
        self._apart = button(tr("Take these apart"), column, self._take_apart)
        self.add(self._apart, leading=True)
        self.content.layout_.addStretch(1)
        self._reason.input.returnPressed.connect(self._merge)
        self._apart_reason.input.returnPressed.connect(self._take_apart)

    def begin(self) -> None:
        """Fetch events and merges."""
        work, desk = self.work, self.desk
        programme_id = desk.programme.programme_id

        def job() -> dict[str, Any]:
            return {
                "events": work.run_event.events(desk.place, programme_id=programme_id),
                "merged": work.merge_events.merges(desk.place, programme_id=programme_id),
            }

        self.load(job, self._found)

    def _found(self, found: dict[str, Any]) -> None:
        merged = {one.event_id for one, _other in found["merged"]}
        heads = {other.event_id for _one, other in found["merged"]}
        free = [event for event in found["events"] if event.event_id not in merged]
        spot = [event for event in free if not event.planned and event.event_id not in heads]
        self._fill(self._one.input, spot)
        self._fill(self._into.input, free)
        possible = bool(spot) and len(free) > 1
        for part in (self._one, self._into, self._reason, self._go_on):
            part.setVisible(possible)
        self._none.setVisible(not possible)
        self._table.show_rows([(one.event_id, (_told(one), _told(other))) for one, other in found["merged"]])
        for part in (self._list_title, self._table, self._apart_reason, self._apart):
            part.setVisible(bool(found["merged"]))
        first = self._one.input if possible else self._table if found["merged"] else self
        first.setFocus()

    def would_lose(self) -> str:
        """Say that a reason was typed and nothing merged."""
        typed = self._reason.input.text() or self._apart_reason.input.text()
        return tr("Nothing was merged. The reason that you typed would be lost.") if typed else ""

    @staticmethod
    def _fill(box: QComboBox, events: list[Event]) -> None:
        box.clear()
        for event in events:
            box.addItem(_told(event), event.event_id)

    def _focus(self, key: str) -> None:
        {"into": self._into, "reason": self._reason, "apart": self._apart_reason}[key].input.setFocus()

    def _merge(self) -> None:
        one, into = self._one.input.currentData(), self._into.input.currentData()
        reason = self._reason.input.text().strip()
        faults = []
        if one == into:
            faults.append(Fault("into", tr("Choose another event: this is the same one.")))
        if not reason:
            faults.append(Fault("reason", tr("Say in a few words why.")))
        by_key = {fault.key: fault.message for fault in faults}
        self._into.show_fault(by_key.get("into", ""))
        self._reason.show_fault(by_key.get("reason", ""))
        self._summary.show_faults(faults)
        if not faults:
            self._go_on.setEnabled(False)
            self.background.run(
                partial(self._merge_job, self.work, self.desk, one, into, reason),
                then=self._merged,
                failed=self._refused,
            )

    @staticmethod
    def _merge_job(work: Any, desk: Any, event_id: str, into_id: str, reason: str) -> None:
        work.merge_events.merge(desk.place, actor=desk.actor, event_id=event_id, into_id=into_id, reason=reason)

    def _merged(self, _nothing: object) -> None:
        self._done(tr("✓ The two events are counted together from now on"))

    def _take_apart(self) -> None:
        reason = self._apart_reason.input.text().strip()
        faults = [] if reason else [Fault("apart", tr("Say in a few words why."))]
        self._apart_reason.show_fault(faults[0].message if faults else "")
        self._summary.show_faults(faults)
        if not faults and self._table.chosen:
            self._apart.setEnabled(False)
            self.background.run(
                partial(self._apart_job, self.work, self.desk, self._table.chosen, reason),
                then=self._taken_apart,
                failed=self._refused,
            )

    @staticmethod
    def _apart_job(work: Any, desk: Any, event_id: str, reason: str) -> None:
        work.merge_events.unmerge(desk.place, actor=desk.actor, event_id=event_id, reason=reason)

    def _taken_apart(self, _nothing: object) -> None:
        self._done(tr("✓ Each is counted by itself again"))

    def _done(self, said: str) -> None:
        self.succeeded.emit()
        self._reason.input.clear()
        self._apart_reason.input.clear()
        self._summary.show_faults([])
        self._go_on.setEnabled(True)
        self._apart.setEnabled(True)
        self._said.say(said)
        self._said.show()
        self.begin()

    def _refused(self, error: Exception) -> None:
        self._go_on.setEnabled(True)
        self._apart.setEnabled(True)
        if isinstance(error, WorldError):
            self._summary.show_faults([Fault("into", f"{error.fault} {error.remedy}")])
        else:
            self.background.refused.emit(error)

    def _back(self) -> None:
        self.go(Where.PROGRAMME)


def _told(event: Event) -> str:
    return tr("{name}, {venue}, {day}", name=event.name, venue=event.venue, day=spoken_date(event.day))
