"""Piles for other laptops and from them: sent, taken in, sent back, taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.sheets.second_piles import PileWay
from desktop.staff.people import Action
from desktop.ui.background import Background
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words
from desktop.ui.services import Desk


class PilesPart(QWidget):
    """Lists the piles, and does what is done with them.

    Attributes:
        said: what came of it. table: the piles. name: of the next one.
    Signals:
        changed: what waits may be other sheets now.
        came: a pile is here, and its sheets can be keyed.
    """

    changed = Signal()
    came = Signal()

    def __init__(self, parent: QWidget, *, work: Any, desk: Desk, background: Background) -> None:
        super().__init__(parent)
        self._work, self._desk, self._background = work, desk, background
        self._decides = desk.may(Action.ADJUDICATE)
        self._piles: dict[str, Any] = {}
        self._file = Path()
        layout = QVBoxLayout(self)
        roomy(layout, gap=2.5)
        layout.addWidget(words(tr("Piles for other laptops"), self, Type.SECTION))
        layout.addWidget(
            words(
                tr(
                    "The paper goes with a small file, which holds no answer. What is keyed there comes back"
                    " encrypted: only the laptop that sent the pile can read it."
                ),
                self,
            )
        )
        self._own = words("", self, tone="muted")
        layout.addWidget(self._own)
        self.said = Notice("success", "", "", self)
        self.said.hide()
        layout.addWidget(self.said)
        layout.addWidget(self._make_question())
        self.table = Table(
            tr("Piles"),
            (tr("Pile"), tr("Keyed"), tr("Stands"), tr("Fingerprint of its laptop")),
            self,
            most_rows=5,
        )
        self.table.currentCellChanged.connect(self._chosen)
        layout.addWidget(self.table)
        of_one, row = Flow(gap=3), Flow(gap=3)
        self.back = button(tr("Write what was keyed of it…"), self, self._write_back)
        self.again = button(tr("Write its file again…"), self, self._write_again)
        self.end = button(tr("Nothing more comes back"), self, self._end)
        self.clear = button(tr("It arrived: delete what was keyed here"), self, self._clear)
        for each in (self.back, self.again, self.end, self.clear):
            of_one.addWidget(each)
        layout.addLayout(of_one)
        self.name = text_field(
            tr("Name of a new pile"),
            self,
            hint=tr("Write it on the paper pile too, such as: library, first half. No names of people."),
            characters=36,
        )
        self.name.input.returnPressed.connect(self._send)
        self.name.setVisible(self._decides)
        layout.addWidget(self.name)
        self.send = button(tr("Make a pile of the sheets that wait…"), self, self._send)
        self.take_in = button(tr("Take in a pile that came here…"), self, self._take_in)
        self.take_back = button(tr("Take in what came back…"), self, self._take_back)
        for each in (self.send, self.take_in, self.take_back):
            row.addWidget(each)
        self.send.setVisible(self._decides)
        self.take_back.setVisible(self._decides)
        layout.addLayout(row)

    def _make_question(self) -> QFrame:
        """Make what asks before something is taken in, or gone for good."""
        self.question = QFrame(self)
        self.question.setProperty("kind", "warning")
        inside = QVBoxLayout(self.question)
        roomy(inside, gap=2, margins=(5, 4, 5, 4))
        self._asked = words("", self.question, Type.STRONG)
        self._print = words("", self.question, Type.QUESTION)
        inside.addWidget(self._asked)
        inside.addWidget(self._print)
        row = Flow(gap=3)
        self.yes = button("", self.question, self._agreed, kind="primary")
        self.no = button("", self.question, self._disagreed)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        inside.addLayout(row)
        self.question.hide()
        return self.question

    def show_piles(self, piles: tuple[Any, ...], own: str) -> None:
        """Show :class:`~desktop.workflows.second_piles.PileSeen`; ``own`` is this laptop's fingerprint."""
        kept = self.table.chosen
        self._piles = {each.pile.pile_id: each for each in piles}
        self._own.setText(tr("This laptop's fingerprint: {fingerprint}", fingerprint=own))
        self.table.show_rows(
            [
                (
                    key,
                    (
                        each.pile.name,
                        tr("{keyed} of {all}", keyed=each.keyed, all=len(each.pile.sheets)),
                        _standing(each),
                        each.fingerprint,
                    ),
                )
                for key, each in self._piles.items()
            ]
        )
        if kept in self._piles:
            self.table.selectRow(self.table.keys.index(kept))
        self.table.setVisible(bool(piles))
        self._chosen()

    def _chosen(self) -> None:
        each = self._piles.get(self.table.chosen)
        out = each is not None and each.pile.way is PileWay.OUT
        here = each is not None and each.pile.way is PileWay.IN
        self.back.setVisible(here)
        self.back.setEnabled(here and each is not None and each.keyed > 0)
        self.clear.setVisible(here and self._decides and each is not None and each.keyed > 0)
        self.again.setVisible(out and self._decides)
        self.end.setVisible(out and self._decides and each is not None and each.pile.ended_at is None)

    # doing ------------------------------------------------------------------------------------------------

    def _send(self) -> None:
        self.name.show_fault("")
        name = self.name.input.text().strip()
        if not name:
            self.name.show_fault(tr("Give the pile a name first."))
            self.name.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        path = self._to_write(tr("Where the pile's file goes"), f"{_file_name(name)}.sbpile", "sbpile")
        if path is not None and self._desk.programme is not None:
            work, desk = self._work, self._desk
            job = partial(
                work.second_piles.send_pile,
                desk.place,
                actor=desk.actor,
                programme_id=desk.programme.programme_id,
                name=name,
                path=path,
            )
            self._background.run(job, then=self._sent, failed=self._refused)

    def _sent(self, seen: Any) -> None:
        self.name.input.clear()
        self._say(
            tr("✓ The pile {name} is made", name=seen.pile.name),
            ntr(
                "It has {count} sheet. Give its file and the paper to whoever keys it.",
                "It has {count} sheets. Give its file and the paper to whoever keys them.",
                len(seen.pile.sheets),
            ),
        )

    def _take_in(self) -> None:
        path = self._to_read(tr("The file of the pile"), "sbpile")
        if path is not None:
            work, desk = self._work, self._desk
            job = partial(work.other_laptops_piles.take_in_pile, desk.place, actor=desk.actor, path=path)
            self._background.run(job, then=self._taken_in, failed=self._refused)

    def _taken_in(self, taken: Any) -> None:
        pile = taken.seen.pile
        self._say(
            tr("✓ The pile {name} is here", name=pile.name)
            if taken.fresh
            else tr("The pile {name} was here already", name=pile.name),
            ntr("It has {count} sheet.", "It has {count} sheets.", len(pile.sheets))
            + " "
            + tr("It comes from the laptop with the fingerprint {print}.", print=taken.seen.fingerprint),
        )
        self.came.emit()

    def _write_back(self) -> None:
        each = self._piles.get(self.table.chosen)
        if each is None:
            return
        name = f"{_file_name(each.pile.name)}.sbkeyed"
        path = self._to_write(tr("Where what was keyed goes"), name, "sbkeyed")
        if path is not None:
            self._do("other_laptops_piles", "return_pile", self._written_back, path=path)

    def _written_back(self, seen: Any) -> None:
        self._say(
            tr("✓ What was keyed of {name} is written", name=seen.pile.name),
            tr("Take the file to the laptop that sent the pile, and tell its people this laptop's fingerprint.")
            + (" " + ntr("{count} sheet is left.", "{count} sheets are left.", seen.left) if seen.left else ""),
        )

    def _write_again(self) -> None:
        each = self._piles.get(self.table.chosen)
        if each is None:
            return
        path = self._to_write(tr("Where the pile's file goes"), f"{_file_name(each.pile.name)}.sbpile", "sbpile")
        if path is not None:
            self._do("second_piles", "write_again", self._done, path=path)

    def _end(self) -> None:
        each = self._piles.get(self.table.chosen)
        if each is not None:
            self._ask(
                ntr(
                    "Nothing more comes back of {name}? {count} sheet of it is due here again then.",
                    "Nothing more comes back of {name}? {count} sheets of it are due here again then.",
                    each.left,
                    name=each.pile.name,
                ),
                yes=tr("Nothing more comes back"),
                no=tr("Leave it away"),
                then=partial(self._do, "second_piles", "end_pile", self._done),
            )

    def _clear(self) -> None:
        each = self._piles.get(self.table.chosen)
        if each is not None:
            self._ask(
                ntr(
                    "Did what was keyed of {name} arrive? {count} second keying is deleted here for good.",
                    "Did what was keyed of {name} arrive? {count} second keyings are deleted here for good.",
                    each.keyed,
                    name=each.pile.name,
                )
                + " "
                + tr("What was begun of it and not finished is deleted too.")
                + " "
                + tr("Scans of its sheets stay, until you remove them under “Scans of sheets”."),
                yes=tr("It arrived: delete it here"),
                no=tr("Keep it here"),
                then=partial(self._do, "other_laptops_piles", "clear_pile", self._done),
            )

    def _done(self, _nothing: object) -> None:
        self._say(tr("✓ Done"), "")

    def _do(self, module: str, name: str, then: Any, **given: Any) -> None:
        job = partial(self._job, self._work, self._desk, module, name, self.table.chosen, given)
        self._background.run(job, then=then, failed=self._refused)

    @staticmethod
    def _job(work: Any, desk: Any, module: str, name: str, pile_id: str, given: dict[str, Any]) -> Any:
        return getattr(getattr(work, module), name)(desk.place, actor=desk.actor, pile_id=pile_id, **given)

    # what came back ---------------------------------------------------------------------------------------

    def _take_back(self) -> None:
        path = self._to_read(tr("The file that came back"), "sbkeyed")
        if path is not None:
            self._file = path
            work, desk = self._work, self._desk
            job = partial(work.returned_piles.look_at_return, desk.place, actor=desk.actor, path=path)
            self._background.run(job, then=self._ask_whose, failed=self._refused)

    def _ask_whose(self, seen: Any) -> None:
        work, desk = self._work, self._desk
        job = partial(
            work.returned_piles.take_back,
            desk.place,
            actor=desk.actor,
            path=self._file,
            fingerprint=seen.fingerprint,
        )
        self._ask(
            tr(
                "What was keyed of {name}: does the laptop that keyed it show this fingerprint?",
                name=seen.pile.name,
            ),
            seen.fingerprint,
            yes=tr("Yes, that laptop shows it: take it in"),
            no=tr("No: take nothing in"),
            then=partial(self._background.run, job, then=self._taken_back, failed=self._refused),
        )

    def _ask(self, asked: str, fingerprint: str = "", *, yes: str, no: str, then: Callable[[], object]) -> None:
        self.said.hide()
        self._then = then
        self._asked.setText(asked)
        self._print.setText(fingerprint)
        self._print.setVisible(bool(fingerprint))
        for each, text in ((self.yes, yes), (self.no, no)):
            each.setText(text)
            each.setAccessibleName(text)
        self.question.show()
        # what takes something in or deletes it is never one key away
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _disagreed(self) -> None:
        self.question.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _agreed(self) -> None:
        self.question.hide()
        self._then()

    def _taken_back(self, taken: Any) -> None:
        waiting = taken.new - taken.verified
        said = [
            ntr("{count} is verified.", "{count} are verified.", taken.verified) if taken.verified else "",
            ntr("{count} waits for a decision.", "{count} wait for a decision.", waiting) if waiting else "",
            ntr("{count} was here already.", "{count} were here already.", taken.known) if taken.known else "",
        ]
        out = [tr("{serial} was left out. {why}", serial=serial, why=why) for serial, why in taken.left_out]
        self._say(
            ntr("✓ {count} sheet came back", "✓ {count} sheets came back", taken.new),
            "\n".join([" ".join(each for each in said if each), *out]).strip(),
            kind="warning" if out else "success",
        )

    # helpers ----------------------------------------------------------------------------------------------

    def _say(self, title: str, text: str, *, kind: str = "success") -> None:
        self.said.say(title, text, kind=kind)
        self.said.show()
        self.changed.emit()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, WorldError):
            self._background.refused.emit(error)
            return
        self.said.say(error.place, f"{error.fault} {error.remedy}", kind="error")
        self.said.show()

    def _to_write(self, title: str, name: str, ending: str) -> Path | None:
        chosen, _kind = QFileDialog.getSaveFileName(self, title, name, f"*.{ending}")
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix == f".{ending}" else path.with_name(f"{path.name}.{ending}")

    def _to_read(self, title: str, ending: str) -> Path | None:
        chosen, _kind = QFileDialog.getOpenFileName(self, title, "", f"*.{ending}")
        return Path(chosen) if chosen else None


def _standing(seen: Any) -> str:
    if seen.pile.way is PileWay.OUT:
        return tr("sent from here") if seen.pile.ended_at is None else tr("came back")
    return tr("to be keyed here") if seen.pile.ended_at is None else tr("sent back")


def _file_name(name: str) -> str:
    """Return a name that every file system takes."""
    kept = "".join(each if each.isalnum() else "-" for each in name)
    return "-".join(part for part in kept.split("-") if part)[:40] or "pile"
