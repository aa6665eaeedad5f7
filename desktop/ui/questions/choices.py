"""Selects whose choices all stand on the screen: rows, columns or boxes, each with the key that picks it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from desktop.foundation.translation import tr
from desktop.ui.parts.buttons import button
from desktop.ui.questions.arrangement import Arrangement, Way, way_of
from desktop.ui.questions.choice_button import CheckRow, ChoiceButton, RadioRow
from desktop.ui.questions.view import QuestionView
from desktop.ui.questions.widget import QuestionWidget

CHOICE_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
SEARCH_FROM = 16
"""From so many choices on they are searched instead of all shown as rows."""
_CLEARING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class _Choices(QuestionWidget):
    """What both kinds of select share: the buttons and where they stand."""

    button: type[RadioRow] | type[CheckRow] = RadioRow

    def area(self, view: QuestionView, way: Way, columns: int = 0) -> QWidget:
        """Make the buttons of ``view`` in a widget of their own."""
        self._rows: list[ChoiceButton] = []
        holder = QWidget(self)
        self.arrangement = Arrangement(holder, way, columns)
        marked = "no-buttons" not in view.appearances and not view.appearances & {"compact", "quickcompact"}
        keys = f"{CHOICE_KEYS:<{len(view.choices)}}"
        for key, (value, label) in zip(keys, view.choices, strict=False):
            row = self.button(label, key.strip(), holder)
            row.marked = marked
            row.setProperty("choice", value)
            row.setAccessibleDescription(
                tr("{question}. Key {key}", question=view.label, key=key) if key.strip() else view.label
            )
            row.clicked.connect(self._clicked)
            if value in view.choice_pictures:
                row.show_picture(view.choice_pictures[value])
            self._rows.append(row)
            self.arrangement.addWidget(row)
        return holder

    def row_of(self, key: str) -> ChoiceButton | None:
        """Return the choice that ``key`` picks."""
        place = CHOICE_KEYS.find(key.lower()) if len(key) == 1 else -1
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _clicked(self) -> None:
        self._picked()

    def _picked(self) -> None:
        self.changed.emit()
        self.settled.emit()


class SelectOne(_Choices):
    """One choice of a few: large radio rows; a figure or letter picks one, and picking it again keeps it.

    Backspace or Delete takes the answer back; where it can be left out, so does a link below the choices.
    """

    _clear: QPushButton | None = None

    def build(self, view: QuestionView) -> None:
        self.put(self.area(view, *way_of(view.appearances)))
        if self._rows:
            self.label.setBuddy(self._rows[0])
        if view.asked and not view.required and not view.read_only:
            self._offer_clearing(view)

    def _offer_clearing(self, view: QuestionView) -> None:
        self._clear = button(tr("Clear (Backspace)"), self, self._take_back, kind="link")
        self._clear.setAccessibleName(tr("Clear, Backspace: {label}", label=view.label))
        policy = self._clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # what is below must not jump from under the pointer
        self._clear.setSizePolicy(policy)
        self._clear.hide()
        self.put(self._clear, leading=True)
        self._group.buttonToggled.connect(self._show_clearing)

    def _show_clearing(self) -> None:
        if self._clear is not None:
            self._clear.setVisible(bool(self.value()))

    def area(self, view: QuestionView, way: Way, columns: int = 0) -> QWidget:
        """Make the buttons, of which one can be taken."""
        holder = super().area(view, way, columns)
        self._group = QButtonGroup(self)
        for row in self._rows:
            self._group.addButton(row)
            row.setAccessibleDescription(
                tr("{words}. Backspace takes the answer back", words=row.accessibleDescription())
            )
        return holder

    def controls(self) -> list[QWidget]:
        chosen = [row for row in self._rows if row.isChecked()]
        return [*chosen, *(row for row in self._rows if not row.isChecked())]

    def value(self) -> str:
        return next((row.property("choice") for row in self._rows if row.isChecked()), "")

    def set_value(self, value: str) -> None:
        self._group.setExclusive(False)
        for row in self._rows:
            row.setChecked(row.property("choice") == value)
        self._group.setExclusive(True)

    def pick(self, key: str) -> bool:
        row = self.row_of(key)
        if row is None or not row.isEnabled():
            return False
        row.setChecked(True)
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        self._picked()
        self.chosen.emit(True)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Backspace and Delete take the answer back."""
        if event.key() in _CLEARING and not event.modifiers():
            self._take_back()
            return
        super().keyPressEvent(event)

    def _take_back(self) -> None:
        chosen = next((row for row in self._rows if row.isChecked()), None)
        if chosen is None or not chosen.isEnabled():
            return
        self.set_value("")
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        self._picked()

    def _clicked(self) -> None:
        row = self.sender()
        self._picked()
        if isinstance(row, RadioRow) and row.by_mouse:
            self.chosen.emit(False)


class SelectMultiple(_Choices):
    """Several choices of a few: large check rows; a figure or letter turns one on or off."""

    button = CheckRow

    def build(self, view: QuestionView) -> None:
        self.explain(tr("Choose all that apply."))
        self.put(self.area(view, *way_of(view.appearances)))
        if self._rows:
            self.label.setBuddy(self._rows[0])

    def controls(self) -> list[QWidget]:
        return list(self._rows)

    def value(self) -> str:
        return " ".join(row.property("choice") for row in self._rows if row.isChecked())

    def set_value(self, value: str) -> None:
        chosen = set(value.split())
        for row in self._rows:
            row.setChecked(row.property("choice") in chosen)

    def pick(self, key: str) -> bool:
        row = self.row_of(key)
        if row is None or not row.isEnabled():
            return False
        row.setChecked(not row.isChecked())
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        self._picked()
        return True


class Acknowledge(SelectMultiple):
    """One row to say that something was read or understood."""

    def build(self, view: QuestionView) -> None:
        said = QuestionView(view.path, "", view.type, view.label, choices=(("OK", tr("Yes, understood")),))
        self.put(self.area(said, Way.ROWS))
        self.label.setBuddy(self._rows[0])

    def pick(self, key: str) -> bool:
        if not super().pick(key):
            return False
        if self.value():
            self.chosen.emit(True)
        return True

    def _clicked(self) -> None:
        self._picked()
        if self.value() and self._rows[0].by_mouse:
            self.chosen.emit(False)
