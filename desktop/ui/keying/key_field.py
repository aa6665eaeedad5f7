"""The field that a keyer types into: one line for codes and figures, a box for words.

Signals tell what was meant; the page decides what becomes of it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.responses.response import MissingKind
from desktop.ui.design.spacing import line_length, space
from desktop.ui.design.type_scale import Type, give_type
from desktop.ui.keying.codes import MISSING_KEYS, is_text, keyed, missing_at_once, shown_codes, typed_form
from desktop.ui.questions.view import QuestionView

_COMMANDS = {
    Qt.Key.Key_Z: "z", Qt.Key.Key_U: "u", Qt.Key.Key_M: "m", Qt.Key.Key_J: "j",
    Qt.Key.Key_E: "e",
}  # fmt: skip
_MODIFIERS = frozenset({
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
})  # fmt: skip


class KeyField(QWidget):
    """Takes the keys of one question.

    Signals:
        given (str): a value is complete.
        missing (object): a :class:`MissingKind` was keyed.
        wrong (str): why what was typed makes no value.
        ahead (str): what was typed after the value just given, which belongs to the next question.
        typing: something was typed; an old message can go.
        pressed: any key went down here, for whoever counts them.
        command (str): Ctrl and this letter, which mean something for the sheet; ``z`` only where nothing is typed
            here that could be undone first.
        back, down: Esc or Up; Down.
    """

    given = Signal(str)
    missing = Signal(object)
    wrong = Signal(str)
    ahead = Signal(str)
    typing = Signal()
    pressed = Signal()
    command = Signal(str)
    back = Signal()
    down = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: QuestionView | None = None
        self._stood = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget(self)
        self._line = QLineEdit(self._stack)
        give_type(self._line, Type.QUESTION)
        self._line.setMaximumWidth(line_length(60))
        self._line.textEdited.connect(self._typed)
        self._line.installEventFilter(self)
        self._box = QPlainTextEdit(self._stack)
        self._box.setTabChangesFocus(True)
        self._box.installEventFilter(self)
        self._box.textChanged.connect(self._box_typed)
        self._stack.addWidget(self._line)
        self._stack.addWidget(self._box)
        layout.addWidget(self._stack)

    def show_question(self, view: QuestionView, *, goes_on: bool = False) -> None:
        """Take the keys of ``view`` from now on; what stands is shown and selected, or gone on behind."""
        self._view = view
        text = self._stood = typed_form(view)
        field: QWidget = self._box if is_text(view) else self._line
        self._stack.setCurrentWidget(field)
        height = self._line.sizeHint().height()
        self._stack.setFixedHeight(height * 2 if is_text(view) else height + space(1))
        codes = ", ".join(f"{code} {label}" for code, label in shown_codes(view))
        name = tr("Question {number}: {label}", number=view.number, label=view.label)
        for each in (self._line, self._box):
            each.setAccessibleName(name)
            each.setAccessibleDescription(codes)
        if is_text(view):
            self._box.blockSignals(True)
            self._box.setPlainText(text)
            self._box.blockSignals(False)
            if goes_on:
                self._box.moveCursor(QTextCursor.MoveOperation.End)
            else:
                self._box.selectAll()
        else:
            self._line.setText(text)
            if not goes_on:  # else the cursor stands behind it
                self._line.selectAll()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def key_anew(self) -> None:
        """Take the keyboard, with all that was typed selected: the next key replaces it, an arrow corrects it."""
        for each in (self._line, self._box):
            each.selectAll()
        self._stack.currentWidget().setFocus()

    @property
    def box(self) -> QPlainTextEdit:
        """The box that takes words."""
        return self._box

    @property
    def takes_words(self) -> bool:
        """Whether the question takes words."""
        return self._view is not None and is_text(self._view)

    def take_focus(self) -> None:
        """Take the keyboard; what was typed stays as it is."""
        self._stack.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)

    def unsaved(self) -> str | None:
        """Return the value that was typed and not given yet; ``None`` when there is none or it makes no value."""
        if self._view is None:
            return None
        text = self._box.toPlainText() if is_text(self._view) else self._line.text()
        if text.strip() in MISSING_KEYS or text == self._stood:
            return None
        return keyed(self._view, text).value

    @property
    def typed(self) -> bool:
        """Whether something else is in the field than what stood when it was shown."""
        if self._view is None:
            return False
        return (self._box.toPlainText() if is_text(self._view) else self._line.text()) != self._stood

    def _is_command(self, key: int) -> bool:
        return key in _COMMANDS and (key != Qt.Key.Key_Z or not self.typed)

    def _typed(self, text: str) -> None:
        self.typing.emit()
        if self._view is None or not text:
            return
        kind = missing_at_once(self._view, text)
        if kind is not None:
            self._line.clear()
            self.missing.emit(kind)
            return
        result = keyed(self._view, text)
        if result.fault:
            self.wrong.emit(result.fault)
            self._line.selectAll()
        elif result.complete and result.value is not None:
            self.given.emit(result.value)
            if result.ahead:
                self.ahead.emit(result.ahead)

    def _box_typed(self) -> None:
        self.typing.emit()

    def _enter(self) -> None:
        if self._view is None:
            return
        text = self._box.toPlainText() if is_text(self._view) else self._line.text()
        kind: MissingKind | None = MISSING_KEYS.get(text.strip())
        if kind is not None:
            self.missing.emit(kind)
            return
        result = keyed(self._view, text)
        if result.value is None:
            self.wrong.emit(result.fault or tr("This is not complete."))
            return
        self.given.emit(result.value)

    def _has_line(self, *, up: bool) -> bool:
        """Whether the box has a line above the cursor, or below it: there an arrow moves among the words."""
        cursor = self._box.textCursor()
        top = self._box.cursorRect(cursor).top()
        cursor.movePosition(QTextCursor.MoveOperation.Up if up else QTextCursor.MoveOperation.Down)
        return self._box.cursorRect(cursor).top() != top

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on; Esc and Up go back; Down goes to the next question of the sheet.

        In words of several lines Up and Down go from line to line first.
        """
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        in_box = watched is self._box
        if key not in _MODIFIERS:
            self.pressed.emit()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._is_command(key):
            self.command.emit(_COMMANDS[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (in_box and shift):
            self._enter()
            return True
        if key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and not (in_box and self._has_line(up=True))):
            self.back.emit()
            return True
        if key == Qt.Key.Key_Down and not (in_box and self._has_line(up=False)):
            self.down.emit()
            return True
        return super().eventFilter(watched, event)
