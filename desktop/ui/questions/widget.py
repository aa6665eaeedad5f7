"""What all question widgets share: the label tied to the field, the hint, the fault, the value."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.words import restyle, words
from desktop.ui.questions.clips import clips_of
from desktop.ui.questions.picture_keeper import PictureKeeper
from desktop.ui.questions.picture_view import PictureView
from desktop.ui.questions.view import QuestionView


class QuestionWidget(QWidget):
    """A question and its control.

    Attributes:
        path: key of its answer.
    Signals:
        changed: the person altered the value (each keystroke).
        settled: the value is complete for now (a choice picked, a field left); a field list saves on it.
        chosen (bool): a single answer was picked, such that nothing more need be said here: true by a figure or
            letter, false by a click. Not sent for the arrow keys and Space, by which a person looks around, nor
            when an answer is taken back.
    """

    changed = Signal()
    settled = Signal()
    chosen = Signal(bool)

    def __init__(self, view: QuestionView, parent: QWidget, *, alone: bool = True) -> None:
        super().__init__(parent)
        self.path = view.path
        self.view = view
        self.how = ""
        self._layout = QVBoxLayout(self)
        roomy(self._layout, gap=2)
        self.label = words("", self, Type.QUESTION if alone else Type.SECTION)
        self.hint = words("", self, tone="muted")
        self.fault = words("", self, Type.STRONG, tone="error")
        for part in (self.label, self.hint, self.fault):
            self._layout.addWidget(part)
        self.show_words(view)
        self._show_picture(view)
        self._offer_clips(view)
        self.build(view)
        if view.value:
            self.set_value(view.value)
        self.show_fault(view.message)
        if view.read_only:
            for child in self.controls():
                child.setEnabled(False)

    # for each kind to fill in -----------------------------------------------------------------------------

    def build(self, view: QuestionView) -> None:
        """Make the control and put it under the label."""

    def value(self) -> str:
        """Return the value in ODK text form; empty when there is no answer."""
        return ""

    def set_value(self, value: str) -> None:
        """Show ``value``."""

    def controls(self) -> list[QWidget]:
        """Return the widgets that take the focus, in order."""
        return []

    def pick(self, key: str) -> bool:
        """Take a figure or letter as a choice; return whether it was one."""
        return False

    def pictures(self, keeper: PictureKeeper) -> None:
        """Be told who keeps pictures; called once, before the widget is shown."""

    # shared -----------------------------------------------------------------------------------------------

    def put(self, control: QWidget, *, leading: bool = False) -> None:
        """Put ``control`` under what is there; the first one becomes the label's buddy."""
        if leading:
            self._layout.addWidget(control, 0, Qt.AlignmentFlag.AlignLeading)
        else:
            self._layout.addWidget(control)
        if self.label.buddy() is None:
            self.label.setBuddy(control)

    def _show_picture(self, view: QuestionView) -> None:
        if view.picture:
            self._layout.addWidget(PictureView(view.picture, self, name=tr("Picture: {label}", label=view.label)))

    def _offer_clips(self, view: QuestionView) -> None:
        if view.clips:
            self._layout.addWidget(clips_of(view, self))

    def name_control(self, control: QWidget, part: str = "") -> None:
        """Give ``control`` the question as its accessible name, with the part of it that it takes."""
        control.setAccessibleName(f"{self.view.label}: {part}" if part else self.view.label or tr("Answer"))
        control.setAccessibleDescription(self.view.hint or self.how)

    def show_words(self, view: QuestionView) -> None:
        """Show label and hint; they can change when the language or another answer does."""
        self.view = view
        text = view.label
        if view.asked and not view.required and not view.read_only:
            text = tr("{label} (optional)", label=text)
        if view.number:
            text = f"{view.number}. {text}"
        self.label.setText(text)
        hint = view.hint or self.how
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def explain(self, how: str) -> None:
        """Say how to answer, where the form itself has no hint."""
        self.how = how
        self.show_words(self.view)

    def show_fault(self, message: str) -> None:
        """Say what is wrong with the value; an empty message takes it back."""
        self.fault.setText(tr("Error: {message}", message=message) if message else "")
        self.fault.setVisible(bool(message))
        for control in self.controls():
            restyle(control, "fault", "true" if message else "false")
            if message:
                control.setAccessibleDescription(message)

    def take_focus(self) -> None:
        """Give the keyboard to the first control."""
        controls = [control for control in self.controls() if control.isEnabled()]
        if controls:
            controls[0].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let a figure or letter pick a choice, whatever part of the question has the focus."""
        if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self.pick(event.text()):
            event.accept()
            return
        super().keyPressEvent(event)
