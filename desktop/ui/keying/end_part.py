"""The sheet is through: what the form objects to on it, and the day it came in, which ends it."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.keying.codes import keyed
from desktop.ui.keying.sheet_course import SheetShown
from desktop.ui.keying.sheet_end import SheetEnd
from desktop.ui.keying.sheet_words import received_hint
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.questions.view import QuestionView

_DATE = QuestionView("received", "", QuestionType.DATE, "")


class EndPart(SheetEnd):
    """Asks for the day on which the sheet was received.

    Attributes:
        received: the day's field.
    Signals:
        given (object): the :class:`~datetime.date` that was keyed.
    """

    given = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.received = text_field(tr("Date received"), self, hint=received_hint(""), characters=14)
        self.received.input.returnPressed.connect(self._enter)
        self.received.input.installEventFilter(self)
        self.rows.addWidget(self.received)
        self.next = button(tr("Key the next sheet"), self, self.laid_by, kind="primary")
        self.next.installEventFilter(self)
        self.rows.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeading)

    def show_end(self, sheet: Any, shown: SheetShown, *, carried: str) -> None:
        """Show what was keyed of ``sheet``; ``carried`` is the day of the sheet before it, as it is typed."""
        count = self.tell(shown)
        self.top.setText(tr("Sheet {serial}: {keyed} questions with an answer", serial=sheet.shown, keyed=count))
        self.next.setVisible(bool(shown.waits))
        self.received.setVisible(not shown.waits)
        if shown.waits:
            self.waits.say(
                ntr(
                    "{count} query about this sheet is not answered yet",
                    "{count} queries about this sheet are not answered yet",
                    shown.waits,
                ),
                tr("What was keyed is saved. The sheet is offered again with the answer; lay it by until then."),
            )
            self.next.setFocus()
            return
        # the day that was logged when it came in; else that of the sheet before it in the pile
        logged = sheet.received_on
        self.received.set_hint(received_hint(logged))
        self.received.input.setText(date.fromisoformat(logged).strftime("%d%m%Y") if logged else carried)
        self.received.input.setFocus()
        self.received.input.selectAll()

    def _enter(self) -> None:
        result = keyed(_DATE, self.received.input.text())
        try:
            day = date.fromisoformat(result.value or "")
        except ValueError:
            self.received.show_fault(tr("Key the date as 8 figures: day, month, year."))
            return
        self.received.show_fault("")
        self.given.emit(day)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc go back to the last question, and Ctrl+Z undo it."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and watched in (self.received.input, self.next)
        ):
            if event.key() == Qt.Key.Key_Escape:
                self.back.emit()
                return True
            if event.matches(QKeySequence.StandardKey.Undo) and not self.received.input.isUndoAvailable():
                self.undo.emit()
                return True
            if watched is self.next and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.laid_by.emit()
                return True
        return super().eventFilter(watched, event)
