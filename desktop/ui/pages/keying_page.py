"""Keying paper: a serial, its sheet in order, the date it came in, and at once the next serial. Keyboard only."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.responses.drafts import DraftKind
from desktop.staff.people import Action
from desktop.ui.design.spacing import roomy
from desktop.ui.keying.end_part import EndPart
from desktop.ui.keying.serial_part import SerialPart
from desktop.ui.keying.sheet_course import SheetCourse, SheetShown
from desktop.ui.keying.sheet_part import SheetPart
from desktop.ui.keying.sheet_words import sheet_words
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.scroll import Scroll


class KeyingPage(Page):
    """Argument: ``serial`` of a sheet to go on with. Date received and event are carried forward in a pile."""

    heading = tr("Key paper")
    characters = 104

    def build(self) -> None:
        self._sheet: Any = None
        self._count = 0
        self._carried = ""
        self._day = date.min
        self._hold = KeyHold(self)
        self.body = QWidget(self)
        outer = QVBoxLayout(self.body)
        roomy(outer, gap=0)
        self._scroll = Scroll(self.body, characters=104, margins=5)
        outer.addWidget(self._scroll)
        column = self._scroll.column
        self._serial_part = SerialPart(
            column, work=self.work, desk=self.desk, background=self.background, hold=self._hold
        )
        self._serial_part.found.connect(self._begin_sheet)
        self._serial_part.photocopy.numbered.connect(self._numbered)
        self._sheet_part = SheetPart(column, background=self.background, hold=self._hold)
        self._sheet_part.changed.connect(self._sheet_shown)
        self._sheet_part.through.connect(self._show_end)
        self._end_part = EndPart(column)
        self._end_part.given.connect(self._finish)
        self._end_part.back.connect(self._sheet_part.go_back)
        for part in (self._serial_part, self._sheet_part):
            layout = part.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.addWidget(self._concern_door(part), 0, Qt.AlignmentFlag.AlignLeading)
        for part in (self._serial_part, self._sheet_part, self._end_part):
            self._scroll.layout_.addWidget(part)
        self._scroll.layout_.addStretch(1)
        self._name_parts()
        self._part(self._serial_part)

    def _name_parts(self) -> None:
        """Give the parts' fields their short names here."""
        serial, sheet = self._serial_part, self._sheet_part
        self._done, self._serial, self._events, self._events_go = (
            serial.done,
            serial.serial,
            serial.events,
            serial.events_go,
        )
        self._event_field, self._version = serial.event_field, serial.version
        self._photocopy, self._begun = serial.photocopy, serial.begun
        self._top, self._field, self._fault, self._list = sheet.top, sheet.field, sheet.fault, sheet.list
        self._warning, self._reason = sheet.warning, sheet.reason
        self._received = self._end_part.received

    def _concern_door(self, parent: QWidget) -> QWidget:
        """Return the way to where a concern is noted: a sheet may tell of something that can't wait."""
        made = button(tr("A safeguarding concern…"), parent, self._to_concerns, kind="link")
        may = self.desk.programme is not None and self.desk.may(Action.NOTE_CONCERN)
        made.setVisible(may)
        made.setEnabled(may)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _to_concerns(self) -> None:
        at_sheet = self._course is not None and self._sheet is not None
        self.go(
            Where.CONCERNS,
            back=Where.KEYING,
            serial=self._sheet.shown if at_sheet else "",
            event_id=self._sheet.event_id if at_sheet else "",
        )

    def _part(self, part: QWidget) -> None:
        for each in (self._serial_part, self._sheet_part, self._end_part):
            each.setVisible(each is part)
        self._scroll.to_top()

    @property
    def _course(self) -> SheetCourse | None:
        return self._sheet_part.course

    @property
    def _shown(self) -> SheetShown | None:
        return self._sheet_part.shown

    def _here(self) -> str:
        return self._sheet_part.here

    @property
    def at_end(self) -> bool:
        """Whether the sheet is through and its date is asked."""
        return self._shown is not None and self._shown.view is None

    # beginning ----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Offer the serial field; go on with a begun sheet when one was named."""
        self._serial.input.setFocus()
        work, desk = self.work, self.desk

        def job() -> tuple[date, Any, Any]:
            today = (
                work.run_event.today(desk.place, desk.programme.programme_id)
                if desk.programme is not None
                else desk.place.clock.now().date()
            )
            begun = work.interview.open_drafts(desk.place, kind=DraftKind.KEYING)
            return today, work.run_event.events(desk.place), begun

        self.background.run(job, then=self._ready)

    def _ready(self, found: tuple[date, Any, Any]) -> None:
        today, events, begun = found
        self._begun.offer(begun)
        self._carried = self._carried or today.strftime("%d%m%Y")
        self._serial_part.know(events)
        if self.arguments.get("serial"):
            self._serial_part.take(self.arguments["serial"])

    def _numbered(self, _number: str) -> None:
        self.succeeded.emit()

    def _begin_sheet(self, sheet: Any, event_id: str) -> None:
        self._sheet = sheet
        work, desk = self.work, self.desk

        def job() -> tuple[SheetCourse, SheetShown]:
            course = SheetCourse(
                work.key_paper.Keying.begin(desk.place, actor=desk.actor, sheet=sheet, event_id=event_id)
            )
            return course, course.start()

        self.background.run(job, then=self._sheet_begun, failed=self._serial_part.refuse)

    def _sheet_begun(self, found: tuple[SheetCourse, SheetShown]) -> None:
        course, shown = found
        self._sheet_part.begin(course, shown, about=sheet_words(self._sheet))
        self._hold.release()

    def _sheet_shown(self, _shown: SheetShown) -> None:
        self._part(self._sheet_part)

    # leaving ------------------------------------------------------------------------------------------------

    def before_leaving(self) -> None:
        """Save what was typed and not yet ended by Enter."""
        self._sheet_part.before_leaving()

    def keep_now(self) -> None:
        """Save the same; the field stays as it is."""
        self.before_leaving()

    def stays_on_disk(self) -> str:
        """Say that the sheet waits."""
        if self._course is None:
            return ""
        return tr(
            "This sheet is not keyed to its end. What was keyed is saved, and its serial takes you back to it."
        )

    # ending -------------------------------------------------------------------------------------------------

    def _show_end(self, shown: SheetShown) -> None:
        self._part(self._end_part)
        self._end_part.show_end(self._sheet, shown, carried=self._carried)

    def _finish(self, day: date) -> None:
        if self._hold.holding or self._course is None:
            return
        self._day = day
        if not self._sheet.received_on:
            self._carried = self._received.input.text()
        self._hold.hold()
        self.background.run(
            partial(self._course.finish, day.isoformat()), then=self._finished, failed=self._finish_failed
        )

    def _finish_failed(self, error: Exception) -> None:
        self._hold.release()
        self.background.refused.emit(error)

    def _finished(self, _instance_id: str) -> None:
        self._count += 1
        self._sheet_part.forget()
        self._done.say(
            tr("✓ Sheet {serial} is keyed", serial=self._sheet.shown),
            ntr(
                "{count} sheet in this sitting. The next serial:",
                "{count} sheets in this sitting. The next serial:",
                self._count,
            )
            + self._late_words(),
        )
        self._done.show()
        self._part(self._serial_part)
        self._serial_part.ask()
        self._hold.release()
        work, place = self.work, self.desk.place
        self.background.run(
            partial(work.interview.open_drafts, place, kind=DraftKind.KEYING), then=self._begun.offer
        )

    def _late_words(self) -> str:
        last = self._sheet.last_day
        late = last is not None and self._day > last
        return " " + tr("It came in after the closing date, and is shown as late.") if late else ""
