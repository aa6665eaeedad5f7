"""One query: what the sheet asks at the field, what the keyer asks about it, and the answer."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_time
from desktop.ui.notes.entry_box import EntryBox
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words

_USUAL = (
    ("?", "Key ? (illegible)"),
    ("-", "Key - (blank)"),
    ("!", "Key ! (more than one marked)"),
)


class QueryCard(QFrame):
    """Shows the chosen query.

    Attributes:
        answer: the field of the answer; hidden from who may not answer.
    Signals:
        answered (str, str): id of the query and the words of the answer.
        settle_wanted (str): it is not needed any more.
        sheet_wanted (object): go on with its sheet.
        left: Esc in the answer.
    """

    answered = Signal(str, str)
    settle_wanted = Signal(str)
    sheet_wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget, *, answers: bool) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._answers = answers
        self._asked: Any = None
        self._typed: dict[str, str] = {}
        inside = QVBoxLayout(self)
        roomy(inside, gap=2, margins=(5, 4, 5, 4))
        self._about = words("", self, tone="muted")
        self._question = words("", self, Type.SECTION)
        self._choices = words("", self)
        self._crop = QVBoxLayout()
        roomy(self._crop, gap=1)
        self._asks = words("", self, Type.STRONG)
        self._words = words("", self, Type.LEAD)
        self._told = words("", self, Type.STRONG)
        for part in (self._about, self._question, self._choices):
            inside.addWidget(part)
        inside.addLayout(self._crop)
        for part in (self._asks, self._words, self._told):
            inside.addWidget(part)
        self._box = EntryBox(self, rows=3, enter_submits=True)
        self._box.submitted.connect(self.send)
        self.answer = Field(
            tr("Your answer"),
            self._box,
            self,
            hint=tr("Say what is to be keyed. Enter sends it, Shift + Enter starts a new line."),
        )
        inside.addWidget(self.answer)
        self._usual = Flow(gap=3)
        self._usual_buttons = [self._quick(tr(text)) for _key, text in _USUAL]
        inside.addLayout(self._usual)
        row = Flow(gap=3)
        self._send = button(
            tr("Send the answer"), self, self.send, kind="primary", name=tr("Send the answer, Enter")
        )
        self._sheet = button(tr("Go on with this sheet"), self, self._to_sheet)
        self._settle = button(tr("Take the query back"), self, self._take_back)
        for each in (self._send, self._sheet, self._settle):
            row.addWidget(each)
        inside.addLayout(row)
        self.answer.setVisible(answers)
        self._send.setVisible(answers)
        for each in self._usual_buttons:
            each.setVisible(answers)

    def _quick(self, text: str) -> QWidget:
        made = button(text, self, self._usual_chosen, kind="link", name=tr("Answer: {text}", text=text))
        made.setProperty("words", text)
        self._usual.addWidget(made)
        return made

    @property
    def query_id(self) -> str:
        """Id of the query that is shown; empty: none is."""
        return "" if self._asked is None else str(self._asked.query.query_id)

    @property
    def unsent(self) -> bool:
        """Whether an answer was typed, here or at another query, and not sent."""
        self._remember()
        return any(self._typed.values())

    def show_query(self, asked: Any) -> None:
        """Show a query (:class:`~desktop.workflows.ask_coordinator.AskedQuery`); ``None``: nothing.

        What was typed at the one before is kept for when it is chosen again.
        """
        if asked is not None and self._asked is not None and asked.query.query_id == self.query_id:
            self._remember()
        else:
            self._remember()
            self.answer.show_fault("")
        self._asked = asked
        self.setVisible(asked is not None)
        if asked is None:
            self._box.show_words("")
            return
        query = asked.query
        parts = [tr("Sheet {serial}", serial=asked.shown), asked.form_title, asked.event_name]
        if asked.second:
            parts.append(tr("second keying"))
        self._about.setText(" · ".join(part for part in parts if part))
        self._question.setText(question_words(asked))
        self._choices.setText("\n".join(f"{code}   {label}" for code, label in asked.choices))
        self._choices.setVisible(bool(asked.choices))
        self._asks.setText(tr("{name} asks, {time}", name=query.asked_by, time=spoken_time(query.asked_at)))
        self._words.setText(query.words or tr("Nothing was written: the field can't be read, or not understood."))
        waits = query.answered_at is None
        self._told.setText("" if waits else told_words(query))
        self._told.setVisible(not waits)
        self._send.setText(tr("Send the answer") if waits else tr("Replace the answer"))
        self._send.setAccessibleName(tr("{action}, Enter", action=self._send.text()))
        self._settle.setVisible(waits)
        self._box.show_words(self._typed.get(query.query_id, "") or (query.answer if self._answers else ""))

    def show_crop(self, picture: QWidget | None) -> None:
        """Show the field as it was scanned; ``None``: there is no scan of it."""
        while self._crop.count():
            old = self._crop.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if picture is not None:
            self._crop.addWidget(picture)

    def take_focus(self) -> None:
        """Give the keyboard to the answer, or to the way on where nothing can be answered."""
        (self._box if self._answers else self._sheet).setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self, query_id: str) -> None:
        """Forget what was typed at a query: it was sent."""
        self._typed.pop(query_id, None)
        if self.query_id == query_id:
            self._box.show_words("")
            self._asked = None

    def hide_words(self) -> None:
        """Keep what was typed; nothing else is to be done behind the locked screen."""
        self._remember()

    def send(self) -> None:
        """Send the answer."""
        if self._asked is None or not self._send.isEnabled():
            return
        text = self._box.toPlainText().strip()
        self.answer.show_fault("" if text else tr("Say what is to be keyed."))
        if not text:
            self._box.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.answered.emit(self.query_id, text)

    def let_send(self, able: bool) -> None:
        """Let an answer be sent, or not while one is on its way."""
        self._send.setEnabled(able)

    def keyPressEvent(self, event: Any) -> None:
        """Esc leads back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _remember(self) -> None:
        if self._asked is None or not self._answers:
            return
        text = self._box.toPlainText().strip()
        self._typed[self.query_id] = "" if text == self._asked.query.answer else text

    def _usual_chosen(self) -> None:
        self._box.show_words(self.sender().property("words"))
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_sheet(self) -> None:
        if self._asked is not None:
            self.sheet_wanted.emit(self._asked)

    def _take_back(self) -> None:
        if self._asked is not None:
            self.settle_wanted.emit(self.query_id)


def question_words(asked: Any) -> str:
    """Return which field it is about, in words."""
    if not asked.query.path:
        return tr("The whole sheet")
    number = asked.query.number
    return f"{number}. {asked.question}" if number and asked.question else asked.question or asked.query.path


def told_words(query: Any) -> str:
    """Return what was answered, and by whom."""
    if not query.answer:
        return tr("{name} took it back: it is not needed any more.", name=query.answered_by)
    return tr("{name} says: {answer}", name=query.answered_by, answer=query.answer)
