"""Withdrawal: a respondent's code, what will happen, what happened, and the copies nobody but a person reaches."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Role
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.copies_out import CopiesOut
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice, words


class WithdrawPage(Page):
    """Takes answers back by their code. The code is cleared as soon as it was used.

    Argument: ``store_url``, to take them out of the central store; else of this laptop.
    """

    heading = tr("Withdrawal")
    guide = "withdrawal-and-erasure"
    characters = 90

    def build(self) -> None:
        column = self.content.column
        self._store_url: str = self.arguments.get("store_url", "")
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.say(
            tr("Take answers back, at the centre") if self._store_url else tr("Take answers back"), Type.TITLE
        )
        self.add(self._said)
        self.say(
            tr(
                "Somebody who took part may ask, at any time and without a reason, for their answers to be taken"
                " out. The code on their slip is the only way to find them: no name stands on them."
            )
        )
        self._code = text_field(
            tr("Withdrawal code"),
            column,
            hint=tr("As it stands on the slip. Capitals, spaces and dashes make no difference."),
            characters=32,
        )
        edit = self._code.input
        assert isinstance(edit, QLineEdit)
        edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        edit.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhSensitiveData
        )
        edit.returnPressed.connect(self._read)
        self.add(self._code)
        self._go_on = button(tr("Go on"), column, self._read, kind="primary")
        self.add(self._go_on, leading=True)
        self._make_question()
        self._copies = CopiesOut(column)
        self._copies.dealt_with.connect(self._dealt_with)
        self.add(self._copies)
        self._none_out = self.say("", tone="muted")
        self._none_out.hide()
        self._make_by_id()
        if self._store_url:
            self.add(button(tr("Back to the central store"), column, self._back), leading=True)
        self.content.layout_.addStretch(1)

    def _make_question(self) -> None:
        column = self.content.column
        self._question = QFrame(column)
        self._question.setProperty("kind", "warning")
        layout = QVBoxLayout(self._question)
        roomy(layout, gap=3, margins=(5, 4, 5, 4))
        layout.addWidget(words(tr("Take these answers out for good?"), self._question, Type.SECTION))
        layout.addWidget(
            words(
                tr(
                    "The code is a right one. The answers are deleted here at once. A signed instruction goes"
                    " with the batches, so that every other place deletes them too. What stays is that there was"
                    " a response, without answers, so that the counts still agree. It can't be undone."
                ),
                self._question,
            )
        )
        row = Flow(gap=3)
        self._yes = button(tr("Take them out"), self._question, self._withdraw, kind="danger")
        row.addWidget(self._yes)
        self._no = button(tr("Cancel"), self._question, self._cancel)
        row.addWidget(self._no)
        layout.addLayout(row)
        self._question.hide()
        self.add(self._question)

    def _make_by_id(self) -> None:
        """Make the way for who has no code: a paper sheet, a slip that was lost. A coordinator decides."""
        column = self.content.column
        self._show_by_id = button(tr("There is no code…"), column, self._open_by_id, kind="link")
        self._show_by_id.setVisible(self.desk.actor.role is Role.COORDINATOR)
        self.add(self._show_by_id, leading=True)
        self._by_id = QFrame(column)
        self._by_id.setProperty("kind", "card")
        layout = QVBoxLayout(self._by_id)
        roomy(layout, gap=3, margins=(5, 4, 5, 4))
        layout.addWidget(words(tr("Erase a response by its id"), self._by_id, Type.SECTION))
        layout.addWidget(
            words(
                tr(
                    "Paper sheets have no code, and a slip can be lost. A coordinator who is sure whose answers"
                    " they are erases them by the id that an export shows. It can't be undone."
                ),
                self._by_id,
            )
        )
        self._id = text_field(tr("Response id"), self._by_id, characters=44)
        self._reason = text_field(
            tr("Reason"), self._by_id, hint=tr("No names, and nothing of what was said."), characters=60
        )
        for field in (self._id, self._reason):
            layout.addWidget(field)
        row = Flow(gap=3)
        self._erase = button(tr("Erase this response"), self._by_id, self._erase_by_id, kind="danger")
        row.addWidget(self._erase)
        layout.addLayout(row)
        self._by_id.hide()
        self.add(self._by_id)

    def begin(self) -> None:
        """Fetch the copies that still wait for somebody."""
        self.load(partial(self._fetch, self.work, self.desk, self._store_url), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any, store_url: str) -> Any:
        return work.withdraw.copies_to_act_on(desk.place, store_url=store_url)

    def _found(self, copies: tuple[Any, ...]) -> None:
        self._copies.show_copies(copies)
        self._code.input.setEnabled(self.desk.may(Action.WITHDRAW))
        self._go_on.setEnabled(self.desk.may(Action.WITHDRAW))
        self._code.input.setFocus()

    def would_lose(self) -> str:
        """A code that was read and not used is on the slip; only the question would go."""
        return "" if self._question.isHidden() else tr("The answers were not taken out yet.")

    def before_leaving(self) -> None:
        """The code goes with the page."""
        self._code.input.clear()

    # the code ---------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._said.hide()
        typed = self._code.input.text()
        if not typed.strip():
            self._code.show_fault(tr("Type the code that stands on the slip."))
            self._code.input.setFocus()
            return
        self.background.run(partial(self._check, typed), then=self._ask, failed=self._not_read)

    @staticmethod
    def _check(typed: str) -> str:
        from desktop.keys.withdrawal_codes import read_code

        return str(read_code(typed))

    def _ask(self, _code: str) -> None:
        self._code.show_fault("")
        self._code.input.setReadOnly(True)
        self._go_on.hide()
        self._question.show()
        # on the harmless answer: Enter was pressed to come here
        self._no.setFocus()

    def _not_read(self, error: Exception) -> None:
        if isinstance(error, WorldError):
            self._code.show_fault(f"{error.fault} {error.remedy}")
            self._code.input.setFocus()
        else:
            self.background.refused.emit(error)

    def _cancel(self) -> None:
        self._question.hide()
        self._code.input.setReadOnly(False)
        self._go_on.show()
        self._code.input.setFocus()

    # doing ------------------------------------------------------------------------------------------------

    def _withdraw(self) -> None:
        self._yes.setEnabled(False)
        self.background.run(
            partial(self._withdraw_job, self.work, self.desk, self._code.input.text(), self._store_url),
            then=self._withdrawn,
            failed=self._not_withdrawn,
            words=tr("Taking the answers out…"),
        )

    @staticmethod
    def _withdraw_job(work: Any, desk: Any, code: str, store_url: str) -> tuple[Any, Any]:
        if store_url:
            done = work.withdraw.withdraw_at_centre(desk.place, actor=desk.actor, store_url=store_url, code=code)
        else:
            done = work.withdraw.withdraw(desk.place, actor=desk.actor, code=code)
        return done, work.withdraw.copies_to_act_on(desk.place, store_url=store_url)

    def _open_by_id(self) -> None:
        self._show_by_id.hide()
        self._by_id.show()
        self._id.input.setFocus()

    def _erase_by_id(self) -> None:
        response_id, reason = self._id.input.text().strip(), self._reason.input.text().strip()
        self._id.show_fault("" if response_id else tr("Type the response's id."))
        self._reason.show_fault("" if reason else tr("Say in a few words why."))
        wrong = self._id if not response_id else self._reason if not reason else None
        if wrong is not None:
            wrong.input.setFocus()
            return
        self._erase.setEnabled(False)
        self.background.run(
            partial(self._erase_job, self.work, self.desk, response_id, reason, self._store_url),
            then=self._withdrawn,
            failed=self._not_erased,
            words=tr("Taking the answers out…"),
        )

    @staticmethod
    def _erase_job(work: Any, desk: Any, response_id: str, reason: str, store_url: str) -> tuple[Any, Any]:
        done = work.withdraw.erase_response(
            desk.place, actor=desk.actor, response_id=response_id, reason=reason, store_url=store_url
        )
        return done, work.withdraw.copies_to_act_on(desk.place, store_url=store_url)

    def _not_erased(self, error: Exception) -> None:
        self._erase.setEnabled(True)
        if isinstance(error, WorldError):
            self._id.show_fault(f"{error.fault} {error.remedy}")
            self._id.input.setFocus()
        else:
            self.background.refused.emit(error)

    def _withdrawn(self, result: tuple[Any, Any]) -> None:
        done, copies = result
        self.succeeded.emit()
        self._yes.setEnabled(True)
        self._erase.setEnabled(True)
        for field in (self._code, self._id, self._reason):
            field.input.clear()
        self._cancel()
        if done.before:
            title = tr("These answers were taken out before")
            text = tr("There was nothing left to take out here. The instruction stands.")
        elif done.found:
            title = tr("✓ The answers were taken out")
            text = tr("The instruction goes to the centre and the other laptops with the next batches.")
        else:
            title = tr("No such answers are here")
            text = tr(
                "They may be on another laptop or at the centre. The instruction is kept and goes there with the"
                " next batches; answers that come later are taken out when they arrive."
            )
        self._said.say(title, text, kind="success" if done.found and not done.before else "note")
        self._said.show()
        self._copies.show_copies(copies)
        self._none_out.setText("" if copies else tr("No copy is out of reach."))
        self._none_out.setVisible(not copies)
        self.content.to_top()

    def _not_withdrawn(self, error: Exception) -> None:
        self._yes.setEnabled(True)
        self._cancel()
        self.background.refused.emit(error)

    def _dealt_with(self, copy_id: str) -> None:
        self.background.run(partial(self._tick, self.work, self.desk, copy_id, self._store_url), then=self._ticked)

    @staticmethod
    def _tick(work: Any, desk: Any, copy_id: str, store_url: str) -> Any:
        work.withdraw.mark_dealt_with(desk.place, actor=desk.actor, copy_id=copy_id, store_url=store_url)
        return work.withdraw.copies_to_act_on(desk.place, store_url=store_url)

    def _ticked(self, copies: tuple[Any, ...]) -> None:
        self._copies.show_copies(copies)
        (self._copies.table if copies else self._code.input).setFocus()

    def _back(self) -> None:
        self.go(Where.COORDINATOR)
