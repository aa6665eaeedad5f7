"""One field that two keyers read differently: what each read, what stands on the sheet, and what is adopted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.responses.keyings import FieldKeyed
from desktop.responses.response import MissingKind
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import answer_words
from desktop.ui.keying.codes import how_to_key, shown_codes
from desktop.ui.keying.field_crop import FieldCrop
from desktop.ui.keying.key_field import KeyField
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.two_sides import TwoSides
from desktop.ui.parts.words import words
from desktop.ui.questions.view import QuestionView

_WHY = "Needed where neither is right. What is to be seen on the sheet; no names, and no answer."


class DecideCard(QWidget):
    """Shows one field. 1 adopts the first reading, 2 the second, 3 opens a field for another one.

    Attributes:
        picture_slot: what is written there, cut out of the scan, where there is one.
        first, second, third: the buttons of the three. field: takes another reading. reason: why.
    Signals:
        decided (object, str): a :class:`~desktop.responses.keyings.FieldKeyed`, and the reason.
        back: to the field before.
    """

    decided = Signal(object, str)
    back = Signal()

    def __init__(self, parent: QWidget, *, work: Any, desk: Any, background: Background) -> None:
        super().__init__(parent)
        self._each: Any = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Field to decide"))
        layout = QVBoxLayout(self)
        roomy(layout, gap=2.5)
        self.top = words("", self, tone="muted")
        self.question = words("", self, Type.QUESTION)
        layout.addWidget(self.top)
        layout.addWidget(self.question)
        self.picture_slot = FieldCrop(self, work=work, desk=desk, background=background)
        layout.addWidget(self.picture_slot)
        sides = TwoSides(self, first=1, second=1, characters=64, gap=3)
        self._first_words, self.first = self._side(sides.first, tr("First keying"), self._adopt_first)
        self._second_words, self.second = self._side(sides.second, tr("Second keying"), self._adopt_second)
        layout.addWidget(sides)
        self.how = words("", self, tone="muted")
        layout.addWidget(self.how)
        self._stands = words("", self)
        layout.addWidget(self._stands)
        self.third = button(tr("3  Neither: key what is written"), self, self.open_other)
        layout.addWidget(self.third, 0, Qt.AlignmentFlag.AlignLeading)
        self._other = QFrame(self)
        self._other.setProperty("kind", "card")
        inside = QVBoxLayout(self._other)
        roomy(inside, gap=2, margins=(5, 4, 5, 4))
        self._codes = words("", self._other)
        self.field = KeyField(self._other)
        self._how = words("", self._other, tone="muted")
        self.fault = words("", self, Type.STRONG, tone="error")
        self.fault.hide()
        for part in (self._codes, self.field, self._how):
            inside.addWidget(part)
        layout.addWidget(self._other)
        layout.addWidget(self.fault)
        self.reason = text_field(
            tr("Reason"),
            self,
            hint=tr(_WHY),
            characters=60,
        )
        self.reason.input.setMaxLength(300)
        layout.addWidget(self.reason)
        self.field.given.connect(self._given)
        self.field.missing.connect(self._missing)
        self.field.wrong.connect(self.wrong)
        self.field.typing.connect(self._typing)
        self.field.back.connect(self._close_other)
        self.reason.input.returnPressed.connect(self._reason_given)
        for each in (self.first, self.second, self.third, self.reason.input):
            each.installEventFilter(self)
        self._other.hide()
        self._kept: FieldKeyed | None = None
        self._why_asked = False

    def _side(self, holder: QWidget, name: str, adopt: Any) -> tuple[Any, Any]:
        outer = QVBoxLayout(holder)
        roomy(outer, gap=0)
        card = QFrame(holder)
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        roomy(inside, gap=2, margins=(5, 4, 5, 4))
        inside.addWidget(words(name, card, Type.STRONG))
        said = words("", card, Type.QUESTION)
        inside.addWidget(said)
        inside.addStretch(1)
        chosen = button("", card, adopt, kind="primary")
        inside.addWidget(chosen, 0, Qt.AlignmentFlag.AlignLeading)
        outer.addWidget(card)
        return said, chosen

    def show_field(self, each: Any, *, serial: str, top: str, adopted: FieldKeyed | None, reason: str) -> None:
        """Show a :class:`~desktop.workflows.adjudicate.FieldToDecide`, with what was decided of it so far."""
        self._each, self._kept = each, None
        self.top.setText(top)
        self.question.setText(f"{each.number}. {each.label}")
        self.picture_slot.show_field(serial, each.path, each.number)
        for said, chosen, keyed, key, name in (
            (self._first_words, self.first, each.first, "1", tr("First keying")),
            (self._second_words, self.second, each.second, "2", tr("Second keying")),
        ):
            text = reading(each, keyed)
            said.setText(text)
            chosen.setText(tr("{key}  This is right", key=key))
            chosen.setAccessibleName(tr("{key}: {name}, {text}, is right", key=key, name=name, text=text))
        changed = each.stands != each.first
        self._stands.setText(
            tr("The response was changed since, and says now: {value}", value=reading(each, each.stands))
        )
        self._stands.setVisible(changed)
        self.reason.input.setText(reason)
        self.reason.show_fault("")
        self.fault.hide()
        self._other.hide()
        self.third.show()
        self.how.show()
        self._ask_why(None)
        decided = "" if adopted is None else tr("Decided: {value}.", value=reading(each, adopted)) + " "
        self.how.setText(decided + tr("Press 1, 2 or 3. Esc goes back."))
        self.setAccessibleName(
            tr(
                "{question} 1, first keying: {first}. 2, second keying: {second}. 3, neither.",
                question=self.question.text(),
                first=reading(each, each.first),
                second=reading(each, each.second),
            )
        )
        # on neither of the two: Enter must not be the easiest way to one of them
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_other(self) -> None:
        """Take another reading, keyed as on the keying screen."""
        if self._each is None:
            return
        view = _view(self._each)
        codes = shown_codes(view)
        self._codes.setText("\n".join(f"{code}   {label}" for code, label in codes))
        self._codes.setVisible(bool(codes))
        self._how.setText(
            how_to_key(view) + " " + tr("?  illegible   -  blank   !  more than one marked   Esc  back")
        )
        self._other.show()
        self.third.hide()
        self.how.hide()  # the figures are codes now
        self.field.show_question(view)

    def _close_other(self) -> None:
        self._other.hide()
        self.fault.hide()
        self.third.show()
        self.how.show()
        self._ask_why(None)
        self._kept = None
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def wrong(self, message: str) -> None:
        """Say why it can't be adopted."""
        self.fault.setText(tr("Error: {message}", message=message))
        self.fault.show()

    def refuse(self, message: str, *, value: bool) -> None:
        """Say what is wrong with what was decided: with its ``value``, or that there is no reason for it."""
        if value and self._other.isVisible():
            self.wrong(message)
            self.field.key_anew()
            return
        if self._kept is not None and not self._reason() and not self._why_asked:
            self._ask_why(self._kept)  # nobody was asked for it yet: nothing is wrong
        else:
            self.reason.show_fault(message)
        self.reason.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typing(self) -> None:
        self.fault.hide()
        self._ask_why(None)
        self._kept = None

    # deciding -----------------------------------------------------------------------------------------------

    def _adopt_first(self) -> None:
        if self._each is not None:
            self._decide(self._each.first)

    def _adopt_second(self) -> None:
        if self._each is not None:
            self._decide(self._each.second)

    def _given(self, value: str) -> None:
        self._another(FieldKeyed(value, "" if value else MissingKind.BLANK.value))

    def _missing(self, kind: MissingKind) -> None:
        self._another(FieldKeyed("", kind.value))

    def _another(self, keyed: FieldKeyed) -> None:
        self._kept = keyed
        self._decide(keyed)

    def _ask_why(self, keyed: FieldKeyed | None) -> None:
        """Ask for the reason of ``keyed``, which is neither of the two; ``None``: of nothing yet."""
        self._why_asked = keyed is not None
        asked = "" if keyed is None else tr("Why {value}? Enter goes on.", value=_short(self._each, keyed)) + " "
        self.reason.set_hint(asked + tr(_WHY))

    def _reason_given(self) -> None:
        if self._kept is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._decide(self._kept)

    def _reason(self) -> str:
        return self.reason.input.text().strip()

    def _decide(self, keyed: FieldKeyed) -> None:
        self.reason.show_fault("")
        self.decided.emit(keyed, self._reason())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let figures adopt, Esc and Up go back; in the reason they are typed, but for Esc."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        writing = isinstance(watched, QLineEdit | QPlainTextEdit)
        if event.key() == Qt.Key.Key_Escape:
            if writing:
                (self.field.take_focus if self._other.isVisible() else self.setFocus)()
            else:
                self.back.emit()
            return True
        if not writing and self._take_key(event.text()):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let figures adopt, and Esc go back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        elif not self._take_key(event.text()):
            super().keyPressEvent(event)

    def _take_key(self, key: str) -> bool:
        keys = {"1": self._adopt_first, "2": self._adopt_second, "3": self.open_other}
        if key not in keys:
            return False
        keys[key]()
        return True


def reading(each: Any, keyed: FieldKeyed) -> str:
    """Return what a keyer made of a field, in words."""
    if keyed.value and each.question is None:
        return keyed.value  # its form is not here
    if keyed.value:
        return answer_words(each.question.type, keyed.value, each.choices, each.question.appearances)
    return {
        MissingKind.ILLEGIBLE.value: tr("? illegible"),
        MissingKind.MULTIPLE.value: tr("! more than one marked"),
    }.get(keyed.missing, tr("– blank"))


def _short(each: Any, keyed: FieldKeyed) -> str:
    text = reading(each, keyed).replace("\n", "; ")
    return text if len(text) <= 60 else text[:57] + "…"


def _view(each: Any) -> QuestionView:
    return QuestionView(
        path=each.path,
        number=each.number,
        type=each.question.type,
        label=each.label,
        value="",
        required=False,
        appearances=each.question.appearances,
        parameters=each.question.parameters,
        choices=each.choices,
    )
