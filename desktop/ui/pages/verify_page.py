"""Keying a sheet a second time, blind: a serial, its sheet in order, one key to keep it, the next serial."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.staff.people import Action
from desktop.ui.design.spacing import roomy
from desktop.ui.keying.asking import Asking
from desktop.ui.keying.page_view import PageView
from desktop.ui.keying.piles_part import PilesPart
from desktop.ui.keying.second_course import SecondCourse
from desktop.ui.keying.second_end import SecondEnd
from desktop.ui.keying.second_start import SecondStart
from desktop.ui.keying.sheet_course import SheetShown
from desktop.ui.keying.sheet_part import SheetPart
from desktop.ui.keying.with_page import WithPage
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.scroll import Scroll

REST_MS = 300
"""Whoever gives the next serial within this time does not look at what waits: it is not worked out beside it."""


class VerifyPage(Page):
    """Arguments, optional: ``serial`` of a sheet to key, ``path`` of the question to go to, ``count`` of the
    sheets in this sitting, as this page gave it to the one it is come back from.
    """

    heading = tr("Key a second time")
    guide = "keying-twice"

    def build(self) -> None:
        self._sheet: Any = None
        self._count = self.arguments.get("count", 0)
        self._at = self.arguments.get("path", "")
        self._hold = KeyHold(self)
        self._taken: set[str] = set()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._look_at_rest)
        self.body = QWidget(self)
        outer = QVBoxLayout(self.body)
        roomy(outer, gap=0)
        self._scroll = Scroll(self.body, characters=104, margins=5)
        self._view = PageView(self.body, work=self.work, desk=self.desk, background=self.background)
        self._view.opened.connect(self._scans_known)
        self._with_page = WithPage(self.body, self._scroll, self._view)
        outer.addWidget(self._with_page)
        column = self._scroll.column
        self._start = SecondStart(
            column, work=self.work, desk=self.desk, background=self.background, hold=self._hold
        )
        self._start.found.connect(self._begin_sheet)
        self._piles = PilesPart(column, work=self.work, desk=self.desk, background=self.background)
        self._piles.changed.connect(self._look_again)
        self._piles.came.connect(self._start.ask)
        known = self.desk.programme is not None
        self._sheet_part = SheetPart(
            column,
            background=self.background,
            hold=self._hold,
            concerns=known and self.desk.may(Action.NOTE_CONCERN),
            margins=False,
        )
        self._sheet_part.changed.connect(self._sheet_shown)
        self._sheet_part.through.connect(self._show_end)
        self._sheet_part.parked.connect(self._lay_by)
        self._sheet_part.concern_wanted.connect(self._to_concerns)
        self._end = SecondEnd(column)
        self._end.kept.connect(self._finish)
        self._end.back.connect(self._sheet_part.go_back)
        self._end.undo.connect(self._sheet_part.undo)
        self._end.laid_by.connect(self._lay_by)
        for part in (self._start, self._piles, self._sheet_part, self._end):
            self._scroll.layout_.addWidget(part)
        self._scroll.layout_.addStretch(1)
        self._part(self._start)

    def _part(self, part: QWidget) -> None:
        for each in (self._start, self._sheet_part, self._end):
            each.setVisible(each is part)
        self._piles.setVisible(part is self._start)
        self._with_page.show_pages(part is self._sheet_part)
        self._scroll.to_top()

    @property
    def here(self) -> str:
        """Path of the question that is keyed; empty where there is none."""
        return self._sheet_part.here

    @property
    def at_end(self) -> bool:
        """Whether the sheet is through."""
        shown = self._sheet_part.shown
        return shown is not None and shown.view is None

    # what waits ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Offer the serial field and what waits; go on with a sheet when one was named."""
        self._start.serial.input.setFocus()
        self._look_again()
        if self.arguments.get("serial"):
            self._start.take(self.arguments["serial"])

    def _look_again(self) -> None:
        # beside the worker that saves: of thousands of sheets it takes a while, and the next serial must not wait
        self.background.run(partial(self._due_job, self.work, self.desk), then=self._due, long=True)

    def _look_at_rest(self) -> None:
        if self._sheet_part.shown is None and not self._hold.holding:
            self._look_again()

    @staticmethod
    def _due_job(work: Any, desk: Any, _task: object) -> tuple[Any, Any, str]:
        programme_id = desk.programme.programme_id if desk.programme is not None else ""
        due = work.second_keying_due.due(desk.place, actor=desk.actor, programme_id=programme_id)
        return due, work.second_piles.piles(desk.place), work.second_piles.own_fingerprint(desk.place)

    def _due(self, found: tuple[Any, Any, str]) -> None:
        due, piles, own = found
        self._taken.clear()
        self._start.show_due(due)
        self._piles.show_piles(piles, own)

    # keying -------------------------------------------------------------------------------------------------

    def _begin_sheet(self, sheet: Any) -> None:
        self._sheet = sheet
        work, desk, anew = self.work, self.desk, self._start.anew
        at, self._at = self._at, ""

        def job() -> tuple[SecondCourse, SheetShown]:
            keying = work.verify_keying.SecondKeying.begin_second(
                desk.place, actor=desk.actor, sheet=sheet, anew=anew
            )
            course = SecondCourse(keying, Asking(work, desk.place, desk.actor))
            return course, course.start(at)

        self.background.run(job, then=self._sheet_begun, failed=self._start.refuse)
        self._view.show_sheet(sheet.serial)
        self._view.prepare(self._start.after({sheet.serial, *self._taken}))

    def _sheet_begun(self, found: tuple[SecondCourse, SheetShown]) -> None:
        course, shown = found
        self._sheet_part.begin(course, shown, about=self._about(len(shown.rows)))
        self._hold.release()

    def _about(self, questions: int) -> str:
        about = [tr("Sheet {serial}, second keying", serial=self._sheet.shown)]
        if self._sheet.scope:
            about.append(ntr("{count} question of it", "{count} questions of it", questions))
        if self._sheet.pile_name:
            about.append(tr("pile {name}", name=self._sheet.pile_name))
        return " · ".join(filter(None, [*about, self._view.missing]))

    def _scans_known(self, _there: bool) -> None:
        if self._sheet_part.shown is not None:
            self._sheet_part.top.setText(self._about(len(self._sheet_part.shown.rows)))

    def _sheet_shown(self, shown: SheetShown) -> None:
        self._view.follow(shown)
        self._part(self._sheet_part)

    def _show_end(self, shown: SheetShown) -> None:
        self._part(self._end)
        self._end.show_end(self._sheet.shown, shown)

    def _to_concerns(self) -> None:
        back = {"serial": self._sheet.shown, "path": self.here, "count": self._count}
        self.go(
            Where.CONCERNS,
            back=Where.VERIFY,
            back_arguments=back,
            serial=self._sheet.shown,
            event_id=self._sheet.event_id,
        )

    # ending -------------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        course = self._sheet_part.course
        if self._hold.holding or course is None:
            return
        self._hold.hold()
        self.background.run(partial(course.finish, ""), then=self._finished, failed=self._finish_failed)

    def _finish_failed(self, error: Exception) -> None:
        self._hold.release()
        self.background.refused.emit(error)

    def _finished(self, _serial: str) -> None:
        self._count += 1
        self._start.take_off(self._sheet.serial)
        self.succeeded.emit()
        self._start.done.say(
            tr("✓ Sheet {serial} is keyed a second time", serial=self._sheet.shown),
            ntr(
                "{count} sheet in this sitting. The next serial:",
                "{count} sheets in this sitting. The next serial:",
                self._count,
            ),
            kind="success",
        )
        self._next_sheet()

    def _lay_by(self) -> None:
        self._start.done.say(
            tr("Sheet {serial} waits for the coordinator", serial=self._sheet.shown),
            tr("What was keyed is saved. Lay the sheet by; it stands below. The next serial:"),
            kind="note",
        )
        self._next_sheet()

    def _next_sheet(self) -> None:
        self._sheet_part.forget()
        self._view.close_sheet()
        self._start.done.show()
        self._part(self._start)
        self._start.ask()
        self._hold.release()
        self._taken.add(self._sheet.serial)
        self._rest.start()

    # leaving ------------------------------------------------------------------------------------------------

    def before_leaving(self) -> None:
        """Save what was typed and not yet ended by Enter."""
        self._sheet_part.before_leaving()

    def keep_now(self) -> None:
        """Save the same; the field stays as it is."""
        self.before_leaving()

    def stays_on_disk(self) -> str:
        """Say that the sheet waits."""
        if self._sheet_part.course is None:
            return ""
        return tr(
            "This sheet is not keyed to its end. What was keyed is saved, and its serial takes you back to it."
        )
