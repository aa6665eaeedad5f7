"""What happened to a stack, and what has to be said of it: the day, where or how, the format, why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.sheets.custody import SheetHow, SheetMoveKind
from desktop.sheets.state_words import edition_words
from desktop.ui.design.spacing import roomy
from desktop.ui.interview.answer_words import spoken_date
from desktop.ui.paper.day_field import day_field, day_typed
from desktop.ui.parts.buttons import shortcut
from desktop.ui.parts.columns import Columns
from desktop.ui.parts.fields import Field, text_field
from desktop.ui.questions.choice_button import RadioRow

EDITIONS = ("standard", "large-print", "easy-read")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can happen to a stack.

    Attributes:
        kind: PUT_BACK takes the last act back, whatever it was.
        how: where it is fixed by the choice; ``None``: it is asked, for what comes back.
        asks: of ``day``, ``how``, ``event``, ``edition`` and ``reason``, what has to be said.
    """

    kind: SheetMoveKind
    how: SheetHow | None
    asks: frozenset[str]

    def words(self) -> str:
        """Return what the choice says."""
        said = {
            SheetMoveKind.ISSUE: tr("Posted on request") if self.how is SheetHow.POST else tr("Handed out"),
            SheetMoveKind.RETURN: tr("Returned"),
            SheetMoveKind.BLANK: tr("Returned blank"),
            SheetMoveKind.REFUSE: tr("Returned refused"),
            SheetMoveKind.SPOIL: tr("Spoiled"),
            SheetMoveKind.UNACCOUNTED: tr("Unaccounted for"),
            SheetMoveKind.PUT_BACK: tr("Take the last act back"),
        }
        return said[self.kind]


_BACK = frozenset({"day", "how", "event"})
ACTS = (
    Act(SheetMoveKind.RETURN, None, _BACK),
    Act(SheetMoveKind.BLANK, None, _BACK),
    Act(SheetMoveKind.REFUSE, None, _BACK),
    Act(SheetMoveKind.ISSUE, SheetHow.EVENT, frozenset({"day", "event"})),
    Act(SheetMoveKind.ISSUE, SheetHow.POST, frozenset({"day", "edition"})),
    Act(SheetMoveKind.SPOIL, SheetHow.NOT_SAID, frozenset({"day", "reason"})),
    Act(SheetMoveKind.UNACCOUNTED, SheetHow.NOT_SAID, frozenset({"day", "reason"})),
    Act(SheetMoveKind.PUT_BACK, SheetHow.NOT_SAID, frozenset({"reason"})),
)
"""In the order of their keys; what is done most often first."""


class ActPicker(QWidget):
    """The choices, and the fields that the chosen one asks for; Alt and a figure chooses from anywhere.

    Signals:
        chosen: another act was chosen.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget, *, acts: Sequence[Act]) -> None:
        super().__init__(parent)
        self.acts = tuple(acts)
        layout = QVBoxLayout(self)
        roomy(layout, gap=3)
        choices = Columns(self, characters=27, most=4, gap=1.5)
        self._group = QButtonGroup(self)
        for number, act in enumerate(self.acts, start=1):
            row = RadioRow(act.words(), str(number), choices)
            row.setAccessibleDescription(tr("What happened to the sheets? Alt and {key}", key=number))
            self._group.addButton(row, number - 1)
            choices.put(row)
            shortcut(f"Alt+{number}", self, self._pick(number - 1))
        self._group.idToggled.connect(self._toggled)
        layout.addWidget(choices)
        fields = Columns(self, characters=34, most=3)
        self.day = day_field(tr("Day"), self)
        self.how = Field(tr("How"), QComboBox(), self)
        for how, label in (
            (SheetHow.EVENT, tr("at an event")),
            (SheetHow.POST, tr("by post")),
            (SheetHow.NOT_SAID, tr("not said")),
        ):
            self.how.input.addItem(label, how)
        self.event = Field(tr("Event"), QComboBox(), self)
        self.edition = Field(tr("Format"), QComboBox(), self)
        self.edition.input.addItem(tr("as it was printed"), "")
        for edition in EDITIONS:
            self.edition.input.addItem(edition_words(edition), edition)
        self.reason = text_field(tr("Why, in a few words, with no names"), self)
        for field in (self.day, self.how, self.event, self.edition, self.reason):
            combo = field.input
            if isinstance(combo, QComboBox):
                combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                combo.setMinimumContentsLength(14)
            fields.put(field)
        self._fields = fields
        layout.addWidget(fields)
        self._group.button(0).setChecked(True)
        self._toggled(0, True)

    def _pick(self, place: int) -> Callable[[], None]:
        return self._group.button(place).click

    def _toggled(self, _place: int, checked: bool) -> None:
        if not checked:
            return
        asks = self.act.asks
        asked = [name for name in ("day", "how", "event", "edition", "reason") if name in asks]
        self._fields.put_only([getattr(self, name) for name in asked])
        self.reason.set_hint(
            tr("Needed.") if self.act.kind is SheetMoveKind.PUT_BACK else tr("It may stay empty.")
        )
        self.reason.show_fault("")
        self.chosen.emit()

    @property
    def act(self) -> Act:
        """The chosen act."""
        return self.acts[max(self._group.checkedId(), 0)]

    def offer_events(self, events: Sequence[Any], *, event_id: str, unknown: str) -> None:
        """Offer ``events``, with ``event_id`` chosen; ``unknown`` is what stands for none."""
        combo = self.event.input
        combo.clear()
        combo.addItem(unknown, "")
        for event in events:
            combo.addItem(f"{event.name}, {spoken_date(event.day)}", event.event_id)
        combo.setCurrentIndex(max(combo.findData(event_id), 0))

    def said(self) -> dict[str, Any] | None:
        """Return what was said, by the names that the workflow takes; ``None`` where a field has a fault."""
        asks = self.act.asks
        day: date | None = None
        if "day" in asks:
            day = day_typed(self.day)
            if day is None:
                return None
        if self.act.kind is SheetMoveKind.PUT_BACK and not self.reason.input.text().strip():
            self.reason.show_fault(tr("Say in a few words why, with no names."))
            self.reason.input.setFocus()
            return None
        self.reason.show_fault("")
        # Qt hands a text back where a word of an enumeration was put in
        how = self.act.how if self.act.how is not None else SheetHow(self.how.input.currentData())
        # what came by post was collected at no event: it counts where it was printed for
        at_event = "event" in asks and how is SheetHow.EVENT
        return {
            "day": day,
            "how": how,
            "event_id": (self.event.input.currentData() or "") if at_event else "",
            "edition": self.edition.input.currentData() if "edition" in asks else "",
            "reason": self.reason.input.text().strip() if "reason" in asks else "",
        }
