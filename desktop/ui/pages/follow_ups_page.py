"""Follow-ups and access needs: a short form for what somebody asks for, and the list of what is to be done."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMessageBox, QVBoxLayout, QWidget

from desktop.engagement.follow_ups import FollowUp, FollowUpKind
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.staff.people import Action
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.notes.entry_box import EntryBox
from desktop.ui.notes.follow_up_words import kind_words
from desktop.ui.notes.hand_on_dialog import HandOnDialog, day_fault, due_fields, given_day, show_example
from desktop.ui.notes.pick_list import PickList
from desktop.ui.notes.request_list import RequestList
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.ui.parts.two_sides import TwoSides
from desktop.ui.parts.words import words

USUAL_DAYS = 7
"""A request is due so many days on, unless somebody says otherwise."""


class FollowUpsPage(Page):
    """Takes requests down, and keeps the list of them; an event need not be chosen.

    Who may note one and read none, a keyer with a sheet that says so, has the form alone.

    Arguments, each optional: ``back``, the :class:`Where` that Esc goes back to, with ``back_arguments``.

    Enter saves from every field and leaves the form ready for the next one.
    """

    heading = tr("Follow-ups and access needs")
    characters = 156

    def build(self) -> None:
        self._all = False
        self._today: date | None = None
        self._reads = self.desk.may(Action.RUN_EVENT)
        sides = TwoSides(self.content.column, first=1, second=1, characters=112)
        self.add(sides, stretch=1)
        self._build_form(sides.first)
        column = QVBoxLayout(sides.second)
        roomy(column, gap=0)
        self._list = RequestList(sides.second)
        self._list.done_wanted.connect(self._settle)
        self._list.hand_on_wanted.connect(self._hand_on)
        self._list.again_wanted.connect(self._take_up_again)
        self._list.delete_wanted.connect(self._delete)
        self._list.all_wanted.connect(self._show_all)
        column.addWidget(self._list, 1)
        sides.second.setVisible(self._reads)

    def _build_form(self, holder: QWidget) -> None:
        column = QVBoxLayout(holder)
        roomy(column, gap=3)
        column.addWidget(words(tr("Somebody asks for something"), holder, Type.TITLE))
        self._summary = ErrorSummary(holder)
        self._summary.wanted.connect(self._focus)
        column.addWidget(self._summary)
        self._kind = PickList([(kind.value, kind_words(kind)) for kind in FollowUpKind])
        self._kind.left.connect(self._to_what)
        self._what = text_field(
            tr("What is wanted"), holder, hint=tr("In a few words, such as: the summary in large print")
        )
        self._reach = EntryBox(holder, rows=2, enter_submits=True)
        self._reach.submitted.connect(self._save)
        self._owner = (
            text_field(tr("Who sees to it"), holder, value=self.desk.actor.name)
            if self._reads
            else text_field(tr("Who sees to it"), holder, hint=tr("An officer or the coordinator, by name"))
        )
        self._due = due_fields(holder)
        for part in (
            Field(tr("Kind"), self._kind, holder),
            self._what,
            Field(
                tr("How to reach the person"),
                self._reach,
                holder,
                hint=tr("Name, telephone or address. Sealed on this laptop, and joined to no answers."),
            ),
            self._owner,
            self._due,
        ):
            column.addWidget(part)
        for edit in (self._what.input, self._owner.input, *self._due.controls()):
            assert isinstance(edit, QLineEdit)
            edit.returnPressed.connect(self._save)
        row = Flow(gap=2)
        self._hold = KeyHold(self)
        self._save_button = button(tr("Save"), holder, self._save, kind="primary", name=tr("Save, Enter"))
        row.addWidget(self._save_button)
        row.addWidget(words(tr("Enter saves, Shift + Enter starts a new line"), holder, tone="muted"))
        column.addLayout(row)
        self._said = words("", holder, Type.STRONG)
        column.addWidget(self._said)
        column.addStretch(1)

    def begin(self) -> None:
        """Be ready for a request at once; the list comes when it was fetched."""
        self._kind.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fetch()

    def _fetch(self) -> None:
        job = partial(self._list_job, self.work, self.desk, self._all, self._reads)
        self.background.run(job, then=self._found)

    @staticmethod
    def _list_job(work: Any, desk: Any, everything: bool, reads: bool) -> tuple[tuple[FollowUp, ...], date]:
        programme_id = desk.programme.programme_id
        found = ()
        if reads:
            found = work.follow_up.follow_ups(
                desk.place, actor=desk.actor, programme_id=programme_id, open_only=not everything
            )
        return found, work.run_event.today(desk.place, programme_id)

    def _found(self, found: tuple[tuple[FollowUp, ...], date]) -> None:
        requests, self._today = found
        if self._reads:
            self._list.show_requests(requests, self._today)
        usual = self._today + timedelta(days=USUAL_DAYS)
        show_example(self._due, usual)
        if not self._due.value():
            self._due.set_value(usual.isoformat())

    def _show_all(self, everything: bool) -> None:
        self._all = everything
        self._fetch()

    # a new one --------------------------------------------------------------------------------------------

    def _save(self) -> None:
        if not self._save_button.isEnabled() or self._today is None:
            return
        what, owner = self._what.input.text().strip(), self._owner.input.text().strip()
        due = given_day(self._due.value(), self._today)
        faults = []
        if not what:
            faults.append(Fault("what", tr("Say in a few words what is wanted.")))
        if not owner:
            faults.append(Fault("owner", tr("Name one person who sees to it.")))
        if due is None:
            faults.append(Fault("due", day_fault()))
        by_key = {fault.key: fault.message for fault in faults}
        self._what.show_fault(by_key.get("what", ""))
        self._owner.show_fault(by_key.get("owner", ""))
        self._due.show_fault(by_key.get("due", ""))
        self._summary.show_faults(faults)
        if faults:
            return
        fields = {
            "kind": FollowUpKind(self._kind.code),
            "what": what,
            "reach": self._reach.toPlainText().strip(),
            "owner": owner,
            "due": due,
        }
        self._hold.hold()  # what is typed meanwhile is for the next one
        self._save_button.setEnabled(False)
        job = partial(self._ask_job, self.work, self.desk, fields)
        self.background.run(job, then=self._saved, failed=self._refused)

    @staticmethod
    def _ask_job(work: Any, desk: Any, fields: dict[str, Any]) -> FollowUp:
        event_id = desk.event.event_id if desk.event is not None else ""
        asked: FollowUp = work.follow_up.ask(
            desk.place, actor=desk.actor, programme_id=desk.programme.programme_id, event_id=event_id, **fields
        )
        return asked

    def _saved(self, asked: FollowUp) -> None:
        self.succeeded.emit()
        self._save_button.setEnabled(True)
        self._what.input.clear()
        self._reach.show_words("")
        self._kind.setCurrentIndex(0)
        self._due.set_value("")  # the next one is due a week on again
        self._tell(tr("✓ Saved: {kind}. {owner} sees to it.", kind=kind_words(asked.kind), owner=asked.owner))
        self._kind.setFocus(Qt.FocusReason.OtherFocusReason)
        self._hold.release()
        self._fetch()

    def _refused(self, error: Exception) -> None:
        self._save_button.setEnabled(True)
        self._hold.release()
        if isinstance(error, WorldError):
            self._summary.show_faults([Fault("what", f"{error.fault} {error.remedy}")])
        else:
            self.background.refused.emit(error)

    def _tell(self, said: str) -> None:
        self._said.setText(said)
        QAccessible.updateAccessibility(QAccessibleEvent(self._said, QAccessible.Event.Alert))

    # those that are there ---------------------------------------------------------------------------------

    def _settle(self, request: FollowUp) -> None:
        endings = [
            tr("Called back"),
            tr("Sent by post"),
            tr("Arranged"),
            tr("Seen to on the spot"),
            tr("Could not be reached"),
            tr("Not wanted any more"),
        ]
        found = ReasonDialog.ask(
            self,
            tr("How did it end?"),
            f"{kind_words(request.kind)}: {request.what}",
            [(each, each) for each in endings],
            own=tr("Another ending, in a few words, with no names"),
            agree=tr("It is done"),
        )
        if found is None:
            self._list.take_focus()
            return
        self._change("settle", tr("✓ Done"), request_id=request.request_id, outcome=found[1])

    def _hand_on(self, request: FollowUp) -> None:
        assert self._today is not None  # there is a list
        due = max(request.due, self._today)
        given = HandOnDialog.ask(self, owner=request.owner, due=due, today=self._today)
        if given is None:
            self._list.take_focus()
            return
        said = tr("✓ {owner} sees to it now", owner=given.owner)
        self._change("hand_on", said, request_id=request.request_id, owner=given.owner, due=given.due)

    def _take_up_again(self, request: FollowUp) -> None:
        self._change("take_up_again", tr("✓ It is open again"), request_id=request.request_id)

    def _delete(self, request: FollowUp) -> None:
        answer = QMessageBox.question(
            self,
            tr("Delete the request?"),
            tr("It goes with everything that was written of how to reach the person, and can't be brought back."),
            QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        if answer != QMessageBox.StandardButton.Discard:
            self._list.take_focus()
            return
        self._change("remove", tr("✓ Deleted"), request_id=request.request_id)

    def _change(self, name: str, said: str, **given: Any) -> None:
        self._list.hide_reach()
        job = partial(self._change_job, self.work, self.desk, name, said, given)
        self.background.run(job, then=self._changed)

    @staticmethod
    def _change_job(work: Any, desk: Any, name: str, said: str, given: dict[str, Any]) -> str:
        getattr(work.follow_up, name)(desk.place, actor=desk.actor, **given)
        return said

    def _changed(self, said: str) -> None:
        self.succeeded.emit()
        self._tell(said)
        self._list.take_focus()
        self._fetch()

    # going ------------------------------------------------------------------------------------------------

    def _to_what(self) -> None:
        self._what.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus(self, key: str) -> None:
        if key == "due":
            self._due.take_focus()
        else:
            {"what": self._what, "owner": self._owner}[key].input.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_now(self) -> None:
        """Let no number stand open behind the locked or empty screen."""
        self._list.hide_reach()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back where one came from, or to today's page, where nothing would be lost."""
        if event.key() == Qt.Key.Key_Escape and not self.would_lose():
            self.go(
                self.arguments.get("back") or (Where.TODAY if self._reads else Where.KEYING),
                **self.arguments.get("back_arguments", {}),
            )
        else:
            super().keyPressEvent(event)

    def saving(self) -> bool:
        """Tell whether what was entered is on its way to the disk."""
        return self._hold.holding

    def would_lose(self) -> str:
        """Say that a request was typed and not saved."""
        typed = self._what.input.text().strip() or self._reach.toPlainText().strip()
        return tr("The request was not saved. What you typed would be lost.") if typed else ""
