"""Changing the answers of a recorded response: the interview's screens, beginning at "check your answers"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from desktop.foundation.translation import tr
from desktop.ui.interview.course import Course, Shown
from desktop.ui.pages.interview_page import InterviewPage
from desktop.ui.pages.page import Where
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.ui.responses.edit_course import ChangeEnd, EditCourse


class EditPage(InterviewPage):
    """Arguments: ``response_id``, with ``reason`` or with ``draft_id`` of a change that was begun."""

    heading = tr("Change a response")
    guide = "responses"

    def build(self) -> None:
        super().build()
        self._form.finish_view = ChangeEnd

    def _begin_job(self) -> Callable[[], Any]:
        work, desk, arguments = self.work, self.desk, self.arguments

        def job() -> tuple[Course, Shown]:
            begun = work.edit_response.ResponseEdit.begin(
                desk.place, actor=desk.actor, response_id=arguments["response_id"], reason=arguments["reason"]
            )
            course = EditCourse(begun)
            return course, course.resume()

        return job

    def _resume_job(self, draft_id: str) -> Callable[[], Any]:
        work, desk = self.work, self.desk

        def job() -> tuple[Course, Shown]:
            course = EditCourse(
                work.edit_response.ResponseEdit.resume(desk.place, actor=desk.actor, draft_id=draft_id)
            )
            return course, course.resume()

        return job

    def _back_to_it(self, said: str) -> None:
        self.go(Where.RESPONSE, response_id=self.arguments["response_id"], said=said)

    def _stopped(self, faulty: Shown | None) -> None:
        if faulty is not None:
            self._stepped(faulty)
            return
        self._finished = True
        self._hold.release()
        self._back_to_it(tr("The change is kept unfinished. The response counts as it stood before."))

    def _ended(self, _code: str) -> None:
        self._finished = True
        self._hold.release()
        self._back_to_it(tr("✓ The change is saved."))

    def _abandon(self) -> None:
        if self._course is None or self._hold.holding:
            return
        found = ReasonDialog.ask(
            self,
            tr("Give up this change"),
            tr("The response stays as it stood before. Why is it given up?"),
            (
                ("right before", tr("The answers were right as they stood")),
                ("wrong one", tr("It is the wrong response")),
                ("later", tr("It is to be done another way")),
            ),
            own=tr("Or in your own words (no names)"),
            agree=tr("Give the change up"),
        )
        if found is not None:
            self.background.run(
                partial(self._course.interview.abandon, reason=found[1]), then=self._given_up_change
            )

    def _given_up_change(self, _nothing: object) -> None:
        self._finished = True
        self._back_to_it(tr("The change was given up. The response stands as it did."))

    def stays_on_disk(self) -> str:
        """Say that the change waits."""
        if self._course is None or self._finished:
            return ""
        return tr("This change is not finished. It is kept, and offered on the page of the response.")
