"""Which sheet is keyed a second time: its serial, or one of those that wait."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.sheets.serials import read_serial
from desktop.staff.people import Action
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words
from desktop.ui.services import Desk


class SecondStart(QWidget):
    """Asks for a serial, and lists the sheets that wait; says nothing of what was keyed.

    Attributes:
        done: what is said of the sheet before it. serial: the field. table: the sheets that wait.
    Signals:
        found (object): a :class:`~desktop.workflows.verify_keying.SecondSheet`; whether what another person keyed
            of it is given up stands in :attr:`anew`. Keys are held: whoever takes the sheet up releases them.
    """

    found = Signal(object)

    def __init__(self, parent: QWidget, *, work: Any, desk: Desk, background: Background, hold: KeyHold) -> None:
        super().__init__(parent)
        self._work, self._desk, self._background, self._hold = work, desk, background, hold
        self.anew = False
        self._due: Any = None
        layout = QVBoxLayout(self)
        roomy(layout, gap=3)
        self.done = Notice("success", "", "", self)
        self.done.hide()
        layout.addWidget(self.done)
        layout.addWidget(words(tr("Key a sheet a second time"), self, Type.TITLE))
        layout.addWidget(
            words(
                tr(
                    "You don't see what was keyed the first time, and it is another person who keys now. Where the"
                    " two differ, a third person decides."
                ),
                self,
            )
        )
        self.serial = text_field(
            tr("Serial"),
            self,
            hint=tr(
                "It stands at the foot of every page, beside the square code. Type it, or scan it, then Enter."
            ),
            characters=26,
        )
        self.serial.input.returnPressed.connect(self.look_up)
        layout.addWidget(self.serial)
        self._anew = button(tr("Begin it anew"), self, self._begin_anew)
        self._asked = button(tr("Key it a second time all the same"), self, self._ask_for_it)
        for each in (self._anew, self._asked):
            each.hide()
            layout.addWidget(each, 0, Qt.AlignmentFlag.AlignLeading)
        self._count = words("", self, Type.SECTION)
        layout.addWidget(self._count)
        self._more = words("", self, tone="muted")
        layout.addWidget(self._more)
        self.table = Table(
            tr("Sheets that wait to be keyed a second time"),
            (tr("Serial"), tr("What"), tr("Event"), tr("Form")),
            self,
            most_rows=8,
        )
        self.table.cellActivated.connect(self._take_row)
        layout.addWidget(self.table)

    def show_due(self, due: Any) -> None:
        """Show a :class:`~desktop.workflows.second_keying_due.Due`."""
        theirs = self._say_how_many(due)
        ordered = sorted(theirs, key=lambda each: not each.begun_here)
        self.table.show_rows(
            [(each.shown, (each.shown, _what(each), each.event_name, each.form_title)) for each in ordered]
        )
        self.table.setVisible(bool(theirs))

    def _say_how_many(self, due: Any) -> list[Any]:
        """Say how many sheets wait for what, and return those that wait for this person."""
        self._due = due
        theirs = [each for each in due.sheets if not each.mine]
        own = len(due.sheets) - len(theirs)
        self._count.setText(
            ntr(
                "{count} sheet waits to be keyed a second time by you",
                "{count} sheets wait to be keyed a second time by you",
                len(theirs),
            )
            if theirs
            else tr("No sheet waits to be keyed a second time by you")
        )
        said = [
            ntr("{count} you keyed first: it is another's.", "{count} you keyed first: they are others'.", own)
            if own
            else "",
            ntr("{count} is away with a pile.", "{count} are away with piles.", due.away) if due.away else "",
            ntr(
                "Of {count} it is not known yet whether it is keyed again.",
                "Of {count} it is not known yet whether they are keyed again.",
                due.undecided,
            )
            if due.undecided
            else "",
            ntr("{count} waits for a decision.", "{count} wait for a decision.", due.decisions)
            if due.decisions and self._desk.may(Action.ADJUDICATE)  # a keyer is not told that theirs differed
            else "",
        ]
        self._more.setText(" ".join(each for each in said if each))
        self._more.setVisible(any(said))
        return theirs

    def take_off(self, serial: str) -> None:
        """Show it no more: it is keyed. What else that changed is shown with the next :meth:`show_due`."""
        if self._due is None:
            return
        left = tuple(each for each in self._due.sheets if each.serial != serial)
        theirs = self._say_how_many(replace(self._due, sheets=left))
        self.table.take_row(read_serial(serial).shown)  # one of thousands: to show all anew would take too long
        self.table.setVisible(bool(theirs))

    def after(self, serials: Collection[str]) -> str:
        """Return the serial of the sheet that would be taken after these; empty where none waits."""
        waiting = (read_serial(shown).canonical for shown in self.table.keys)
        return next((each for each in waiting if each not in serials), "")

    def ask(self) -> None:
        """Ask for the next serial."""
        self._quiet()
        self.serial.input.clear()
        self.serial.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, serial: str) -> None:
        """Key the sheet with this serial."""
        self.serial.input.setText(serial)
        self.look_up()

    def _take_row(self, row: int, _column: int) -> None:
        self.take(self.table.keys[row])

    def _quiet(self) -> None:
        self.serial.show_fault("")
        self._anew.hide()
        self._asked.hide()
        self.anew = False

    # looking up ---------------------------------------------------------------------------------------------

    def look_up(self) -> None:
        """Look up the serial that stands in the field."""
        self._look(asked=False, anew=False)

    def _begin_anew(self) -> None:
        self._look(asked=False, anew=True)

    def _ask_for_it(self) -> None:
        self._look(asked=True, anew=False)

    def _look(self, *, asked: bool, anew: bool) -> None:
        text = self.serial.input.text().strip()
        if not text:
            self.serial.show_fault(tr("Type the serial of the sheet."))
            return
        if self._hold.holding:
            return
        self._quiet()
        self.anew = anew
        self._hold.hold()
        job = partial(self._job, self._work, self._desk, text, asked, anew)
        self._background.run(job, then=self._looked_up, failed=self.refuse)

    @staticmethod
    def _job(work: Any, desk: Any, text: str, asked: bool, anew: bool) -> Any:
        return work.verify_keying.look_up_second(desk.place, text, actor=desk.actor, asked=asked, anew=anew)

    def _looked_up(self, sheet: Any) -> None:
        self.found.emit(sheet)

    def refuse(self, error: Exception) -> None:
        """Say why the sheet can't be keyed, where the world is at fault; else let the window tell it."""
        self._hold.release()
        if not isinstance(error, WorldError):
            self._background.refused.emit(error)
            return
        self.done.hide()
        self.serial.show_fault(f"{error.fault} {error.remedy}")
        verify = self._work.verify_keying
        self._anew.setVisible(isinstance(error, verify.BegunByAnother))
        self._asked.setVisible(isinstance(error, verify.NotChosen) and self._desk.may(Action.ADJUDICATE))
        self.serial.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.serial.input.selectAll()


def _what(sheet: Any) -> str:
    if sheet.begun_here and sheet.asked:
        return tr("your query waits for its answer")
    if sheet.begun_here:
        return tr("your query was answered: go on") if sheet.told else tr("you began it: go on")
    if sheet.begun:
        return tr("begun by another person")
    whole = tr("some questions") if sheet.part else tr("whole sheet")
    return tr("{what}, pile {pile}", what=whole, pile=sheet.pile_name) if sheet.pile_name else whole
