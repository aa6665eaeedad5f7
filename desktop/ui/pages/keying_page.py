"""Keying paper: a serial, its sheet in order, the date it came in, and at once the next serial. Keyboard only."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.definition import QuestionType
from desktop.responses.drafts import DraftKind
from desktop.responses.response import MissingKind
from desktop.staff.people import Action
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.keying.begun_list import BegunList
from desktop.ui.keying.codes import codes_of, how_to_key, keyed
from desktop.ui.keying.key_field import KeyField
from desktop.ui.keying.photocopy_offer import PhotocopyOffer
from desktop.ui.keying.sheet_course import SheetCourse, SheetShown
from desktop.ui.keying.sheet_list import SheetList
from desktop.ui.keying.sheet_words import received_hint, sheet_words
from desktop.ui.keying.version_field import VersionField
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.words import Notice, words
from desktop.ui.questions.view import QuestionView

_DATE = QuestionView("received", "", QuestionType.DATE, "")


class KeyingPage(Page):
    """Argument: ``serial`` of a sheet to go on with. Date received and event are carried forward in a pile."""

    heading = tr("Key paper")
    characters = 104

    def build(self) -> None:
        self._course: SheetCourse | None = None
        self._shown: SheetShown | None = None
        self._sheet: Any = None
        self._count = 0
        self._carried = ""
        self._all_events: tuple[Any, ...] = ()
        self._day = date.min
        self._hold = KeyHold(self)
        self.body = QWidget(self)
        outer = QVBoxLayout(self.body)
        roomy(outer, gap=0)
        self._scroll = Scroll(self.body, characters=104, margins=5)
        outer.addWidget(self._scroll)
        self._make_serial_part()
        self._make_sheet_part()
        self._make_end_part()
        self._scroll.layout_.addStretch(1)
        self._part(self._serial_part)

    def _box(self) -> tuple[QWidget, QVBoxLayout]:
        box = QWidget(self._scroll.column)
        layout = QVBoxLayout(box)
        roomy(layout, gap=3)
        self._scroll.layout_.addWidget(box)
        return box, layout

    def _make_serial_part(self) -> None:
        self._serial_part, layout = self._box()
        box = self._serial_part
        self._done = Notice("success", "", "", box)
        self._done.hide()
        layout.addWidget(self._done)
        layout.addWidget(words(tr("Key a paper sheet"), box, Type.TITLE))
        self._serial = text_field(
            tr("Serial"),
            box,
            hint=tr(
                "It stands at the foot of every page, beside the square code. Type it, or scan it, then Enter."
            ),
            characters=26,
        )
        self._serial.input.returnPressed.connect(self._look_up)
        layout.addWidget(self._serial)
        self._events = QComboBox()
        self._events.setPlaceholderText(tr("Choose the event"))
        self._events.installEventFilter(self)
        self._event_field = Field(
            tr("Event at which it was collected"),
            self._events,
            box,
            hint=tr(
                "This laptop did not print the sheet, so it can't know. The choice is kept for the next sheets."
            ),
        )
        self._event_field.hide()
        layout.addWidget(self._event_field)
        self._version = VersionField(box)
        self._version.entered.connect(self._look_up)
        layout.addWidget(self._version)
        self._events_go = button(tr("Key this sheet"), box, self._event_chosen, kind="primary")
        self._events_go.hide()
        layout.addWidget(self._events_go, 0, Qt.AlignmentFlag.AlignLeading)
        self._photocopy = PhotocopyOffer(box, work=self.work, desk=self.desk, background=self.background)
        self._photocopy.numbered.connect(self._take_number)
        layout.addWidget(self._photocopy)
        self._begun = BegunList(box)
        self._begun.chosen.connect(self._go_on)
        layout.addWidget(self._begun)
        layout.addWidget(self._concern_door(box), 0, Qt.AlignmentFlag.AlignLeading)

    def _make_sheet_part(self) -> None:
        self._sheet_part, layout = self._box()
        box = self._sheet_part
        self._top = words("", box, tone="muted")
        layout.addWidget(self._top)
        card = QFrame(box)
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        roomy(inside, gap=2, margins=(5, 4, 5, 4))
        self._question = words("", card, Type.QUESTION)
        self._codes = words("", card)
        self._field = KeyField(card)
        self._question.setBuddy(self._field)
        self._fault = words("", card, Type.STRONG, tone="error")
        self._how = words("", card, tone="muted")
        for part in (self._question, self._codes, self._field, self._fault, self._how):
            inside.addWidget(part)
        self._warning = Notice("warning", "", "", card)
        self._reason = text_field(
            tr("Reason to keep it as it is written"),
            card,
            hint=tr("Enter keeps it. Esc goes back to key it anew."),
            value=tr("as written on the sheet"),
        )
        self._reason.input.returnPressed.connect(self._keep_as_written)
        self._reason.input.installEventFilter(self)
        inside.addWidget(self._warning)
        inside.addWidget(self._reason)
        layout.addWidget(card)
        self._list = SheetList(box)
        self._list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._list.cellActivated.connect(self._go_to_row)
        layout.addWidget(self._list)
        layout.addWidget(self._concern_door(box), 0, Qt.AlignmentFlag.AlignLeading)
        self._field.given.connect(self._given)
        self._field.missing.connect(self._missing)
        self._field.wrong.connect(self._wrong)
        self._field.typing.connect(self._typing)
        self._field.back.connect(self._back)
        self._field.down.connect(self._down)

    def _make_end_part(self) -> None:
        self._end_part, layout = self._box()
        box = self._end_part
        self._end_top = words("", box, tone="muted")
        layout.addWidget(self._end_top)
        layout.addWidget(words(tr("The sheet is through"), box, Type.TITLE))
        self._end_warnings = Notice("warning", "", "", box)
        layout.addWidget(self._end_warnings)
        self._received = text_field(
            tr("Date received"),
            box,
            hint=received_hint(""),
            characters=14,
        )
        self._received.input.returnPressed.connect(self._finish)
        self._received.input.installEventFilter(self)
        layout.addWidget(self._received)

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
        self._all_events = events
        if self.arguments.get("serial"):
            self._serial.input.setText(self.arguments["serial"])
            self._look_up()

    def _go_on(self, serial: str) -> None:
        self._serial.input.setText(serial)
        self._look_up()

    def _take_number(self, number: str) -> None:
        """Go on with the number that a photocopy was given."""
        self.succeeded.emit()
        self._serial.show_fault("")
        self._serial.input.setText(number)
        self._serial.input.setFocus()

    @property
    def at_end(self) -> bool:
        """Whether the sheet is through and its date is asked."""
        return self._shown is not None and self._shown.view is None

    # serial -----------------------------------------------------------------------------------------------

    def _look_up(self) -> None:
        text = self._serial.input.text().strip()
        if not text:
            self._serial.show_fault(tr("Type the serial of the sheet."))
            return
        if self._hold.holding:
            return
        self._photocopy.withdraw()
        self._hold.hold()
        self.background.run(
            partial(self._look_up_job, self.work, self.desk.place, text, self._version_given()),
            then=self._looked_up,
            failed=self._serial_refused,
        )

    @staticmethod
    def _look_up_job(work: Any, place: Any, text: str, version: str) -> Any:
        return work.key_paper.look_up_serial(place, text, version=version)

    def _version_given(self) -> str:
        return self._version.chosen if self._version.isVisibleTo(self._serial_part) else ""

    def _serial_refused(self, error: Exception) -> None:
        self._hold.release()
        if not isinstance(error, WorldError):
            self.background.refused.emit(error)
            return
        self._done.hide()
        self._serial.show_fault(f"{error.fault} {error.remedy}")
        if isinstance(error, self.work.key_paper.AlreadyKeyed):
            self._photocopy.offer(error.serial.canonical, self._events.currentData() or "")
        self._serial.input.setFocus()
        self._serial.input.selectAll()

    def _looked_up(self, sheet: Any) -> None:
        self._sheet = sheet
        self._serial.show_fault("")
        needs_event = not sheet.event_id and not sheet.draft_id
        self._offer_events(sheet.programme_id)
        if needs_event and not self._event_field.isVisibleTo(self._serial_part):
            self._event_field.show()
            self._events_go.show()
            self._events.setFocus()
            self._hold.release()
            return
        if needs_event and self._events.currentIndex() < 0:
            self._hold.release()
            self._event_field.show_fault(tr("Choose the event at which the sheet was collected."))
            self._events.setFocus()
            return
        self._event_field.show_fault("")
        if sheet.versions:
            self._version.offer(sheet.versions)
            self._events_go.show()
            self._version.ask()
            self._hold.release()
            return
        self._version.show_fault("")
        self._version.hide()
        self._begin_sheet()

    def _offer_events(self, programme_id: str) -> None:
        """Offer the events of the sheet's programme; what was chosen for the sheet before stands."""
        before = self._events.currentData()
        self._events.clear()
        for event in self._all_events:
            if event.programme_id == programme_id:
                self._events.addItem(f"{event.name}, {spoken_date(event.day)}", event.event_id)
        # an event that nobody chose would be recorded as if somebody had
        self._events.setCurrentIndex(self._events.findData(before) if before else -1)

    def _event_chosen(self) -> None:
        """Look the serial up again: it may have been typed over since, and the sheet in hand is what counts."""
        self._look_up()

    def _begin_sheet(self) -> None:
        work, desk, sheet, event_id = self.work, self.desk, self._sheet, self._events.currentData() or ""

        def job() -> tuple[SheetCourse, SheetShown]:
            course = SheetCourse(
                work.key_paper.Keying.begin(
                    desk.place, actor=desk.actor, sheet=sheet, event_id="" if sheet.event_id else event_id
                )
            )
            return course, course.start()

        self.background.run(job, then=self._sheet_begun, failed=self._serial_refused)

    def _sheet_begun(self, found: tuple[SheetCourse, SheetShown]) -> None:
        self._course, shown = found
        self._top.setText(sheet_words(self._sheet))
        self._show(shown)
        self._hold.release()

    # keying -----------------------------------------------------------------------------------------------

    def _step(self, action: Any, *args: Any) -> None:
        if self._hold.holding or self._course is None:
            return
        self._hold.hold()
        self.background.run(partial(action, *args), then=self._stepped, failed=self._step_failed)

    def _stepped(self, shown: SheetShown) -> None:
        self._show(shown)
        self._hold.release()

    def _step_failed(self, error: Exception) -> None:
        self._hold.release()
        self.background.refused.emit(error)

    def _here(self) -> str:
        return self._shown.view.path if self._shown is not None and self._shown.view is not None else ""

    def _given(self, value: str) -> None:
        if self._course is not None and self._here():
            self._step(self._course.key, self._here(), value)

    def _missing(self, kind: MissingKind) -> None:
        if self._course is not None and self._here():
            self._step(self._course.mark, self._here(), kind)

    def _keep_as_written(self) -> None:
        if self._course is not None and self._here():
            reason = self._reason.input.text().strip() or tr("as written on the sheet")
            self._step(self._course.force, self._here(), reason)

    def _back(self) -> None:
        if self._course is not None:
            self._step(self._course.back, self._here(), self._unsaved())

    def _down(self) -> None:
        if (
            self._shown is not None
            and self._course is not None
            and 0 <= self._shown.at < len(self._shown.rows) - 1
        ):
            self._step(self._course.go, self._shown.rows[self._shown.at + 1].path, self._here(), self._unsaved())

    def _go_to_row(self, row: int, _column: int) -> None:
        if self._course is not None and self._shown is not None:
            self._step(self._course.go, self._shown.rows[row].path, self._here(), self._unsaved())

    def _unsaved(self) -> str | None:
        return self._field.unsaved() if self._here() else None

    def before_leaving(self) -> None:
        """Save what was typed and not yet ended by Enter."""
        value = self._unsaved()
        if self._course is not None and value is not None and not self._hold.holding:
            self.background.run(partial(self._course.keep, self._here(), value))

    def keep_now(self) -> None:
        """Save the same; the field stays as it is."""
        self.before_leaving()

    def _wrong(self, message: str) -> None:
        self._fault.setText(tr("Error: {message}", message=message))
        self._fault.show()

    def _typing(self) -> None:
        self._fault.hide()

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """Let Esc go back from the reason to the field, and from the end to the last question."""
        if event.type() == event.Type.KeyPress and watched is self._events:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._event_chosen()
                return True
        elif event.type() == event.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            if watched is self._reason.input and self._shown is not None and self._shown.view is not None:
                self._warn("")
                self._field.key_anew()
                return True
            if watched is self._received.input:
                self._back()
                return True
        return super().eventFilter(watched, event)

    # showing ----------------------------------------------------------------------------------------------

    def _warn(self, message: str) -> None:
        self._warning.say(tr("⚠ The form does not allow this"), message)
        self._warning.setVisible(bool(message))
        self._reason.setVisible(bool(message))

    def _show(self, shown: SheetShown) -> None:
        self._shown = shown
        if shown.view is None:
            self._show_end(shown)
            return
        view = shown.view
        self._part(self._sheet_part)
        self._question.setText(f"{view.number}. {view.label}")
        codes = codes_of(view)
        self._codes.setText("\n".join(f"{code}   {label}" for code, _value, label in codes))
        self._codes.setVisible(bool(codes))
        self._how.setText(
            how_to_key(view) + " " + tr("?  illegible   -  blank   !  more than one marked   Esc  back")
        )
        self._list.show_sheet(shown.rows, shown.at)
        self._fault.hide()
        if shown.refused:
            self._wrong(shown.refused)
            self._field.key_anew()
            return
        self._warn(shown.warning)
        if shown.warning:
            self._reason.input.setFocus()
            self._reason.input.selectAll()
        else:
            self._field.show_question(view)

    def _show_end(self, shown: SheetShown) -> None:
        self._part(self._end_part)
        warned = [row for row in shown.rows if row.warning]
        self._end_warnings.say(
            ntr(
                "{count} value is against the form's rules",
                "{count} values are against the form's rules",
                len(warned),
            ),
            "\n".join(f"{row.number}. {row.warning}" for row in warned),
        )
        self._end_warnings.setVisible(bool(warned))
        keyed_count = sum(1 for row in shown.rows if row.answer)
        self._end_top.setText(
            tr("Sheet {serial}: {keyed} questions with an answer", serial=self._sheet.shown, keyed=keyed_count)
        )
        # the day that was logged when it came in; else that of the sheet before it in the pile
        logged = self._sheet.received_on
        self._received.set_hint(received_hint(logged))
        self._received.input.setText(date.fromisoformat(logged).strftime("%d%m%Y") if logged else self._carried)
        self._received.input.setFocus()
        self._received.input.selectAll()

    # ending -----------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        result = keyed(_DATE, self._received.input.text())
        try:
            day = date.fromisoformat(result.value or "")
        except ValueError:
            self._received.show_fault(tr("Key the date as 8 figures: day, month, year."))
            return
        self._received.show_fault("")
        if self._hold.holding or self._course is None:
            return
        self._day = day
        if not self._sheet.received_on:
            self._carried = self._received.input.text()
        self._hold.hold()
        self.background.run(
            partial(self._course.finish, day.isoformat()), then=self._finished, failed=self._step_failed
        )

    def _finished(self, _instance_id: str) -> None:
        self._count += 1
        self._course, self._shown = None, None
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
        self._serial.input.clear()
        self._part(self._serial_part)
        self._serial.input.setFocus()
        self._hold.release()
        work, place = self.work, self.desk.place
        self.background.run(
            partial(work.interview.open_drafts, place, kind=DraftKind.KEYING), then=self._begun.offer
        )

    def _late_words(self) -> str:
        last = self._sheet.last_day
        late = last is not None and self._day > last
        return " " + tr("It came in after the closing date, and is shown as late.") if late else ""

    def stays_on_disk(self) -> str:
        """Say that the sheet waits."""
        if self._course is None:
            return ""
        return tr(
            "This sheet is not keyed to its end. What was keyed is saved, and its serial takes you back to it."
        )
