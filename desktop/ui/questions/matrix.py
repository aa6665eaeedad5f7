"""Several selects with the same choices as one table: a question a line, the choices' words in the head.

By keyboard: Up and Down go from line to line, Left and Right across the choices, a figure or letter picks one and
goes on to the next line. The head is repeated in a long table. Where the words of the head don't fit above the
marks, because the text is large or the window narrow, each question has its choices in rows under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.design.spacing import roomy, space
from desktop.ui.design.type_scale import Type, give_type
from desktop.ui.parts.words import words
from desktop.ui.questions.arrangement import Way
from desktop.ui.questions.choice_button import RadioRow
from desktop.ui.questions.choices import CHOICE_KEYS, SelectMultiple, SelectOne
from desktop.ui.questions.picture_view import PictureView
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget

_LINES = frozenset({"list-nolabel", "list", "likert"})
_MOST_CHOICES = 11
HEAD_EACH = 8
"""The head stands again after so many lines."""
_LABEL_PART = 0.38


def table_key(view: QuestionView) -> tuple[object, ...] | None:
    """Return what questions of one table have in common; ``None`` for a question that is no line of a table."""
    if view.type not in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE):
        return None
    if not 2 <= len(view.choices) <= _MOST_CHOICES or not view.appearances & (_LINES | {"label"}):
        return None
    return view.type, view.choices


def runs(views: Sequence[QuestionView]) -> list[tuple[tuple[object, ...] | None, list[QuestionView]]]:
    """Return the questions of a screen in groups: those of a table together, each other one by itself.

    A likert question alone stays a row of boxes, and a head without lines says nothing.
    """
    found: list[tuple[tuple[object, ...] | None, list[QuestionView]]] = []
    for key, each in groupby(views, table_key):
        together = list(each)
        lines = [view for view in together if not view.is_head]
        lone = len(together) == 1 and "likert" in together[0].appearances
        if key is None or lone or not lines:
            found += [(None, [view]) for view in together]
        else:
            found.append((key, together))
    return found


class _Line:
    """What a line of a table adds to a select; a mix-in, since both kinds of select have lines."""

    def build(self, view: QuestionView) -> None:
        side = QWidget(self)
        column = QVBoxLayout(side)
        roomy(column, gap=1)
        for part in (self.label, self.hint, self.fault):
            self._layout.removeWidget(part)
            part.setParent(side)
            column.addWidget(part)
        give_type(self.label, Type.BODY)
        self.side = side
        self._cells = self.area(view, Way.TABLE)
        for row in self._rows:
            row.across = True
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        roomy(self._line, gap=2)
        self._line.addWidget(side, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line.addWidget(self._cells, 1)
        self._layout.addLayout(self._line)
        if self._rows:
            self.label.setBuddy(self._rows[0])
        self.show_words(view)

    def show_words(self, view: QuestionView) -> None:
        """Show the words; that an answer can be left out is said once, under the table's head."""
        super().show_words(view)
        self.label.setText(f"{view.number}. {view.label}" if view.number else view.label)

    def stand(self, label_width: int, across: bool) -> None:
        """Stand beside the label, which is so wide, or under it."""
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        if self._line.direction() != direction:
            self._line.setDirection(direction)
            apart = 0 if across else space(2)
            self._line.setContentsMargins(0, apart, 0, apart)
            self._line.setAlignment(self.side, Qt.AlignmentFlag.AlignVCenter if across else Qt.AlignmentFlag(0))
        if self.arrangement.across != across:
            self.arrangement.across = across
            self.arrangement.invalidate()
        self.side.setMinimumWidth(label_width if across else 0)
        self.side.setMaximumWidth(label_width if across else 16_777_215)

    def focus_near(self, place: int) -> None:
        """Take the keyboard at the choice at ``place``, or at the one that is taken."""
        chosen = next((row for row in self._rows if row.isChecked()), None)
        target = chosen if chosen is not None and isinstance(chosen, RadioRow) else self._rows[place]
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down leave the line."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            place = next((at for at, row in enumerate(self._rows) if row.hasFocus()), 0)
            self.leave.emit(step, place)
            return
        super().keyPressEvent(event)


class OneLine(_Line, SelectOne):
    """A line of which one choice can be taken.

    Signals:
        leave (int, int): the keyboard goes so many lines on, to the choice at that place.
    """

    leave = Signal(int, int)

    def pick(self, key: str) -> bool:
        """Pick, and go on to the next line when that was an answer."""
        if not super().pick(key):
            return False
        if self.value():
            self.leave.emit(1, 0)
        return True


class SeveralLine(_Line, SelectMultiple):
    """A line of which several choices can be taken. Signals: as of :class:`OneLine`."""

    leave = Signal(int, int)


