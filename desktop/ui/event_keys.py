"""The keys of the event: one for each thing that is done at a stall all day, the same on every page of staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.foundation.translation import tr
from desktop.staff.people import Action
from desktop.ui.pages.find import page_named
from desktop.ui.pages.page import Where
from desktop.ui.services import Desk


@dataclass(frozen=True, slots=True)
class EventKey:
    """A thing to do at an event.

    Attributes:
        page: value of the :class:`Where` that it leads to; empty for the empty screen, which is no page.
        label: on the tile and in the menu.
        keys: of the keyboard; empty where the menu alone leads there.
        needed: what the role must allow; ``None`` for what everybody may.
    """

    page: str
    label: str
    keys: str
    needed: Action | None


def tiles() -> tuple[EventKey, ...]:
    """Return what has a tile on today's page, in the order of their keys."""
    return (
        EventKey("count", tr("Count people"), "F2", Action.RUN_EVENT),
        EventKey("comment", tr("Quick comment"), "F3", Action.RUN_EVENT),
        EventKey("conversation", tr("Conversation"), "F4", Action.RUN_EVENT),
        EventKey("interview", tr("Interview"), "F5", Action.INTERVIEW),
        EventKey("kiosk", tr("Hand over"), "F6", Action.INTERVIEW),
        EventKey("paper", tr("Paper"), "F7", Action.PRINT_PAPER),
        EventKey("follow ups", tr("Follow-up"), "F8", Action.RUN_EVENT),
        EventKey("", tr("Blank the screen"), "F9", None),
    )


def further() -> tuple[EventKey, ...]:
    """Return what the menu has besides."""
    return (
        EventKey("boards", tr("Dot votes and ranking boards"), "", Action.RUN_EVENT),
        EventKey("concerns", tr("Safeguarding concerns"), "", Action.NOTE_CONCERN),
        EventKey("debrief", tr("Debrief, and close the event"), "", Action.RUN_EVENT),
    )


def can_go(key: EventKey, desk: Desk | None) -> bool:
    """Tell whether the key leads somewhere for this person, at this event."""
    if desk is None or not desk.actor.signed_in or desk.programme is None or desk.event is None:
        return False
    return page_named(key.page) is not None and (key.needed is None or desk.may(key.needed))


def way_to(page: str, desk: Desk) -> tuple[Where, dict[str, Any]]:
    """Return where a key leads, with the page's arguments.

    Where the programme has several questionnaires, the one that is asked for is chosen first.
    """
    where = page_named(page)
    assert where is not None
    assert desk.event is not None
    assert desk.programme is not None
    event_id = desk.event.event_id
    if page == "paper":
        return where, {"event_id": event_id}
    if page not in ("interview", "kiosk"):
        return where, {}
    forms = desk.programme.forms
    if len(forms) == 1:
        return where, {"form_id": forms[0].form_id, "event_id": event_id}
    return Where.FORMS, {"then": page, "event_id": event_id}


class EventKeys(QObject):
    """The menu "Event" and its keys.

    Attributes:
        actions: what leads to a page, with its key.
    Signals:
        wanted (object, object): go to a :class:`Where`, with arguments by name.
    """

    wanted = Signal(object, object)

    def __init__(self, menu: QMenu, parent: QObject) -> None:
        super().__init__(parent)
        self.actions: list[tuple[QAction, EventKey]] = []
        self._menu = menu
        self._desk: Desk | None = None
        for key in tiles():
            if key.page:
                self._add(key)

    def add_further(self) -> None:
        """Put what has no key under what is there."""
        self._menu.addSeparator()
        for key in further():
            self._add(key)

    def _add(self, key: EventKey) -> None:
        action = QAction(key.label, self)
        if key.keys:
            action.setShortcut(QKeySequence(key.keys))
        action.setData(key.page)
        action.triggered.connect(self._go)
        self._menu.addAction(action)
        self.actions.append((action, key))

    def refresh(self, desk: Desk | None) -> None:
        """Offer what can be done at the event; ``None``: nothing, since nobody is at work."""
        self._desk = desk
        for action, key in self.actions:
            action.setEnabled(can_go(key, desk))

    def _go(self) -> None:
        if self._desk is not None:
            self.wanted.emit(*way_to(self.sender().data(), self._desk))
