"""The question that is keyed: its words and codes, its field, what is wrong with what was typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.keying.codes import how_to_key, shown_codes
from desktop.ui.keying.key_field import KeyField
from desktop.ui.keying.sheet_course import SheetShown
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.words import Notice, words


class SheetCard(QFrame):
    """Shows one question, and asks for a reason where the form objects to its value.

    Attributes:
        field: takes the keys. fault: why what was typed makes no value. warning: what the form says against it.
        reason: why it is kept all the same.
    Signals:
        kept (str): the value is kept against the form's rule, for this reason.
    """

    kept = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        inside = QVBoxLayout(self)
        roomy(inside, gap=2, margins=(5, 4, 5, 4))
        self.told = Notice("note", "", "", self)
        self.said = words("", self, Type.STRONG)
        self.question = words("", self, Type.QUESTION)
        self.codes = words("", self)
        self.field = KeyField(self)
        self.question.setBuddy(self.field)
        self.fault = words("", self, Type.STRONG, tone="error")
        self.how = words("", self, tone="muted")
        self.spelling = words("", self, Type.STRONG)
        self.spelling.hide()
        for part in (
            self.told, self.said, self.question, self.codes, self.field, self.fault, self.spelling, self.how,
        ):  # fmt: skip
            inside.addWidget(part)
        self.warning = Notice("warning", "", "", self)
        self.reason = text_field(
            tr("Reason to keep it as it is written"),
            self,
            hint=tr("Enter keeps it. Esc goes back to key it anew."),
            value=tr("as written on the sheet"),
        )
        self.reason.input.returnPressed.connect(self._keep)
        self.reason.input.installEventFilter(self)
        inside.addWidget(self.warning)
        inside.addWidget(self.reason)
        self.field.wrong.connect(self.wrong)
        self.field.typing.connect(self.fault.hide)

    def show_question(self, shown: SheetShown) -> None:
        """Show the question of ``shown`` and what is to be said of it; its field or reason takes the keyboard."""
        view = shown.view
        assert view is not None
        self.question.setText(f"{view.number}. {view.label}")
        codes = shown_codes(view)
        self.codes.setText("\n".join(f"{code}   {label}" for code, label in codes))
        self.codes.setVisible(bool(codes))
        self.told.say(tr("The coordinator answered"), shown.told)
        self.told.setVisible(bool(shown.told))
        self.said.setText(shown.said)
        self.said.setVisible(bool(shown.said))
        self.how.setText(
            how_to_key(view) + "\n" + tr("?  illegible   -  blank   !  more than one marked   Esc  back")
        )
        self.fault.hide()
        if shown.refused:
            self.wrong(shown.refused)
            self.field.key_anew()
            return
        self._warn(shown.warning)
        for each in (self.told.text, self.said):
            _announce(each)
        if shown.warning:
            self.reason.input.setAccessibleDescription(f"{shown.warning} {self.reason.hint_text}")
            self.reason.input.setFocus()
            self.reason.input.selectAll()
        else:
            self.field.show_question(view, goes_on=shown.goes_on)

    def say_of_words(self, text: str) -> None:
        """Say what the spelling help has to say; empty: nothing."""
        self.spelling.setText(text)
        self.spelling.setVisible(bool(text))

    def wrong(self, message: str) -> None:
        """Say why what was typed makes no value."""
        self.fault.setText(tr("Error: {message}", message=message))
        self.fault.show()
        _announce(self.fault)

    def _keep(self) -> None:
        self.kept.emit(self.reason.input.text().strip() or tr("as written on the sheet"))

    def _warn(self, message: str) -> None:
        self.warning.say(tr("⚠ The form does not allow this"), message)
        self.warning.setVisible(bool(message))
        self.reason.setVisible(bool(message))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc go back from the reason to the field."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and watched is self.reason.input
        ):
            self._warn("")
            self.field.key_anew()
            return True
        return super().eventFilter(watched, event)


def _announce(label: QLabel) -> None:
    """Let a screen reader say what a label says now: the keyboard stays in the field."""
    if label.isVisible() and label.text():
        QAccessible.updateAccessibility(QAccessibleEvent(label, QAccessible.Event.Alert))