class Head(QWidget):
    """The words of the choices, above their marks, each with its key."""

    def __init__(self, view: QuestionView, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        roomy(row, gap=2)
        self._label = words("", self, Type.STRONG)
        row.addWidget(self._label)
        self._cells = QWidget(self)
        cells = QHBoxLayout(self._cells)
        roomy(cells, gap=0.75)
        for key, (value, label) in zip(CHOICE_KEYS, view.choices, strict=False):
            cell = words(f"{label}\n{key.upper()}", self._cells, Type.STRONG)
            cell.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            cell.setMinimumWidth(1)
            policy = cell.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Ignored)
            cell.setSizePolicy(policy)
            cells.addWidget(self._with_picture(cell, view.choice_pictures.get(value, b""), label), 1)
        row.addWidget(self._cells, 1)

    def _with_picture(self, cell: QWidget, content: bytes, label: str) -> QWidget:
        if not content:
            return cell
        holder = QWidget(self._cells)
        column = QVBoxLayout(holder)
        roomy(column, gap=1)
        name = tr("Picture: {label}", label=label)
        column.addWidget(PictureView(content, holder, name=name, tallest=18, middle=True))
        column.addStretch(1)
        column.addWidget(cell)
        return holder

    def say(self, text: str) -> None:
        """Say what the lines have in common, in the corner."""
        self._label.setText(text)

    def stand(self, label_width: int) -> None:
        """Leave so much room for the labels."""
        self._label.setFixedWidth(label_width)


class Table(QFrame):
    """Lines with the same choices, and their head.

    Attributes:
        key: what the lines have in common.
    """

    def __init__(self, key: tuple[object, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.setProperty("kind", "card")
        self._column = QVBoxLayout(self)
        roomy(self._column, gap=1, margins=(3, 2, 3, 2))
        self._corner = words("", self, Type.STRONG)
        self._optional = words(tr("You can leave any of these out."), self, tone="muted")
        self._column.addWidget(self._corner)
        self._column.addWidget(self._optional)
        self._heads: list[Head] = []
        self._rules: list[QFrame] = []
        self._lines: list[OneLine | SeveralLine] = []
        self._across = True

    def line(self, view: QuestionView) -> QuestionWidget:
        """Make a line; :meth:`show_lines` puts it into its place."""
        kind = OneLine if view.type is QuestionType.SELECT_ONE else SeveralLine
        made = kind(view, self, alone=False)
        made.leave.connect(self._go)
        return made

    def show_lines(self, head: QuestionView | None, lines: list[OneLine | SeveralLine]) -> None:
        """Show these lines in this order; ``head`` is the form's own, whose label stands in the corner."""
        if lines == self._lines and self._corner.text() == (head.label if head else ""):
            return
        for gone in (*self._heads, *self._rules):
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._heads, self._rules, self._lines = [], [], list(lines)
        self._corner.setText(head.label if head else "")
        self._optional.setVisible(not any(line.view.required for line in lines))
        self._corner.setVisible(bool(head and head.label))
        at = 2
        for place, line in enumerate(lines):
            # a head just before the last line or two would be one too many
            if place == 0 or (place % HEAD_EACH == 0 and len(lines) - place > 2):
                made = Head(line.view, self)
                self._heads.append(made)
                self._column.insertWidget(at, made)
                at += 1
            else:
                rule = QFrame(self)
                rule.setProperty("kind", "rule")
                rule.setFixedHeight(1)
                self._rules.append(rule)
                self._column.insertWidget(at, rule)
                at += 1
            self._column.removeWidget(line)
            self._column.insertWidget(at, line)
            line.show()
            at += 1
        for first, second in pairwise(lines):
            QWidget.setTabOrder(first.controls()[-1], second.controls()[0])
        self._stand()

    @property
    def across(self) -> bool:
        """Whether the choices stand beside their questions."""
        return self._across

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See anew what fits."""
        super().resizeEvent(event)
        self._stand()

    def changeEvent(self, event: QEvent) -> None:
        """See anew what fits when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and hasattr(self, "_lines"):
            self._stand()

    def _stand(self) -> None:
        if not self._lines:
            return
        margins = self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        label = round(room * _LABEL_PART)
        fits = self._lines[0].arrangement.fits_across(room - label - space(2))
        self._across = fits and label > self._longest_word()
        for head in self._heads:
            head.setVisible(self._across)
            head.stand(label)
        for line in self._lines:
            line.stand(label, self._across)

    def _longest_word(self) -> int:
        found = 0
        for line in self._lines:
            metrics = line.label.fontMetrics()
            found = max([found, *(metrics.horizontalAdvance(word) for word in line.label.text().split())])
        return found

    def _go(self, step: int, place: int) -> None:
        line = self.sender()
        at = self._lines.index(line) + step
        if 0 <= at < len(self._lines):
            self._lines[at].focus_near(place)
