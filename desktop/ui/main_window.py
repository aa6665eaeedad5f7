"""The window: banner, header, messages, and one page at a time.

It keeps who works with what (:class:`~desktop.ui.services.Desk`) and hands it to each page when the page is made;
pages ask to go elsewhere by a signal, and never know one another.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.engagement.programme import Event, Programme
from desktop.foundation.errors import DamagedFile
from desktop.foundation.translation import tr
from desktop.staff.people import Actor
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.design.theme import Theme
from desktop.ui.design.type_scale import refresh_type
from desktop.ui.header import Header
from desktop.ui.home import first_page, home_of
from desktop.ui.hourly_backup import HourlyBackup
from desktop.ui.idle import IdleWatch, minutes_of
from desktop.ui.interview.quick import FigureGoesOn
from desktop.ui.leaving import may_close, may_lose, wait_while
from desktop.ui.lock import Lock
from desktop.ui.look_menu import text_size_keys
from desktop.ui.menus import Menus
from desktop.ui.pages.find import page_class
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.error_panel import ErrorPanel
from desktop.ui.parts.practice_banner import PracticeBanner
from desktop.ui.parts.progress_panel import ProgressPanel
from desktop.ui.services import Desk, Services
from desktop.ui.store_check import StoreCheck

_NOBODY = Actor(person_id="", name="", role=None, signed_in=False)
_IDLE_SETTING = "idle minutes"
_SMALL_SCREEN = QSize(1366, 768)


class MainWindow(QMainWindow):
    """The one window of the application.

    Attributes:
        page: the page that is shown.
        desk: who works with what; ``None`` before a workplace is open.
    """

    def __init__(self, *, services: Services, theme: Theme, background: Background | None = None) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._background = background or Background(services.executors, self)
        self.desk: Desk | None = None
        self.page: Page | None = None
        self._under_focus: QWidget | None = None
        self._under: Page | None = None  # the page that stands as it is while the help is read
        self.setWindowTitle(tr("Sounding Board"))
        self.setMinimumSize(640, 480)
        self._make_frame()
        self._make_menus()
        self._watch_over()
        self._background.refused.connect(self._errors.show_error)
        self._backups = HourlyBackup(self._background, services.workflows, self._desk_now, self)
        theme.changed.connect(self._text_changed)
        self.resize(1280, 700)

    def open_on_screen(self, width: int) -> None:
        """Show the window: over all of a screen that is no wider than a small laptop's, so that Today shows whole.

        Args:
            width: of the screen, in pixels that do not depend on its density.
        """
        if width <= _SMALL_SCREEN.width():
            self.showMaximized()
            return
        self.resize(_SMALL_SCREEN)
        self.show()

    # making -----------------------------------------------------------------------------------------------

    def _make_frame(self) -> None:
        self._whole = QStackedWidget(self)
        self.setCentralWidget(self._whole)
        centre = QWidget(self._whole)
        self._whole.addWidget(centre)
        column = QVBoxLayout(centre)
        roomy(column, gap=0)
        self._banner = PracticeBanner(centre)
        self._banner.hide()
        self._header = Header(centre, go_home=self._go_home, change_over=self._change_over)
        self._home, self._change = self._header.home, self._header.change
        self._title, self._who = self._header.title, self._header.who
        self._errors = ErrorPanel(centre)
        self._errors.closed.connect(self._back_to_page)
        self._errors.way_out_wanted.connect(self._to_ways_out)
        self._fault_found = ""
        self._progress = ProgressPanel(self._background, centre)
        self._pages = QStackedWidget(centre)
        for part in (self._banner, self._header, self._errors, self._progress):
            column.addWidget(part)
        column.addWidget(self._pages, 1)

    def _make_menus(self) -> None:
        minutes = minutes_of(self._services.read_setting(_IDLE_SETTING))
        self._menus = Menus(self, self._theme, minutes=minutes)
        goes_on = FigureGoesOn(self._services, self._menus)
        goes_on.triggered.connect(self._setting_turned)
        self._menus.add_to_view(goes_on)
        self._menus.wanted.connect(self._go_from_menu)
        self._menus.event_keys.wanted.connect(self._go)
        self._menus.start_wanted.connect(self._to_start)
        self._menus.over_wanted.connect(self._change_over)
        self._menus.help_wanted.connect(self._show_help)
        self._menus.empty_wanted.connect(self._blank)
        self._menus.lock_wanted.connect(self._lock_screen)
        self._menus.minutes_chosen.connect(self._idle_chosen)
        self._idle = IdleWatch(self._services.steady, minutes=minutes, parent=self)

    def _watch_over(self) -> None:
        self._lock = Lock(services=self._services, background=self._background, stack=self._whole, parent=self)
        text_size_keys(self._lock.screen, self._theme)
        self._check = StoreCheck(self._background, self._services.workflows, self)
        self._check.damaged.connect(self._damaged)
        self._lock.covering.connect(self._keep_page)
        self._lock.uncovered.connect(self._uncovered)
        self._lock.somebody_else.connect(self._change_over)
        self._idle.idle.connect(self._lock_screen)
        self._refresh_header()

    # going ------------------------------------------------------------------------------------------------

    def show_page(self, where: Where, **arguments: Any) -> None:
        """Show a page; the one before it saves what it can and goes. Under the help it stays as it is."""
        if where is Where.HELP and self.page is not None:
            self._open_help(arguments)
            return
        self._close_help()
        old = self.page
        if old is not None:
            old.before_leaving()
            if where in (Where.START, Where.DAMAGED):
                self._close_place()  # after the page has handed over what it still had to save
            old.wanted.disconnect(self._go)
            old.opened.disconnect(self._opened)
        page = self._put(where, arguments)
        if old is not None:
            self._take_away(old)
        if old is None or not old.held:  # what went wrong behind a page that covers all was not seen yet
            self._errors.hide()
        self._refresh_header()
        page.begin()

    def _put(self, where: Where, arguments: dict[str, Any]) -> Page:
        made = page_class(where)
        stack = self._whole if made.held else self._pages
        if made.held:  # over header, messages and progress too: nothing of those is for whoever has the laptop
            arguments = {**arguments, "theme": self._theme}
        page = made(
            services=self._services, background=self._background, desk=self.desk, parent=stack, **arguments
        )
        page.wanted.connect(self._go)
        page.opened.connect(self._opened)
        page.succeeded.connect(self._errors.hide)
        page.blank_wanted.connect(self._blank)
        closed = getattr(page, "closed", None)
        if closed is not None:
            closed.connect(self._help_closed)
        self.page = page
        stack.addWidget(page)
        stack.setCurrentWidget(page)
        return page

    def _take_away(self, page: Page) -> None:
        if page.held:
            self._whole.removeWidget(page)
            self._whole.setCurrentIndex(0)
        self._pages.removeWidget(page)
        page.hide()
        page.deleteLater()

    # help: over the page that is shown, which stays as it is ----------------------------------------------

    def _show_help(self) -> None:
        if type(self.page) is not page_class(Where.HELP):
            self.show_page(Where.HELP, page=self.page.guide if self.page is not None else "")

    def _open_help(self, arguments: dict[str, Any]) -> None:
        self._close_help()
        self._under = self.page
        self._under_focus = QApplication.focusWidget()
        page = self._put(Where.HELP, arguments)
        self._refresh_header()
        page.begin()

    def _close_help(self) -> bool:
        """Bring the page back that the help stands over; tell whether there was one."""
        under, page = self._under, self.page
        if under is None or page is None:
            return False
        self._under, self.page = None, under
        self._pages.setCurrentWidget(under)
        self._take_away(page)
        self._refresh_header()
        return True

    def _help_closed(self) -> None:
        if self._close_help():
            self.focus_again(self._under_focus)
        else:
            self._go(Where.TODAY if self.desk is not None else Where.START, {})

    def focus_again(self, widget: QWidget | None) -> None:
        """Give the keyboard back to ``widget``; to the page when it has gone meanwhile."""
        if widget is not None and shiboken6.isValid(widget) and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        focused = QApplication.focusWidget()
        if self.page is not None and (focused is None or not self.page.isAncestorOf(focused)):
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, where: Where, arguments: dict[str, Any]) -> None:
        if self._may_leave():
            self._leave_for(where, arguments)

    def _leave_for(self, where: Where, arguments: dict[str, Any]) -> None:
        if where is Where.TODAY:
            where, arguments = home_of(self.desk, arguments)
        # after the handler of the button that asked has returned: it is on the page that goes
        QTimer.singleShot(0, self, partial(self.show_page, where, **arguments))

    def _go_from_menu(self, where: Where) -> None:
        arguments: dict[str, Any] = {"adding": True} if where is Where.PERSON else {}
        self._go(where, arguments)

    def _go_home(self) -> None:
        self._go(Where.TODAY, {})

    def _change_over(self) -> None:
        if self.desk is not None and self._may_leave():
            self.desk = replace(self.desk, actor=_NOBODY)
            self._leave_for(Where.WHO, {})
            if self._lock.covered:
                # the page of before must not be seen for a moment: what comes next is queued before it
                QTimer.singleShot(0, self, self._lock.open)

    def _to_start(self) -> None:
        self._go(Where.START, {})

    def _desk_now(self) -> Desk | None:
        return self.desk

    def _close_place(self) -> None:
        if self.desk is not None:
            self._backups.stop()
            self._background.run(self.desk.place.close)
            self.desk = None

    def close_workplace(self) -> None:
        """Close the store, at the end, when the workers are done."""
        if self.desk is not None:
            self.desk.place.close()
            self.desk = None

    def _opened(self, what: Any) -> None:
        """A page chose a workplace, a person, a programme or an event: keep it and go to what comes next."""
        if isinstance(what, Actor):
            assert self.desk is not None
            self.desk = replace(self.desk, actor=what)
            self._next_after_actor()
        elif isinstance(what, Programme):
            assert self.desk is not None
            self.desk = replace(self.desk, programme=what, event=None)
            self._go(Where.TODAY, {})
        elif isinstance(what, Event):
            self._event_chosen(what)
        else:
            self.desk = Desk(what, _NOBODY, None)
            self._go(Where.WHO, {})
            self._check.look(what)

    def _event_chosen(self, event: Event) -> None:
        """The keys of the event lead somewhere from now on; today's page chooses and stays."""
        assert self.desk is not None
        self.desk = replace(self.desk, event=event)
        self._refresh_header()
        if type(self.page) is not page_class(Where.TODAY):
            self._go(Where.TODAY, {})

    def _damaged(self, place: Any, found: str) -> None:
        if self.desk is not None and self.desk.place is place:
            self._fault_found = found
            error = DamagedFile(place=tr("The store of this laptop"), fault=found, remedy="")
            self._errors.show_error(error, way_out=tr("Close the store and see the ways out"))

    def _to_ways_out(self) -> None:
        self._go(Where.DAMAGED, {"said": self._fault_found})

    def _next_after_actor(self) -> None:
        assert self.desk is not None
        if self.desk.programme is not None:
            self._go(Where.TODAY, {})
            return
        work, place = self._services.workflows, self.desk.place

        def job() -> Any:
            return work.open_programme.programmes(place)

        self._background.run(job, then=self._programmes_found)

    def _programmes_found(self, programmes: tuple[Programme, ...]) -> None:
        if len(programmes) == 1 and self.desk is not None:
            self.desk = replace(self.desk, programme=programmes[0], event=None)
            self._go(Where.TODAY, {})
        elif self.desk is not None:
            self._go(first_page(self.desk, programmes=len(programmes)), {})

    def _may_leave(self) -> bool:
        page = self._under or self.page
        if page is not None:
            wait_while(page.saving)
        return may_lose(page.would_lose() if page is not None else "", self)

    # out of sight: locked, or empty -----------------------------------------------------------------------

    def _lock_screen(self) -> None:
        self._lock.lock(self.desk)
        self._refresh_header()

    def _blank(self) -> None:
        self._lock.blank(self.desk)
        self._refresh_header()

    def _keep_page(self) -> None:
        page = self._under or self.page
        if page is not None:
            page.keep_now()

    def _uncovered(self, actor: Actor | None) -> None:
        if actor is not None and self.desk is not None:
            self.desk = replace(self.desk, actor=actor)
        self._idle.touched()
        self._refresh_header()
        self.focus_again(self._lock.focus)

    def _idle_chosen(self, minutes: int) -> None:
        self._idle.minutes = minutes
        self._services.keep_setting(_IDLE_SETTING, str(minutes))

    # keeping in step --------------------------------------------------------------------------------------

    def _refresh_header(self) -> None:
        desk = self.desk
        signed_in = desk is not None and desk.actor.signed_in
        working = signed_in and desk is not None and desk.programme is not None
        self._banner.setVisible(desk is not None and desk.practice)
        page = self._under or self.page
        held = page is not None and page.held
        self._header.setVisible(desk is not None and not (self.page is not None and self.page.whole_window))
        self._home.setVisible(
            working and home_of(desk, {})[0] is not Where.KEYING and type(self.page) is not page_class(Where.TODAY)
        )
        self._change.setVisible(signed_in)
        self._title.setText(self.page.heading if self.page is not None else "")
        self._who.setText(desk.actor.name if desk is not None else "")
        self._idle.armed = signed_in and not self._lock.covered and not held
        self._menus.refresh(desk, covered=self._lock.covered or held)

    def _back_to_page(self) -> None:
        if self.page is not None:
            self.page.setFocus()

    def _setting_turned(self) -> None:
        page = self._under or self.page
        if page is not None:
            page.settings_changed()

    def _text_changed(self) -> None:
        refresh_type(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask where something would be lost; say what is kept; let the page save."""
        page = self._under or self.page
        if page is not None and page.held:
            page.close_asked()
            event.ignore()
            return
        if self._lock.covered and page is not None and page.would_lose():
            # somebody who walks by must not throw away what another is at
            self._lock.stay(page.would_lose())
            event.ignore()
            return
        if not self._may_leave() or not may_close(page.stays_on_disk() if page is not None else "", self):
            event.ignore()
            return
        if page is not None:
            page.before_leaving()
        self._backups.at_closing()
        event.accept()
