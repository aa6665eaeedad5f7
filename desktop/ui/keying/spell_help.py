"""Marks words that may be misspelt while they are keyed, and fetches what may be meant; it changes nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from desktop.foundation.translation import ntr, tr
from desktop.ui.background import Background

_AFTER_MS = 250
"""A pause in typing after which words are looked at."""


class SpellHelp(QObject):
    """Looks at the words of one box; the dictionary is read, and asked, off the thread of the screen.

    Signals:
        said (str): what is to be said below the box; empty where there is nothing.
        suggested (object, object): a :class:`~desktop.workflows.spelling.Doubt`, and words that may be meant.
    """

    said = Signal(str)
    suggested = Signal(object, object)

    def __init__(self, box: QPlainTextEdit, *, work: Any, background: Background) -> None:
        super().__init__(box)
        self._box, self._work, self._background = box, work, background
        self._spelling: Any = None
        self._begun_for: tuple[str, str] | None = None
        self._none = False
        self._doubts: tuple[Any, ...] = ()
        self._left: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._look)
        box.textChanged.connect(self._timer.start)

    def begin(self, keying: Any) -> None:
        """Help with the words of the sheet of ``keying`` from now on; the form's next sheet needs no reading."""
        wanted = (keying.header.form_sha256, keying.header.language)
        if wanted == self._begun_for:
            return
        self._begun_for, self._spelling, self._none = wanted, None, False
        self._background.run(partial(_load, self._work, keying, wanted), then=self._loaded, long=True)

    def _loaded(self, found: tuple[Any, Any]) -> None:
        wanted, spelling = found
        if wanted == self._begun_for:
            self._spelling, self._none = spelling, spelling is None
            self.look_again()

    def look_again(self) -> None:
        """Look at the words that stand in the box now: it shows another question."""
        self._show(())
        self._look()

    def _look(self) -> None:
        if not self._box.isVisible():
            return
        if self._none:
            self.said.emit(tr("There is no spelling help for this language."))
        elif self._spelling is not None and self._box.toPlainText().strip():
            job = partial(_doubts, self._spelling, self._box.toPlainText())
            self._background.run(job, then=self._found, long=True)
        else:
            self._show(())

    def _found(self, found: tuple[str, tuple[Any, ...]]) -> None:
        text, doubts = found
        if text != self._box.toPlainText():
            return  # it was typed on: another look is on its way
        being_typed = len(text) if self._box.textCursor().atEnd() and self._box.hasFocus() else -1
        self._show(
            tuple(
                each for each in doubts if each.word not in self._left and each.start + each.length != being_typed
            )
        )

    def _show(self, doubts: tuple[Any, ...]) -> None:
        self._doubts = doubts
        marks = []
        for each in doubts:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._cursor(each)
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(self._box.palette().text().color())
            mark.format = look
            marks.append(mark)
        self._box.setExtraSelections(marks)
        self.said.emit(
            ntr(
                "{count} word may be misspelt. Ctrl+E shows it.",
                "{count} words may be misspelt. Ctrl+E shows them.",
                len(doubts),
            )
            if doubts
            else ""
        )

    # a word at a time ---------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Fetch what may be meant with the next doubtful word, from the cursor on and then from the top."""
        if self._spelling is None or not self._doubts:
            return
        at = self._box.textCursor().selectionStart()
        doubt = next((each for each in self._doubts if self._cursor(each).selectionStart() >= at), self._doubts[0])
        self._background.run(partial(_suggest, self._spelling, doubt), then=self._suggested, long=True)

    def _suggested(self, found: tuple[Any, tuple[str, ...]]) -> None:
        self.suggested.emit(*found)

    def show(self, doubt: Any) -> None:
        """Show the word in the box."""
        self._box.setTextCursor(self._cursor(doubt))

    def put(self, doubt: Any, word: str) -> None:
        """Write ``word`` in its place; undo brings back what was typed."""
        cursor = self._cursor(doubt)
        if cursor.selectedText() == doubt.word:
            cursor.insertText(word)
        self._box.setTextCursor(cursor)

    def leave(self, doubt: Any) -> None:
        """It is written so: ask about this word no more."""
        self._left.add(doubt.word)
        self._show(tuple(each for each in self._doubts if each.word != doubt.word))

    def _cursor(self, doubt: Any) -> QTextCursor:
        # a document counts in units of UTF-16, where a sign beyond the first plane is two
        before = _units(self._box.toPlainText()[: doubt.start])
        cursor = QTextCursor(self._box.document())
        cursor.setPosition(before)
        cursor.setPosition(before + _units(doubt.word), QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _load(work: Any, keying: Any, wanted: tuple[str, str], _task: Any) -> tuple[tuple[str, str], Any]:
    return wanted, work.spelling.spelling_for(keying.programme, keying.definition, keying.header.language)


def _doubts(spelling: Any, text: str, _task: Any) -> tuple[str, tuple[Any, ...]]:
    return text, spelling.doubts(text)


def _suggest(spelling: Any, doubt: Any, _task: Any) -> tuple[Any, tuple[str, ...]]:
    return doubt, spelling.suggest(doubt.word)
