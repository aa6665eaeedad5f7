"""The laptop in an attendee's hands: from a blank welcome to a blank welcome, over the whole screen.

Nothing of one person outlives their turn: their screens are widgets of their own and go with them, and the
clipboard is emptied. What a stranger can press is decided in :mod:`desktop.ui.kiosk.guard`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.staff.people import Actor
from desktop.ui.design.spacing import roomy
from desktop.ui.interview.course import Course
from desktop.ui.interview.direction import direction_of
from desktop.ui.interview.shown import Shown
from desktop.ui.kiosk.aids import Aids
from desktop.ui.kiosk.beginning import Beginning
from desktop.ui.kiosk.covers import Covers
from desktop.ui.kiosk.ending import Ending
from desktop.ui.kiosk.guard import Guard, close_windows_over, wipe_clipboard
from desktop.ui.kiosk.leave import LeaveScreen
from desktop.ui.kiosk.presence import Presence
from desktop.ui.kiosk.respondent import Respondent
from desktop.ui.kiosk.screens import StillThere, Welcome
from desktop.ui.kiosk.slips import SlipPrinter
from desktop.ui.kiosk.speech import code_of, find_speech, own_name, spoken_words
from desktop.ui.kiosk.targets import give_size
from desktop.ui.lock import EmptyScreen
from desktop.ui.look_menu import text_size_keys
from desktop.ui.pages.page import Page, Where
from desktop.ui.pages.update_list_page import UpdateListPage
from desktop.ui.parts.buttons import button
from desktop.ui.parts.practice_banner import PracticeBanner

_LEAST_TEXT = 130
"""Per cent: everybody begins with large text, and can choose from 100 to 300."""


class KioskPage(Page):
    """What is seen while the laptop is handed over.

    Arguments: ``offer`` of ``workflows.kiosk``, ``theme``, ``printer_name``; ``crashed`` where the program was
    ended while the laptop was handed over: then only the PIN is asked. ``printer``, ``speech``: ports, for tests.
    """

    heading = tr("Handed over")
    whole_window = True
    held = True

    def build(self) -> None:
        self._offer = self.arguments.get("offer")
        self._crashed = bool(self.arguments.get("crashed")) or self._offer is None
        self._theme = self.arguments["theme"]
        self._speech = self.arguments.get("speech") or find_speech(self)
        self._language = ""
        self._piece: QWidget | None = None
        self._finished = False
        self._blank_over: QWidget | None = None
        window = self.window()
        self._state = window.windowState()
        self._guard = Guard(window, self)
        self._covers = Covers(window, self)
        seconds = self._offer.rules.idle_seconds if self._offer is not None else 90
        self._presence = Presence(self.services.steady, seconds=seconds, parent=self)
        self._make_frame()
        self._guard.touched.connect(self._presence.touched)
        self._guard.left.connect(self._blank)
        self._presence.quiet.connect(self._quiet)
        self._presence.back.connect(self._still_there)
        self._presence.gone.connect(self._nobody_there)
        text_size_keys(self, self._theme)
        self._make_turns()

    def _make_turns(self) -> None:
        """Make what leads each person in and out; between the two they are alone with the form."""
        self._beginning = Beginning(
            work=self.work,
            background=self.background,
            desk=self.desk,
            offer=self._offer,
            front=self._front,
            parent=self,
        )
        self._beginning.made.connect(self._put)
        self._beginning.back.connect(self._welcome)
        self._beginning.begun.connect(self._begun)
        self._ending = Ending(
            services=self.services,
            background=self.background,
            front=self._front,
            printers=self.arguments.get("printer") or SlipPrinter(),
            printer_name=self.arguments.get("printer_name") or "",
            parent=self,
        )
        self._ending.made.connect(self._put)
        self._ending.over.connect(self._welcome)

    def _make_frame(self) -> None:
        self.body = QStackedWidget(self)
        self._front = QWidget(self.body)
        column = QVBoxLayout(self._front)
        roomy(column, gap=0)
        banner = PracticeBanner(self._front)
        banner.setVisible(self.desk is not None and self.desk.practice)
        column.addWidget(banner)
        names = [(each, own_name(each, dict(self._offer.own_names))) for each in self._languages]
        self._names = names
        self._aids = Aids(self._theme, self._front, languages=names, speaks=self._speech is not None)
        self._aids.language_chosen.connect(self._language_chosen)
        self._aids.aloud_wanted.connect(self._read_aloud)
        column.addWidget(self._aids)
        self._holder = QVBoxLayout()
        roomy(self._holder, gap=0)
        column.addLayout(self._holder, 1)
        self._staff = button(tr("Staff"), self._aids, self._ask_pin, kind="link", name=tr("For staff: PIN"))
        self._aids.add(self._staff)
        self._empty = EmptyScreen(self.body)
        self._empty.woken.connect(self._woken)
        self._leave = LeaveScreen(self.body)
        self._leave.tried.connect(self._try_pin)
        self._leave.back.connect(self._close_leave)
        self._still = StillThere(self.body)
        self._still.answered.connect(self._presence.touched)
        for screen in (self._front, self._empty, self._leave, self._still):
            self.body.addWidget(screen)

    @property
    def _languages(self) -> tuple[str, ...]:
        return self._offer.languages if self._offer is not None else ()

    @property
    def piece(self) -> QWidget | None:
        """What is shown between the helps and the foot."""
        return self._piece

    # beginning and ending ---------------------------------------------------------------------------------

    def begin(self) -> None:
        """Take the whole screen, and watch what is pressed."""
        window = self.window()
        self._theme.lend(least=_LEAST_TEXT)
        self._theme.changed.connect(self._look_changed)
        window.setWindowState(self._state | Qt.WindowState.WindowFullScreen)
        self._guard.hold()
        self._covers.put_up()
        _app().focusChanged.connect(self._hold_keyboard)
        self._presence.start()
        if self._crashed:
            self._ask_pin()
        else:
            self._welcome()

    def before_leaving(self) -> None:
        """Give everything back: the screen, the look, the keys."""
        if self._finished:
            return
        self._finished = True
        if self._speech is not None:
            self._speech.stop()
        if isinstance(self._piece, Respondent):
            self._piece.drop(keep=True, reason="")
        self._presence.stop()
        self._guard.release()
        self._covers.take_down()
        _app().focusChanged.disconnect(self._hold_keyboard)
        self._theme.changed.disconnect(self._look_changed)
        self._theme.take_back()
        wipe_clipboard()
        self.window().setWindowState(self._state)

    def keep_now(self) -> None:
        """Save what stands on the screen."""
        if isinstance(self._piece, Respondent):
            self._piece.keep_now()

    def close_asked(self) -> None:
        """Closing the window takes the PIN, as everything that leads out of here."""
        self._ask_pin()

    # one person -------------------------------------------------------------------------------------------

    def _welcome(self) -> None:
        """Begin anew, for whoever comes next: nothing of the person before is left."""
        self._beginning.forget()
        self._ending.forget()
        self._guard.swallow_next = False
        self._presence.begin_anew()
        if self._speech is not None:
            self._speech.stop()
        close_windows_over()
        QGuiApplication.inputMethod().reset()
        wipe_clipboard()
        self._theme.as_lent()
        self._language = self._languages[0] if self._languages else ""
        self._aids.begin_anew(self._language)
        welcome = Welcome(self.desk.programme, self._names, self._front)
        welcome.started.connect(self._started)
        self._put(welcome)
        self.body.setCurrentWidget(self._front)
        self._take_keyboard()

    def _started(self, language: str) -> None:
        self._language = self._beginning.language = language
        self._aids.show_language(language)
        self._beginning.ask()

    def _begun(self, course: Course, shown: Shown) -> None:
        if self._finished:
            self.background.run(course.not_begun)  # the staff have the laptop back
            return
        respondent = Respondent(course, shown, self.background, self._front)
        respondent.ended.connect(self._ended)
        respondent.stopped.connect(self._welcome)
        respondent.showed.connect(self._showed)
        self._put(respondent)
        respondent.begin()

    def _showed(self) -> None:
        if isinstance(self._piece, Respondent):
            language = self._piece.shown.language
            self._language = language if language in self._languages else self._language
            self._aids.show_language(self._language)
            self._piece.setLayoutDirection((self.services.direction_of or direction_of)(language))
            if self._speech is not None:
                self._speech.stop()

    def _language_chosen(self, language: str) -> None:
        self._language = self._beginning.language = language
        if isinstance(self._piece, Respondent):
            self._piece.set_language(language)

    def _ended(self, code: str) -> None:
        listed = not self._beginning.under_age and bool(self.desk.programme.contact_questions)
        self._ending.begin(code, desk=self.desk, language=self._language, list_offered=listed)

    # showing ----------------------------------------------------------------------------------------------

    def _put(self, piece: QWidget) -> None:
        old, self._piece = self._piece, piece
        if isinstance(old, UpdateListPage):
            old.before_leaving()
        if old is not None:
            self._holder.removeWidget(old)
            old.hide()
            old.deleteLater()
        piece.setLayoutDirection((self.services.direction_of or direction_of)(self._language))
        self._holder.addWidget(piece, 1)
        if not isinstance(piece, Welcome):
            self._aids.make_room()
        piece.show()
        give_size(self)
        if self.body.currentWidget() is self._front:
            # when the press that led here has been dealt with: else its key would hit what comes
            QTimer.singleShot(0, self, self._take_keyboard)

    def _take_keyboard(self) -> None:
        screen = self.body.currentWidget()
        if screen is not self._front:
            taker = getattr(screen, "take_keyboard", screen.setFocus)
            taker()
        elif isinstance(self._piece, UpdateListPage):
            if not self._piece.isAncestorOf(QApplication.focusWidget() or self):
                self._piece.begin()
        elif self._piece is not None:
            self._piece.take_keyboard()

    def _hold_keyboard(self, _old: QObject | None, new: QObject | None) -> None:
        """Bring the keyboard back from what stands behind this page."""
        if (
            isinstance(new, QWidget)
            and new.window() is self.window()
            and not self.isAncestorOf(new)
            and new is not self
        ):
            self._take_keyboard()

    def _look_changed(self) -> None:
        self._aids.refresh()
        give_size(self)

    def _read_aloud(self) -> None:
        if self._speech is None or self._piece is None:
            return
        if not self._speech.say(spoken_words(self._piece), code_of(self._language)):
            self._aids.say(tr("This laptop has no voice for this language."))

    # out of sight -----------------------------------------------------------------------------------------

    def _blank(self) -> None:
        """Another program is in front, or nobody: what stands here is not for whoever looks over."""
        if self._finished or self.body.currentWidget() is self._empty:
            return
        close_windows_over()
        self.keep_now()
        self._leave.forget()
        if self._speech is not None:
            self._speech.stop()
        self._blank_over = self.body.currentWidget()
        self.body.setCurrentWidget(self._empty)
        self._empty.setFocus()

    def _woken(self, _figure: str) -> None:
        over = self._blank_over
        self._blank_over = None
        self.body.setCurrentWidget(over if over is not None and over is not self._still else self._front)
        self._take_keyboard()

    def _quiet(self, seconds: int) -> None:
        """Nobody touched it: ask, where there is anybody to ask."""
        screen = self.body.currentWidget()
        if screen is self._empty:
            return  # it is blank already; what is behind goes when the time is up
        if screen is self._leave:
            if not self._crashed:
                self._close_leave()
            self._leave.forget()
            return
        if isinstance(self._piece, Welcome):
            self._welcome()  # somebody may have made the text large, and left
            return
        close_windows_over()
        self._guard.swallow_next = True
        unfinished = isinstance(self._piece, Respondent)
        self._still.count(seconds, kept=self._offer.rules.keeps_unfinished if unfinished else None)
        if screen is not self._still:
            self.keep_now()
            self.body.setCurrentWidget(self._still)
            self._still.take_keyboard()

    def _still_there(self) -> None:
        if self.body.currentWidget() is self._still:
            self.body.setCurrentWidget(self._front)
            self._take_keyboard()
        # the press that said yes is over when the loop comes round; the next one is for the form
        QTimer.singleShot(0, self, self._swallow_no_more)

    def _swallow_no_more(self) -> None:
        self._guard.swallow_next = False

    def _nobody_there(self) -> None:
        if self._crashed:
            self._leave.forget()
            return
        if isinstance(self._piece, Respondent):
            kept = self._offer.rules.keeps_unfinished
            self._piece.drop(keep=kept, reason=tr("Left alone at the hand-over, unfinished."))
        blank = self.body.currentWidget() is self._empty
        self._welcome()
        if blank:  # it stays blank until somebody comes
            self._blank_over = None
            self.body.setCurrentWidget(self._empty)
            self._empty.setFocus()

    # giving it back ---------------------------------------------------------------------------------------

    def _ask_pin(self) -> None:
        if self._finished:
            return
        if self.body.currentWidget() is self._leave:
            self._leave.take_keyboard()
            return
        close_windows_over()
        self.keep_now()
        self._blank_over = None
        self.body.setCurrentWidget(self._leave)
        if self._crashed:
            self._leave.ask(
                title=tr("The laptop was handed over"),
                text=tr(
                    "The program was closed or broke off before it was taken back. Give the PIN of whoever handed"
                    " it over. What was being answered is among today's drafts."
                ),
                may_go_back=False,
            )
        else:
            self._leave.ask(
                title=tr("For staff"),
                text=tr("The PIN takes the laptop back. Unfinished answers stay as a draft, for the staff only."),
                may_go_back=True,
            )
        give_size(self._leave)

    def _close_leave(self) -> None:
        self._leave.forget()
        self.body.setCurrentWidget(self._front)
        self._take_keyboard()

    def _try_pin(self, pin: str, name: str) -> None:
        self.background.run(
            partial(self._pin_job, self.work, self.desk.place, pin, name),
            then=self._taken,
            failed=self._leave_refused,
        )

    @staticmethod
    def _pin_job(work: Any, place: Any, pin: str, name: str) -> Actor:
        actor: Actor = work.kiosk.take_back(place, pin=pin, name=name)
        return actor

    def _leave_refused(self, error: Exception) -> None:
        self._leave.refuse(error)
        if self.body.currentWidget() is self._leave:
            self._leave.take_keyboard()

    def _taken(self, actor: Actor) -> None:
        self._leave.forget()
        self.before_leaving()
        if not actor.signed_in:  # who handed over is no longer on the list
            self.go(Where.WHO)
        else:
            self.opened.emit(actor)


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert shiboken6.isValid(app)
    return app
