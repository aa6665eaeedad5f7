"""The form preview: a form gone through as a respondent would, with nothing saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.course import Course, Shown
from desktop.ui.interview.stages import FinishStage, StageView
from desktop.ui.pages.interview_page import InterviewPage
from desktop.ui.pages.page import Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.preview_banner import PreviewBanner


class PreviewEnd(FinishStage):
    """The end of a form that was only tried."""

    def __init__(self, parent: QWidget) -> None:
        StageView.__init__(self, parent)
        self.say(tr("The end of the form"), Type.TITLE)
        self.say(tr("A respondent would finish here. Nothing of what you answered is kept."))
        self.finish = button(tr("Close the preview"), self, self.finish_wanted, kind="primary")
        self.column.addWidget(self.finish)


class PreviewPage(InterviewPage):
    """A form without a draft. Argument: ``path`` of an XLSForm, an XForm or a pack's folder.

    It leads back to the programmes; where no store is open it closes the window.
    """

    heading = tr("Preview")

    def build(self) -> None:
        super().build()
        self._form.finish_view = PreviewEnd
        self.body.layout().insertWidget(0, PreviewBanner(self.body))
        self._saved.hide()
        self._no.hide()
        self._give_up.setText(tr("Close the preview (Ctrl+G)"))
        self._give_up.setAccessibleName(tr("Close the preview, Ctrl+G"))

    def _begin_job(self) -> Callable[[], Any]:
        work, clock, path = self.work, self.services.clock, Path(self.arguments["path"])

        def job() -> tuple[Course, Shown]:
            course = Course(work.preview_form.Preview.of(path, clock=clock))
            return course, course.show()

        return job

    def _show(self, shown: Shown) -> None:
        super()._show(shown)
        self._no.hide()  # there is nobody who could disagree
        self._form.bottom.stop.hide()  # and nothing that could be gone on with

    def _ended(self, withdrawal_code: str) -> None:
        self._hold.release()
        self._leave()

    def _left(self, given_up: bool) -> None:
        self._leave()

    def _abandon(self) -> None:
        self._leave()

    def _stop(self) -> None:
        self._leave()

    def _pictures(self) -> None:
        """Keep none: there is nothing to keep them with."""

    def _leave(self) -> None:
        self._finished = True
        if self.desk is not None:
            self.go(Where.PACKS)
        else:
            self.window().close()

    def stays_on_disk(self) -> str:
        """Say nothing: nothing stays."""
        return ""
