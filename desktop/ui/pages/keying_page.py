"""Keying paper: a serial, its sheet in order, the date it came in, and at once the next serial. Keyboard only."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.responses.drafts import DraftKind
from desktop.staff.people import Action
from desktop.ui.design.spacing import roomy
from desktop.ui.keying.asking import Asking
from desktop.ui.keying.end_part import EndPart
from desktop.ui.keying.page_view import PageView
from desktop.ui.keying.serial_part import SerialPart
from desktop.ui.keying.sheet_course import SheetCourse, SheetShown
from desktop.ui.keying.sheet_part import SheetPart
from desktop.ui.keying.sheet_words import sheet_words
from desktop.ui.keying.with_page import WithPage
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.scroll import Scroll


class KeyingPage(Page):
    """Arguments: ``serial`` of a sheet to go on with, ``path`` of the question to go to in it, ``pile``: what is
    carried forward, as this page gave it to the one it is come back from.

    Date received and event are carried forward from sheet to sheet.
    """

    heading = tr("Key paper")
    guide = "keying"
    characters = 104

    def build(self) -> None:
        carried = self.arguments.get("pile") or {}
        self._sheet: Any = None
        self._count = carried.get("count", 0)
        self._carried = carried.get("received", "")
        self._at = self.arguments.get("path", "")
        self._day = date.min
        self._hold = KeyHold(self)
        self.body = QWidget(self)
        outer = QVBoxLayout(self.body)
        roomy(outer, gap=0)
        self._scroll = Scroll(self.body, characters=104, margins=5)
        self._view = PageView(self.body, work=self.work, desk=self.desk, background=self.background)
        self._view.opened.connect(self._scans_known)
        self._with_page = WithPage(self.body, self._scroll, self._view)
        outer.addWidget(self._with_page)
        column = self._scroll.column
        self._serial_part = SerialPart(
            column, work=self.work, desk=self.desk, background=self.background, hold=self._hold
        )
        self._serial_part.found.connect(self._begin_sheet)
        self._serial_part.photocopy.numbered.connect(self._numbered)
        self._serial_part.pile.show_pile(carried.get("sheets"))
        self._scanned = self._serial_part.scanned
        known = self.desk.programme is not None
        self._sheet_part = SheetPart(
            column,
            background=self.background,
            hold=self._hold,
            work=self.work,
            contacts=known,
            requests=known and self.desk.may(Action.NOTE_FOLLOW_UP),
            concerns=known and self.desk.may(Action.NOTE_CONCERN),
        )
        self._sheet_part.changed.connect(self._sheet_shown)
        self._sheet_part.through.connect(self._show_end)
        self._sheet_part.parked.connect(self._lay_by)
        self._sheet_part.contact_wanted.connect(self._to_contacts)
        self._sheet_part.request_wanted.connect(self._to_requests)
        self._sheet_part.concern_wanted.connect(self._to_concerns)
        self._end_part = EndPart(column)
        self._end_part.given.connect(self._finish)
        self._end_part.back.connect(self._sheet_part.go_back)
        self._end_part.undo.connect(self._sheet_part.undo)
        self._end_part.laid_by.connect(self._lay_by)
        layout = self._serial_part.layout()
        assert isinstance(layout, QVBoxLayout)
        practise = button(tr("Practise keying"), self._serial_part, self._to_practice, kind="link")
        layout.addWidget(practise, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self._concern_door(self._serial_part), 0, Qt.AlignmentFlag.AlignLeading)
        for part in self._parts:
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
        self._top, self._field, self._list = sheet.top, sheet.field, sheet.list
        self._fault, self._warning, self._reason = sheet.card.fault, sheet.card.warning, sheet.card.reason
        self._received = self._end_part.received

    def _to_practice(self) -> None:
        self.go(Where.TRAINING)

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
        self._leave_for(
            Where.CONCERNS,
            serial=self._sheet.shown if at_sheet else "",
            event_id=self._sheet.event_id if at_sheet else "",
        )

    def _to_contacts(self) -> None:
        self._leave_for(Where.UPDATE_LIST, alone=True)

    def _to_requests(self) -> None:
        self._leave_for(Where.FOLLOW_UPS)

    def _leave_for(self, where: Where, **arguments: Any) -> None:
        """Go where something else is noted, and have it lead back to the very field, the pile going on."""
        pile = {
            "count": self._count,
            "received": self._carried,
            "event_id": self._serial_part.event_id,
            "sheets": self._serial_part.pile.now,
        }
        back = {"pile": pile}
        if self._course is not None:
            back |= {"serial": self._sheet.shown, "path": self._here()}
        self.go(where, back=Where.KEYING, back_arguments=back, **arguments)

    def _part(self, part: QWidget) -> None:
        QTimer.singleShot(0, self._scroll, self._scroll.show_focus)  # once it stands where it will stand
        if not part.isHidden() and sum(not each.isHidden() for each in self._parts) == 1:
            return
        for each in self._parts:
            each.setVisible(each is part)
        self._with_page.show_pages(part is self._sheet_part)
        self._scroll.to_top()

    @property
    def _parts(self) -> tuple[QWidget, ...]:
        return (self._serial_part, self._sheet_part, self._end_part)

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
        self._serial_part.practice.look()
        self._scanned.look()

    def _ready(self, found: tuple[date, Any, Any]) -> None:
        today, events, begun = found
        self._begun.offer(begun)
        self._carried = self._carried or today.strftime("%d%m%Y")
        carried = self.arguments.get("pile") or {}
        self._serial_part.know(events, event_id=carried.get("event_id", ""))
        if self.arguments.get("serial"):
            self._serial_part.take(self.arguments["serial"])

    def _numbered(self, _number: str) -> None:
        self.succeeded.emit()

    def _begin_sheet(self, sheet: Any, event_id: str) -> None:
        self._sheet = sheet
        work, desk = self.work, self.desk
        at, self._at = self._at, ""

        def job() -> tuple[SheetCourse, SheetShown]:
            keying = work.key_paper.Keying.begin(desk.place, actor=desk.actor, sheet=sheet, event_id=event_id)
            course = SheetCourse(keying, Asking(work, desk.place, desk.actor))
            return course, course.start(at)

        self.background.run(job, then=self._sheet_begun, failed=self._serial_part.refuse)
        self._view.show_sheet(sheet.serial)
        self._view.prepare(self._serial_part.pile.after(sheet.serial) or self._scanned.after(sheet.serial))

    def _sheet_begun(self, found: tuple[SheetCourse, SheetShown]) -> None:
        course, shown = found
        self._sheet_part.begin(course, shown, about=self._about())
        self._hold.release()

    def _about(self) -> str:
        strange = self._serial_part.pile.strange(self._sheet.serial)
        about = [sheet_words(self._sheet), tr("it is none of the pile that you scanned") if strange else ""]
        return " · ".join(filter(None, [*about, self._view.missing]))

    def _scans_known(self, _there: bool) -> None:
        if self._course is not None:
            self._sheet_part.top.setText(self._about())

    def _sheet_shown(self, shown: SheetShown) -> None:
        self._view.follow(shown)
        self._part(self._sheet_part)
        self._scroll.to_top()  # the question is read before its field; where both have no room, the field is seen

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
        self._done.say(
            tr("✓ Sheet {serial} is keyed", serial=self._sheet.shown),
            ntr(
                "{count} sheet in this sitting. The next serial:",
                "{count} sheets in this sitting. The next serial:",
                self._count,
            )
            + self._late_words(),
            kind="success",
        )
        self._next_sheet()

    def _lay_by(self) -> None:
        """Lay a sheet by that waits for the coordinator, and ask for the next."""
        self._done.say(
            tr("Sheet {serial} waits for the coordinator", serial=self._sheet.shown),
            tr("What was keyed is saved. Lay the sheet by; it is offered below with the answer. The next serial:"),
            kind="note",
        )
        self._next_sheet()

    def _next_sheet(self) -> None:
        self._sheet_part.forget()
        self._view.close_sheet()
        self._serial_part.pile.keyed(self._sheet.serial)
        self._done.show()
        self._part(self._serial_part)
        self._serial_part.ask()
        self._serial_part.practice.look()
        self._scanned.done(self._sheet.serial)
        self._hold.release()
        work, place = self.work, self.desk.place
        self.background.run(
            partial(work.interview.open_drafts, place, kind=DraftKind.KEYING), then=self._begun.offer
        )

    def _late_words(self) -> str:
        last = self._sheet.last_day
        late = last is not None and self._day > last
        return " " + tr("It came in after the closing date, and is shown as late.") if late else ""
