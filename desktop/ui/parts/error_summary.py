"""The error summary of the GOV.UK pattern: at the top, takes the focus, links to each field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.foundation.translation import tr
from desktop.ui.design.spacing import roomy
from desktop.ui.design.type_scale import Type
from desktop.ui.parts.link import Link
from desktop.ui.parts.words import words


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right: ``key`` says which field, ``message`` what to do."""

    key: str
    message: str


class ErrorSummary(QFrame):
    """Lists what must be put right; hidden while there is nothing.

    Signals:
        wanted (str): the key of the fault whose field is to take the focus.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "error")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._layout = QVBoxLayout(self)
        roomy(self._layout, gap=1, margins=(4, 3, 4, 3))
        self._title = words(tr("There is a problem"), self, Type.SECTION)
        self._layout.addWidget(self._title)
        self._links: list[QWidget] = []
        self.setAccessibleName(tr("There is a problem"))
        self.hide()

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Show ``faults`` and take the focus; hide when there are none."""
        for link in self._links:
            self._layout.removeWidget(link)
            link.hide()
            link.deleteLater()
        self._links = []
        for fault in faults:
            link = Link(fault.message, self, self._follow)
            link.setProperty("key", fault.key)
            self._layout.addWidget(link)
            QWidget.setTabOrder(self._links[-1] if self._links else self, link)  # else Tab would lead past it
            self._links.append(link)
        self.setVisible(bool(faults))
        if faults:
            # the name holds the messages, so that a screen reader says them when the focus comes
            self.setAccessibleName(
                tr("There is a problem: {messages}", messages="; ".join(fault.message for fault in faults))
            )
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Hide it."""
        self.show_faults(())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter lead to the first field at fault: the page behind would only find the same faults again."""
        if self._links and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit(self._links[0].property("key"))
        else:
            super().keyPressEvent(event)

    def _follow(self) -> None:
        self.wanted.emit(self.sender().property("key"))
