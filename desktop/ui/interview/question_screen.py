"""One screen of questions: widgets that come and go as the route changes, with an error summary above them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.design.spacing import roomy
from desktop.ui.parts.error_summary import ErrorSummary, Fault
from desktop.ui.questions.make import question_widget
from desktop.ui.questions.matrix import Table, runs, table_key
from desktop.ui.questions.picture_keeper import PictureKeeper
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget


class QuestionScreen(QWidget):
    """Shows the questions of one screen of a form.

    Attributes:
        keeper: keeps the pictures that questions ask for; ``None`` where none can be kept.
    Signals:
        edited: something was typed or picked that is not saved yet.
        settled: a value is complete for now.
        chosen (bool): the only question that is asked here was answered by one pick, after which nothing more
            need be said: true by a figure or letter, false by a click.
    """

    edited = Signal()
    settled = Signal()
    chosen = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        roomy(self._layout, gap=7)
        self.summary = ErrorSummary(self)
        self.summary.wanted.connect(self.focus_on)
        self._layout.addWidget(self.summary)
        self._widgets: list[QuestionWidget] = []
        self._tables: list[Table] = []
        self.keeper: PictureKeeper | None = None

    @property
    def widgets(self) -> tuple[QuestionWidget, ...]:
        """The questions' widgets, in order."""
        return tuple(self._widgets)

    @property
    def takes_keys(self) -> bool:
        """Whether any question here has a field that takes the keyboard."""
        return any(widget.controls() and not widget.view.read_only for widget in self._widgets)

    @property
    def keeping(self) -> bool:
        """Whether a picture is being kept, so that a value will change in a moment."""
        return any(getattr(widget, "keeping", False) for widget in self._widgets)

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
        self._arrange(views)
        self.take_focus()

    def refresh(self, views: tuple[QuestionView, ...]) -> None:
        """Bring the same screen up to date: questions come and go, words change, what is being typed stays."""
        wanted = {view.path: view for view in views}
        for widget in list(self._widgets):
            view = wanted.get(widget.path)
            if view is None or view.choices != widget.view.choices or table_key(view) != table_key(widget.view):
                self._widgets.remove(widget)
                self._drop(widget)
        standing = {widget.path: widget for widget in self._widgets}
        self._arrange(views)
        for view in views:
            widget = standing.get(view.path)
            if widget is None:
                continue
            widget.show_words(view)
            widget.show_fault(view.message)
            if view.read_only and widget.value() != view.value:
                widget.set_value(view.value)

    def _arrange(self, views: tuple[QuestionView, ...]) -> None:
        """Make what is missing, and put everything in order: tables of questions, and each other one by itself."""
        standing = {widget.path: widget for widget in self._widgets}
        spare = list(self._tables)
        blocks: list[QWidget] = []
        self._widgets = []
        for key, together in runs(views):
            if key is None:
                widget = standing.get(together[0].path)
                if widget is not None and isinstance(widget.parentWidget(), Table):
                    self._drop(widget)  # it was a line of a table whose other lines went
                    widget = None
                widget = widget or self._watched(question_widget(together[0], self, alone=len(views) == 1))
                self._widgets.append(widget)
                blocks.append(widget)
                continue
            table = next((each for each in spare if each.key == key), None)
            if table is None:
                table = Table(key, self)
            else:
                spare.remove(table)
            blocks.append(table)
            head = next((view for view in together if view.is_head), None)
            lines = [self._line(table, view, standing) for view in together if not view.is_head]
            self._widgets += lines
            table.show_lines(head, lines)
        for gone in spare:
            self._put_away(gone)
        self._tables = [each for each in blocks if isinstance(each, Table)]
        for place, block in enumerate(blocks, start=1):
            at = self._layout.itemAt(place)
            if at is None or at.widget() is not block:
                self._layout.removeWidget(block)
                self._layout.insertWidget(place, block)
            block.show()

    def _line(self, table: Table, view: QuestionView, standing: dict[str, QuestionWidget]) -> QuestionWidget:
        widget = standing.get(view.path)
        if widget is not None and widget.parentWidget() is table:
            return widget
        if widget is not None:
            self._drop(widget)
        return self._watched(table.line(view))

    def _watched(self, widget: QuestionWidget) -> QuestionWidget:
        if self.keeper is not None:
            widget.pictures(self.keeper)
        widget.changed.connect(self.edited)
        widget.settled.connect(self.settled)
        widget.chosen.connect(self._chosen)
        return widget

    def _chosen(self, by_key: bool) -> None:
        asked = [widget for widget in self._widgets if widget.view.asked and not widget.view.read_only]
        if len(asked) == 1:
            self.chosen.emit(by_key)

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
        """Let a key pick a choice where the screen asks only one question."""
        asked = [widget for widget in self._widgets if widget.view.asked]
        return len(asked) == 1 and asked[0].pick(key)

    def _drop(self, widget: QuestionWidget) -> None:
        widget.changed.disconnect(self.edited)
        widget.settled.disconnect(self.settled)
        widget.chosen.disconnect(self._chosen)
        self._put_away(widget)

    def _put_away(self, block: QWidget) -> None:
        self._layout.removeWidget(block)
        block.hide()
        block.deleteLater()
