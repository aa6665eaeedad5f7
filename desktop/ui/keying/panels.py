"""What opens below the field on a key, and closes on one: a question to the coordinator, notes in the margin, and
the ways to where things are kept that must not be keyed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.notes.entry_box import EntryBox
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import words

_MOST_WORDS = 5
"""So many words that may be meant are offered."""


class Panel(QFrame):
    """A frame below the field.

    Signals:
        closed: it was left by Esc; the field takes the keyboard again.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setProperty("kind", "note")
        self.rows = QVBoxLayout(self)
        roomy(self.rows, gap=2, margins=(4, 3, 4, 3))
        self.title = words(title, self, Type.STRONG)
        self.rows.addWidget(self.title)
        self.hide()

    def buttons(self, *made: QWidget) -> None:
        """Put buttons into a row of their own."""
        row = Flow(gap=2)
        for each in made:
            row.addWidget(each)
        self.rows.addLayout(row)

    def close_panel(self) -> None:
        """Close it."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)


class AskPanel(Panel):
    """Parks a question, or the whole sheet, as a query to the coordinator.

    Signals:
        asked (bool, str): whether it is about the whole sheet, and the words, which may be empty.
        taken_back: the query about this question is not needed any more.
    """

    asked = Signal(bool, str)
    taken_back = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("Ask the coordinator"))
        self._words = text_field(
            tr("What do you want to know? It can stay empty"),
            self,
            hint=tr(
                "Enter parks this question and goes on. Ctrl + Enter parks the whole sheet. Esc asks nothing."
            ),
        )
        self._words.input.installEventFilter(self)
        self.rows.addWidget(self._words)
        self._one = button(tr("Park this question"), self, self._ask_one, kind="primary")
        self._all = button(tr("Park the whole sheet"), self, self._ask_all)
        self._back = button(tr("Take the query back"), self, self._take_back)
        self._no = button(tr("Ask nothing"), self, self.close_panel)
        self.buttons(self._one, self._all, self._back, self._no)

    def open_panel(self, *, number: str, is_asked: bool) -> None:
        """Ask about the question with this number; of one that was asked about the query can be taken back."""
        self.title.setText(
            tr("Question {number}: the coordinator is asked already", number=number)
            if is_asked
            else tr("Ask the coordinator about question {number}", number=number)
        )
        self._words.input.clear()
        self._back.setVisible(is_asked)
        self.show()
        (self._back if is_asked else self._words.input).setFocus()

    def _ask_one(self) -> None:
        self._ask(False)

    def _ask_all(self) -> None:
        self._ask(True)

    def _ask(self, whole: bool) -> None:
        self.hide()
        self.asked.emit(whole, self._words.input.text().strip())

    def _take_back(self) -> None:
        self.hide()
        self.taken_back.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter parks the question, with Ctrl the sheet."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._ask(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return True
        return super().eventFilter(watched, event)


class MarginPanel(Panel):
    """Takes what is written beside the questions, and how many pages came with the sheet.

    Signals:
        noted (str, int): the words and the number of loose pages.
        typing: something was typed.
    """

    noted = Signal(str, int)
    typing = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("Notes in the margin, and loose pages"))
        self._stood = ("", 0)
        self._held: tuple[str, int] | None = None
        self._words = EntryBox(self, rows=3, enter_submits=True)
        self._words.submitted.connect(self._to_pages)
        self._words.textChanged.connect(self.typing)
        self.rows.addWidget(
            Field(
                tr("Written beside the questions"),
                self._words,
                self,
                hint=tr(
                    "As it is written, without names: those have a place of their own (Ctrl + J)."
                    " Enter goes on, Shift + Enter starts a line."
                ),
            )
        )
        self._pages = text_field(
            tr("Loose pages that came with the sheet"),
            self,
            hint=tr("A number; empty where there are none. Enter or Esc keeps both."),
            characters=4,
        )
        self._pages.input.returnPressed.connect(self._keep)
        self._pages.input.textEdited.connect(self.typing)
        self.rows.addWidget(self._pages)
        self.buttons(button(tr("Keep the notes"), self, self._keep, kind="primary"))

    def open_panel(self, notes: str, loose_pages: int) -> None:
        """Show what is noted already."""
        self._stood, self._held = (notes, loose_pages), None
        self._words.show_words(notes)
        self._pages.input.setText(str(loose_pages) if loose_pages else "")
        self._pages.show_fault("")
        self.show()
        self._words.setFocus()

    def _to_pages(self) -> None:
        self._pages.input.setFocus()
        self._pages.input.selectAll()

    def _keep(self) -> None:
        typed = self._pages.input.text().strip() or "0"
        if not _is_count(typed):
            self._pages.show_fault(tr("Give a number of pages, or leave it empty."))
            self._to_pages()
            return
        kept = (self._words.toPlainText(), int(typed))
        if kept == self._stood and self._held is None:
            self.close_panel()
            return
        self.hide()
        self.noted.emit(*kept)

    def unsaved(self) -> tuple[str, int] | None:
        """Return what was typed and is not kept yet; ``None`` where nothing was, or it makes no number."""
        typed = self._pages.input.text().strip() or "0"
        if self.isHidden() or not _is_count(typed):
            return None
        kept = (self._words.toPlainText(), int(typed))
        return None if kept == (self._held or self._stood) else kept

    def held(self, kept: tuple[str, int]) -> None:
        """Take it that ``kept`` is saved, and the panel open still."""
        self._held = kept

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc keeps what was typed: nothing is lost by a key."""
        if event.key() == Qt.Key.Key_Escape:
            self._keep()
        else:
            super().keyPressEvent(event)


