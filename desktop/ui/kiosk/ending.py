"""What comes when the answers are locked: the withdrawal code and its slip, the update list, and thanks."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.foundation.translation import tr
from desktop.ui.background import Background
from desktop.ui.kiosk.screens import CodeScreen, Said
from desktop.ui.kiosk.slips import SlipPrinter
from desktop.ui.kiosk.speech import code_of
from desktop.ui.pages.page import Where
from desktop.ui.pages.update_list_page import UpdateListPage
from desktop.ui.parts.printing import page_images
from desktop.ui.services import Desk, Services


class Ending(QObject):
    """Leads one person after another from their code to the end.

    Signals:
        made (object): a screen, which the page shows in the place of the one before.
        over: the person has finished.
    """

    made = Signal(object)
    over = Signal()

    def __init__(
        self,
        *,
        services: Services,
        background: Background,
        front: QWidget,
        printers: SlipPrinter,
        printer_name: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services, self._background = services, background
        self._front = front
        self._printers, self._printer_name = printers, printer_name
        self._screen: CodeScreen | None = None
        self._turn = 0  # counts the people, so that what comes late for one does not reach the next
        self._desk: Desk | None = None
        self._language = ""
        self._list_offered = False

    def begin(self, code: str, *, desk: Desk | None, language: str, list_offered: bool) -> None:
        """Show the code.

        Args:
            desk: who handed over, and for which programme.
            language: of the form, which the slip speaks too.
            list_offered: whether the update list may be offered afterwards.
        """
        self.forget()
        self._desk, self._language, self._list_offered = desk, language, list_offered
        screen = CodeScreen(code, self._front, prints=bool(self._printer_name))
        screen.print_wanted.connect(self._print_slip)
        screen.done.connect(self._after_code)
        self._screen = screen
        self.made.emit(screen)

    def forget(self) -> None:
        """Let go of the code; a slip that is drawn later goes nowhere."""
        self._turn += 1
        if self._screen is not None:
            self._screen.forget()
        self._screen = None

    def _print_slip(self) -> None:
        if self._screen is None:
            return
        self._screen.slip.setEnabled(False)
        language = code_of(self._language)
        self._background.run(
            partial(self._slip_job, self._services.workflows, self._desk, self._screen.code, language, self._turn),
            then=self._drawn,
            failed=self._not_drawn,
            long=True,
        )

    @staticmethod
    def _slip_job(work: Any, desk: Any, code: str, language: str, turn: int, _task: Any = None) -> Any:
        slip = work.withdrawal_slip.slip_pdf(
            desk.place, code=code, programme_id=desk.programme.programme_id, language=language
        )
        return turn, page_images(slip)

    def _drawn(self, found: tuple[int, list[tuple[int, int, bytes]]]) -> None:
        turn, pages = found
        if turn != self._turn or self._screen is None:
            return  # they went: a slip that nobody takes would lie in the printer
        # the queue of a printer is seen by others: the title says nothing of the code
        went = self._printers.print(pages, tr("Withdrawal slip"), self._printer_name)
        self._screen.say_of_slip(
            tr("✓ The slip went to the printer. Take it with you.")
            if went
            else tr("The printer does not answer. Please write the code down.")
        )

    def _not_drawn(self, _error: Exception) -> None:
        if self._screen is not None:
            self._screen.say_of_slip(tr("The slip can't be printed. Please write the code down."))

    def _after_code(self) -> None:
        self.forget()
        if not self._list_offered or self._desk is None:
            self._thank("")
            return
        page = UpdateListPage(
            services=self._services, background=self._background, desk=self._desk, parent=self._front
        )
        page.wanted.connect(self._list_done)
        self.made.emit(page)
        page.begin()

    def _list_done(self, _where: Where, arguments: dict[str, Any]) -> None:
        self._thank(arguments.get("said", ""))

    def _thank(self, said: str) -> None:
        thanks = Said(tr("Thank you. That is all."), said, self._front, on=tr("Finish"))
        thanks.back.connect(self.over)
        self.made.emit(thanks)
