"""The programme besides today: its events of all days, what was not finished, and the doors to everything else."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from desktop.engagement.programme import Event
from desktop.foundation.translation import ntr, tr
from desktop.staff.people import Action
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.draft_card import DraftCard
from desktop.ui.parts.event_words import event_place
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice, words

MOST_EVENTS = 30
"""So many events are listed, those nearest to today."""


class ProgrammePage(Page):
    """Events, drafts and doors. Argument: ``said``, a message from the page before."""

    heading = tr("Programme")
    characters = 104

    def build(self) -> None:
        self._events: dict[str, Event] = {}

    def begin(self) -> None:
        """Fetch the events."""
        work, desk = self.work, self.desk
        programme_id = desk.programme.programme_id

        def job() -> dict[str, Any]:
            return {
                "today": work.run_event.today(desk.place, programme_id),
                "events": work.run_event.events(desk.place, programme_id=programme_id),
                "merged": work.merge_events.merges(desk.place, programme_id=programme_id),
                "window": work.run_event.window_words(desk.place, programme_id),
                "drafts": [each for each in work.interview.open_drafts(desk.place) if not each.parked],
            }

        self.load(job, self._found)

    def _found(self, found: dict[str, Any]) -> None:
        column = self.content.column
        if self.arguments.get("said"):
            self.add(Notice("success", "", self.arguments["said"], column))
        self.say(self.desk.programme.title, Type.TITLE)
        late = self.desk.programme.window_of_day(found["today"]).value != "in time"
        self.add(Notice("warning" if late else "note", "", found["window"], column))
        self._doors()
        for draft in found["drafts"]:
            self.add(DraftCard(draft, found["today"], column, self._resume))
        self.say(tr("Events"), Type.SECTION)
        row = Flow(gap=3)
        first = button(tr("New event"), column, self._new_event, kind="primary")
        row.addWidget(first)
        self._merge = button(tr("Merge events…"), column, self._to_merge)
        row.addWidget(self._merge)
        self.content.layout_.addLayout(row)
        under = {one.event_id: other.name for one, other in found["merged"]}
        nearest = sorted(found["events"], key=lambda event: abs((event.day - found["today"]).days))
        for event in sorted(nearest[:MOST_EVENTS], key=lambda event: (event.day, event.name)):
            self._event(event, found["today"], under.get(event.event_id, ""))
        more = len(nearest) - MOST_EVENTS
        if more > 0:
            self.say(ntr("{count} more event", "{count} more events", more), tone="muted")
        if not nearest:
            self.say(tr("No event is planned. Make one: it takes its name, its venue and its day."))
        self.content.layout_.addStretch(1)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # parts ------------------------------------------------------------------------------------------------

    def _event(self, event: Event, today: date, under: str) -> None:
        self._events[event.event_id] = event
        column = self.content.column
        card = QFrame(column)
        card.setProperty("kind", "card")
        row = QHBoxLayout(card)
        roomy(row, gap=4, margins=(4, 2, 4, 2))
        inside = QVBoxLayout()
        roomy(inside, gap=0.5)
        inside.addWidget(words(event.name, card, Type.STRONG))
        when = tr("Today") if event.day == today else spoken_date(event.day)
        inside.addWidget(words(f"{when}. {event_place(event, self.desk.programme)}", card, tone="muted"))
        if under:
            inside.addWidget(words(tr("Counted together with “{name}”", name=under), card, tone="muted"))
        row.addLayout(inside, 1)
        here = self.desk.event is not None and self.desk.event.event_id == event.event_id
        if here:
            row.addWidget(words(tr("✓ You are at it"), card, Type.STRONG, tone="success"))
        else:
            row.addWidget(self._chooser(event, card), 0, Qt.AlignmentFlag.AlignVCenter)
        self.add(card)

    def _chooser(self, event: Event, card: QFrame) -> QPushButton:
        made = button(tr("Work at it"), card, self._choose, name=tr("Work at it: {event}", event=event.name))
        made.setProperty("event_id", event.event_id)
        return made

    def _doors(self) -> None:
        column = self.content.column
        doors = (
            (Where.PAPER, tr("Paper: print copies"), Action.PRINT_PAPER, {}),
            (Where.PAPER_CUSTODY, tr("Paper in and out"), Action.KEY_PAPER, {}),
            (Where.KEYING, tr("Key paper"), Action.KEY_PAPER, {}),
            (Where.KEYING_OVERVIEW, tr("Sheets that wait"), Action.KEY_PAPER, {}),
            (Where.QUERIES, tr("Queries"), Action.KEY_PAPER, {}),
            (Where.FILLED_IN, tr("Forms that came by e-mail"), Action.KEY_PAPER, {}),
            (Where.UPDATE_LIST, tr("Update list…"), Action.INTERVIEW, {"alone": True}),
            (Where.BATCHES, tr("Batches"), Action.SEND_BATCHES, {}),
            (Where.LEDGER, tr("Ledger"), Action.SEE_LEDGER, {}),
            (Where.PAPER_LEDGER, tr("Paper ledger"), Action.SEE_LEDGER, {}),
            (Where.BENCHMARKS, tr("Benchmarks"), Action.OPEN_PROGRAMME, {}),
            (Where.COORDINATOR, tr("Central store and export"), Action.RECEIVE_BATCHES, {}),
        )
        holder = Columns(column, characters=30, most=3, gap=3)
        for where, label, action, arguments in doors:
            if not self.desk.may(action):
                continue
            made = button(label, holder, self._door)
            made.setProperty("where", where.value)
            made.setProperty("arguments", arguments)
            made.setSizePolicy(made.sizePolicy().Policy.Expanding, made.sizePolicy().Policy.Fixed)
            holder.put(made)
        self.add(holder)

    # doing ------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        self.opened.emit(self._events[self.sender().property("event_id")])

    def _resume(self) -> None:
        made = self.sender()
        if made.property("serial"):
            self.go(Where.KEYING, serial=made.property("serial"))
        else:
            self.go(Where.INTERVIEW, draft_id=made.property("draft_id"))

    def _new_event(self) -> None:
        self.go(Where.EVENT)

    def _to_merge(self) -> None:
        self.go(Where.MERGE)

    def _door(self) -> None:
        made = self.sender()
        self.go(Where(made.property("where")), **(made.property("arguments") or {}))
