"""Before the laptop is handed over: what holds for whoever answers alone, and the PIN that gives it back."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from desktop.foundation.errors import WorldError
from desktop.foundation.translation import ntr, tr
from desktop.ui.design.type_scale import Type
from desktop.ui.kiosk.slips import SlipPrinter
from desktop.ui.pages.page import Page, Where
from desktop.ui.parts.buttons import button
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.parts.flow import Flow
from desktop.ui.parts.words import Notice

LEAST_PIN = 4


class HandOverPage(Page):
    """For the staff. Arguments: ``form_id``, ``event_id``; ``printer``, which finds the printers."""

    heading = tr("Hand over")
    guide = "hand-over"
    characters = 76

    def build(self) -> None:
        self._offer: Any = None
        self._pin: Field | None = None
        self._again: Field | None = None
        self._printers: SlipPrinter = self.arguments.get("printer") or SlipPrinter()

    def begin(self) -> None:
        """Fetch what holds."""
        work, desk, form_id, event_id = (
            self.work, self.desk, self.arguments.get("form_id", ""), self.arguments.get("event_id", "")
        )  # fmt: skip

        def job() -> Any:
            return work.kiosk.offer(desk.place, actor=desk.actor, form_id=form_id, event_id=event_id)

        self.load(job, self._found)

    def _found(self, offer: Any) -> None:
        self._offer = offer
        column = self.content.column
        self.say(tr("Hand the laptop over"), Type.TITLE)
        self.say(tr("{form}, at {event}", form=offer.form_title, event=offer.event_name), Type.SECTION)
        self._summary = ErrorSummary(column)
        self._summary.wanted.connect(self._focus)
        self.add(self._summary)
        self.say(tr("What the attendee sees"), Type.SECTION)
        for line in _rules(offer):
            self.say(f"•  {line}")
        self.say(tr("How you get it back"), Type.SECTION)
        if offer.has_pin:
            self.say(tr("With your PIN. A colleague gives their name and their PIN."))
        else:
            self._ask_pin()
        self._ask_printer()
        self.add(
            Notice(
                "note",
                tr("What this window can't hold back"),
                tr(
                    "Switching to another program and the power button belong to the operating system. The screen"
                    " goes blank as soon as another program is in front. Where the laptop stands unattended, add"
                    " the system's own kiosk lock; the guide says how."
                ),
                column,
            )
        )
        row = Flow(gap=3)
        self._on = button(tr("Hand over now"), column, self._hand_over, kind="primary")
        row.addWidget(self._on)
        row.addWidget(button(tr("Cancel"), column, self._cancel))
        self.content.layout_.addLayout(row)
        self.content.layout_.addStretch(1)
        (self._pin.input if self._pin is not None else self._on).setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_pin(self) -> None:
        column = self.content.column
        self.say(tr("You have no PIN. Choose one for this once: without it the laptop can't be taken back."))
        self._pin = text_field(
            tr("PIN for this once"), column, characters=10, secret=True, hint=tr("Four figures or more.")
        )
        self._again = text_field(tr("The same PIN again"), column, characters=10, secret=True)
        for field in (self._pin, self._again):
            field.input.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)
            field.input.returnPressed.connect(self._hand_over)
            self.add(field)

    def _ask_printer(self) -> None:
        column = self.content.column
        self._printer = QComboBox(column)
        self._printer.addItem(tr("None: the code is written down"), "")
        for name in self._printers.names():
            self._printer.addItem(name, name)
        self._printer_field = Field(
            tr("Printer for the slip with the withdrawal code"),
            self._printer,
            column,
            hint=tr("It prints with no window that asks. Put paper in, and no other person's pages near it."),
        )
        self.add(self._printer_field)
        self._printer_field.setVisible(self._printer.count() > 1)

    def _focus(self, key: str) -> None:
        field = self._again if key == "again" else self._pin
        (field.input if field is not None else self._on).setFocus()

    def _cancel(self) -> None:
        self.go(Where.TODAY)

    def _hand_over(self) -> None:
        if not self._on.isEnabled():
            return
        faults = self._pin_faults()
        for key, field in (("pin", self._pin), ("again", self._again)):
            if field is not None:
                field.show_fault(next((each.message for each in faults if each.key == key), ""))
        self._summary.show_faults(faults)
        if faults:
            return
        self._on.setEnabled(False)
        pin = self._pin.input.text() if self._pin is not None else ""
        self.background.run(
            partial(self._hand_job, self.work, self.desk, self._offer, pin),
            then=self._handed,
            failed=self._refused,
        )

    def _pin_faults(self) -> list[Fault]:
        if self._pin is None or self._again is None:
            return []
        pin, again = self._pin.input.text(), self._again.input.text()
        if not (pin.isdecimal() and len(pin) >= LEAST_PIN):
            return [Fault("pin", tr("Use four figures or more for the PIN."))]
        return [Fault("again", tr("The two PINs are not the same."))] if pin != again else []

    @staticmethod
    def _hand_job(work: Any, desk: Any, offer: Any, pin: str) -> Any:
        return work.kiosk.hand_over(
            desk.place, actor=desk.actor, form_id=offer.form_id, event_id=offer.event_id, pin=pin
        )

    def _handed(self, _held: Any) -> None:
        for field in (self._pin, self._again):
            if field is not None:
                field.input.clear()
        passed = {name: self.arguments[name] for name in ("printer", "speech") if name in self.arguments}
        self.go(Where.HANDED_OVER, offer=self._offer, printer_name=self._printer.currentData() or "", **passed)

    def _refused(self, error: Exception) -> None:
        self._on.setEnabled(True)
        if isinstance(error, WorldError):
            self._summary.show_faults([Fault("pin", f"{error.fault} {error.remedy}")])
        else:
            self.background.refused.emit(error)


def _rules(offer: Any) -> list[str]:
    """Return what holds, in words."""
    rules = offer.rules
    lines = [tr("Only the form: no menu, no other page, no event list. Each person starts from a blank screen.")]
    if rules.least_age is None:
        lines.append(
            tr("Nobody is asked for their age: the programme has not said from what age on one can answer.")
        )
    else:
        lines.append(
            ntr(
                "Whoever is younger than {count} year can't answer alone.",
                "Whoever is younger than {count} years can't answer alone.",
                rules.least_age,
            )
        )
        if rules.assent is not None and rules.assent_from is not None:
            left_out = ntr(
                "{count} question for adults is left out",
                "{count} questions for adults are left out",
                offer.adult_only,
            )
            lines.append(
                tr(
                    "From {age} years on with an adult beside them; {left_out}.",
                    age=rules.assent_from,
                    left_out=left_out,
                )
            )
    if offer.needs_a_file:
        lines.append(
            ntr(
                "{count} question that needs a picture or file is left out.",
                "{count} questions that need a picture or file are left out.",
                offer.needs_a_file,
            )
        )
    after = ntr(
        "After {count} second without a touch they are asked whether they are still there.",
        "After {count} seconds without a touch they are asked whether they are still there.",
        rules.idle_seconds,
    )
    lines.append(
        f"{after} "
        + (
            tr("Then the screen is cleared; unfinished answers are kept for you, as the privacy notice says.")
            if rules.keeps_unfinished
            else tr("Then the screen is cleared and their unfinished answers are deleted.")
        )
    )
    return lines
