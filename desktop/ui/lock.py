"""The locked screen and the empty one: over the whole window, with what was being done left as it is beneath.

A PIN says who is at the laptop; it encrypts nothing. What the lock guards is the screen, against whoever walks by.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.slow_down import TooSoon
from desktop.foundation.translation import tr
from desktop.staff.people import Actor
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_panel import reference_of
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.scroll import Scroll
from desktop.ui.parts.wait_words import wait_words
from desktop.ui.parts.words import words
from desktop.ui.services import Desk, Services

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class EmptyScreen(QWidget):
    """Nothing to read: for the moment in which somebody looks over a shoulder.

    Signals:
        woken (str): a key or the mouse was pressed; the figure that was typed, or empty.
    """

    woken = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        roomy(column, gap=3, margins=8)
        column.addStretch(1)
        for text, role, tone in (
            (tr("Sounding Board"), Type.TITLE, ""),
            (tr("Press any key, or click, to go on."), Type.BODY, "muted"),
        ):
            line = words(text, self, role, tone=tone)
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(line)
        column.addStretch(1)
        self.setAccessibleName(tr("The screen is empty. Press any key to go on."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Wake; Shift alone is on the way to another key."""
        if event.key() not in _MODIFIERS:
            self.woken.emit(event.text() if event.text().isdecimal() else "")

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Wake."""
        self.woken.emit("")


class LockScreen(QWidget):
    """Asks the person who is at the laptop for their PIN.

    Signals:
        tried (str): a PIN was given; empty where the person has none.
        somebody_else: another person wants the laptop.
        blank_wanted: the empty screen is wanted instead.
    """

    tried = Signal(str)
    somebody_else = Signal()
    blank_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        roomy(outer, gap=0)
        self._scroll = Scroll(self, characters=56)
        outer.addWidget(self._scroll)
        column = self._scroll.column
        layout = self._scroll.layout_
        layout.addStretch(1)
        self._title = words("", column, Type.TITLE)
        self._explained = words("", column)
        self._pin = text_field(tr("PIN"), column, characters=12, secret=True)
        self._pin.input.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)
        self._line.returnPressed.connect(self._try)
        self._said = words("", column, Type.STRONG, tone="error")
        self._go_on = button(tr("Go on"), column, self._try, kind="primary")
        self._other = button(tr("Somebody else at the laptop"), column, self.somebody_else, kind="link")
        for part in (self._title, self._explained, self._pin, self._said):
            layout.addWidget(part)
        layout.addWidget(self._go_on, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addStretch(2)
        self._asks_pin = True
        self._name = ""
        self._left = 0
        self._countdown = QTimer(self)
        self._countdown.setInterval(1_000)
        self._countdown.timeout.connect(self._count_down)

    @property
    def _line(self) -> QLineEdit:
        assert isinstance(self._pin.input, QLineEdit)
        return self._pin.input

    @property
    def said(self) -> str:
        """What stands in the way, in words; empty when nothing does."""
        return self._pin.fault or (self._said.text() if not self._said.isHidden() else "")

    def show_person(self, name: str) -> None:
        """Say who is at the laptop, while it is looked up whether they have a PIN."""
        if name != self._name:  # the wait is the other person's
            self._name, self._left = name, 0
            self._countdown.stop()
            self._line.setReadOnly(False)
        self._title.setText(tr("Locked: {name}", name=name))
        self.setAccessibleName(tr("Locked. {name} is at the laptop.", name=name))
        self._explained.setText(tr("What you were doing is behind this screen, as you left it."))
        self._line.clear()
        if not self._left:
            self._say("")
        self._pin.hide()
        self._go_on.setEnabled(False)

    def ask(self, *, pin: bool, begun: str = "") -> None:
        """Ask for the PIN, or only for a press where the person has none; ``begun`` was typed already."""
        self._asks_pin = pin
        self._pin.setVisible(pin)
        if not pin:
            self._explained.setText(
                tr(
                    "What you were doing is behind this screen, as you left it."
                    " You have no PIN, so anybody can go on."
                )
            )
        self._line.setText(begun)
        self._open_again()

    def refuse(self, error: Exception) -> None:
        """Say why the PIN was not taken, and for how long none is looked at."""
        self._line.clear()
        if isinstance(error, TooSoon):
            self.wait(error.seconds)
            return
        if isinstance(error, WorldError):
            self._say(f"{error.fault} {error.remedy}")
        else:
            reference = reference_of(error).partition("\n")[0]
            self._say(tr("A fault of the program. Reference: {reference}", reference=reference))
        self._open_again()

    def wait(self, seconds: int) -> None:
        """Take no PIN for so long, and count the seconds down."""
        self._left = seconds
        # it keeps the keyboard: figures typed meanwhile must not end on the button below
        self._line.setReadOnly(True)
        self._go_on.setEnabled(False)
        self._say_wait()
        self._countdown.start()

    def say(self, text: str) -> None:
        """Say what stands in the way of something else than going on."""
        self._said.setText(text)
        self._said.setVisible(bool(text))

    def _open_again(self) -> None:
        if self._left:
            return
        self._line.setReadOnly(False)
        self._go_on.setEnabled(True)
        if self.isVisible():  # a field that is out of sight can take the keyboard too
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """Give the keyboard to what is asked; to the screen itself while that is not known."""
        asked = self._go_on.isEnabled() or self._left
        (self if not asked else self._line if self._asks_pin else self._go_on).setFocus()

    def _count_down(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._say_wait()
            return
        self._left = 0
        self._countdown.stop()
        self._say("")
        self._open_again()

    def _say_wait(self) -> None:
        self._say(wait_words(self._left))

    def _say(self, text: str) -> None:
        self.say("" if self._asks_pin else text)
        self._pin.show_fault(text if self._asks_pin else "")

    def _try(self) -> None:
        if not self._go_on.isEnabled():
            return
        if self._asks_pin and not self._line.text():
            self._say(tr("Type your PIN."))
            return
        self._go_on.setEnabled(False)
        self.tried.emit(self._line.text() if self._asks_pin else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the screen by its key here too, where the menu is away."""
        if event.key() == Qt.Key.Key_F9:
            self.blank_wanted.emit()
            return
        super().keyPressEvent(event)


