"""The way out of the kiosk: a PIN, on keys that a finger can press."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.slow_down import TooSoon
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy, space
from desktop.ui.design.type_scale import Type
from desktop.ui.kiosk.screens import KioskScreen
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_panel import reference_of
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.wait_words import wait_words


class LeaveScreen(KioskScreen):
    """Asks for the PIN. Nothing of the person who answers is seen here.

    Signals:
        tried (str, str): a PIN, and a name where it is somebody else than who handed over.
    """

    tried = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, characters=52)
        self._left = 0
        self._countdown = QTimer(self)
        self._countdown.setInterval(1_000)
        self._countdown.timeout.connect(self._count_down)
        self._title = self.say("", Type.TITLE)
        self._text = self.say("")
        self._name = text_field(tr("Your name, as it is on the list"), self.column, characters=30)
        self._name.hide()
        self.pin = text_field(tr("PIN"), self.column, characters=12, secret=True)
        self.pin.input.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)
        for field in (self._name, self.pin):
            self.lines.addWidget(field)
            self._line(field).returnPressed.connect(self._try)
        self.lines.addWidget(self._make_keys(), 0, Qt.AlignmentFlag.AlignLeading)
        row = Flow(gap=3)
        self.on = button(tr("Take the laptop back"), self.column, self._try, kind="primary")
        self.no = button(tr("Go back"), self.column, self.back)
        self.other = button(tr("I am another member of staff"), self.column, self._ask_name, kind="link")
        for part in (self.on, self.no, self.other):
            row.addWidget(part)
        self.lines.addLayout(row)
        self.lines.addStretch(1)

    @staticmethod
    def _line(field: QWidget) -> QLineEdit:
        line = field.focusProxy()
        assert isinstance(line, QLineEdit)
        return line

    def _make_keys(self) -> QWidget:
        holder = QWidget(self.column)
        grid = QGridLayout(holder)
        roomy(grid, gap=1)
        self._keys: list[QPushButton] = []
        for place, figure in enumerate("123456789"):
            grid.addWidget(self._key(figure, holder), place // 3, place % 3)
        grid.addWidget(self._key("0", holder), 3, 1)
        back = button("⌫", holder, self._rub_out, name=tr("Delete the last figure"))
        back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.addWidget(back, 3, 2)
        holder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        return holder

    def _key(self, figure: str, holder: QWidget) -> QPushButton:
        made = button(figure, holder, self._figure)
        made.setMinimumSize(space(13), space(10))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keys.append(made)
        return made

    def ask(self, *, title: str, text: str, may_go_back: bool) -> None:
        """Ask anew."""
        self._title.setText(title)
        self._text.setText(text)
        self.no.setVisible(may_go_back)
        self._name.hide()
        self.other.show()
        for field in (self._name, self.pin):
            self._line(field).clear()
            field.show_fault("")
        if not self._left:
            self._open_again()
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Give the keyboard to what is asked."""
        (self._name if self._name.isVisibleTo(self) else self.pin).setFocus()

    def refuse(self, error: Exception) -> None:
        """Say why it was not taken."""
        self._line(self.pin).clear()
        if isinstance(error, TooSoon):
            self._left = error.seconds
            self._line(self.pin).setReadOnly(True)
            self.on.setEnabled(False)
            self.pin.show_fault(wait_words(self._left))
            self._countdown.start()
            return
        if isinstance(error, WorldError):
            self.pin.show_fault(error.fault)
        else:
            reference = reference_of(error).partition("\n")[0]
            self.pin.show_fault(tr("A fault of the program. Reference: {reference}", reference=reference))
        self._open_again()

    @property
    def fault(self) -> str:
        """What is said to be wrong."""
        return self.pin.fault

    def forget(self) -> None:
        """Hold nothing that was typed."""
        for field in (self._name, self.pin):
            self._line(field).clear()

    def _open_again(self) -> None:
        self._line(self.pin).setReadOnly(False)
        self.on.setEnabled(True)

    def _count_down(self) -> None:
        self._left -= 1
        if self._left > 0:
            self.pin.show_fault(wait_words(self._left))
            return
        self._left = 0
        self._countdown.stop()
        self.pin.show_fault("")
        self._open_again()

    def _ask_name(self) -> None:
        self._name.show()
        self.other.hide()
        self._name.setFocus()

    def _figure(self) -> None:
        if not self._left:
            self._line(self.pin).insert(self.sender().text())
            self.pin.setFocus()

    def _rub_out(self) -> None:
        self._line(self.pin).backspace()
        self.pin.setFocus()

    def _try(self) -> None:
        if not self.on.isEnabled():
            return
        if not self._line(self.pin).text():
            self.pin.show_fault(tr("Type the PIN."))
            self.pin.setFocus()
            return
        self.on.setEnabled(False)
        name = self._line(self._name).text() if self._name.isVisibleTo(self) else ""
        self.tried.emit(self._line(self.pin).text(), name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back where there is somewhere to go."""
        if event.key() == Qt.Key.Key_Escape and not self.no.isVisibleTo(self):
            return
        super().keyPressEvent(event)
