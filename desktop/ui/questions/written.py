"""Questions that are answered by typing: a line, a text, numbers, and codes of places."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.design.spacing import line_length, space
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import restyle
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget


class Line(QuestionWidget):
    """One line of text: any, a code, a web address, or what nobody should read over a shoulder."""

    def build(self, view: QuestionView) -> None:
        self._edit = QLineEdit(self)
        self._show: QPushButton | None = None
        if view.type is QuestionType.BARCODE:
            self.explain(tr("Scan the code, or type what stands under it."))
        elif "url" in view.appearances:
            self.explain(tr("Type the address of a web page, such as www.example.org. Nothing is opened here."))
            self._edit.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        elif "numbers" in view.appearances:
            self.explain(tr("Type figures."))
            self._edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        if "masked" in view.appearances:
            self._edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.name_control(self._edit)
        self._edit.textEdited.connect(self._typed)
        self._edit.editingFinished.connect(self._left)
        self._last = ""
        self._keep_width()
        self.put(self._edit)
        if "masked" in view.appearances:
            self._show = button(tr("Show what is typed"), self, self._unmask)
            self._show.setCheckable(True)
            self.put(self._show, leading=True)
        self._counter = TextCount(view, self, only_limits=True)
        self.put(self._counter)
        self._counter.count("")

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for as many characters when the text size changes."""
        super().changeEvent(event)
        # Qt may tell of a font before there is a line
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and hasattr(self, "_edit"):
            self._keep_width()

    def _keep_width(self) -> None:
        if self.view.type is QuestionType.BARCODE:
            self._edit.setMaximumWidth(line_length(40))

    def controls(self) -> list[QWidget]:
        return [self._edit, *([self._show] if self._show is not None else [])]

    def value(self) -> str:
        return self._edit.text().strip()

    def set_value(self, value: str) -> None:
        self._edit.setText(value)
        self._edit.setCursorPosition(0 if self.view.read_only else len(value))
        self._last = value
        self._counter.count(value)

    def _typed(self, text: str) -> None:
        self._counter.count(text)
        self.changed.emit()

    def _unmask(self) -> None:
        shown = self._show is not None and self._show.isChecked()
        self._edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._show.setText(tr("Hide what is typed") if shown else tr("Show what is typed"))
        self._show.setAccessibleName(self._show.text())

    def _left(self) -> None:
        if self._edit.text() != self._last:
            self._last = self._edit.text()
            self.settled.emit()


class TextCount(QLabel):
    """How many words and characters a text has, and how many more it may have."""

    def __init__(self, view: QuestionView, parent: QWidget, *, only_limits: bool = False) -> None:
        super().__init__(parent)
        self._view = view
        self._only_limits = only_limits
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("tone", "muted")
        self.setVisible(not only_limits or bool(view.most_characters or view.most_words))

    def count(self, typed: str) -> None:
        """Say how long ``typed`` is; in words, not by colour alone, when it is too long."""
        characters, amount = len(typed.strip()), len(typed.split())
        parts = [
            self._part(
                amount,
                self._view.most_words,
                ntr("{count} word", "{count} words", amount),
                ntr("{count} word too many", "{count} words too many", amount - self._view.most_words),
            ),
            self._part(
                characters,
                self._view.most_characters,
                ntr("{count} character", "{count} characters", characters),
                ntr(
                    "{count} character too many",
                    "{count} characters too many",
                    characters - self._view.most_characters,
                ),
            ),
        ]
        if not self._only_limits:
            parts.append(tr("Ctrl + Enter goes on"))
        self.setText("  ·  ".join(part for part in parts if part))
        over = 0 < self._view.most_words < amount or 0 < self._view.most_characters < characters
        restyle(self, "tone", "error" if over else "muted")

    def _part(self, count: int, most: int, now: str, over: str) -> str:
        if not most:
            return "" if self._only_limits else now
        return over if count > most else tr("{count}, at most {most}", count=now, most=most)


class WritingBox(QPlainTextEdit):
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
        self._edit = WritingBox(self)
        self.name_control(self._edit)
        rows = view.parameters.get("rows", "5")
        lines = min(12, max(3, int(rows))) if rows.isdigit() else 5
        self._edit.setMinimumHeight(self._edit.fontMetrics().lineSpacing() * lines + space(5))
        self._edit.textChanged.connect(self._count)
        self._edit.textChanged.connect(self.changed)
        self._edit.setMaximumHeight(self._edit.fontMetrics().lineSpacing() * (lines + 4) + space(5))
        self.put(self._edit)
        self._counter = TextCount(view, self)
        self.put(self._counter)
        self._count()

    def controls(self) -> list[QWidget]:
        return [self._edit]

    def value(self) -> str:
        return self._edit.toPlainText().strip()

    def set_value(self, value: str) -> None:
        self._edit.setPlainText(value)
        self._edit.moveCursor(QTextCursor.MoveOperation.End)

    def _count(self) -> None:
        self._counter.count(self._edit.toPlainText())


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