class Lock(QObject):
    """Covers the window and gives it back.

    Attributes:
        covered: whether the page is out of sight.
    Signals:
        covering: the page is about to go out of sight: it saves what it can.
        uncovered (object): it is back; the :class:`Actor` who gave their PIN, or ``None`` where nobody was asked.
        somebody_else: another person wants the laptop.
    """

    covering = Signal()
    uncovered = Signal(object)
    somebody_else = Signal()

    def __init__(
        self, *, services: Services, background: Background, stack: QStackedWidget, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.covered = False
        self._window = parent
        self._work = services.workflows
        self._background = background
        self._stack = stack
        self._open_page = stack.currentWidget()
        self._screen = LockScreen(stack)
        self._empty = EmptyScreen(stack)
        stack.addWidget(self._screen)
        stack.addWidget(self._empty)
        self._screen.tried.connect(self._try)
        self._screen.somebody_else.connect(self.somebody_else)
        self._screen.blank_wanted.connect(self._show_empty)
        self._empty.woken.connect(self._woken)
        QApplication.instance().focusChanged.connect(self._hold_keyboard)
        self._desk: Desk | None = None
        self._passed: Actor | None = None  # who gave their PIN while the screen was emptied once more
        self._has_pin: bool | None = None
        self._begun = ""
        self._focus: QWidget | None = None

    @property
    def screen(self) -> QWidget:
        """The locked screen."""
        return self._screen

    @property
    def focus(self) -> QWidget | None:
        """What had the keyboard when the window was covered; it may be gone."""
        return self._focus

    def lock(self, desk: Desk | None) -> None:
        """Cover the window, and ask for the PIN."""
        if desk is None or not desk.actor.signed_in:
            return
        self._cover(desk)
        self._show_lock()

    def blank(self, desk: Desk | None) -> None:
        """Empty the screen at once; a key then asks for the PIN where the person has one."""
        self._cover(desk if desk is not None and desk.actor.signed_in else None)
        self._show_empty()

    def stay(self, why: str) -> None:
        """Say on the locked screen why the window can't be closed."""
        if self._desk is not None:
            self._show_lock()
            self._screen.say(why)

    def open(self, actor: Actor | None = None) -> None:
        """Give the window back."""
        if not self.covered:
            return
        self.covered = False
        self._stack.setCurrentWidget(self._open_page)
        self.uncovered.emit(actor)

    def _cover(self, desk: Desk | None) -> None:
        if self.covered:
            return
        _close_dialogs()
        self._focus = self._window.focusWidget()
        self.covering.emit()
        self.covered = True
        self._desk = desk
        self._has_pin = self._passed = None
        self._begun = ""
        self._screen.say("")
        if desk is not None:
            self._screen.show_person(desk.actor.name)
            self._ask_for_pin()

    def _hold_keyboard(self, _old: QObject | None, new: QObject | None) -> None:
        """Keep the keyboard from a page out of sight that asks for it, and remember what it asked for."""
        if self.covered and isinstance(new, QWidget) and self._open_page.isAncestorOf(new):
            self._focus = new
            if self._stack.currentWidget() is self._empty:
                self._empty.setFocus()
            else:
                self._screen.take_keyboard()

    def _ask_for_pin(self) -> None:
        assert self._desk is not None
        self._background.run(
            partial(self._has_pin_job, self._work, self._desk.place, self._desk.actor.person_id),
            then=self._known,
            failed=self._not_known,
        )

    @staticmethod
    def _has_pin_job(work: Any, place: Any, person_id: str) -> bool:
        people = work.manage_staff.people(place)
        return next((person.has_pin for person in people if person.person_id == person_id), True)

    def _known(self, has_pin: bool) -> None:
        self._has_pin = has_pin
        if self.covered:
            self._screen.ask(pin=has_pin, begun=self._begun if has_pin else "")

    def _not_known(self, error: Exception) -> None:
        """The store can't be read: ask for the PIN all the same, which says why it can't be looked at."""
        self._known(True)
        self._screen.refuse(error)

    def _show_lock(self) -> None:
        self._stack.setCurrentWidget(self._screen)
        if self._has_pin is not None:
            self._screen.ask(pin=self._has_pin, begun=self._begun)
            self._begun = ""
        self._screen.take_keyboard()

    def _show_empty(self) -> None:
        self._stack.setCurrentWidget(self._empty)
        self._empty.setFocus()

    def _woken(self, figure: str) -> None:
        if self._desk is None or self._has_pin is False or self._passed is not None:
            self.open(self._passed)
            return
        self._begun = figure
        self._show_lock()

    def _try(self, pin: str) -> None:
        assert self._desk is not None
        self._background.run(
            partial(self._try_job, self._work, self._desk.place, self._desk.actor.person_id, pin),
            then=self._signed_in,
            failed=self._refused,
        )

    @staticmethod
    def _try_job(work: Any, place: Any, person_id: str, pin: str) -> Any:
        return work.manage_staff.sign_in(place, person_id=person_id, pin=pin)

    def _signed_in(self, actor: Actor) -> None:
        self._passed = actor
        if self._stack.currentWidget() is not self._empty:
            self.open(actor)

    def _refused(self, error: Exception) -> None:
        self._screen.refuse(error)


def _close_dialogs() -> None:
    """Close what stands open: it would stand over the locked screen. A question is answered by Cancel."""
    popup = QApplication.activePopupWidget()
    while popup is not None:
        popup.close()
        after = QApplication.activePopupWidget()
        popup = after if after is not popup else None
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
