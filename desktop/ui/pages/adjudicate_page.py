"""Deciding where two keyings of a sheet differ: by a third person, field by field, on the keyboard."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.questionnaires.steps import AnswerRefused
from desktop.responses.keyings import FieldKeyed
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.keying.decide_card import DecideCard, reading
from desktop.ui.keying.decide_end import DecideEnd
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words

_MOST_DECIDED = 200
"""Decisions that are listed, the latest of them."""


class AdjudicatePage(Page):
    """Argument, optional: ``serial`` of the sheet to begin with.

    Nothing is kept before the last field of a sheet is decided: then all is, at once.
    """

    heading = tr("Decide differences")
    characters = 104
    guide = "adjudication"

    def build(self) -> None:
        self._found: Any = None
        self._at = 0
        self._hold = KeyHold(self)
        column = self.content.column
        self._list = self._make_list(column)
        self._card = DecideCard(column, work=self.work, desk=self.desk, background=self.background)
        self._card.decided.connect(self._decide)
        self._card.back.connect(self._back)
        self._end = DecideEnd(column)
        self._end.kept.connect(self._keep)
        self._end.back.connect(self._back)
        self._end.wanted.connect(self._to_field)
        for part in (self._list, self._card, self._end):
            self.add(part)
        self.content.layout_.addStretch(1)
        self._part(self._list)

    def _make_list(self, column: QWidget) -> QWidget:
        part = QWidget(column)
        layout = QVBoxLayout(part)
        roomy(layout, gap=3)
        self._said = Notice("success", "", "", part)
        self._said.hide()
        layout.addWidget(self._said)
        layout.addWidget(words(tr("Where two keyings differ"), part, Type.TITLE))
        layout.addWidget(
            words(
                tr(
                    "Have the sheet or its scan before you. Most errors that are left after two keyings come of"
                    " making the two agree: what counts is what is written."
                ),
                part,
            )
        )
        self._count = words("", part, Type.SECTION)
        layout.addWidget(self._count)
        self._serial = text_field(
            tr("Serial"), part, hint=tr("Type it, or scan it; or choose a sheet below."), characters=26
        )
        self._serial.input.returnPressed.connect(self._take_serial)
        layout.addWidget(self._serial)
        self._table = Table(
            tr("Sheets that wait for a decision"),
            (tr("Serial"), tr("Differences"), tr("Who may decide"), tr("Form")),
            part,
            most_rows=10,
        )
        self._table.cellActivated.connect(self._take_row)
        layout.addWidget(self._table)
        self._made_words = words(tr("Decided so far"), part, Type.SECTION)
        layout.addWidget(self._made_words)
        self._made = Table(
            tr("Decided so far"),
            (tr("Serial"), tr("No."), tr("First"), tr("Second"), tr("Adopted"), tr("By"), tr("Why")),
            part,
            most_rows=6,
        )
        layout.addWidget(self._made)
        self._on = button(tr("See which sheets wait"), part, self._to_overview)
        layout.addWidget(self._on, 0, Qt.AlignmentFlag.AlignLeading)
        return part

    def _part(self, part: QWidget) -> None:
        for each in (self._list, self._card, self._end):
            each.setVisible(each is part)
        self.content.to_top()

    # the list -----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Fetch the sheets that wait."""
        self.load(partial(self._waiting_job, self.work, self.desk), self._waiting)

    @staticmethod
    def _waiting_job(work: Any, desk: Any) -> Any:
        about = {
            "actor": desk.actor,
            "programme_id": desk.programme.programme_id if desk.programme is not None else "",
        }
        waiting = work.adjudicate.waiting(desk.place, **about)
        return waiting, work.decided_differences.decided(desk.place, **about)[:_MOST_DECIDED]

    def _waiting(self, both: tuple[tuple[Any, ...], tuple[Any, ...]]) -> None:
        found, made = both
        self._made.show_rows([(each.decision.decision_id, _decided_cells(each)) for each in made])
        for part in (self._made_words, self._made):
            part.setVisible(bool(made))
        self._count.setText(
            ntr("{count} sheet waits for a decision", "{count} sheets wait for a decision", len(found))
            if found
            else tr("No sheet waits for a decision")
        )
        self._table.show_rows(
            [
                (
                    each.shown,
                    (
                        each.shown,
                        str(each.differences),
                        tr("another: you keyed it") if each.mine else tr("you"),
                        each.form_title,
                    ),
                )
                for each in found
            ]
        )
        theirs = next((at for at, each in enumerate(found) if not each.mine), 0)
        if found:
            self._table.selectRow(theirs)
        for part in (self._table, self._serial):
            part.setVisible(bool(found))
        self._on.setVisible(not found)
        named = self.arguments.pop("serial", "")
        if named:
            self._take(named)
        elif found:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._on.setFocus(Qt.FocusReason.OtherFocusReason)
        self._hold.release()

    def _to_overview(self) -> None:
        self.go(Where.KEYING_OVERVIEW)

    def _take_row(self, row: int, _column: int) -> None:
        self._take(self._table.keys[row])

    def _take_serial(self) -> None:
        text = self._serial.input.text().strip()
        if text:
            self._take(text)
        else:
            self._serial.show_fault(tr("Type the serial of the sheet."))

    def _take(self, text: str) -> None:
        if self._hold.holding:
            return
        self._serial.show_fault("")
        self._hold.hold()
        job = partial(self._begin_job, self.work, self.desk, text)
        self.background.run(job, then=self._begun, failed=self._not_begun)

    @staticmethod
    def _begin_job(work: Any, desk: Any, text: str) -> Any:
        serial, _version = work.sheet_lookup.read_sheet_code(text)
        return work.adjudicate.Adjudication.begin(desk.place, actor=desk.actor, serial=serial.canonical)

    def _not_begun(self, error: Exception) -> None:
        self._hold.release()
        if not isinstance(error, WorldError):
            self.background.refused.emit(error)
            return
        self._said.hide()
        self._serial.show()
        self._serial.show_fault(f"{error.fault} {error.remedy}")
        self._serial.input.setFocus(Qt.FocusReason.OtherFocusReason)

    # one sheet ----------------------------------------------------------------------------------------------

    def _begun(self, found: Any) -> None:
        self._found, self._at = found, 0
        self._said.hide()
        self._show()
        self._hold.release()

    @property
    def here(self) -> str:
        """Path of the field that is decided; empty where there is none."""
        if self._found is None or self._at >= len(self._found.fields):
            return ""
        return str(self._found.fields[self._at].path)

    def _show(self) -> None:
        found = self._found
        if self._at >= len(found.fields) and found.left:  # a later decision took away what was adopted there
            self._at = found.fields.index(found.left[0])
        if self._at >= len(found.fields):
            self._part(self._end)
            top = tr("Sheet {serial}, {form}", serial=found.shown, form=found.form_title)
            self._end.show_end(top, found.fields, found.adopted, third=found.third)
            return
        each = found.fields[self._at]
        self._part(self._card)
        self._card.show_field(
            each,
            serial=found.serial,
            top=tr(
                "Sheet {serial}: field {at} of {all}", serial=found.shown, at=self._at + 1, all=len(found.fields)
            ),
            adopted=found.adopted.get(each.path),
            reason=found.reasons.get(each.path, ""),
        )

    def _decide(self, keyed: FieldKeyed, reason: str) -> None:
        if self._hold.holding or not self.here:
            return
        self._hold.hold()
        job = partial(self._found.decide, self.here, keyed, reason=reason)
        self.background.run(job, then=self._decided, failed=self._undecided)

    def _decided(self, _nothing: object) -> None:
        self._at += 1
        while self._at < len(self._found.fields) and self.here in self._found.adopted and not self._found.left:
            self._at += 1
        self._show()
        self._hold.release()

    def _undecided(self, error: Exception) -> None:
        self._hold.drop()
        if isinstance(error, WorldError):
            self._card.refuse(f"{error.fault} {error.remedy}", value=isinstance(error, AnswerRefused))
        else:
            self.background.refused.emit(error)

    def _back(self) -> None:
        if self._found is None or self._hold.holding:
            return
        if self._at:
            self._at -= 1
            self._show()
        elif not self._found.adopted:
            self._leave_sheet()

    def _to_field(self, at: int) -> None:
        self._at = at
        self._show()

    def _keep(self, exception: str) -> None:
        if self._hold.holding or self._found is None:
            return
        self._hold.hold()
        job = partial(self._found.finish, exception=exception)
        self.background.run(job, then=self._kept, failed=self._not_kept)

    def _not_kept(self, error: Exception) -> None:
        self._hold.release()
        if isinstance(error, WorldError):
            self._end.refuse(f"{error.fault} {error.remedy}")
        else:
            self.background.refused.emit(error)

    def _kept(self, done: Any) -> None:
        self.succeeded.emit()
        self._said.say(
            tr("✓ Sheet {serial} is verified", serial=self._found.shown),
            tr("The response has a new revision.") if done.revised else tr("The response stays as it is."),
        )
        self._said.show()
        self._leave_sheet()

    def _leave_sheet(self) -> None:
        self._found, self._at = None, 0
        self._card.picture_slot.clear()
        self._part(self._list)
        self._serial.input.clear()
        self._serial.show_fault("")
        self.background.run(partial(self._waiting_job, self.work, self.desk), then=self._waiting)

    # leaving ------------------------------------------------------------------------------------------------

    def would_lose(self) -> str:
        """Say that what was decided of the sheet is not kept yet."""
        decided = len(self._found.adopted) if self._found is not None else 0
        if not decided:
            return ""
        return ntr(
            "{count} decision on this sheet is not kept yet, and would be lost.",
            "{count} decisions on this sheet are not kept yet, and would be lost.",
            decided,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes home from the list."""
        if event.key() == Qt.Key.Key_Escape and self._found is None:
            self.go(Where.KEYING_OVERVIEW)
        else:
            super().keyPressEvent(event)


def _decided_cells(each: Any) -> tuple[str, ...]:
    decision = each.decision
    why = [decision.reason, tr("exception: {why}", why=decision.exception) if decision.exception else ""]
    return (
        each.shown,
        each.number,
        *(
            reading(each, keyed).replace("\n", "; ")
            for keyed in (decision.first, decision.second, decision.adopted)
        ),
        decision.decided_by.name,
        "; ".join(part for part in why if part),
    )
