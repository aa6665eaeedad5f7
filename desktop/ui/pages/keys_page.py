"""Changes the passphrase, the recovery sheet, the key."""

from __future__ import annotations

from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button


class KeysPage(Page):
    """Changes the passphrase, the recovery sheet, the key. No arguments."""

    heading = tr("Keys and recovery sheet")

    def build(self) -> None:
        self.say(self.heading, Type.TITLE)
        self._back = button(tr("Back to today"), self.content.column, self._to_today)
        self.add(self._back, leading=True)
        self.content.layout_.addStretch(1)

    def begin(self) -> None:
        """Be ready for the keyboard."""
        self._back.setFocus()

    def _to_today(self) -> None:
        self.go(Where.TODAY)
