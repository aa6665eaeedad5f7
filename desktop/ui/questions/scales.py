"""A figure on a scale: a slider with its figures, a list of figures that opens, or a row of stars."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSlider, QWidget

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import restyle, words
from desktop.ui.questions.arrangement import Way
from desktop.ui.questions.choice_button import ChoiceButton
from desktop.ui.questions.choices import SelectOne
from desktop.ui.questions.scale_figures import ScaleFigures
from desktop.ui.questions.searched import DropDown
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget

_MOST_LISTED = 1000


def _number(text: str, otherwise: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(otherwise)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"


class Scale:
    """The figures from one end of a range to the other.

    Attributes:
        steps: how many steps there are between the ends.
    """

    def __init__(self, view: QuestionView) -> None:
        self.start = _number(view.parameters.get("start", "0"), "0")
        self.step = abs(_number(view.parameters.get("step", "1"), "1")) or Decimal(1)
        self.end = _number(view.parameters.get("end", "10"), "10")
        self._down = self.end < self.start
        self.steps = int(abs(self.end - self.start) / self.step)

    def figure(self, place: int) -> str:
        """Return the figure so many steps from the start."""
        way = self.step * place
        return _plain(self.start - way if self._down else self.start + way)

    def place(self, value: str) -> int:
        """Return how many steps ``value`` is from the start."""
        return int(abs(_number(value, "0") - self.start) / self.step)

    def figures(self) -> tuple[tuple[str, str], ...]:
        """Return all figures, each as a value and its words."""
        return tuple((self.figure(place), self.figure(place)) for place in range(self.steps + 1))


class RangeSlider(QuestionWidget):
    """A figure between two others: a slider, its figures, and what is answered. Unanswered until it is touched."""

    def build(self, view: QuestionView) -> None:
        self._scale = Scale(view)
        upright = "vertical" in view.appearances
        ticks = "no-ticks" not in view.appearances
        self.explain(
            tr("Move the slider with the arrow keys, or press a figure. Space takes where it stands.")
            if self._scale.steps <= 10
            else tr("Move the slider with the arrow keys. Space takes where it stands.")
        )
        self._slider = QSlider(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, self._scale.steps)
        self._slider.setPageStep(max(1, self._scale.steps // 10))
        if ticks and self._scale.steps <= 20:
            self._slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.name_control(self._slider)
        self._answered = False
        holder = QWidget(self)
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight if upright else QBoxLayout.Direction.TopToBottom, holder)
        roomy(row, gap=1)
        self._figures = ScaleFigures(
            tuple(figure for figure, _words in self._scale.figures())
            if ticks and self._scale.steps <= 1000
            else (self._scale.figure(0), self._scale.figure(self._scale.steps)),
            self._slider,
            holder,
        )
        row.addWidget(self._slider)
        row.addWidget(self._figures)
        if upright:
            row.addStretch(1)
        self.put(holder)
        self.label.setBuddy(self._slider)
        below = QWidget(self)
        line = QHBoxLayout(below)
        roomy(line, gap=3)
        self._figure = words("", below, Type.SECTION)
        line.addWidget(self._figure, 1)
        self._clear = button(tr("Clear"), below, self._forget, name=tr("Clear: {label}", label=view.label))
        line.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignTop)
        self.put(below)
        self._slider.valueChanged.connect(self._moved)
        self._slider.sliderPressed.connect(self._touched)
        self._slider.installEventFilter(self)
        self._show()

    def controls(self) -> list[QWidget]:
        return [self._slider, self._clear]

    def value(self) -> str:
        return self._scale.figure(self._slider.value()) if self._answered else ""

    def set_value(self, value: str) -> None:
        self._answered = value != ""
        self._slider.blockSignals(True)
        self._slider.setValue(self._scale.place(value) if value else 0)
        self._slider.blockSignals(False)
        self._show()

    def pick(self, key: str) -> bool:
        """Take a figure as the value where it is one of few."""
        if key not in tuple("0123456789") or not self._slider.isEnabled() or self._scale.steps > 10:
            return False
        if key not in (figure for figure, _words in self._scale.figures()):
            return False
        self._slider.setValue(self._scale.place(key))
        self._touched()
        self.chosen.emit(True)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Space take the value that the slider stands on, since not moving it is no answer; no wheel."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            self._touched()
            return True
        return super().eventFilter(watched, event)

    def _moved(self, _value: int) -> None:
        self._touched()

    def _touched(self) -> None:
        self._answered = True
        self._show()
        self.changed.emit()
        self.settled.emit()

    def _forget(self) -> None:
        self.set_value("")
        self.changed.emit()
        self.settled.emit()
        self._slider.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        # the handle is hollow until there is an answer
        restyle(self._slider, "answered", "true" if self._answered else "false")
        self._figure.setText(tr("Answer: {value}", value=self.value()) if self._answered else tr("No answer yet."))
        self._clear.setEnabled(self._answered)


class Picker(DropDown):
    """A figure in a list that opens (appearance ``picker``)."""

    def build(self, view: QuestionView) -> None:
        super().build(_with_figures(view))


class Rating(SelectOne):
    """A row of figures with a star, as many as the scale has (appearance ``rating``)."""

    def build(self, view: QuestionView) -> None:
        listed = _with_figures(view)
        stars = tuple((value, tr("{value} ★", value=value)) for value, _label in listed.choices)
        self.put(self.area(_copy(view, stars), Way.SIDE_BY_SIDE))
        for row in self._rows:
            value = row.property("choice")
            row.key = value if value in tuple("0123456789") else ""
            row.setAccessibleName(tr("{value} of {most}", value=value, most=listed.choices[-1][0]))
            row.setAccessibleDescription(tr("{words}. Backspace takes the answer back", words=view.label))
        self.label.setBuddy(self._rows[0])
        if view.asked and not view.required and not view.read_only:
            self._offer_clearing(view)

    def row_of(self, key: str) -> ChoiceButton | None:
        """Return the star of that figure."""
        return next((row for row in self._rows if key and row.key == key), None)


def _copy(view: QuestionView, choices: tuple[tuple[str, str], ...]) -> QuestionView:
    return QuestionView(
        view.path,
        view.number,
        QuestionType.SELECT_ONE,
        view.label,
        hint=view.hint,
        required=view.required,
        choices=choices,
    )


def _with_figures(view: QuestionView) -> QuestionView:
    return _copy(view, Scale(view).figures())


def scale_widget(view: QuestionView) -> type[QuestionWidget]:
    """Return the widget for a range; a scale too long to be listed is a slider all the same."""
    steps = Scale(view).steps
    if "rating" in view.appearances and steps <= 10:
        return Rating
    return Picker if "picker" in view.appearances and steps <= _MOST_LISTED else RangeSlider
