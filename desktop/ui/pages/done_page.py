"""After an interview: thanks, the code with which the answers can be taken back, and the next one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QVBoxLayout

from desktop.foundation.durable_files import write_durably
from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button, shortcut
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.printing import page_images, print_pages
from desktop.ui.parts.words import Notice, words


class DonePage(Page):
    """Nothing earlier can be seen here.

    The withdrawal code is held by this page and nowhere else: it is shown once, is never put on the clipboard or
    into a setting, and goes with the page.

    N starts the next respondent at once: the same form at the same event, in the same language.

    Arguments: ``form_id``, ``event_id``, ``language``, ``said``, ``withdrawal_code``.
    """

    heading = tr("Thank you")
    guide = "withdrawal-and-erasure"
    characters = 76

    def build(self) -> None:
        column = self.content.column
        self._code: str = self.arguments.pop("withdrawal_code", "") or ""
        self.say(tr("Thank you for taking part"), Type.TITLE)
        said = self.arguments.get("said", "")
        self.add(Notice("success", tr("✓ The answers are on this laptop, locked and protected"), said, column))
        self._code_words: QLabel | None = None
        if self._code:
            self._show_code()
        if self.desk.programme.help_line:
            self.say(tr("Questions later: {line}", line=self.desk.programme.help_line))
        row = Flow(gap=3)
        self._next = button(
            tr("Start the next one"), column, self._start_next, kind="primary", name=tr("Start the next one, N")
        )
        shortcut("N", self, self._start_next)
        row.addWidget(self._next)
        row.addWidget(button(tr("Back to today"), column, self._to_today))
        self.content.layout_.addLayout(row)
        self.say(tr("N starts the next one in the same language."), tone="muted")
        self.content.layout_.addStretch(1)

    def _show_code(self) -> None:
        column = self.content.column
        card = QFrame(column)
        card.setProperty("kind", "card")
        layout = QVBoxLayout(card)
        roomy(layout, gap=2, margins=(5, 4, 5, 4))
        layout.addWidget(words(tr("The withdrawal code"), card, Type.SECTION))
        self._code_words = words(self._code, card, Type.CODE)
        # a code is read from left to right in every language, and one figure after another by a screen reader
        self._code_words.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._code_words.setAccessibleName(tr("The withdrawal code: {code}", code=" ".join(self._code)))
        self._code_words.setWordWrap(False)
        self._code_words.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._code_words.setProperty("kind", "code")
        layout.addWidget(self._code_words, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(
            words(
                tr(
                    "Whoever gives this code later has these answers taken out, on every laptop and at the"
                    " centre. It is shown now and never again: give the person the slip, or let them write it"
                    " down."
                ),
                card,
            )
        )
        row = Flow(gap=3)
        self._print = button(tr("Print the slip…"), card, self._print_slip)
        self._save = button(tr("Save the slip…"), card, self._choose_file)
        row.addWidget(self._print)
        row.addWidget(self._save)
        layout.addLayout(row)
        self._slip_said = words("", card, Type.STRONG)
        self._slip_said.hide()
        layout.addWidget(self._slip_said)
        self.add(card)

    def begin(self) -> None:
        """Enter starts the next one; a code takes the keyboard itself, so that no key too many passes it over."""
        (self._code_words or self._next).setFocus()

    def before_leaving(self) -> None:
        """The code goes with the page."""
        self._forget()

    def _forget(self) -> None:
        self._code = ""
        if self._code_words is not None:
            self._code_words.clear()
            self._code_words.setAccessibleName("")

    # the slip ---------------------------------------------------------------------------------------------

    @staticmethod
    def _draw(work: Any, desk: Any, code: str) -> bytes:
        slip: bytes = work.withdrawal_slip.slip_pdf(
            desk.place, code=code, programme_id=desk.programme.programme_id
        )
        return slip

    def _print_slip(self) -> None:
        draw = partial(self._draw, self.work, self.desk, self._code)

        def job(_task: Any) -> list[tuple[int, int, bytes]]:
            return page_images(draw())

        self.background.run(job, then=self._drawn, words=tr("Drawing the slip…"), long=True)

    def _drawn(self, pages: list[tuple[int, int, bytes]]) -> None:
        # the queue of a printer is seen by others: the title says nothing of the code
        if print_pages(pages, tr("Withdrawal slip"), self):
            self._say_of_slip(tr("✓ The slip went to the printer"))

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the slip as PDF"), "withdrawal-slip.pdf", tr("PDF (*.pdf)")
        )
        if chosen:
            self.save_slip_to(Path(chosen))

    def save_slip_to(self, out: Path) -> None:
        """Write the slip to ``out``, because the person chose to."""
        draw = partial(self._draw, self.work, self.desk, self._code)

        def job(_task: Any) -> Path:
            write_durably(out, draw())
            return out

        self.background.run(job, then=self._saved, words=tr("Drawing the slip…"), long=True)

    def _saved(self, out: Path) -> None:
        self._say_of_slip(
            tr(
                "✓ The slip was saved as {name}. Delete the file when it is printed: the code is in it.",
                name=out.name,
            )
        )

    def _say_of_slip(self, text: str) -> None:
        self.succeeded.emit()
        self._slip_said.setText(text)
        self._slip_said.show()
        self._next.setFocus()

    # going on ---------------------------------------------------------------------------------------------

    def _start_next(self) -> None:
        self.go(
            Where.INTERVIEW,
            form_id=self.arguments["form_id"],
            event_id=self.arguments["event_id"],
            language=self.arguments.get("language"),
        )

    def _to_today(self) -> None:
        self.go(Where.TODAY)
