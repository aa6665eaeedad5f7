"""The people at the laptop: their roles, their PINs, and taking somebody off the list."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QMessageBox, QVBoxLayout

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.staff.people import Person, Role
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.pages.who_page import role_words
from desktop.ui.parts.buttons import button
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.table import Table
from desktop.ui.parts.words import Notice, words


class PeoplePage(Page):
    """Who is on the list, and what can be changed about them. No arguments."""

    heading = tr("People")
    guide = "pin-and-lock"
    characters = 90

    def build(self) -> None:
        column = self.content.column
        self._people: dict[str, Person] = {}
        self.say(tr("People"), Type.TITLE)
        self._said = Notice("success", "", "", column)
        self._said.hide()
        self.add(self._said)
        self._table = Table(tr("People at this laptop"), (tr("Name"), tr("Role"), tr("PIN")), column, most_rows=8)
        self._table.currentCellChanged.connect(self._chosen)
        self.add(self._table)
        self.add(button(tr("Add a person…"), column, self._add), leading=True)
        self._card = QFrame(column)
        self._card.setProperty("kind", "card")
        layout = QVBoxLayout(self._card)
        roomy(layout, gap=3, margins=(5, 4, 5, 4))
        self._name = words("", self._card, Type.SECTION)
        layout.addWidget(self._name)
        self._pin = text_field(
            tr("New PIN"),
            self._card,
            hint=tr("Four figures or more. The old one is not asked for: who forgot it is helped here."),
            characters=10,
            secret=True,
        )
        self._pin.input.returnPressed.connect(self._set_pin)
        layout.addWidget(self._pin)
        row = Flow(gap=3)
        row.addWidget(button(tr("Set the PIN"), self._card, self._set_pin))
        self._no_pin = button(tr("Take the PIN away"), self._card, self._take_pin)
        row.addWidget(self._no_pin)
        layout.addLayout(row)
        self._role = QComboBox()
        for role in Role:
            self._role.addItem(role_words(role), role.value)
        layout.addWidget(Field(tr("Role"), self._role, self._card, characters=30))
        row = Flow(gap=3)
        row.addWidget(button(tr("Change the role"), self._card, self._set_role))
        self._remove = button(tr("Take off the list…"), self._card, self._ask_to_remove, kind="danger")
        row.addWidget(self._remove)
        layout.addLayout(row)
        self._card.hide()
        self.add(self._card)
        self.say(
            tr("A PIN says who works. It encrypts nothing: who has the laptop open can read the store."),
            tone="muted",
        )
        self.content.layout_.addStretch(1)

    def begin(self) -> None:
        """Fetch the people."""
        self.load(partial(self._fetch, self.work, self.desk), self._found)

    @staticmethod
    def _fetch(work: Any, desk: Any) -> Any:
        return work.manage_staff.people(desk.place)

    def _found(self, people: tuple[Person, ...]) -> None:
        kept = self._table.chosen
        self._people = {person.person_id: person for person in people}
        self._table.show_rows(
            [
                (
                    person.person_id,
                    (person.name, role_words(person.role), tr("set") if person.has_pin else tr("none")),
                )
                for person in people
            ]
        )
        if kept in self._people:
            self._table.selectRow(self._table.keys.index(kept))
        self._chosen()
        self._table.setFocus()

    def would_lose(self) -> str:
        """Say that a PIN that was typed is not set."""
        edit = self._pin.input
        return tr("The PIN was typed but not set.") if isinstance(edit, QLineEdit) and edit.text() else ""

    def _chosen(self) -> None:
        person = self._people.get(self._table.chosen)
        self._card.setVisible(person is not None)
        self._pin.input.clear()
        self._pin.show_fault("")
        if person is None:
            return
        self._name.setText(person.name)
        self._no_pin.setVisible(person.has_pin)
        self._role.setCurrentIndex(self._role.findData(person.role.value))
        self._remove.setEnabled(person.person_id != self.desk.actor.person_id)

    # doing ------------------------------------------------------------------------------------------------

    def _run(self, job: Any, then: Any) -> None:
        self.background.run(job, then=then, failed=self._refused)

    def _set_pin(self) -> None:
        pin = self._pin.input.text()
        if not (pin.isdigit() and len(pin) >= 4):
            self._pin.show_fault(tr("Use four figures or more."))
            self._pin.input.setFocus()
            return
        self._run(partial(self._pin_job, self.work, self.desk, self._table.chosen, pin), self._pin_set)

    def _take_pin(self) -> None:
        self._run(partial(self._pin_job, self.work, self.desk, self._table.chosen, None), self._pin_taken)

    @staticmethod
    def _pin_job(work: Any, desk: Any, person_id: str, pin: str | None) -> None:
        work.manage_staff.change_pin(desk.place, actor=desk.actor, person_id=person_id, pin=pin)

    def _pin_set(self, _nothing: object) -> None:
        self._tell(tr("✓ The PIN was set"))

    def _pin_taken(self, _nothing: object) -> None:
        self._tell(tr("✓ The PIN was taken away"))

    def _set_role(self) -> None:
        role = Role(self._role.currentData())
        self._run(partial(self._role_job, self.work, self.desk, self._table.chosen, role), self._role_set)

    @staticmethod
    def _role_job(work: Any, desk: Any, person_id: str, role: Role) -> None:
        work.manage_staff.change_role(desk.place, actor=desk.actor, person_id=person_id, role=role)

    def _role_set(self, _nothing: object) -> None:
        self._tell(tr("✓ The role was changed"), tr("It counts from when they next choose their name."))

    def _ask_to_remove(self) -> None:
        person = self._people[self._table.chosen]
        answer = QMessageBox.question(
            self,
            tr("Take {name} off the list?", name=person.name),
            tr("They can't sign in here any more. What they recorded stays under their name."),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        if answer == QMessageBox.StandardButton.Yes:
            self.remove(person.person_id)

    def remove(self, person_id: str) -> None:
        """Take somebody off the list."""
        self._run(partial(self._remove_job, self.work, self.desk, person_id), self._removed)

    @staticmethod
    def _remove_job(work: Any, desk: Any, person_id: str) -> None:
        work.manage_staff.remove_person(desk.place, actor=desk.actor, person_id=person_id)

    def _removed(self, _nothing: object) -> None:
        self._tell(tr("✓ They are off the list"))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, WorldError):
            self._said.say(error.fault, error.remedy, kind="error")
            self._said.show()
            self.content.to_top()
        else:
            self.background.refused.emit(error)

    def _tell(self, title: str, text: str = "") -> None:
        self.succeeded.emit()
        self._pin.input.clear()
        self._said.say(title, text, kind="success")
        self._said.show()
        self.content.to_top()
        self.begin()

    def _add(self) -> None:
        self.go(Where.PERSON, adding=True)
