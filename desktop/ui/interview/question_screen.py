"""One screen of questions: widgets that come and go as the route changes, with an error summary above them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.design.spacing import roomy
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.questions.make import question_widget
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget


class QuestionScreen(QWidget):
    """Shows the questions of one screen of a form.

    Signals:
        edited: something was typed or picked that is not saved yet.
        settled: a value is complete for now.
    """

    edited = Signal()
    settled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        roomy(self._layout, gap=7)
        self.summary = ErrorSummary(self)
        self.summary.wanted.connect(self.focus_on)
        self._layout.addWidget(self.summary)
        self._widgets: list[QuestionWidget] = []

    @property
    def widgets(self) -> tuple[QuestionWidget, ...]:
        """The questions' widgets, in order."""
        return tuple(self._widgets)

    @property
    def takes_keys(self) -> bool:
        """Whether any question here has a field that takes the keyboard."""
        return any(widget.controls() and not widget.view.read_only for widget in self._widgets)

    def values(self) -> dict[str, str]:
        """Return path to value of what is asked here and can be changed."""
        return {
            widget.path: widget.value()
            for widget in self._widgets
            if widget.view.asked and not widget.view.read_only and widget.controls()
        }

    def show_new(self, views: tuple[QuestionView, ...]) -> None:
        """Show other questions, and give the keyboard to the first."""
        for widget in self._widgets:
            self._drop(widget)
        self._widgets = []
        self.summary.clear()
        for view in views:
            self._insert(len(self._widgets), view, alone=len(views) == 1)
        self.take_focus()

    def refresh(self, views: tuple[QuestionView, ...]) -> None:
        """Bring the same screen up to date: questions come and go, words change, what is being typed stays."""
        wanted = [view.path for view in views]
        for widget in [each for each in self._widgets if each.path not in wanted]:
            self._widgets.remove(widget)
            self._drop(widget)
        for place, view in enumerate(views):
            standing = next((each for each in self._widgets if each.path == view.path), None)
            if standing is not None and standing.view.choices != view.choices:
                self._widgets.remove(standing)
                self._drop(standing)
                standing = None
            if standing is None:
                self._insert(place, view, alone=len(views) == 1)
                continue
            standing.show_words(view)
            standing.show_fault(view.message)
            if view.read_only and standing.value() != view.value:
                standing.set_value(view.value)

    def show_faults(self, faults: tuple[tuple[str, str], ...]) -> None:
        """Show what must be put right: a summary that takes the focus, and the words at each field."""
        messages = dict(faults)
        for widget in self._widgets:
            widget.show_fault(messages.get(widget.path, ""))
        self.summary.show_faults([Fault(path, message) for path, message in faults])

    def take_focus(self) -> None:
        """Give the keyboard to the first question that takes one."""
        for widget in self._widgets:
            if widget.controls() and not widget.view.read_only:
                widget.take_focus()
                return

    def focus_on(self, path: str) -> None:
        """Give the keyboard to the question at ``path``."""
        for widget in self._widgets:
            if widget.path == path:
                widget.take_focus()

    def pick(self, key: str) -> bool:
        """Let a key pick a choice where the screen has only one question."""
        return len(self._widgets) == 1 and self._widgets[0].pick(key)

    def _insert(self, place: int, view: QuestionView, *, alone: bool) -> None:
        widget = question_widget(view, self, alone=alone)
        widget.changed.connect(self.edited)
        widget.settled.connect(self.settled)
        self._widgets.insert(place, widget)
        self._layout.insertWidget(place + 1, widget)
        widget.show()

    def _drop(self, widget: QuestionWidget) -> None:
        widget.changed.disconnect(self.edited)
        widget.settled.disconnect(self.settled)
        self._layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
