"""Numbers that are typed: with groups of thousands, as a bearing, or counted up and down."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.foundation.translation import tr
from desktop.questionnaires.definition import QuestionType
from desktop.ui.design.spacing import line_length, roomy
from desktop.ui.parts.buttons import button
from desktop.ui.parts.words import words
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget

THIN = "\N{NARROW NO-BREAK SPACE}"
"""Stands between thousands: it is neither the point nor the comma of decimals in any language."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?\Z", re.ASCII)
_PARTS = re.compile(r"([+-]?)(\d+)(.*)\Z", re.ASCII | re.DOTALL)
_DIGITS = {ord(own): str(figure) for figures in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for figure, own in enumerate(figures)}


def ungrouped(text: str, *, grouped: bool) -> str:
    """Return a typed number without the spaces of its thousands, and where they are asked for, their commas.

    Arabic and Persian figures become those of ODK's values.
    """
    plain = re.sub(r"\s", "", text.translate(_DIGITS))
    return plain.replace(",", "") if grouped and _GROUPED.match(plain) else plain


def with_groups(number: str) -> str:
    """Return a plain number with :data:`THIN` between its thousands; what is no number as it is."""
    match = _PARTS.match(number)
    if match is None or "e" in number.lower():
        return number
    sign, whole, rest = match.groups()
    first = len(whole) % 3 or 3
    groups = [whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))]
    return sign + THIN.join(groups) + rest


class NumberLine(QuestionWidget):
    """One number in one line; Up and Down count it where the form asks for a counter."""

    def build(self, view: QuestionView) -> None:
        self._whole = view.type is QuestionType.INTEGER
        self._grouped = "thousands-sep" in view.appearances
        self._bearing = "bearing" in view.appearances
        counted = "counter" in view.appearances
        if self._bearing:
            how = tr("Type the direction in degrees from north, 0 to 360: east is 90, south 180, west 270.")
        elif counted:
            how = tr("Type a whole number, or count with the buttons or the Up and Down keys.")
        elif self._whole:
            how = tr("Type a whole number.")
        elif view.type is QuestionType.DECIMAL:
            how = tr("Type a number; a point or a comma stands before its decimals.")
        else:
            how = tr("Type figures.")
        self.explain(how)
        self._edit = QLineEdit(self)
        self._edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        # a number is written from left to right in every script
        self._edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.name_control(self._edit)
        self._edit.textEdited.connect(self._typed)
        self._edit.editingFinished.connect(self._left)
        self._last = ""
        self._keep_width()
        self._put_row(view, counted=counted)
        self.label.setBuddy(self._edit)
        self._remark = words("", self, tone="warning")
        self._remark.hide()
        self.put(self._remark)

    def _put_row(self, view: QuestionView, *, counted: bool) -> None:
        # a row of its own: the line's own direction would put it at the wrong side of a mirrored page
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        roomy(row, gap=2)
        self._steps: list[QWidget] = []
        if counted:
            self._steps = [
                button("−", holder, self._less, name=tr("One less: {label}", label=view.label)),
                button("+", holder, self._more, name=tr("One more: {label}", label=view.label)),
            ]
            self._edit.installEventFilter(self)
        for part in (*self._steps[:1], self._edit, *self._steps[1:]):
            row.addWidget(part)
        row.addStretch(1)
        self.put(holder)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for as many figures when the text size changes."""
        super().changeEvent(event)
        # Qt may tell of a font before there is a line
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and hasattr(self, "_edit"):
            self._keep_width()

    def _keep_width(self) -> None:
        self._edit.setFixedWidth(line_length(20))

    def controls(self) -> list[QWidget]:
        return [self._edit, *self._steps]

    def value(self) -> str:
        plain = ungrouped(self._edit.text(), grouped=self._grouped)
        if self.view.type is QuestionType.DECIMAL and plain.count(",") == 1 and "." not in plain:
            plain = plain.replace(",", ".")
        return plain

    def set_value(self, value: str) -> None:
        self._edit.setText(with_groups(value) if self._grouped else value)
        self._last = self._edit.text()
        self._check()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count with the arrow keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._count(step)
                return True
        return super().eventFilter(watched, event)

    def _more(self) -> None:
        self._count(1)

    def _less(self) -> None:
        self._count(-1)

    def _count(self, step: int) -> None:
        try:
            now = int(self.value() or "0")
        except ValueError:
            return  # what is typed is no number: the form says so when it is given
        self.set_value(str(max(0, now + step)))
        self.changed.emit()
        self.settled.emit()

    def _typed(self, text: str) -> None:
        if self._grouped:
            before = len(ungrouped(text[: self._edit.cursorPosition()], grouped=False))
            plain = ungrouped(text, grouped=True)
            shown = with_groups(plain)
            if shown != text:
                self._edit.setText(shown)
                self._edit.setCursorPosition(_place_after(shown, before))
        self._check()
        self.changed.emit()

    def _check(self) -> None:
        """Say what the form can't: a bearing of 400 degrees is a number all the same."""
        outside = False
        if self._bearing and self.value():
            try:
                outside = not 0 <= float(self.value()) <= 360
            except ValueError:
                outside = False
        self._remark.setText(tr("A direction is from 0 to 360 degrees.") if outside else "")
        self._remark.setVisible(outside)

    def _left(self) -> None:
        if self._edit.text() != self._last:
            self._last = self._edit.text()
            self.settled.emit()


def _place_after(shown: str, figures: int) -> int:
    """Return the place in ``shown`` behind so many characters that are not spaces."""
    seen = 0
    for place, each in enumerate(shown):
        if seen == figures:
            return place
        seen += not each.isspace()
    return len(shown)
