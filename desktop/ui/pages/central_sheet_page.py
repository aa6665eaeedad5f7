"""The coordinator's recovery sheet: before the central store is made, once more, and the way back from it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Where
from desktop.ui.pages.sheet_page import SheetPage
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.printing import page_images, print_pages
from desktop.ui.parts.words import Notice

MAKE, AGAIN, RECOVER = "make", "again", "recover"


class CentralSheetPage(SheetPage):
    """Arguments: ``store_url``, and ``what``: ``make``, ``again`` or ``recover``."""

    heading = tr("The coordinator's keys")
    guide = "recovery-sheet"
    characters = 84
    unconfirmed = tr("The recovery sheet was not confirmed, so the central store is not made.")

    def build(self) -> None:
        super().build()
        self._store_url: str = self.arguments.get("store_url", "")
        self._what: str = self.arguments.get("what", MAKE)
        self._words: Field | None = None
        column = self.content.column
        titles = {
            MAKE: tr("The coordinator's recovery sheet"),
            AGAIN: tr("The recovery sheet once more"),
            RECOVER: tr("Bring the coordinator's keys back"),
        }
        self.say(titles[self._what], Type.TITLE)
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        if self._what == AGAIN:
            self._make_again()
        elif self._what == RECOVER:
            self._make_recovery()
        else:
            self.say(
                tr(
                    "Batches of every laptop will be locked to the coordinator's keys. When this laptop is lost,"
                    " the keys come back from this sheet and from nowhere else: so it comes first."
                )
            )
        self.content.layout_.addStretch(1)

    def _make_again(self) -> None:
        column = self.content.column
        self.say(
            tr(
                "It says the same words as the first one. Whoever holds it can open the central store: keep it in"
                " the office's safe."
            )
        )
        row = Flow(gap=3)
        self._first = button(tr("Print it…"), column, self._print, kind="primary")
        row.addWidget(self._first)
        row.addWidget(button(tr("Save it as PDF…"), column, self._choose_file))
        row.addWidget(button(tr("Back to the central store"), column, self._back))
        self.content.layout_.addLayout(row)

    def _make_recovery(self) -> None:
        column = self.content.column
        self.say(
            tr(
                "When the laptop that held them is lost or broken: type the twenty-four words of the coordinator's"
                " recovery sheet. Afterwards trust each laptop again."
            )
        )
        self._words = text_field(
            tr("The words of the sheet"),
            column,
            hint=tr("In their order, with spaces between. The first four letters of each are enough."),
        )
        self._words.input.returnPressed.connect(self._recover)
        self.add(self._words)
        row = Flow(gap=3)
        row.addWidget(button(tr("Bring the keys back"), column, self._recover, kind="primary"))
        row.addWidget(button(tr("Back to the central store"), column, self._back))
        self.content.layout_.addLayout(row)

    def begin(self) -> None:
        """Make the sheet; nothing of it is kept before it is confirmed."""
        if self._what == MAKE:
            self.load(partial(self._begin_job, self.work, self.desk, self._store_url), self.show_sheet)
        elif self._words is not None:
            self._words.input.setFocus()
        else:
            self._first.setFocus()

    @staticmethod
    def _begin_job(work: Any, desk: Any, url: str) -> Any:
        return work.central_keys.begin_central(desk.place, actor=desk.actor, store_url=url)

    def finished(self, _public: Any) -> None:
        """The store is made: back to its page, which shows the key now."""
        self.go(
            Where.COORDINATOR,
            said=tr("✓ The central store is made"),
            more=tr("Put the recovery sheet into the safe. Give the public key to the laptops."),
            store_url=self._store_url,
        )

    def given_up(self) -> None:
        """Nothing was made."""
        self._back()

    def before_leaving(self) -> None:
        """What was typed goes with the page."""
        super().before_leaving()
        if self._words is not None:
            self._words.input.clear()

    # once more --------------------------------------------------------------------------------------------

    @staticmethod
    def _pdf(work: Any, desk: Any, url: str) -> bytes:
        sheet = work.central_keys.central_sheet(desk.place, actor=desk.actor, store_url=url)
        pdf: bytes = work.recovery_sheet.sheet_pdf(sheet)
        return pdf

    def _print(self) -> None:
        draw = partial(self._pdf, self.work, self.desk, self._store_url)

        def job(_task: Any) -> Any:
            return page_images(draw())

        self.background.run(job, then=self._drawn, words=tr("Drawing the sheet…"), long=True)

    def _drawn(self, pages: Any) -> None:
        if print_pages(pages, tr("Recovery sheet"), self):
            self._tell(tr("✓ The sheet went to the printer"))

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self,
            tr("Save the recovery sheet as PDF"),
            "recovery-sheet-coordinator.pdf",
            tr("PDF (*.pdf)"),
            options=QFileDialog.Option.DontConfirmOverwrite,  # it is refused, not written over
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, out: Path) -> None:
        """Write the sheet to ``out``, because the person chose to."""
        work, desk, url = self.work, self.desk, self._store_url

        def job(_task: Any) -> Path:
            sheet = work.central_keys.central_sheet(desk.place, actor=desk.actor, store_url=url)
            work.recovery_sheet.keep_in(out)(sheet)
            return out

        self.background.run(job, then=self._saved, words=tr("Drawing the sheet…"), long=True)

    def _saved(self, out: Path) -> None:
        self._tell(
            tr("✓ The sheet was saved as {name}", name=out.name),
            tr("Print it and delete the file: whoever has it can open the central store."),
        )

    # the way back -----------------------------------------------------------------------------------------

    def _recover(self) -> None:
        assert self._words is not None
        typed = self._words.input.text()
        if not typed.strip():
            self._words.show_fault(tr("Type the words of the sheet."))
            self._words.input.setFocus()
            return
        self.background.run(
            partial(self._recover_job, self.work, self.desk, self._store_url, typed),
            then=self._recovered,
            failed=self._not_recovered,
            words=tr("Bringing the keys back…"),
        )

    @staticmethod
    def _recover_job(work: Any, desk: Any, url: str, typed: str) -> Any:
        return work.central_keys.recover_central(desk.place, actor=desk.actor, store_url=url, words=typed)

    def _recovered(self, _public: Any) -> None:
        self.go(
            Where.COORDINATOR,
            said=tr("✓ The coordinator's keys are back"),
            more=tr("Trust each laptop again: which ones were trusted was on the laptop that is lost."),
            store_url=self._store_url,
        )

    def _not_recovered(self, error: Exception) -> None:
        if isinstance(error, WorldError) and self._words is not None:
            self._words.show_fault(f"{error.fault} {error.remedy}")
            self._words.input.setFocus()
        else:
            self.background.refused.emit(error)

    def _tell(self, title: str, text: str = "") -> None:
        self.succeeded.emit()
        self._said.say(title, text, kind="success")
        self._said.show()

    def _back(self) -> None:
        self.go(Where.COORDINATOR)
