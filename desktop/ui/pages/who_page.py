"""Who is at the laptop: choosing a name, giving a PIN, adding somebody."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop.foundation.errors import WorldError
from desktop.foundation.slow_down import TooSoon
from desktop.foundation.translation import tr
from desktop.staff.people import Actor, Person, Role
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.wait_words import wait_words
from desktop.ui.parts.words import Notice, words
from desktop.ui.questions.choice_button import RadioRow

_ROLES = {
    Role.OFFICER: ("Engagement officer", "Runs events, interviews, prints and keys paper, sends batches."),
    Role.VOLUNTEER: (
        "Volunteer",
        "Keys paper, the first time or the second, and practises it. Notes concerns and wishes on a sheet.",
    ),
    Role.COORDINATOR: ("Coordinator", "All of that, and receives batches and exports the data."),
    Role.AUDITOR: ("Auditor", "Reads the ledger and the audit trail. Changes nothing."),
}


def role_words(role: Role) -> str:
    """Return what a role is called."""
    return tr(_ROLES[role][0])


class WhoPage(Page):
    """Emits the :class:`~desktop.staff.people.Actor` through ``opened``. Needs ``desk`` for its place only.

    Argument: ``adding`` to add somebody else and stay who one is.
    """

    heading = tr("Who is at the laptop?")
    characters = 64
    guide = "pin-and-lock"

    def build(self) -> None:
        self._asked: Person | None = None
        self._left = 0
        self._countdown = QTimer(self)
        self._countdown.setInterval(1_000)
        self._countdown.timeout.connect(self._count_down)
        if self.arguments.get("adding"):
            self.heading = tr("Add a person")

    def begin(self) -> None:
        """Fetch the people."""
        work, desk = self.work, self.desk

        def job() -> Any:
            return work.kiosk.handed_over(desk.place), work.manage_staff.people(desk.place)

        if self.arguments.get("adding"):
            self._add_form(first=False)
        else:
            self.load(job, self._found, saying=tr("Opening…"))

    def _found(self, found: tuple[Any, tuple[Person, ...]]) -> None:
        held, people = found
        if held is not None:  # the program was ended while somebody else had the laptop: only a PIN gives it back
            self.go(Where.HANDED_OVER, crashed=True)
            return
        self._people = {person.person_id: person for person in people}
        if people:
            self._choose(people)
        else:
            self._add_form(first=True)

    def _clear(self) -> None:
        self._countdown.stop()
        self._left = 0
        layout = self.content.layout_
        while layout.count():
            item = layout.takeAt(0)
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self.content.to_top()

    # choosing ---------------------------------------------------------------------------------------------

    def _choose(self, people: tuple[Person, ...]) -> None:
        self._clear()
        column = self.content.column
        self.say(tr("Who is at the laptop?"), Type.TITLE)
        self.say(tr("Your name stands on what you record."), tone="muted")
        card = QFrame(column)
        card.setProperty("kind", "card")
        layout = QVBoxLayout(card)
        roomy(layout, gap=1.5, margins=3)
        first: QWidget | None = None
        for person in people:
            made = button(
                tr("{name}, {role}", name=person.name, role=role_words(person.role).lower()), card, self._chosen
            )
            made.setProperty("person_id", person.person_id)
            made.setSizePolicy(made.sizePolicy().Policy.Expanding, made.sizePolicy().Policy.Fixed)
            layout.addWidget(made)
            first = first or made
        self.add(card)
        self.add(button(tr("I am not on the list"), column, self._not_listed, kind="link"), leading=True)
        self.content.layout_.addStretch(1)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> None:
        person = self._people[self.sender().property("person_id")]
        if person.has_pin:
            self._ask_pin(person)
        else:
            self._sign_in(person.person_id, "")

    def _ask_pin(self, person: Person) -> None:
        self._clear()
        self._asked = person
        column = self.content.column
        self.say(person.name, Type.TITLE)
        self._pin = text_field(
            tr("PIN"), column, characters=10, secret=True, hint=tr("It says who works; press Enter.")
        )
        self._pin.input.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)
        self._pin.input.returnPressed.connect(self._give_pin)
        self.add(self._pin)
        self.add(button(tr("Sign in"), column, self._give_pin, kind="primary"), leading=True)
        self.add(button(tr("Somebody else"), column, self.begin, kind="link"), leading=True)
        self.content.layout_.addStretch(1)
        self._pin.input.setFocus()

    def _give_pin(self) -> None:
        if self._asked is not None and not self._left and isinstance(self._pin.input, QLineEdit):
            self._sign_in(self._asked.person_id, self._pin.input.text())

    def _sign_in(self, person_id: str, pin: str) -> None:
        if self.desk is not None:
            self.background.run(
                partial(self._sign_in_job, self.work, self.desk.place, person_id, pin),
                then=self._signed_in,
                failed=self._refused,
                words=tr("Checking the PIN…"),
            )

    @staticmethod
    def _sign_in_job(work: Any, place: Any, person_id: str, pin: str) -> Any:
        return work.manage_staff.sign_in(place, person_id=person_id, pin=pin)

    def _signed_in(self, actor: Actor) -> None:
        self.opened.emit(actor)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, WorldError) and self._asked is not None:
            self._pin.show_fault(f"{error.fault} {error.remedy}")
            self._pin.input.clear()
            self._pin.input.setFocus()
            if isinstance(error, TooSoon):
                self._left = error.seconds
                self._countdown.start()
                self._say_wait()
        else:
            self.background.refused.emit(error)

    def _count_down(self) -> None:
        """Say each second how long no PIN is looked at; the field takes none meanwhile."""
        self._left = max(0, self._left - 1)
        if not self._left:
            self._countdown.stop()
        self._say_wait()

    def _say_wait(self) -> None:
        assert isinstance(self._pin.input, QLineEdit)
        self._pin.input.setReadOnly(bool(self._left))
        self._pin.show_fault(wait_words(self._left))

    # adding -----------------------------------------------------------------------------------------------

    def _not_listed(self) -> None:
        self._clear()
        self.say(tr("You are not on the list"), Type.TITLE)
        self.add(
            Notice(
                "note",
                tr("An officer or a coordinator adds you"),
                tr("They choose their name here, and then “Add a person…” in the menu “Programme”."),
                self.content.column,
            )
        )
        back = button(tr("Back to the list"), self.content.column, self.begin)
        self.add(back, leading=True)
        back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.content.layout_.addStretch(1)

    def _add_form(self, *, first: bool) -> None:
        self._clear()
        self._asked = None
        column = self.content.column
        self.say(tr("Who are you?") if first else tr("Add a person"), Type.TITLE)
        if first:
            self.say(tr("You are the first person on this laptop. Others can be added later."))
        self._summary = ErrorSummary(column)
        self._summary.wanted.connect(self._focus)
        self.add(self._summary)
        self._name = text_field(
            tr("Name"),
            column,
            hint=tr("As you are called at work.") if first else tr("As they are called at work."),
            characters=40,
        )
        self.add(self._name)
        self.add(words(tr("Role"), column, Type.STRONG))
        self._roles: dict[Role, RadioRow] = {}
        group = QButtonGroup(column)
        for role in (Role.OFFICER, Role.COORDINATOR, Role.VOLUNTEER, Role.AUDITOR):
            title, text = _ROLES[role]
            row = RadioRow(f"{tr(title)}\n{tr(text)}", "", column)
            row.setChecked(role is Role.OFFICER)
            group.addButton(row)
            self._roles[role] = row
            self.add(row)
        self._new_pin = text_field(
            tr("PIN (optional)"),
            column,
            hint=tr("Four figures or more. It says who works, so that nobody records in another's name."),
            characters=10,
            secret=True,
        )
        self.add(self._new_pin)
        self._new_pin.input.returnPressed.connect(self._add_person)
        self._name.input.returnPressed.connect(self._add_person)
        row = Flow(gap=3)
        row.addWidget(
            button(tr("Go on") if first else tr("Add this person"), column, self._add_person, kind="primary")
        )
        if not first:
            row.addWidget(button(tr("Cancel"), column, self._cancel))
        self.content.layout_.addLayout(row)
        self.content.layout_.addStretch(1)
        self._name.input.setFocus()

    def _cancel(self) -> None:
        self.go(Where.TODAY)

    def _focus(self, key: str) -> None:
        (self._new_pin if key == "pin" else self._name).input.setFocus()

    def _add_person(self) -> None:
        name, pin = self._name.input.text().strip(), self._new_pin.input.text()
        faults = []
        if not name:
            missing = tr("Type the name.") if self.arguments.get("adding") else tr("Type your name.")
            faults.append(Fault("name", missing))
        if pin and not (pin.isdigit() and len(pin) >= 4):
            faults.append(Fault("pin", tr("Use four figures or more for the PIN, or leave it empty.")))
        self._name.show_fault(next((each.message for each in faults if each.key == "name"), ""))
        self._new_pin.show_fault(next((each.message for each in faults if each.key == "pin"), ""))
        self._summary.show_faults(faults)
        if faults or self.desk is None:
            return
        role = next(role for role, row in self._roles.items() if row.isChecked())
        adding = bool(self.arguments.get("adding"))
        self.background.run(
            partial(self._add_job, self.work, self.desk.place, self.desk.actor, name, role, pin or None, adding),
            then=self._added if adding else self._signed_in,
            failed=self._not_added,
        )

    @staticmethod
    def _add_job(work: Any, place: Any, actor: Actor, name: str, role: Role, pin: str | None, adding: bool) -> Any:
        person = work.manage_staff.add_person(place, actor=actor, name=name, role=role, pin=pin)
        if adding:
            return person
        return work.manage_staff.sign_in(place, person_id=person.person_id, pin=pin or "")

    def _added(self, person: Person) -> None:
        self.go(
            Where.TODAY,
            said=tr("{name} was added. They choose their name when they change over.", name=person.name),
        )

    def _not_added(self, error: Exception) -> None:
        if isinstance(error, WorldError):
            message = f"{error.fault} {error.remedy}"
            self._name.show_fault(message)
            self._summary.show_faults([Fault("name", message)])
        else:
            self.background.refused.emit(error)
