"""What a form that came by e-mail holds, question by question; one can be corrected, and the whole is counted."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMessageBox, QVBoxLayout, QWidget

from desktop.foundation.translation import ntr, tr
from desktop.responses.response import MissingKind
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.keying.codes import codes_of, how_to_key
from desktop.ui.keying.filled_course import FilledCourse, FilledLine, FilledShown
from desktop.ui.keying.key_field import KeyField
from desktop.ui.parts.buttons import button, shortcut
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words

_LONGEST = 26
"""Letters of an answer in the list; the whole of it stands below."""


class FilledReview(QWidget):
    """One entry. Arrow keys go through the questions, Enter corrects one, Control and Enter counts the whole.

    Signals:
        counted: it became a response.
        dropped: it was given up.
        later: it stays as it is, to be looked at another time.
    """

    counted = Signal()
    dropped = Signal()
    later = Signal()

    def __init__(self, parent: QWidget, *, background: Background) -> None:
        super().__init__(parent)
        self._background = background
        self._course: FilledCourse | None = None
        self._shown: FilledShown | None = None
        self._notes: tuple[str, ...] = ()
        self._hold = KeyHold(self)
        layout = QVBoxLayout(self)
        roomy(layout, gap=3)
        layout.addWidget(words(tr("What the form says"), self, Type.TITLE))
        self._about = words("", self, tone="muted")
        layout.addWidget(self._about)
        self._summary = Notice("success", "", "", self)
        layout.addWidget(self._summary)
        self.table = Table(
            tr("Questions of this form"), (tr("No."), tr("Answer"), tr("To look at"), tr("Question")), self,
            most_rows=5,
        )  # fmt: skip
        self.table.currentCellChanged.connect(self._row_chosen)
        self.table.cellActivated.connect(self._correct)
        layout.addWidget(self.table)
        layout.addWidget(self._make_card())
        row = Flow(gap=3)
        self._count = button(
            tr("Count this response…"), self, self._ask_to_count, kind="primary",
            name=tr("Count this response, Control and Enter"),
        )  # fmt: skip
        row.addWidget(self._count)
        row.addWidget(button(tr("Leave it for later"), self, self._put_off))
        row.addWidget(button(tr("Drop it…"), self, self._ask_to_drop, kind="danger"))
        layout.addLayout(row)
        layout.addStretch(1)
        shortcut("Ctrl+Return", self, self._ask_to_count)

    def _make_card(self) -> QFrame:
        self._card = QFrame(self)
        self._card.setProperty("kind", "card")
        inside = QVBoxLayout(self._card)
        roomy(inside, gap=2, margins=(5, 3, 5, 3))
        self._question = words("", self._card, Type.STRONG)
        self._says = words("", self._card)
        self._remark = words("", self._card, Type.STRONG, tone="error")
        self._codes = words("", self._card)
        self._field = KeyField(self._card)
        self._question.setBuddy(self._field)
        self._fault = words("", self._card, Type.STRONG, tone="error")
        self._how = words("", self._card, tone="muted")
        self._warning = Notice("warning", "", "", self._card)
        parts = (
            self._question, self._says, self._remark, self._codes, self._field, self._fault, self._how,
            self._warning,
        )  # fmt: skip
        for part in parts:
            inside.addWidget(part)
        row = Flow(gap=3)
        self._change = button(
            tr("Correct it"), self._card, self._correct, name=tr("Correct it, Enter in the list")
        )
        self._illegible = button(tr("Leave it as illegible"), self._card, self._ask_illegible)
        self._keep = button(tr("Keep it as it is written"), self._card, self._keep_as_written)
        self._stop = button(tr("Back to the list"), self._card, self._back, name=tr("Back to the list, Esc"))
        for each in (self._change, self._illegible, self._keep, self._stop):
            row.addWidget(each)
        inside.addLayout(row)
        self._field.given.connect(self._given)
        self._field.missing.connect(self._missing)
        self._field.wrong.connect(self._wrong)
        self._field.typing.connect(self._fault.hide)
        self._field.back.connect(self._back)
        return self._card

    @property
    def under_way(self) -> bool:
        """Whether an entry is being looked at."""
        return self._course is not None

    # showing ----------------------------------------------------------------------------------------------

    def show_entry(self, course: FilledCourse, shown: FilledShown, *, about: str, notes: tuple[str, ...]) -> None:
        """Show an entry from its beginning: the first question that does not fit is chosen."""
        self._course = course
        self._notes = notes
        self._about.setText(about)
        self._show(shown)
        first = next((at for at, line in enumerate(shown.lines) if not line.fits), None)
        if first is None:
            first = next((at for at, line in enumerate(shown.lines) if line.remark), 0)
        self.table.selectRow(first)
        self.table.setFocus()

    def _show(self, shown: FilledShown) -> None:
        before = self._line()
        self._shown = shown
        self.table.show_rows([(each.path, _cells(each)) for each in shown.lines])
        if before is not None and before.path in self.table.keys:
            at = self.table.keys.index(before.path)
            self.table.selectRow(at)
            self.table.scrollTo(self.table.model().index(at, 0))
        many = shown.misfits
        title = (
            ntr(
                "{count} answer does not fit, and counts as illegible unless you correct it",
                "{count} answers do not fit, and count as illegible unless you correct them",
                many,
            )
            if many
            else ntr("✓ {count} answer, and all fits", "✓ {count} answers, and all fit", shown.answered)
        )
        self._summary.say(title, "\n".join(self._notes), kind="warning" if many else "success")
        self._show_card()

    def _line(self) -> FilledLine | None:
        at = self.table.currentRow()
        return self._shown.lines[at] if self._shown is not None and 0 <= at < len(self._shown.lines) else None

    def _row_chosen(self, *_cells: int) -> None:
        if self._shown is not None and self._shown.sheet.view is None:
            self._show_card()

    def _show_card(self) -> None:
        line = self._line()
        if self._shown is None or line is None:
            self._card.hide()
            return
        self._card.show()
        view, sheet = self._shown.sheet.view, self._shown.sheet
        editing = view is not None
        self._question.setText(_asked(line))
        self._says.setText(tr("It says: {answer}", answer=line.says) if line.says else tr("Nothing stands there."))
        self._remark.setText(line.remark)
        self._remark.setVisible(bool(line.remark))
        for part in (self._codes, self._field, self._how, self._stop):
            part.setVisible(editing)
        self._change.setVisible(not editing)
        self._illegible.setVisible(not editing)
        self._illegible.setEnabled(line.fits and not line.remark.startswith(tr("Counts as illegible.")))
        self._fault.hide()
        self._warning.say(tr("⚠ The form does not allow this"), sheet.warning)
        self._warning.setVisible(bool(sheet.warning))
        self._keep.setVisible(bool(sheet.warning))
        self.table.setEnabled(not editing)
        self._count.setEnabled(not editing)
        if view is None:
            return
        codes = codes_of(view)
        self._codes.setText("\n".join(f"{code}   {label}" for code, _value, label in codes))
        self._codes.setVisible(bool(codes))
        self._how.setText(how_to_key(view) + " " + tr("?  illegible   -  blank   Esc  back to the list"))
        if sheet.refused:
            self._wrong(sheet.refused)
            self._field.key_anew()
        elif sheet.warning:
            self._keep.setFocus()
        else:
            self._field.show_question(view)

    # correcting -------------------------------------------------------------------------------------------

    def _step(self, action: Any, *args: Any) -> None:
        if self._course is not None and not self._hold.holding:
            self._hold.hold()
            self._background.run(
                partial(_look, self._course, action, args), then=self._stepped, failed=self._failed
            )

    def _stepped(self, shown: FilledShown) -> None:
        was_editing = self._shown is not None and self._shown.sheet.view is not None
        self._show(shown)
        if was_editing and shown.sheet.view is None:
            self.table.setFocus()
        self._hold.release()

    def _failed(self, error: Exception) -> None:
        self._hold.release()
        self._background.refused.emit(error)

    def _correct(self, *_cell: int) -> None:
        line = self._line()
        if line is not None and self._course is not None:
            self._step(self._course.go, line.path)

    def _here(self) -> str:
        view = self._shown.sheet.view if self._shown is not None else None
        return view.path if view is not None else ""

    def _given(self, value: str) -> None:
        if self._course is not None and self._here():
            self._step(self._course.key, self._here(), value)

    def _missing(self, kind: MissingKind) -> None:
        if self._course is not None and self._here():
            self._step(self._course.mark, self._here(), kind)

    def _keep_as_written(self) -> None:
        if self._course is not None and self._here():
            self._step(self._course.force, self._here(), tr("as written in the form"))

    def _back(self) -> None:
        if self._course is not None:
            self._step(self._course.leave)

    def keep_typed(self) -> None:
        """Save what was typed and not yet ended by Enter."""
        value = self._field.unsaved() if self._here() else None
        if self._course is not None and value is not None and not self._hold.holding:
            self._background.run(partial(self._course.keep, self._here(), value))

    def _wrong(self, message: str) -> None:
        self._fault.setText(tr("Error: {message}", message=message))
        self._fault.show()

    def _ask_illegible(self) -> None:
        line = self._line()
        if line is None or self._course is None:
            return
        if line.answered and not self._sure(
            tr("Count this answer as illegible?"), tr("The answer that stands there is deleted.")
        ):
            return
        self.table.setFocus()
        self._step(self._course.mark, line.path, MissingKind.ILLEGIBLE)

    def _sure(self, title: str, text: str) -> bool:
        return QMessageBox.question(self, title, text) == QMessageBox.StandardButton.Yes

    # ending -----------------------------------------------------------------------------------------------

    def _ask_to_count(self) -> None:
        if self._shown is None or self._course is None or not self._count.isEnabled():
            return
        said = ntr("It has {count} answer.", "It has {count} answers.", self._shown.answered)
        if self._shown.misfits:
            said += " " + ntr(
                "{count} question counts as illegible.",
                "{count} questions count as illegible.",
                self._shown.misfits,
            )
        said += " " + tr("It counts from now on; later changes need a reason.")
        if not self._hold.holding and self._sure(tr("Count this response?"), said):
            self._hold.hold()
            self._background.run(partial(self._course.finish, ""), then=self._ended, failed=self._failed)

    def _ended(self, _instance_id: str) -> None:
        self._forget()
        self.counted.emit()

    def _ask_to_drop(self) -> None:
        if self._course is None or self._hold.holding:
            return
        found = ReasonDialog.ask(
            self,
            tr("Drop this form"),
            tr("Its answers are deleted from this laptop, and it counts nowhere. The reason is kept. Why?"),
            (
                ("by mistake", tr("It was taken in by mistake")),
                ("twice", tr("The same person's form is here already")),
                ("not meant", tr("Whoever sent it does not want it counted")),
            ),
            own=tr("Or in your own words (no names)"),
            agree=tr("Drop the form"),
        )
        if found is not None:
            self._hold.hold()
            self._background.run(
                partial(self._course.keying.abandon, reason=found[1]), then=self._given_up, failed=self._failed
            )

    def _given_up(self, _nothing: object) -> None:
        self._forget()
        self.dropped.emit()

    def _put_off(self) -> None:
        self.keep_typed()
        self._forget()
        self.later.emit()

    def _forget(self) -> None:
        self._course, self._shown = None, None
        self.table.show_rows([])
        self._hold.release()


def _look(course: FilledCourse, action: Any, args: tuple[Any, ...]) -> FilledShown:
    return course.look(action(*args))


def _asked(line: FilledLine) -> str:
    return " ".join((f"{line.number}. {line.label}" if line.number else line.label).split())


def _cells(line: FilledLine) -> tuple[str, ...]:
    says = " ".join(line.says.split())
    says = says if len(says) <= _LONGEST else says[: _LONGEST - 1] + "…"
    mark = tr("⚠ see below") if line.remark else ""
    mark = mark if line.fits else tr("✗ does not fit")
    return line.number, says or tr("– nothing"), mark, " ".join(line.label.split())