class FoundPanel(Panel):
    """Somebody's name, a wish or a concern stands on the sheet: each has a store of its own.

    Signals:
        contact_wanted, request_wanted, concern_wanted: go there.
    """

    contact_wanted = Signal()
    request_wanted = Signal()
    concern_wanted = Signal()

    def __init__(self, parent: QWidget, *, contacts: bool, requests: bool, concerns: bool) -> None:
        super().__init__(parent, tr("Found on the sheet, and not an answer"))
        self.rows.addWidget(
            words(
                tr("It goes into a store of its own and is joined to no answers. You come back to this question."),
                self,
            )
        )
        offered = (
            (contacts, tr("A name or contact details for the update list"), self.contact_wanted),
            (requests, tr("Somebody asks for something"), self.request_wanted),
            (concerns, tr("A safeguarding concern"), self.concern_wanted),
        )
        self._ways = [(text, signal) for may, text, signal in offered if may]
        made = []
        for number, (text, signal) in enumerate(self._ways, start=1):
            made.append(button(tr("{number}  {words}", number=number, words=text), self, signal))
        self.buttons(*made, button(tr("Back to the question"), self, self.close_panel))
        self._first = made[0] if made else None

    @property
    def offers(self) -> bool:
        """Whether there is anywhere to go."""
        return self._first is not None

    def open_panel(self) -> None:
        """Offer the ways."""
        self.show()
        if self._first is not None:
            self._first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure goes the way that it stands beside."""
        at = event.key() - Qt.Key.Key_1
        if 0 <= at < len(self._ways):
            self._ways[at][1].emit()
        else:
            super().keyPressEvent(event)


class SpellPanel(Panel):
    """One word that may be misspelt: whether it is written so, and what may be meant.

    Signals:
        taken (object, str): the doubt, and the word that is written instead.
        left (object): the word is written so on the sheet.
    """

    taken = Signal(object, str)
    left = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "")
        self._doubt: Any = None
        self._ways: list[QPushButton] = []
        for _ in range(_MOST_WORDS):
            made = button("", self, self._take)
            self._ways.append(made)
        self._leave_it = button(tr("It is written so"), self, self._leave, kind="primary")
        self.rows.addWidget(
            words(tr("Enter leaves it as it is written. A figure takes the word that it stands beside."), self)
        )
        self.buttons(self._leave_it, *self._ways)

    def open_panel(self, doubt: Any, suggestions: Sequence[str]) -> None:
        """Ask about the word of ``doubt``."""
        self._doubt = doubt
        self.title.setText(tr("Is “{word}” written so on the sheet?", word=doubt.word))
        for number, made in enumerate(self._ways, start=1):
            word = suggestions[number - 1] if number <= len(suggestions) else ""
            made.setText(tr("{number}  {words}", number=number, words=word).replace("&", "&&"))
            made.setAccessibleName(tr("{number}  {words}", number=number, words=word))
            made.setProperty("word", word)
            made.setVisible(bool(word))
        self.show()
        self._leave_it.setFocus()

    def _take(self) -> None:
        self._put(self.sender().property("word"))

    def _put(self, word: str) -> None:
        self.hide()
        self.taken.emit(self._doubt, word)

    def _leave(self) -> None:
        self.hide()
        self.left.emit(self._doubt)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure takes the word that it stands beside."""
        at = event.key() - Qt.Key.Key_1
        if 0 <= at < len(self._ways) and self._ways[at].isVisible():
            self._put(self._ways[at].property("word"))
        else:
            super().keyPressEvent(event)


def _is_count(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= 2
