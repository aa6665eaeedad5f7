"""Safeguarding concerns: whom to call first, then the least that must be written, its owner, and referring."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from desktop.engagement.hand_over import TO_BE_SAID
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Role
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.notes.concern_list import ConcernList
from desktop.ui.notes.entry_box import EntryBox
from desktop.ui.notes.numbers_first import NumbersFirst
from desktop.ui.notes.pick_list import PickList
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.key_hold import KeyHold
from desktop.ui.parts.reason_dialog import ReasonDialog
from desktop.ui.parts.two_sides import TwoSides
from desktop.ui.parts.words import Notice, words


class ConcernsPage(Page):
    """Notes concerns down and refers them.

    Arguments, each optional: ``event_id`` at which it arose, else the event that is worked at, else one is chosen;
    ``back``, the :class:`Where` to go back to, with ``back_arguments``; and ``serial`` of the sheet that was being
    keyed there.
    """

    heading = tr("Safeguarding concerns")
    characters = 156

    def build(self) -> None:
        self._people: tuple[Any, ...] = ()
        self._next = ""  # id of what was just noted: it is to be referred next
        column = self.content.column
        programme = self.desk.programme
        self.add(NumbersFirst(programme.safeguarding, column))
        self.say(
            tr("Call first, write afterwards. Nobody who may be in danger is left alone."),
            Type.LEAD,
        )
        sides = TwoSides(column, first=1, second=1, characters=112)
        self.add(sides, stretch=1)
        self._build_form(sides.first)
        second = QVBoxLayout(sides.second)
        roomy(second, gap=0)
        self._list = ConcernList(sides.second, deletes=self.desk.may(Action.SEE_CONCERNS))
        self._list.refer_wanted.connect(self._refer)
        self._list.delete_wanted.connect(self._delete)
        second.addWidget(self._list, 1)

    def _build_form(self, holder: QWidget) -> None:
        column = QVBoxLayout(holder)
        roomy(column, gap=3)
        self._summary = ErrorSummary(holder)
        self._summary.wanted.connect(self._focus)
        column.addWidget(self._summary)
        self._what = EntryBox(holder, rows=4, enter_submits=False)
        self._what.submitted.connect(self._save)
        self._what.textChanged.connect(self.content.show_focus)
        self._what_field = Field(
            tr("What was seen or said"),
            self._what,
            holder,
            hint=tr("The least that must be written. The duty team asks for the rest."),
        )
        column.addWidget(self._what_field)
        given = self.arguments.get("event_id") or (self.desk.event.event_id if self.desk.event is not None else "")
        self._event_id = str(given)
        self._event = PickList([("", tr("Choose the event"))])
        self._event_field = Field(tr("At which event"), self._event, holder)
        self._event_field.setVisible(not self._event_id)
        column.addWidget(self._event_field)
        # a volunteer can't see a concern through as a rule: no name is offered that nobody thought about
        own = "" if self.desk.actor.role is Role.VOLUNTEER else self.desk.actor.name
        self._owner = text_field(tr("Who takes it to the duty team"), holder, value=own)
        self._owner.input.returnPressed.connect(self._save)
        column.addWidget(self._owner)
        row = Flow(gap=2)
        self._hold = KeyHold(self)
        self._save_button = button(
            tr("Note it"), holder, self._save, kind="primary", name=tr("Note it, Ctrl + Enter")
        )
        row.addWidget(self._save_button)
        row.addWidget(button(tr("Back"), holder, self._back, name=tr("Back, Esc")))
        row.addWidget(words(tr("Ctrl + Enter notes it"), holder, tone="muted"))
        column.addLayout(row)
        self._said = Notice("success", "", "", holder)
        self._said.hide()
        column.addWidget(self._said)
        column.addStretch(1)

    def begin(self) -> None:
        """Be ready to write at once; what was noted comes when it was fetched.

        In large text the field lies below the numbers, which are what is needed first: it comes into view as soon
        as somebody writes.
        """
        self._to_words()
        # after the field that got the keyboard was brought into view
        QTimer.singleShot(0, self, self.content.to_top)
        self._fetch()

    def _fetch(self) -> None:
        self.background.run(partial(self._list_job, self.work, self.desk), then=self._found)

    @staticmethod
    def _list_job(work: Any, desk: Any) -> dict[str, Any]:
        programme_id = desk.programme.programme_id
        return {
            "concerns": work.safeguarding.concerns(desk.place, actor=desk.actor, programme_id=programme_id),
            "events": work.run_event.events(desk.place, programme_id=programme_id),
            "people": work.manage_staff.people(desk.place),
        }

    def _found(self, found: dict[str, Any]) -> None:
        self._people = found["people"]
        names = [each.name for each in self._people if each.role in (Role.OFFICER, Role.COORDINATOR)]
        completer = QCompleter(names, self._owner.input)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self._owner.input.setCompleter(completer)
        self._owner.set_hint(
            tr(
                "One person. Only they, and a coordinator, can read it. Known here: {names}",
                names=", ".join(names),
            )
            if names
            else tr("One person. Only they, and a coordinator, can read it.")
        )
        told = {each.event_id: f"{each.name}, {spoken_date(each.day)}" for each in found["events"]}
        picked = self._event.code
        while self._event.count() > 1:
            self._event.removeItem(1)
        for event_id, said in told.items():
            self._event.addItem(said, event_id)
        self._event.pick(picked)
        self._list.show_concerns(found["concerns"], told)
        if self._next:
            self._list.choose(self._next)
            self._list.take_focus()
            self._next = ""

    # noting -----------------------------------------------------------------------------------------------

    def _save(self) -> None:
        if not self._save_button.isEnabled():
            return
        what, owner = self._what.toPlainText().strip(), self._owner.input.text().strip()
        event_id = self._event_id or self._event.code
        faults = []
        if not what:
            faults.append(Fault("what", tr("Write what was seen or said, and no more.")))
        if not event_id:
            faults.append(Fault("event", tr("Choose the event.")))
        if not owner:
            faults.append(Fault("owner", tr("Name one person who takes it to the duty team.")))
        by_key = {fault.key: fault.message for fault in faults}
        self._what_field.show_fault(by_key.get("what", ""))
        self._event_field.show_fault(by_key.get("event", ""))
        self._owner.show_fault(by_key.get("owner", ""))
        self._summary.show_faults(faults)
        if faults:
            return
        self._hold.hold()  # what is typed meanwhile is for the next one
        self._save_button.setEnabled(False)
        job = partial(self._note_job, self.work, self.desk, event_id, what, owner)
        self.background.run(job, then=self._noted, failed=self._refused)

    @staticmethod
    def _note_job(work: Any, desk: Any, event_id: str, what: str, owner: str) -> Any:
        return work.safeguarding.note_concern(
            desk.place, actor=desk.actor, event_id=event_id, what=what, owner=owner
        )

    def _noted(self, noted: Any) -> None:
        self.succeeded.emit()
        self._save_button.setEnabled(True)
        self._what.show_words("")
        self._hold.release()
        known = {each.name.casefold() for each in self._people}
        text = tr("Now refer it: call the duty team, and say below to whom it went.")
        if noted.owner.casefold() not in known:
            text += " " + tr(
                "Nobody on this laptop is called {owner}: until then a coordinator alone can read it here.",
                owner=noted.owner,
            )
        self._tell(tr("✓ Noted. {owner} takes it to the duty team.", owner=noted.owner), text)
        self._next = noted.concern_id
        self._fetch()

    def _refused(self, error: Exception) -> None:
        self._save_button.setEnabled(True)
        self._hold.release()
        if isinstance(error, WorldError):
            self._summary.show_faults([Fault("what", f"{error.fault} {error.remedy}")])
        else:
            self.background.refused.emit(error)

    def _tell(self, title: str, text: str = "") -> None:
        self._said.say(title, text)
        self._said.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._said.title, QAccessible.Event.Alert))

    # referring, and what came of it -----------------------------------------------------------------------

    def _refer(self, concern: Any) -> None:
        said = self.desk.programme.safeguarding
        known = [each for each in (said.duty_team, said.lead) if each.strip() and each.strip() != TO_BE_SAID]
        teams = [*known, tr("The duty team of the council"), tr("The emergency services")]
        found = ReasonDialog.ask(
            self,
            tr("Whom was it handed to?"),
            tr("Say so once somebody has taken it on, and who that was."),
            [(each, each) for each in teams],
            own=tr("Team, and the name of who took it"),
            agree=tr("It was referred"),
        )
        if found is None:
            self._list.take_focus()
            return
        self._change("refer", tr("✓ Referred"), concern_id=concern.concern_id, referred_to=found[1])

    def _delete(self, concern: Any) -> None:
        reasons = [
            tr("The duty team has it in its own records"),
            tr("Noted twice"),
            tr("Noted by mistake"),
        ]
        found = ReasonDialog.ask(
            self,
            tr("Why can it be deleted?"),
            tr("It can't be brought back. That it was there, and the reason, stay in the audit trail."),
            [(each, each) for each in reasons],
            own=tr("Another reason, with no names"),
            agree=tr("Delete it"),
        )
        if found is None:
            self._list.take_focus()
            return
        self._change("delete_concern", tr("✓ Deleted"), concern_id=concern.concern_id, reason=found[1])

    def _change(self, name: str, said: str, **given: Any) -> None:
        self._list.hide_text()
        job = partial(self._change_job, self.work, self.desk, name, said, given)
        self.background.run(job, then=self._changed)

    @staticmethod
    def _change_job(work: Any, desk: Any, name: str, said: str, given: dict[str, Any]) -> str:
        getattr(work.safeguarding, name)(desk.place, actor=desk.actor, **given)
        return said

    def _changed(self, said: str) -> None:
        self.succeeded.emit()
        self._tell(said)
        self._to_words()
        self._fetch()

    # going ------------------------------------------------------------------------------------------------

    def _to_words(self) -> None:
        self._what.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus(self, key: str) -> None:
        control = {"what": self._what, "event": self._event, "owner": self._owner.input}[key]
        control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        if self.would_lose():
            self._summary.show_faults([Fault("what", tr("Note it first, or empty the field."))])
            return
        back = self.arguments.get("back") or (Where.KEYING if self.desk.keys_only else Where.TODAY)
        serial = self.arguments.get("serial", "")
        self.go(back, **(self.arguments.get("back_arguments") or ({"serial": serial} if serial else {})))

    def keep_now(self) -> None:
        """Let no word stand open behind the locked or empty screen."""
        self._list.hide_text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back where nothing would be lost."""
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)

    def saving(self) -> bool:
        """Tell whether what was entered is on its way to the disk."""
        return self._hold.holding

    def would_lose(self) -> str:
        """Say that a concern was written and not noted."""
        if self._what.toPlainText().strip():
            return tr("The concern was not noted. What you wrote would be lost.")
        return ""
