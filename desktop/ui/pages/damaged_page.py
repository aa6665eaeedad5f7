"""Shows the ways out of a damaged store."""

from __future__ import annotations

from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button


class DamagedPage(Page):
    """Shows the ways out of a damaged store. No arguments."""

    heading = tr("The store can’t be opened")

    def build(self) -> None:
        self.say(self.heading, Type.TITLE)
        self._back = button(tr("Back to the start"), self.content.column, self._to_start)
        self.add(self._back, leading=True)
        self.content.layout_.addStretch(1)

    def begin(self) -> None:
        """Be ready for the keyboard."""
        self._back.setFocus()

    def _to_start(self) -> None:
        self.go(Where.START)
