"""The words of a recovery sheet, typed in, and the new passphrase where the computer has no keyring."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.words import words

SHORTEST = 8
_LINES = 3.4


class WordsEdit(QPlainTextEdit):
    """A box for the words; Enter gives them, as in a line.

    Signals:
        given: Enter was pressed.
    """

    given = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setFixedHeight(round(self.fontMetrics().lineSpacing() * _LINES) + 2 * self.frameWidth() + 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the words by Enter; they may stand on several lines after pasting."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.given.emit()
            return
        super().keyPressEvent(event)


class RecoveryFields(QWidget):
    """Takes the words, and a new passphrase where ``keyring`` is ``None``.

    Attributes:
        keyring: where the new key goes; ``None`` where the computer has none.
    Signals:
        given: Enter was pressed in the last field.
    """

    given = Signal()

    def __init__(self, parent: QWidget, *, keyring: Any) -> None:
        super().__init__(parent)
        self.keyring = keyring
        layout = QVBoxLayout(self)
        roomy(layout, gap=4)
        self._edit = WordsEdit(self)
        self._words = Field(
            tr("The twelve words of the recovery sheet"),
            self._edit,
            self,
            hint=tr("In their order, with spaces between. The first four letters of each are enough."),
        )
        layout.addWidget(self._words)
        self._first: Field | None = None
        self._second: Field | None = None
        if keyring is None:
            layout.addWidget(
                words(
                    tr("This computer has no keyring to keep a key in, so the store needs a new passphrase."), self
                )
            )
            self._first = text_field(
                tr("New passphrase"),
                self,
                hint=tr("{count} characters or more. Four words that you can remember are good.", count=SHORTEST),
                characters=40,
                secret=True,
            )
            self._second = text_field(tr("The new passphrase again"), self, characters=40, secret=True)
            layout.addWidget(self._first)
            layout.addWidget(self._second)
            self._first.input.returnPressed.connect(self._second.input.setFocus)
            self._second.input.returnPressed.connect(self.given)
            self._edit.given.connect(self._to_passphrase)
        else:
            self._edit.given.connect(self.given)

    def _to_passphrase(self) -> None:
        assert self._first is not None
        self._first.input.setFocus()

    @property
    def typed(self) -> str:
        """The words as they were typed."""
        return self._edit.toPlainText()

    @property
    def passphrase(self) -> str | None:
        """The new passphrase; ``None`` where the key goes into the keyring."""
        return _text(self._first) if self._first is not None else None

    @property
    def said(self) -> str:
        """What is wrong, in words; empty when nothing is."""
        return " ".join(field.fault for field in self._all() if field.fault)

    def check(self) -> bool:
        """Say what is missing at its field; tell whether all is there."""
        faults = {self._words: "" if self.typed.strip() else tr("Type the words of the sheet.")}
        if self._first is not None and self._second is not None:
            first, second = _text(self._first), _text(self._second)
            short = len(first) < SHORTEST
            faults[self._first] = tr("Use {count} characters or more.", count=SHORTEST) if short else ""
            differ = not short and first != second
            faults[self._second] = tr("The two are not the same. Type the passphrase again.") if differ else ""
        for field, fault in faults.items():
            field.show_fault(fault)
        wrong = next((field for field, fault in faults.items() if fault), None)
        if wrong is not None:
            wrong.input.setFocus()
        return wrong is None

    def show_fault(self, error: WorldError) -> None:
        """Say at the words why they did not open anything."""
        self._words.show_fault(f"{error.fault} {error.remedy}")
        self._edit.setFocus()

    def forget(self) -> None:
        """Take what was typed out of the fields."""
        self._edit.clear()
        self._edit.document().clearUndoRedoStacks()
        for field in (self._first, self._second):
            if field is not None:
                field.input.clear()

    def _all(self) -> list[Field]:
        return [field for field in (self._words, self._first, self._second) if field is not None]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on to the words."""
        super().focusInEvent(event)
        self._edit.setFocus()


def _text(field: Field | None) -> str:
    return field.input.text() if field is not None and isinstance(field.input, QLineEdit) else ""
