"""Paper in and out: a stack is scanned or typed, and what happened to it is logged in one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.sheets.custody import SheetMoveKind
from desktop.sheets.state_words import move_words
from desktop.staff.people import Action
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date, spoken_time
from desktop.ui.pages.page import Page, Where
from desktop.ui.paper.act_picker import ACTS, ActPicker
from desktop.ui.paper.acts_panel import ActsPanel
from desktop.ui.paper.day_field import show_day
from desktop.ui.paper.number_card import NumberCard
from desktop.ui.paper.scan_field import scan_field
from desktop.ui.paper.stack_list import MOST_SHOWN, StackList
from desktop.ui.parts.buttons import button, shortcut
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice, words

MOST_LEFT_OUT = 12
"""So many are named that were left out; the count of all is said."""


class PaperCustodyPage(Page):
    """Argument: ``event_id`` to choose an event at once. A scanner that types is enough."""

    heading = tr("Paper in and out")
    characters = 120
    guide = "paper-custody"

    def build(self) -> None:
        self._stack: dict[str, Any] = {}
        self._twice: dict[str, None] = {}
        self._given: set[str] = set()
        self._waiting: list[str] = []
        self._reading = False
        self._forms: dict[str, str] = {}
        self._events: dict[str, Any] = {}
        column = self.content.column
        self.say(tr("Paper in and out"), Type.TITLE)
        self._said = Notice("success", "", "", column)
        self._left = Notice("warning", "", "", column)
        self._number = NumberCard(column)
        self.say(tr("What happened to the sheets? Alt and a figure chooses."), Type.STRONG)
        lost = SheetMoveKind.UNACCOUNTED
        acts = [each for each in ACTS if each.kind is not lost or self._may_print()]
        self._picker = ActPicker(column, acts=acts)
        self._picker.chosen.connect(self._show_stack)
        self.add(self._picker)
        self._scan = scan_field(
            tr("Scan or type a serial"),
            column,
            hint=tr(
                "Any page's square code will do, or that of a pile sheet; Enter adds it. Two serials with “to”"
                " between them are a range; “run 3 10-25” are numbers of a print run."
            ),
        )
        self._scan.input.returnPressed.connect(self._scanned)
        self.add(self._scan)
        for notice in (self._said, self._left, self._number):
            notice.hide()
            self.add(notice)
        self._count = words("", column, Type.STRONG)
        self.add(self._count)
        self._list = StackList(column)
        self._list.installEventFilter(self)
        self._list.itemSelectionChanged.connect(self._row_chosen)
        self.add(self._list)
        row = Flow(gap=3)
        self._log = button("", column, self._log_act, kind="primary")
        self._photocopy = button(tr("A photocopy: give it a number"), column, self._accept_photocopy)
        self._history = button(tr("What was done with it"), column, self._show_history)
        self._take_out = button(tr("Take out of the stack"), column, self._remove)
        self._pile = button(tr("Pile sheet as PDF…"), column, self._choose_pile_file)
        self._empty = button(tr("Empty the stack…"), column, self._ask_to_empty)
        for each in (self._log, self._photocopy, self._history, self._take_out, self._pile, self._empty):
            row.addWidget(each)
        self.content.layout_.addLayout(row)
        shortcut("Ctrl+Return", self, self._log_act)
        self._acts = ActsPanel(column, work=self.work, desk=self.desk, background=self.background)
        self._acts.undone.connect(self._undone)
        self.add(self._acts)
        doors = Flow(gap=3)
        doors.addWidget(button(tr("Number returned sheets"), column, self._to_numbers, kind="link"))
        if self.desk is not None and self.desk.may(Action.SEE_LEDGER):
            doors.addWidget(button(tr("Paper ledger"), column, self._to_ledger, kind="link"))
        self.content.layout_.addLayout(doors)
        self.content.layout_.addStretch(1)
        self._show_stack()

    def _may_print(self) -> bool:
        return self.desk is not None and self.desk.may(Action.PRINT_PAPER)

    def begin(self) -> None:
        """Fetch forms, events and what was done."""
        self.load(partial(self._fetch, self.work, self.desk), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> dict[str, Any]:
        programme_id = desk.programme.programme_id
        return {
            "forms": work.open_programme.forms(desk.place, programme_id=programme_id),
            "events": work.run_event.events(desk.place, programme_id=programme_id),
            "today": work.run_event.today(desk.place, programme_id),
            "acts": work.custody.acts(desk.place, programme_id=programme_id),
        }

    def _found(self, found: dict[str, Any]) -> None:
        self._forms = {form.form_id: form.title for form in found["forms"]}
        self._events = {event.event_id: event for event in found["events"]}
        here = self.arguments.get("event_id") or (self.desk.event.event_id if self.desk.event else "")
        here = here or next((each.event_id for each in found["events"] if each.day == found["today"]), "")
        self._picker.offer_events(found["events"], event_id=here, unknown=tr("as they were printed for"))
        show_day(self._picker.day, found["today"])
        self._acts.show_acts(found["acts"], self._events)
        self._scan.input.setFocus()

    def would_lose(self) -> str:
        """Say that the stack was not logged."""
        if not self._stack:
            return ""
        return ntr(
            "{count} sheet is in the stack, and nothing was logged yet.",
            "{count} sheets are in the stack, and nothing was logged yet.",
            len(self._stack),
        )

    # the stack ---------------------------------------------------------------------------------------------

    def _scanned(self) -> None:
        text = self._scan.input.text().strip()
        self._scan.input.clear()
        if text:
            self._waiting.append(text)
            self._read_on()
        elif not self._stack:
            self._scan.show_fault(tr("Scan a sheet, or type its serial."))

    def _read_on(self) -> None:
        """Read what was scanned since; a scanner is quicker than a look at the store."""
        if self._waiting and not self._reading:
            self._reading = True
            given, self._waiting = self._waiting, []
            self.background.run(
                partial(self._read_job, self.work, self.desk.place, given),
                then=self._read,
                failed=self._not_read,
            )

    @staticmethod
    def _read_job(work: Any, place: Any, given: Sequence[str]) -> list[tuple[str, Any]]:
        return [(each, work.custody.pile(place, [each])) for each in given]

    def _read(self, found: list[tuple[str, Any]]) -> None:
        self._reading = False
        fault = ""
        for text, pile in found:
            again = text.upper() in self._given
            self._given.add(text.upper())
            for seen in pile.copies:
                self._stack[seen.copy.serial] = self._stack.get(seen.copy.serial, seen)
            if again and len(pile.copies) == 1:
                self._twice[pile.copies[0].copy.serial] = None
            if pile.left_out:
                fault = "\n".join(f"{each.given}: {each.why}" for each in pile.left_out)
        self._scan.show_fault(fault)
        self._said.hide()
        self._left.hide()
        self._show_stack()
        self._read_on()

    def _not_read(self, error: Exception) -> None:
        self._reading = False
        if isinstance(error, WorldError):
            self._scan.show_fault(f"{error.fault} {error.remedy}")
        else:
            self.background.refused.emit(error)
        self._read_on()

    def _show_stack(self) -> None:
        act = self._picker.act
        will = self._list.show_stack(
            self._stack, kind=act.kind, twice=self._twice, forms=self._forms, events=self._events
        )
        many = len(self._stack)
        self._list.setVisible(bool(many))
        said = ntr("{count} sheet in the stack", "{count} sheets in the stack", many) if many else ""
        if will < many:
            said += ". " + ntr("{count} can't be logged so", "{count} can't be logged so", many - will)
        if many > MOST_SHOWN:
            said += ". " + tr("The latest {count} are shown", count=MOST_SHOWN)
        self._count.setText(said or tr("No sheet is in the stack yet."))
        self._log.setText(
            ntr("Log {count} sheet: {what}", "Log {count} sheets: {what}", will, what=act.words().lower())
            if will
            else tr("Log the stack")
        )
        self._log.setAccessibleName(tr("{words}, Control and Enter", words=self._log.text()))
        self._log.setEnabled(bool(will))
        for each in (self._pile, self._empty):
            each.setEnabled(bool(many))
        self._row_chosen()

    def _row_chosen(self) -> None:
        seen = self._stack.get(self._list.chosen)
        back = {"returned", "blank", "refused", "keyed", "verified"}
        self._take_out.setEnabled(seen is not None)
        self._history.setEnabled(seen is not None)
        self._photocopy.setEnabled(
            seen is not None and (self._list.chosen in self._twice or seen.copy.state.value in back)
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a sheet out of the stack by the delete key."""
        if (
            watched is self._list
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Delete
        ):
            self._remove()
            return True
        return super().eventFilter(watched, event)

    def _remove(self) -> None:
        serial = self._list.chosen
        if self._stack.pop(serial, None) is not None:
            self._twice.pop(serial, None)
            # what was given for it may be given again, and is no second sheet then
            self._given = {each for each in self._given if serial not in each.replace("-", "").replace(" ", "")}
        self._show_stack()
        (self._list if self._stack else self._scan.input).setFocus()

    def _ask_to_empty(self) -> None:
        answer = QMessageBox.question(
            self, tr("Empty the stack?"), tr("Nothing is logged. The sheets would have to be scanned again.")
        )
        if answer == QMessageBox.StandardButton.Yes:
            self._clear()

    def _clear(self) -> None:
        self._stack, self._twice, self._given = {}, {}, set()
        self._show_stack()
        self._scan.input.setFocus()

    # logging -----------------------------------------------------------------------------------------------

    def _log_act(self) -> None:
        if not self._log.isEnabled():
            return
        said = self._picker.said()
        if said is None:
            return
        self._log.setEnabled(False)
        self.background.run(
            partial(self._log_job, self.work, self.desk, self._picker.act.kind, tuple(self._stack), said),
            then=self._logged,
            failed=self._refused,
            words=tr("Logging the stack…"),
        )

    @staticmethod
    def _log_job(work: Any, desk: Any, kind: SheetMoveKind, given: Sequence[str], said: Mapping[str, Any]) -> Any:
        if kind is SheetMoveKind.PUT_BACK:
            return work.custody.put_back(desk.place, actor=desk.actor, given=given, reason=said["reason"])
        return work.custody.move(desk.place, actor=desk.actor, kind=kind, given=given, **said)

    def _logged(self, moved: Any) -> None:
        self.succeeded.emit()
        act = self._picker.act
        late = (
            ntr(
                "{count} came in after the closing date: it is keyed and shown as late.",
                "{count} came in after the closing date: they are keyed and shown as late.",
                moved.late,
            )
            if moved.late
            else ""
        )
        done = ntr(
            "✓ {count} sheet is logged: {what}", "✓ {count} sheets are logged: {what}", len(moved.serials),
            what=act.words().lower(),
        )  # fmt: skip
        twice = (
            ntr(
                "{count} was given twice and is logged once. A photocopy? Scan it again and give it a number.",
                "{count} were given twice and are logged once. Photocopies? Scan them again, and number each.",
                len(self._twice),
            )
            if self._twice
            else ""
        )
        self._said.say(done, "\n".join(part for part in (late, twice) if part))
        self._said.setVisible(bool(moved.serials))
        self._scan.show_fault("")
        self._say_left_out(moved.left_out)
        self._number.hide()
        self._clear()
        self._acts.fetch()
        self._show_said()

    def _say_left_out(self, left_out: Sequence[Any]) -> None:
        lines = [f"{each.given}: {each.why}" for each in left_out[:MOST_LEFT_OUT]]
        if len(left_out) > MOST_LEFT_OUT:
            lines.append(tr("and {count} more", count=len(left_out) - MOST_LEFT_OUT))
        self._left.say(
            ntr("{count} was left out", "{count} were left out", len(left_out)), "\n".join(lines), kind="warning"
        )
        self._left.setVisible(bool(left_out))

    def _show_said(self) -> None:
        """Go on with the next sheet, what was said in sight."""
        self._scan.input.setFocus()
        self.content.ensureWidgetVisible(self._scan)

    def _refused(self, error: Exception) -> None:
        self._show_stack()
        self.background.refused.emit(error)

    def _accept_photocopy(self) -> None:
        seen, said = self._stack.get(self._list.chosen), self._picker.said()
        if seen is None or said is None:
            return
        self._photocopy.setEnabled(False)
        self.background.run(
            partial(
                self._photocopy_job, self.work, self.desk, seen.copy.serial, said["day"], said["how"],
                said["event_id"],
            ),
            then=self._photocopied,
            failed=self._refused,
        )  # fmt: skip

    @staticmethod
    def _photocopy_job(work: Any, desk: Any, serial: str, day: Any, how: Any, event_id: str) -> Any:
        return work.number_sheets.accept_photocopy(
            desk.place, actor=desk.actor, original=serial, day=day, how=how, event_id=event_id
        )

    def _photocopied(self, numbered: Any) -> None:
        self.succeeded.emit()
        original = numbered.move.photocopy_of
        self._number.say(
            tr("Write this number on the second sheet, and strike out the printed one"),
            numbered.shown,
            tr("It is logged as returned, as a photocopy of {serial}.", serial=self._stack[original].shown),
        )
        self._twice.pop(original, None)
        if original in self._stack and self._stack[original].copy.state.value not in ("printed", "issued"):
            del self._stack[original]
        self._show_stack()
        self._acts.fetch()
        self._show_said()
        self._scan.input.setFocus()

    # what was done -----------------------------------------------------------------------------------------

    def _undone(self, moved: Any) -> None:
        self.succeeded.emit()
        self._said.say(
            ntr(
                "✓ {count} sheet is as it was before",
                "✓ {count} sheets are as they were before",
                len(moved.serials),
            )
        )
        self._said.show()
        self._left.hide()
        self._show_said()
        self._scan.input.setFocus()

    def _show_history(self) -> None:
        self.background.run(
            partial(self.work.custody.history, self.desk.place, self._list.chosen), then=self._show_moves
        )

    def _show_moves(self, moves: Sequence[Any]) -> None:
        lines = [
            tr(
                "{what} on {day}; logged by {name}, {time}",
                what=move_words(each.kind, each.how),
                day=spoken_date(each.day),
                name=each.made_by or tr("nobody named"),
                time=spoken_time(each.made_at),
            )
            for each in moves
        ]
        seen = self._stack.get(self._list.chosen)
        self._left.say(
            tr("Sheet {serial}", serial="" if seen is None else seen.shown),
            "\n".join(lines) or tr("It was printed, and nothing more was logged on this laptop."),
            kind="note",
        )
        self._left.show()
        self._show_said()

    # the pile ----------------------------------------------------------------------------------------------

    def _choose_pile_file(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the pile sheet as PDF"), tr("pile sheet.pdf"), tr("PDF (*.pdf)")
        )
        if chosen:
            self.save_pile_to(Path(chosen))

    def save_pile_to(self, out: Path) -> None:
        """Write the sheet for the pile to ``out``."""
        self.background.run(
            partial(
                self.work.paper_files.write_pile_sheet, self.desk.place, actor=self.desk.actor,
                given=tuple(self._stack), out=out,
            ),
            then=self._pile_written,
            words=tr("Writing the pile sheet…"),
        )  # fmt: skip

    def _pile_written(self, piles: int) -> None:
        self.succeeded.emit()
        self._said.say(
            tr("✓ The pile sheet was written"),
            tr(
                "Part the stack into {count} piles: sheets of one form, printed one way, must lie together.",
                count=piles,
            )
            if piles > 1
            else tr("Print it and lay it on the pile. Nothing was logged by that."),
        )
        self._said.show()
        self._show_said()

    def _to_numbers(self) -> None:
        self.go(Where.NUMBER_SHEETS)

    def _to_ledger(self) -> None:
        self.go(Where.PAPER_LEDGER)
