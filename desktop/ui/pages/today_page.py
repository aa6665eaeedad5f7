"""Home: the event that is worked at, at one glance, and one key for each thing that is done there."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.analysis.representation import STEP
from desktop.engagement.programme import Event
from desktop.foundation.translation import ntr, tr
from desktop.staff.people import Action
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.event_keys import can_go, tiles, way_to
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.pages.find import page_named
from desktop.ui.pages.page import Page, Where
from desktop.ui.pages.today_figures import TodayFigures
from desktop.ui.parts.backup_line import BackupLine, look_at_backups
from desktop.ui.parts.buttons import button
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.draft_card import DraftCard
from desktop.ui.parts.event_words import event_place
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.not_heard import EVENT, PROGRAMME, NotHeard
from desktop.ui.parts.tile import Tile
from desktop.ui.parts.to_do_line import ToDoLine
from desktop.ui.parts.two_sides import TwoSides
from desktop.ui.parts.words import Notice, words


class TodayPage(Page):
    """The event of today. Where there are several, one is chosen first.

    Arguments: ``said``, a message from the page before; ``made``, an event that was just made.
    """

    heading = tr("Today")
    characters = 168
    margins = 3

    def build(self) -> None:
        self._offered: list[tuple[Tile, Event]] = []

    def begin(self) -> None:
        """Fetch the day."""
        self.load(partial(self._day, self.work, self.desk, self.arguments.get("made")), self._found)

    @staticmethod
    def _day(work: Any, desk: Any, made: Event | None) -> dict[str, Any]:
        programme_id = desk.programme.programme_id
        today = work.run_event.today(desk.place, programme_id)
        todays = [
            each for each in work.run_event.events(desk.place, programme_id=programme_id) if each.day == today
        ]
        event = made if made is not None and made.day == today else desk.event
        if event is None and len(todays) == 1:
            event = todays[0]
        return {
            "today": today,
            "todays": todays,
            "event": event,
            "glance": work.glance.at_a_glance(desk.place, event.event_id) if event is not None else None,
            "window": work.run_event.window_words(desk.place, programme_id),
            "late": desk.programme.window_of_day(today).value != "in time",
            "drafts": [each for each in work.interview.open_drafts(desk.place) if not each.parked],
            "queries": len(work.ask_coordinator.open_queries(desk.place, programme_id=programme_id))
            if desk.may(Action.ANSWER_QUERIES)
            else 0,
            "copies": len(work.withdraw.copies_to_act_on(desk.place)) if desk.may(Action.WITHDRAW) else 0,
            "due": len(work.retention.due(desk.place)) if desk.may(Action.CARRY_OUT_RETENTION) else 0,
        }

    def _found(self, found: dict[str, Any]) -> None:
        column = self.content.column
        if self.arguments.get("said"):
            self.add(Notice("success", "", self.arguments["said"], column))
        if found["event"] is None:
            self._ask_which(found)
        else:
            if self.desk.event != found["event"]:
                self.desk = replace(self.desk, event=found["event"])
                self.opened.emit(found["event"])
            self._show_event(found)
        self.content.layout_.addStretch(1)

    # which event ------------------------------------------------------------------------------------------

    def _ask_which(self, found: dict[str, Any]) -> None:
        column = self.content.column
        self.say(self.desk.programme.title, Type.TITLE)
        self.add(Notice("warning" if found["late"] else "note", "", found["window"], column))
        self.say(tr("Today, {day}", day=spoken_date(found["today"])), Type.SECTION)
        self.say(tr("Which event are you at?") if found["todays"] else tr("No event is planned for today."))
        offered = Columns(column, characters=40, most=2)
        for number, event in enumerate(found["todays"], start=1):
            where = event_place(event, self.desk.programme)
            made = Tile(event.name, str(number) if number < 10 else "", offered, self._chosen, detail=where)
            self._offered.append((made, event))
            offered.put(made)
        self.add(offered)
        row = Flow(gap=3)
        new = button(tr("New event"), column, self._new_event, kind="" if found["todays"] else "primary")
        new.setEnabled(self.desk.may(Action.RUN_EVENT))
        row.addWidget(new)
        row.addWidget(button(tr("Another day's event, and more…"), column, self._to_programme))
        self.content.layout_.addLayout(row)
        self._to_do(self.content.layout_, column, found)
        first = self._offered[0][0] if self._offered else new
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure chooses the event, where several are offered."""
        number = int(event.text()) if event.text().isascii() and event.text().isdecimal() else 0
        if 1 <= number <= min(9, len(self._offered)):
            self._offered[number - 1][0].click()
            return
        super().keyPressEvent(event)

    def _chosen(self) -> None:
        made = self.sender()
        event = next(event for tile, event in self._offered if tile is made)
        self.desk = replace(self.desk, event=event)
        self.opened.emit(event)
        self.go(Where.TODAY)

    # the event --------------------------------------------------------------------------------------------

    def _show_event(self, found: dict[str, Any]) -> None:
        column, event, glance = self.content.column, found["event"], found["glance"]
        head = QHBoxLayout()
        roomy(head, gap=4)
        head.addWidget(words(event.name, column, Type.TITLE), 1)
        head.addWidget(button(tr("Other events, and more…"), column, self._to_programme), 0)
        self.content.layout_.addLayout(head)
        self.content.layout_.addWidget(words(self._about(found), column, tone="muted"))
        if found["late"]:
            self.add(Notice("warning", "", found["window"], column))
        if glance.closed:
            self.add(Notice("warning", "", tr("This event was closed. Its debrief opens it again."), column))
        sides = TwoSides(column, first=3, second=2, characters=120, gap=4)
        self.add(sides)
        left = QVBoxLayout(sides.first)
        roomy(left, gap=2.5)
        keys = Columns(sides.first, characters=20, most=4)
        made = [self._tile(key, keys) for key in tiles()]
        left.addWidget(keys)
        figures = TodayFigures(sides.first)
        figures.show_glance(glance, self.desk.programme, queries=found["queries"])
        left.addWidget(figures)
        self._to_do(left, sides.first, found)
        left.addStretch(1)
        right = QVBoxLayout(sides.second)
        roomy(right, gap=0)
        # an event of few responses tells nothing yet: the programme may
        few = sum(glance.figures.by_channel.values()) < STEP
        self._not_heard = NotHeard(sides.second, scope=PROGRAMME if few else EVENT)
        self._not_heard.scope_changed.connect(self._fetch_not_heard)
        right.addWidget(self._not_heard, 1)
        self._fetch_not_heard(self._not_heard.scope)
        next(each for each in made if each.isEnabled()).setFocus(Qt.FocusReason.OtherFocusReason)

    def _about(self, found: dict[str, Any]) -> str:
        event, glance = found["event"], found["glance"]
        day = tr("today, {day}", day=spoken_date(event.day))
        parts = [
            event_place(event, self.desk.programme),
            day if event.day == found["today"] else tr("not today, but {day}", day=spoken_date(event.day)),
        ]
        if glance.merged:
            parts.append(
                ntr("counted together with {count} other", "counted together with {count} others", glance.merged)
            )
        about = f"{'; '.join(parts)}."
        return about if found["late"] else f"{about} {found['window']}"

    def _tile(self, key: Any, parent: Columns) -> Tile:
        made = Tile(key.label, key.keys, parent, self._pressed if key.page else self.blank_wanted)
        made.setProperty("page", key.page)
        made.setEnabled(not key.page or can_go(key, self.desk))
        parent.put(made)
        return made

    def _pressed(self) -> None:
        where, arguments = way_to(self.sender().property("page"), self.desk)
        self.go(where, **arguments)

    def _fetch_not_heard(self, scope: str) -> None:
        self.background.run(
            partial(self._not_heard_job, self.work, self.desk, self.desk.event.event_id if scope == EVENT else ""),
            then=self._not_heard.show_views,
        )

    @staticmethod
    def _not_heard_job(work: Any, desk: Any, event_id: str) -> Any:
        return work.representation.not_heard(desk.place, desk.programme.programme_id, event_id)

    # what waits for a person ------------------------------------------------------------------------------

    def _to_do(self, layout: QVBoxLayout, parent: QWidget, found: dict[str, Any]) -> None:
        glance = found["glance"]
        if glance is not None and glance.concerns_open:
            self._line(
                layout,
                parent,
                ntr("{count} concern is not referred", "{count} concerns are not referred", glance.concerns_open),
                tr("Concerns…"),
                self._to_concerns,
            ).setEnabled(page_named("concerns") is not None)
        drafts = found["drafts"]
        if drafts:
            layout.addWidget(DraftCard(drafts[0], found["today"], parent, self._resume))
        if len(drafts) > 1:
            more = ntr("{count} more was not finished", "{count} more were not finished", len(drafts) - 1)
            self._line(layout, parent, more, tr("See them…"), self._to_programme)
        if found["queries"] and glance is None:  # at an event it stands with what is not finished
            asked = ntr(
                "{count} query from keying waits for an answer",
                "{count} queries from keying wait for an answer",
                found["queries"],
            )
            self._line(layout, parent, asked, tr("Queries…"), self._to_queries)
        self._backups = BackupLine(parent)
        self._backups.wanted.connect(self._to_backups)
        layout.addWidget(self._backups)
        if self.desk.may(Action.BACK_UP) and not self.desk.practice:
            self.background.run(
                partial(look_at_backups, self.work, self.desk.place), then=self._backups.show_state, long=True
            )
        if found["copies"]:
            text = ntr(
                "{count} copy of what was taken back waits to be deleted",
                "{count} copies of what was taken back wait to be deleted",
                found["copies"],
            )
            self._line(layout, parent, text, tr("Copies…"), self._to_copies)
        if found["due"]:
            line = self._line(
                layout, parent, tr("The day has come to let things go"), tr("Retention…"), self._to_retention
            )
            line.say(line.title.text(), tr("Nothing goes before a person carries it out."))

    @staticmethod
    def _line(layout: QVBoxLayout, parent: QWidget, text: str, door: str, then: Any) -> ToDoLine:
        line = ToDoLine(door, parent)
        line.wanted.connect(then)
        line.say(text)
        layout.addWidget(line)
        return line

    def _to_concerns(self) -> None:
        where = page_named("concerns")
        if where is not None:
            self.go(where)

    def _to_queries(self) -> None:
        self.go(Where.QUERIES)

    def _to_copies(self) -> None:
        self.go(Where.WITHDRAW)

    def _to_retention(self) -> None:
        self.go(Where.RETENTION)

    def _to_backups(self) -> None:
        self.go(Where.BACKUPS)

    def _to_programme(self) -> None:
        self.go(Where.PROGRAMME)

    def _new_event(self) -> None:
        self.go(Where.EVENT)

    def _resume(self) -> None:
        made = self.sender()
        if made.property("serial"):
            self.go(Where.KEYING, serial=made.property("serial"))
        else:
            self.go(Where.INTERVIEW, draft_id=made.property("draft_id"))
