"""What pages have in common that end with a recovery sheet: showing it, and finishing when it was confirmed."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.pages.page import Page


class SheetPage(Page):
    """Holds a job that waits for its sheet to be confirmed; leaving gives it up.

    Subclasses fill in :meth:`hide_rest`, :meth:`finished` and :meth:`given_up`.
    """

    unconfirmed = ""
    """What is lost by leaving before the sheet was confirmed, in words."""

    def build(self) -> None:
        self._unfinished: Any = None
        self._confirmer: Any = None

    def hide_rest(self) -> None:
        """Give the page to the sheet."""

    def finished(self, value: Any) -> None:
        """Go on with what the job returned."""

    def given_up(self) -> None:
        """Go on where the sheet was not wanted after all."""

    def would_lose(self) -> str:
        """A sheet that was not confirmed opens nothing."""
        return self.unconfirmed if self._unfinished is not None else ""

    def before_leaving(self) -> None:
        """A sheet that was not confirmed opens nothing."""
        self._drop()

    def show_sheet(self, unfinished: Any) -> None:
        """Show the sheet of a job and ask for its words."""
        from desktop.ui.parts.sheet_confirmer import SheetConfirmer

        self.succeeded.emit()
        self._unfinished = unfinished
        self.hide_rest()
        self._confirmer = SheetConfirmer(
            unfinished.sheet,
            unfinished.questions,
            self.content.column,
            work=self.work,
            background=self.background,
        )
        self._confirmer.confirmed.connect(self._confirm)
        self._confirmer.abandoned.connect(self._abandon)
        self.content.layout_.insertWidget(self.content.layout_.count() - 1, self._confirmer)
        self.content.to_top()
        self._confirmer.setFocus()

    def _confirm(self, typed: dict[int, str]) -> None:
        if self._unfinished is not None:
            self.background.run(
                partial(self._unfinished.confirm, typed),
                then=self._confirmed,
                failed=self._not_confirmed,
                words=tr("Finishing…"),
            )

    def _confirmed(self, value: Any) -> None:
        self._unfinished = None
        self._drop()
        self.succeeded.emit()
        self.finished(value)

    def _not_confirmed(self, error: Exception) -> None:
        if isinstance(error, WorldError) and self._confirmer is not None:
            self._confirmer.show_fault(error)
        else:
            self.background.refused.emit(error)

    def _abandon(self) -> None:
        self._drop()
        self.given_up()

    def _drop(self) -> None:
        if self._unfinished is not None:
            self._unfinished.abandon()
            self._unfinished = None
        gone: QWidget | None = self._confirmer
        self._confirmer = None
        if gone is not None:
            gone.hide()
            gone.deleteLater()
