"""The sheet being keyed: its question, the field, what the form objects to, and the list of all questions.

First keying, second keying and practice show the same part, each with a course of its own.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.responses.response import MissingKind
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.keying.codes import codes_of, how_to_key
from desktop.ui.keying.key_field import KeyField
from desktop.ui.keying.sheet_course import SheetCourse, SheetShown
from desktop.ui.keying.sheet_list import SheetList
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.words import Notice, words


class SheetPart(QWidget):
    """Drives one :class:`~desktop.ui.keying.sheet_course.SheetCourse`, or one that has its methods.

    Attributes:
        course, shown: of the sheet in hand; ``None`` between sheets.
        field: takes the keys.
        card: what is around the question; below it and the list there is room in ``under``.
        row: the card and the list on its leading side; what :meth:`put_beside` got on its trailing side.
    Signals:
        changed (object): a :class:`SheetShown` with a question is about to be shown; its ``view.path`` is the
            field that the keyer is in. Whoever holds the part shows it now: the field takes the keyboard after.
        through (object): the sheet is through; a :class:`SheetShown` without a question.
    """

    changed = Signal(object)
    through = Signal(object)

    def __init__(self, parent: QWidget, *, background: Background, hold: KeyHold) -> None:
        super().__init__(parent)
        self.course: SheetCourse | None = None
        self.shown: SheetShown | None = None
        self._background, self._hold = background, hold
        outer = QVBoxLayout(self)
        roomy(outer, gap=3)
        self.top = words("", self, tone="muted")
        outer.addWidget(self.top)
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.row.setSpacing(outer.spacing())
        outer.addLayout(self.row)
        column = QWidget(self)
        self.under = QVBoxLayout(column)
        roomy(self.under, gap=3)
        self.row.addWidget(column, 1)
        self.card = self._make_card(column)
        self.under.addWidget(self.card)
        self.list = SheetList(column)
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.list.cellActivated.connect(self._go_to_row)
        self.under.addWidget(self.list)
        self.field.given.connect(self._given)
        self.field.missing.connect(self._missing)
        self.field.wrong.connect(self._wrong)
        self.field.typing.connect(self._typing)
        self.field.back.connect(self._back)
        self.field.down.connect(self._down)

    def _make_card(self, parent: QWidget) -> QFrame:
        card = QFrame(parent)
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        roomy(inside, gap=2, margins=(5, 4, 5, 4))
        self.question = words("", card, Type.QUESTION)
        self.codes = words("", card)
        self.field = KeyField(card)
        self.question.setBuddy(self.field)
        self.fault = words("", card, Type.STRONG, tone="error")
        self.how = words("", card, tone="muted")
        for part in (self.question, self.codes, self.field, self.fault, self.how):
            inside.addWidget(part)
        self.warning = Notice("warning", "", "", card)
        self.reason = text_field(
            tr("Reason to keep it as it is written"),
            card,
            hint=tr("Enter keeps it. Esc goes back to key it anew."),
            value=tr("as written on the sheet"),
        )
        self.reason.input.returnPressed.connect(self._keep_as_written)
        self.reason.input.installEventFilter(self)
        inside.addWidget(self.warning)
        inside.addWidget(self.reason)
        return card

    # what whoever holds it does -----------------------------------------------------------------------------

    def begin(self, course: SheetCourse, shown: SheetShown, *, about: str = "") -> None:
        """Key the sheet of ``course`` from now on; ``about`` stands above it."""
        self.course = course
        self.top.setText(about)
        self.show_sheet(shown)

    def put_beside(self, widget: QWidget, *, stretch: int = 1) -> None:
        """Show ``widget`` on the trailing side of the question and the list: the scanned page."""
        self.row.addWidget(widget, stretch)

    def forget(self) -> None:
        """The sheet is done with, or given up."""
        self.course = self.shown = None

    def step(self, action: Any, *args: Any) -> None:
        """Run a step of the course on the worker, and show what it returns. Keys wait meanwhile."""
        if self._hold.holding or self.course is None:
            return
        self._hold.hold()
        self._background.run(partial(action, *args), then=self._stepped, failed=self._step_failed)

    def go_back(self) -> None:
        """Go to the question before; from the end of the sheet, to its last."""
        if self.course is not None:
            self.step(self.course.back, self.here, self._unsaved())

    def before_leaving(self) -> None:
        """Save what was typed and not yet ended by Enter."""
        value = self._unsaved()
        if self.course is not None and value is not None and not self._hold.holding:
            self._background.run(partial(self.course.keep, self.here, value))

    @property
    def here(self) -> str:
        """Path of the question that is keyed; empty where there is none."""
        return self.shown.view.path if self.shown is not None and self.shown.view is not None else ""

    # steps --------------------------------------------------------------------------------------------------

    def _stepped(self, shown: SheetShown) -> None:
        self.show_sheet(shown)
        self._hold.release()

    def _step_failed(self, error: Exception) -> None:
        self._hold.release()
        self._background.refused.emit(error)

    def _given(self, value: str) -> None:
        if self.course is not None and self.here:
            self.step(self.course.key, self.here, value)

    def _missing(self, kind: MissingKind) -> None:
        if self.course is not None and self.here:
            self.step(self.course.mark, self.here, kind)

    def _keep_as_written(self) -> None:
        if self.course is not None and self.here:
            reason = self.reason.input.text().strip() or tr("as written on the sheet")
            self.step(self.course.force, self.here, reason)

    def _back(self) -> None:
        self.go_back()

    def _down(self) -> None:
        if self.shown is not None and 0 <= self.shown.at < len(self.shown.rows) - 1:
            self._go_to_row(self.shown.at + 1, 0)

    def _go_to_row(self, row: int, _column: int) -> None:
        if self.course is not None and self.shown is not None:
            self.step(self.course.go, self.shown.rows[row].path, self.here, self._unsaved())

    def _unsaved(self) -> str | None:
        return self.field.unsaved() if self.here else None

    def _wrong(self, message: str) -> None:
        self.fault.setText(tr("Error: {message}", message=message))
        self.fault.show()

    def _typing(self) -> None:
        self.fault.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc go back from the reason to the field."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and watched is self.reason.input
            and self.here
        ):
            self._warn("")
            self.field.key_anew()
            return True
        return super().eventFilter(watched, event)

    # showing ------------------------------------------------------------------------------------------------

    def _warn(self, message: str) -> None:
        self.warning.say(tr("⚠ The form does not allow this"), message)
        self.warning.setVisible(bool(message))
        self.reason.setVisible(bool(message))

    def show_sheet(self, shown: SheetShown) -> None:
        """Show where the keying of the sheet stands."""
        self.shown = shown
        view = shown.view
        if view is None:
            self.through.emit(shown)
            return
        self.changed.emit(shown)
        self.question.setText(f"{view.number}. {view.label}")
        codes = codes_of(view)
        self.codes.setText("\n".join(f"{code}   {label}" for code, _value, label in codes))
        self.codes.setVisible(bool(codes))
        self.how.setText(
            how_to_key(view) + " " + tr("?  illegible   -  blank   !  more than one marked   Esc  back")
        )
        self.list.show_sheet(shown.rows, shown.at)
        self.fault.hide()
        if shown.refused:
            self._wrong(shown.refused)
            self.field.key_anew()
            return
        self._warn(shown.warning)
        if shown.warning:
            self.reason.input.setFocus()
            self.reason.input.selectAll()
        else:
            self.field.show_question(view)
