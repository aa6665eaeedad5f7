"""Opening the store with its recovery sheet: the keyring was wiped, or nobody knows the passphrase any more."""

from __future__ import annotations

from functools import partial
from typing import Any

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.recovery_fields import RecoveryFields


class RecoveryPage(Page):
    """Takes the words and, where there is no keyring, a new passphrase. No arguments."""

    heading = tr("This laptop")
    characters = 70
    guide = "recovery-sheet"

    def build(self) -> None:
        self._fields: RecoveryFields | None = None

    def begin(self) -> None:
        """See whether the computer has a keyring."""
        self.load(self.services.find_keyring, self._ask, saying=tr("Opening…"))

    def _ask(self, keyring: Any) -> None:
        column = self.content.column
        self.say(tr("Open with the recovery sheet"), Type.TITLE)
        self.say(
            tr(
                "It was printed or copied when this laptop was set up, and is kept in a locked place. What"
                " opened the store before opens it no more afterwards; the sheet goes on to open it."
            )
        )
        self._fields = RecoveryFields(column, keyring=keyring)
        self._fields.given.connect(self._open)
        self.add(self._fields)
        row = Flow(gap=3)
        self._button = button(tr("Open the store"), column, self._open, kind="primary")
        row.addWidget(self._button)
        row.addWidget(button(tr("Back to the start"), column, self._to_start, kind="link"))
        self.content.layout_.addLayout(row)
        self.content.layout_.addStretch(1)
        self._fields.setFocus()

    def _open(self) -> None:
        if self._fields is None or not self._button.isEnabled() or not self._fields.check():
            return
        self._button.setEnabled(False)
        self.background.run(
            partial(self._recover_job, self.work, self.services, self._fields.typed, self._fields.passphrase,
                    self._fields.keyring),
            then=self._made,
            failed=self._refused,
            words=tr("Opening the protected store…"),
        )  # fmt: skip

    @staticmethod
    def _recover_job(work: Any, services: Any, typed: str, passphrase: str | None, keyring: Any) -> Any:
        return work.set_up.recover(
            services.folder, clock=services.clock, words=typed, passphrase=passphrase, keyring=keyring
        )

    def _made(self, place: Any) -> None:
        self.before_leaving()
        self.opened.emit(place)

    def _refused(self, error: Exception) -> None:
        self._button.setEnabled(True)
        if self.work.integrity.is_damage(error):
            self.go(Where.DAMAGED, error=error)
        elif isinstance(error, WorldError) and self._fields is not None:
            self._fields.show_fault(error)
        else:
            self.background.refused.emit(error)

    def before_leaving(self) -> None:
        """Forget what was typed."""
        if self._fields is not None:
            self._fields.forget()

    def _to_start(self) -> None:
        self.go(Where.START)
