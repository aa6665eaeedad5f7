"""Returned sheets without a number get one, one key a sheet; labels and masters for them are written here."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QComboBox

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.sheets.custody import SheetHow, SheetMoveKind
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.pages.page import Page, Where
from desktop.ui.paper.day_field import day_field, day_typed, show_day
from desktop.ui.paper.number_card import NumberCard
from desktop.ui.paper.number_files import NumberFiles
from desktop.ui.paper.scan_field import scan_field
from desktop.ui.parts.buttons import button, shortcut
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.fields import Field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words
from desktop.ui.questions.choice_button import RadioRow

_LATEST = 12


class NumberSheetsPage(Page):
    """Argument: ``event_id`` to choose an event at once."""

    heading = tr("Number returned sheets")
    characters = 104
    guide = "paper-custody"

    def build(self) -> None:
        self._hold = KeyHold(self)
        self._latest: list[tuple[str, tuple[str, ...]]] = []
        self._moves: list[str] = []
        self._code = ""
        column = self.content.column
        self.say(tr("Number returned sheets"), Type.TITLE)
        self.say(
            tr(
                "For copies of an unnumbered master. Each sheet gets its number as it comes in:"
                " written on it by hand, or on a label that is stuck on it."
            )
        )
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self._choices = Columns(column, characters=34, most=3)
        self._forms = self._combo(tr("Form"))
        self._events = self._combo(tr("Event at which they were collected"))
        self._day = day_field(tr("Date received"), self._choices)
        self._how = self._combo(tr("They came back"))
        for how, label in (
            (SheetHow.EVENT, tr("at an event")),
            (SheetHow.POST, tr("by post")),
            (SheetHow.NOT_SAID, tr("not said")),
        ):
            self._how.input.addItem(label, how)
        self._kind = self._combo(tr("What is on them"))
        for kind, label in (
            (SheetMoveKind.RETURN, tr("answers")),
            (SheetMoveKind.BLANK, tr("nothing: blank")),
            (SheetMoveKind.REFUSE, tr("a refusal")),
        ):
            self._kind.input.addItem(label, kind)
        for field in (self._forms, self._events, self._day, self._how, self._kind):
            self._choices.put(field)
        self.add(self._choices)
        self._make_ways()
        self._card = NumberCard(column)
        self.add(self._card)
        row = Flow(gap=3)
        self._next = button(tr("Next number"), column, self._given, kind="primary", name=tr("Next number, Enter"))
        self._undo = button(
            tr("Take the last one back"), column, self._take_back, name=tr("Take the last one back, Control and Z")
        )
        shortcut("Ctrl+Z", self, self._take_back)
        row.addWidget(self._next)
        row.addWidget(self._undo)
        row.addWidget(button(tr("Paper in and out"), column, self._to_custody, kind="link"))
        self.content.layout_.addLayout(row)
        self._table = Table(
            tr("Numbered in this sitting"), (tr("Number"), tr("Received"), tr("Event"), tr("Form")), column,
            most_rows=5,
        )  # fmt: skip
        self._none = words(tr("No sheet was numbered in this sitting yet."), column, tone="muted")
        self.add(self._none)
        self.add(self._table)
        self._files = NumberFiles(column, work=self.work, desk=self.desk, background=self.background)
        self._files.written.connect(self._written)
        self.add(self._files)
        self.content.layout_.addStretch(1)
        self._show_latest()

    def _combo(self, label: str) -> Field:
        combo = QComboBox()
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(14)
        return Field(label, combo, self._choices)

    def _make_ways(self) -> None:
        column = self.content.column
        ways = Columns(column, characters=44, most=2, gap=1.5)
        self._ways = QButtonGroup(self)
        for place, label in enumerate((tr("The number is written by hand"), tr("The number is on a label"))):
            row = RadioRow(label, str(place + 1), ways)
            row.setAccessibleDescription(tr("Alt and {key}", key=place + 1))
            self._ways.addButton(row, place)
            ways.put(row)
            shortcut(f"Alt+{place + 1}", self, row.click)
        self._ways.button(0).setChecked(True)
        self._ways.idToggled.connect(self._way_chosen)
        self.add(ways)
        self._scan = scan_field(tr("Next sheet"), column, hint="")
        self._scan.input.returnPressed.connect(self._given)
        self.add(self._scan)

    def begin(self) -> None:
        """Fetch forms and events."""
        self._way_chosen(0, True)
        self.load(partial(self._fetch, self.work, self.desk), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> tuple[Any, Any, date]:
        programme_id = desk.programme.programme_id
        return (
            work.open_programme.forms(desk.place, programme_id=programme_id),
            work.run_event.events(desk.place, programme_id=programme_id),
            work.run_event.today(desk.place, programme_id),
        )

    def _found(self, found: tuple[Any, Any, date]) -> None:
        forms, events, today = found
        for form in forms:
            self._forms.input.addItem(form.title, form.form_id)
        for event in events:
            self._events.input.addItem(f"{event.name}, {spoken_date(event.day)}", event.event_id)
        here = self.arguments.get("event_id") or (self.desk.event.event_id if self.desk.event else "")
        here = here or next((each.event_id for each in events if each.day == today), "")
        place = self._events.input.findData(here)
        self._events.input.setCurrentIndex(max(place, 0))
        show_day(self._day, today)
        ready = bool(forms) and bool(events)
        self._next.setEnabled(ready)
        self._files.offer(self._forms.input, self._events.input, ready=ready)
        if not ready:
            self._said.say(
                tr("There is no event yet"), tr("Make an event first: sheets are counted to one."), kind="warning"
            )
            self._said.show()
        self._scan.input.setFocus()

    def _way_chosen(self, _place: int, checked: bool) -> None:
        if not checked:
            return
        self._scan.set_hint(
            tr("Stick a label on the sheet and scan it, or type its number; Enter.")
            if self._with_labels
            else tr("Enter draws the next number. The sheet's square code may be scanned: it says the version.")
        )
        self._next.setText(tr("This is the label") if self._with_labels else tr("Next number"))
        self._next.setAccessibleName(tr("{words}, Enter", words=self._next.text()))
        self._scan.show_fault("")
        self._scan.input.setFocus()

    @property
    def _with_labels(self) -> bool:
        return self._ways.checkedId() == 1

    # numbers -----------------------------------------------------------------------------------------------

    def _given(self) -> None:
        text = self._scan.input.text().strip()
        day = day_typed(self._day)
        if self._hold.holding or day is None or not self._next.isEnabled():
            return
        code = text if text.startswith("SB") and "|" in text else ""
        if self._with_labels and code:
            # the sheet first, then the label that is stuck on it
            self._code = code
            self._scan.input.clear()
            self._scan.set_hint(tr("The sheet is read. Now scan its label."))
            return
        if self._with_labels and not text:
            self._scan.show_fault(tr("Scan the label, or type its number."))
            return
        if text and not code and not self._with_labels:
            self._scan.show_fault(
                tr("This is no square code of a sheet. For the next number, leave the line empty.")
            )
            self._scan.input.selectAll()
            return
        self._hold.hold()
        self.background.run(
            partial(
                self.work.number_sheets.number_sheet,
                self.desk.place,
                actor=self.desk.actor,
                form_id=self._forms.input.currentData(),
                event_id=self._events.input.currentData(),
                label=text if self._with_labels else "",
                page_code=self._code or code,
                day=day,
                how=SheetHow(self._how.input.currentData()),
                kind=SheetMoveKind(self._kind.input.currentData()),
            ),
            then=self._numbered,
            failed=self._refused,
        )

    def _numbered(self, numbered: Any) -> None:
        self.succeeded.emit()
        self._scan.show_fault("")
        self._scan.input.clear()
        self._code = ""
        self._said.hide()
        self._moves.append(numbered.move.move_id)
        kind = self._kind.input.currentText()
        self._latest.insert(
            0,
            (
                numbered.serial.canonical,
                (
                    numbered.shown,
                    spoken_date(numbered.move.day),
                    self._events.input.currentText(),
                    self._forms.input.currentText(),
                ),
            ),
        )
        self._card.say(
            tr("✓ The label's number is the sheet's")
            if self._with_labels
            else tr("Write this number on the sheet"),
            numbered.shown,
            ntr(
                "On it: {what}. {count} sheet in this sitting.",
                "On it: {what}. {count} sheets in this sitting.",
                len(self._latest),
                what=kind,
            ),
        )
        self._way_chosen(self._ways.checkedId(), True)
        self._show_latest()
        self._hold.release()

    def _refused(self, error: Exception) -> None:
        self._hold.release()
        self._code = ""
        if not isinstance(error, WorldError):
            self.background.refused.emit(error)
            return
        self._scan.show_fault(f"{error.fault} {error.remedy}")
        self._scan.input.setFocus()
        self._scan.input.selectAll()

    def _show_latest(self) -> None:
        self._table.show_rows(self._latest[:_LATEST])
        self._table.setVisible(bool(self._latest))
        self._none.setVisible(not self._latest)
        self._undo.setEnabled(bool(self._moves))

    def _take_back(self) -> None:
        if not self._moves or self._hold.holding:
            return
        self._hold.hold()
        self.background.run(
            partial(
                self.work.custody.undo,
                self.desk.place,
                actor=self.desk.actor,
                move_id=self._moves[-1],
                reason=tr("numbered by mistake"),
            ),
            then=self._taken_back,
            failed=self._refused,
        )

    def _taken_back(self, _moved: Any) -> None:
        self._moves.pop()
        _serial, cells = self._latest.pop(0)
        self._card.hide()
        self._said.say(
            tr("✓ {number} was taken back", number=cells[0]),
            tr("It is on no sheet and stays unused. Strike it out if it was written, and pull the label off."),
            kind="success",
        )
        self._said.show()
        self._show_latest()
        self._scan.input.setFocus()
        self._hold.release()

    def _written(self, title: str, text: str) -> None:
        self.succeeded.emit()
        self._said.say(title, text, kind="success")
        self._said.show()
        self.content.to_top()

    def _to_custody(self) -> None:
        self.go(Where.PAPER_CUSTODY)
