"""Setting the laptop up, and opening it: with the system's keyring, or with a passphrase that is explained."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.words import Notice

SHORTEST = 8


class SetUpPage(Page):
    """Makes or opens the store. Argument: ``found``, what stands in the folder."""

    heading = tr("This laptop")
    characters = 70

    def build(self) -> None:
        self._new = self.arguments.get("found", "new") == "new"
        self._first: Field | None = None
        self._second: Field | None = None

    def begin(self) -> None:
        """Try without asking: the keyring, or the passphrase of the environment."""
        found, services, work = self.arguments.get("found", "new"), self.services, self.work

        def job() -> Any:
            keyring = services.find_keyring()
            if services.passphrase:
                make = work.set_up.create if found == "new" else work.set_up.open_workplace
                return make(services.folder, clock=services.clock, passphrase=services.passphrase, keyring=None)
            if found == "new" and keyring is not None:
                return work.set_up.create(services.folder, clock=services.clock, keyring=keyring)
            if found in ("new", "passphrase"):
                return None
            return work.set_up.open_workplace(services.folder, clock=services.clock, keyring=keyring)

        self.load(job, self._tried, saying=tr("Opening…"))

    def _tried(self, place: Any) -> None:
        if place is not None:
            self.opened.emit(place)
            return
        self._ask()

    def _ask(self) -> None:
        column = self.content.column
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
                    tr("There is no way round a forgotten passphrase"),
                    tr(
                        "Nobody can open the answers without it, not even the makers of the"
                        " program. Write it on paper"
                        " and keep it in a locked place, away from the laptop."
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
            self._second.input.returnPressed.connect(self._go_on)
        else:
            self._first.input.returnPressed.connect(self._go_on)
        self._button = button(tr("Set up") if self._new else tr("Open"), column, self._go_on, kind="primary")
        self.add(self._button, leading=True)
        self.add(button(tr("Back to the start"), column, self._to_start, kind="link"), leading=True)
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
            make = work.set_up.create if new else work.set_up.open_workplace
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

    def _made(self, place: Any) -> None:
        for field in (self._first, self._second):
            if field is not None:
                field.input.clear()
        self.opened.emit(place)

    def _refused(self, error: Exception) -> None:
        self._button.setEnabled(True)
        if isinstance(error, WorldError) and self._first is not None:
            self._first.input.clear()
            message = f"{error.fault} {error.remedy}"
            self._first.show_fault(message)
            self._summary.show_faults([Fault("first", message)])
        else:
            self.background.refused.emit(error)

    def _to_start(self) -> None:
        self.go(Where.START)


def _typed(field: Field | None) -> str:
    return field.input.text() if field is not None and isinstance(field.input, QLineEdit) else ""
