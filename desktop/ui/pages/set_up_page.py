"""Setting the laptop up, with its recovery sheet, and opening it: by the system's keyring, or by a passphrase."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Where
from desktop.ui.pages.sheet_page import SheetPage
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.words import Notice, words

SHORTEST = 8


class SetUpPage(SheetPage):
    """Makes or opens the store. Argument: ``found``, what stands in the folder.

    A new store is made when its recovery sheet was confirmed; until then nothing of it is kept.
    """

    heading = tr("This laptop")
    characters = 76
    guide = "first-start"
    unconfirmed = tr("The recovery sheet was not confirmed, so this laptop is not set up.")

    def build(self) -> None:
        super().build()
        self._new = self.arguments.get("found", "new") == "new"
        self._first: Field | None = None
        self._second: Field | None = None
        self._asked: list[QWidget] = []
        self._recovery = button(
            tr("Open with the recovery sheet…"), self._failed.column, self._to_recovery, kind="link"
        )
        self._failed.layout_.insertWidget(
            self._failed.layout_.count() - 1, self._recovery, 0, Qt.AlignmentFlag.AlignLeading
        )
        self._recovery.setVisible(not self._new)

    def begin(self) -> None:
        """Try without asking: the keyring, or the passphrase of the environment."""
        found, services, work = self.arguments.get("found", "new"), self.services, self.work

        def job() -> Any:
            make = work.set_up.begin if found == "new" else work.set_up.open_workplace
            if services.passphrase:
                return make(services.folder, clock=services.clock, passphrase=services.passphrase)
            keyring = services.find_keyring()
            if found == "passphrase" or (found == "new" and keyring is None):
                return None
            return make(services.folder, clock=services.clock, keyring=keyring)

        self.load(job, self._tried, saying=tr("Opening…"))

    def _tried(self, made: Any) -> None:
        if made is None:
            self._ask()
        else:
            self._made(made)

    def _load_failed(self, error: Exception) -> None:
        if not self._new and self.work.integrity.is_damage(error):
            self.go(Where.DAMAGED, error=error)
        else:
            super()._load_failed(error)

    # the passphrase ---------------------------------------------------------------------------------------

    def _ask(self) -> None:
        column = self.content.column
        before = self.content.layout_.count()
        self.say(tr("Choose a passphrase") if self._new else tr("Type the passphrase"), Type.TITLE)
        self._summary = ErrorSummary(column)
        self._summary.wanted.connect(self._focus)
        self.add(self._summary)
        if self._new:
            self.say(
                tr(
                    "This computer has no keyring to keep a key in, so the store is protected by a passphrase."
                    " You type it each time the program starts."
                )
            )
            self.add(
                Notice(
                    "warning",
                    tr("A forgotten passphrase has one way round it"),
                    tr(
                        "That is the recovery sheet, which comes next. Without both nobody can open the"
                        " answers, not even the makers of the program."
                    ),
                    column,
                )
            )
        self._first = text_field(
            tr("Passphrase"),
            column,
            hint=tr("{count} characters or more. Four words that you can remember are good.", count=SHORTEST)
            if self._new
            else "",
            characters=40,
            secret=True,
        )
        self.add(self._first)
        if self._new:
            self._second = text_field(tr("The same passphrase again"), column, characters=40, secret=True)
            self.add(self._second)
            self._first.input.returnPressed.connect(self._second.input.setFocus)
            self._second.input.returnPressed.connect(self._go_on)
        else:
            self._first.input.returnPressed.connect(self._go_on)
        self._button = button(tr("Set up") if self._new else tr("Open"), column, self._go_on, kind="primary")
        self.add(self._button, leading=True)
        if not self._new:
            self.add(
                button(tr("Open with the recovery sheet…"), column, self._to_recovery, kind="link"), leading=True
            )
        self.add(button(tr("Back to the start"), column, self._to_start, kind="link"), leading=True)
        layout = self.content.layout_
        self._asked = [layout.itemAt(place).widget() for place in range(before, layout.count())]
        self.content.layout_.addStretch(1)
        self._first.input.setFocus()

    def _focus(self, key: str) -> None:
        field = self._second if key == "second" else self._first
        if field is not None:
            field.input.setFocus()

    def _go_on(self) -> None:
        faults = self._faults()
        for field, key in ((self._first, "first"), (self._second, "second")):
            if field is not None:
                field.show_fault(next((fault.message for fault in faults if fault.key == key), ""))
        self._summary.show_faults(faults)
        if faults or self._first is None:
            return
        self._button.setEnabled(False)
        services, work, new, passphrase = self.services, self.work, self._new, _typed(self._first)

        def job() -> Any:
            make = work.set_up.begin if new else work.set_up.open_workplace
            return make(services.folder, clock=services.clock, passphrase=passphrase)

        self.background.run(job, then=self._made, failed=self._refused, words=tr("Opening the protected store…"))

    def _faults(self) -> list[Fault]:
        faults = []
        first = _typed(self._first)
        if not first:
            faults.append(Fault("first", tr("Type a passphrase.") if self._new else tr("Type the passphrase.")))
        elif self._new and len(first) < SHORTEST:
            faults.append(Fault("first", tr("Use {count} characters or more.", count=SHORTEST)))
        elif self._new and first != _typed(self._second):
            faults.append(Fault("second", tr("The two are not the same. Type the passphrase again.")))
        return faults

    def _made(self, made: Any) -> None:
        """Go on with a workplace, or with a set-up that waits for its sheet."""
        self._forget()
        if self._new:
            if not self._asked:
                self.content.layout_.addStretch(1)
            self.show_sheet(made)
        else:
            self.opened.emit(made)

    def _refused(self, error: Exception) -> None:
        self._button.setEnabled(True)
        if not self._new and self.work.integrity.is_damage(error):
            self.go(Where.DAMAGED, error=error)
        elif isinstance(error, WorldError) and self._first is not None:
            self._first.input.clear()
            message = f"{error.fault} {error.remedy}"
            self._first.show_fault(message)
            self._summary.show_faults([Fault("first", message)])
        else:
            self.background.refused.emit(error)

    # the sheet --------------------------------------------------------------------------------------------

    def hide_rest(self) -> None:
        """Give the page to the sheet, under a heading of its own."""
        for widget in self._asked:
            widget.hide()
        title = words(tr("The recovery sheet of this laptop"), self.content.column, Type.TITLE)
        self.content.layout_.insertWidget(self.content.layout_.count() - 1, title)

    def finished(self, place: Any) -> None:
        """The store is made."""
        self.opened.emit(place)

    def given_up(self) -> None:
        """Nothing was made."""
        self._to_start()

    def before_leaving(self) -> None:
        """What was typed goes; a sheet that was not confirmed opens nothing."""
        super().before_leaving()
        self._forget()

    def _forget(self) -> None:
        for field in (self._first, self._second):
            if field is not None:
                field.input.clear()

    def _to_recovery(self) -> None:
        self.go(Where.RECOVERY)

    def _to_start(self) -> None:
        self.go(Where.START)


def _typed(field: Field | None) -> str:
    return field.input.text() if field is not None and isinstance(field.input, QLineEdit) else ""
