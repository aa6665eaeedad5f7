"""The keys of this laptop's store: another passphrase, another recovery sheet, another key."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.pages.page import Where
from desktop.ui.pages.sheet_page import SheetPage
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice, words

SHORTEST = 8


class KeysPage(SheetPage):
    """Changes what opens the store. A new sheet counts only when it was confirmed. No arguments."""

    heading = tr("Keys")
    guide = "keys"
    characters = 84
    unconfirmed = tr("The new recovery sheet was not confirmed. It would open nothing; the old one stays good.")

    def build(self) -> None:
        super().build()
        column = self.content.column
        self._ways: Any = None
        self.say(tr("Keys and recovery sheet"), Type.TITLE)
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        if self.desk.practice:
            self.add(
                Notice(
                    "note",
                    tr("Practice has no key to protect it"),
                    tr("Nothing in it is real. Here you can only look."),
                    column,
                )
            )
        self._all = QWidget(column)
        layout = QVBoxLayout(self._all)
        roomy(layout, gap=4)
        self.add(self._all)
        self._make_sheet(layout)
        self._make_passphrase(layout)
        self._make_rekeying(layout)
        layout.addWidget(button(tr("Read about the keys in the guide"), self._all, self._guide, kind="link"))
        self.content.layout_.addStretch(1)

    def _make_passphrase(self, layout: QVBoxLayout) -> None:
        self._passphrase = QWidget(self._all)
        inner = QVBoxLayout(self._passphrase)
        roomy(inner, gap=3)
        self._passphrase_title = words("", self._passphrase, Type.SECTION)
        inner.addWidget(self._passphrase_title)
        self._old = text_field(tr("The passphrase as it is now"), self._passphrase, characters=40, secret=True)
        self._new = text_field(
            tr("The new passphrase"),
            self._passphrase,
            hint=tr("{count} characters or more. Four words that you can remember are good.", count=SHORTEST),
            characters=40,
            secret=True,
        )
        self._again = text_field(tr("The new passphrase again"), self._passphrase, characters=40, secret=True)
        for field in (self._old, self._new, self._again):
            inner.addWidget(field)
            field.input.returnPressed.connect(self._change)
        self._change_button = button(tr("Change the passphrase"), self._passphrase, self._change)
        inner.addWidget(self._change_button)
        self._passphrase.hide()
        layout.addWidget(self._passphrase)

    def _make_sheet(self, layout: QVBoxLayout) -> None:
        layout.addWidget(words(tr("Recovery sheet"), self._all, Type.SECTION))
        self._sheet_words = words("", self._all)
        layout.addWidget(self._sheet_words)
        layout.addWidget(
            words(
                tr(
                    "Make a new sheet when the old one is lost, or was seen by somebody it does not concern. The"
                    " old one opens nothing from then on; backups that were made before still open with it."
                ),
                self._all,
            )
        )
        row = Flow(gap=3)
        self._sheet_button = button(tr("Make a new recovery sheet"), self._all, self._new_sheet, kind="primary")
        row.addWidget(self._sheet_button)
        layout.addLayout(row)

    def _make_rekeying(self, layout: QVBoxLayout) -> None:
        layout.addWidget(words(tr("A new key for the store"), self._all, Type.SECTION))
        layout.addWidget(
            words(
                tr(
                    "When somebody may have had the key itself: the whole store is written anew under another key."
                    " It takes a while, and makes a new recovery sheet too."
                ),
                self._all,
            )
        )
        self._rekey_pass = text_field(
            tr("A passphrase for the new key"),
            self._all,
            hint=tr("It may be the one that you have. You type it each time the program starts."),
            characters=40,
            secret=True,
        )
        self._rekey_pass.hide()
        layout.addWidget(self._rekey_pass)
        row = Flow(gap=3)
        self._rekey_button = button(tr("Make a new key"), self._all, self._rekey)
        row.addWidget(self._rekey_button)
        layout.addLayout(row)

    def begin(self) -> None:
        """Look what opens the store."""
        self.load(partial(self._fetch, self.work, self.desk), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> Any:
        return work.change_keys.ways_in(desk.place)

    def _found(self, ways: Any) -> None:
        self._ways = ways
        self._passphrase.setVisible(not self.desk.practice)
        self._old.setVisible(ways.passphrase)
        self._rekey_pass.setVisible(ways.passphrase)
        self._passphrase_title.setText(
            tr("Passphrase") if ways.passphrase else tr("A passphrase in place of this computer's keyring")
        )
        self._change_button.setText(
            tr("Change the passphrase") if ways.passphrase else tr("Protect it by this passphrase")
        )
        self._sheet_words.setVisible(not self.desk.practice)
        made = date.fromisoformat(ways.sheet_made_on[:10]) if ways.sheet_made_on else None
        self._sheet_words.setText(
            tr("The sheet that counts was made on {day}.", day=spoken_date(made))
            if made is not None
            else tr("No recovery sheet opens this store. Make one now.")
        )
        for each in (self._change_button, self._sheet_button, self._rekey_button):
            each.setEnabled(not self.desk.practice)
        if self.desk.practice:
            self.nextInFocusChain().setFocus()
        else:
            self._sheet_button.setFocus()

    def before_leaving(self) -> None:
        """What was typed goes; a sheet that was not confirmed opens nothing."""
        super().before_leaving()
        for field in (self._old, self._new, self._again, self._rekey_pass):
            field.input.clear()

    # passphrase -------------------------------------------------------------------------------------------

    def _change(self) -> None:
        old, new, again = (_typed(field) for field in (self._old, self._new, self._again))
        faults = {
            self._old: "" if old or not self._ways.passphrase else tr("Type the passphrase as it is now."),
            self._new: "" if len(new) >= SHORTEST else tr("Use {count} characters or more.", count=SHORTEST),
            self._again: "" if new == again else tr("The two are not the same. Type the passphrase again."),
        }
        for field, fault in faults.items():
            field.show_fault(fault)
        wrong = next((field for field, fault in faults.items() if fault), None)
        if wrong is not None:
            wrong.input.setFocus()
            return
        self._change_button.setEnabled(False)
        self.background.run(
            partial(self._change_job, self.work, self.desk, old, new),
            then=self._changed,
            failed=self._not_changed,
            words=tr("Changing the passphrase…"),
        )

    @staticmethod
    def _change_job(work: Any, desk: Any, old: str, new: str) -> None:
        work.change_keys.change_passphrase(desk.place, actor=desk.actor, old=old or None, new=new)

    def _changed(self, _nothing: object) -> None:
        for field in (self._old, self._new, self._again):
            field.input.clear()
        self._tell(
            tr("✓ The passphrase was changed"),
            tr("The recovery sheet is as good as before. Backups from before open with the old passphrase."),
        )

    def _not_changed(self, error: Exception) -> None:
        self._change_button.setEnabled(True)
        if isinstance(error, WorldError):
            field = self._old if self._ways.passphrase else self._new
            self._old.input.clear()
            field.show_fault(f"{error.fault} {error.remedy}")
            field.input.setFocus()
        else:
            self.background.refused.emit(error)

    # sheets -----------------------------------------------------------------------------------------------

    def _new_sheet(self) -> None:
        self._sheet_button.setEnabled(False)
        self.background.run(
            partial(self._sheet_job, self.work, self.desk), then=self.show_sheet, failed=self._no_sheet
        )

    @staticmethod
    def _sheet_job(work: Any, desk: Any) -> Any:
        return work.change_keys.new_sheet(desk.place, actor=desk.actor)

    def _rekey(self) -> None:
        passphrase = _typed(self._rekey_pass)
        if self._ways.passphrase and len(passphrase) < SHORTEST:
            self._rekey_pass.show_fault(tr("Use {count} characters or more.", count=SHORTEST))
            self._rekey_pass.input.setFocus()
            return
        self._rekey_pass.show_fault("")
        self._rekey_button.setEnabled(False)
        self.background.run(
            partial(self._rekey_job, self.work, self.desk, self.services.find_keyring, self._ways, passphrase),
            then=self.show_sheet,
            failed=self._no_sheet,
            words=tr("Making a new key…"),
        )

    @staticmethod
    def _rekey_job(work: Any, desk: Any, find_keyring: Any, ways: Any, passphrase: str) -> Any:
        if ways.passphrase:
            return work.change_keys.rekey(desk.place, actor=desk.actor, passphrase=passphrase)
        return work.change_keys.rekey(desk.place, actor=desk.actor, keyring=find_keyring())

    def _no_sheet(self, error: Exception) -> None:
        self._found(self._ways)
        self.background.refused.emit(error)

    def hide_rest(self) -> None:
        """Give the page to the sheet."""
        self._said.hide()
        self._rekey_pass.input.clear()
        self._all.hide()

    def finished(self, _value: object) -> None:
        """Say what to do with the new sheet and the old one."""
        self._tell(
            tr("✓ The new recovery sheet is good from now on"),
            tr("Put it in the safe, and destroy the old one. Make a backup now."),
        )

    def given_up(self) -> None:
        """The old sheet stays good."""
        self._all.show()
        self._found(self._ways)

    def _tell(self, title: str, text: str = "") -> None:
        self.succeeded.emit()
        self._all.show()
        self._said.say(title, text, kind="success")
        self._said.show()
        self.content.to_top()
        self.begin()

    def _guide(self) -> None:
        self.go(Where.HELP, page="keys")


def _typed(field: Field) -> str:
    return field.input.text() if isinstance(field.input, QLineEdit) else ""
