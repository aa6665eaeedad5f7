"""What comes before the first question: whether the person is old enough, the privacy notice, their consent."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.ui.background import Background
from desktop.ui.interview.course import Course
from desktop.ui.interview.shown import Shown
from desktop.ui.kiosk.screens import ASSENT, TOO_YOUNG, AgeQuestion, NotAlone, Notice, Said
from desktop.ui.services import Desk


class Beginning(QObject):
    """Leads one person after another from the welcome to their first question.

    Attributes:
        under_age: whether the person answers with an adult beside them.
        language: of the form, as the person has it.
    Signals:
        made (object): a screen, which the page shows in the place of the one before.
        back: the person does not begin.
        begun (object, object): the :class:`Course`, and what it shows first.
    """

    made = Signal(object)
    back = Signal()
    begun = Signal(object, object)

    def __init__(
        self, *, work: Any, background: Background, desk: Desk | None, offer: Any, front: QWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._work, self._background, self._desk = work, background, desk
        self._offer, self._front = offer, front
        self._turn = 0  # counts the people, so that what comes late for one does not reach the next
        self.under_age = False
        self.language = ""

    def forget(self) -> None:
        """Whoever was asked is gone: what is still on its way for them goes nowhere."""
        self._turn += 1
        self.under_age = False

    def ask(self) -> None:
        """Ask for the age where the programme has a least one; else show the notice."""
        asked = tuple(each.value for each in self._work.kiosk.ages(self._offer.rules))
        if not asked:
            self._show_notice(with_adult=False)
            return
        question = AgeQuestion(self._offer.rules, asked, self._front)
        question.told.connect(self.age_told)
        question.back.connect(self.back)
        self.made.emit(question)

    def age_told(self, age: str) -> None:
        """Go on as the age allows."""
        if age == TOO_YOUNG:
            sorry = NotAlone(self._offer.rules.least_age, self._front)
            sorry.back.connect(self.back)
            self.made.emit(sorry)
        else:
            self._show_notice(with_adult=age == ASSENT)

    def _show_notice(self, *, with_adult: bool) -> None:
        assert self._desk is not None
        self.under_age = with_adult
        notice = Notice(self._desk.programme, self._front, with_adult=with_adult)
        notice.agreed.connect(self._agreed)
        notice.declined.connect(self.back)
        notice.back.connect(self.back)
        self.made.emit(notice)

    def _agreed(self) -> None:
        moment = Said(tr("One moment…"), "", self._front, on=tr("Back to the start"))
        moment.back.connect(self.back)
        self.made.emit(moment)
        job = partial(
            self._begin_job, self._work, self._desk, self._offer, self.under_age, self.language, self._turn
        )
        self._background.run(job, then=self._found, failed=self._not_begun)

    @staticmethod
    def _begin_job(
        work: Any, desk: Any, offer: Any, with_adult: bool, language: str, turn: int
    ) -> tuple[int, Course, Shown]:
        way = work.kiosk.Way.WITH_ADULT if with_adult else work.kiosk.Way.OF_AGE
        entry = work.kiosk.Alone.hand(
            desk.place,
            actor=desk.actor,
            form_id=offer.form_id,
            event_id=offer.event_id,
            way=way,
            language=language or None,
        )
        course = Course(entry)
        return turn, course, course.consent()

    def _found(self, found: tuple[int, Course, Shown]) -> None:
        turn, course, shown = found
        if turn != self._turn:
            self._background.run(course.not_begun)  # nobody is there any more
            return
        self.begun.emit(course, shown)

    def _not_begun(self, error: Exception) -> None:
        self._background.refused.emit(error)  # behind this page, for the staff when they have the laptop back
        sorry = Said(
            tr("It can't be started just now"),
            tr("Please tell the people at the event."),
            self._front,
            on=tr("Back to the start"),
        )
        sorry.back.connect(self.back)
        self.made.emit(sorry)
