"""The course of a change: it begins where all the answers stand, and ends in a new revision."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.course import Course, Shown, Stage
from desktop.ui.interview.stages import FinishStage, StageView
from desktop.ui.parts.buttons import button


class EditCourse(Course):
    """Drives one :class:`~desktop.workflows.edit_response.ResponseEdit`; there is nobody to agree to anything."""

    def resume(self) -> Shown:
        """Begin at the answers, or go to where the change was left."""
        shown = super().resume()
        return self.to_check() if shown.stage is Stage.CONSENT else shown

    def finalise(self) -> str:
        """Freeze the change; no code is given, the respondent's first one stays good."""
        self.interview.finalise()
        return ""

    def not_begun(self) -> bool:
        """Never give a change up without being asked: the answers it holds were given once."""
        return False

    def _to(self, stage: Stage, path: str) -> Shown:
        return super()._to(Stage.CHECK if stage is Stage.CONSENT else stage, path)


class ChangeEnd(FinishStage):
    """The last look before the change takes the place of what stood."""

    def __init__(self, parent: QWidget) -> None:
        StageView.__init__(self, parent)
        self.say(tr("Finish the change"), Type.TITLE)
        self.say(
            tr(
                "The changed answers count from now on. What stood before is kept in the history of the response,"
                " with who changed it, when and why."
            )
        )
        self.finish = button(tr("Save the change"), self, self.finish_wanted, kind="primary")
        self.column.addWidget(self.finish, 0, Qt.AlignmentFlag.AlignLeading)
