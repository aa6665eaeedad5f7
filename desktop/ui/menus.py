"""The window's menus: what each person may choose, and nothing at all while the screen is locked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop.foundation.translation import tr
from desktop.staff.people import Action
from desktop.ui.design.theme import Theme
from desktop.ui.event_keys import EventKeys
from desktop.ui.idle import MINUTES
from desktop.ui.keying_menu import keying_doors
from desktop.ui.look_menu import LookMenus
from desktop.ui.pages.page import Where
from desktop.ui.services import Desk

_GO = (
    (Where.TODAY, "Today", "Ctrl+T", Action.RUN_EVENT),
    (Where.PROGRAMME, "Events and more", "Ctrl+Shift+T", Action.RUN_EVENT),
    (Where.EVENT, "New event", "Ctrl+N", Action.RUN_EVENT),
    (Where.PAPER, "Paper", "Ctrl+P", Action.PRINT_PAPER),
    (Where.PAPER_CUSTODY, "Paper in and out", "Ctrl+Shift+P", Action.KEY_PAPER),
    (Where.NUMBER_SHEETS, "Number returned sheets", "", Action.KEY_PAPER),
    (Where.RESPONSES, "Responses", "Ctrl+R", Action.SEE_RESPONSES),
    (Where.BATCHES, "Batches", "Ctrl+B", Action.SEND_BATCHES),
    (Where.LEDGER, "Ledger", "Ctrl+L", Action.SEE_LEDGER),
    (Where.PAPER_LEDGER, "Paper ledger", "", Action.SEE_LEDGER),
    (Where.BENCHMARKS, "Benchmarks", "", Action.OPEN_PROGRAMME),
    (Where.COORDINATOR, "Central store", "", Action.RECEIVE_BATCHES),
)
_CUSTODY = (
    (Where.WITHDRAW, "Withdraw a response…", Action.WITHDRAW),
    (Where.BACKUPS, "Backups", Action.BACK_UP),
    (Where.KEYS, "Keys and recovery sheet", Action.MANAGE_KEYS),
    (Where.RETENTION, "Retention", Action.CARRY_OUT_RETENTION),
    (Where.AUDIT, "Audit trail", Action.SEE_AUDIT),
    (Where.PEOPLE, "People and PINs", Action.MANAGE_STAFF),
)
"""Pages about the data themselves; they need a person, and no open programme."""


class Menus(QObject):
    """Fills the menu bar of a window.

    Attributes:
        go_actions, custody_actions: what leads to a page, with what the role must allow.
        event_keys: the menu of the event, with its keys.
    Signals:
        wanted (object): a :class:`Where` was chosen.
        start_wanted, over_wanted, help_wanted, empty_wanted, lock_wanted: back to the start, somebody else at the
            laptop, the guide, the empty screen, the locked one.
        minutes_chosen (int): the screen locks by itself after so many minutes.
    """

    wanted = Signal(object)
    start_wanted = Signal()
    over_wanted = Signal()
    help_wanted = Signal()
    empty_wanted = Signal()
    lock_wanted = Signal()
    minutes_chosen = Signal(int)

    def __init__(self, window: QMainWindow, theme: Theme, *, minutes: int) -> None:
        super().__init__(window)
        self._bar = window.menuBar()
        self.go_actions: list[tuple[QAction, Action]] = []
        self.custody_actions: list[tuple[QAction, Action]] = []
        self._signed_in: list[QAction] = []
        self._always: list[QAction] = []
        self._make_programme(window)
        event = self._bar.addMenu(tr("&Event"))
        self.event_keys = EventKeys(event, self)
        # looked for here at an event; it stands under "View" too, and works before anybody is at the laptop
        empty = self._action(event, tr("Blank the screen"), "F9", self.empty_wanted)
        self._always.append(empty)
        self.event_keys.add_further()
        self._make_keying()
        custody = self._bar.addMenu(tr("&Custody"))
        for where, label, needed in _CUSTODY:
            self.custody_actions.append((self._page(custody, tr(label), "", where), needed))
        self._make_view(theme, minutes, empty)
        guide = self._bar.addMenu(tr("&Help"))
        self._always.append(self._action(guide, tr("Guide"), "F1", self.help_wanted))

    def _make_programme(self, window: QMainWindow) -> None:
        menu = self._bar.addMenu(tr("&Programme"))
        for where, label, keys, needed in _GO:
            self.go_actions.append((self._page(menu, tr(label), keys, where), needed))
        menu.addSeparator()
        self._people = self._page(menu, tr("Add a person…"), "", Where.PERSON)
        self._other = self._page(menu, tr("Other programme…"), "", Where.PACKS)
        self._signed_in.append(self._action(menu, tr("Somebody else at the laptop"), "", self.over_wanted))
        menu.addSeparator()
        self._always.append(self._action(menu, tr("Back to the start"), "", self.start_wanted))
        self._always.append(self._action(menu, tr("Close"), QKeySequence.StandardKey.Quit, window.close))

    def _make_keying(self) -> None:
        menu = self._bar.addMenu(tr("&Keying"))
        for door in keying_doors():
            if door.rules_off:
                menu.addSeparator()
            self.go_actions.append((self._page(menu, door.label, door.keys, door.where), door.needed))

    def _make_view(self, theme: Theme, kept: int, empty: QAction) -> None:
        menu = self._bar.addMenu(tr("&View"))
        larger = self._action(menu, tr("Larger text"), "", theme.larger)
        larger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        smaller = self._action(menu, tr("Smaller text"), "Ctrl+-", theme.smaller)
        usual = self._action(menu, tr("Usual text size"), "Ctrl+0", theme.usual)
        look = LookMenus(menu, theme, self)
        menu.addSeparator()
        self._view = menu
        menu.addAction(empty)
        self._signed_in.append(self._action(menu, tr("Lock"), "Ctrl+Shift+L", self.lock_wanted))
        by_itself = menu.addMenu(tr("Lock by itself"))
        group = QActionGroup(self)
        self._always += [larger, smaller, usual, *look.actions]
        for minutes in MINUTES:
            label = tr("After {count} minutes without a touch", count=minutes)
            action = self._action(by_itself, label, "", self._minutes)
            action.setData(minutes)
            action.setCheckable(True)
            action.setChecked(minutes == kept)
            group.addAction(action)
            self._always.append(action)

    def add_to_view(self, action: QAction) -> None:
        """Put a choice of how the screens behave under what the menu "View" has."""
        self._view.addSeparator()
        self._view.addAction(action)
        self._always.append(action)

    def _action(self, menu: QMenu, label: str, keys: Any, then: Callable[[], Any] | Any) -> QAction:
        action = QAction(label, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(then)
        menu.addAction(action)
        return action

    def _page(self, menu: QMenu, label: str, keys: str, where: Where) -> QAction:
        action = self._action(menu, label, keys, self._go)
        action.setData(where.value)
        return action

    def _go(self) -> None:
        self.wanted.emit(Where(self.sender().data()))

    def _minutes(self) -> None:
        self.minutes_chosen.emit(self.sender().data())

    def refresh(self, desk: Desk | None, *, covered: bool) -> None:
        """Offer what the person may do; nothing while the page is out of sight: keys would lead past the lock."""
        self._bar.setVisible(not covered)
        at_work = desk if desk is not None and desk.actor.signed_in and not covered else None
        programme = at_work is not None and at_work.programme is not None
        for action, needed in self.go_actions:
            action.setEnabled(at_work is not None and programme and at_work.may(needed))
        for action, needed in self.custody_actions:
            action.setEnabled(at_work is not None and at_work.may(needed))
        self.event_keys.refresh(at_work)
        self._people.setEnabled(at_work is not None and programme and at_work.may(Action.MANAGE_STAFF))
        self._other.setEnabled(at_work is not None and not at_work.keys_only)
        for action in self._signed_in:
            action.setEnabled(at_work is not None)
        for action in self._always:
            action.setEnabled(not covered)
