"""What a list of responses is narrowed to: words, event, form, channel, state, dates; and its order."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.engagement.channel_words import channel_words
from desktop.engagement.programme import Channel, Window
from desktop.foundation.translation import tr
from desktop.responses.finding import ResponseFilter
from desktop.responses.states import ItemState
from desktop.ui.parts.fields import Field
from desktop.ui.parts.flow import Flow
from desktop.ui.responses.response_words import orders, state_words, window_words


class FilterBar(QWidget):
    """Lists to pick from, each with "all" on top.

    Signals:
        changed: something else is wanted.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = Flow(self, gap=3)
        self._event = self._list(tr("Event"), row)
        self._form = self._list(tr("Form"), row)
        self._channel = self._list(tr("Channel"), row)
        self._state = self._list(tr("State"), row)
        self._window = self._list(tr("Counts"), row)
        self._order = self._list(tr("Order"), row)
        self._fill(self._channel, [(channel_words(each.value), each.value) for each in Channel])
        self._fill(self._window, [(window_words(each), each) for each in Window])
        self._fill(self._order, [(words, (order, down)) for words, order, down in orders()], everything=False)

    def _list(self, label: str, row: Flow) -> QComboBox:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        row.addWidget(Field(label, box, self))
        box.activated.connect(self.changed)
        return box

    @staticmethod
    def _fill(box: QComboBox, choices: list[tuple[str, Any]], *, everything: bool = True) -> None:
        chosen = box.currentData()
        box.clear()
        if everything:
            box.addItem(tr("All"), None)
        for words, value in choices:
            box.addItem(words, value)
        at = next((place for place in range(box.count()) if box.itemData(place) == chosen), 0)
        box.setCurrentIndex(at)

    def show_choices(self, found: Any) -> None:
        """Offer the events, forms and states that there are."""
        self._fill(self._event, [(name, event_id) for event_id, name in found.events])
        self._fill(self._form, [(title, form_id) for form_id, title in found.forms])
        states = [
            (tr("{state}: {count}", state=state_words(each), count=many), each) for each, many in found.by_state
        ]
        self._fill(self._state, states)
        for box, choices in ((self._event, found.events), (self._form, found.forms)):
            box.parentWidget().setVisible(len(choices) > 1)

    def wanted(self, programme_id: str, search: str) -> dict[str, Any]:
        """Return what is wanted, as :func:`desktop.workflows.look_up_responses.look_up` takes it."""
        event, state = self._event.currentData(), self._state.currentData()
        order, descending = self._order.currentData()
        return {
            "wanted": ResponseFilter(
                programme_id=programme_id,
                event_ids=None if event is None else (event,),
                form_id=self._form.currentData(),
                channel=self._channel.currentData(),
                states=None if state is None else frozenset({ItemState(state)}),
                search=search,
            ),
            "window": self._window.currentData(),
            "order": order,
            "descending": descending,
        }

    @property
    def narrowed(self) -> bool:
        """Whether anything but "all" is picked."""
        return any(
            box.currentData() is not None
            for box in (self._event, self._form, self._channel, self._state, self._window)
        )

    def clear(self) -> None:
        """Pick "all" everywhere."""
        for box in (self._event, self._form, self._channel, self._state, self._window):
            box.setCurrentIndex(0)
        self.changed.emit()
