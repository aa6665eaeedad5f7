"""A labelled field: label, hint, fault and input, tied together for eyes and for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import line_length, roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.words import restyle, words


class Field(QWidget):
    """A label above an input, with a hint and, when something is wrong, the fault between them.

    Attributes:
        input: the widget that takes the answer.
        label_text: what is asked.
    """

    def __init__(
        self,
        label: str,
        control: QWidget,
        parent: QWidget,
        *,
        hint: str = "",
        characters: int = 0,
    ) -> None:
        super().__init__(parent)
        self.label_text = label
        self.hint_text = hint
        self.input = control
        control.setParent(self)
        layout = QVBoxLayout(self)
        roomy(layout, gap=1)
        self._label = words(label, self, Type.STRONG)
        self._label.setBuddy(control)
        self._hint = words(hint, self, tone="muted")
        self._hint.setVisible(bool(hint))
        self._fault = words("", self, Type.STRONG, tone="error")
        self._fault.hide()
        for part in (self._label, self._hint, self._fault):
            layout.addWidget(part)
        self._characters = characters
        if characters:
            self._keep_width()
            layout.addWidget(control, 0, Qt.AlignmentFlag.AlignLeading)
        else:
            layout.addWidget(control)
        control.setAccessibleName(label)
        control.setAccessibleDescription(hint)
        self.setFocusProxy(control)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for as many characters when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._keep_width()

    def _keep_width(self) -> None:
        # Qt may tell of a font before the field is made
        if getattr(self, "_characters", 0):
            self.input.setFixedWidth(line_length(self._characters) + line_length(4))

    @property
    def fault(self) -> str:
        """What is said to be wrong, or empty."""
        return self._fault.text() if not self._fault.isHidden() else ""

    def set_hint(self, hint: str) -> None:
        """Show another hint."""
        self.hint_text = hint
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.input.setAccessibleDescription(hint)

    def show_fault(self, message: str) -> None:
        """Say what is wrong; an empty message takes it back."""
        self._fault.setText(tr("Error: {message}", message=message) if message else "")
        self._fault.setVisible(bool(message))
        restyle(self.input, "fault", "true" if message else "false")
        self.input.setAccessibleDescription(". ".join(part for part in (message, self.hint_text) if part))


def text_field(
    label: str, parent: QWidget, *, hint: str = "", characters: int = 0, secret: bool = False, value: str = ""
) -> Field:
    """Return a :class:`Field` with a single line of text; ``secret`` hides what is typed."""
    edit = QLineEdit(value)
    if secret:
        edit.setEchoMode(QLineEdit.EchoMode.Password)
    return Field(label, edit, parent, hint=hint, characters=characters)
