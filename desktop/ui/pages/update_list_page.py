"""The update list: asked last, on its own screen, into its own table; nothing joins it to a response."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.ui.design.type_scale import Type
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice, words
from desktop.ui.questions.choice_button import CheckRow

_HINTS = {
    "email": Qt.InputMethodHint.ImhEmailCharactersOnly,
    "telephone": Qt.InputMethodHint.ImhDialableCharactersOnly,
}
"""The ways to reach a person, and which keys a keyboard on the screen offers; a real one types what it has."""


class UpdateListPage(Page):
    """Takes one entry.

    Arguments: ``form_id``, ``event_id``, ``language`` and ``withdrawal_code`` of the interview that ended, or
    ``alone``; with ``back`` and ``back_arguments`` it leads back where one came from.

    Esc says no, as long as nothing was typed or ticked. The code is passed on to the page that shows
    it, and joins nothing here: what is typed goes into its own table.
    """

    heading = tr("Staying in touch")
    characters = 70

    def build(self) -> None:
        self._alone = bool(self.arguments.get("alone"))
        self._going_on = False
        self._adding = False
        column = self.content.column
        programme = self.desk.programme
        if not self._alone:
            self.add(
                Notice(
                    "success",
                    tr("✓ The answers are locked and counted"),
                    tr("They are kept without a name."),
                    column,
                )
            )
        self.say(tr("Would you like to be kept informed?"), Type.TITLE)
        self._summary = ErrorSummary(column)
        self._summary.wanted.connect(self._focus)
        self.add(self._summary)
        self.say(
            tr(
                "This list is kept apart from the answers. Nothing on it says which"
                " answers are yours. You can leave it empty."
            )
        )
        for paragraph in programme.updates_consent.text.split("\n\n"):
            self.say(" ".join(paragraph.split()))
        self.say(tr("Version {version}", version=programme.updates_consent.version), Type.SMALL, tone="muted")
        self._fields: dict[str, Field] = {}
        self._choices: dict[str, list[CheckRow]] = {}
        for question in programme.contact_questions:
            if question.kind == "choices":
                self.add(words(question.label, column, Type.STRONG))
                rows = []
                for choice in question.choices:
                    row = CheckRow(choice.label, "", column)
                    row.setProperty("choice", choice.code)
                    row.setAccessibleDescription(question.label)
                    self.add(row)
                    rows.append(row)
                self._choices[question.name] = rows
            else:
                field = text_field(question.label, column)
                if question.kind in _HINTS:
                    field.input.setInputMethodHints(_HINTS[question.kind])
                field.input.returnPressed.connect(self._add_entry)
                self._fields[question.name] = field
                self.add(field)
        row = Flow(gap=3)
        self._add_button = button(tr("Add to the list"), column, self._add_entry, kind="primary")
        no = tr("Cancel") if self._alone else tr("No, thank you")
        self._no = button(no, column, self._ended, name=tr("{words}, Esc", words=no))
        row.addWidget(self._add_button)
        row.addWidget(self._no)
        self.content.layout_.addLayout(row)
        self.content.layout_.addStretch(1)

    def begin(self) -> None:
        """Give the keyboard to the first field, or to "No, thank you" where there is none."""
        first = next(iter(self._fields.values()), None)
        (first.input if first is not None else self._no).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc says no where nothing was typed or ticked; what was is not thrown away by a key."""
        if event.key() == Qt.Key.Key_Escape and not self._values():
            self._ended()
        else:
            super().keyPressEvent(event)

    def would_lose(self) -> str:
        """Say that what was typed or ticked would be gone."""
        if self._going_on:
            return ""
        lost = []
        if self._values():
            lost.append(tr("Nothing was added to the list yet. What you typed or ticked would be lost."))
        if self.arguments.get("withdrawal_code"):
            lost.append(
                tr("The withdrawal code was not shown yet, and can't be shown later. Press “No, thank you”.")
            )
        return "\n".join(lost)

    def _focus(self, key: str) -> None:
        field = self._fields.get(key)
        (field.input if field is not None else self._no).setFocus()

    def _values(self) -> dict[str, str]:
        values = {name: field.input.text().strip() for name, field in self._fields.items()}
        for name, rows in self._choices.items():
            values[name] = " ".join(row.property("choice") for row in rows if row.isChecked())
        return {name: value for name, value in values.items() if value}

    def _take_in(self, adding: bool) -> None:
        """While an entry is on its way, neither of the two answers can be given once more."""
        self._adding = adding
        self._add_button.setEnabled(not adding)
        self._no.setEnabled(not adding)

    def _add_entry(self) -> None:
        if self._adding or self._going_on:
            return
        for field in self._fields.values():
            field.show_fault("")
        self._summary.clear()
        self._take_in(True)
        self.background.run(
            partial(self._add_job, self.work, self.desk, self._values()), then=self._added, failed=self._refused
        )

    @staticmethod
    def _add_job(work: Any, desk: Any, values: dict[str, str]) -> None:
        work.update_list.add_contact(
            desk.place, actor=desk.actor, programme_id=desk.programme.programme_id, values=values
        )

    def _added(self, _nothing: object) -> None:
        self._adding = False
        self._clear()
        self._ended_with(tr("The entry was added to the update list."))

    def _refused(self, error: Exception) -> None:
        self._take_in(False)
        if not isinstance(error, WorldError):
            self.background.refused.emit(error)
            return
        questions = self.desk.programme.contact_questions
        labels = {question.label: question.name for question in questions}
        # what is said of no field is that there is no way to reach the person
        reach = next((question.name for question in questions if question.kind in _HINTS), "")
        key = labels.get(error.place, reach)
        message = f"{error.fault} {error.remedy}"
        if key in self._fields:
            self._fields[key].show_fault(message)
        self._summary.show_faults([Fault(key, message)])

    def _clear(self) -> None:
        for field in self._fields.values():
            field.input.clear()
        for rows in self._choices.values():
            for row in rows:
                row.setChecked(False)

    @staticmethod
    def _nobody_job(work: Any, desk: Any) -> None:
        work.update_list.nobody_joins(desk.place)

    def _ended(self) -> None:
        if self._adding or self._going_on:
            return
        self._clear()
        self._leave_trace()
        self._ended_with("")

    def _leave_trace(self) -> None:
        if not self._alone:
            self.background.run(partial(self._nobody_job, self.work, self.desk))

    def saving(self) -> bool:
        """Tell whether an entry is on its way to the disk."""
        return self._adding

    def before_leaving(self) -> None:
        """Who went away without an answer leaves the same trace as who says no."""
        if not self._going_on and not self._adding:
            self._going_on = True
            self._leave_trace()

    def _ended_with(self, said: str) -> None:
        self._going_on = True
        if self.arguments.get("back"):
            self.go(self.arguments["back"], **self.arguments.get("back_arguments", {}))
        elif self._alone:
            self.go(Where.TODAY, said=said)
        else:
            self.go(
                Where.DONE,
                said=said,
                form_id=self.arguments.get("form_id"),
                event_id=self.arguments.get("event_id"),
                language=self.arguments.get("language"),
                withdrawal_code=self.arguments.pop("withdrawal_code", ""),
            )
