"""What a page of the event says when no event was chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button


class EventNeeded(Page):
    """Base of the pages that write something down at an event: without one they lead to where it is chosen."""

    door: QPushButton | None = None

    def build(self) -> None:
        """Build the page, or say that an event must be chosen first."""
        if self.desk.event is not None:
            self.build_at_event()
            return
        self.say(self.heading, Type.TITLE)
        self.say(tr("Choose the event first: what is written down belongs to it."))
        self.door = button(tr("Choose an event"), self.content.column, self.to_today, kind="primary")
        self.add(self.door, leading=True)
        self.content.layout_.addStretch(1)

    def build_at_event(self) -> None:
        """Make the widgets, at an event."""

    def begin(self) -> None:
        """Begin at the event, or give the keyboard to the way there."""
        if self.door is not None:
            self.door.setFocus()
        else:
            self.begin_at_event()

    def begin_at_event(self) -> None:
        """Fetch what is shown."""

    def to_today(self) -> None:
        """Go back to today's page."""
        self.go(Where.TODAY)
