"""Taking somebody off the update list at the centre: finding their entry, and erasing it everywhere."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.copies_out import CopiesOut
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice, words
from desktop.ui.questions.choice_button import CheckRow

_MOST = 20
"""So many entries are offered: more than one person ever has."""


class EraseContactPage(Page):
    """Finds entries by an address or a number, and erases those that are ticked.

    What was typed and found goes with the page. Argument: ``store_url``, the central store.
    """

    heading = tr("Update list")
    guide = "withdrawal-and-erasure"
    characters = 90

    def build(self) -> None:
        column = self.content.column
        self._store_url: str = self.arguments.get("store_url", "")
        self._rows: list[CheckRow] = []
        self.say(tr("Take somebody off the update list"), Type.TITLE)
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self.say(
            tr(
                "Type a part of the e-mail address, the telephone number or the name that they gave. The entries"
                " are opened with the coordinator's key only to compare them; answers can't be found this way."
            )
        )
        self._typed = text_field(tr("E-mail address, telephone number or name"), column, characters=48)
        self._typed.input.returnPressed.connect(self._find)
        self.add(self._typed)
        row = Flow(gap=3)
        row.addWidget(button(tr("Find"), column, self._find, kind="primary"))
        row.addWidget(button(tr("Back to the central store"), column, self._back))
        self.content.layout_.addLayout(row)
        self._card = QFrame(column)
        self._card.setProperty("kind", "warning")
        self._list = QVBoxLayout(self._card)
        roomy(self._list, gap=2, margins=(5, 4, 5, 4))
        self._found_words = words("", self._card, Type.SECTION)
        self._list.addWidget(self._found_words)
        self._list.addWidget(
            words(tr("Tick what is theirs. It is deleted at the centre and on every laptop."), self._card)
        )
        buttons = Flow(gap=3)
        self._erase = button(tr("Erase what is ticked"), self._card, self._erase_ticked, kind="danger")
        buttons.addWidget(self._erase)
        self._list.addLayout(buttons)
        self._card.hide()
        self.add(self._card)
        self._copies = CopiesOut(column)
        self._copies.dealt_with.connect(self._dealt_with)
        self.add(self._copies)
        self.content.layout_.addStretch(1)

    def begin(self) -> None:
        """Give the keyboard to the field."""
        self._typed.input.setFocus()

    def before_leaving(self) -> None:
        """What was typed and found goes with the page."""
        self._typed.input.clear()
        self._drop_rows()

    def _drop_rows(self) -> None:
        for row in self._rows:
            row.hide()
            self._list.removeWidget(row)
            row.deleteLater()
        self._rows = []

    # finding ----------------------------------------------------------------------------------------------

    def _find(self) -> None:
        typed = self._typed.input.text().strip()
        if not typed:
            self._typed.show_fault(tr("Type an address, a number or a name."))
            self._typed.input.setFocus()
            return
        self._typed.show_fault("")
        work, desk, url = self.work, self.desk, self._store_url

        def job(_task: Any) -> Any:
            return tuple(work.withdraw.find_contacts(desk.place, actor=desk.actor, store_url=url, matching=typed))

        self.background.run(
            job,
            then=self._found,
            failed=self._not_found,
            words=tr("Looking through the update list…"),
            long=True,
        )

    def _not_found(self, error: Exception) -> None:
        if isinstance(error, WorldError):
            self._typed.show_fault(f"{error.fault} {error.remedy}")
            self._typed.input.setFocus()
        else:
            self.background.refused.emit(error)

    def _found(self, found: tuple[Any, ...]) -> None:
        self.succeeded.emit()
        self._said.hide()
        self._drop_rows()
        for each in found[:_MOST]:
            row = CheckRow(each.words, "", self._card)
            row.setProperty("contact_id", each.contact_id)
            self._list.insertWidget(self._list.count() - 1, row)
            self._rows.append(row)
        self._card.setVisible(bool(found))
        self._found_words.setText(ntr("{count} entry was found", "{count} entries were found", len(found)))
        if found:
            self._rows[0].setFocus()
        else:
            self._said.say(
                tr("No entry was found"),
                tr("It may be written in another way, or still be on a laptop that has not sent its list."),
                kind="note",
            )
            self._said.show()
            self._typed.input.setFocus()

    # erasing ----------------------------------------------------------------------------------------------

    def _erase_ticked(self) -> None:
        ids = tuple(row.property("contact_id") for row in self._rows if row.isChecked())
        if not ids:
            self._said.say(tr("Nothing is ticked"), tr("Tick the entries that are theirs."), kind="warning")
            self._said.show()
            self._rows[0].setFocus()
            return
        self._erase.setEnabled(False)
        self.background.run(
            partial(self._erase_job, self.work, self.desk, self._store_url, ids),
            then=self._erased,
            failed=self._not_erased,
            words=tr("Erasing…"),
        )

    @staticmethod
    def _erase_job(work: Any, desk: Any, url: str, ids: tuple[str, ...]) -> tuple[int, Any]:
        work.withdraw.erase_contact(desk.place, actor=desk.actor, store_url=url, contact_ids=ids)
        return len(ids), work.withdraw.copies_to_act_on(desk.place, store_url=url)

    def _erased(self, result: tuple[int, Any]) -> None:
        count, copies = result
        self.succeeded.emit()
        self._erase.setEnabled(True)
        self._typed.input.clear()
        self._drop_rows()
        self._card.hide()
        self._said.say(
            ntr("✓ {count} entry was erased", "✓ {count} entries were erased", count),
            tr("The instruction goes to the laptops beside the receipts."),
            kind="success",
        )
        self._said.show()
        self._copies.show_copies(copies)
        self._typed.input.setFocus()
        self.content.to_top()

    def _not_erased(self, error: Exception) -> None:
        self._erase.setEnabled(True)
        self.background.refused.emit(error)

    def _dealt_with(self, copy_id: str) -> None:
        self.background.run(
            partial(self._tick, self.work, self.desk, copy_id, self._store_url), then=self._copies.show_copies
        )

    @staticmethod
    def _tick(work: Any, desk: Any, copy_id: str, url: str) -> Any:
        work.withdraw.mark_dealt_with(desk.place, actor=desk.actor, copy_id=copy_id, store_url=url)
        return work.withdraw.copies_to_act_on(desk.place, store_url=url)

    def _back(self) -> None:
        self.go(Where.COORDINATOR)
