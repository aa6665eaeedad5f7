"""After an interview: thanks, and the next one."""

from __future__ import annotations

from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice


class DonePage(Page):
    """Nothing earlier can be seen here. Arguments: ``form_id``, ``event_id``, ``said``."""

    heading = tr("Thank you")
    characters = 70

    def build(self) -> None:
        column = self.content.column
        self.say(tr("Thank you for taking part"), Type.TITLE)
        said = self.arguments.get("said", "")
        self.add(Notice("success", tr("✓ The answers are on this laptop, locked and protected"), said, column))
        if self.desk.programme.help_line:
            self.say(tr("Questions later: {line}", line=self.desk.programme.help_line))
        row = Flow(gap=3)
        self._next = button(tr("Start the next one"), column, self._start_next, kind="primary")
        row.addWidget(self._next)
        row.addWidget(button(tr("Back to today"), column, self._to_today))
        self.content.layout_.addLayout(row)
        self.content.layout_.addStretch(1)

    def begin(self) -> None:
        """Enter starts the next one."""
        self._next.setFocus()

    def _start_next(self) -> None:
        self.go(Where.INTERVIEW, form_id=self.arguments["form_id"], event_id=self.arguments["event_id"])

    def _to_today(self) -> None:
        self.go(Where.TODAY)
