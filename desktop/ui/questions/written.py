"""Questions that are answered by typing: a line, a text, numbers, and codes of places."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.design.spacing import line_length, space
from desktop.ui.parts.words import words
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget

_NUMBERS = {QuestionType.INTEGER, QuestionType.DECIMAL}
_HOW = {
    QuestionType.INTEGER: "Type a whole number.",
    QuestionType.DECIMAL: "Type a number; a point or a comma stands before its decimals.",
    QuestionType.BARCODE: "Scan the code, or type what stands under it.",
    QuestionType.GEOPOINT: "Type latitude and longitude in degrees with a space between, such as 52.63 -1.13.",
    QuestionType.GEOTRACE: "Type the points as latitude and longitude, with a semicolon between the points.",
    QuestionType.GEOSHAPE: (
        "Type the corners as latitude and longitude, with a semicolon between them; end with the first."
    ),
}


class Line(QuestionWidget):
    """One line of text, or a number."""

    def build(self, view: QuestionView) -> None:
        how = _HOW.get(view.type)
        if how and not view.hint:
            self.hint.setText(tr(how))
            self.hint.show()
        self._edit = QLineEdit(self)
        self.name_control(self._edit)
        if view.type in _NUMBERS:
            self._edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self._edit.textEdited.connect(self.changed)
        self._edit.editingFinished.connect(self._left)
        self._last = ""
        self._keep_width()
        self.put(self._edit, leading=view.type in _NUMBERS)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for as many characters when the text size changes."""
        super().changeEvent(event)
        # Qt may tell of a font before there is a line
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and hasattr(self, "_edit"):
            self._keep_width()

    def _keep_width(self) -> None:
        if self.view.type in _NUMBERS:
            self._edit.setFixedWidth(line_length(16))
        elif self.view.type is QuestionType.BARCODE:
            self._edit.setMaximumWidth(line_length(40))

    def controls(self) -> list[QWidget]:
        return [self._edit]

    def value(self) -> str:
        text = self._edit.text().strip()
        if self.view.type is QuestionType.DECIMAL and text.count(",") == 1 and "." not in text:
            text = text.replace(",", ".")
        return text

    def set_value(self, value: str) -> None:
        self._edit.setText(value)
        self._last = value

    def _left(self) -> None:
        if self._edit.text() != self._last:
            self._last = self._edit.text()
            self.settled.emit()


class _Writing(QPlainTextEdit):
    """A text box whose Tab goes on, and which tells when it is left."""

    def __init__(self, parent: QuestionWidget) -> None:
        super().__init__(parent)
        self._question = parent
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._question.settled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass Ctrl+Enter and Esc on to the page; Enter alone starts a line."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)


class Writing(QuestionWidget):
    """Text of several lines, with a count."""

    def build(self, view: QuestionView) -> None:
        self._edit = _Writing(self)
        self.name_control(self._edit)
        rows = view.parameters.get("rows", "5")
        lines = min(12, max(3, int(rows))) if rows.isdigit() else 5
        self._edit.setMinimumHeight(self._edit.fontMetrics().lineSpacing() * lines + space(5))
        self._edit.textChanged.connect(self._count)
        self._edit.textChanged.connect(self.changed)
        self._edit.setMaximumHeight(self._edit.fontMetrics().lineSpacing() * (lines + 4) + space(5))
        self.put(self._edit)
        self._counter = words("", self, tone="muted")
        self.put(self._counter)
        self._count()

    def controls(self) -> list[QWidget]:
        return [self._edit]

    def value(self) -> str:
        return self._edit.toPlainText().strip()

    def set_value(self, value: str) -> None:
        self._edit.setPlainText(value)

    def _count(self) -> None:
        typed = self._edit.toPlainText()
        self._counter.setText(
            "  ".join(
                (
                    ntr("{count} word", "{count} words", len(typed.split())),
                    ntr("{count} character", "{count} characters", len(typed)),
                    tr("Ctrl + Enter goes on"),
                )
            )
        )


class Parts(QuestionWidget):
    """Base of questions with several small fields in a row, each with its own label."""

    def watch(self, edit: QLineEdit, full: int) -> None:
        """Tell of changes of ``edit``; when it holds ``full`` figures the next field takes the keyboard."""
        edit.setProperty("full", full)
        edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        edit.textEdited.connect(self._typed)
        edit.installEventFilter(self)

    def _typed(self) -> None:
        edit = self.sender()
        self.changed.emit()
        if (
            isinstance(edit, QLineEdit)
            and len(edit.text()) >= edit.property("full")
            and edit.cursorPosition() == len(edit.text())
        ):
            fields = self.controls()
            place = fields.index(edit)
            if place + 1 < len(fields):
                fields[place + 1].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell that the value is settled when the last of the fields is left."""
        if event.type() == QEvent.Type.FocusOut:
            self.settled.emit()
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Backspace
            and isinstance(watched, QLineEdit)
            and not watched.text()
        ):
            fields = self.controls()
            place = fields.index(watched)
            if place:
                fields[place - 1].setFocus(Qt.FocusReason.BacktabFocusReason)
                return True
        return super().eventFilter(watched, event)
